//! Who says the same as whom, kept up to date with little work.
//!
//! Invariant: after `settle`, pairs and clusters depend only on the sequence of `put` and `remove`,
//! not on when `settle` was called. Texts that changed are looked up again; all are when the epoch
//! changed, as then all scores did.

mod clusters;
pub(crate) mod near;

use std::{collections::BTreeSet, sync::OnceLock};

use serde::{Deserialize, Serialize};

use crate::{
    corpus::Slot,
    index::{self, Change, Index},
    join::join,
    links::{Rule, Sums},
};
pub use clusters::Cluster;
use near::{NEAR_MAX, Near, Nears};

/// An index and the pairs in it. Whether two ids *may* be a pair (another process, another unit)
/// is asked with each question, so that it can change without a word to us.
#[derive(Debug, Clone)]
pub struct Pairs<Id> {
    index: Index<Id>,
    rule: Rule,
    near: Nears,
    /// Groups of distinct texts that say the same, once somebody has asked.
    groups: OnceLock<Vec<Vec<Slot>>>,
    settled_epoch: u32,
    gone: BTreeSet<Slot>,
    new: BTreeSet<Slot>,
}

/// All that is needed to go on from here, settled or not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dump<Id> {
    index: index::Dump<Id>,
    threshold: f32,
    near: Nears,
    settled_epoch: u32,
    gone: BTreeSet<Slot>,
    new: BTreeSet<Slot>,
}

impl<Id: Copy + Ord> Pairs<Id> {
    /// The threshold is usually `score::ALIKE`; it is above `score::OPPOSED`.
    pub fn new(threshold: f32) -> Self {
        Self {
            index: Index::default(),
            rule: Rule::new(threshold),
            near: Nears::new(),
            groups: OnceLock::new(),
            settled_epoch: 0,
            gone: BTreeSet::new(),
            new: BTreeSet::new(),
        }
    }

    pub fn index(&self) -> &Index<Id> {
        &self.index
    }

    pub fn dump(&self) -> Dump<Id> {
        Dump {
            index: self.index.dump(),
            threshold: self.rule.threshold,
            near: self.near.clone(),
            settled_epoch: self.settled_epoch,
            gone: self.gone.clone(),
            new: self.new.clone(),
        }
    }

    /// The pairs that were dumped, settled if they were; nothing if they contradict themselves.
    pub fn load(dump: Dump<Id>) -> Option<Self> {
        let Dump { index, threshold, near, settled_epoch, gone, new } = dump;
        let index = Index::load(index)?;
        let end = index.corpus().texts.len();
        let is_inside = |slot: &Slot| (*slot as usize) < end;
        let lists = near.iter().flatten().map(|it| &it.texts);
        let are_whole = lists.clone().all(|it| it.len() <= NEAR_MAX)
            && lists.flatten().all(|(slot, score)| is_inside(slot) && score.is_finite());
        let is_whole = are_whole
            && near.len() <= end
            && threshold.is_finite()
            && settled_epoch <= index.epoch()
            && gone.iter().chain(&new).all(is_inside);
        let rule = Rule::new(threshold);
        let groups = OnceLock::new();
        is_whole.then_some(Self { index, rule, near, groups, settled_epoch, gone, new })
    }

    pub fn put(&mut self, id: Id, text: &str) {
        let change = self.index.replace(id, text);
        self.note(change);
    }

    pub fn remove(&mut self, id: Id) {
        let change = self.index.take(id);
        self.note(change);
    }

    fn note(&mut self, Change { gone, new }: Change) {
        if let Some(slot) = gone {
            self.gone.insert(slot);
            self.new.remove(&slot);
        }
        self.new.extend(new);
        if self.settled_epoch != self.index.epoch() {
            // All are looked up again then, whichever changed.
            self.gone.clear();
            self.new.clear();
        }
    }

    /// Whether a text was put or removed that the pairs do not show yet.
    pub fn is_settled(&self) -> bool {
        self.gone.is_empty() && self.new.is_empty() && self.settled_epoch == self.index.epoch()
    }

    /// Brings the pairs up to date; without a change there is nothing to do.
    pub fn settle(&mut self) {
        if self.is_settled() {
            return;
        }
        if self.settled_epoch == self.index.epoch() && self.new.len() <= self.many() {
            self.settle_changes();
        } else {
            self.near = join(self.index.corpus_mut(), self.rule);
        }
        self.gone.clear();
        self.new.clear();
        self.settled_epoch = self.index.epoch();
        self.groups = OnceLock::new();
    }

    /// So many new texts are looked up faster with all the others.
    fn many(&self) -> usize {
        64.max(self.near.len() / 256)
    }

    fn settle_changes(&mut self) {
        let (rule, mut scratch) = (self.rule, Sums::default());
        let mut look_up_again = Vec::new();
        if !self.gone.is_empty() {
            for &slot in &self.gone {
                if let Some(near) = self.near.get_mut(slot as usize) {
                    *near = None;
                }
            }
            for (slot, near) in (0..).zip(&mut self.near) {
                if near.as_mut().is_some_and(|it| it.forget(&self.gone)) {
                    look_up_again.push(slot);
                }
            }
        }
        let corpus = self.index.corpus_mut();
        self.near.resize(corpus.texts.len(), None);
        self.new.iter().for_each(|&slot| corpus.count_crowds(slot, rule, &mut scratch));
        for slot in look_up_again {
            let all = corpus.partners(slot, rule, &mut scratch);
            self.near[slot as usize] = Some(Near::of(&all));
        }
        for &slot in self.new.iter().filter(|&&slot| corpus.says_something(slot)) {
            let all = corpus.partners(slot, rule, &mut scratch);
            self.near[slot as usize] = Some(Near::of(&all));
            for (other, score) in all {
                if let Some(near) = &mut self.near[other as usize] {
                    near.meet(corpus, slot, score);
                }
            }
        }
    }

    /// The ids that say the same and are admitted, the most alike first, then by id.
    pub fn of(&self, id: Id, admits: impl Fn(Id, Id) -> bool) -> Vec<(Id, f32)> {
        let Some(slot) = self.index.slot(id).filter(|&slot| near::of(&self.near, slot).is_some())
        else {
            return Vec::new();
        };
        let partners = near::partners(slot, &self.near).into_iter().chain([(slot, 1.0)]);
        let mut found: Vec<(Id, f32)> = partners
            .flat_map(|(slot, score)| self.index.members(slot).map(move |other| (other, score)))
            .filter(|&(other, _)| other != id && admits(id, other))
            .collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found
    }

    /// Groups of ids, as of the last `settle`, that all say the same and are all admitted with each other, the smaller id
    /// first. Each id is in one group at most.
    pub fn clusters(&self, admits: impl Fn(Id, Id) -> bool) -> Vec<Cluster<Id>> {
        let groups = self.groups.get_or_init(|| clusters::of_texts(&self.index, &self.near));
        clusters::of_ids(&self.index, groups, admits)
    }
}

#[cfg(test)]
mod tests;

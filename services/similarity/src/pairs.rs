//! Who says the same as whom, kept up to date with little work.
//!
//! Invariant: after `settle`, pairs and clusters depend only on the sequence of `put` and `remove`,
//! not on when `settle` was called. Texts that changed are looked up again; all are when the epoch
//! changed, as then all scores did.

mod clusters;
mod near;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

use crate::{
    corpus::Slot,
    index::{Change, Index},
    weights::Frozen,
};
pub use clusters::Cluster;
use near::Near;

/// An index and the pairs in it. Whether two ids *may* be a pair (another process, another unit)
/// is asked with each question, so that it can change without a word to us.
#[derive(Debug, Clone)]
pub struct Pairs<Id> {
    index: Index<Id>,
    threshold: f32,
    near: BTreeMap<Slot, Near>,
    /// Groups of distinct texts that say the same, once somebody has asked.
    groups: OnceLock<Vec<Vec<Slot>>>,
    settled_epoch: u32,
    gone: BTreeSet<Slot>,
    new: BTreeSet<Slot>,
}

impl<Id: Copy + Ord> Pairs<Id> {
    /// The threshold is usually `score::ALIKE`.
    pub fn new(threshold: f32) -> Self {
        Self::over(Index::default(), threshold)
    }

    /// As `Index::restore`; settle before you ask.
    pub fn restore<'a>(
        threshold: f32,
        frozen: Frozen,
        texts: impl IntoIterator<Item = (Id, &'a str)>,
    ) -> Self {
        Self::over(Index::restore(frozen, texts), threshold)
    }

    fn over(index: Index<Id>, threshold: f32) -> Self {
        Self {
            index,
            threshold,
            near: BTreeMap::new(),
            groups: OnceLock::new(),
            settled_epoch: 0,
            gone: BTreeSet::new(),
            new: BTreeSet::new(),
        }
    }

    pub fn index(&self) -> &Index<Id> {
        &self.index
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
        if self.settled_epoch == self.index.epoch() {
            self.settle_changes();
        } else {
            self.settle_all();
        }
        self.gone.clear();
        self.new.clear();
        self.settled_epoch = self.index.epoch();
        self.groups = OnceLock::new();
    }

    fn settle_all(&mut self) {
        let look_up = |slot| (slot, Near::of(&self.index, slot, self.threshold).0);
        self.near = self.index.slots().map(look_up).collect();
    }

    fn settle_changes(&mut self) {
        let mut look_up_again = Vec::new();
        if !self.gone.is_empty() {
            self.near.retain(|slot, _| !self.gone.contains(slot));
            for (&slot, near) in &mut self.near {
                if near.forget(&self.gone) {
                    look_up_again.push(slot);
                }
            }
        }
        for slot in look_up_again {
            self.near.insert(slot, Near::of(&self.index, slot, self.threshold).0);
        }
        for &slot in self.new.iter().filter(|&&slot| self.index.says_something(slot)) {
            let (near, all) = Near::of(&self.index, slot, self.threshold);
            self.near.insert(slot, near);
            for (other, score) in all {
                if let Some(near) = self.near.get_mut(&other) {
                    near.meet(&self.index, slot, score);
                }
            }
        }
    }

    /// The ids that say the same and are admitted, the most alike first, then by id.
    pub fn of(&self, id: Id, admits: impl Fn(Id, Id) -> bool) -> Vec<(Id, f32)> {
        let Some(slot) = self.index.slot(id).filter(|&slot| self.near.contains_key(&slot)) else {
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

//! Who says the same as whom, kept up to date with little work.
//!
//! Invariant: after `settle`, pairs and clusters depend only on the sequence of `put` and `remove`,
//! not on when `settle` was called. Texts that changed are looked up again; all are when the epoch
//! changed, as then all scores did.

mod clusters;
pub(crate) mod near;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    corpus::Slot,
    index::{self, Change, Index},
    join::join,
    lessons::Synonyms,
    links::{Rule, Spelt},
    partners::Lookup,
    processors,
    reading::Reader,
};
pub use clusters::{Cluster, Rules};
use clusters::{Material, Parts};
use near::{NEAR_MAX, Near, Nears};

/// Texts that are read before they are put.
const READ_AT_ONCE: usize = 1 << 14;

/// An index and the pairs in it. Whether two ids *may* be a pair (another process, another unit)
/// is for others to say, with [`Rules`]; whoever has another rule for an id touches it.
#[derive(Debug, Clone)]
pub struct Pairs<Id> {
    index: Index<Id>,
    rule: Rule,
    near: Nears,
    parts: Parts<Id>,
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

impl<Id: Copy + Ord + 'static> Pairs<Id> {
    /// The threshold is usually `score::ALIKE`; it is above `score::OPPOSED`.
    pub fn new(threshold: f32) -> Self {
        Self {
            index: Index::default(),
            rule: Rule::new(threshold),
            near: Nears::new(),
            parts: Parts::new(),
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
        let parts = Parts::new();
        is_whole.then_some(Self { index, rule, near, parts, settled_epoch, gone, new })
    }

    pub fn put(&mut self, id: Id, text: &str) {
        self.replace(id, |index| index.replace(id, text));
    }

    /// The same as putting each text, or removing the id where there is none, one after the other; texts
    /// are read on all processors, those that come next while the last ones are put.
    pub fn change(&mut self, changes: &[(Id, Option<impl AsRef<str>>)]) {
        let mut readers = processors::each(changes.len(), Reader::default);
        let mut chunks = changes.chunks(READ_AT_ONCE);
        let Some(mut some) = chunks.next() else { return };
        let mut read = read_all(&texts(some), &mut readers);
        for next in chunks {
            let texts = texts(next);
            let put = || self.put_read(some, read);
            (read, ()) = processors::meanwhile(|| read_all(&texts, &mut readers), put);
            some = next;
        }
        self.put_read(some, read);
    }

    fn put_read<T>(&mut self, changes: &[(Id, Option<T>)], read: Vec<Option<Vec<String>>>) {
        for (&(id, _), words) in changes.iter().zip(read) {
            match words {
                Some(words) => self.replace(id, |index| index.replace_read(id, &words)),
                None => self.remove(id),
            }
        }
    }

    fn replace(&mut self, id: Id, replace: impl FnOnce(&mut Index<Id>) -> Change) {
        let before = self.index.slot(id);
        let change = replace(&mut self.index);
        if let Some(before) = before.filter(|it| Some(*it) != self.index.slot(id)) {
            self.parts.touch(before);
        }
        self.touch(id);
        self.note(change);
    }

    /// From now on words mean what people taught.
    pub fn learn(&mut self, synonyms: &Synonyms) {
        self.index.corpus_mut().learn(synonyms);
        self.note(Change::default());
    }

    pub fn remove(&mut self, id: Id) {
        self.touch(id);
        let change = self.index.take(id);
        self.note(change);
    }

    /// Notes that other rules count for an id than before.
    pub fn touch(&mut self, id: Id) {
        if let Some(slot) = self.index.slot(id) {
            self.parts.touch(slot);
        }
    }

    /// Notes that other rules count for all of them.
    pub fn touch_all(&mut self) {
        self.parts.touch_all();
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
            self.parts.touch_all();
        }
        self.gone.clear();
        self.new.clear();
        self.settled_epoch = self.index.epoch();
    }

    /// So many new texts are looked up faster with all the others.
    fn many(&self) -> usize {
        64.max(self.near.len() / 256)
    }

    fn settle_changes(&mut self) {
        let look_up_again = self.forget();
        let (rule, mut spelt) = (self.rule, Spelt::default());
        let corpus = self.index.corpus_mut();
        self.near.resize(corpus.texts.len(), None);
        self.new.iter().for_each(|&slot| corpus.count_crowds(slot, rule, &mut spelt));
        let mut lookup = Lookup::new(corpus, rule);
        for slot in look_up_again {
            self.near[slot as usize] = Some(Near::of(&lookup.partners(slot)));
        }
        for &slot in self.new.iter().filter(|&&slot| corpus.says_something(slot)) {
            let all = lookup.partners(slot);
            self.near[slot as usize] = Some(Near::of(&all));
            self.parts.touch(slot);
            for (other, score) in all {
                self.parts.touch(other);
                if let Some(near) = &mut self.near[other as usize] {
                    near.meet(corpus, slot, score);
                }
            }
        }
    }

    /// Takes out the texts that are gone. Returns those that others may now be near to.
    fn forget(&mut self) -> Vec<Slot> {
        let (mut had, mut is_any_clipped) = (BTreeSet::new(), false);
        for &slot in &self.gone {
            self.parts.touch(slot);
            let Some(near) = self.near.get_mut(slot as usize).and_then(Option::take) else {
                continue;
            };
            // Whoever has it is near to it as well, unless it had too many to keep.
            is_any_clipped |= near.is_clipped;
            had.extend(near.texts.iter().map(|it| it.0));
        }
        if is_any_clipped {
            let is_gone = |it: &(Slot, f32)| self.gone.contains(&it.0);
            let has_one = |it: &(Slot, &Near)| it.1.texts.iter().any(is_gone);
            had.extend(near::each(&self.near).filter(has_one).map(|it| it.0));
        }
        had.retain(|&slot| {
            let near = self.near[slot as usize].as_mut();
            near.is_some_and(|it| it.forget(&self.gone))
        });
        had.into_iter().collect()
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

    /// Groups of ids that all say the same, or are held together, and may all be together, ordered by their
    /// members. Each id is in one group at most. The rules must be those of the last time, but for ids that
    /// were touched since.
    pub fn clusters(&mut self, rules: &impl Rules<Id>) -> Vec<&Cluster<Id>> {
        self.settle();
        let Self { index, near, parts, .. } = self;
        parts.refresh(&Material { index, near, rules });
        parts.clusters()
    }
}

fn texts<Id>(changes: &[(Id, Option<impl AsRef<str>>)]) -> Vec<Option<&str>> {
    changes.iter().map(|it| it.1.as_ref().map(AsRef::as_ref)).collect()
}

fn read_all(texts: &[Option<&str>], readers: &mut [Reader]) -> Vec<Option<Vec<String>>> {
    processors::spread(texts.len(), readers, |reader, place| texts[place].map(|it| reader.read(it)))
}

#[cfg(test)]
mod tests;

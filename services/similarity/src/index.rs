//! Texts by id, and which of them say something like a given one.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    corpus::{Corpus, Slot},
    form::Form,
    weights::Frozen,
};

/// Texts that read the same once normalised are held once, whatever their number.
#[derive(Debug, Clone)]
pub struct Index<Id> {
    corpus: Corpus,
    slots: BTreeMap<Id, Slot>,
    members: BTreeMap<Slot, BTreeSet<Id>>,
}

/// What putting or removing a text did to the distinct texts.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) gone: Option<Slot>,
    pub(crate) new: Option<Slot>,
}

impl<Id: Copy + Ord> Default for Index<Id> {
    fn default() -> Self {
        Self { corpus: Corpus::default(), slots: BTreeMap::new(), members: BTreeMap::new() }
    }
}

impl<Id: Copy + Ord> Index<Id> {
    /// Replaces the text of an id that is there already.
    pub fn put(&mut self, id: Id, text: &str) {
        self.replace(id, text);
    }

    /// Does nothing if there is no such id.
    pub fn remove(&mut self, id: Id) {
        self.take(id);
    }

    pub(crate) fn replace(&mut self, id: Id, text: &str) -> Change {
        let form = Form::new(text);
        let known = self.corpus.slot_of(&form.key);
        if known.is_some() && known == self.slot(id) {
            return Change::default();
        }
        let Change { gone, .. } = self.take(id);
        let slot = known.unwrap_or_else(|| self.corpus.add(form));
        self.join(id, slot);
        Change { gone, new: known.is_none().then_some(slot) }
    }

    pub(crate) fn take(&mut self, id: Id) -> Change {
        let Some(slot) = self.slots.remove(&id) else { return Change::default() };
        let members = self.members.entry(slot).or_default();
        members.remove(&id);
        if !members.is_empty() {
            return Change::default();
        }
        self.members.remove(&slot);
        self.corpus.drop(slot);
        Change { gone: Some(slot), new: None }
    }

    fn join(&mut self, id: Id, slot: Slot) {
        self.slots.insert(id, slot);
        self.members.entry(slot).or_default().insert(id);
    }

    /// Ids that have a text.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Counts from 1 with the first text; all scores may change when it does.
    pub fn epoch(&self) -> u32 {
        self.corpus.epoch()
    }

    /// From 0 to 1; 0 if either id is unknown or says nothing. Does not depend on the order.
    pub fn score(&self, a: Id, b: Id) -> f32 {
        match (self.slot(a), self.slot(b)) {
            (Some(a), Some(b)) => self.corpus.score(a, b),
            _ => 0.0,
        }
    }

    /// The other ids whose text scores at least the threshold, the most alike first, then by id.
    pub fn similar_to(&self, id: Id, threshold: f32) -> Vec<(Id, f32)> {
        let Some(slot) = self.slot(id).filter(|&slot| self.says_something(slot)) else {
            return Vec::new();
        };
        let mut near = self.corpus.near(slot, threshold);
        near.push((slot, 1.0));
        let mut similar = self.ids(near);
        similar.retain(|&(other, _)| other != id);
        similar
    }

    /// The ids whose text is most like this one, which need not be in the index.
    pub fn search(&self, text: &str, threshold: f32, limit: usize) -> Vec<(Id, f32)> {
        let mut found = self.ids(self.corpus.near_form(&Form::new(text), threshold));
        found.truncate(limit);
        found
    }

    /// What the weights rest on. The texts themselves are the caller's to keep.
    pub fn frozen(&self) -> Frozen {
        self.corpus.frozen()
    }

    /// The index that had these weights and texts; their order does not matter.
    pub fn restore<'a>(frozen: Frozen, texts: impl IntoIterator<Item = (Id, &'a str)>) -> Self {
        let mut index = Self::default();
        for (id, text) in texts {
            let form = Form::new(text);
            let known = index.corpus.slot_of(&form.key);
            let slot = known.unwrap_or_else(|| index.corpus.add_within_epoch(form));
            index.take(id);
            index.join(id, slot);
        }
        index.corpus.thaw(frozen);
        index
    }

    fn ids(&self, near: Vec<(Slot, f32)>) -> Vec<(Id, f32)> {
        let of = |(slot, score)| self.members(slot).map(move |id| (id, score));
        let mut ids: Vec<(Id, f32)> = near.into_iter().flat_map(of).collect();
        ids.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ids
    }

    pub(crate) fn corpus(&self) -> &Corpus {
        &self.corpus
    }

    pub(crate) fn slot(&self, id: Id) -> Option<Slot> {
        self.slots.get(&id).copied()
    }

    /// Ascending.
    pub(crate) fn members(&self, slot: Slot) -> impl Iterator<Item = Id> {
        self.members.get(&slot).into_iter().flatten().copied()
    }

    /// All distinct texts that say anything, ascending by slot.
    pub(crate) fn slots(&self) -> impl Iterator<Item = Slot> {
        self.members.keys().copied().filter(|&slot| self.says_something(slot))
    }

    /// Texts without a word are like nothing, not even each other.
    pub(crate) fn says_something(&self, slot: Slot) -> bool {
        !self.corpus.key(slot).is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::ALIKE;

    #[test]
    fn finds_who_says_the_same_and_the_most_alike_first() {
        let mut index = Index::default();
        index.put(1, "Lieferantendaten prüfen");
        index.put(2, "Prüfung der Lieferantendaten");
        index.put(3, "LIEFERANTEN-DATEN PRÜFEN");
        index.put(4, "Urlaub beantragen");
        let similar = index.similar_to(1, ALIKE);
        assert_eq!(similar.iter().map(|it| it.0).collect::<Vec<_>>(), [3, 2]);
        assert_eq!(index.search("lieferantendaten pruefen", ALIKE, 2).len(), 2);
    }

    #[test]
    fn forgets_what_was_removed_or_replaced() {
        let mut index = Index::default();
        index.put(1, "check supplier data");
        index.put(2, "check supplier data");
        index.put(2, "book travel");
        assert!(index.similar_to(1, ALIKE).is_empty());
        index.remove(1);
        assert!(index.search("check supplier data", ALIKE, 9).is_empty());
        assert_eq!(index.len(), 1);
    }

    #[test]
    fn texts_without_words_are_like_nothing() {
        let mut index = Index::default();
        index.put(1, "");
        index.put(2, "?");
        assert!(index.similar_to(1, 0.0).is_empty());
        assert!(index.search("", 0.0, 9).is_empty());
        assert!(index.score(1, 2) < f32::EPSILON);
    }

    #[test]
    fn an_index_restored_from_what_was_frozen_scores_the_same() {
        let texts = ["check data", "data check", "checking of data", "buy paper", "paper purchase"];
        let mut index = Index::default();
        texts.iter().enumerate().for_each(|(id, text)| index.put(id, text));
        let restored = Index::restore(index.frozen(), texts.iter().copied().enumerate().rev());
        assert_eq!(restored.epoch(), index.epoch());
        for id in 0..texts.len() {
            assert_eq!(restored.similar_to(id, 0.1), index.similar_to(id, 0.1));
        }
    }
}

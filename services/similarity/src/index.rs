//! Texts by id, and which of them say something like a given one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    corpus::{self, Corpus, Slot},
    reading::Reader,
};

/// Texts that read the same once normalised are held once, whatever their number.
#[derive(Debug, Clone)]
pub struct Index<Id> {
    corpus: Corpus,
    slots: BTreeMap<Id, Slot>,
    /// By slot, ascending.
    members: Vec<Members<Id>>,
}

/// Most texts are those of one id.
#[derive(Debug, Clone)]
enum Members<Id> {
    One(Id),
    Some(Vec<Id>),
}

/// What putting or removing a text did to the distinct texts.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) gone: Option<Slot>,
    pub(crate) new: Option<Slot>,
}

impl<Id> Default for Index<Id> {
    fn default() -> Self {
        Self { corpus: Corpus::default(), slots: BTreeMap::new(), members: Vec::new() }
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
        let words = self.corpus.read(text);
        self.replace_read(id, &words)
    }

    /// The same of a text that is read already.
    pub(crate) fn replace_read(&mut self, id: Id, words: &[String]) -> Change {
        let known = self.corpus.slot_of(words);
        if known.is_some() && known == self.slot(id) {
            return Change::default();
        }
        let Change { gone, .. } = self.take(id);
        let slot = known.unwrap_or_else(|| self.corpus.add(words));
        self.join(id, slot);
        Change { gone, new: known.is_none().then_some(slot) }
    }

    pub(crate) fn take(&mut self, id: Id) -> Change {
        let Some(slot) = self.slots.remove(&id) else { return Change::default() };
        let members = &mut self.members[slot as usize];
        members.leave(id);
        if !members.all().is_empty() {
            return Change::default();
        }
        self.corpus.drop(slot);
        Change { gone: Some(slot), new: None }
    }

    fn join(&mut self, id: Id, slot: Slot) {
        self.slots.insert(id, slot);
        let place = slot as usize;
        if self.members.len() <= place {
            self.members.resize_with(place + 1, || Members::Some(Vec::new()));
        }
        self.members[place].join(id);
    }

    /// Ids that have a text.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Texts that read differently.
    pub fn texts(&self) -> usize {
        self.corpus.slots.len()
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
        let Some(slot) = self.slot(id).filter(|&slot| self.corpus.says_something(slot)) else {
            return Vec::new();
        };
        let near = self.corpus.near(&self.corpus.words(slot), threshold, usize::MAX);
        let near = near.into_iter().map(|it| if it.0 == slot { (slot, 1.0) } else { it });
        let mut similar = self.ids(near);
        similar.retain(|&(other, _)| other != id);
        similar
    }

    /// The ids whose text is most like this one, which need not be in the index: at most `limit`
    /// that score at least the threshold, the most alike first, then by id. Why they are alike,
    /// `reasons::reasons` says of both texts.
    pub fn search(&self, text: &str, threshold: f32, limit: usize) -> Vec<(Id, f32)> {
        let near = self.corpus.near(&Reader::default().read(text), threshold, limit);
        let mut found = self.ids(near.into_iter());
        found.truncate(limit);
        found
    }

    fn ids(&self, near: impl Iterator<Item = (Slot, f32)>) -> Vec<(Id, f32)> {
        let of = |(slot, score)| self.members(slot).map(move |id| (id, score));
        let mut ids: Vec<(Id, f32)> = near.flat_map(of).collect();
        ids.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ids
    }

    pub(crate) fn corpus(&self) -> &Corpus {
        &self.corpus
    }

    pub(crate) fn corpus_mut(&mut self) -> &mut Corpus {
        &mut self.corpus
    }

    pub(crate) fn slot(&self, id: Id) -> Option<Slot> {
        self.slots.get(&id).copied()
    }

    /// Ascending.
    pub(crate) fn members(&self, slot: Slot) -> impl Iterator<Item = Id> {
        self.members.get(slot as usize).into_iter().flat_map(Members::all).copied()
    }

    pub fn dump(&self) -> Dump<Id> {
        let ids = self.slots.iter().map(|(&id, &slot)| (id, slot)).collect();
        Dump { corpus: self.corpus.dump(), ids }
    }

    /// The index that was dumped; nothing if the dump contradicts itself.
    pub fn load(dump: Dump<Id>) -> Option<Self> {
        let Dump { corpus, ids } = dump;
        let mut index = Self { corpus: Corpus::load(corpus)?, ..Self::default() };
        if !ids.is_sorted_by(|a, b| a.0 < b.0) {
            return None;
        }
        for (id, slot) in ids {
            index.corpus.get(slot)?;
            index.join(id, slot);
        }
        let has_members = |slot| index.members(slot).next().is_some();
        let are_all_used =
            (0..).zip(&index.corpus.texts).all(|(slot, text)| text.is_none() || has_members(slot));
        are_all_used.then_some(index)
    }
}

/// All that is needed to go on from here: texts, and the weights as they were frozen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dump<Id> {
    corpus: corpus::Dump,
    ids: Vec<(Id, Slot)>,
}

impl<Id: Copy + Ord> Members<Id> {
    fn all(&self) -> &[Id] {
        match self {
            Self::One(id) => std::slice::from_ref(id),
            Self::Some(ids) => ids,
        }
    }

    fn join(&mut self, id: Id) {
        let mut ids = self.all().to_vec();
        if let Self::Some(several) = self {
            ids = std::mem::take(several);
        }
        if let Err(place) = ids.binary_search(&id) {
            ids.insert(place, id);
        }
        *self = if ids.len() == 1 { Self::One(id) } else { Self::Some(ids) };
    }

    fn leave(&mut self, id: Id) {
        match self {
            Self::One(only) if *only == id => *self = Self::Some(Vec::new()),
            Self::One(_) => {}
            Self::Some(ids) => ids.retain(|&it| it != id),
        }
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
        index.put(2, "Prüfung der Lieferantendaten im ERP");
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
    fn an_index_that_was_dumped_and_loaded_scores_the_same() {
        let texts = ["check data", "data check", "checking of data", "buy paper", "paper purchase"];
        let mut index = Index::default();
        texts.iter().enumerate().for_each(|(id, text)| index.put(id, text));
        let mut loaded = Index::load(index.dump()).unwrap();
        for it in [&mut index, &mut loaded] {
            it.put(7, "checking data");
        }
        assert_eq!(loaded.dump(), index.dump());
        for id in 0..texts.len() {
            assert_eq!(loaded.similar_to(id, 0.1), index.similar_to(id, 0.1));
        }
    }
}

//! How alike labels are, one label after the other: what is known of it is laid out by word, so that only
//! words that are alike are looked at closely.
//!
//! Invariant: the score is that of [`STRICT`], to the last bit.

use std::collections::HashMap;

use super::lists::Lists;
use crate::{
    corpus::{Slot, Text},
    judge::{Alike, STRICT, TERMS_MAX, Term, spelt_alike},
    lexicon::{ConceptId, lexicon},
    links::{Spelling, Spellings},
    vocabulary::{Vocabulary, Word, WordId},
};

/// All words, as scores need them.
#[derive(Debug)]
pub(super) struct Words<'a> {
    terms: Vec<Option<(Term<'a>, Kind)>>,
    /// By word that is a concept, the words that may be like it because they mean the same, or are the same
    /// word as an act and as its object.
    kin: Lists<WordId>,
    spellings: &'a Spellings,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Concept,
    /// People taught what it means.
    Learned,
    Number,
    Spelt,
}

impl<'a> Words<'a> {
    pub(super) fn new(vocabulary: &'a Vocabulary, spellings: &'a Spellings) -> Self {
        let mut terms = vec![None; vocabulary.len()];
        for (id, word) in vocabulary.iter() {
            terms[id as usize] = Some((STRICT.term(word), Kind::of(word)));
        }
        Self { terms, kin: kin(vocabulary), spellings }
    }

    fn of(&self, word: WordId) -> (Term<'a>, Kind) {
        self.terms[word as usize].expect("ids lead to words")
    }
}

impl Kind {
    fn of(word: &Word) -> Self {
        match word {
            _ if word.concept.is_some() => Self::Concept,
            _ if word.learned.is_some() => Self::Learned,
            _ if word.is_number() => Self::Number,
            _ => Self::Spelt,
        }
    }
}

fn kin(vocabulary: &Vocabulary) -> Lists<WordId> {
    let mut words: HashMap<ConceptId, Vec<WordId>> = HashMap::new();
    for (id, word) in vocabulary.iter() {
        word.concept.into_iter().for_each(|it| words.entry(it).or_default().push(id));
    }
    let mut kin = Lists::default();
    for id in 0..vocabulary.len() {
        let word = u32::try_from(id).ok().and_then(|it| vocabulary.get(it));
        let concept = word.and_then(|it| it.concept);
        let cognates = concept.into_iter().flat_map(|it| lexicon().cognates(it)).copied();
        let concepts = concept.into_iter().chain(cognates);
        kin.push(concepts.flat_map(|it| words.get(&it).into_iter().flatten().copied()));
    }
    kin
}

#[derive(Debug)]
pub(super) struct Scores<'a> {
    vocabulary: &'a Vocabulary,
    words: &'a Words<'a>,
    of: Option<Slot>,
    terms: Vec<Term<'a>>,
    /// By word that is a concept, the terms that may be like it, as bits.
    bits: Vec<u8>,
    marked: Vec<WordId>,
    /// The places of the terms that are no concepts, what they are, and how they are spelt.
    spelt: Vec<(usize, WordId, Kind)>,
    spellings: [Spelling; TERMS_MAX],
    others: Vec<Term<'a>>,
    alike: Vec<Alike>,
}

impl<'a> Scores<'a> {
    pub(super) fn new(vocabulary: &'a Vocabulary, words: &'a Words<'a>) -> Self {
        Self {
            vocabulary,
            words,
            of: None,
            terms: Vec::new(),
            bits: vec![0; vocabulary.len()],
            marked: Vec::new(),
            spelt: Vec::new(),
            spellings: Default::default(),
            others: Vec::new(),
            alike: Vec::new(),
        }
    }

    /// Of two labels, without a look at opposites.
    pub(super) fn plain(&mut self, slot: Slot, label: &Text, other: &Text) -> f32 {
        self.take(slot, label);
        self.alike.clear();
        self.others.clear();
        for (place, &word) in other.words.iter().enumerate() {
            let (term, kind) = self.words.of(word);
            self.others.push(term);
            if kind != Kind::Concept {
                self.meet_spelt(place, word, (term.word, kind));
                continue;
            }
            let mut bits = self.bits[word as usize];
            while bits != 0 {
                let own = bits.trailing_zeros() as usize;
                bits &= bits - 1;
                self.meet((own, place), STRICT.likeness(self.terms[own].word, term.word));
            }
        }
        let (own, other) = ((&*self.terms, label.total), (&*self.others, other.total));
        STRICT.of_alike(own, other, &mut self.alike)
    }

    fn meet_spelt(&mut self, place: usize, word: WordId, (of_other, kind): (&Word, Kind)) {
        for at in 0..self.spelt.len() {
            let (own, id, own_kind) = self.spelt[at];
            let of_own = self.terms[own].word;
            let likeness = match (own_kind, kind) {
                _ if id == word => 1.0,
                (Kind::Spelt, Kind::Spelt) => {
                    let (shared, norm) = self.words.spellings.shared(word, &self.spellings[at]);
                    spelt_alike(shared, of_own.norm, norm)
                }
                (Kind::Learned, _) | (_, Kind::Learned) => STRICT.likeness(of_own, of_other),
                _ => 0.0,
            };
            self.meet((own, place), likeness);
        }
    }

    fn meet(&mut self, (own, place): (usize, usize), likeness: f32) {
        if likeness > 0.0 {
            self.alike.push((own, place, likeness));
        }
    }

    fn take(&mut self, slot: Slot, label: &Text) {
        if self.of.replace(slot) == Some(slot) {
            return;
        }
        let Self { vocabulary, words, .. } = *self;
        self.marked.drain(..).for_each(|it| self.bits[it as usize] = 0);
        self.terms.clear();
        self.spelt.clear();
        for (place, &word) in label.words.iter().enumerate() {
            let (term, kind) = words.of(word);
            self.terms.push(term);
            if kind != Kind::Concept {
                self.spellings[self.spelt.len()].take(term.word, vocabulary);
                self.spelt.push((place, word, kind));
            }
            for &other in words.kin.of(word as usize) {
                self.bits[other as usize] |= 1 << place;
                self.marked.push(other);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::index::Index;

    fn label() -> impl Strategy<Value = String> {
        let words = [
            "check",
            "prüfen",
            "order",
            "Bestellung",
            "invoice",
            "zwirbel",
            "zwirbeln",
            "zwirbelt",
            "blorken",
            "4711",
            "4712",
            "not",
            "accept",
            "reject",
            "Wareneingang",
            "Warenausgang",
            "data",
            "the",
            "monthly",
        ];
        prop::collection::vec(prop::sample::select(words.to_vec()), 1..7)
            .prop_map(|it| it.join(" "))
    }

    proptest! {
        #[test]
        fn labels_held_against_many_score_as_each_pair_does(
            labels in prop::collection::vec(label(), 1..30),
        ) {
            let mut index = Index::default();
            labels.iter().enumerate().for_each(|(id, it)| index.put(id, it));
            let corpus = index.corpus();
            let spellings = Spellings::new(&corpus.vocabulary);
            let words = Words::new(&corpus.vocabulary, &spellings);
            let mut scores = Scores::new(&corpus.vocabulary, &words);
            let slots = || labels.iter().enumerate().filter_map(|it| index.slot(it.0));
            for (slot, other) in slots().flat_map(|a| slots().map(move |b| (a, b))) {
                let (a, b) = (corpus.get(slot).unwrap(), corpus.get(other).unwrap());
                if !a.is_label() || !b.is_label() {
                    continue;
                }
                let plain = STRICT.plain_score(&corpus.terms(a), &corpus.terms(b));
                prop_assert_eq!(scores.plain(slot, a, b).to_bits(), plain.to_bits());
            }
        }
    }
}

//! One text held against many: what it shares with a word is found once for all texts that use it.

use std::collections::BTreeMap;

use crate::{
    grams::Gram,
    judge::{STRICT, are_opposed},
    score::OPPOSED,
    vocabulary::{GramId, Vocabulary, Word, WordId, add},
    weights::Weights,
};

#[derive(Debug)]
pub(crate) struct Query {
    /// By feature, those that some term here has.
    vector: Vec<(GramId, u32)>,
    /// The square of the length, of all features.
    pub(crate) norm: u64,
    pub(crate) terms: Vec<Word>,
}

impl Query {
    /// Of terms that need not be known.
    pub(crate) fn new(terms: &[String], vocabulary: &Vocabulary, weights: &Weights) -> Self {
        let mut merged: BTreeMap<Gram, u32> = BTreeMap::new();
        for (gram, weight) in terms.iter().flat_map(|it| vocabulary.weighed(it, weights)) {
            let sum = merged.entry(gram).or_default();
            *sum = sum.saturating_add(weight);
        }
        Self {
            norm: merged.values().fold(0, |sum, &it| add(sum, it, it)),
            vector: merged.iter().filter_map(|it| Some((vocabulary.gram(*it.0)?, *it.1))).collect(),
            terms: terms.iter().map(|it| vocabulary.stranger(it, weights)).collect(),
        }
    }

    /// With a text: term by term, unless it was found by all words.
    pub(crate) fn score(&self, text: &[&Word], by_all_words: Option<f32>) -> f32 {
        let terms: Vec<&Word> = self.terms.iter().collect();
        match by_all_words {
            Some(score) if score > OPPOSED && are_opposed(&terms, text) => OPPOSED,
            Some(score) => score,
            None => STRICT.score(&terms, text),
        }
    }

    /// What the query shares with every word, by word.
    pub(crate) fn sums(&self, vocabulary: &Vocabulary) -> Vec<u64> {
        let mut sums = vec![0_u64; vocabulary.len()];
        for &(gram, weight) in &self.vector {
            for &(word, its) in vocabulary.holders(gram) {
                let sum = &mut sums[word as usize];
                *sum = add(*sum, weight, its);
            }
        }
        sums
    }
}

/// One kept text after the other, held against other kept texts. Kept from one to the next, so that
/// a text costs what it holds and not what there is.
#[derive(Debug)]
pub(crate) struct Probe<'a> {
    vocabulary: &'a Vocabulary,
    weights: Vec<u32>,
    grams: Vec<GramId>,
    /// What the text shares with a word, and for which text that was found.
    sums: Vec<(u32, u64)>,
    turn: u32,
}

impl<'a> Probe<'a> {
    pub(crate) fn new(vocabulary: &'a Vocabulary) -> Self {
        let (weights, sums) = (vec![0; vocabulary.grams_len()], vec![(0, 0); vocabulary.len()]);
        Self { vocabulary, weights, grams: Vec::new(), sums, turn: 0 }
    }

    /// From now on about the text of these words.
    pub(crate) fn take(&mut self, words: &[WordId]) {
        for gram in self.grams.drain(..) {
            self.weights[gram as usize] = 0;
        }
        for &(gram, weight) in words.iter().flat_map(|&it| &self.vocabulary.word(it).vector) {
            let sum = &mut self.weights[gram as usize];
            *sum = sum.saturating_add(weight);
            self.grams.push(gram);
        }
        if self.turn == u32::MAX {
            self.sums.fill((0, 0));
            self.turn = 0;
        }
        self.turn += 1;
    }

    /// What the text shares with the text of these words.
    pub(crate) fn product(&mut self, words: &[WordId]) -> u64 {
        words.iter().fold(0, |sum, &it| sum.saturating_add(self.shared(it)))
    }

    fn shared(&mut self, word: WordId) -> u64 {
        let known = &mut self.sums[word as usize];
        if known.0 != self.turn {
            let vector = &self.vocabulary.word(word).vector;
            let sum = vector
                .iter()
                .fold(0, |sum, &(gram, weight)| add(sum, weight, self.weights[gram as usize]));
            *known = (self.turn, sum);
        }
        known.1
    }
}

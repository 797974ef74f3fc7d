//! Which words speak against each other, found once for all texts: opposites of the glossary, words of which
//! one turns the other, numbers, and a no.
//!
//! Invariant: two texts are opposed only where this says that they may be.

use std::collections::HashMap;

use super::lists::Lists;
use crate::{
    contrast,
    corpus::Slot,
    lexicon::{ConceptId, lexicon},
    reading::NOT,
    vocabulary::{Vocabulary, Word, WordId},
};

/// Words that turn each other are noted one by one, unless they are more.
const PAIRS_MAX: usize = 4_096;

/// What a word is, as bits.
const NUMBER: u8 = 1;
const NO: u8 = 2;
/// Too many words turn it to be noted.
const DOUBTFUL: u8 = 4;

/// By word.
#[derive(Debug)]
pub(super) struct Against {
    words: Lists<WordId>,
    kinds: Vec<u8>,
}

impl Against {
    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let mut kinds = vec![0; vocabulary.len()];
        for (id, word) in vocabulary.iter() {
            kinds[id as usize] = kind(word);
        }
        let mut pairs = opposites(vocabulary);
        for [some, others] in turning(vocabulary) {
            if some.len() * others.len() > PAIRS_MAX {
                some.iter().chain(&others).for_each(|it| kinds[*it as usize] |= DOUBTFUL);
                continue;
            }
            let each = some.iter().flat_map(|&a| others.iter().map(move |&b| (a, b)));
            pairs.extend(each.flat_map(|(a, b)| [(a, b), (b, a)]));
        }
        let words = Lists::gather(kinds.len(), |say| {
            for &(word, other) in &pairs {
                say(word as usize, other);
            }
        });
        Self { words, kinds }
    }
}

fn kind(word: &Word) -> u8 {
    let is_no = if &*word.text == NOT { NO } else { 0 };
    is_no | if word.is_number() { NUMBER } else { 0 }
}

fn opposites(vocabulary: &Vocabulary) -> Vec<(WordId, WordId)> {
    let mut words: HashMap<ConceptId, Vec<WordId>> = HashMap::new();
    for (id, word) in vocabulary.iter() {
        word.concept.into_iter().for_each(|it| words.entry(it).or_default().push(id));
    }
    let of = |concept| words.get(concept).into_iter().flatten().copied();
    let each = words.keys().flat_map(|concept| {
        let others = lexicon().opposites(*concept).iter().flat_map(of);
        others.flat_map(move |other| of(concept).map(move |it| (it, other)))
    });
    each.collect()
}

/// Words that turn each other: each on one side with any of the other side.
fn turning(vocabulary: &Vocabulary) -> impl Iterator<Item = [Vec<WordId>; 2]> {
    let mut sides: HashMap<contrast::Turn<'_>, [Vec<WordId>; 2]> = HashMap::new();
    for (id, word) in vocabulary.iter().filter(|it| it.1.concept.is_none()) {
        for (turn, side) in contrast::turns_in(word.own()) {
            sides.entry(turn).or_default()[usize::from(side)].push(id);
        }
    }
    sides.into_values()
}

/// What speaks against the words of one text.
#[derive(Debug)]
pub(super) struct Stance<'a> {
    against: &'a Against,
    is_against: Vec<bool>,
    marked: Vec<WordId>,
    kinds: u8,
    of: Option<Slot>,
}

impl<'a> Stance<'a> {
    pub(super) fn new(against: &'a Against) -> Self {
        let is_against = vec![false; against.kinds.len()];
        Self { against, is_against, marked: Vec::new(), kinds: 0, of: None }
    }

    /// From now on about this text, of these words.
    pub(super) fn take(&mut self, slot: Slot, words: &[WordId]) {
        if self.of.replace(slot) == Some(slot) {
            return;
        }
        for word in self.marked.drain(..) {
            self.is_against[word as usize] = false;
        }
        self.kinds = 0;
        for &word in words {
            self.kinds |= self.against.kinds[word as usize];
            for &other in self.against.words.of(word as usize) {
                self.is_against[other as usize] = true;
                self.marked.push(other);
            }
        }
    }

    /// Whether the text of these words may be opposed to it.
    pub(super) fn may_oppose(&self, words: &[WordId]) -> bool {
        let kinds = words.iter().fold(0, |kinds, it| kinds | self.against.kinds[*it as usize]);
        kinds & self.kinds & (NUMBER | DOUBTFUL) != 0
            || (kinds ^ self.kinds) & NO != 0
            || words.iter().any(|it| self.is_against[*it as usize])
    }
}

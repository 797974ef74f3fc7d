//! Words that are spelt like one, found without a look at all that share any feature with it.
//!
//! Whoever is as alike as is asked shares one of the rarest features of either: so many of them that the
//! others are too light without them (prefix filtering: Chaudhuri, Ganti and Kaushik, *A Primitive Operator
//! for Similarity Joins in Data Cleaning*, 2006). And what follows the first feature that two share, in the
//! order of all features, must not be too light on both sides together (Anastasiu and Karypis, *L2AP*, 2014).
//! A word that is crowded needs less of its features, as only those count that are more alike; so it is looked
//! at no further once it is known to be.

use super::{CROWD_MIN, Rule};
use crate::{
    score::cosine,
    vocabulary::{GramId, Vocabulary, Word, WordId, add},
};

/// What a bound may be wrong by, as a share of it.
const SLACK: f32 = 1e-5;

/// The features of one word after the other, laid out to be held against others.
#[derive(Debug, Default)]
pub(crate) struct Spelling {
    /// By feature, what it counts for in the word.
    weights: Vec<u32>,
    features: Vec<(GramId, u32)>,
}

/// How all words are spelt, in one piece.
#[derive(Debug)]
pub(crate) struct Spellings {
    words: Vec<Spelled>,
    features: Vec<(GramId, u32)>,
}

/// Of one word.
#[derive(Debug, Clone, Copy, Default)]
struct Spelled {
    norm: u64,
    start: u32,
    count: u32,
    is_frozen: bool,
}

impl Spellings {
    pub(crate) fn new(vocabulary: &Vocabulary) -> Self {
        let (mut words, mut features) = (vec![Spelled::default(); vocabulary.len()], Vec::new());
        let number = |it| u32::try_from(it).expect("fewer features than 2^32");
        for (id, word) in vocabulary.iter() {
            let (start, count) = (number(features.len()), number(word.vector.len()));
            let (norm, is_frozen) = (word.norm, word.is_frozen);
            words[id as usize] = Spelled { norm, start, count, is_frozen };
            features.extend(&word.vector);
        }
        Self { words, features }
    }

    /// What a word shares with another, and the square of its own length.
    pub(crate) fn shared(&self, word: WordId, with: &Spelling) -> (u64, u64) {
        let Spelled { norm, start, count, .. } = self.words[word as usize];
        (with.product(&self.features[start as usize..(start + count) as usize]), norm)
    }
}

/// Scratch to look for words, kept from one to the next.
#[derive(Debug, Default)]
pub(crate) struct Spelt {
    spelling: Spelling,
    /// By word, the last turn in which it was held against one.
    met: Vec<u32>,
    turn: u32,
}

impl Spelling {
    /// From now on of this word.
    pub(crate) fn take(&mut self, word: &Word, vocabulary: &Vocabulary) {
        self.weights.resize(vocabulary.grams_len(), 0);
        self.features.drain(..).for_each(|it| self.weights[it.0 as usize] = 0);
        self.features.extend(&word.vector);
        self.features.iter().for_each(|it| self.weights[it.0 as usize] = it.1);
    }

    /// What another word shares with it.
    fn product(&self, vector: &[(GramId, u32)]) -> u64 {
        let shared =
            |sum, &(gram, weight): &(GramId, u32)| add(sum, weight, self.weights[gram as usize]);
        vector.iter().fold(0, shared)
    }
}

/// By feature, the words that cannot do without it to be as alike as is asked, and what share of a word's length
/// is left from there on, where the rarer ones are left out. Kept where many words are looked for.
#[derive(Debug)]
pub(crate) struct Rarest<'a> {
    holders: Vec<Vec<(WordId, f32)>>,
    spellings: &'a Spellings,
}

impl<'a> Rarest<'a> {
    pub(crate) fn new(vocabulary: &Vocabulary, spellings: &'a Spellings, rule: Rule) -> Self {
        let mut holders = vec![Vec::new(); vocabulary.grams_len()];
        let mut features = Vec::new();
        for (id, word) in vocabulary.iter() {
            features.clear();
            features.extend(&word.vector);
            sort(&mut features, vocabulary);
            let mut rest = word.norm;
            for &(gram, weight) in &features {
                let left = share(rest, word.norm);
                if left < rule.least(false) {
                    break;
                }
                holders[gram as usize].push((id, left));
                rest = without(rest, weight);
            }
        }
        Self { holders, spellings }
    }
}

/// What was found to be like a word.
#[derive(Debug)]
struct Found {
    word: WordId,
    alike: Vec<(WordId, f32)>,
    /// Those that were there when the epoch began.
    crowd: usize,
    rule: Rule,
    /// Less than this is not kept.
    least: f32,
}

impl Found {
    fn meet(&mut self, other: WordId, is_frozen: bool, likeness: f32) {
        if likeness < self.least && other != self.word {
            return;
        }
        self.alike.push((other, likeness));
        self.crowd += usize::from(is_frozen);
        if self.crowd == CROWD_MIN + 1 && is_frozen {
            let least = self.rule.least(true);
            self.alike.retain(|it| it.0 == self.word || it.1 >= least);
            self.least = least;
        }
    }
}

impl Spelt {
    /// The words that are held to be alike as far as this one says, itself among them, each with how alike it
    /// is; whether it is crowded.
    pub(super) fn alike(
        &mut self,
        word: WordId,
        vocabulary: &Vocabulary,
        rule: Rule,
        rarest: Option<&Rarest<'_>>,
    ) -> (Vec<(WordId, f32)>, bool) {
        let of_word = vocabulary.word(word);
        self.begin(of_word, vocabulary);
        let Self { spelling, met, turn } = self;
        let mut found = Found { word, alike: Vec::new(), crowd: 0, rule, least: rule.least(false) };
        let mut is_new =
            |other: WordId| std::mem::replace(&mut met[other as usize], *turn) != *turn;
        let mut rest = of_word.norm;
        for &(gram, weight) in &spelling.features {
            let left = share(rest, of_word.norm);
            if left < found.least {
                break;
            }
            rest = without(rest, weight);
            let Some(Rarest { holders, spellings }) = rarest else {
                for &(other, _) in vocabulary.holders(gram).iter().filter(|it| is_new(it.0)) {
                    let Word { vector, norm, is_frozen, .. } = vocabulary.word(other);
                    let likeness = cosine(spelling.product(vector), of_word.norm, *norm);
                    found.meet(other, *is_frozen, likeness);
                }
                continue;
            };
            for &(other, its_left) in &holders[gram as usize] {
                // With those that are met here first nothing rarer is shared.
                if left * its_left >= found.least && is_new(other) {
                    let (shared, norm) = spellings.shared(other, spelling);
                    let is_frozen = spellings.words[other as usize].is_frozen;
                    found.meet(other, is_frozen, cosine(shared, of_word.norm, norm));
                }
            }
        }
        (found.alike, found.crowd > CROWD_MIN)
    }

    fn begin(&mut self, word: &Word, vocabulary: &Vocabulary) {
        self.spelling.take(word, vocabulary);
        sort(&mut self.spelling.features, vocabulary);
        self.met.resize(vocabulary.len(), self.turn);
        if self.turn == u32::MAX {
            self.met.fill(0);
            self.turn = 0;
        }
        self.turn += 1;
    }
}

/// The rarest first.
fn sort(features: &mut [(GramId, u32)], vocabulary: &Vocabulary) {
    features.sort_unstable_by_key(|it| (vocabulary.holders(it.0).len(), it.0));
}

fn without(rest: u64, weight: u32) -> u64 {
    rest.saturating_sub(u64::from(weight) * u64::from(weight))
}

/// What the rest of a word is of its length, rounded up.
#[expect(clippy::cast_possible_truncation, reason = "it is from 0 to 1")]
fn share(rest: u64, norm: u64) -> f32 {
    (rest as f64 / norm as f64).sqrt() as f32 * (1.0 + SLACK)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{index::Index, reading::Reader, score::ALIKE, vocabulary::shared};

    const SYLLABLES: [&str; 4] = ["ka", "ro", "vel", "min"];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn the_words_that_are_found_are_those_that_a_look_at_each_finds(
            names in prop::collection::vec(prop::collection::vec(0..SYLLABLES.len(), 2..5), 1..400),
            late in prop::collection::vec(prop::collection::vec(0..SYLLABLES.len(), 2..5), 0..20),
            threshold in 0.4_f32..0.95,
        ) {
            let mut index = Index::default();
            let name = |it: &Vec<usize>| it.iter().map(|it| SYLLABLES[*it]).collect::<String>();
            let named = names.iter().map(name).enumerate();
            named.for_each(|(id, name)| index.put(id, &name));
            // Those that come after the epoch began count in no crowd.
            let late = (names.len()..).zip(late.iter().map(name));
            late.for_each(|(id, name)| index.put(id, &name));
            let (rule, mut spelt) = (Rule::new(threshold), Spelt::default());
            let vocabulary = &index.corpus().vocabulary;
            let spellings = Spellings::new(vocabulary);
            let rarest = Rarest::new(vocabulary, &spellings, rule);
            for (word, _) in vocabulary.iter() {
                let expected = looked_at_each(word, vocabulary, rule);
                for rarest in [None, Some(&rarest)] {
                    let (mut found, is_crowded) = spelt.alike(word, vocabulary, rule, rarest);
                    found.sort_unstable_by_key(|it| it.0);
                    prop_assert_eq!(&(found, is_crowded), &expected);
                }
            }
        }
    }

    #[test]
    fn many_made_up_names_are_crowded_and_a_word_of_its_own_is_not() {
        let mut index = Index::default();
        for id in 0..SYLLABLES.len().pow(4) {
            let name: String = (0..4).map(|at| SYLLABLES[id >> (2 * at) & 3]).collect();
            index.put(id, &format!("{name} {}", ["quark", "zeppelin"][id % 2]));
        }
        let (vocabulary, rule) = (&index.corpus().vocabulary, Rule::new(ALIKE));
        let is_crowded = |it: &str| {
            let term = &Reader::default().read(it)[0];
            let word = vocabulary.id(term).expect("it is there");
            Spelt::default().alike(word, vocabulary, rule, None).1
        };
        assert!(is_crowded("karokaro") && !is_crowded("quark") && !is_crowded("zeppelin"));
    }

    fn looked_at_each(
        word: WordId,
        vocabulary: &Vocabulary,
        rule: Rule,
    ) -> (Vec<(WordId, f32)>, bool) {
        let own = vocabulary.word(word);
        let all =
            vocabulary.iter().map(|(id, it)| (id, cosine(shared(own, it), own.norm, it.norm)));
        let mut alike: Vec<_> = all.filter(|it| it.1 >= rule.least(false)).collect();
        let is_frozen = |it: &&(WordId, f32)| vocabulary.word(it.0).is_frozen;
        let is_crowded = alike.iter().filter(is_frozen).count() > CROWD_MIN;
        alike.retain(|it| it.0 == word || it.1 >= rule.least(is_crowded));
        (alike, is_crowded)
    }
}

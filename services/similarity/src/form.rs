//! One distinct text: what is compared. However many say it, it is compared once.

use std::collections::BTreeMap;

use crate::{
    contrast::Stance,
    grams::{Gram, grams},
    normalise::words,
    stop_words::is_stop_word,
    weights::{Weights, float},
};

/// The weight of a word that says little, where others have 1.
const STOP_WORD_WEIGHT: f32 = 0.15;

/// By trigram, ascending; of length 1, or empty if the text says nothing.
pub(crate) type Vector = Vec<(Gram, f32)>;

#[derive(Debug, Clone)]
pub(crate) struct Form {
    /// The folded words, one space between them: what makes two texts the same form.
    pub(crate) key: String,
    pub(crate) stance: Stance,
    words: Vec<WordGrams>,
}

#[derive(Debug, Clone)]
struct WordGrams {
    weight: f32,
    grams: Vec<Gram>,
}

impl Form {
    pub(crate) fn new(text: &str) -> Self {
        let words: Vec<String> = words(text).into_iter().map(|it| it.folded).collect();
        let of_word = |word: &String| {
            let weight = if is_stop_word(word) { STOP_WORD_WEIGHT } else { 1.0 };
            WordGrams { weight, grams: grams(word) }
        };
        let grams = words.iter().map(of_word).collect();
        Self { key: words.join(" "), stance: Stance::new(words), words: grams }
    }

    /// A word counts for how rare it is, damped, and not for how long it is: the verb beside a
    /// long compound would else be lost.
    pub(crate) fn vector(&self, weights: &Weights) -> Vector {
        let mut sums: BTreeMap<Gram, f32> = BTreeMap::new();
        for word in &self.words {
            let rarity: Vec<f32> = word.grams.iter().map(|&it| weights.of(it)).collect();
            let norm = norm(rarity.iter().copied());
            let average = norm / float(rarity.len()).sqrt();
            let scale = word.weight * average.sqrt() / norm;
            for (&gram, rarity) in word.grams.iter().zip(rarity) {
                *sums.entry(gram).or_default() += rarity * scale;
            }
        }
        let norm = norm(sums.values().copied());
        sums.into_iter().map(|(gram, weight)| (gram, weight / norm)).collect()
    }
}

fn norm(values: impl Iterator<Item = f32>) -> f32 {
    values.map(|it| it * it).sum::<f32>().sqrt()
}

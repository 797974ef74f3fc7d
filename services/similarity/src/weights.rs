//! How much a trigram says: the rarer, the more (inverse document frequency, Spärck Jones 1972).
//!
//! Weights are frozen for an *epoch*, because they depend on the whole corpus and scores must not
//! drift with every text. An epoch begins with the first text, and when the number of distinct
//! texts has doubled since the last one began. It is opened by the text that is put, never by a
//! question; so the sequence of texts, and of what people teach, alone decides the scores.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::grams::Gram;

/// As if so many more texts had said everything: with a handful of texts, rarity is chance.
const TEXTS_ASSUMED: f32 = 16.0;

/// What an epoch froze.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Frozen {
    /// Counts from 1; 0 before the first text.
    pub(crate) epoch: u32,
    /// Distinct texts when it began.
    pub(crate) texts: usize,
    /// Texts that hold a trigram, ascending by trigram.
    pub(crate) counts: Vec<(u64, usize)>,
}

impl Frozen {
    pub(crate) fn is_whole(&self) -> bool {
        self.counts.is_sorted_by(|a, b| a.0 < b.0)
            && self.counts.iter().all(|it| it.1 <= self.texts)
    }
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Weights {
    epoch: u32,
    texts: usize,
    counts: HashMap<Gram, usize>,
}

impl Weights {
    pub(crate) fn epoch(&self) -> u32 {
        self.epoch
    }

    pub(crate) fn is_due(&self, texts: usize) -> bool {
        texts > 0 && (self.epoch == 0 || texts >= 2 * self.texts)
    }

    pub(crate) fn open(&mut self, texts: usize, counts: HashMap<Gram, usize>) {
        *self = Self { epoch: self.epoch + 1, texts, counts };
    }

    /// Opens an epoch that weighs as the last one did, if there was any.
    pub(crate) fn go_on(&mut self) {
        self.epoch += u32::from(self.epoch > 0);
    }

    /// Damped by a square root, or the ending of a common word would outweigh its stem. An unseen
    /// trigram has the greatest weight of all.
    pub(crate) fn of(&self, gram: Gram) -> f32 {
        let seen = self.counts.get(&gram).copied().unwrap_or(0);
        let rarity = (float(self.texts) + TEXTS_ASSUMED) / (float(seen) + TEXTS_ASSUMED);
        (1.0 + rarity.ln().max(0.0)).sqrt()
    }

    pub(crate) fn frozen(&self) -> Frozen {
        let mut counts: Vec<_> = self.counts.iter().map(|(&gram, &texts)| (gram, texts)).collect();
        counts.sort_unstable();
        Frozen { epoch: self.epoch, texts: self.texts, counts }
    }
}

impl From<Frozen> for Weights {
    fn from(Frozen { epoch, texts, counts }: Frozen) -> Self {
        Self { epoch, texts, counts: counts.into_iter().collect() }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of texts and letters are far below 2^24")]
pub(crate) fn float(count: usize) -> f32 {
    count as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_epoch_is_due_at_the_first_text_and_at_every_doubling() {
        let mut weights = Weights::default();
        let mut opened = Vec::new();
        for texts in 0..20 {
            if weights.is_due(texts) {
                weights.open(texts, HashMap::new());
                opened.push(texts);
            }
        }
        assert_eq!(opened, [1, 2, 4, 8, 16]);
    }

    #[test]
    fn the_rarer_weighs_more_and_the_unseen_most() {
        let mut weights = Weights::default();
        weights.open(1_000, HashMap::from([(1, 900), (2, 3)]));
        assert!(weights.of(1) < weights.of(2) && weights.of(2) < weights.of(3));
    }

    #[test]
    fn what_was_frozen_can_be_restored() {
        let mut weights = Weights::default();
        weights.open(7, HashMap::from([(1, 2), (9, 7)]));
        assert_eq!(Weights::from(weights.frozen()).frozen(), weights.frozen());
    }
}

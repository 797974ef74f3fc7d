//! The texts nearest to one text.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::corpus::{Corpus, Slot};

/// Distinct texts kept for each: who has more is a template, and the most alike suffice.
pub(crate) const NEAR_MAX: usize = 64;

/// The most alike first, then by text; complete unless `is_clipped`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Near {
    pub(crate) texts: Vec<(Slot, f32)>,
    pub(crate) is_clipped: bool,
}

/// By slot; nothing for texts that say nothing.
pub(super) type Nears = Vec<Option<Near>>;

impl Near {
    /// What is kept of all partners.
    pub(crate) fn of(all: &[(Slot, f32)]) -> Self {
        let texts = all[..all.len().min(NEAR_MAX)].to_vec();
        Self { texts, is_clipped: all.len() > NEAR_MAX }
    }

    /// True if others, which had been clipped, may now have their place.
    pub(super) fn forget(&mut self, gone: &BTreeSet<Slot>) -> bool {
        let before = self.texts.len();
        self.texts.retain(|(slot, _)| !gone.contains(slot));
        self.is_clipped && self.texts.len() < before
    }

    pub(super) fn meet(&mut self, corpus: &Corpus, slot: Slot, score: f32) {
        if self.texts.iter().any(|&(known, _)| known == slot) {
            return;
        }
        let ahead = |&other: &(Slot, f32)| corpus.by_score(other, (slot, score)).is_lt();
        let place = self.texts.partition_point(ahead);
        if place < NEAR_MAX {
            self.texts.insert(place, (slot, score));
        }
        self.is_clipped |= place >= NEAR_MAX || self.texts.len() > NEAR_MAX;
        self.texts.truncate(NEAR_MAX);
    }
}

pub(super) fn of(nears: &Nears, slot: Slot) -> Option<&Near> {
    nears.get(slot as usize)?.as_ref()
}

/// Ascending by slot.
pub(super) fn each(nears: &Nears) -> impl Iterator<Item = (Slot, &Near)> {
    (0..).zip(nears).filter_map(|(slot, near)| Some((slot, near.as_ref()?)))
}

/// Two texts are a pair if either is among the nearest of the other; each pair once.
#[cfg(test)]
pub(super) fn all(nears: &Nears) -> impl Iterator<Item = (Slot, Slot, f32)> {
    each(nears).flat_map(move |(a, of_a)| {
        let is_first = move |&(b, _): &(Slot, f32)| a < b || !has(nears, b, a);
        of_a.texts.iter().copied().filter(is_first).map(move |(b, score)| (a, b, score))
    })
}

/// Linear in the number of texts only where something was clipped.
pub(super) fn partners(slot: Slot, nears: &Nears) -> Vec<(Slot, f32)> {
    let mut partners = of(nears, slot).map(|it| it.texts.clone()).unwrap_or_default();
    for (other, of_other) in each(nears).filter(|(_, it)| it.texts.len() == NEAR_MAX) {
        let score = of_other.texts.iter().find(|it| it.0 == slot).map(|it| it.1);
        let is_new = other != slot && !partners.iter().any(|it| it.0 == other);
        partners.extend(score.filter(|_| is_new).map(|score| (other, score)));
    }
    partners
}

/// Whether a partner of a text has the text among its nearest as well: of those that were not clipped each has.
pub(super) fn has(nears: &Nears, partner: Slot, slot: Slot) -> bool {
    let has = |it: &Near| !it.is_clipped || it.texts.iter().any(|it| it.0 == slot);
    of(nears, partner).is_some_and(has)
}

/// How alike another is, if it is among those that are kept of a text.
pub(super) fn score(nears: &Nears, of_slot: Slot, slot: Slot) -> Option<f32> {
    of(nears, of_slot)?.texts.iter().find(|it| it.0 == slot).map(|it| it.1)
}

//! The texts nearest to one text.

use std::collections::{BTreeMap, BTreeSet};

use crate::{corpus::Slot, index::Index};

/// Distinct texts kept for each: who has more is a template, and the most alike suffice.
pub(super) const NEAR_MAX: usize = 64;

/// The most alike first, then by text; complete unless `is_clipped`.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Near {
    pub(super) texts: Vec<(Slot, f32)>,
    is_clipped: bool,
}

impl Near {
    /// What is kept, and all that were found.
    pub(super) fn of<Id: Copy + Ord>(
        index: &Index<Id>,
        slot: Slot,
        threshold: f32,
    ) -> (Self, Vec<(Slot, f32)>) {
        let all = index.corpus().near(slot, threshold);
        let texts = all[..all.len().min(NEAR_MAX)].to_vec();
        (Self { texts, is_clipped: all.len() > NEAR_MAX }, all)
    }

    /// True if others, which had been clipped, may now have their place.
    pub(super) fn forget(&mut self, gone: &BTreeSet<Slot>) -> bool {
        let before = self.texts.len();
        self.texts.retain(|(slot, _)| !gone.contains(slot));
        self.is_clipped && self.texts.len() < before
    }

    pub(super) fn meet<Id: Copy + Ord>(&mut self, index: &Index<Id>, slot: Slot, score: f32) {
        if self.texts.iter().any(|&(known, _)| known == slot) {
            return;
        }
        let ahead = |&other: &(Slot, f32)| index.corpus().by_score(other, (slot, score)).is_lt();
        let place = self.texts.partition_point(ahead);
        self.texts.insert(place, (slot, score));
        self.is_clipped |= self.texts.len() > NEAR_MAX;
        self.texts.truncate(NEAR_MAX);
    }
}

/// Two texts are a pair if either is among the nearest of the other; each pair once.
pub(super) fn all(near: &BTreeMap<Slot, Near>) -> impl Iterator<Item = (Slot, Slot, f32)> {
    near.iter().flat_map(move |(&a, of_a)| {
        let is_first = move |&(b, _): &(Slot, f32)| a < b || !has(near, b, a);
        of_a.texts.iter().copied().filter(is_first).map(move |(b, score)| (a, b, score))
    })
}

/// Linear in the number of texts only where something was clipped.
pub(super) fn partners(slot: Slot, near: &BTreeMap<Slot, Near>) -> Vec<(Slot, f32)> {
    let mut partners = near.get(&slot).map(|it| it.texts.clone()).unwrap_or_default();
    for (&other, of_other) in near.iter().filter(|(_, it)| it.texts.len() == NEAR_MAX) {
        let score = of_other.texts.iter().find(|it| it.0 == slot).map(|it| it.1);
        let is_new = other != slot && !partners.iter().any(|it| it.0 == other);
        partners.extend(score.filter(|_| is_new).map(|score| (other, score)));
    }
    partners
}

fn has(near: &BTreeMap<Slot, Near>, of: Slot, slot: Slot) -> bool {
    near.get(&of).is_some_and(|it| it.texts.iter().any(|&(known, _)| known == slot))
}

//! All distinct texts, and which of them hold a trigram: partners are looked up, never tried out.

use std::collections::HashMap;

use crate::{
    form::{Form, Vector},
    grams::Gram,
    score::score,
    weights::{Frozen, Weights},
};

/// Where a form is kept. Reused after it is gone.
pub(crate) type Slot = usize;

/// Scores this close to the threshold are looked at in full.
const SLACK: f32 = 1e-4;

#[derive(Debug, Clone, Default)]
pub(crate) struct Corpus {
    held: Vec<Option<Held>>,
    free: Vec<Slot>,
    slots: HashMap<String, Slot>,
    /// By trigram: the forms that hold it. Its order never reaches an answer.
    holders: HashMap<Gram, Vec<Slot>>,
    weights: Weights,
}

#[derive(Debug, Clone)]
struct Held {
    form: Form,
    vector: Vector,
}

impl Corpus {
    pub(crate) fn epoch(&self) -> u32 {
        self.weights.epoch()
    }

    pub(crate) fn frozen(&self) -> Frozen {
        self.weights.frozen()
    }

    pub(crate) fn thaw(&mut self, frozen: Frozen) {
        self.weights = frozen.into();
        self.weigh_all();
    }

    pub(crate) fn slot_of(&self, key: &str) -> Option<Slot> {
        self.slots.get(key).copied()
    }

    pub(crate) fn key(&self, slot: Slot) -> &str {
        self.held(slot).map_or("", |it| &it.form.key)
    }

    /// Keeps a form that is not kept yet. Opens an epoch if one is due.
    pub(crate) fn add(&mut self, form: Form) -> Slot {
        let slot = self.add_within_epoch(form);
        if self.weights.is_due(self.slots.len()) {
            let counts = self.holders.iter().map(|(&gram, slots)| (gram, slots.len())).collect();
            self.weights.open(self.slots.len(), counts);
            self.weigh_all();
        }
        slot
    }

    pub(crate) fn add_within_epoch(&mut self, form: Form) -> Slot {
        let slot = self.free.pop().unwrap_or_else(|| {
            self.held.push(None);
            self.held.len() - 1
        });
        for gram in form.grams() {
            self.holders.entry(gram).or_default().push(slot);
        }
        self.slots.insert(form.key.clone(), slot);
        let vector = form.vector(&self.weights);
        self.held[slot] = Some(Held { form, vector });
        slot
    }

    pub(crate) fn drop(&mut self, slot: Slot) {
        let Some(Held { form, .. }) = self.held[slot].take() else { return };
        for gram in form.grams() {
            let Some(slots) = self.holders.get_mut(&gram) else { continue };
            slots.retain(|&it| it != slot);
            if slots.is_empty() {
                self.holders.remove(&gram);
            }
        }
        self.slots.remove(&form.key);
        self.free.push(slot);
    }

    fn weigh_all(&mut self) {
        for held in self.held.iter_mut().flatten() {
            held.vector = held.form.vector(&self.weights);
        }
    }

    fn held(&self, slot: Slot) -> Option<&Held> {
        self.held.get(slot).and_then(Option::as_ref)
    }

    pub(crate) fn score(&self, a: Slot, b: Slot) -> f32 {
        let (Some(a), Some(b)) = (self.held(a), self.held(b)) else { return 0.0 };
        score((&a.form, &a.vector), (&b.form, &b.vector), 0.0)
    }

    /// The other forms at or above the threshold, the most alike first, then by their text.
    pub(crate) fn near(&self, slot: Slot, threshold: f32) -> Vec<(Slot, f32)> {
        let Some(held) = self.held(slot) else { return Vec::new() };
        let mut near = self.near_vector((&held.form, &held.vector), threshold);
        near.retain(|&(other, _)| other != slot);
        near
    }

    pub(crate) fn near_form(&self, form: &Form, threshold: f32) -> Vec<(Slot, f32)> {
        self.near_vector((form, &form.vector(&self.weights)), threshold)
    }

    fn near_vector(&self, query: (&Form, &Vector), threshold: f32) -> Vec<(Slot, f32)> {
        let mut near: Vec<(Slot, f32)> = self
            .candidates(query.1, threshold)
            .into_iter()
            .filter_map(|slot| self.held(slot).map(|held| (slot, held)))
            .map(|(slot, it)| (slot, score(query, (&it.form, &it.vector), threshold)))
            .filter(|&(_, score)| score >= threshold)
            .collect();
        near.sort_by(|a, b| self.by_score(*a, *b));
        near
    }

    pub(crate) fn by_score(&self, a: (Slot, f32), b: (Slot, f32)) -> std::cmp::Ordering {
        b.1.total_cmp(&a.1).then_with(|| self.key(a.0).cmp(self.key(b.0)))
    }

    /// Every form that can reach the threshold and shares a trigram with the query that is not too
    /// common; and no others if the norm of what they share is too small for it.
    ///
    /// Only a prefix of the query is looked up, the rarest trigrams first: a form that shares none
    /// of it has at most the norm of the rest (Bayardo, Ma and Srikant, *Scaling Up All Pairs
    /// Similarity Search*, 2007).
    fn candidates(&self, query: &Vector, threshold: f32) -> Vec<Slot> {
        let enough = (threshold * threshold - SLACK).max(f32::MIN_POSITIVE);
        let mut shared = vec![0.0_f32; self.held.len()];
        let mut touched = Vec::new();
        let mut rest: f32 = query.iter().map(|(_, weight)| weight * weight).sum();
        for (weight, slots) in self.rarest_first(query) {
            if rest < enough {
                break;
            }
            rest -= weight * weight;
            for &slot in slots {
                if shared[slot] == 0.0 {
                    touched.push(slot);
                }
                shared[slot] += weight * weight;
            }
        }
        touched.retain(|&slot| shared[slot] + rest >= enough);
        touched
    }

    fn rarest_first<'a>(&'a self, query: &Vector) -> Vec<(f32, &'a [Slot])> {
        let known = |&(gram, weight): &(Gram, f32)| {
            let slots = self.holders.get(&gram).map_or(&[][..], Vec::as_slice);
            (!self.weights.is_common(gram)).then_some((gram, weight, slots))
        };
        let mut grams: Vec<_> = query.iter().filter_map(known).collect();
        grams.sort_by_key(|&(gram, _, slots)| (slots.len(), gram));
        grams.into_iter().map(|(_, weight, slots)| (weight, slots)).collect()
    }
}

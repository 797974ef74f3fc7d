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
    /// By trigram: the forms that hold it, with its weight there. Their order never reaches an
    /// answer.
    holders: HashMap<Gram, Vec<Holder>>,
    weights: Weights,
}

/// Half the size of a slot and a weight, as these lists are what a look-up reads most of.
#[derive(Debug, Clone, Copy)]
struct Holder {
    slot: u32,
    weight: f32,
}

/// A trigram of a query: its weight there, and who else holds it.
#[derive(Debug)]
struct Term<'a> {
    weight: f32,
    is_common: bool,
    holders: &'a [Holder],
}

impl Holder {
    fn new(slot: Slot, weight: f32) -> Self {
        Self { slot: u32::try_from(slot).expect("fewer texts than 2^32"), weight }
    }

    fn slot(self) -> Slot {
        self.slot as Slot
    }
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
        let vector = form.vector(&self.weights);
        for &(gram, weight) in &vector {
            self.holders.entry(gram).or_default().push(Holder::new(slot, weight));
        }
        self.slots.insert(form.key.clone(), slot);
        self.held[slot] = Some(Held { form, vector });
        slot
    }

    pub(crate) fn drop(&mut self, slot: Slot) {
        let Some(Held { form, vector }) = self.held[slot].take() else { return };
        for (gram, _) in vector {
            let Some(slots) = self.holders.get_mut(&gram) else { continue };
            slots.retain(|it| it.slot() != slot);
            if slots.is_empty() {
                self.holders.remove(&gram);
            }
        }
        self.slots.remove(&form.key);
        self.free.push(slot);
    }

    fn weigh_all(&mut self) {
        self.holders.values_mut().for_each(Vec::clear);
        for (slot, held) in self.held.iter_mut().enumerate() {
            let Some(held) = held else { continue };
            held.vector = held.form.vector(&self.weights);
            for &(gram, weight) in &held.vector {
                self.holders.entry(gram).or_default().push(Holder::new(slot, weight));
            }
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

    /// Every form that reaches the threshold, give or take rounding, and shares with the query a
    /// trigram that is not too common.
    ///
    /// Partners are found by a prefix of the query, the rarest trigrams first: a form that shares
    /// none of it has at most the norm of the rest (Bayardo, Ma and Srikant, *Scaling Up All Pairs
    /// Similarity Search*, 2007). What else the query holds only adds to the sums of those found.
    fn candidates(&self, query: &Vector, threshold: f32) -> Vec<Slot> {
        let enough = threshold - SLACK;
        let mut sums = vec![0.0_f32; self.held.len()];
        let mut found = Vec::new();
        let mut rest: f32 = query.iter().map(|(_, weight)| weight * weight).sum();
        for Term { weight, is_common, holders } in self.rarest_first(query) {
            let finds = !is_common && (enough <= 0.0 || rest >= enough * enough);
            for holder in holders {
                let slot = holder.slot();
                if finds && sums[slot] == 0.0 {
                    found.push(slot);
                }
                sums[slot] += weight * holder.weight;
            }
            rest -= weight * weight;
        }
        found.retain(|&slot| sums[slot] >= enough);
        found
    }

    /// Those too common to find partners by come last.
    fn rarest_first(&self, query: &Vector) -> Vec<Term<'_>> {
        let term = |&(gram, weight): &(Gram, f32)| {
            let holders = self.holders.get(&gram).map_or(&[][..], Vec::as_slice);
            Term { weight, is_common: self.weights.is_common(gram), holders }
        };
        let mut terms: Vec<Term<'_>> = query.iter().map(term).collect();
        terms.sort_by_key(|it| (it.is_common, it.holders.len()));
        terms
    }
}

//! What speaks for a pair: first their names, then where they stand.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    corpus::{Corpus, Slot},
    judge::Manner,
    matching::{Element, Kind, Model, Settings, order::Order},
    reasons::{Reason, What},
};

/// From here on the names alone decide; below the other they cannot be helped.
const SURE: f32 = 0.95;
const HOPELESS: f32 = 0.25;

/// How often what was found out about neighbours is taken into account.
const ROUNDS: usize = 2;

/// Whoever is ahead of all rivals by this much, or behind them, is so altogether.
const AHEAD: f32 = 0.2;

/// Elements differ by this much of the way where that speaks neither for nor against them.
const APART: f32 = 0.25;

/// What is left of the score of an event and a task.
const OTHER_KIND: f32 = 0.85;

/// How much the score rises by a lane, or data, of the same name.
const SAME_LANE: f32 = 0.03;
const SAME_DATA: f32 = 0.05;

/// Two elements and how alike they are.
type Scored = (usize, usize, f32);

#[derive(Debug)]
pub(super) struct Evidence<'a> {
    first: &'a Model,
    second: &'a Model,
    orders: [Order; 2],
    settings: &'a Settings,
    /// By their names alone.
    labels: Vec<Scored>,
    /// Of each of them how much rivals speak for it, from -1 to 1.
    leads: Vec<f32>,
}

impl<'a> Evidence<'a> {
    pub(super) fn new(first: &'a Model, second: &'a Model, settings: &'a Settings) -> Self {
        let labels = Names::of(first, second).compare(first, second, settings);
        let orders = [first, second].map(Order::of);
        let leads = leads(&labels);
        Self { first, second, orders, settings, labels, leads }
    }

    /// Of all that may be pairs.
    pub(super) fn scores(&self) -> Vec<Scored> {
        let mut scores = self.labels.clone();
        for _ in 0..ROUNDS {
            let known = by_elements(&scores);
            let rescored = self.labels.iter().map(|it| (it.0, it.1, self.score(*it, &known)));
            scores = rescored.collect();
        }
        for ((a, b, score), lead) in scores.iter_mut().zip(&self.leads) {
            // That an event is like no other says little for its being a task.
            let are_of_one_kind =
                is_event(&self.first.elements[*a]) == is_event(&self.second.elements[*b]);
            let lead = if are_of_one_kind { *lead } else { lead.min(0.0) };
            *score += self.settings.rivals * lead;
        }
        scores.retain(|it| it.2 > self.settings.threshold);
        scores
    }

    fn score(&self, (a, b, label): Scored, known: &BTreeMap<(usize, usize), f32>) -> f32 {
        if !(HOPELESS..SURE).contains(&label) {
            return label;
        }
        let around = self.around(a, b, known).unwrap_or(0.5);
        let structure = self.settings.neighbours * (around - 0.5)
            + self.settings.place * (APART - self.apart(a, b));
        let (of_a, of_b) = (&self.first.elements[a], &self.second.elements[b]);
        let lane = if shared_lane(of_a, of_b).is_some() { SAME_LANE } else { 0.0 };
        let data = if shared_data(of_a, of_b).is_empty() { 0.0 } else { SAME_DATA };
        label + structure + lane + data
    }

    /// How alike those are that stand around both, on the average of both sides.
    fn around(&self, a: usize, b: usize, known: &BTreeMap<(usize, usize), f32>) -> Option<f32> {
        let [of_a, of_b] = &self.orders;
        let best = |some: &[usize], others: &[usize]| {
            let pairs = some.iter().flat_map(|&a| others.iter().map(move |&b| (a, b)));
            pairs.filter_map(|it| known.get(&it).copied()).reduce(f32::max)
        };
        let before = best(&of_a.before[a], &of_b.before[b]);
        let after = best(&of_a.after[a], &of_b.after[b]);
        match (before, after) {
            (Some(before), Some(after)) => Some(f32::midpoint(before, after)),
            (one, other) => one.or(other),
        }
    }

    fn apart(&self, a: usize, b: usize) -> f32 {
        let [of_a, of_b] = &self.orders;
        (of_a.place[a] - of_b.place[b]).abs()
    }

    /// What their surroundings say for two elements.
    pub(super) fn reasons(&self, a: usize, b: usize, scores: &[Scored]) -> Vec<Reason> {
        let (of_a, of_b) = (&self.first.elements[a], &self.second.elements[b]);
        let [order_a, order_b] = &self.orders;
        let stand_beside = |it: &&Scored| {
            let are_before = order_a.before[a].contains(&it.0) && order_b.before[b].contains(&it.1);
            are_before || (order_a.after[a].contains(&it.0) && order_b.after[b].contains(&it.1))
        };
        let neighbour = scores.iter().filter(stand_beside).max_by(|x, y| x.2.total_cmp(&y.2));
        let neighbour = neighbour.map(|it| self.first.elements[it.0].name.clone());
        let lane = shared_lane(of_a, of_b).map(str::to_owned);
        let data = shared_data(of_a, of_b);
        let data = (!data.is_empty()).then(|| data.join(", "));
        [(What::Neighbours, neighbour), (What::Lane, lane), (What::Data, data)]
            .into_iter()
            .filter_map(|(what, detail)| Some(Reason { what, detail: detail? }))
            .collect()
    }
}

/// How much each pair is ahead of the next best that either element could have instead, seen from the element
/// that has the less choice: who has no other partner speaks for the pair, and where both have a better one
/// that speaks against it. What the names decide alone is left to them.
fn leads(labels: &[Scored]) -> Vec<f32> {
    let (mut of_first, mut of_second) = (BTreeMap::new(), BTreeMap::new());
    for &(a, b, score) in labels {
        of_first.entry(a).or_insert_with(BestTwo::default).meet(score);
        of_second.entry(b).or_insert_with(BestTwo::default).meet(score);
    }
    let lead = |&(a, b, score): &Scored| {
        if !(HOPELESS..SURE).contains(&score) {
            return 0.0;
        }
        let ahead = of_first[&a].lead_of(score).max(of_second[&b].lead_of(score));
        (ahead / AHEAD).clamp(-1.0, 1.0)
    };
    labels.iter().map(lead).collect()
}

/// The two highest scores of an element.
#[derive(Debug, Default)]
struct BestTwo {
    best: f32,
    second: f32,
}

impl BestTwo {
    fn meet(&mut self, score: f32) {
        self.second = self.second.max(score.min(self.best));
        self.best = self.best.max(score);
    }

    /// Of one of the scores before the best of the others.
    fn lead_of(&self, score: f32) -> f32 {
        score - if score < self.best { self.best } else { self.second }
    }
}

fn by_elements(scores: &[Scored]) -> BTreeMap<(usize, usize), f32> {
    scores.iter().map(|&(a, b, score)| ((a, b), score)).collect()
}

fn shared_lane<'a>(a: &'a Element, b: &Element) -> Option<&'a str> {
    let (of_a, of_b) = (a.lane.as_deref()?, b.lane.as_deref()?);
    is_same_name(of_a, of_b).then_some(of_a)
}

fn shared_data<'a>(a: &'a Element, b: &Element) -> Vec<&'a str> {
    let is_shared = |it: &&String| b.data.iter().any(|other| is_same_name(it, other));
    a.data.iter().filter(is_shared).map(String::as_str).collect()
}

fn is_same_name(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

/// All names of both models, weighed by how rare their terms are there.
#[derive(Debug)]
struct Names<'a> {
    corpus: Corpus,
    slots: BTreeMap<&'a str, Slot>,
}

impl<'a> Names<'a> {
    fn of(first: &'a Model, second: &'a Model) -> Self {
        let elements = first.elements.iter().chain(&second.elements);
        let names: BTreeSet<&str> =
            elements.filter(|it| it.is_compared()).map(|it| it.name.as_str()).collect();
        let mut corpus = Corpus::default();
        let mut slots = BTreeMap::new();
        for name in names {
            let terms = corpus.read(name);
            let slot = corpus.slot_of(&terms).unwrap_or_else(|| corpus.add(&terms));
            slots.insert(name, slot);
        }
        corpus.weigh_anew();
        Self { corpus, slots }
    }

    /// Each compared element of the one with each of the other, where their names say anything alike.
    fn compare(&self, first: &Model, second: &Model, settings: &Settings) -> Vec<Scored> {
        let manner = Manner {
            near_act: settings.near_act,
            near_object: settings.near_object,
            act: settings.act,
            all_near: settings.all_near,
            other_act: settings.other_act,
            unsaid_act: settings.unsaid_act,
            other_object: settings.other_object,
        };
        let mut labels = Vec::new();
        for (a, of_a) in first.elements.iter().enumerate().filter(|it| it.1.is_compared()) {
            for (b, of_b) in second.elements.iter().enumerate().filter(|it| it.1.is_compared()) {
                let kind = if is_event(of_a) == is_event(of_b) { 1.0 } else { OTHER_KIND };
                let score = kind * self.score(&of_a.name, &of_b.name, &manner);
                if score > 0.0 {
                    labels.push((a, b, score));
                }
            }
        }
        labels
    }

    fn score(&self, a: &str, b: &str, manner: &Manner) -> f32 {
        let text = |name: &str| self.corpus.get(*self.slots.get(name)?);
        let (Some(a), Some(b)) = (text(a), text(b)) else { return 0.0 };
        manner.score(&self.corpus.terms(a), &self.corpus.terms(b))
    }
}

fn is_event(element: &Element) -> bool {
    element.kind == Kind::Event
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_no_other_partner_speaks_for_a_pair_and_where_both_have_a_better_one_that_speaks_against_it()
     {
        let told = |labels: &[Scored]| -> Vec<f32> {
            leads(labels).iter().map(|it| (it * 10.0).round() / 10.0).collect()
        };
        assert_eq!(told(&[(0, 0, 0.4), (0, 1, 0.38), (1, 1, 0.5)]), [1.0, -0.1, 1.0]);
        assert_eq!(told(&[(0, 0, 0.9), (0, 1, 0.5), (1, 1, 0.9)]), [1.0, -1.0, 1.0]);
        assert_eq!(told(&[(0, 0, 0.99), (1, 0, 0.1)]), [0.0, 0.0]);
    }
}

//! Which elements of two process models say the same.
//!
//! Every element with a name that is work or an event is compared; gateways and places only lead from
//! one to the next. An element may have several partners: what one house does in a step, another does
//! in two.

mod assign;
mod evidence;
mod order;

use crate::reasons::{Reason, reasons};
use assign::{Offer, assign};
use evidence::Evidence;

/// A process model, wherever it was read from. Elements are meant by their place in the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Model {
    pub elements: Vec<Element>,
    /// What leads to what; what leads nowhere in `elements` is left out.
    pub flows: Vec<(usize, usize)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// As people wrote it; empty where they wrote nothing, also where a tool put its own id there.
    pub name: String,
    pub kind: Kind,
    /// Who does it: the lane, else the pool; a role where that is known better.
    pub lane: Option<String>,
    /// What is read or written by it, by name.
    pub data: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Any kind of task, or a transition of a Petri net.
    Task,
    SubProcess,
    Event,
    /// A gateway, not compared.
    Gateway,
    /// A place of a Petri net, not compared.
    Place,
}

/// Two elements that say the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// In the first model.
    pub a: usize,
    /// In the second.
    pub b: usize,
    /// From 0 to 1.
    pub score: f32,
    pub reasons: Vec<Reason>,
}

impl Element {
    /// Named work without a lane or data.
    pub fn task(name: impl Into<String>) -> Self {
        Self { name: name.into(), kind: Kind::Task, lane: None, data: Vec::new() }
    }

    /// Whether it is looked for in the other model.
    pub fn is_compared(&self) -> bool {
        let is_said = self.name.chars().any(char::is_alphabetic);
        is_said && matches!(self.kind, Kind::Task | Kind::SubProcess | Kind::Event)
    }
}

/// How much each piece of evidence counts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings {
    /// How alike acts are that are near each other, and objects.
    pub(crate) near_act: f32,
    pub(crate) near_object: f32,
    /// How much more a term counts that says what is done.
    pub(crate) act: f32,
    /// What is left of the score of labels whose acts, or whose objects, differ.
    pub(crate) other_act: f32,
    pub(crate) other_object: f32,
    /// What is left of it where nothing is the same, and all that is matched merely near.
    pub(crate) all_near: f32,
    /// What is left of it where only one label says what is done.
    pub(crate) unsaid_act: f32,
    /// How much it may rise or fall by what stands before and after, and by how far along both are.
    pub(crate) neighbours: f32,
    pub(crate) place: f32,
    /// How much it may rise where there is no other partner, or fall where both have a better one.
    pub(crate) rivals: f32,
    /// What it takes to be a pair, and how much more for each further partner of either.
    pub(crate) threshold: f32,
    pub(crate) further: f32,
}

pub(crate) const SETTINGS: Settings = Settings {
    near_act: 0.55,
    near_object: 0.75,
    act: 0.9,
    other_act: 0.8,
    other_object: 0.6,
    all_near: 0.75,
    unsaid_act: 0.9,
    neighbours: 0.1,
    place: 0.7,
    rivals: 0.15,
    threshold: 0.42,
    further: 0.03,
};

/// The pairs of both models, by their elements. Does not depend on which model is the first, but for
/// the words in which the reasons are told.
pub fn pairs(first: &Model, second: &Model) -> Vec<Pair> {
    pairs_with(first, second, &SETTINGS)
}

pub(crate) fn pairs_with(first: &Model, second: &Model, settings: &Settings) -> Vec<Pair> {
    let evidence = Evidence::new(first, second, settings);
    let scores = evidence.scores();
    let offer =
        |&(a, b, score): &(usize, usize, f32)| Offer { a, b, gain: score - settings.threshold };
    let offers: Vec<Offer> = scores.iter().map(offer).collect();
    let taken = assign(&offers, settings.further);
    let pair = |(a, b, score): (usize, usize, f32)| {
        let mut reasons = reasons(&first.elements[a].name, &second.elements[b].name);
        reasons.extend(evidence.reasons(a, b, &scores));
        Pair { a, b, score: score.min(1.0), reasons }
    };
    taken.into_iter().map(|at| pair(scores[at])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_same_work_in_other_words_and_no_other_work() {
        let first = model(&["Check supplier data", "Accept offer", "Send invoice"]);
        let second = model(&["Reject offer", "checking of supplier data", "Pay salary"]);
        let found: Vec<_> = pairs(&first, &second).iter().map(|it| (it.a, it.b)).collect();
        assert_eq!(found, [(0, 1)]);
    }

    #[test]
    fn what_has_no_name_or_only_leads_on_is_not_compared() {
        let mut first = model(&["Check data", "", "42"]);
        first.elements[0].kind = Kind::Gateway;
        assert!(pairs(&first, &first).is_empty());
    }

    fn model(names: &[&str]) -> Model {
        let elements = names.iter().map(|it| Element::task(*it)).collect();
        Model { elements, flows: (1..names.len()).map(|it| (it - 1, it)).collect() }
    }
}

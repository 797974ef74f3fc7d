//! Which elements of two process models say the same.
//!
//! Every element with a name that is work or an event is compared; gateways and places only lead from
//! one to the next. An element may have several partners: what one house does in a step, another does
//! in two.

use crate::{
    index::Index,
    reasons::{Reason, reasons},
    score::ALIKE,
};

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

/// The pairs of both models, by their elements. Does not depend on which model is the first, but for
/// the words in which the reasons are told.
pub fn pairs(first: &Model, second: &Model) -> Vec<Pair> {
    let mut index = Index::default();
    for (of, model) in [first, second].into_iter().enumerate() {
        for (at, it) in model.elements.iter().enumerate().filter(|it| it.1.is_compared()) {
            index.put((of, at), &it.name);
        }
    }
    let mut pairs = Vec::new();
    for (a, of_a) in first.elements.iter().enumerate().filter(|it| it.1.is_compared()) {
        for (b, of_b) in second.elements.iter().enumerate().filter(|it| it.1.is_compared()) {
            let score = index.score((0, a), (1, b));
            if score >= ALIKE {
                pairs.push(Pair { a, b, score, reasons: reasons(&of_a.name, &of_b.name) });
            }
        }
    }
    pairs
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

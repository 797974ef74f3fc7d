//! Who hands over to whom, once events, gateways, places and what has no name are taken as mere ways.
//!
//! An expanded sub-process is a way as well: whoever leads to it leads to the steps with which it begins,
//! and those with which it ends lead on. Each way says under which condition it is gone, and the part of
//! the cases that goes it where that is written at every branch. Work is bounded by a count of visits.

mod graph;
mod label;
mod share;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use super::Model;
use graph::{Graph, State};
use label::Label;

/// A step leads to another one, directly or through what is no step.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Way {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Under which condition, alternatives side by side.
    pub(super) condition: Option<String>,
    /// The part of the cases, where it is written.
    pub(super) share: Option<f64>,
}

/// How much is looked at and kept at the most.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) visits: u64,
    pub(super) ways: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { visits: 4_000_000, ways: 50_000 }
    }
}

/// So many alternatives lead on from one place; more say nothing more.
const ALTERNATIVES_MAX: usize = 4;
/// So many steps are told before and behind an event.
const NEAR_MAX: usize = 16;

/// From where a place is reached, and what is written along the way.
type Come = (State, Label);

/// All ways between the steps of a model.
#[derive(Debug)]
pub(super) struct Ways {
    pub(super) all: Vec<Way>,
    /// Steps that lead back to themselves.
    pub(super) rounds: BTreeSet<usize>,
    /// There was more than the bounds allow.
    pub(super) is_cut_short: bool,
    graph: Graph,
    /// Steps that lead to what is no step.
    before: HashMap<State, BTreeSet<usize>>,
    visits_left: u64,
}

impl Ways {
    pub(super) fn find(model: &Model, bounds: Bounds) -> Self {
        let mut ways = Self {
            all: Vec::new(),
            rounds: BTreeSet::new(),
            is_cut_short: false,
            graph: Graph::new(model),
            before: HashMap::new(),
            visits_left: bounds.visits,
        };
        ways.enter_by_events(model);
        for step in (0..model.elements.len()).filter(|it| ways.is_step(*it)).collect::<Vec<_>>() {
            ways.go_on_from(step, bounds);
        }
        ways
    }

    /// Whether an element is a step: named work, but for a sub-process in whose place its steps stand.
    pub(super) fn is_step(&self, element: usize) -> bool {
        self.graph.is_step(element)
    }

    /// Whether an element is a sub-process in whose place its steps stand.
    pub(super) fn is_expanded(&self, element: usize) -> bool {
        self.graph.is_expanded(element)
    }

    /// The steps that lead to an element: itself, if it is one.
    pub(super) fn before(&self, element: usize) -> Vec<usize> {
        if self.graph.is_step(element) {
            return vec![element];
        }
        let near = self.before.get(&self.graph.leaving(element));
        near.into_iter().flatten().copied().collect()
    }

    /// The steps to which an element leads: itself, if it is one.
    pub(super) fn behind(&mut self, element: usize) -> Vec<usize> {
        self.behind_all([element])
    }

    /// The first steps behind several elements.
    pub(super) fn behind_all(&mut self, elements: impl IntoIterator<Item = usize>) -> Vec<usize> {
        let (mut seen, mut found) = (BTreeSet::new(), BTreeSet::new());
        let mut open: Vec<State> = elements.into_iter().map(State::entering).collect();
        while let Some(state) = open.pop() {
            if self.visits_left == 0 || found.len() >= NEAR_MAX {
                self.is_cut_short = true;
                break;
            }
            self.visits_left -= 1;
            if let Some(step) = self.graph.step_at(state) {
                found.insert(step);
            } else if seen.insert(state) {
                let edges = self.graph.edges(state);
                self.visits_left = self.visits_left.saturating_sub(edges.len() as u64);
                open.extend(edges.iter().map(|it| it.to));
            }
        }
        found.into_iter().collect()
    }

    /// What happens at the edge of an expanded sub-process may happen as soon as its first steps are begun.
    fn enter_by_events(&mut self, model: &Model) {
        for (scope, events) in self.graph.open_edge_events(model) {
            for step in self.behind(scope) {
                for event in &events {
                    self.graph.add_edge_event(model, step, *event);
                }
            }
        }
    }

    fn go_on_from(&mut self, step: usize, bounds: Bounds) {
        let mut reached: BTreeMap<usize, Vec<Come>> = BTreeMap::new();
        let mut seen: HashMap<State, Vec<Come>> = HashMap::new();
        let mut open = VecDeque::from([(self.graph.leaving(step), Label::default())]);
        let mut is_whole = true;
        while let Some((state, label)) = open.pop_front() {
            for edge in self.graph.edges(state) {
                if self.visits_left == 0 {
                    self.is_cut_short = true;
                    return;
                }
                self.visits_left -= 1;
                let come = (state, label.and(edge));
                let there = match self.graph.step_at(edge.to) {
                    Some(to) => reached.entry(to).or_default(),
                    None => seen.entry(edge.to).or_default(),
                };
                if there.contains(&come) {
                    continue;
                }
                if there.len() >= ALTERNATIVES_MAX {
                    is_whole = false;
                    continue;
                }
                if self.graph.step_at(edge.to).is_none() {
                    open.push_back((edge.to, come.1.clone()));
                }
                there.push(come);
            }
        }
        self.keep(step, reached, is_whole, bounds);
        self.note_before(step, seen.into_keys());
    }

    fn keep(
        &mut self,
        from: usize,
        reached: BTreeMap<usize, Vec<Come>>,
        is_whole: bool,
        bounds: Bounds,
    ) {
        for (to, comes) in reached {
            if to == from {
                self.rounds.insert(from);
                continue;
            }
            if self.all.len() >= bounds.ways {
                self.is_cut_short = true;
                return;
            }
            let labels: Vec<Label> = comes.into_iter().map(|it| it.1).collect();
            let share = if is_whole { label::share(&labels) } else { None };
            self.all.push(Way { from, to, condition: label::condition(&labels), share });
        }
    }

    fn note_before(&mut self, step: usize, passed: impl Iterator<Item = State>) {
        for state in passed {
            let before = self.before.entry(state).or_default();
            if before.len() < NEAR_MAX {
                before.insert(step);
            }
        }
    }
}

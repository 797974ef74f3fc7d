//! What a folded cycle is in the steps of a single process.
//!
//! A process carries a cycle if its own hand-overs lead round it: from a step at one member, through
//! steps at each following member in turn, back to a step at the first; within a member it may take
//! any number of steps. If it can come back to the very same step, the cycle exists in steps and is
//! rework, whether that takes one round or several. If it only comes back to other steps of the first
//! member, work goes back and forth by design. If no process can do either, the cycle is mutual: it
//! exists only because different processes meet.
//!
//! As the members of a cycle differ, a step has one place on it; so the steps at the members, with the
//! hand-overs that stay or lead to the next member, are the whole graph to look at. Its strongly
//! connected components decide: one with a hand-over to the next member goes round. Else the graph
//! without the stays is acyclic, and its longest way tells whether a round is complete.

use std::collections::{BTreeMap, BTreeSet};

use events::ids::{ProcessId, StepId};
use petgraph::{algo::kosaraju_scc, graph::DiGraph, visit::EdgeRef as _};
use schemars::JsonSchema;
use serde::Serialize;

use crate::loops::{
    fold::{Fold, Member, members},
    level::Places,
};

/// What sort of cycle it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CycleKind {
    /// It exists in the steps of one process, or a log shows work coming back in its cases.
    Rework,
    /// One process leads there and back by design, without a cycle in its steps.
    BackAndForth,
    /// No single process carries it; it is no waste and has no price.
    Mutual,
}

/// The steps of each process by node, and the hand-overs between them.
#[derive(Debug, Default)]
pub(super) struct Ways {
    processes: BTreeMap<ProcessId, Way>,
    /// By edge of the fold: the processes of which a hand-over lies on it with both ends.
    carriers: Vec<BTreeSet<ProcessId>>,
}

#[derive(Debug, Default)]
struct Way {
    steps: BTreeMap<StepId, usize>,
    node_of: Vec<usize>,
    next: Vec<Vec<usize>>,
    steps_at: BTreeMap<usize, Vec<usize>>,
}

/// What is left to spend.
#[derive(Debug)]
pub(super) struct Budget(pub(super) u64);

impl Budget {
    fn is_spent_on(&mut self, visits: usize) -> bool {
        let left = self.0.checked_sub(visits as u64);
        self.0 = left.unwrap_or(0);
        left.is_none()
    }
}

impl Ways {
    pub(super) fn new(places: Places<'_>, fold: &Fold<'_>, process: Option<ProcessId>) -> Self {
        let mut processes: BTreeMap<ProcessId, Way> = BTreeMap::new();
        for member in members(places, process) {
            let Some(process) = member.within() else { continue };
            let node = |step| places.of_step(step).and_then(|it| fold.place(&it));
            if let (Some(from), Some(to)) = (node(member.from), node(member.to)) {
                let ends = [(member.from, from), (member.to, to)];
                processes
                    .entry(process)
                    .or_default()
                    .add(ends.map(|(it, node)| (it.known.fact.step, node)));
            }
        }
        let carriers =
            fold.edges.iter().map(|edge| edge.members.iter().filter_map(Member::within).collect());
        Self { carriers: carriers.collect(), processes }
    }

    /// The kind of a cycle and the processes in which it is of that kind; none where the budget ends.
    /// `nodes` go round along `edges`.
    pub(super) fn kind(
        &self,
        nodes: &[usize],
        edges: &[usize],
        budget: &mut Budget,
    ) -> Option<(CycleKind, Vec<ProcessId>)> {
        let mut found = (CycleKind::Mutual, Vec::new());
        for &process in &self.candidates(edges) {
            let kind = self.processes.get(&process)?.kind(nodes, budget)?;
            if kind < found.0 {
                found = (kind, Vec::new());
            }
            if kind == found.0 && kind != CycleKind::Mutual {
                found.1.push(process);
            }
        }
        Some(found)
    }

    fn candidates(&self, edges: &[usize]) -> BTreeSet<ProcessId> {
        let mut edges = edges.iter().map(|edge| &self.carriers[*edge]);
        let first = edges.next().cloned().unwrap_or_default();
        edges.fold(first, |all, edge| &all & edge)
    }
}

impl Way {
    fn add(&mut self, [from, to]: [(StepId, usize); 2]) {
        let (from, to) = (self.place(from), self.place(to));
        self.next[from].push(to);
    }

    fn place(&mut self, (step, node): (StepId, usize)) -> usize {
        let new = self.node_of.len();
        let place = *self.steps.entry(step).or_insert(new);
        if place == new {
            self.node_of.push(node);
            self.next.push(Vec::new());
            self.steps_at.entry(node).or_default().push(new);
        }
        place
    }

    fn kind(&self, cycle: &[usize], budget: &mut Budget) -> Option<CycleKind> {
        let graph = self.around(cycle, budget)?;
        let mut component = vec![0; graph.node_count()];
        // The last comes first: what a component leads to is known before it.
        let components = kosaraju_scc(&graph);
        for (number, members) in components.iter().enumerate() {
            for node in members {
                component[node.index()] = number;
            }
        }
        let mut longest = vec![0; components.len()];
        for (number, members) in components.iter().enumerate() {
            for edge in members.iter().flat_map(|it| graph.edges(*it)) {
                let to = component[edge.target().index()];
                if to == number && *edge.weight() == 1 {
                    return Some(CycleKind::Rework);
                }
                longest[number] = longest[number].max(longest[to] + edge.weight());
            }
        }
        let is_round = longest.iter().any(|&it| it >= cycle.len());
        Some(if is_round { CycleKind::BackAndForth } else { CycleKind::Mutual })
    }

    /// The steps at the members; a hand-over to the next member weighs 1, one that stays 0.
    fn around(&self, cycle: &[usize], budget: &mut Budget) -> Option<DiGraph<(), usize>> {
        let mut graph = DiGraph::new();
        let mut places = BTreeMap::new();
        for step in cycle.iter().filter_map(|node| self.steps_at.get(node)).flatten() {
            places.insert(*step, graph.add_node(()));
        }
        for (step, from) in &places {
            if budget.is_spent_on(self.next[*step].len()) {
                return None;
            }
            for to in &self.next[*step] {
                let Some(place) = places.get(to) else { continue };
                if let Some(advance) = advance(cycle, self.node_of[*step], self.node_of[*to]) {
                    graph.add_edge(*from, *place, advance);
                }
            }
        }
        Some(graph)
    }
}

fn advance(cycle: &[usize], from: usize, to: usize) -> Option<usize> {
    let at = cycle.iter().position(|it| *it == from)?;
    let next = cycle[(at + 1) % cycle.len()];
    if from == to { Some(0) } else { (to == next).then_some(1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Steps by number, each at a node; hand-overs between them.
    fn kind(at: &[usize], hand_overs: &[(usize, usize)], cycle: &[usize]) -> CycleKind {
        let id = |step: usize| StepId(events::samples::id(step as u128));
        let mut way = Way::default();
        for &(from, to) in hand_overs {
            way.add([(id(from), at[from]), (id(to), at[to])]);
        }
        way.kind(cycle, &mut Budget(1_000)).unwrap()
    }

    #[test]
    fn a_cycle_of_steps_is_rework() {
        assert_eq!(kind(&[0, 1], &[(0, 1), (1, 0)], &[0, 1]), CycleKind::Rework);
    }

    #[test]
    fn a_cycle_of_steps_with_several_steps_at_a_member_is_rework() {
        let hand_overs = [(0, 1), (1, 2), (2, 3), (3, 0)];
        assert_eq!(kind(&[0, 0, 1, 1], &hand_overs, &[0, 1]), CycleKind::Rework);
    }

    #[test]
    fn a_cycle_of_steps_that_closes_only_after_two_rounds_is_rework() {
        let hand_overs = [(0, 1), (1, 2), (2, 3), (3, 0)];
        assert_eq!(kind(&[0, 1, 0, 1], &hand_overs, &[0, 1]), CycleKind::Rework);
    }

    #[test]
    fn a_way_there_and_back_to_another_step_is_back_and_forth() {
        assert_eq!(kind(&[0, 1, 0], &[(0, 1), (1, 2)], &[0, 1]), CycleKind::BackAndForth);
    }

    #[test]
    fn a_full_round_counts_wherever_on_the_cycle_it_begins() {
        let (at, way) = ([1, 2, 0, 1], [(0, 1), (1, 2), (2, 3)]);
        assert_eq!(kind(&at, &way, &[0, 1, 2]), CycleKind::BackAndForth);
    }

    #[test]
    fn a_way_that_ends_before_the_round_is_complete_carries_nothing() {
        let (at, way) = ([0, 1, 2, 0], [(0, 1), (1, 2)]);
        assert_eq!(kind(&at, &way, &[0, 1, 2]), CycleKind::Mutual);
    }

    #[test]
    fn two_ways_that_do_not_meet_in_a_step_carry_nothing() {
        assert_eq!(kind(&[0, 1, 1, 0], &[(0, 1), (2, 3)], &[0, 1]), CycleKind::Mutual);
    }

    #[test]
    fn a_round_that_leaves_the_cycle_on_its_way_does_not_carry_it() {
        let (at, way) = ([0, 1, 2, 1, 0], [(0, 1), (1, 2), (2, 3), (3, 4)]);
        // Only by way of 2 does it come back to 0; from 1 to 2 and back is a round of its own.
        assert_eq!(kind(&at, &way, &[0, 1]), CycleKind::Mutual);
        assert_eq!(kind(&at, &way, &[1, 2]), CycleKind::BackAndForth);
    }

    #[test]
    fn circling_within_a_member_is_no_round() {
        let way = [(0, 1), (1, 0), (1, 2), (2, 3), (3, 2)];
        assert_eq!(kind(&[0, 0, 1, 1], &way, &[0, 1]), CycleKind::Mutual);
    }

    #[test]
    fn gives_no_kind_when_the_budget_ends() {
        let mut way = Way::default();
        let id = |step| StepId(events::samples::id(step));
        way.add([(id(0), 0), (id(1), 1)]);
        assert_eq!(way.kind(&[0, 1], &mut Budget(0)), None);
    }
}

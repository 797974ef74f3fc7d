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

use std::collections::BTreeMap;

use events::ids::{ProcessId, StepId};
use petgraph::{algo::kosaraju_scc, graph::DiGraph, visit::EdgeRef as _};
use schemars::JsonSchema;
use serde::Serialize;

use crate::loops::{
    fold::{Edge, Fold},
    traffic::Member,
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

/// The ways of processes through a fold.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ways<'a>(pub(super) &'a Fold<'a>);

/// The hand-overs of one process on a cycle: how far each leads, 1 to the next member, 0 if it stays.
#[derive(Debug, Default)]
struct Way(Vec<([StepId; 2], usize)>);

/// What is left to spend.
#[derive(Debug)]
pub(super) struct Budget(pub(super) u64);

impl Budget {
    pub(super) fn is_spent_on(&mut self, visits: u64) -> bool {
        let left = self.0.checked_sub(visits);
        self.0 = left.unwrap_or(0);
        left.is_none()
    }
}

impl Ways<'_> {
    /// The kind of a cycle and the processes in which it is of that kind; none where the budget ends.
    /// `nodes` go round along `edges`.
    pub(super) fn kind(
        self,
        nodes: &[usize],
        edges: &[usize],
        budget: &mut Budget,
    ) -> Option<(CycleKind, Vec<ProcessId>)> {
        let mut found = (CycleKind::Mutual, Vec::new());
        for process in self.candidates(edges) {
            let kind = self.way(process, nodes, edges).kind(nodes.len(), budget)?;
            if kind < found.0 {
                found = (kind, Vec::new());
            }
            if kind == found.0 && kind != CycleKind::Mutual {
                found.1.push(process);
            }
        }
        found.1.sort_unstable();
        found.1.dedup();
        Some(found)
    }

    /// Whether any process carries it; one is enough to know.
    pub(super) fn is_carried(
        self,
        nodes: &[usize],
        edges: &[usize],
        budget: &mut Budget,
    ) -> Option<bool> {
        for process in self.candidates(edges) {
            if self.way(process, nodes, edges).kind(nodes.len(), budget)? != CycleKind::Mutual {
                return Some(true);
            }
        }
        Some(false)
    }

    /// The processes of which a hand-over lies on every edge; one may come several times.
    fn candidates(self, edges: &[usize]) -> impl Iterator<Item = ProcessId> {
        let edges = edges.iter().map(|edge| &self.0.edges[*edge]);
        let fewest = edges.clone().min_by_key(|it| it.len());
        let is_on = |edge: &Edge<'_>, process| edge.of_process(process).next().is_some();
        let all = fewest.into_iter().flat_map(Edge::processes);
        all.filter(move |process| edges.clone().all(|it| is_on(it, *process)))
    }

    fn way(self, process: ProcessId, nodes: &[usize], edges: &[usize]) -> Way {
        let steps = |it: &Member| [it.from, it.to];
        let on = edges.iter().flat_map(|edge| self.0.edges[*edge].of_process(process));
        let at = nodes.iter().flat_map(|node| self.0.stays(*node, process));
        Way(on.map(|it| (steps(it), 1)).chain(at.map(|it| (steps(it), 0))).collect())
    }
}

impl Way {
    /// What it is on a cycle of so many members.
    fn kind(&self, members: usize, budget: &mut Budget) -> Option<CycleKind> {
        if budget.is_spent_on(self.0.len() as u64) {
            return None;
        }
        let graph = self.graph();
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
        let is_round = longest.iter().any(|&it| it >= members);
        Some(if is_round { CycleKind::BackAndForth } else { CycleKind::Mutual })
    }

    fn graph(&self) -> DiGraph<(), usize> {
        let mut graph = DiGraph::new();
        let mut places = BTreeMap::new();
        for &([from, to], advance) in &self.0 {
            let [from, to] =
                [from, to].map(|step| *places.entry(step).or_insert_with(|| graph.add_node(())));
            graph.add_edge(from, to, advance);
        }
        graph
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Steps by number, each at a node; hand-overs between them.
    fn kind(at: &[usize], hand_overs: &[(usize, usize)], cycle: &[usize]) -> CycleKind {
        let id = |step: usize| StepId(events::samples::id(step as u128));
        let advance = |from: usize, to: usize| {
            let place = |node| cycle.iter().position(|it| *it == node);
            let (here, there) = (place(at[from])?, place(at[to])?);
            let next = (here + 1) % cycle.len();
            if here == there { Some(0) } else { (there == next).then_some(1) }
        };
        let way = hand_overs
            .iter()
            .filter_map(|&(from, to)| Some(([id(from), id(to)], advance(from, to)?)));
        Way(way.collect()).kind(cycle.len(), &mut Budget(1_000)).unwrap()
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
        let step = |it| StepId(events::samples::id(it));
        let way = Way(vec![([step(0), step(1)], 1)]);
        assert_eq!(way.kind(2, &mut Budget(0)), None);
    }
}

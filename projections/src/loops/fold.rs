//! Hand-overs folded into a directed graph at a level.
//!
//! Only processes that are still run count, for both ends of a hand-over. What stays within one node
//! is none between nodes. Nodes, edges and the hand-overs on an edge are in ascending order, so that
//! sums come out the same on every run.

use std::collections::{BTreeMap, BTreeSet};

use events::{Position, ids::ProcessId};

use crate::{
    loops::level::{Node, Places},
    process_map::{HandOver, Step},
};

/// A hand-over with its two steps.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member<'a> {
    pub(super) from: &'a Step,
    pub(super) to: &'a Step,
    pub(super) hand_over: &'a HandOver,
}

/// All hand-overs from one node to another.
#[derive(Debug, Clone)]
pub(super) struct Edge<'a> {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) members: Vec<Member<'a>>,
}

/// The graph.
#[derive(Debug, Clone, Default)]
pub(super) struct Fold<'a> {
    pub(super) nodes: Vec<Node>,
    pub(super) edges: Vec<Edge<'a>>,
    at: BTreeMap<(usize, usize), usize>,
    /// Hand-overs of which an end has no node at this level.
    pub(super) unplaced: usize,
}

impl<'a> Fold<'a> {
    /// Of one process: only the hand-overs that it keeps.
    pub(super) fn new(places: Places<'a>, process: Option<ProcessId>) -> Self {
        let mut placed: BTreeMap<(Node, Node), Vec<Member<'a>>> = BTreeMap::new();
        let mut unplaced = 0;
        for member in members(places, process) {
            match (places.of_step(member.from), places.of_step(member.to)) {
                (Some(from), Some(to)) if from == to => {}
                (Some(from), Some(to)) => placed.entry((from, to)).or_default().push(member),
                _ => unplaced += 1,
            }
        }
        Self { unplaced, ..Self::of(placed) }
    }

    fn of(placed: BTreeMap<(Node, Node), Vec<Member<'a>>>) -> Self {
        let nodes: BTreeSet<&Node> = placed.keys().flat_map(|(from, to)| [from, to]).collect();
        let nodes: Vec<Node> = nodes.into_iter().cloned().collect();
        let place = |node: &Node| nodes.binary_search(node).expect("every end is a node");
        let mut edges = Vec::with_capacity(placed.len());
        for ((from, to), mut members) in placed {
            members.sort_by_key(|it| it.hand_over.known.fact.hand_over);
            edges.push(Edge { from: place(&from), to: place(&to), members });
        }
        let at = edges.iter().enumerate().map(|(at, it)| ((it.from, it.to), at)).collect();
        Self { nodes, edges, at, unplaced: 0 }
    }

    /// The place of a node, if a hand-over begins or ends there.
    pub(super) fn place(&self, node: &Node) -> Option<usize> {
        self.nodes.binary_search(node).ok()
    }

    /// The place of the edge between two nodes.
    pub(super) fn edge(&self, from: usize, to: usize) -> Option<usize> {
        self.at.get(&(from, to)).copied()
    }

    /// The places of the edges round a cycle of nodes, the first from its first node; none if one
    /// is missing.
    pub(super) fn round(&self, nodes: &[usize]) -> Option<Vec<usize>> {
        let next = nodes.iter().cycle().skip(1);
        nodes.iter().zip(next).map(|(from, to)| self.edge(*from, *to)).collect()
    }
}

impl Edge<'_> {
    /// Σ times a month of those hand-overs that say it.
    pub(super) fn times(&self) -> Option<f64> {
        let said = self.members.iter().filter_map(|it| it.hand_over.known.fact.times_per_month);
        said.reduce(|sum, times| sum + times)
    }

    /// Whether a rule demands any of it.
    pub(super) fn must_stay(&self) -> bool {
        self.members.iter().any(|it| it.hand_over.known.fact.required_by.is_some())
    }

    /// The events that it rests on: its hand-overs, their steps, and the units that hand over.
    pub(super) fn evidence(&self, places: Places<'_>) -> BTreeSet<Position> {
        let told = |it: &Member<'_>| {
            let unit = places.map.unit_of(it.from, places.registry);
            let unit = unit.and_then(|unit| places.registry.units().get(&unit));
            let steps = it.from.known.evidence.iter().chain(&it.to.known.evidence);
            let unit = unit.into_iter().flat_map(|it| &it.evidence);
            it.hand_over.known.evidence.iter().chain(steps).chain(unit).copied().collect::<Vec<_>>()
        };
        self.members.iter().flat_map(told).collect()
    }
}

impl Member<'_> {
    /// The process that both steps belong to.
    pub(super) fn within(&self) -> Option<ProcessId> {
        (self.from.process == self.to.process).then_some(self.from.process)
    }
}

/// The hand-overs between processes that are run.
pub(super) fn members(
    places: Places<'_>,
    process: Option<ProcessId>,
) -> impl Iterator<Item = Member<'_>> {
    let is_asked = move |it: &HandOver| process.is_none_or(|process| it.process == process);
    let is_run = move |step: &Step| places.registry.is_run(step.process);
    let all = places.map.hand_overs().map(|(from, to, hand_over)| Member { from, to, hand_over });
    all.filter(move |it| is_asked(it.hand_over) && is_run(it.from) && is_run(it.to))
}

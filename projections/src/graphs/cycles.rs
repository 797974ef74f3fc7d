//! Short cycles of a directed graph, each once, within a budget of work.
//!
//! Iterative deepening by length: all cycles of two nodes come before any of three. Within one
//! length the search begins at the strongest nodes and follows the heaviest arcs. A path is
//! followed only while it can still come back in time, known from a search backwards from its
//! start; this is the pruning of Gupta and Suzumura, *Finding All Bounded-Length Simple Cycles in
//! a Directed Graph* (2021), after Johnson, *Finding All the Elementary Circuits of a Directed
//! Graph* (1975), who first bounded the work between two cycles.

mod search;

use crate::graphs::{Arc, components::components};
use search::Search;

/// How far to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Nodes on a cycle, at most.
    pub length_max: usize,
    /// Cycles in the answer, at most.
    pub cycles_max: usize,
    /// Arcs looked at, at most.
    pub visits_max: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { length_max: 8, cycles_max: 1_000, visits_max: 2_000_000 }
    }
}

/// Why the list is not whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truncation {
    /// It is whole: every elementary cycle within the length.
    None,
    /// The visits were used up.
    Budget,
    /// There are more cycles than asked for.
    Count,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Cycle {
    /// In the direction of the arcs, beginning with the smallest.
    pub nodes: Vec<usize>,
    /// The least weight among its arcs, parallel arcs summed: how often it can have been gone round.
    pub least: f64,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Cycles {
    /// The shorter first; of one length, the one with the larger `least` first.
    pub cycles: Vec<Cycle>,
    pub truncation: Truncation,
    /// Arcs looked at.
    pub visits: u64,
}

/// The elementary cycles of two nodes up to `length_max`.
///
/// If there are more of one length than there is room for, those with the larger `least` stay. If
/// the budget ends first, what was found until then is the answer. Self-loops are ignored.
pub fn cycles(nodes: usize, arcs: &[Arc], limits: Limits) -> Cycles {
    let mut search = Search::new(nodes, arcs, &components(nodes, arcs), limits);
    let mut cycles = Vec::new();
    for length in 2..=limits.length_max {
        let round = search.round(length, limits.cycles_max - cycles.len());
        cycles.extend(round);
        if search.is_over() {
            break;
        }
    }
    Cycles { cycles, truncation: search.truncation, visits: search.visits }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::graphs::testing::graphs;

    #[test]
    fn lists_the_short_before_the_long_and_the_dear_before_the_cheap() {
        let arcs = [(0, 1, 9.0), (1, 2, 9.0), (2, 0, 9.0), (3, 4, 1.0), (4, 3, 2.0), (5, 6, 7.0)];
        let arcs = [&arcs[..], &[(6, 5, 5.0), (6, 5, 1.0)]].concat();
        let found = cycles(7, &arcs, Limits::default());
        assert_eq!(listed(&found), [(vec![5, 6], 6.0), (vec![3, 4], 1.0), (vec![0, 1, 2], 9.0)]);
        assert_eq!(found.truncation, Truncation::None);
    }

    #[test]
    fn keeps_the_dearest_when_there_are_too_many() {
        let arcs: Vec<Arc> = (1..10).flat_map(|n| [(0, n, weight(n)), (n, 0, weight(n))]).collect();
        let found = cycles(10, &arcs, Limits { cycles_max: 2, ..Limits::default() });
        assert_eq!(listed(&found), [(vec![0, 9], 9.0), (vec![0, 8], 8.0)]);
        assert_eq!(found.truncation, Truncation::Count);
    }

    #[test]
    fn does_not_claim_to_have_dropped_cycles_when_all_fit() {
        let arcs = [(0, 1, 1.0), (1, 0, 1.0)];
        let found = cycles(2, &arcs, Limits { cycles_max: 1, ..Limits::default() });
        assert_eq!((found.cycles.len(), found.truncation), (1, Truncation::None));
    }

    #[test]
    fn answers_within_the_budget_on_twenty_nodes_that_all_hand_over_to_each_other() {
        let arcs = complete(20);
        let limits = Limits { cycles_max: 1_000_000, ..Limits::default() };
        let found = cycles(20, &arcs, limits);
        assert_eq!(found.truncation, Truncation::Budget);
        assert!(found.visits <= limits.visits_max);
        let of_length = |length| found.cycles.iter().filter(|it| it.nodes.len() == length).count();
        assert_eq!([2, 3, 4].map(of_length), [190, 2_280, 29_070]);
        assert_eq!(found, cycles(20, &arcs, limits));
    }

    #[test]
    fn finds_nothing_in_an_empty_graph_or_with_nothing_to_spend() {
        assert!(cycles(0, &[], Limits::default()).cycles.is_empty());
        let spent = cycles(3, &complete(3), Limits { visits_max: 0, ..Limits::default() });
        assert_eq!((spent.cycles.len(), spent.truncation), (0, Truncation::Budget));
        let none = cycles(3, &complete(3), Limits { cycles_max: 0, ..Limits::default() });
        assert_eq!((none.cycles.len(), none.truncation), (0, Truncation::Count));
    }

    proptest! {
        #[test]
        fn finds_every_elementary_cycle_once_and_nothing_else(
            (nodes, arcs) in graphs(6),
            length_max in 2..8_usize,
        ) {
            let limits = Limits { length_max, cycles_max: 10_000, visits_max: 1_000_000 };
            let found = cycles(nodes, &arcs, limits);
            prop_assert_eq!(found.truncation, Truncation::None);
            let distinct: BTreeSet<Vec<usize>> =
                found.cycles.iter().map(|it| it.nodes.clone()).collect();
            prop_assert_eq!(distinct.len(), found.cycles.len());
            prop_assert_eq!(distinct, by_brute_force(nodes, &arcs, length_max));
        }

        #[test]
        fn stays_within_its_limits_and_lists_only_true_cycles(
            (nodes, arcs) in graphs(8),
            cycles_max in 0..20_usize,
            visits_max in 0..200_u64,
        ) {
            let limits = Limits { length_max: 5, cycles_max, visits_max };
            let found = cycles(nodes, &arcs, limits);
            prop_assert!(found.cycles.len() <= cycles_max && found.visits <= visits_max);
            let all = by_brute_force(nodes, &arcs, 5);
            let is_true = |it: &Cycle| all.contains(&it.nodes);
            prop_assert!(found.cycles.iter().all(is_true));
            let is_whole = found.cycles.len() == all.len();
            prop_assert!(is_whole || found.truncation != Truncation::None);
        }
    }

    fn by_brute_force(nodes: usize, arcs: &[Arc], length_max: usize) -> BTreeSet<Vec<usize>> {
        let mut found = BTreeSet::new();
        let mut paths: Vec<Vec<usize>> = (0..nodes).map(|node| vec![node]).collect();
        while let Some(path) = paths.pop() {
            let last = path[path.len() - 1];
            for to in 0..nodes {
                if !arcs.iter().any(|&(a, b, _)| (a, b) == (last, to)) {
                    continue;
                }
                if to == path[0] && path.len() > 1 {
                    found.insert(path.clone());
                } else if to > path[0] && !path.contains(&to) && path.len() < length_max {
                    paths.push([&path[..], &[to]].concat());
                }
            }
        }
        found
    }

    fn complete(nodes: usize) -> Vec<Arc> {
        (0..nodes).flat_map(|a| (0..nodes).map(move |b| (a, b, weight(a * nodes + b)))).collect()
    }

    fn listed(found: &Cycles) -> Vec<(Vec<usize>, f64)> {
        found.cycles.iter().map(|it| (it.nodes.clone(), it.least)).collect()
    }

    fn weight(n: usize) -> f64 {
        f64::from(u32::try_from(n).expect("small"))
    }
}

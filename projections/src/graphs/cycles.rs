//! Short cycles of a directed graph, each once, within a budget of work.
//!
//! Iterative deepening by length: all cycles of two nodes come before any of three. Within one
//! length the search begins at the strongest nodes and follows the heaviest arcs. A path is
//! followed only while it can still come back in time, known from a search backwards from its
//! start; this is the pruning of Gupta and Suzumura, *Finding All Bounded-Length Simple Cycles in
//! a Directed Graph* (2021), after Johnson, *Finding All the Elementary Circuits of a Directed
//! Graph* (1975), who first bounded the work between two cycles.
//!
//! Asked for the dearest, the search goes on through all lengths and keeps the dearest it has seen;
//! once there are enough of them, a path that cannot come to as much any more is left (branch and
//! bound), and so is an arc on which none can, by the dearest walk from its end. So what it answers are the dearest of all, unless its budget ended first, which it says.

pub mod again;
mod ranked;
mod reach;
mod search;
mod through;

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
    /// Which to keep where there are more.
    pub first: First,
}

/// Which cycles come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum First {
    /// The shorter; of one length, those with the larger `least`.
    Shortest,
    /// Those with the larger `cost`; of the same, as above.
    Dearest,
}

/// What one round over an arc costs, in two sorts: the first counts, the second where that is equal.
pub type Cost = [f64; 2];

impl Default for Limits {
    fn default() -> Self {
        Self { length_max: 8, cycles_max: 1_000, visits_max: 2_000_000, first: First::Shortest }
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
    /// `least` × the cost of a round.
    pub cost: Cost,
}

impl Cycle {
    /// Along these nodes, with the costs of the arcs from each to the next. Costs are added from the smallest node
    /// on, so that they come to the same wherever the cycle was entered.
    fn new(mut nodes: Vec<usize>, mut costs: Vec<Cost>, least: f64) -> Self {
        let smallest = (0..nodes.len()).min_by_key(|&at| nodes[at]).unwrap_or(0);
        nodes.rotate_left(smallest);
        costs.rotate_left(smallest);
        let sum = costs.iter().fold(Cost::default(), |sum, it| [sum[0] + it[0], sum[1] + it[1]]);
        Self { nodes, least, cost: sum.map(|it| it * least) }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Cycles {
    /// As the limits say.
    pub cycles: Vec<Cycle>,
    pub truncation: Truncation,
    /// Arcs looked at.
    pub visits: u64,
}

/// The elementary cycles of two nodes up to `length_max`, the shortest first.
///
/// If there are more of one length than there is room for, those with the larger `least` stay. If
/// the budget ends first, what was found until then is the answer. Self-loops are ignored.
pub fn cycles(nodes: usize, arcs: &[Arc], limits: Limits) -> Cycles {
    let costs = vec![Cost::default(); arcs.len()];
    found(nodes, arcs, &costs, Limits { first: First::Shortest, ..limits })
}

/// The same, the dearest first: `costs` say what a round over each arc costs, and a cycle is gone
/// round `least` times. Of parallel arcs the costs are added.
pub fn dearest(nodes: usize, arcs: &[Arc], costs: &[Cost], limits: Limits) -> Cycles {
    found(nodes, arcs, costs, Limits { first: First::Dearest, ..limits })
}

fn found(nodes: usize, arcs: &[Arc], costs: &[Cost], limits: Limits) -> Cycles {
    let mut search = Search::new((nodes, arcs, costs), &components(nodes, arcs), limits);
    for length in 2..=limits.length_max {
        search.round(length);
        if search.is_over() {
            break;
        }
    }
    search.finish()
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

    #[test]
    fn a_dear_long_cycle_is_not_missed_behind_many_cheap_short_ones() {
        let mut arcs: Vec<Arc> = (1..=3_000).flat_map(|n| [(0, n, 1.0), (n, 0, 1.0)]).collect();
        let mut costs = vec![[1.0, 0.0]; arcs.len()];
        arcs.extend((0..5).map(|n| (3_001 + n, 3_001 + (n + 1) % 5, 1.0)));
        costs.resize(arcs.len(), [9.0, 0.0]);
        let found = dearest(3_006, &arcs, &costs, Limits::default());
        assert_eq!(found.cycles[0].nodes, (3_001..3_006).collect::<Vec<_>>());
        assert_eq!((found.cycles.len(), found.truncation), (1_000, Truncation::Count));
    }

    proptest! {
        #[test]
        fn the_dearest_are_the_dearest_of_all(
            (nodes, arcs) in graphs(7),
            cycles_max in 1..12_usize,
            seed in any::<u64>(),
        ) {
            // Parallel arcs would add up their costs.
            let arcs: Vec<Arc> = arcs
                .iter()
                .enumerate()
                .filter(|(at, it)| !arcs[..*at].iter().any(|other| (other.0, other.1) == (it.0, it.1)))
                .map(|(_, it)| *it)
                .collect();
            let cost = |at: u64| ((seed >> (at % 50)) % 10) as f64;
            let costs: Vec<Cost> = (0..arcs.len() as u64).map(|at| [cost(at), 0.0]).collect();
            let limits = Limits { cycles_max, visits_max: u64::MAX, ..Limits::default() };
            let found = dearest(nodes, &arcs, &costs, limits);
            let mut all: Vec<f64> = by_brute_force(nodes, &arcs, limits.length_max)
                .iter()
                .map(|it| cost_of(it, &arcs, &costs))
                .collect();
            all.sort_by(|a, b| b.total_cmp(a));
            let is_whole = all.len() <= cycles_max;
            all.truncate(cycles_max);
            prop_assert_eq!(found.cycles.iter().map(|it| it.cost[0]).collect::<Vec<_>>(), all);
            prop_assert!(!is_whole || found.truncation == Truncation::None);
        }

        #[test]
        fn finds_every_elementary_cycle_once_and_nothing_else(
            (nodes, arcs) in graphs(6),
            length_max in 2..8_usize,
        ) {
            let limits = Limits {
                length_max,
                cycles_max: 10_000,
                visits_max: 1_000_000,
                ..Limits::default()
            };
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
            let limits =
                Limits { length_max: 5, cycles_max, visits_max, ..Limits::default() };
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

    fn cost_of(cycle: &[usize], arcs: &[Arc], costs: &[Cost]) -> f64 {
        let ends = cycle.iter().zip(cycle.iter().cycle().skip(1));
        let at = |(from, to): (&usize, &usize)| {
            arcs.iter().position(|it| (it.0, it.1) == (*from, *to)).expect("an arc of the cycle")
        };
        let on: Vec<usize> = ends.map(at).collect();
        let least = on.iter().map(|at| arcs[*at].2).fold(f64::INFINITY, f64::min);
        least * on.iter().map(|at| costs[*at][0]).sum::<f64>()
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

//! Exact orders beyond the reach of the full table: the dynamic programme, one layer of subsets
//! after the other, without the states that cannot lead below the best known cost (Morin and
//! Marsten, *Branch-and-Bound Strategies for Dynamic Programming*, 1976).
//!
//! A state is the set of nodes not yet placed. The bound on what such a set still costs is a
//! packing of short cycles that share no weight: every cut pays for each of them. A source or a
//! sink of the set is placed at once, as it costs nothing.

mod packing;

use std::collections::{BTreeMap, HashMap};

use crate::graphs::cut::part::Part;
use packing::Packing;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    Better(Vec<usize>),
    /// The order that was given is the best.
    NoneBetter,
    GaveUp,
}

/// Sets are machine words; larger parts need more states than anybody would wait for.
const NODES_MAX: usize = 64;

/// Cycles of the packing that are looked at before giving up: a few tenths of a second.
const WORK_MAX: usize = 60_000_000;

/// Differences below this share of the cost are rounding.
const ROUNDING: f64 = 1e-9;

/// What is known of a set: the least cost so far, and how it came to that.
#[derive(Debug, Clone, Copy)]
struct Reached {
    cost: f64,
    from: u64,
    /// Placed first, or else last.
    node: usize,
    is_first: bool,
}

/// Looks for an order cheaper than the given one, keeping no more than `states_max` sets.
pub(super) fn better_than(part: &Part, given: &[usize], states_max: usize) -> Answer {
    let nodes = part.len();
    if nodes > NODES_MAX {
        return Answer::GaveUp;
    }
    let cost = part.cost(given);
    let limit = cost - ROUNDING * cost.max(1.0);
    let dense = Dense::new(part);
    let packing = Packing::new(part);
    let all = u64::MAX >> (NODES_MAX - nodes);
    let (mut reached, mut work) = (HashMap::<u64, Reached>::new(), 0);
    // By size, so that each set is final before it is left; ascending, so that ties are settled.
    let mut layer = BTreeMap::from([(all, 0.0)]);
    for _ in 0..nodes {
        let mut below = BTreeMap::new();
        for (set, cost) in layer {
            if reached.len() > states_max || work > WORK_MAX {
                return Answer::GaveUp;
            }
            for step in dense.steps(set, cost) {
                work += packing.len();
                let rest = set & !(1 << step.node);
                let is_best = below.get(&rest).is_none_or(|&known| step.cost < known);
                if is_best && step.cost + packing.bound(rest) < limit {
                    below.insert(rest, step.cost);
                    reached.insert(rest, step);
                }
            }
        }
        layer = below;
    }
    if reached.contains_key(&0) { Answer::Better(order(all, &reached)) } else { Answer::NoneBetter }
}

fn order(all: u64, reached: &HashMap<u64, Reached>) -> Vec<usize> {
    let (mut first, mut last) = (Vec::new(), Vec::new());
    let mut set = 0;
    while set != all {
        let step = reached[&set];
        if step.is_first {
            first.push(step.node);
        } else {
            last.push(step.node);
        }
        set = step.from;
    }
    first.reverse();
    first.extend(last);
    first
}

/// Weights and neighbours by node, for sets as bits.
#[derive(Debug)]
struct Dense {
    weight: Vec<Vec<f64>>,
    next: Vec<u64>,
    before: Vec<u64>,
}

impl Dense {
    fn new(part: &Part) -> Self {
        let nodes = part.len();
        let mut weight = vec![vec![0.0; nodes]; nodes];
        for (from, to, it) in part.arcs() {
            weight[to][from] = it;
        }
        let bits = |arcs: &Vec<(usize, f64)>| arcs.iter().fold(0, |set, &(at, _)| set | (1 << at));
        let next = part.next.iter().map(bits).collect();
        let before = part.before.iter().map(bits).collect();
        Self { weight, next, before }
    }

    /// Every node that may be placed next; one alone if that is free of cost.
    fn steps(&self, set: u64, cost: f64) -> Vec<Reached> {
        let free = members(set).find(|&it| self.before[it] & set == 0 || self.next[it] & set == 0);
        if let Some(node) = free {
            let is_first = self.before[node] & set == 0;
            return vec![Reached { cost, from: set, node, is_first }];
        }
        let step = |node: usize| {
            // Placed before all others of the set, its arcs from them point backwards.
            let back = members(set & self.before[node]);
            let cost = back.fold(cost, |sum, from| sum + self.weight[node][from]);
            Reached { cost, from: set, node, is_first: true }
        };
        members(set).map(step).collect()
    }
}

/// The nodes of a set, ascending.
fn members(mut set: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let node = set.trailing_zeros() as usize;
        (set != 0).then(|| {
            set &= set - 1;
            node
        })
    })
}

//! The best order by dynamic programming over subsets (Lawler, *A Comment on Minimum Feedback Arc
//! Sets*, 1964).
//!
//! With `f(S)` the least weight of backward arcs among the nodes of `S` when they stand first:
//! `f({}) = 0` and `f(S) = min over v in S of f(S − v) + Σ { w(v → u) : u in S − v }`, since an arc
//! from `v`, which stands last in `S`, to any other node of `S` points backwards. `2ⁿ · n` steps.

use crate::graphs::cut::part::Part;

/// For parts of up to sixteen nodes (`EXACT_NODES_MAX`).
pub(super) fn order(part: &Part) -> Vec<usize> {
    let nodes = part.len();
    let back: Vec<HalfSums> = (0..nodes).map(|node| HalfSums::new(&part.next[node])).collect();
    let mut least = vec![f64::INFINITY; 1 << nodes];
    let mut last = vec![0_u8; 1 << nodes];
    least[0] = 0.0;
    for set in 1..1_usize << nodes {
        for (node, name) in (0..nodes).zip(0_u8..) {
            if set & (1 << node) == 0 {
                continue;
            }
            let rest = set & !(1 << node);
            let cost = least[rest] + back[node].over(rest);
            if cost < least[set] {
                least[set] = cost;
                last[set] = name;
            }
        }
    }
    backwards(nodes, &last)
}

fn backwards(nodes: usize, last: &[u8]) -> Vec<usize> {
    let mut set = (1 << nodes) - 1;
    let mut order = Vec::with_capacity(nodes);
    while set != 0 {
        let node = usize::from(last[set]);
        order.push(node);
        set &= !(1 << node);
    }
    order.reverse();
    order
}

/// The weight from one node into any subset, by two look-ups of half the nodes each.
#[derive(Debug)]
struct HalfSums {
    low: Vec<f64>,
    high: Vec<f64>,
}

const HALF: usize = 8;

impl HalfSums {
    fn new(next: &[(usize, f64)]) -> Self {
        let sums = |first: usize| {
            let in_set = |set: usize| {
                let inside = |&&(to, _): &&(usize, f64)| {
                    (first..first + HALF).contains(&to) && set & (1 << (to - first)) != 0
                };
                next.iter().filter(inside).map(|&(_, weight)| weight).sum()
            };
            (0..1 << HALF).map(in_set).collect()
        };
        Self { low: sums(0), high: sums(HALF) }
    }

    fn over(&self, set: usize) -> f64 {
        self.low[set & ((1 << HALF) - 1)] + self.high[set >> HALF]
    }
}

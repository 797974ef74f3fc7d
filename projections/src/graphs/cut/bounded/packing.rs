//! Short cycles that share no weight: what any cut must pay at least.

use crate::graphs::{
    cut::part::Part,
    cycles::{Limits, cycles},
};

/// Cycles as sets of nodes, each with the weight it claims for itself.
#[derive(Debug)]
pub(super) struct Packing(Vec<(u64, f64)>);

const LENGTH_MAX: usize = 6;

impl Packing {
    /// The shortest cycles first, as they need the fewest arcs for what they prove.
    pub(super) fn new(part: &Part) -> Self {
        let arcs: Vec<_> = part.arcs().collect();
        let limits = Limits { length_max: LENGTH_MAX, cycles_max: 20_000, ..Limits::default() };
        let mut left = vec![vec![0.0; part.len()]; part.len()];
        for &(from, to, weight) in &arcs {
            left[from][to] = weight;
        }
        let mut packed = Vec::new();
        for cycle in cycles(part.len(), &arcs, limits).cycles {
            let nodes = &cycle.nodes;
            let ends = || nodes.iter().zip(nodes.iter().cycle().skip(1));
            let claim = ends().map(|(&a, &b)| left[a][b]).fold(f64::INFINITY, f64::min);
            if claim > 0.0 {
                ends().for_each(|(&a, &b)| left[a][b] -= claim);
                packed.push((nodes.iter().fold(0, |set, &node| set | (1 << node)), claim));
            }
        }
        Self(packed)
    }

    /// How many cycles one bound looks at.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The least that a cut of the graph on these nodes costs.
    pub(super) fn bound(&self, set: u64) -> f64 {
        self.0.iter().filter(|(nodes, _)| nodes & !set == 0).map(|(_, weight)| weight).sum()
    }
}

//! What so many more arcs can add to the cost of a path, at most.

use std::ops::Range;

use crate::graphs::cycles::ranked::Ranked;

/// A bound from above.
#[derive(Debug)]
pub(super) struct Reach {
    /// What the dearest arc costs.
    cost_max: f64,
    nodes: usize,
    /// By the number of arcs, then by node: the cost of the dearest walk from there, which may come
    /// through a node again; below zero without end where there is none. Empty if it was not looked up.
    most: Vec<f64>,
}

impl Reach {
    /// As many of the dearest arc.
    pub(super) fn by_dearest(graph: &Ranked) -> Self {
        let cost_max = graph.arcs().map(|it| it.cost[0]).fold(0.0, f64::max);
        Self { cost_max, nodes: graph.len(), most: vec![] }
    }

    /// Of walks along no more arcs than a cycle of `length_max` has.
    pub(super) fn new(graph: &Ranked, length_max: usize) -> Self {
        let nodes = graph.len();
        let mut most = Vec::with_capacity(nodes * (length_max + 1));
        most.resize(nodes, 0.0);
        for arcs in 1..=length_max {
            let shorter = nodes * (arcs - 1);
            for node in graph.ranks() {
                let on = graph.next.of(node).iter().map(|it| it.cost[0] + most[shorter + it.to]);
                let dearest = on.fold(f64::NEG_INFINITY, f64::max);
                most.push(dearest);
            }
        }
        Self { most, ..Self::by_dearest(graph) }
    }

    /// Arcs looked at for that.
    pub(super) fn visits(graph: &Ranked, length_max: usize) -> u64 {
        (graph.size() * length_max) as u64
    }

    /// What so many arcs from the node add, at most.
    pub(super) fn most(&self, node: usize, arcs: usize) -> f64 {
        let by_dearest = || arcs as f64 * self.cost_max;
        self.most.get(arcs * self.nodes + node).copied().unwrap_or_else(by_dearest)
    }

    /// By node: what any of these numbers of arcs adds, at most.
    pub(super) fn most_in(&self, arcs: Range<usize>) -> Vec<f64> {
        let most =
            |node| arcs.clone().map(|it| self.most(node, it)).fold(f64::NEG_INFINITY, f64::max);
        (0..self.nodes).map(most).collect()
    }
}

//! Graph algorithms that know nothing of hand-overs: strongly connected components, short cycles
//! and the lightest cut that leaves no cycle.
//!
//! Invariant: the same graph gives the same answer. Budgets count work, not time; ties are broken
//! by the index of a node or an arc.

pub mod components;
pub mod cut;
pub mod cycles;

/// From, to, weight. Parallel arcs may occur; a weight below zero or not a number counts as zero.
pub type Arc = (usize, usize, f64);

/// The arcs that can lie on a cycle at all: both ends known and not the same.
fn proper(nodes: usize, arcs: &[Arc]) -> impl Iterator<Item = (usize, Arc)> {
    let known =
        move |&(_, &(from, to, _)): &(usize, &Arc)| from != to && from < nodes && to < nodes;
    arcs.iter().enumerate().filter(known).map(|(at, &(from, to, weight))| {
        // `max` also turns "not a number" into zero.
        (at, (from, to, weight.max(0.0)))
    })
}

#[cfg(test)]
mod testing {
    //! Random small graphs, and what is true of a graph by the definition.

    use proptest::prelude::*;

    use super::Arc;

    /// Up to `nodes` nodes; weights are small whole numbers, so that sums are exact.
    pub(super) fn graphs(nodes: usize) -> impl Strategy<Value = (usize, Vec<Arc>)> {
        (1..=nodes).prop_flat_map(|n| {
            let arc = (0..n, 0..n, 0_u8..20).prop_map(|(a, b, w)| (a, b, f64::from(w)));
            (Just(n), prop::collection::vec(arc, 0..=n * 3))
        })
    }

    pub(super) fn is_acyclic(nodes: usize, arcs: &[Arc]) -> bool {
        let mut left: Vec<usize> = (0..nodes).collect();
        let blocked = |left: &[usize], node| {
            arcs.iter().any(|&(from, to, _)| to == node && from != to && left.contains(&from))
        };
        while let Some(free) = left.iter().position(|&node| !blocked(&left, node)) {
            left.remove(free);
        }
        left.is_empty()
    }
}

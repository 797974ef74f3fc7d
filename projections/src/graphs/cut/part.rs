//! One strongly connected component, its nodes numbered from zero.

use crate::graphs::{Arc, proper};

/// An arc that must stay weighs more than all others together, so that no cheaper set of others is
/// ever preferred to it, and sums stay finite.
#[derive(Debug)]
pub(super) struct Part {
    /// By node: the others it points to, ascending, with the weight; parallel arcs summed.
    pub(super) next: Vec<Vec<(usize, f64)>>,
    /// By node: the others that point to it.
    pub(super) before: Vec<Vec<(usize, f64)>>,
}

impl Part {
    /// `members` ascending.
    pub(super) fn new(members: &[usize], nodes: usize, arcs: &[Arc]) -> Self {
        let inside = |node: usize| members.binary_search(&node).ok();
        let own = proper(nodes, arcs)
            .filter_map(|(_, (from, to, weight))| Some((inside(from)?, inside(to)?, weight)));
        let mut merged: Vec<Arc> = own.collect();
        // The sort is stable: sums come out the same as in the order of the arcs.
        merged.sort_by_key(|(from, to, _)| (*from, *to));
        merged.dedup_by(|later, sum| {
            let is_parallel = (later.0, later.1) == (sum.0, sum.1);
            if is_parallel {
                sum.2 += later.2;
            }
            is_parallel
        });
        let weights = merged.iter().map(|(_, _, weight)| *weight);
        let finite: f64 = weights.filter(|it| it.is_finite()).sum();
        let mut part =
            Self { next: vec![Vec::new(); members.len()], before: vec![Vec::new(); members.len()] };
        for (from, to, weight) in merged {
            let weight = if weight.is_finite() { weight } else { finite + 1.0 };
            part.next[from].push((to, weight));
            part.before[to].push((from, weight));
        }
        part
    }

    pub(super) fn len(&self) -> usize {
        self.next.len()
    }

    /// Its neighbours, those twice with arcs both ways.
    pub(super) fn around(&self, node: usize) -> impl Iterator<Item = usize> {
        self.next[node].iter().chain(&self.before[node]).map(|&(other, _)| other)
    }

    /// The weight of the arcs that point backwards in this order.
    pub(super) fn cost(&self, order: &[usize]) -> f64 {
        let place = places(order);
        let back = |&(from, to, _): &Arc| place[from] > place[to];
        self.arcs().filter(back).map(|(_, _, weight)| weight).sum()
    }

    pub(super) fn arcs(&self) -> impl Iterator<Item = Arc> {
        let arcs = self.next.iter().enumerate();
        arcs.flat_map(|(from, next)| next.iter().map(move |&(to, weight)| (from, to, weight)))
    }
}

/// By node: its place in the order.
pub(super) fn places(order: &[usize]) -> Vec<usize> {
    let mut place = vec![0; order.len()];
    for (at, &node) in order.iter().enumerate() {
        place[node] = at;
    }
    place
}

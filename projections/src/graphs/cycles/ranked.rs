//! The part of a graph where cycles are, as the search walks it.

use std::ops::Range;

use crate::graphs::{Arc, cycles::Cost, proper};

/// Nodes are renumbered by *rank*: the strongest is 0. A cycle is found from its strongest node,
/// through weaker ones only, and hence once.
#[derive(Debug)]
pub(super) struct Ranked {
    pub(super) node_of: Vec<usize>,
    /// By rank: the heaviest first.
    pub(super) next: Grouped,
    pub(super) before: Grouped,
}

/// Where an arc leads, or whence it comes, with what weight and cost.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Onward {
    pub(super) to: usize,
    pub(super) weight: f64,
    pub(super) cost: Cost,
}

/// Arcs in one list, by the node at their other end.
#[derive(Debug)]
pub(super) struct Grouped {
    /// By node: where its arcs begin; one more for the end.
    begin: Vec<usize>,
    arcs: Vec<Onward>,
}

impl Ranked {
    /// Of the arcs within these components.
    pub(super) fn new(
        (nodes, arcs, costs): (usize, &[Arc], &[Cost]),
        within: &[Vec<usize>],
    ) -> Self {
        let mut merged = merged((nodes, arcs, costs), within);
        let node_of = by_strength(nodes, &merged);
        let mut rank_of = vec![0; nodes];
        for (rank, node) in node_of.iter().enumerate() {
            rank_of[*node] = rank;
        }
        for it in &mut merged {
            it.ends = (rank_of[it.ends.0], rank_of[it.ends.1]);
        }
        let there = || merged.iter().map(|it| (it.ends.0, it.to(it.ends.1)));
        let mut next = Grouped::new(node_of.len(), there);
        for node in 0..node_of.len() {
            let arcs = next.place(node);
            next.arcs[arcs]
                .sort_unstable_by(|a, b| b.weight.total_cmp(&a.weight).then(a.to.cmp(&b.to)));
        }
        let before = next.turned_round();
        Self { node_of, next, before }
    }

    pub(super) fn len(&self) -> usize {
        self.node_of.len()
    }

    pub(super) fn ranks(&self) -> Range<usize> {
        0..self.len()
    }

    /// How many arcs there are.
    pub(super) fn size(&self) -> usize {
        self.next.arcs.len()
    }

    pub(super) fn has_way_through(&self, node: usize) -> bool {
        !self.next.of(node).is_empty() && !self.before.of(node).is_empty()
    }

    pub(super) fn arcs(&self) -> impl Iterator<Item = &Onward> {
        self.next.arcs.iter()
    }

    /// Leaves the others, and says how many they were.
    pub(super) fn retain(&mut self, is_enough: impl Fn(&Onward) -> bool) -> usize {
        let size = self.size();
        self.next.retain(is_enough);
        let left = size - self.size();
        if left > 0 {
            self.before = self.next.turned_round();
        }
        left
    }
}

impl Grouped {
    /// In the order in which they come.
    fn new<I: Iterator<Item = (usize, Onward)>>(nodes: usize, arcs: impl Fn() -> I) -> Self {
        let mut begin = vec![0; nodes + 1];
        for (node, _) in arcs() {
            begin[node + 1] += 1;
        }
        for node in 0..nodes {
            begin[node + 1] += begin[node];
        }
        let mut grouped = vec![Onward::default(); begin[nodes]];
        let mut at = begin.clone();
        for (node, arc) in arcs() {
            grouped[at[node]] = arc;
            at[node] += 1;
        }
        Self { begin, arcs: grouped }
    }

    /// The places of a node's arcs.
    pub(super) fn place(&self, node: usize) -> Range<usize> {
        self.begin[node]..self.begin[node + 1]
    }

    pub(super) fn of(&self, node: usize) -> &[Onward] {
        &self.arcs[self.place(node)]
    }

    pub(super) fn at(&self, place: usize) -> Onward {
        self.arcs[place]
    }

    /// By the node where they led.
    fn turned_round(&self) -> Self {
        let nodes = self.begin.len() - 1;
        let whence = |node: usize| self.of(node).iter().map(move |it| (it.to, it.to(node)));
        Self::new(nodes, || (0..nodes).flat_map(whence))
    }

    fn retain(&mut self, is_enough: impl Fn(&Onward) -> bool) {
        let mut kept = 0;
        for node in 0..self.begin.len() - 1 {
            let place = self.place(node);
            self.begin[node] = kept;
            for at in place {
                if is_enough(&self.arcs[at]) {
                    self.arcs[kept] = self.arcs[at];
                    kept += 1;
                }
            }
        }
        self.arcs.truncate(kept);
        *self.begin.last_mut().expect("one more than nodes") = kept;
    }
}

impl Onward {
    fn to(self, to: usize) -> Self {
        Self { to, ..self }
    }
}

/// Parallel arcs summed.
#[derive(Debug)]
struct Merged {
    ends: (usize, usize),
    weight: f64,
    cost: Cost,
}

impl Merged {
    fn to(&self, to: usize) -> Onward {
        Onward { to, weight: self.weight, cost: self.cost }
    }
}

/// Ascending by their ends; only those whose ends lie in one component.
fn merged((nodes, arcs, costs): (usize, &[Arc], &[Cost]), within: &[Vec<usize>]) -> Vec<Merged> {
    let mut component = vec![usize::MAX; nodes];
    for (number, members) in within.iter().enumerate() {
        for &node in members {
            component[node] = number;
        }
    }
    let is_within =
        |from: usize, to: usize| component[from] != usize::MAX && component[from] == component[to];
    let inside = proper(nodes, arcs).filter(|(_, (from, to, _))| is_within(*from, *to));
    let one = |(place, (from, to, weight))| Merged { ends: (from, to), weight, cost: costs[place] };
    let mut all: Vec<Merged> = inside.map(one).collect();
    // The sort is stable: sums come out the same as in the order of the arcs.
    all.sort_by_key(|it| it.ends);
    all.dedup_by(|later, sum| {
        let is_parallel = later.ends == sum.ends;
        if is_parallel {
            sum.weight += later.weight;
            sum.cost.iter_mut().zip(later.cost).for_each(|(sum, it)| *sum += it);
        }
        is_parallel
    });
    all
}

/// The nodes on cycles, those with the most weight in and out first.
fn by_strength(nodes: usize, arcs: &[Merged]) -> Vec<usize> {
    let mut strength = vec![None; nodes];
    for Merged { ends: (from, to), weight, .. } in arcs {
        for node in [*from, *to] {
            *strength[node].get_or_insert(0.0) += weight;
        }
    }
    let known = strength.into_iter().enumerate();
    let mut nodes: Vec<(usize, f64)> = known.filter_map(|(node, it)| Some((node, it?))).collect();
    nodes.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    nodes.into_iter().map(|(node, _)| node).collect()
}

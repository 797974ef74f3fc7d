//! A good order quickly: Eades, Lin and Smyth, *A Fast and Effective Heuristic for the Feedback Arc
//! Set Problem* (1993), with weights in place of counts.

use std::{
    cmp::Ordering,
    collections::{BTreeSet, BinaryHeap},
};

use crate::graphs::cut::part::Part;

/// Sinks go last and sources first as they appear; else the node goes first that gives most more
/// than it takes. Of equals, the smallest.
pub(super) fn order(part: &Part) -> Vec<usize> {
    let mut left = Left::of(part);
    let (mut first, mut last) = (Vec::new(), Vec::new());
    while let Some((node, goes_last)) = left.next() {
        left.take(part, node);
        if goes_last { last.push(node) } else { first.push(node) }
    }
    first.extend(last.into_iter().rev());
    first
}

/// The nodes that have no place yet.
#[derive(Debug)]
struct Left {
    nodes: Vec<Node>,
    sinks: BTreeSet<usize>,
    sources: BTreeSet<usize>,
    /// The first is greatest. A node stands here with every gain that it ever had; only that of now counts.
    by_gain: BinaryHeap<ByGain>,
}

/// Arcs from it and to it, from and to nodes that are left, and what it gives more than it takes.
#[derive(Debug, Clone, Copy)]
struct Node {
    is_left: bool,
    out: usize,
    into: usize,
    gain: f64,
}

/// The most gain is the greatest, then the smallest node.
#[derive(Debug, Clone, Copy)]
struct ByGain(f64, usize);

impl Left {
    fn of(part: &Part) -> Self {
        let sum = |arcs: &[(usize, f64)]| -> f64 { arcs.iter().map(|&(_, weight)| weight).sum() };
        let node = |(next, before): (&Vec<_>, &Vec<_>)| Node {
            is_left: true,
            out: next.len(),
            into: before.len(),
            gain: sum(next) - sum(before),
        };
        let nodes: Vec<Node> = part.next.iter().zip(&part.before).map(node).collect();
        let all = || nodes.iter().enumerate();
        Self {
            sinks: all().filter(|(_, it)| it.out == 0).map(|(at, _)| at).collect(),
            sources: all().filter(|(_, it)| it.into == 0).map(|(at, _)| at).collect(),
            by_gain: all().map(|(at, it)| ByGain(it.gain, at)).collect(),
            nodes,
        }
    }

    /// The node to be placed, and whether it goes last.
    fn next(&mut self) -> Option<(usize, bool)> {
        if let Some(sink) = self.sinks.first() {
            return Some((*sink, true));
        }
        if let Some(source) = self.sources.first() {
            return Some((*source, false));
        }
        loop {
            let ByGain(gain, node) = self.by_gain.pop()?;
            let now = self.nodes[node];
            if now.is_left && now.gain.total_cmp(&gain).is_eq() {
                return Some((node, false));
            }
        }
    }

    fn take(&mut self, part: &Part, node: usize) {
        self.nodes[node].is_left = false;
        self.sinks.remove(&node);
        self.sources.remove(&node);
        for &(to, weight) in &part.next[node] {
            self.change(to, weight, |it| it.into -= 1);
        }
        for &(from, weight) in &part.before[node] {
            self.change(from, -weight, |it| it.out -= 1);
        }
    }

    fn change(&mut self, at: usize, gain: f64, loses: impl Fn(&mut Node)) {
        let node = &mut self.nodes[at];
        if !node.is_left {
            return;
        }
        node.gain += gain;
        loses(node);
        self.by_gain.push(ByGain(node.gain, at));
        if node.out == 0 {
            self.sinks.insert(at);
        }
        if node.into == 0 {
            self.sources.insert(at);
        }
    }
}

impl Ord for ByGain {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0).then(other.1.cmp(&self.1))
    }
}

impl PartialOrd for ByGain {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for ByGain {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for ByGain {}

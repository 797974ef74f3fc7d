//! A good order quickly: Eades, Lin and Smyth, *A Fast and Effective Heuristic for the Feedback Arc
//! Set Problem* (1993), with weights in place of counts.

use crate::graphs::cut::part::Part;

/// Sinks go last and sources first as they appear; else the node goes first that gives most more
/// than it takes. Of equals, the smallest.
pub(super) fn order(part: &Part) -> Vec<usize> {
    let mut left = Left::of(part);
    let (mut first, mut last) = (Vec::new(), Vec::new());
    for _ in 0..part.len() {
        let (node, goes_last) = left.next();
        left.take(part, node);
        if goes_last { last.push(node) } else { first.push(node) }
    }
    first.extend(last.into_iter().rev());
    first
}

/// The nodes that have no place yet.
#[derive(Debug)]
struct Left {
    nodes: Vec<usize>,
    /// By node: arcs from it and to it, from and to nodes that are left.
    out: Vec<usize>,
    into: Vec<usize>,
    /// By node: what it gives more than it takes.
    gain: Vec<f64>,
}

impl Left {
    fn of(part: &Part) -> Self {
        let sum = |arcs: &[(usize, f64)]| -> f64 { arcs.iter().map(|&(_, weight)| weight).sum() };
        Self {
            nodes: (0..part.len()).collect(),
            out: part.next.iter().map(Vec::len).collect(),
            into: part.before.iter().map(Vec::len).collect(),
            gain: part.next.iter().zip(&part.before).map(|(a, b)| sum(a) - sum(b)).collect(),
        }
    }

    /// The node to be placed, and whether it goes last.
    fn next(&self) -> (usize, bool) {
        let sink = self.nodes.iter().find(|node| self.out[**node] == 0);
        let source = || self.nodes.iter().find(|node| self.into[**node] == 0);
        if let Some(node) = sink.or_else(source) {
            return (*node, sink.is_some());
        }
        let best =
            |a: &&usize, b: &&usize| self.gain[**a].total_cmp(&self.gain[**b]).then(b.cmp(a));
        (self.nodes.iter().max_by(best).copied().unwrap_or_default(), false)
    }

    fn take(&mut self, part: &Part, node: usize) {
        self.nodes.retain(|it| *it != node);
        for &(to, weight) in &part.next[node] {
            self.into[to] -= 1;
            self.gain[to] += weight;
        }
        for &(from, weight) in &part.before[node] {
            self.out[from] -= 1;
            self.gain[from] -= weight;
        }
    }
}

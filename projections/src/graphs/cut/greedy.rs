//! A good order quickly: Eades, Lin and Smyth, *A Fast and Effective Heuristic for the Feedback Arc
//! Set Problem* (1993), with weights in place of counts.

use crate::graphs::cut::part::Part;

/// Sinks go last and sources first as they appear; else the node goes first that gives most more
/// than it takes. Of equals, the smallest.
pub(super) fn order(part: &Part) -> Vec<usize> {
    let mut left: Vec<usize> = (0..part.len()).collect();
    let mut is_left = vec![true; part.len()];
    let (mut first, mut last) = (Vec::new(), Vec::new());
    while !left.is_empty() {
        let weight = |arcs: &[(usize, f64)]| -> f64 {
            arcs.iter().filter(|&&(other, _)| is_left[other]).map(|&(_, weight)| weight).sum()
        };
        let is_free = |arcs: &[(usize, f64)]| arcs.iter().all(|&(other, _)| !is_left[other]);
        let gain = |node: usize| weight(&part.next[node]) - weight(&part.before[node]);
        let sink = left.iter().position(|&node| is_free(&part.next[node]));
        let source = || left.iter().position(|&node| is_free(&part.before[node]));
        let (at, goes_last) = match sink.or_else(source) {
            Some(at) => (at, sink.is_some()),
            None => (greatest(left.iter().map(|&node| gain(node))), false),
        };
        let node = left.remove(at);
        is_left[node] = false;
        if goes_last { last.push(node) } else { first.push(node) }
    }
    first.extend(last.into_iter().rev());
    first
}

fn greatest(values: impl Iterator<Item = f64>) -> usize {
    let best = values.enumerate().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
    best.map_or(0, |(at, _)| at)
}

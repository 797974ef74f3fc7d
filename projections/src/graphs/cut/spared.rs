//! Arcs that an order of the nodes removes, although nothing goes round without removing them. Of arcs that weigh
//! something there are none in the lightest cut; those that weigh nothing are for nothing, so that a cut may name
//! any number of them. In a cut by a heuristic there may be some of any weight.

use crate::graphs::{Arc, proper};

/// Arcs looked at, at most; what is not looked at by then stays removed.
const VISITS_MAX: usize = 100_000;

/// Of the removed arcs, ascending, those that have to be: the heaviest are let stay first.
pub(super) fn needed(nodes: usize, arcs: &[Arc], removed: &[usize], is_exact: bool) -> Vec<usize> {
    let weight = |at: usize| arcs[at].2.max(0.0);
    let mut spare: Vec<usize> =
        removed.iter().copied().filter(|it| !is_exact || weight(*it) == 0.0).collect();
    if spare.is_empty() {
        return removed.to_vec();
    }
    spare.sort_by(|a, b| weight(*b).total_cmp(&weight(*a)).then(a.cmp(b)));
    let mut is_removed = vec![false; arcs.len()];
    for at in removed {
        is_removed[*at] = true;
    }
    let mut next = vec![vec![]; nodes];
    for (_, (from, to, _)) in proper(nodes, arcs).filter(|(at, _)| !is_removed[*at]) {
        next[from].push(to);
    }
    let (mut visits, mut seen) = (VISITS_MAX, vec![usize::MAX; nodes]);
    for at in spare {
        let (from, to, _) = arcs[at];
        if !may_lead(&next, (to, from), (&mut seen, at), &mut visits) {
            next[from].push(to);
            is_removed[at] = false;
        }
    }
    removed.iter().copied().filter(|at| is_removed[*at]).collect()
}

/// Whether there is a way, or too much to look at. Nodes that are seen get the mark.
fn may_lead(
    next: &[Vec<usize>],
    (from, to): (usize, usize),
    (seen, mark): (&mut [usize], usize),
    visits: &mut usize,
) -> bool {
    seen[from] = mark;
    let mut open = vec![from];
    while let Some(node) = open.pop() {
        if node == to || *visits < next[node].len() {
            return true;
        }
        *visits -= next[node].len();
        for it in &next[node] {
            if seen[*it] != mark {
                seen[*it] = mark;
                open.push(*it);
            }
        }
    }
    false
}

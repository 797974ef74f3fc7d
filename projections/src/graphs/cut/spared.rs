//! Arcs that an order of the nodes removes, although nothing goes round without removing them. Of arcs that weigh
//! something there are none in the lightest cut; those that weigh nothing are for nothing, so that a cut may name
//! any number of them.

use std::collections::HashSet;

use crate::graphs::{Arc, proper};

/// Arcs looked at, at most; what is not looked at by then stays removed.
const VISITS_MAX: usize = 200_000;

/// The arcs at these places, ascending, without those of no weight that can stay. The others leave no cycle.
pub(super) fn without_spared(nodes: usize, arcs: &[Arc], removed: Vec<usize>) -> Vec<usize> {
    let weighs_nothing = |at: &usize| arcs[*at].2.max(0.0) == 0.0;
    if !removed.iter().any(weighs_nothing) {
        return removed;
    }
    let mut next = vec![vec![]; nodes];
    let mut is_kept = vec![true; arcs.len()];
    for at in &removed {
        is_kept[*at] = false;
    }
    for (_, (from, to, _)) in proper(nodes, arcs).filter(|(at, _)| is_kept[*at]) {
        next[from].push(to);
    }
    let mut visits = VISITS_MAX;
    let mut needed = vec![];
    for at in removed {
        let (from, to, _) = arcs[at];
        if weighs_nothing(&at) && !may_lead(&next, to, from, &mut visits) {
            next[from].push(to);
        } else {
            needed.push(at);
        }
    }
    needed
}

/// Whether there is a way, or too much to look at.
fn may_lead(next: &[Vec<usize>], from: usize, to: usize, visits: &mut usize) -> bool {
    let mut is_seen = HashSet::from([from]);
    let mut open = vec![from];
    while let Some(node) = open.pop() {
        if node == to || *visits < next[node].len() {
            return true;
        }
        *visits -= next[node].len();
        open.extend(next[node].iter().copied().filter(|it| is_seen.insert(*it)));
    }
    false
}

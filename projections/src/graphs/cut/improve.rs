//! A better order nearby: one node at a time moves to where it costs least, until none can; then
//! stretches of the order are turned round, to leave a hollow that single moves cannot leave.

use crate::graphs::cut::part::{Part, places};

const SWEEPS_MAX: usize = 50;

/// Nodes moved about by turning, at most: large parts are turned less often.
const TURNED_NODES_MAX: usize = 20_000;

/// How long the stretches are that are turned round.
const STRETCHES: [usize; 5] = [2, 3, 5, 8, 13];

/// Smaller gains are rounding.
const GAIN_MIN: f64 = 1e-9;

/// Never worse than the given order.
pub(super) fn improved(part: &Part, order: Vec<usize>) -> Vec<usize> {
    let mut best = settled(part, order);
    let mut cost = part.cost(&best);
    for (start, stretch) in turns(part.len()) {
        let mut turned = best.clone();
        turned[start..start + stretch].reverse();
        let turned = settled(part, turned);
        let turned_cost = part.cost(&turned);
        if turned_cost < cost - GAIN_MIN {
            (best, cost) = (turned, turned_cost);
        }
    }
    best
}

/// Every stretch of every length, round and round, as far as the bound on the work allows.
fn turns(nodes: usize) -> impl Iterator<Item = (usize, usize)> {
    let fitting = STRETCHES.into_iter().filter(move |&stretch| stretch <= nodes);
    let round = fitting.flat_map(move |stretch| (0..=nodes - stretch).map(move |at| (at, stretch)));
    round.cycle().take(TURNED_NODES_MAX / nodes.max(1))
}

/// No single move of a node is a gain any more, unless the sweeps ran out.
fn settled(part: &Part, order: Vec<usize>) -> Vec<usize> {
    let mut line = Line { place: places(&order), order };
    for _ in 0..SWEEPS_MAX {
        let mut gained = false;
        for node in 0..part.len() {
            gained |= line.improve(part, node);
        }
        if !gained {
            break;
        }
    }
    line.order
}

/// An order, and the place of each node in it.
#[derive(Debug)]
struct Line {
    order: Vec<usize>,
    place: Vec<usize>,
}

impl Line {
    /// Moves the node to the place of least cost, if that is a gain.
    fn improve(&mut self, part: &Part, node: usize) -> bool {
        let here = self.place[node];
        // Passing a node forwards turns arcs to it backward and arcs from it forward.
        let mut steps: Vec<(usize, f64)> = Vec::new();
        steps.extend(part.next[node].iter().map(|&(other, weight)| (self.place[other], weight)));
        steps.extend(part.before[node].iter().map(|&(other, weight)| (self.place[other], -weight)));
        steps.sort_by_key(|&(at, _)| at);
        let ahead = steps.partition_point(|&(at, _)| at < here);
        let forwards = least_sum(steps[ahead..].iter().copied());
        let backwards = steps[..ahead].iter().rev().map(|&(at, weight)| (at, -weight));
        let best = [forwards, least_sum(backwards)].into_iter().flatten();
        let best = best.min_by(|a, b| a.1.total_cmp(&b.1));
        let Some((to, _)) = best.filter(|&(_, change)| change < -GAIN_MIN) else { return false };
        self.move_to(here, to);
        true
    }

    fn move_to(&mut self, from: usize, to: usize) {
        if from < to {
            self.order[from..=to].rotate_left(1);
        } else {
            self.order[to..=from].rotate_right(1);
        }
        for at in from.min(to)..=from.max(to) {
            self.place[self.order[at]] = at;
        }
    }
}

/// Where the running sum is least, and how much that is.
fn least_sum(steps: impl Iterator<Item = (usize, f64)>) -> Option<(usize, f64)> {
    let sums = steps.scan(0.0, |sum, (at, weight)| {
        *sum += weight;
        Some((at, *sum))
    });
    sums.min_by(|a, b| a.1.total_cmp(&b.1))
}

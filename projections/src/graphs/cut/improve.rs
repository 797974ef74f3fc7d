//! A better order nearby: one node at a time moves to where it costs least, until none can; then
//! stretches of the order are turned round, to leave a hollow that single moves cannot leave.
//!
//! Where a node costs least depends on its neighbours alone. So after a move only these are looked at
//! again, and after a turn only what was turned and what neighbours it.

use std::collections::VecDeque;

use crate::graphs::cut::part::{Part, places};

/// How often each node is looked at, on average and at most.
const LOOKS_MAX: usize = 50;

/// Nodes moved about by turning, at most: large parts are turned less often.
const TURNED_NODES_MAX: usize = 20_000;

/// How long the stretches are that are turned round.
const STRETCHES: [usize; 5] = [2, 3, 5, 8, 13];

/// Smaller gains are rounding.
const GAIN_MIN: f64 = 1e-9;

/// Never worse than the given order.
pub(super) fn improved(part: &Part, order: Vec<usize>) -> Vec<usize> {
    let mut best = Line::of(order);
    best.settle(part, 0..part.len());
    let mut cost = part.cost(&best.order);
    for (start, stretch) in turns(part.len()) {
        let mut turned = best.clone();
        turned.turn(part, start, stretch);
        let turned_cost = part.cost(&turned.order);
        if turned_cost < cost - GAIN_MIN {
            (best, cost) = (turned, turned_cost);
        }
    }
    best.order
}

/// Every stretch of every length, round and round, as far as the bound on the work allows.
fn turns(nodes: usize) -> impl Iterator<Item = (usize, usize)> {
    let fitting = STRETCHES.into_iter().filter(move |&stretch| stretch <= nodes);
    let round = fitting.flat_map(move |stretch| (0..=nodes - stretch).map(move |at| (at, stretch)));
    round.cycle().take(TURNED_NODES_MAX / nodes.max(1))
}

/// An order, and the place of each node in it.
#[derive(Debug, Clone)]
struct Line {
    order: Vec<usize>,
    place: Vec<usize>,
}

impl Line {
    fn of(order: Vec<usize>) -> Self {
        Self { place: places(&order), order }
    }

    fn turn(&mut self, part: &Part, start: usize, stretch: usize) {
        self.order[start..start + stretch].reverse();
        for at in start..start + stretch {
            self.place[self.order[at]] = at;
        }
        let turned = self.order[start..start + stretch].to_vec();
        let around: Vec<usize> = turned.iter().flat_map(|it| part.around(*it)).collect();
        self.settle(part, turned.into_iter().chain(around));
    }

    /// No single move of a node is a gain any more, unless the looks ran out; only these and what
    /// their moves touch may be one before.
    fn settle(&mut self, part: &Part, restless: impl Iterator<Item = usize>) {
        let mut waiting = Waiting::of(part.len(), restless);
        let mut steps = Vec::new();
        for _ in 0..LOOKS_MAX * part.len() {
            let Some(node) = waiting.next() else { break };
            if self.improve(part, node, &mut steps) {
                part.around(node).for_each(|it| waiting.push(it));
            }
        }
    }

    /// Moves the node to the place of least cost, if that is a gain.
    fn improve(&mut self, part: &Part, node: usize, steps: &mut Vec<(usize, f64)>) -> bool {
        let here = self.place[node];
        // Passing a node forwards turns arcs to it backward and arcs from it forward.
        steps.clear();
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

/// Nodes to be looked at, each once at a time, in the order in which they came.
#[derive(Debug)]
struct Waiting {
    nodes: VecDeque<usize>,
    is_in: Vec<bool>,
}

impl Waiting {
    fn of(nodes: usize, first: impl Iterator<Item = usize>) -> Self {
        let mut waiting = Self { nodes: VecDeque::new(), is_in: vec![false; nodes] };
        first.for_each(|it| waiting.push(it));
        waiting
    }

    fn push(&mut self, node: usize) {
        if !std::mem::replace(&mut self.is_in[node], true) {
            self.nodes.push_back(node);
        }
    }

    fn next(&mut self) -> Option<usize> {
        let node = self.nodes.pop_front()?;
        self.is_in[node] = false;
        Some(node)
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

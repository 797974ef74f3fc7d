//! The search for cycles: round after round, all of one length in each.

use std::cmp::Ordering;

use crate::graphs::{
    Arc,
    cycles::{
        Cost, Cycle, Cycles, First, Limits, Truncation,
        ranked::{Onward, Ranked},
        reach::Reach,
    },
};

#[derive(Debug)]
pub(super) struct Search {
    graph: Ranked,
    /// By start: how far a node is from coming back to it.
    ways_back: Vec<WayBack>,
    /// The same by node, of the start that is looked at.
    distance: Vec<usize>,
    /// By node from which an arc leads back to that start: this arc.
    closing: Vec<Onward>,
    /// What can still be added to the cost of a path.
    reach: Reach,
    limits: Limits,
    kept: Vec<Cycle>,
    /// What a cycle must come to, once there are enough of them.
    cost_min: Option<f64>,
    /// Whether the shorter ones alone are as many as there is room for.
    is_full: bool,
    visits: u64,
    truncation: Truncation,
}

/// The nodes that lead back to one start through weaker nodes, known up to `depth`, the nearest first.
#[derive(Debug, Default)]
struct WayBack {
    nodes: Vec<(usize, usize)>,
    /// Where those of the last depth begin.
    border: usize,
    depth: usize,
}

/// What can be reached is looked up while it takes no more than this part of the visits that are left.
const PART_OF_BUDGET: u64 = 4;

/// Where no more than this part of the arcs was left, looking again is not worth it.
const FEW: usize = 16;

/// Differences below this share of a cost are rounding.
const ROUNDING: f64 = 1e-9;

/// No way back is known.
const NONE: usize = usize::MAX;

/// A path from its start, and the length of the cycle that it is to become.
#[derive(Debug)]
struct Path {
    nodes: Vec<usize>,
    /// Of the arcs between them.
    costs: Vec<Cost>,
    length: usize,
}

impl Search {
    pub(super) fn new(
        (nodes, arcs, costs): (usize, &[Arc], &[Cost]),
        within: &[Vec<usize>],
        limits: Limits,
    ) -> Self {
        let graph = Ranked::new((nodes, arcs, costs), within);
        Self {
            ways_back: graph.ranks().map(|_| WayBack::default()).collect(),
            distance: vec![NONE; graph.len()],
            closing: vec![Onward::default(); graph.len()],
            reach: Reach::by_dearest(&graph),
            graph,
            limits,
            kept: Vec::new(),
            cost_min: None,
            is_full: false,
            visits: 0,
            truncation: Truncation::None,
        }
    }

    /// Whether nothing more is to be looked for.
    pub(super) fn is_over(&self) -> bool {
        match self.truncation {
            Truncation::None => false,
            Truncation::Count => self.limits.first == First::Shortest,
            Truncation::Budget => true,
        }
    }

    pub(super) fn finish(mut self) -> Cycles {
        self.keep_the_first(self.limits.cycles_max);
        self.kept.sort_unstable_by(|a, b| self.limits.first.compare(a, b));
        Cycles { cycles: self.kept, truncation: self.truncation, visits: self.visits }
    }

    /// Looks for the cycles of this length.
    pub(super) fn round(&mut self, length: usize) {
        self.is_full = self.kept.len() >= self.limits.cycles_max;
        self.leave_what_is_too_cheap(length);
        for start in self.graph.ranks() {
            if !self.graph.has_way_through(start) {
                continue;
            }
            let way = self.look_back(start, length - 1);
            let mut path = Path { nodes: vec![start], costs: vec![], length };
            self.extend(&mut path, f64::INFINITY, Cost::default());
            for (node, _) in &way.nodes {
                self.distance[*node] = NONE;
            }
            self.ways_back[start] = way;
            if self.is_over() {
                return;
            }
        }
        if self.kept.len() > self.limits.cycles_max {
            self.keep_the_first(self.limits.cycles_max);
            self.stop(Truncation::Count);
        }
    }

    /// Takes out the arcs on which no cycle of this length or a longer one comes to as much as is kept.
    /// Without them less can be reached, so that further ones follow.
    fn leave_what_is_too_cheap(&mut self, length: usize) {
        let Some(cost_min) = self.cost_min else { return };
        let mut has_left = false;
        loop {
            let visits = Reach::visits(&self.graph, self.limits.length_max);
            if self.limits.visits_max - self.visits < visits.saturating_mul(PART_OF_BUDGET) {
                break;
            }
            self.visits += visits;
            self.reach = Reach::new(&self.graph, self.limits.length_max);
            let most = self.reach.most_in(length - 1..self.limits.length_max);
            let is_enough =
                |it: &Onward| !is_below(it.weight * (it.cost[0] + most[it.to]), cost_min);
            let size = self.graph.size();
            let left = self.graph.retain(is_enough);
            has_left |= left > 0;
            if left <= size / FEW {
                break;
            }
        }
        if has_left {
            self.stop(Truncation::Count);
            self.ways_back.iter_mut().for_each(|it| *it = WayBack::default());
        }
    }

    /// Learns the nodes from which the start can be reached in `depth` arcs, and how far they are.
    fn look_back(&mut self, start: usize, depth: usize) -> WayBack {
        for place in self.graph.before.place(start) {
            let whence = self.graph.before.at(place);
            self.closing[whence.to] = whence;
        }
        let mut way = std::mem::take(&mut self.ways_back[start]);
        for (node, distance) in &way.nodes {
            self.distance[*node] = *distance;
        }
        while way.depth < depth && self.has_budget() {
            let border = way.border..way.nodes.len();
            if way.depth > 0 && border.is_empty() {
                break;
            }
            way.depth += 1;
            way.border = border.end;
            if way.depth == 1 {
                self.step_back(&mut way, start, start);
            }
            for at in border {
                let (node, _) = way.nodes[at];
                self.step_back(&mut way, start, node);
            }
        }
        way
    }

    fn step_back(&mut self, way: &mut WayBack, start: usize, node: usize) {
        for place in self.graph.before.place(node) {
            let from = self.graph.before.at(place).to;
            if !self.may_visit() {
                return;
            }
            if from > start && self.distance[from] == NONE {
                self.distance[from] = way.depth;
                way.nodes.push((from, way.depth));
            }
        }
    }

    /// Follows every way to go on from the path that can still close in exactly the round's length.
    fn extend(&mut self, path: &mut Path, least: f64, cost: Cost) {
        let last = path.nodes[path.nodes.len() - 1];
        // Behind the next node.
        let arcs_left = path.length - path.nodes.len();
        let cost_max = cost[0] + self.reach.most(last, arcs_left + 1);
        let weight_min = self.cost_min.map_or(0.0, |it| it / cost_max / (1.0 + ROUNDING));
        for place in self.graph.next.place(last) {
            let onward = self.graph.next.at(place);
            if !self.may_visit() {
                return;
            }
            if onward.weight < weight_min {
                // Too cheap, and those that follow are no heavier.
                return self.stop(Truncation::Count);
            }
            let (to, least) = (onward.to, least.min(onward.weight));
            let cost = [cost[0] + onward.cost[0], cost[1] + onward.cost[1]];
            // Only weaker nodes than the start have a distance to it.
            if self.distance[to] > arcs_left
                || path.nodes.contains(&to)
                || self.is_too_cheap(least, cost[0] + self.reach.most(to, arcs_left))
            {
                continue;
            }
            path.nodes.push(to);
            path.costs.push(onward.cost);
            if arcs_left == 1 {
                let Onward { weight, cost: last, .. } = self.closing[to];
                path.costs.push(last);
                self.close(path, least.min(weight), cost[0] + last[0]);
                path.costs.pop();
            } else {
                self.extend(path, least, cost);
            }
            path.nodes.pop();
            path.costs.pop();
            if self.is_over() {
                return;
            }
        }
    }

    /// Whether so many rounds at no more than this cost stay below what is kept already.
    fn is_too_cheap(&mut self, least: f64, cost_max: f64) -> bool {
        let is_too_cheap = self.cost_min.is_some_and(|it| is_below(least * cost_max, it));
        if is_too_cheap {
            // What lies behind it was not seen, and it may hold cycles.
            self.stop(Truncation::Count);
        }
        is_too_cheap
    }

    fn close(&mut self, path: &Path, least: f64, cost: f64) {
        if self.is_full && self.limits.first == First::Shortest {
            return self.stop(Truncation::Count);
        }
        if self.is_too_cheap(least, cost) {
            return;
        }
        let nodes = path.nodes.iter().map(|&rank| self.graph.node_of[rank]).collect();
        self.kept.push(Cycle::new(nodes, path.costs.clone(), least));
        if self.kept.len() > 2 * self.limits.cycles_max + 1_000 {
            // One more than there is room for is kept, as the sign that some were dropped.
            self.keep_the_first(self.limits.cycles_max + 1);
        }
    }

    fn keep_the_first(&mut self, room: usize) {
        let first = self.limits.first;
        if self.kept.len() > room {
            self.kept.select_nth_unstable_by(room, |a, b| first.compare(a, b));
            self.kept.truncate(room);
        }
        let last = self.limits.cycles_max.checked_sub(1).filter(|at| *at < self.kept.len());
        if first == First::Dearest
            && let Some(last) = last
        {
            let compare = |a: &Cycle, b: &Cycle| first.compare(a, b);
            self.cost_min = Some(self.kept.select_nth_unstable_by(last, compare).1.cost[0]);
        }
    }

    fn has_budget(&self) -> bool {
        self.truncation != Truncation::Budget
    }

    fn may_visit(&mut self) -> bool {
        if self.visits == self.limits.visits_max {
            self.stop(Truncation::Budget);
        } else {
            self.visits += 1;
        }
        self.has_budget()
    }

    /// That the budget ended says more than that there are too many.
    fn stop(&mut self, because: Truncation) {
        if self.truncation != Truncation::Budget {
            self.truncation = because;
        }
    }
}

impl First {
    pub(super) fn compare(self, a: &Cycle, b: &Cycle) -> Ordering {
        let shorter = || a.nodes.len().cmp(&b.nodes.len());
        let dearer = || b.cost[0].total_cmp(&a.cost[0]).then(b.cost[1].total_cmp(&a.cost[1]));
        let first = match self {
            Self::Shortest => shorter(),
            Self::Dearest => dearer().then_with(shorter),
        };
        first.then(b.least.total_cmp(&a.least)).then_with(|| a.nodes.cmp(&b.nodes))
    }
}

/// Whether it is less, by more than sums of the same costs in another order may differ.
pub(super) fn is_below(at_most: f64, cost_min: f64) -> bool {
    at_most * (1.0 + ROUNDING) < cost_min
}

//! The search for cycles: round after round, all of one length in each.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, HashMap},
};

use crate::graphs::{
    Arc,
    cycles::{Cost, Cycle, Cycles, First, Limits, Truncation},
    proper,
};

/// Nodes are renumbered by *rank*: the strongest is 0. A cycle is found from its strongest node,
/// through weaker ones only, and hence once.
#[derive(Debug)]
pub(super) struct Search {
    node_of: Vec<usize>,
    /// By rank: the heaviest first.
    next: Vec<Vec<Onward>>,
    before: Vec<Vec<usize>>,
    /// By start: how far a node is from coming back to it.
    ways_back: Vec<WayBack>,
    /// The same by node, of the start that is looked at.
    distance: Vec<usize>,
    /// What the dearest arc costs.
    cost_max: f64,
    limits: Limits,
    kept: Vec<Cycle>,
    /// What a cycle must come to, once there are enough of them.
    cost_min: Option<f64>,
    /// Whether the shorter ones alone are as many as there is room for.
    is_full: bool,
    visits: u64,
    truncation: Truncation,
}

/// Whither an arc leads, with what weight and cost.
#[derive(Debug, Clone, Copy)]
struct Onward {
    to: usize,
    weight: f64,
    cost: Cost,
}

/// The nodes that lead back to one start through weaker nodes, known up to `depth`, the nearest first.
#[derive(Debug, Default)]
struct WayBack {
    nodes: Vec<(usize, usize)>,
    /// Where those of the last depth begin.
    border: usize,
    depth: usize,
}

/// No way back is known.
const NONE: usize = usize::MAX;

/// A path from its start, and the length of the cycle that it is to become.
#[derive(Debug)]
struct Path {
    nodes: Vec<usize>,
    length: usize,
}

impl Search {
    pub(super) fn new(
        (nodes, arcs, costs): (usize, &[Arc], &[Cost]),
        within: &[Vec<usize>],
        limits: Limits,
    ) -> Self {
        let merged = merged(nodes, arcs, costs, within);
        let node_of = by_strength(&merged);
        let rank_of: HashMap<usize, usize> =
            node_of.iter().enumerate().map(|(rank, &node)| (node, rank)).collect();
        let mut next = vec![Vec::new(); node_of.len()];
        let mut before = vec![Vec::new(); node_of.len()];
        for (&(from, to), &(weight, cost)) in &merged {
            next[rank_of[&from]].push(Onward { to: rank_of[&to], weight, cost });
            before[rank_of[&to]].push(rank_of[&from]);
        }
        for arcs in &mut next {
            arcs.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.to.cmp(&b.to)));
        }
        Self {
            ways_back: node_of.iter().map(|_| WayBack::default()).collect(),
            distance: vec![NONE; node_of.len()],
            cost_max: merged.values().map(|(_, cost)| cost[0]).fold(0.0, f64::max),
            node_of,
            next,
            before,
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
        Cycles { cycles: self.kept, truncation: self.truncation, visits: self.visits }
    }

    /// Looks for the cycles of this length.
    pub(super) fn round(&mut self, length: usize) {
        self.is_full = self.kept.len() >= self.limits.cycles_max;
        for start in 0..self.node_of.len() {
            let way = self.look_back(start, length - 1);
            let mut path = Path { nodes: vec![start], length };
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

    /// Learns the nodes from which the start can be reached in `depth` arcs, and how far they are.
    fn look_back(&mut self, start: usize, depth: usize) -> WayBack {
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
        for at in 0..self.before[node].len() {
            let from = self.before[node][at];
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
        let (start, last) = (path.nodes[0], path.nodes[path.nodes.len() - 1]);
        let arcs_left = path.length - path.nodes.len();
        for at in 0..self.next[last].len() {
            let onward = self.next[last][at];
            if !self.may_visit() {
                return;
            }
            let (to, least) = (onward.to, least.min(onward.weight));
            let cost = [cost[0] + onward.cost[0], cost[1] + onward.cost[1]];
            if arcs_left == 0 {
                if to == start {
                    return self.close(&path.nodes, least, cost);
                }
                continue;
            }
            // Only weaker nodes than the start have a distance to it.
            if self.distance[to] > arcs_left
                || path.nodes.contains(&to)
                || self.is_too_cheap(least, cost, arcs_left)
            {
                continue;
            }
            path.nodes.push(to);
            self.extend(path, least, cost);
            path.nodes.pop();
            if self.is_over() {
                return;
            }
        }
    }

    /// Whether so many more arcs cannot bring the path up to what is kept already.
    fn is_too_cheap(&mut self, least: f64, cost: Cost, arcs_left: usize) -> bool {
        let at_most = least * (cost[0] + arcs_left as f64 * self.cost_max);
        let is_too_cheap = self.cost_min.is_some_and(|it| at_most < it);
        if is_too_cheap {
            // What lies behind it was not seen, and it may hold cycles.
            self.stop(Truncation::Count);
        }
        is_too_cheap
    }

    fn close(&mut self, path: &[usize], least: f64, cost: Cost) {
        if self.is_full && self.limits.first == First::Shortest {
            return self.stop(Truncation::Count);
        }
        let mut nodes: Vec<usize> = path.iter().map(|&rank| self.node_of[rank]).collect();
        let smallest = (0..nodes.len()).min_by_key(|&at| nodes[at]).unwrap_or(0);
        nodes.rotate_left(smallest);
        self.kept.push(Cycle { nodes, least, cost: cost.map(|it| it * least) });
        if self.kept.len() > 2 * self.limits.cycles_max + 1_000 {
            // One more than there is room for is kept, as the sign that some were dropped.
            self.keep_the_first(self.limits.cycles_max + 1);
        }
    }

    fn keep_the_first(&mut self, room: usize) {
        let first = self.limits.first;
        self.kept.sort_by(|a, b| first.compare(a, b));
        self.kept.truncate(room);
        let last = self.limits.cycles_max.checked_sub(1).and_then(|at| self.kept.get(at));
        if first == First::Dearest {
            self.cost_min = last.map(|it| it.cost[0]);
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
    fn compare(self, a: &Cycle, b: &Cycle) -> Ordering {
        let shorter = || a.nodes.len().cmp(&b.nodes.len());
        let dearer = || b.cost[0].total_cmp(&a.cost[0]).then(b.cost[1].total_cmp(&a.cost[1]));
        let first = match self {
            Self::Shortest => shorter(),
            Self::Dearest => dearer().then_with(shorter),
        };
        first.then(b.least.total_cmp(&a.least)).then_with(|| a.nodes.cmp(&b.nodes))
    }
}

type Merged = BTreeMap<(usize, usize), (f64, Cost)>;

/// Parallel arcs summed; only those whose ends lie in one component.
fn merged(nodes: usize, arcs: &[Arc], costs: &[Cost], within: &[Vec<usize>]) -> Merged {
    let mut component = vec![usize::MAX; nodes];
    for (number, members) in within.iter().enumerate() {
        for &node in members {
            component[node] = number;
        }
    }
    let mut merged = Merged::new();
    for (place, (from, to, weight)) in proper(nodes, arcs) {
        if component[from] != usize::MAX && component[from] == component[to] {
            let (sum, cost) = merged.entry((from, to)).or_default();
            *sum += weight;
            cost.iter_mut().zip(costs[place]).for_each(|(cost, it)| *cost += it);
        }
    }
    merged
}

/// The nodes on cycles, those with the most weight in and out first.
fn by_strength(arcs: &Merged) -> Vec<usize> {
    let mut strength: BTreeMap<usize, f64> = BTreeMap::new();
    for (&(from, to), &(weight, _)) in arcs {
        *strength.entry(from).or_default() += weight;
        *strength.entry(to).or_default() += weight;
    }
    let mut nodes: Vec<(usize, f64)> = strength.into_iter().collect();
    nodes.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    nodes.into_iter().map(|(node, _)| node).collect()
}

//! One round of the search for cycles: all of one length.

use std::collections::{BTreeMap, HashMap};

use crate::graphs::{
    Arc,
    cycles::{Cycle, Limits, Truncation},
    proper,
};

/// Nodes are renumbered by *rank*: the strongest is 0. A cycle is found from its strongest node,
/// through weaker ones only, and hence once.
#[derive(Debug)]
pub(super) struct Search {
    node_of: Vec<usize>,
    /// By rank: whither and with what weight, the heaviest first.
    next: Vec<Vec<(usize, f64)>>,
    before: Vec<Vec<usize>>,
    /// By start: how far a node is from coming back to it.
    ways_back: Vec<WayBack>,
    visits_max: u64,
    pub(super) visits: u64,
    pub(super) truncation: Truncation,
}

/// Distances back to one start through weaker nodes, known up to `depth`. Looked up, never listed,
/// so that its order cannot reach an answer.
#[derive(Debug, Default)]
struct WayBack {
    distance: HashMap<usize, usize>,
    border: Vec<usize>,
    depth: usize,
}

/// The cycles of one length found so far, cut down to the dearest from time to time.
#[derive(Debug)]
struct Round {
    length: usize,
    room: usize,
    found: Vec<Cycle>,
}

impl Search {
    pub(super) fn new(nodes: usize, arcs: &[Arc], within: &[Vec<usize>], limits: Limits) -> Self {
        let merged = merged(nodes, arcs, within);
        let node_of = by_strength(&merged);
        let rank_of: HashMap<usize, usize> =
            node_of.iter().enumerate().map(|(rank, &node)| (node, rank)).collect();
        let mut next = vec![Vec::new(); node_of.len()];
        let mut before = vec![Vec::new(); node_of.len()];
        for (&(from, to), &weight) in &merged {
            next[rank_of[&from]].push((rank_of[&to], weight));
            before[rank_of[&to]].push(rank_of[&from]);
        }
        for arcs in &mut next {
            arcs.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        }
        let ways_back = node_of.iter().map(|_| WayBack::default()).collect();
        let (visits, truncation) = (0, Truncation::None);
        Self { node_of, next, before, ways_back, visits_max: limits.visits_max, visits, truncation }
    }

    pub(super) fn is_over(&self) -> bool {
        self.truncation != Truncation::None
    }

    /// The cycles of this length, the dearest first, no more than there is room for.
    pub(super) fn round(&mut self, length: usize, room: usize) -> Vec<Cycle> {
        let mut round = Round { length, room, found: Vec::new() };
        for start in 0..self.node_of.len() {
            self.look_back(start, length - 1);
            self.extend(&mut vec![start], f64::INFINITY, &mut round);
            if self.is_over() {
                break;
            }
        }
        if round.found.len() > room {
            self.stop(Truncation::Count);
        }
        round.keep_the_dearest();
        round.found
    }

    /// Learns the nodes from which the start can be reached in `depth` arcs.
    fn look_back(&mut self, start: usize, depth: usize) {
        let mut way = std::mem::take(&mut self.ways_back[start]);
        if way.depth == 0 && way.border.is_empty() {
            way.border.push(start);
        }
        while way.depth < depth && !way.border.is_empty() && !self.is_over() {
            way.depth += 1;
            for node in std::mem::take(&mut way.border) {
                self.step_back(&mut way, start, node);
            }
        }
        self.ways_back[start] = way;
    }

    fn step_back(&mut self, way: &mut WayBack, start: usize, node: usize) {
        for at in 0..self.before[node].len() {
            let from = self.before[node][at];
            if !self.may_visit() {
                return;
            }
            if from > start && !way.distance.contains_key(&from) {
                way.distance.insert(from, way.depth);
                way.border.push(from);
            }
        }
    }

    /// Follows every way to go on from the path that can still close in exactly the round's length.
    fn extend(&mut self, path: &mut Vec<usize>, least: f64, round: &mut Round) {
        let (start, last) = (path[0], path[path.len() - 1]);
        let arcs_left = round.length - path.len();
        for at in 0..self.next[last].len() {
            let (to, weight) = self.next[last][at];
            if !self.may_visit() {
                return;
            }
            let least = least.min(weight);
            if arcs_left == 0 {
                if to == start {
                    self.close(path, least, round);
                    return;
                }
                continue;
            }
            let way_back = self.ways_back[start].distance.get(&to);
            if to > start && way_back.is_some_and(|&it| it <= arcs_left) && !path.contains(&to) {
                path.push(to);
                self.extend(path, least, round);
                path.pop();
            }
            if self.is_over() {
                return;
            }
        }
    }

    fn close(&mut self, path: &[usize], least: f64, round: &mut Round) {
        if round.room == 0 {
            return self.stop(Truncation::Count);
        }
        let mut nodes: Vec<usize> = path.iter().map(|&rank| self.node_of[rank]).collect();
        let smallest = (0..nodes.len()).min_by_key(|&at| nodes[at]).unwrap_or(0);
        nodes.rotate_left(smallest);
        round.found.push(Cycle { nodes, least });
        // One more than there is room for is kept, as the sign that some were dropped.
        if round.found.len() > 2 * round.room + 1_000 {
            round.room += 1;
            round.keep_the_dearest();
            round.room -= 1;
        }
    }

    fn may_visit(&mut self) -> bool {
        if self.visits == self.visits_max {
            self.stop(Truncation::Budget);
        } else {
            self.visits += 1;
        }
        !self.is_over()
    }

    fn stop(&mut self, because: Truncation) {
        if !self.is_over() {
            self.truncation = because;
        }
    }
}

impl Round {
    fn keep_the_dearest(&mut self) {
        self.found.sort_by(|a, b| b.least.total_cmp(&a.least).then_with(|| a.nodes.cmp(&b.nodes)));
        self.found.truncate(self.room);
    }
}

/// Parallel arcs summed; only those whose ends lie in one component.
fn merged(nodes: usize, arcs: &[Arc], within: &[Vec<usize>]) -> BTreeMap<(usize, usize), f64> {
    let mut component = vec![usize::MAX; nodes];
    for (number, members) in within.iter().enumerate() {
        for &node in members {
            component[node] = number;
        }
    }
    let mut merged = BTreeMap::new();
    for (_, (from, to, weight)) in proper(nodes, arcs) {
        if component[from] != usize::MAX && component[from] == component[to] {
            *merged.entry((from, to)).or_insert(0.0) += weight;
        }
    }
    merged
}

/// The nodes on cycles, those with the most weight in and out first.
fn by_strength(arcs: &BTreeMap<(usize, usize), f64>) -> Vec<usize> {
    let mut strength: BTreeMap<usize, f64> = BTreeMap::new();
    for (&(from, to), &weight) in arcs {
        *strength.entry(from).or_default() += weight;
        *strength.entry(to).or_default() += weight;
    }
    let mut nodes: Vec<(usize, f64)> = strength.into_iter().collect();
    nodes.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    nodes.into_iter().map(|(node, _)| node).collect()
}

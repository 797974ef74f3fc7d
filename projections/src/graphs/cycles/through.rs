//! The cycles that run along a given arc.

use std::ops::Range;

use crate::graphs::cycles::{Cost, Cycle, Limits, again::Priced, search::is_below};

/// Arcs looked at for all given arcs together, at most this part of the visits of a search of everything.
const PART_OF_VISITS: u64 = 100;

/// No way back is known.
const NONE: usize = usize::MAX;

/// Looks for cycles along one arc after the other; those along an earlier one are not found again.
#[derive(Debug)]
pub(super) struct Through<'a> {
    graph: &'a Priced,
    length_max: usize,
    visits_left: u64,
    /// What a cycle must come to.
    cost_min: Option<f64>,
    /// What the dearest arc costs.
    cost_max: f64,
    /// By node: the place of the first arc from there; one more for the end.
    first: Vec<usize>,
    /// By node: whence arcs lead there.
    before: Vec<Vec<usize>>,
    /// Ends of arcs that were looked through.
    done: Vec<(usize, usize)>,
    /// By node: how many arcs it is from the begin of the arc that is looked through.
    distance: Vec<usize>,
    found: Vec<Cycle>,
}

/// A path, and the costs of its arcs.
#[derive(Debug)]
struct Path {
    nodes: Vec<usize>,
    costs: Vec<Cost>,
}

/// That more would have to be looked at than is allowed.
struct Spent;

impl<'a> Through<'a> {
    pub(super) fn new(graph: &'a Priced, limits: Limits, cost_min: Option<f64>) -> Self {
        let Priced { nodes, arcs, costs } = graph;
        let mut before = vec![vec![]; *nodes];
        for (from, to, _) in arcs {
            before[*to].push(*from);
        }
        Self {
            graph,
            length_max: limits.length_max,
            visits_left: limits.visits_max / PART_OF_VISITS,
            cost_min,
            cost_max: costs.iter().map(|it| it[0]).fold(0.0, f64::max),
            first: (0..=*nodes).map(|node| arcs.partition_point(|it| it.0 < node)).collect(),
            before,
            done: vec![],
            distance: vec![NONE; *nodes],
            found: vec![],
        }
    }

    /// Those along an arc that come to enough; none if the arc is not there. Nothing where there is too much to
    /// look at.
    pub(super) fn find(&mut self, from: usize, to: usize) -> Option<Vec<Cycle>> {
        let own = self.arcs_from(from);
        let at = self.graph.arcs[own.clone()].binary_search_by_key(&to, |it| it.1);
        if let Ok(at) = at
            && from != to
        {
            self.look_back(from);
            let at = own.start + at;
            let mut path = Path { nodes: vec![from, to], costs: vec![self.graph.costs[at]] };
            self.extend(&mut path, self.weight(at), self.graph.costs[at][0]).ok()?;
        }
        self.done.push((from, to));
        Some(std::mem::take(&mut self.found))
    }

    fn arcs_from(&self, node: usize) -> Range<usize> {
        self.first[node]..self.first[node + 1]
    }

    fn weight(&self, at: usize) -> f64 {
        // `max` also turns "not a number" into zero.
        self.graph.arcs[at].2.max(0.0)
    }

    /// Learns how far every node is from coming to this one, as far as that may be on a cycle.
    fn look_back(&mut self, node: usize) {
        self.distance.fill(NONE);
        let mut border = vec![node];
        for distance in 1..self.length_max {
            let mut next = vec![];
            for from in border.iter().flat_map(|it| &self.before[*it]) {
                if *from != node && self.distance[*from] == NONE {
                    self.distance[*from] = distance;
                    next.push(*from);
                }
            }
            border = next;
        }
    }

    /// Follows every way to go on from the path that can still come back.
    fn extend(&mut self, path: &mut Path, least: f64, cost: f64) -> Result<(), Spent> {
        let (start, last) = (path.nodes[0], path.nodes[path.nodes.len() - 1]);
        for at in self.arcs_from(last) {
            self.visits_left = self.visits_left.checked_sub(1).ok_or(Spent)?;
            let to = self.graph.arcs[at].1;
            let own = self.graph.costs[at];
            let (least, cost) = (least.min(self.weight(at)), cost + own[0]);
            if self.done.contains(&(last, to)) {
                continue;
            }
            path.costs.push(own);
            if to == start {
                if !self.is_too_cheap(least * cost) {
                    let (nodes, costs) = (path.nodes.clone(), path.costs.clone());
                    self.found.push(Cycle::new(nodes, costs, least));
                }
            } else if self.may_close(path, to, least, cost) {
                path.nodes.push(to);
                self.extend(path, least, cost)?;
                path.nodes.pop();
            }
            path.costs.pop();
        }
        Ok(())
    }

    fn may_close(&self, path: &Path, to: usize, least: f64, cost: f64) -> bool {
        let arcs_left = self.length_max - path.nodes.len();
        let most = cost + arcs_left as f64 * self.cost_max;
        self.distance[to] <= arcs_left
            && !path.nodes.contains(&to)
            && !self.is_too_cheap(least * most)
    }

    fn is_too_cheap(&self, cost: f64) -> bool {
        self.cost_min.is_some_and(|it| is_below(cost, it))
    }
}

//! Hand-overs folded into a directed graph at a level.
//!
//! What stays within one node is none between nodes. Nodes, edges and the parts of an edge are in
//! ascending order, so that sums come out the same on every run.

use std::{
    collections::{BTreeMap, HashMap},
    ops::Deref,
    sync::OnceLock,
};

use events::ids::ProcessId;

use crate::loops::{
    level::{Node, Places, Spot},
    traffic::{Member, Passing, Traffic},
};

/// What passes from one spot to another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) from: &'a Spot,
    pub(super) to: &'a Spot,
    /// The places of both among all spots of the fold.
    pub(super) at: (usize, usize),
    pub(super) passing: &'a Passing,
}

/// What passes together, ascending by its spots. So many parts are looked through for one process; of more it
/// is looked up once which of them has hand-overs of which process.
#[derive(Debug, Clone)]
pub(super) struct Parts<'a> {
    all: OneOrSeveral<'a>,
    of_processes: OnceLock<HashMap<ProcessId, Vec<u32>>>,
}

impl<'a> Parts<'a> {
    const FEW: usize = 32;

    fn of_process(&self, process: ProcessId) -> impl Iterator<Item = &'a Member> {
        let own: Vec<&Part<'a>> = if self.len() <= Self::FEW {
            self.iter().collect()
        } else {
            let own = self.of_processes.get_or_init(|| self.look_up()).get(&process);
            own.into_iter().flatten().map(|it| &self[*it as usize]).collect()
        };
        own.into_iter().flat_map(move |it| it.passing.of_process(process))
    }

    fn look_up(&self) -> HashMap<ProcessId, Vec<u32>> {
        let mut found: HashMap<ProcessId, Vec<u32>> = HashMap::new();
        for (place, part) in (0..).zip(self.iter()) {
            for process in part.passing.processes() {
                found.entry(process).or_default().push(place);
            }
        }
        found
    }
}

impl<'a> Deref for Parts<'a> {
    type Target = [Part<'a>];

    fn deref(&self) -> &[Part<'a>] {
        match &self.all {
            OneOrSeveral::One(part) => part,
            OneOrSeveral::Several(parts) => parts,
        }
    }
}

impl<'a> FromIterator<Part<'a>> for Parts<'a> {
    fn from_iter<I: IntoIterator<Item = Part<'a>>>(parts: I) -> Self {
        let mut parts = parts.into_iter();
        let all = match (parts.next(), parts.next()) {
            (Some(one), None) => OneOrSeveral::One([one]),
            (first, second) => {
                OneOrSeveral::Several(first.into_iter().chain(second).chain(parts).collect())
            }
        };
        Self { all, of_processes: OnceLock::new() }
    }
}

/// Between two units there is one part almost always.
#[derive(Debug, Clone)]
enum OneOrSeveral<'a> {
    One([Part<'a>; 1]),
    Several(Vec<Part<'a>>),
}

/// All hand-overs from one node to another.
#[derive(Debug, Clone)]
pub(super) struct Edge<'a> {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) parts: Parts<'a>,
}

/// The graph.
#[derive(Debug, Clone, Default)]
pub(super) struct Fold<'a> {
    pub(super) nodes: Vec<Node>,
    /// Where hand-overs begin and end.
    pub(super) spots: Vec<Spot>,
    /// Ascending by their ends.
    pub(super) edges: Vec<Edge<'a>>,
    /// By node: the place of the first edge from there; one more for the end.
    first: Vec<usize>,
    /// By node: what stays there.
    stays: BTreeMap<usize, Parts<'a>>,
    /// Hand-overs of which an end has no node at this level.
    pub(super) unplaced: usize,
}

impl<'a> Fold<'a> {
    pub(super) fn new(places: Places<'_>, traffic: &'a Traffic) -> Self {
        let mut spots = Spots::new(places);
        let (mut placed, mut unplaced) = (Vec::new(), 0);
        let mut last = None;
        for ((from, to), passing) in traffic.iter() {
            // They are ascending, so that many from one spot stand together.
            let known = last.filter(|(spot, _)| *spot == from).map(|(_, place)| place);
            let place = known.unwrap_or_else(|| spots.place(from));
            last = Some((from, place));
            let at = (place, spots.place(to));
            if spots.nodes[at.0].is_some() && spots.nodes[at.1].is_some() {
                placed.push(Part { from, to, at, passing });
            } else {
                unplaced += passing.members.len();
            }
        }
        let Spots { all: spots, nodes: node_of, .. } = spots;
        Self { spots, unplaced, ..Self::of(placed, &node_of) }
    }

    fn of(placed: Vec<Part<'a>>, node_of: &[Option<Node>]) -> Self {
        let mut nodes: Vec<Node> = node_of.iter().flatten().cloned().collect();
        nodes.sort_unstable();
        nodes.dedup();
        let place = |node: &Node| nodes.binary_search(node).expect("every end is a node");
        let places: Vec<Option<usize>> = node_of.iter().map(|it| it.as_ref().map(place)).collect();
        let end = |spot: usize| places[spot].expect("what is placed ends at nodes");
        let ends = |it: Part<'a>| ((end(it.at.0), end(it.at.1)), it);
        let mut between: Vec<((usize, usize), Part<'a>)> = placed.into_iter().map(ends).collect();
        // The sort is stable, and the parts are in the order of their spots.
        between.sort_by_key(|(ends, _)| *ends);
        let (mut edges, mut stays) = (Vec::with_capacity(between.len()), BTreeMap::new());
        for parts in between.chunk_by(|a, b| a.0 == b.0) {
            let (from, to) = parts[0].0;
            let parts = parts.iter().map(|(_, it)| *it).collect();
            if from == to {
                stays.insert(from, parts);
            } else {
                edges.push(Edge { from, to, parts });
            }
        }
        let mut first = vec![0; nodes.len() + 1];
        for Edge { from, .. } in &edges {
            first[from + 1] += 1;
        }
        for node in 0..nodes.len() {
            first[node + 1] += first[node];
        }
        Self { nodes, edges, first, stays, ..Self::default() }
    }

    /// The place of a node, if a hand-over begins or ends there.
    pub(super) fn place(&self, node: &Node) -> Option<usize> {
        self.nodes.binary_search(node).ok()
    }

    /// The place of the edge between two nodes.
    pub(super) fn edge(&self, from: usize, to: usize) -> Option<usize> {
        let first = self.first[from];
        let own = &self.edges[first..self.first[from + 1]];
        Some(first + own.binary_search_by_key(&to, |it| it.to).ok()?)
    }

    /// The places of the edges round a cycle of nodes, the first from its first node; none if one
    /// is missing.
    pub(super) fn round(&self, nodes: &[usize]) -> Option<Vec<usize>> {
        let next = nodes.iter().cycle().skip(1);
        nodes.iter().zip(next).map(|(from, to)| self.edge(*from, *to)).collect()
    }

    /// The number of the last change of a hand-over on these edges, or that stays at one of these nodes.
    pub(super) fn changed(&self, nodes: &[usize], edges: &[usize]) -> u64 {
        let on = edges.iter().flat_map(|it| self.edges[*it].parts.iter());
        let at = nodes.iter().filter_map(|it| self.stays.get(it)).flat_map(|it| it.iter());
        on.chain(at).map(|it| it.passing.changed).max().unwrap_or_default()
    }

    /// What stays at a node within a process.
    pub(super) fn stays(
        &self,
        node: usize,
        process: ProcessId,
    ) -> impl Iterator<Item = &'a Member> {
        self.stays.get(&node).into_iter().flat_map(move |it| it.of_process(process))
    }
}

/// The spots that came so far, each with its node.
struct Spots<'a, 'p> {
    places: Places<'p>,
    place_of: HashMap<&'a Spot, usize>,
    all: Vec<Spot>,
    nodes: Vec<Option<Node>>,
}

impl<'a, 'p> Spots<'a, 'p> {
    fn new(places: Places<'p>) -> Self {
        let (place_of, all, nodes) = Default::default();
        Self { places, place_of, all, nodes }
    }

    fn place(&mut self, spot: &'a Spot) -> usize {
        *self.place_of.entry(spot).or_insert_with(|| {
            self.all.push(*spot);
            self.nodes.push(self.places.of_spot(spot));
            self.all.len() - 1
        })
    }
}

impl<'a> Edge<'a> {
    pub(super) fn members(&self) -> impl Iterator<Item = &'a Member> {
        self.parts.iter().flat_map(|it| &it.passing.members)
    }

    /// The processes that hand over here within themselves; one may come several times.
    pub(super) fn processes(&self) -> impl Iterator<Item = ProcessId> {
        self.parts.iter().flat_map(|it| it.passing.processes())
    }

    /// Those within a process.
    pub(super) fn of_process(&self, process: ProcessId) -> impl Iterator<Item = &'a Member> {
        self.parts.of_process(process)
    }

    pub(super) fn len(&self) -> usize {
        self.parts.iter().map(|it| it.passing.members.len()).sum()
    }

    /// Σ times a month of those hand-overs that say it.
    pub(super) fn times(&self) -> Option<f64> {
        let said = self.parts.iter().filter_map(|it| it.passing.sums.times);
        said.reduce(|sum, times| sum + times)
    }

    /// Whether a rule demands any of it.
    pub(super) fn must_stay(&self) -> bool {
        self.parts.iter().any(|it| it.passing.sums.must_stay > 0)
    }
}

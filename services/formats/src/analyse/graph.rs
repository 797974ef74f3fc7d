//! The directed graph of hand-overs: one node a value that takes part, one arc a pair with how often.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::{algo::tarjan_scc, graph::DiGraph};
use projections::graphs::Arc;

use super::{Graph, Pair, log::Texts};

const PAIRS_TOLD: usize = 10;

#[derive(Debug, Default)]
pub(super) struct HandOvers {
    times: BTreeMap<(u32, u32), usize>,
}

impl HandOvers {
    pub(super) fn add(&mut self, from: u32, to: u32) {
        *self.times.entry((from, to)).or_default() += 1;
    }

    pub(super) fn shape(&self) -> Graph {
        let graph = DiGraph::<(), ()>::from_edges(self.times.keys());
        let components = tarjan_scc(&graph);
        let nodes: BTreeSet<u32> = self.times.keys().flat_map(|&(a, b)| [a, b]).collect();
        Graph {
            nodes: nodes.len(),
            edges: self.times.len(),
            two_cycles: self.two_way().count(),
            largest_component: components.iter().map(Vec::len).max().unwrap_or(0),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "a count of events is far below 2^52")]
    pub(super) fn arcs(&self) -> Vec<Arc> {
        let arc = |(&(from, to), &times): (&(u32, u32), &usize)| {
            (from as usize, to as usize, times as f64)
        };
        self.times.iter().map(arc).collect()
    }

    /// The most hand-overs first, then by name.
    pub(super) fn two_way_pairs(&self, values: &Texts) -> Vec<Pair> {
        let mut pairs: Vec<Pair> = self
            .two_way()
            .map(|(a, b, there, back)| Pair {
                between: [values.text(a).to_owned(), values.text(b).to_owned()],
                hand_overs: there + back,
                there,
                back,
            })
            .collect();
        for pair in &mut pairs {
            if pair.between[0] > pair.between[1] {
                pair.between.swap(0, 1);
                (pair.there, pair.back) = (pair.back, pair.there);
            }
        }
        pairs.sort_by(|a, b| {
            b.hand_overs.cmp(&a.hand_overs).then_with(|| a.between.cmp(&b.between))
        });
        pairs.truncate(PAIRS_TOLD);
        pairs
    }

    fn two_way(&self) -> impl Iterator<Item = (u32, u32, usize, usize)> + '_ {
        self.times.iter().filter(|((a, b), _)| a < b).filter_map(|(&(a, b), &there)| {
            self.times.get(&(b, a)).map(|&back| (a, b, there, back))
        })
    }
}

//! Strongly connected components: the sets of nodes within which everything can come back.
//!
//! Tarjan, *Depth-First Search and Linear Graph Algorithms* (1972), in the form of Pearce, *A
//! Space-Efficient Algorithm for Finding Strongly Connected Components* (2016): one number a node. The
//! arcs lie in one list, grouped by the node that they leave. Without recursion, so that a long chain
//! of steps cannot exhaust the stack.

use crate::graphs::{Arc, proper};

/// The components of two nodes or more, the largest first, then by their smallest node; the nodes
/// of each in ascending order.
pub fn components(nodes: usize, arcs: &[Arc]) -> Vec<Vec<usize>> {
    let number_of = Search::new(nodes, arcs).numbers();
    let mut found = grouped(&number_of);
    found.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    found
}

/// The nodes of each number that several have.
fn grouped(number_of: &[u32]) -> Vec<Vec<usize>> {
    let mut sizes = vec![0_u32; number_of.len() + 1];
    for number in number_of {
        sizes[*number as usize] += 1;
    }
    let mut place = vec![u32::MAX; sizes.len()];
    let mut found: Vec<Vec<usize>> = Vec::new();
    for (node, number) in number_of.iter().enumerate() {
        let (number, size) = (*number as usize, sizes[*number as usize] as usize);
        if size < 2 {
            continue;
        }
        if place[number] == u32::MAX {
            place[number] = index(found.len());
            found.push(Vec::with_capacity(size));
        }
        found[place[number] as usize].push(node);
    }
    found
}

/// Nodes and arcs are numbered with 32 bits: half the memory to wait for.
fn index(at: usize) -> u32 {
    u32::try_from(at).expect("a graph in memory has fewer nodes and arcs")
}

/// The search over the whole graph.
#[derive(Debug)]
struct Search {
    /// By node: where its arcs begin; one more for the end.
    begin: Vec<u32>,
    /// Whither the arcs lead.
    heads: Vec<u32>,
    /// By node: 0 if it was not seen; while it is open, the earliest node it leads back to, in the
    /// order of seeing; then the number of its component, counted down from the last.
    low: Vec<u32>,
    /// Nodes that are left, but whose component is not complete.
    open: Vec<u32>,
    seen: u32,
    component: u32,
}

/// A node on the way: its next arc, and whether it leads back to nothing earlier so far.
#[derive(Debug, Clone, Copy)]
struct Visit {
    node: u32,
    arc: u32,
    is_root: bool,
}

impl Search {
    fn new(nodes: usize, arcs: &[Arc]) -> Self {
        let mut begin = vec![0_u32; nodes + 1];
        for (_, (from, _, _)) in proper(nodes, arcs) {
            begin[from] += 1;
        }
        let mut sum = 0;
        for place in &mut begin {
            sum += *place;
            *place = sum;
        }
        let mut heads = vec![0; sum as usize];
        // Filled from the back, so that each place ends where its arcs begin.
        for (_, (from, to, _)) in proper(nodes, arcs) {
            begin[from] -= 1;
            heads[begin[from] as usize] = index(to);
        }
        let component = index(nodes);
        Self { begin, heads, low: vec![0; nodes], open: Vec::new(), seen: 1, component }
    }

    /// By node: the number of its component, below the number of nodes and above what is seen last.
    fn numbers(mut self) -> Vec<u32> {
        let mut way = Vec::new();
        for node in 0..self.low.len() {
            if self.low[node] == 0 {
                self.begin_with(index(node), &mut way);
                while let Some(visit) = way.pop() {
                    self.go_on(visit, &mut way);
                }
            }
        }
        self.low
    }

    fn begin_with(&mut self, node: u32, way: &mut Vec<Visit>) {
        self.low[node as usize] = self.seen;
        self.seen += 1;
        way.push(Visit { node, arc: self.begin[node as usize], is_root: true });
    }

    /// Follows arcs until one leads to something new, or none is left.
    fn go_on(&mut self, mut visit: Visit, way: &mut Vec<Visit>) {
        let (node, end) = (visit.node as usize, self.begin[visit.node as usize + 1]);
        while visit.arc < end {
            let head = self.heads[visit.arc as usize];
            if self.low[head as usize] == 0 {
                // It comes back to this arc, and then the head is known.
                way.push(visit);
                return self.begin_with(head, way);
            }
            visit.arc += 1;
            if self.low[head as usize] < self.low[node] {
                self.low[node] = self.low[head as usize];
                visit.is_root = false;
            }
        }
        self.leave(visit);
    }

    fn leave(&mut self, visit: Visit) {
        if !visit.is_root {
            return self.open.push(visit.node);
        }
        let first = self.low[visit.node as usize];
        self.seen -= 1;
        while let Some(&node) = self.open.last() {
            if self.low[node as usize] < first {
                break;
            }
            self.open.pop();
            self.seen -= 1;
            self.low[node as usize] = self.component;
        }
        self.low[visit.node as usize] = self.component;
        self.component -= 1;
    }
}

#[cfg(test)]
mod tests {
    use petgraph::{algo::tarjan_scc, graph::DiGraph};
    use proptest::prelude::*;

    use super::*;
    use crate::graphs::testing::graphs;

    #[test]
    fn lists_the_larger_component_first_and_no_single_node() {
        let arcs = [(5, 6), (6, 5), (0, 1), (1, 0), (2, 3), (3, 4), (4, 2), (1, 2), (7, 7)]
            .map(|(from, to)| (from, to, 1.0));
        assert_eq!(components(8, &arcs), [vec![2, 3, 4], vec![0, 1], vec![5, 6]]);
    }

    #[test]
    fn survives_a_circle_of_a_hundred_thousand_nodes() {
        let nodes = 100_000;
        let arcs: Vec<Arc> = (0..nodes).map(|n| (n, (n + 1) % nodes, 1.0)).collect();
        assert_eq!(components(nodes, &arcs).len(), 1);
    }

    #[test]
    fn ignores_arcs_to_nodes_that_do_not_exist() {
        assert!(components(2, &[(0, 9, 1.0), (9, 0, 1.0)]).is_empty());
        assert!(components(0, &[]).is_empty());
    }

    proptest! {
        #[test]
        fn the_components_are_those_that_another_program_finds((nodes, arcs) in graphs(24)) {
            let mut graph = DiGraph::<(), ()>::new();
            let at: Vec<_> = (0..nodes).map(|_| graph.add_node(())).collect();
            for (from, to, _) in &arcs {
                graph.add_edge(at[*from], at[*to], ());
            }
            let sorted = |members: Vec<petgraph::graph::NodeIndex>| {
                let mut members: Vec<usize> = members.iter().map(|it| it.index()).collect();
                members.sort_unstable();
                members
            };
            let mut expected: Vec<Vec<usize>> =
                tarjan_scc(&graph).into_iter().filter(|it| it.len() > 1).map(sorted).collect();
            expected.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
            prop_assert_eq!(components(nodes, &arcs), expected);
        }
    }
}

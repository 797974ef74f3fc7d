//! Strongly connected components: the sets of nodes within which everything can come back.

use petgraph::{
    algo::kosaraju_scc,
    graph::{DiGraph, NodeIndex},
};

use crate::graphs::{Arc, proper};

/// The components of two nodes or more, the largest first, then by their smallest node; the nodes
/// of each in ascending order.
///
/// Kosaraju's two passes as `petgraph` has them (Sharir 1981): without recursion, so that a long
/// chain of steps cannot exhaust the stack.
pub fn components(nodes: usize, arcs: &[Arc]) -> Vec<Vec<usize>> {
    let mut graph = DiGraph::<(), ()>::with_capacity(nodes, arcs.len());
    let at: Vec<_> = (0..nodes).map(|_| graph.add_node(())).collect();
    for (_, (from, to, _)) in proper(nodes, arcs) {
        graph.add_edge(at[from], at[to], ());
    }
    let mut found: Vec<Vec<usize>> = kosaraju_scc(&graph)
        .into_iter()
        .filter(|members| members.len() > 1)
        .map(|members| sorted(members.into_iter().map(NodeIndex::index).collect()))
        .collect();
    found.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    found
}

fn sorted(mut nodes: Vec<usize>) -> Vec<usize> {
    nodes.sort_unstable();
    nodes
}

#[cfg(test)]
mod tests {
    use super::*;

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
    }
}

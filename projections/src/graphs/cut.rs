//! The lightest set of arcs whose removal leaves no cycle (minimum feedback arc set).
//!
//! Every order of the nodes is a cut: the arcs that point backwards in it. So the best order is
//! sought, one strongly connected component at a time. A greedy order is improved locally; small
//! components are solved exactly by dynamic programming over subsets, and larger ones by the same
//! with states discarded that provably lead to nothing better, as far as a budget allows.

mod bounded;
mod exact;
mod greedy;
mod improve;
mod part;

use crate::graphs::{Arc, components::components, proper};
use part::Part;

/// Components up to this size are always solved exactly.
pub const EXACT_NODES_MAX: usize = 16;

/// States that the bounded exact search may keep for one component.
const STATES_MAX: usize = 300_000;

/// What to remove so that nothing goes round any more.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cut {
    /// Positions in the list of arcs that was asked about, ascending; all of finite weight.
    pub arcs: Vec<usize>,
    /// The sum of their weights.
    pub weight: f64,
    /// That sum ÷ the finite weight of all arcs but self-loops; 0 if there is none.
    pub share: f64,
    /// True if no lighter cut exists.
    pub exact: bool,
    /// Arcs of infinite weight (they must stay) on cycles that nothing else can break. Without
    /// these, removing `arcs` leaves such cycles.
    pub unavoidable: Vec<usize>,
}

/// Parallel arcs stand or fall together; self-loops are ignored. Infinite weight marks an arc that
/// must stay; as few of them as possible turn out `unavoidable`.
pub fn cut(nodes: usize, arcs: &[Arc]) -> Cut {
    let mut cut = Cut { exact: true, ..Cut::default() };
    let mut rank = vec![None; nodes];
    for (component, members) in components(nodes, arcs).iter().enumerate() {
        let part = Part::new(members, nodes, arcs);
        let (order, is_exact) = best_order(&part);
        cut.exact &= is_exact;
        for (place, &node) in order.iter().enumerate() {
            rank[members[node]] = Some((component, place));
        }
    }
    let mut total = 0.0;
    for (at, (from, to, weight)) in proper(nodes, arcs) {
        let points_back = matches!((rank[from], rank[to]), (Some(a), Some(b)) if a.0 == b.0 && a.1 > b.1);
        match (weight.is_finite(), points_back) {
            (true, true) => {
                total += weight;
                cut.weight += weight;
                cut.arcs.push(at);
            }
            (true, false) => total += weight,
            (false, true) => cut.unavoidable.push(at),
            (false, false) => {}
        }
    }
    cut.share = if total > 0.0 { cut.weight / total } else { 0.0 };
    cut
}

/// The best order found, and whether no better one exists.
fn best_order(part: &Part) -> (Vec<usize>, bool) {
    if part.len() <= EXACT_NODES_MAX {
        return (exact::order(part), true);
    }
    let good = improve::improved(part, greedy::order(part));
    match bounded::better_than(part, &good, STATES_MAX) {
        bounded::Answer::Better(order) => (order, true),
        bounded::Answer::NoneBetter => (good, true),
        bounded::Answer::GaveUp => (good, false),
    }
}

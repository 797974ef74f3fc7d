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
mod spared;

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
    by_order(nodes, arcs, best_order)
}

/// What [`cut`] gives where proving the least takes too long: a weighted greedy order, improved.
pub fn heuristic(nodes: usize, arcs: &[Arc]) -> Cut {
    by_order(nodes, arcs, |part| (good_order(part), false))
}

/// The arcs that point backwards in the order of each component.
fn by_order(nodes: usize, arcs: &[Arc], order: impl Fn(&Part) -> (Vec<usize>, bool)) -> Cut {
    let mut cut = Cut { exact: true, ..Cut::default() };
    let mut rank = vec![None; nodes];
    for (component, members) in components(nodes, arcs).iter().enumerate() {
        let part = Part::new(members, nodes, arcs);
        let (order, is_exact) = order(&part);
        cut.exact &= is_exact;
        for (place, &node) in order.iter().enumerate() {
            rank[members[node]] = Some((component, place));
        }
    }
    let mut total = 0.0;
    for (at, (from, to, weight)) in proper(nodes, arcs) {
        let points_back =
            matches!((rank[from], rank[to]), (Some(a), Some(b)) if a.0 == b.0 && a.1 > b.1);
        match (weight.is_finite(), points_back) {
            (true, true) => {
                total += weight;
                cut.arcs.push(at);
            }
            (true, false) => total += weight,
            (false, true) => cut.unavoidable.push(at),
            (false, false) => {}
        }
    }
    cut.arcs = spared::needed(nodes, arcs, &cut.arcs, cut.exact);
    cut.weight = cut.arcs.iter().fold(0.0, |sum, at| sum + arcs[*at].2.max(0.0));
    cut.share = if total > 0.0 { cut.weight / total } else { 0.0 };
    cut
}

fn good_order(part: &Part) -> Vec<usize> {
    improve::improved(part, greedy::order(part))
}

/// The best order found, and whether no better one exists.
fn best_order(part: &Part) -> (Vec<usize>, bool) {
    if part.len() <= EXACT_NODES_MAX {
        return (exact::order(part), true);
    }
    let good = good_order(part);
    match bounded::better_than(part, &good, STATES_MAX) {
        bounded::Answer::Better(order) => (order, true),
        bounded::Answer::NoneBetter => (good, true),
        bounded::Answer::GaveUp => (good, false),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::graphs::testing::{graphs, is_acyclic};

    const MUST_STAY: f64 = f64::INFINITY;

    #[test]
    fn takes_the_lighter_way_of_a_pair_and_its_share_of_all_weight() {
        let found = cut(3, &[(0, 1, 6.0), (1, 0, 2.0), (1, 2, 8.0)]);
        assert_eq!(
            found,
            Cut { arcs: vec![1], weight: 2.0, share: 0.125, exact: true, unavoidable: vec![] }
        );
    }

    #[test]
    fn what_weighs_nothing_is_only_taken_where_it_has_to_be() {
        // Back and forth, and round by three; one arc on each is enough.
        let arcs = [(0, 1, 0.0), (1, 0, 0.0), (1, 2, 0.0), (2, 3, 0.0), (3, 1, 0.0), (2, 0, 0.0)];
        let found = cut(4, &arcs);
        assert!(found.arcs.len() <= 2, "{found:?}");
    }

    #[test]
    fn sums_over_components_and_takes_parallel_arcs_together() {
        let arcs = [(0, 1, 3.0), (1, 0, 2.0), (1, 0, 2.0), (2, 3, 1.0), (3, 2, 5.0), (3, 3, 9.0)];
        let found = cut(4, &arcs);
        assert_eq!((found.arcs, found.weight), (vec![0, 3], 4.0));
    }

    #[test]
    fn leaves_what_must_stay_and_cuts_the_dearer_arc_instead() {
        let found = cut(2, &[(0, 1, MUST_STAY), (1, 0, 1_000.0)]);
        assert_eq!((found.arcs, found.weight, found.unavoidable), (vec![1], 1_000.0, vec![]));
    }

    #[test]
    fn names_what_must_stay_when_nothing_else_breaks_the_cycle() {
        let found = cut(2, &[(0, 1, MUST_STAY), (1, 0, MUST_STAY), (1, 0, 1.0)]);
        assert_eq!((found.arcs, found.weight, found.unavoidable), (vec![], 0.0, vec![0]));
    }

    #[test]
    fn has_nothing_to_cut_where_nothing_goes_round() {
        assert_eq!(cut(0, &[]), Cut { exact: true, ..Cut::default() });
        assert_eq!(cut(2, &[(0, 1, 1.0)]), Cut { exact: true, ..Cut::default() });
    }

    #[test]
    fn says_when_a_large_tangle_was_not_solved_exactly() {
        let found = cut(70, &tangle(70));
        assert!(!found.exact);
        assert_eq!(found, cut(70, &tangle(70)));
        assert!(is_acyclic(70, &without(&tangle(70), &found)));
    }

    #[test]
    fn the_bounded_search_agrees_with_the_full_table() {
        for nodes in 2..=EXACT_NODES_MAX {
            let part = Part::new(&(0..nodes).collect::<Vec<_>>(), nodes, &tangle(nodes));
            let exact = exact::order(&part);
            let bad: Vec<usize> = (0..nodes).collect();
            let found = match bounded::better_than(&part, &bad, STATES_MAX) {
                bounded::Answer::Better(order) => order,
                bounded::Answer::NoneBetter => bad,
                bounded::Answer::GaveUp => exact.clone(),
            };
            assert!((part.cost(&found) - part.cost(&exact)).abs() < 1e-9);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_arc_that_a_heuristic_takes_could_stay((nodes, arcs) in graphs(7)) {
            let found = heuristic(nodes, &arcs);
            for left_out in &found.arcs {
                let is_there = |at: &usize| !found.arcs.contains(at) || at == left_out;
                let rest: Vec<Arc> = (0..arcs.len()).filter(is_there).map(|at| arcs[at]).collect();
                prop_assert!(!is_acyclic(nodes, &rest), "{left_out} of {found:?}");
            }
        }

        #[test]
        fn every_arc_of_no_weight_that_is_taken_would_close_a_cycle((nodes, arcs) in graphs(7)) {
            let light: Vec<Arc> = arcs.iter().map(|&(from, to, it)| (from, to, (it - 12.0).max(0.0))).collect();
            let found = cut(nodes, &light);
            let without = |left_out: Option<usize>| -> Vec<Arc> {
                let is_there = |at: &usize| !found.arcs.contains(at) || left_out == Some(*at);
                (0..light.len()).filter(is_there).map(|at| light[at]).collect()
            };
            prop_assert!(is_acyclic(nodes, &without(None)));
            for at in found.arcs.iter().filter(|at| light[**at].2 == 0.0) {
                prop_assert!(!is_acyclic(nodes, &without(Some(*at))), "{at} of {found:?}");
            }
        }

        #[test]
        fn removing_the_cut_leaves_no_cycle((nodes, arcs) in graphs(24)) {
            let found = cut(nodes, &arcs);
            prop_assert!(is_acyclic(nodes, &without(&arcs, &found)));
        }

        #[test]
        fn no_order_of_the_nodes_is_cheaper((nodes, arcs) in graphs(6)) {
            let found = cut(nodes, &arcs);
            prop_assert!(found.exact);
            let least = orders(nodes).map(|order| backward(&order, &arcs)).min_by(f64::total_cmp);
            prop_assert_eq!(Some(found.weight), least);
        }

        #[test]
        fn the_improved_greedy_order_is_no_worse_than_the_greedy_one((nodes, arcs) in graphs(12)) {
            let part = Part::new(&(0..nodes).collect::<Vec<_>>(), nodes, &arcs);
            let greedy = greedy::order(&part);
            let best = part.cost(&exact::order(&part));
            let improved = part.cost(&improve::improved(&part, greedy.clone()));
            prop_assert!(best <= improved && improved <= part.cost(&greedy));
        }
    }

    fn without(arcs: &[Arc], cut: &Cut) -> Vec<Arc> {
        let stays = |at: &usize| !cut.arcs.contains(at) && !cut.unavoidable.contains(at);
        (0..arcs.len()).filter(stays).map(|at| arcs[at]).collect()
    }

    fn backward(order: &[usize], arcs: &[Arc]) -> f64 {
        let place = part::places(order);
        arcs.iter().filter(|it| place[it.0] > place[it.1]).map(|it| it.2).sum()
    }

    /// Every order of so many nodes.
    fn orders(nodes: usize) -> impl Iterator<Item = Vec<usize>> {
        let mut orders = vec![vec![]];
        for node in 0..nodes {
            let inserted = |order: Vec<usize>| {
                (0..=order.len()).map(move |at| [&order[..at], &[node], &order[at..]].concat())
            };
            orders = orders.into_iter().flat_map(inserted).collect();
        }
        orders.into_iter()
    }

    /// Every node points to every other, with weights in no order.
    fn tangle(nodes: usize) -> Vec<Arc> {
        let weight =
            |a: usize, b: usize| f64::from(u8::try_from((a * 31 + b * 17) % 23).expect("small"));
        (0..nodes).flat_map(|a| (0..nodes).map(move |b| (a, b, weight(a, b)))).collect()
    }
}

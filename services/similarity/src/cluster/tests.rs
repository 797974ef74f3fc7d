//! What groups promise, whoever is paired with whom and whatever people said.

use proptest::prelude::*;

use super::*;

#[test]
fn does_not_chain_what_is_not_alike() {
    let chain = [('a', 'b', 0.9), ('b', 'c', 0.8), ('c', 'd', 0.7)];
    assert_eq!(groups(&chain), [vec!['a', 'b'], vec!['c', 'd']]);
}

#[test]
fn joins_what_is_alike_throughout() {
    let all = [(1, 2, 0.7), (2, 3, 0.9), (3, 1, 0.8), (8, 9, 0.7)];
    assert_eq!(groups(&all), [vec![1, 2, 3], vec![8, 9]]);
}

#[test]
fn does_not_depend_on_the_order_of_the_pairs() {
    let pairs = [(1, 2, 0.8), (2, 3, 0.8), (3, 4, 0.8), (4, 1, 0.8)];
    let turned: Vec<_> = pairs.iter().rev().map(|&(a, b, score)| (b, a, score)).collect();
    assert_eq!(groups(&pairs), groups(&turned));
    assert_eq!(groups(&pairs), [vec![1, 2], vec![3, 4]]);
}

#[test]
fn what_is_held_together_stays_together_though_it_is_not_alike_and_brings_its_partners() {
    let pairs = [(1, 3, 0.9), (2, 4, 0.8)];
    let bonds = bonds(&[vec![1, 2]], |_, _| true);
    // 3 and 4 are no pair, so the more alike one comes to the bond.
    assert_eq!(bound_groups(&pairs, &bonds, |_, _| true), [vec![1, 2, 3]]);
    assert_eq!(bound_groups(&[], &bonds, |_, _| true), [vec![1, 2]]);
}

#[test]
fn what_may_not_be_with_one_of_a_bond_does_not_come_to_it() {
    let pairs = [(1, 3, 0.9)];
    let apart = |a: u8, b: u8| (a.min(b), a.max(b)) != (2, 3);
    assert_eq!(bound_groups(&pairs, &bonds(&[vec![1, 2]], apart), apart), [vec![1, 2]]);
}

#[test]
fn the_set_that_counts_more_wins_where_two_cannot_both_be_so() {
    let apart = |a: u8, b: u8| (a.min(b), a.max(b)) != (1, 3);
    assert_eq!(bonds(&[vec![1, 2], vec![2, 3]], apart), [vec![1, 2]]);
    assert_eq!(bonds(&[vec![2, 3], vec![1, 2]], apart), [vec![2, 3]]);
}

/// A graph of few nodes: pairs with their scores, pairs that are held apart, sets held together.
#[derive(Debug, Clone)]
struct Graph {
    pairs: Vec<(u8, u8, f32)>,
    apart: BTreeSet<(u8, u8)>,
    together: Vec<Vec<u8>>,
}

impl Graph {
    fn may(&self, a: u8, b: u8) -> bool {
        !self.apart.contains(&(a.min(b), a.max(b)))
    }

    fn grouped(&self) -> Vec<Vec<u8>> {
        let may = |a, b| self.may(a, b);
        let allowed: Vec<_> =
            self.pairs.iter().copied().filter(|&(a, b, _)| self.may(a, b)).collect();
        bound_groups(&allowed, &bonds(&self.together, may), may)
    }

    fn are_pair(&self, a: u8, b: u8) -> bool {
        self.pairs.iter().any(|&(x, y, _)| (x.min(y), x.max(y)) == (a.min(b), a.max(b)))
    }
}

fn graph() -> impl Strategy<Value = Graph> {
    let pair = || (0..12_u8, 0..12_u8).prop_filter("two", |(a, b)| a != b);
    let pairs = prop::collection::vec((pair(), 0..5_u8), 0..40);
    let apart = prop::collection::btree_set(pair(), 0..8);
    let together = prop::collection::vec(prop::collection::btree_set(0..12_u8, 2..4), 0..3);
    (pairs, apart, together).prop_map(|(pairs, apart, together)| {
        let mut scores = BTreeMap::new();
        for ((a, b), score) in pairs {
            scores.insert((a.min(b), a.max(b)), 0.5 + f32::from(score) / 10.0);
        }
        Graph {
            pairs: scores.into_iter().map(|((a, b), score)| (a, b, score)).collect(),
            apart: apart.into_iter().map(|(a, b)| (a.min(b), a.max(b))).collect(),
            together: together.into_iter().map(|it| it.into_iter().collect()).collect(),
        }
    })
}

proptest! {
    #[test]
    fn no_group_holds_two_that_are_held_apart_and_nobody_is_in_two(graph in graph()) {
        let grouped = graph.grouped();
        let all: Vec<u8> = grouped.iter().flatten().copied().collect();
        prop_assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
        for group in &grouped {
            prop_assert!(group.iter().all(|&a| group.iter().all(|&b| graph.may(a, b))));
        }
    }

    #[test]
    fn what_is_held_together_is_in_one_group_unless_somebody_holds_it_apart(graph in graph()) {
        let grouped = Graph { apart: BTreeSet::new(), ..graph.clone() }.grouped();
        for set in &graph.together {
            prop_assert!(grouped.iter().any(|it| set.iter().all(|id| it.contains(id))));
        }
    }

    #[test]
    fn no_two_groups_are_left_that_could_be_one(mut graph in graph()) {
        graph.together.clear();
        let grouped = graph.grouped();
        let fits = |a: &u8, b: &u8| graph.are_pair(*a, *b) && graph.may(*a, *b);
        for (place, one) in grouped.iter().enumerate() {
            for other in &grouped[place + 1..] {
                prop_assert!(!one.iter().all(|a| other.iter().all(|b| fits(a, b))));
            }
        }
    }

    #[test]
    fn what_is_held_apart_elsewhere_changes_nothing_here(graph in graph()) {
        // A second company of other ids, in which nothing is held apart.
        let far = |id: u8| id + 100;
        let twin = graph.pairs.iter().map(|&(a, b, score)| (far(a), far(b), score));
        let both = Graph {
            pairs: graph.pairs.iter().copied().chain(twin).collect(),
            together: vec![],
            ..graph.clone()
        };
        let free = Graph { apart: BTreeSet::new(), together: vec![], ..graph };
        let expected: Vec<Vec<u8>> =
            free.grouped().into_iter().map(|it| it.into_iter().map(far).collect()).collect();
        let found = both.grouped().into_iter().filter(|it| it[0] >= 100);
        prop_assert_eq!(found.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn the_order_of_the_pairs_changes_nothing(graph in graph()) {
        let turned = graph.pairs.iter().rev().map(|&(a, b, score)| (b, a, score)).collect();
        prop_assert_eq!(Graph { pairs: turned, ..graph.clone() }.grouped(), graph.grouped());
    }
}

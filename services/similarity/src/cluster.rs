//! From scored pairs to groups in which everything is paired with everything.
//!
//! Complete linkage (Sørensen 1948), greedily from the most alike pair down: two groups become one
//! only if all their members are pairs. So a chain of small steps cannot join what has nothing in
//! common.

use std::collections::{BTreeMap, BTreeSet};

/// Groups of two or more, each ascending; the groups by their first member. Pairs of equal score
/// are taken in the order of their members.
pub fn groups<Id: Copy + Ord>(pairs: &[(Id, Id, f32)]) -> Vec<Vec<Id>> {
    let mut pairs: Vec<_> =
        pairs.iter().map(|&(a, b, score)| (a.min(b), a.max(b), score)).collect();
    pairs.sort_by(|a, b| b.2.total_cmp(&a.2).then_with(|| (a.0, a.1).cmp(&(b.0, b.1))));
    let partners = partners(&pairs);
    let mut group_of: BTreeMap<Id, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<Id>> = Vec::new();
    for &id in partners.keys() {
        group_of.insert(id, groups.len());
        groups.push(vec![id]);
    }
    for (a, b, _) in pairs {
        let (into, from) = (group_of[&a], group_of[&b]);
        if into == from || !are_all_paired(&groups[into], &groups[from], &partners) {
            continue;
        }
        for id in std::mem::take(&mut groups[from]) {
            group_of.insert(id, into);
            groups[into].push(id);
        }
    }
    groups.retain(|members| members.len() > 1);
    for members in &mut groups {
        members.sort_unstable();
    }
    groups.sort_unstable();
    groups
}

fn partners<Id: Copy + Ord>(pairs: &[(Id, Id, f32)]) -> BTreeMap<Id, BTreeSet<Id>> {
    let mut partners: BTreeMap<Id, BTreeSet<Id>> = BTreeMap::new();
    for &(a, b, _) in pairs {
        partners.entry(a).or_default().insert(b);
        partners.entry(b).or_default().insert(a);
    }
    partners
}

fn are_all_paired<Id: Copy + Ord>(
    some: &[Id],
    others: &[Id],
    partners: &BTreeMap<Id, BTreeSet<Id>>,
) -> bool {
    some.iter().all(|it| others.iter().all(|other| partners[it].contains(other)))
}

#[cfg(test)]
mod tests {
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
}

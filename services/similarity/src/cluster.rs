//! From scored pairs to groups in which everything is paired with everything.
//!
//! Complete linkage (Sørensen 1948), greedily from the most alike pair down: two groups become one
//! only if all their members are pairs. So a chain of small steps cannot join what has nothing in
//! common. What people said counts first (Wagstaff and Cardie, *Clustering with Instance-level
//! Constraints*, 2000): what they hold together is one from the start, and what they hold apart never
//! comes together, not through a third either.

mod linkage;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use linkage::linked;

/// Groups of two or more, each ascending; the groups by their first member. Pairs of equal score
/// are taken in the order of their members.
pub fn groups<Id: Copy + Ord>(pairs: &[(Id, Id, f32)]) -> Vec<Vec<Id>> {
    let mut ids: Vec<Id> = pairs.iter().flat_map(|it| [it.0, it.1]).collect();
    ids.sort_unstable();
    ids.dedup();
    let place = |id| u32::try_from(ids.binary_search(&id).expect("all are there")).expect("few");
    let places = pairs.iter().map(|&(a, b, score)| (place(a), place(b), score)).collect();
    let groups = groups_of_places(ids.len(), places).into_iter();
    groups.map(|group| group.into_iter().map(|it| ids[it as usize]).collect()).collect()
}

/// The same of places below a count. A pair may be there more than once, with the same score.
pub(crate) fn groups_of_places(count: usize, mut pairs: Vec<(u32, u32, f32)>) -> Vec<Vec<u32>> {
    for (a, b, _) in &mut pairs {
        (*a, *b) = ((*a).min(*b), (*a).max(*b));
    }
    // Scores are never negative, so that their bits are in the same order.
    pairs.sort_unstable_by_key(|&(a, b, score)| (Reverse(score.to_bits()), a, b));
    pairs.dedup_by_key(|it| (it.0, it.1));
    linked(count, &pairs)
}

/// The same where some are bound to each other already: each bond counts as one, paired with another if
/// some of their members are, as alike as the most alike of them, and all of them may be together.
pub fn bound_groups<Id: Copy + Ord>(
    pairs: &[(Id, Id, f32)],
    bonds: &[Vec<Id>],
    may: impl Fn(Id, Id) -> bool,
) -> Vec<Vec<Id>> {
    if bonds.is_empty() {
        return groups(pairs);
    }
    let mut head_of: BTreeMap<Id, Id> =
        pairs.iter().flat_map(|&(a, b, _)| [(a, a), (b, b)]).collect();
    head_of.extend(bonds.iter().flat_map(|bond| bond.iter().map(move |&it| (it, bond[0]))));
    let mut wholes: BTreeMap<Id, Vec<Id>> = BTreeMap::new();
    for (&id, &head) in &head_of {
        wholes.entry(head).or_default().push(id);
    }
    let mut best: BTreeMap<(Id, Id), f32> = BTreeMap::new();
    for &(a, b, score) in pairs {
        let (a, b) = (head_of[&a], head_of[&b]);
        let known = best.entry((a.min(b), a.max(b))).or_insert(score);
        *known = known.max(score);
    }
    let between = best.into_iter().filter(|((a, b), _)| a != b);
    let allowed = between.filter(|((a, b), _)| may_join(&wholes[a], &wholes[b], &may));
    let pairs: Vec<_> = allowed.map(|((a, b), score)| (a, b, score)).collect();
    let mut joined = groups(&pairs);
    let taken: BTreeSet<Id> = joined.iter().flatten().copied().collect();
    let heads = bonds.iter().map(|bond| bond[0]);
    joined.extend(heads.filter(|head| !taken.contains(head)).map(|head| vec![head]));
    let whole = |heads: &Vec<Id>| heads.iter().flat_map(|it| wholes[it].iter().copied()).collect();
    in_order(joined.iter().map(whole).collect())
}

/// What is bound together, from sets that people hold together, those that count most first. Who may not
/// be with somebody of a bond is left out of it. Each bond of two or more, ascending; the bonds by their
/// first member.
pub fn bonds<Id: Copy + Ord>(sets: &[Vec<Id>], may: impl Fn(Id, Id) -> bool) -> Vec<Vec<Id>> {
    let mut bond_of: BTreeMap<Id, usize> = BTreeMap::new();
    let mut bonds: Vec<Vec<Id>> = Vec::new();
    for set in sets {
        for &id in set {
            bond_of.entry(id).or_insert_with(|| {
                bonds.push(vec![id]);
                bonds.len() - 1
            });
        }
        for (place, id) in set.iter().enumerate() {
            for before in &set[..place] {
                let (into, from) = (bond_of[before], bond_of[id]);
                if into == from || !may_join(&bonds[into], &bonds[from], &may) {
                    continue;
                }
                for id in std::mem::take(&mut bonds[from]) {
                    bond_of.insert(id, into);
                    bonds[into].push(id);
                }
            }
        }
    }
    bonds.retain(|it| it.len() > 1);
    in_order(bonds)
}

fn may_join<Id: Copy>(some: &[Id], others: &[Id], may: &impl Fn(Id, Id) -> bool) -> bool {
    some.iter().all(|&it| others.iter().all(|&other| may(it, other)))
}

/// The members of each ascending, and the groups by their first member.
fn in_order<Id: Ord>(mut groups: Vec<Vec<Id>>) -> Vec<Vec<Id>> {
    for members in &mut groups {
        members.sort_unstable();
    }
    groups.sort_unstable();
    groups
}

#[cfg(test)]
mod tests;

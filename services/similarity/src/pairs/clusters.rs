//! Clusters: first the distinct texts that say the same, then the ids that may be together.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    cluster::groups,
    corpus::Slot,
    index::Index,
    pairs::near::{self, Nears},
};

/// Ids in one cluster, at most; what is left over begins another.
pub(super) const MEMBERS_MAX: usize = 1_000;

/// Ids of a group up to which each pair is weighed.
const PAIRED_MAX: usize = 300;

#[derive(Debug, Clone, PartialEq)]
pub struct Cluster<Id> {
    /// Two or more, ascending.
    pub members: Vec<Id>,
    /// That of the least alike pair.
    pub score: f32,
    /// It took no more members, though there may be more.
    pub is_full: bool,
}

/// Groups of distinct texts, each in the order of the texts.
pub(super) fn of_texts<Id: Copy + Ord>(index: &Index<Id>, near: &Nears) -> Vec<Vec<Slot>> {
    let mut by_text: Vec<Slot> = near::each(near).map(|it| it.0).collect();
    by_text.sort_by(|&a, &b| index.corpus().by_text(a, b));
    let rank_of: BTreeMap<Slot, usize> =
        by_text.iter().enumerate().map(|(rank, &slot)| (slot, rank)).collect();
    let pairs: Vec<_> =
        near::all(near).map(|(a, b, score)| (rank_of[&a], rank_of[&b], score)).collect();
    let mut grouped = groups(&pairs);
    let taken: BTreeSet<usize> = grouped.iter().flatten().copied().collect();
    grouped.extend((0..by_text.len()).filter(|rank| !taken.contains(rank)).map(|rank| vec![rank]));
    grouped.into_iter().map(|group| group.into_iter().map(|rank| by_text[rank]).collect()).collect()
}

pub(super) fn of_ids<Id: Copy + Ord>(
    index: &Index<Id>,
    groups: &[Vec<Slot>],
    admits: impl Fn(Id, Id) -> bool,
) -> Vec<Cluster<Id>> {
    let mut clusters: Vec<Cluster<Id>> =
        groups.iter().flat_map(|group| admitted(index, group, &admits)).collect();
    clusters.sort_by(|a, b| a.members.cmp(&b.members));
    clusters
}

/// The ids of a group in clusters that admit all their members, the most alike first.
fn admitted<Id: Copy + Ord>(
    index: &Index<Id>,
    group: &[Slot],
    admits: &impl Fn(Id, Id) -> bool,
) -> Vec<Cluster<Id>> {
    let ids: Vec<(Slot, Id)> =
        group.iter().flat_map(|&slot| index.members(slot).map(move |id| (slot, id))).collect();
    if ids.len() > PAIRED_MAX {
        return first_fit(index, group, admits);
    }
    let mut pairs = Vec::new();
    for (place, &(slot, id)) in ids.iter().enumerate() {
        for &(other_slot, other) in &ids[place + 1..] {
            if admits(id, other) {
                let same = slot == other_slot;
                let score = if same { 1.0 } else { index.corpus().score(slot, other_slot) };
                pairs.push((id, other, score));
            }
        }
    }
    groups(&pairs).into_iter().map(|members| cluster(index, members)).collect()
}

/// In a large group each id goes to the first cluster that admits it; ids of the same text come together.
fn first_fit<Id: Copy + Ord>(
    index: &Index<Id>,
    group: &[Slot],
    admits: &impl Fn(Id, Id) -> bool,
) -> Vec<Cluster<Id>> {
    let mut clusters: Vec<Vec<Id>> = Vec::new();
    for id in group.iter().flat_map(|&slot| index.members(slot)) {
        let fits = |members: &&mut Vec<Id>| {
            members.len() < MEMBERS_MAX && members.iter().all(|&it| admits(it, id))
        };
        match clusters.iter_mut().find(fits) {
            Some(members) => members.push(id),
            None => clusters.push(vec![id]),
        }
    }
    clusters.retain(|members| members.len() > 1);
    clusters.into_iter().map(|members| cluster(index, members)).collect()
}

fn cluster<Id: Copy + Ord>(index: &Index<Id>, mut members: Vec<Id>) -> Cluster<Id> {
    members.sort_unstable();
    let slots: BTreeSet<Slot> = members.iter().filter_map(|&id| index.slot(id)).collect();
    let pairs = slots.iter().flat_map(|&a| slots.range(a + 1..).map(move |&b| (a, b)));
    let score = pairs.map(|(a, b)| index.corpus().score(a, b)).fold(1.0, f32::min);
    Cluster { is_full: members.len() == MEMBERS_MAX, members, score }
}

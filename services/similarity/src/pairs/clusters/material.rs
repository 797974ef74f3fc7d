//! One part: its texts that say the same, then their ids that may be together.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use super::{Cluster, Places, Rules};
use crate::{
    cluster::{bonds, bound_groups, groups_of_places},
    corpus::Slot,
    index::Index,
    pairs::near::{self, Nears},
    processors,
};

/// Ids in one cluster, at most; what is left over begins another.
pub(in crate::pairs) const MEMBERS_MAX: usize = 1_000;

/// Ids up to which each pair is weighed; also pairs of ids up to which it is looked whether any of two
/// texts may be together.
const PAIRED_MAX: usize = 300;

/// Parts whose pairs are listed at once.
const PARTS_AT_ONCE: usize = 1 << 12;

/// What clusters are made of.
pub(in crate::pairs) struct Material<'a, Id, R> {
    pub(in crate::pairs) index: &'a Index<Id>,
    pub(in crate::pairs) near: &'a Nears,
    pub(in crate::pairs) rules: &'a R,
}

impl<Id: Copy + Ord + 'static, R: Rules<Id>> Material<'_, Id, R> {
    /// The texts that are its pairs, and those of ids that are held together with one of its own.
    pub(super) fn each_neighbour(&self, slot: Slot, mut visit: impl FnMut(Slot)) {
        let Some(near) = near::of(self.near, slot) else { return };
        near.texts.iter().for_each(|it| visit(it.0));
        for id in self.index.members(slot) {
            let held = self.rules.together(id).flat_map(|(_, set)| set);
            held.filter_map(|&it| self.slot(it)).for_each(&mut visit);
        }
    }

    /// The text of an id, if it says something.
    fn slot(&self, id: Id) -> Option<Slot> {
        self.index.slot(id).filter(|&it| near::of(self.near, it).is_some())
    }

    /// The texts in parts that are connected, each ascending, as they are. All their neighbours must be among
    /// them.
    pub(super) fn connected(&self, slots: &[Slot], places: &mut Places) -> Vec<Vec<Slot>> {
        places.take(slots);
        let mut above: Vec<u32> = (0..).zip(slots).map(|it| it.0).collect();
        for (from, &slot) in (0..).zip(slots) {
            self.each_neighbour(slot, |other| {
                let (a, b) = (root(&mut above, from), root(&mut above, places.of(other)));
                above[a.max(b) as usize] = a.min(b);
            });
        }
        let mut rooted: Vec<(u32, Slot)> =
            (0..).zip(slots).map(|(at, &slot)| (root(&mut above, at), slot)).collect();
        rooted.sort_unstable();
        let parts = rooted.chunk_by(|a, b| a.0 == b.0);
        parts.map(|part| part.iter().map(|it| it.1).collect()).collect()
    }

    /// The clusters of each part. What asks no rules is done on all processors.
    pub(super) fn clusters(
        &self,
        parts: &[Vec<Slot>],
        places: &mut Places,
    ) -> Vec<Vec<Cluster<Id>>> {
        parts.chunks(PARTS_AT_ONCE).flat_map(|some| self.clusters_of(some, places)).collect()
    }

    fn clusters_of(&self, parts: &[Vec<Slot>], places: &mut Places) -> Vec<Vec<Cluster<Id>>> {
        let (count, corpus) = (parts.len(), self.index.corpus());
        let mut processors = processors::each(count, || ());
        let by_text = processors::spread(count, &mut processors, |(), part| {
            let mut by_text = parts[part].clone();
            corpus.sort_by_text(&mut by_text);
            by_text
        });
        let pairs: Vec<_> = by_text.iter().map(|it| self.pairs(it, places)).collect();
        let groups = processors::spread(count, &mut processors, |(), part| {
            groups_of_places(by_text[part].len(), pairs[part].clone())
        });
        let each = parts.iter().zip(&by_text).zip(groups);
        each.map(|((slots, by_text), groups)| self.of_part(slots, by_text, groups)).collect()
    }

    /// From groups of texts that say the same, by their places in the order of the texts.
    fn of_part(
        &self,
        slots: &[Slot],
        by_text: &[Slot],
        mut groups: Vec<Vec<Slot>>,
    ) -> Vec<Cluster<Id>> {
        let bonds = bonds(&self.sets(slots), |a, b| self.rules.may(a, b));
        let mut is_taken = vec![false; by_text.len()];
        groups.iter().flatten().for_each(|it| is_taken[*it as usize] = true);
        let is_of_some = |slot: Slot| self.index.members(slot).nth(1).is_some();
        for place in groups.iter_mut().flatten() {
            *place = by_text[*place as usize];
        }
        let alone = by_text.iter().zip(is_taken).filter(|it| !it.1).map(|it| *it.0);
        let alone = alone.filter(|it| !bonds.is_empty() || is_of_some(*it));
        groups.extend(alone.map(|it| vec![it]));
        let pools = self.pools(groups, &bonds);
        pools.iter().flat_map(|pool| self.admitted(pool, &bonds)).collect()
    }

    /// What people hold together among the ids of these texts, what counts most first.
    fn sets(&self, slots: &[Slot]) -> Vec<Vec<Id>> {
        let ids = slots.iter().flat_map(|&it| self.index.members(it));
        let sets: BTreeMap<_, _> = ids
            .flat_map(|id| self.rules.together(id))
            .map(|(counts, set)| (Reverse(counts), set))
            .collect();
        let there =
            |set: &[Id]| set.iter().copied().filter(|&it| self.slot(it).is_some()).collect();
        sets.into_values().map(there).collect()
    }

    /// The places of texts of which any ids may be together, and how alike they are.
    fn pairs(&self, by_text: &[Slot], places: &mut Places) -> Vec<(u32, u32, f32)> {
        places.take(by_text);
        let mut pairs = Vec::new();
        for &slot in by_text {
            for &(other, score) in near::of(self.near, slot).iter().flat_map(|it| &it.texts) {
                // Most pairs are there from both sides; asked of once is enough.
                let is_second = other < slot && near::has(self.near, other, slot);
                if !is_second && self.any_may(slot, other) {
                    pairs.push((places.of(slot), places.of(other), score));
                }
            }
        }
        pairs
    }

    /// Whether any id of one text may be with any of the other; where there are very many, some will.
    fn any_may(&self, a: Slot, b: Slot) -> bool {
        let of = |slot| self.index.members(slot);
        let are_many = of(a).count().saturating_mul(of(b).count()) > PAIRED_MAX;
        are_many || of(a).any(|a| of(b).any(|b| self.rules.may(a, b)))
    }

    /// Groups of texts that are to be looked at together, because people hold some of their ids together.
    fn pools(&self, groups: Vec<Vec<Slot>>, bonds: &[Vec<Id>]) -> Vec<Vec<Vec<Slot>>> {
        if bonds.is_empty() {
            return groups.into_iter().map(|it| vec![it]).collect();
        }
        let place = |(at, group): (u32, &Vec<Slot>)| {
            group.iter().map(move |&it| (it, at)).collect::<Vec<_>>()
        };
        let place_of: HashMap<Slot, u32> = (0..).zip(&groups).flat_map(place).collect();
        let mut above: Vec<u32> = (0..).zip(&groups).map(|it| it.0).collect();
        for bond in bonds {
            let mut places = bond.iter().filter_map(|&it| place_of.get(&self.slot(it)?).copied());
            let Some(first) = places.next() else { continue };
            for other in places {
                let (a, b) = (root(&mut above, first), root(&mut above, other));
                above[a.max(b) as usize] = a.min(b);
            }
        }
        let mut pools: BTreeMap<u32, Vec<Vec<Slot>>> = BTreeMap::new();
        for (at, group) in (0..).zip(groups) {
            pools.entry(root(&mut above, at)).or_default().push(group);
        }
        pools.into_values().collect()
    }

    /// The ids of a pool in clusters that admit all their members, the most alike first.
    fn admitted(&self, pool: &[Vec<Slot>], bonds: &[Vec<Id>]) -> Vec<Cluster<Id>> {
        let of_group = |(group, slots): (usize, &Vec<Slot>)| {
            let ids = |&slot: &Slot| self.index.members(slot).map(move |id| (group, slot, id));
            slots.iter().flat_map(ids).collect::<Vec<_>>()
        };
        let ids: Vec<(usize, Slot, Id)> = pool.iter().enumerate().flat_map(of_group).collect();
        if ids.len() < 2 {
            return Vec::new();
        }
        let there: BTreeSet<Id> = ids.iter().map(|it| it.2).collect();
        let bonds: Vec<Vec<Id>> =
            bonds.iter().filter(|bond| there.contains(&bond[0])).cloned().collect();
        if ids.len() > PAIRED_MAX {
            return self.first_fit(&ids, &bonds);
        }
        let mut pairs = Vec::new();
        for (place, &(group, slot, id)) in ids.iter().enumerate() {
            for &(other_group, other_slot, other) in &ids[place + 1..] {
                if group == other_group && self.rules.may(id, other) {
                    pairs.push((id, other, self.likeness(slot, other_slot)));
                }
            }
        }
        let grouped = bound_groups(&pairs, &bonds, |a, b| self.rules.may(a, b));
        grouped.into_iter().map(|members| self.cluster(members)).collect()
    }

    fn likeness(&self, a: Slot, b: Slot) -> f32 {
        if a == b {
            return 1.0;
        }
        let known = || near::score(self.near, a, b).or_else(|| near::score(self.near, b, a));
        known().unwrap_or_else(|| self.index.corpus().score(a, b))
    }

    /// In a large pool each id, or all that are bound to it, go to the first cluster that admits them; ids of
    /// the same text come together.
    fn first_fit(&self, ids: &[(usize, Slot, Id)], bonds: &[Vec<Id>]) -> Vec<Cluster<Id>> {
        let group_of: BTreeMap<Id, usize> = ids.iter().map(|it| (it.2, it.0)).collect();
        let bond_of: BTreeMap<Id, &Vec<Id>> =
            bonds.iter().flat_map(|bond| bond.iter().map(move |&it| (it, bond))).collect();
        let mut clusters: Vec<Vec<Id>> = Vec::new();
        let mut placed: BTreeSet<Id> = BTreeSet::new();
        for &(_, _, id) in ids {
            if placed.contains(&id) {
                continue;
            }
            let whole = bond_of.get(&id).map_or_else(|| vec![id], |bond| (*bond).clone());
            placed.extend(&whole);
            let groups: BTreeSet<usize> = whole.iter().map(|it| group_of[it]).collect();
            let fits = |members: &&mut Vec<Id>| {
                members.len() + whole.len() <= MEMBERS_MAX
                    && members.iter().any(|it| groups.contains(&group_of[it]))
                    && members.iter().all(|&a| whole.iter().all(|&b| self.rules.may(a, b)))
            };
            match clusters.iter_mut().find(fits) {
                Some(members) => members.extend(whole),
                None => clusters.push(whole),
            }
        }
        clusters.retain(|members| members.len() > 1);
        clusters.into_iter().map(|members| self.cluster(members)).collect()
    }

    fn cluster(&self, mut members: Vec<Id>) -> Cluster<Id> {
        members.sort_unstable();
        let slots: BTreeSet<Slot> = members.iter().filter_map(|&id| self.index.slot(id)).collect();
        let pairs = slots.iter().flat_map(|&a| slots.range(a + 1..).map(move |&b| (a, b)));
        let score = pairs.map(|(a, b)| self.likeness(a, b)).fold(1.0, f32::min);
        Cluster { is_full: members.len() >= MEMBERS_MAX, members, score }
    }
}

/// Where a chain of places ends; the chain is halved on the way.
fn root(above: &mut [u32], mut at: u32) -> u32 {
    while above[at as usize] != at {
        above[at as usize] = above[above[at as usize] as usize];
        at = above[at as usize];
    }
    at
}

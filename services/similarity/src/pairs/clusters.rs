//! Clusters: first the distinct texts that say the same, then the ids that may be together.
//!
//! They are kept in parts that have nothing to do with each other: texts that are connected by pairs, or
//! by what people hold together. Only a part that a change touched is clustered again.
//!
//! Invariant: after `refresh`, the clusters are those that all parts would have if nothing had been kept.

mod material;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::{corpus::Slot, pairs::near};
#[cfg(test)]
pub(super) use material::MEMBERS_MAX;
pub(super) use material::Material;

/// Who may be in one cluster, and who must, whatever their texts say.
pub trait Rules<Id: 'static> {
    /// Whether two may be together. It does not depend on their order.
    fn may(&self, a: Id, b: Id) -> bool;

    /// The sets with this id that people hold together, ascending, each with a number of its own: where two
    /// cannot both be so, the greater one counts.
    fn together(&self, id: Id) -> impl Iterator<Item = (u64, &[Id])>;
}

/// Who may be together, where nobody must.
impl<Id: Copy + 'static, F: Fn(Id, Id) -> bool> Rules<Id> for F {
    fn may(&self, a: Id, b: Id) -> bool {
        self(a, b)
    }

    fn together(&self, _: Id) -> impl Iterator<Item = (u64, &[Id])> {
        std::iter::empty()
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Cluster<Id> {
    /// Two or more, ascending.
    pub members: Vec<Id>,
    /// That of the least alike pair.
    pub score: f32,
    /// It took no more members, though there may be more.
    pub is_full: bool,
}

/// All clusters, part by part. A text of one id that is connected to nothing is in no part.
#[derive(Debug, Clone)]
pub(super) struct Parts<Id> {
    touched: Touched,
    of_text: HashMap<Slot, usize>,
    kept: BTreeMap<usize, Part<Id>>,
    next: usize,
}

/// Where some texts stand among each other, by slot; of the others nothing is known.
#[derive(Debug)]
struct Places(Vec<u32>);

impl Places {
    fn new(slots: usize) -> Self {
        Self(vec![0; slots])
    }

    /// From now on of these.
    fn take(&mut self, slots: &[Slot]) {
        (0..).zip(slots).for_each(|(place, slot)| self.0[*slot as usize] = place);
    }

    fn of(&self, slot: Slot) -> u32 {
        self.0[slot as usize]
    }
}

#[derive(Debug, Clone)]
enum Touched {
    All,
    Some(BTreeSet<Slot>),
}

#[derive(Debug, Clone)]
struct Part<Id> {
    slots: Vec<Slot>,
    clusters: Vec<Cluster<Id>>,
}

impl<Id: Copy + Ord + 'static> Parts<Id> {
    pub(super) fn new() -> Self {
        let (of_text, kept) = (HashMap::new(), BTreeMap::new());
        Self { touched: Touched::All, of_text, kept, next: 0 }
    }

    /// Notes that something about a text, or about an id that has it, is not as it was.
    pub(super) fn touch(&mut self, slot: Slot) {
        if let Touched::Some(slots) = &mut self.touched {
            slots.insert(slot);
        }
    }

    pub(super) fn touch_all(&mut self) {
        self.touched = Touched::All;
    }

    /// Clusters again what was touched. Returns how many texts that were.
    pub(super) fn refresh(&mut self, of: &Material<'_, Id, impl Rules<Id>>) -> usize {
        let affected = match std::mem::replace(&mut self.touched, Touched::Some(BTreeSet::new())) {
            Touched::Some(slots) => self.dissolve(slots.into_iter().collect(), of),
            Touched::All => {
                self.of_text.clear();
                self.kept.clear();
                near::each(of.near).map(|it| it.0).collect()
            }
        };
        let mut places = Places::new(of.near.len());
        let mut parts = of.connected(&affected, &mut places);
        parts.retain(|it| it.iter().flat_map(|slot| of.index.members(*slot)).nth(1).is_some());
        let clusters = of.clusters(&parts, &mut places);
        for (slots, clusters) in parts.into_iter().zip(clusters) {
            self.of_text.extend(slots.iter().map(|&it| (it, self.next)));
            self.kept.insert(self.next, Part { slots, clusters });
            self.next += 1;
        }
        affected.len()
    }

    /// Takes apart every part with a touched text, and what those texts are connected to now. Returns the
    /// texts, ascending.
    fn dissolve(
        &mut self,
        mut touched: Vec<Slot>,
        of: &Material<'_, Id, impl Rules<Id>>,
    ) -> Vec<Slot> {
        let mut affected = HashSet::new();
        while let Some(slot) = touched.pop() {
            if !affected.insert(slot) {
                continue;
            }
            if let Some(part) = self.of_text.get(&slot).and_then(|it| self.kept.remove(it)) {
                for slot in part.slots {
                    self.of_text.remove(&slot);
                    touched.push(slot);
                }
            }
            of.each_neighbour(slot, |it| touched.push(it));
        }
        let mut affected: Vec<Slot> = affected.into_iter().collect();
        affected.retain(|&it| near::of(of.near, it).is_some());
        affected.sort_unstable();
        affected
    }

    /// Ordered by their members.
    pub(super) fn clusters(&self) -> Vec<&Cluster<Id>> {
        let mut clusters: Vec<_> = self.kept.values().flat_map(|it| &it.clusters).collect();
        clusters.sort_by(|a, b| a.members.cmp(&b.members));
        clusters
    }
}

//! What was merged into what. Nothing is copied: readers follow the chain to its end.
//!
//! Invariant: no chain goes round. A merge that would close a circle is ignored and listed as
//! unresolved; it can only come from two editors who did not see each other, and the later one loses.

use std::collections::{BTreeMap, BTreeSet};

use events::Position;
use serde::{Deserialize, Serialize};

use crate::registry::Unresolved;

/// The merges of one noun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merges<Id: Ord> {
    into: BTreeMap<Id, Id>,
    from: BTreeMap<Id, BTreeSet<Id>>,
    unresolved: Vec<Unresolved>,
}

impl<Id: Ord> Default for Merges<Id> {
    fn default() -> Self {
        Self { into: BTreeMap::new(), from: BTreeMap::new(), unresolved: Vec::new() }
    }
}

impl<Id: Ord + Copy> Merges<Id> {
    /// Notes a merge, unless it would go round. A later merge of the same source takes the place of the
    /// earlier one.
    pub(crate) fn merge(&mut self, source: Id, target: Id, position: Position) {
        if self.chain(target).any(|it| it == source) {
            let why = "the merge would go round";
            self.unresolved.push(Unresolved { position, why: why.into() });
            return;
        }
        self.unmerge(source);
        self.into.insert(source, target);
        self.from.entry(target).or_default().insert(source);
    }

    /// Undoes a merge.
    pub(crate) fn unmerge(&mut self, source: Id) {
        let Some(target) = self.into.remove(&source) else { return };
        if let Some(sources) = self.from.get_mut(&target) {
            sources.remove(&source);
            if sources.is_empty() {
                self.from.remove(&target);
            }
        }
    }

    /// Where the chain of merges that begins here ends; the thing itself where it was not merged.
    pub fn root(&self, id: Id) -> Id {
        self.chain(id).last().unwrap_or(id)
    }

    fn chain(&self, id: Id) -> impl Iterator<Item = Id> {
        std::iter::successors(Some(id), |it| self.into.get(it).copied())
    }

    /// What it was merged into, the next of the chain.
    pub fn target(&self, id: Id) -> Option<Id> {
        self.into.get(&id).copied()
    }

    /// All merges: what was merged, and into what.
    pub(crate) fn all(&self) -> impl Iterator<Item = (Id, Id)> {
        self.into.iter().map(|(source, target)| (*source, *target))
    }

    /// All that counts here by merges, the nearest first, then by id; without the thing itself.
    pub fn members(&self, root: Id) -> Vec<Id> {
        let mut found: Vec<Id> = self.from.get(&root).into_iter().flatten().copied().collect();
        let mut next = 0;
        while let Some(id) = found.get(next).copied() {
            found.extend(self.from.get(&id).into_iter().flatten());
            next += 1;
        }
        found
    }

    /// Merges that were ignored, oldest first.
    pub fn unresolved(&self) -> &[Unresolved] {
        &self.unresolved
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readers_follow_chains_and_the_nearest_come_first() {
        let mut merges = Merges::default();
        merges.merge(1, 2, Position(1));
        merges.merge(2, 3, Position(2));
        merges.merge(9, 3, Position(3));
        assert_eq!((merges.root(1), merges.root(3), merges.root(7)), (3, 3, 7));
        assert_eq!(merges.members(3), [2, 9, 1]);
    }

    #[test]
    fn in_a_circle_the_later_merge_is_ignored_and_told() {
        let mut merges = Merges::default();
        merges.merge(1, 2, Position(1));
        merges.merge(2, 1, Position(2));
        assert_eq!((merges.root(1), merges.root(2)), (2, 2));
        assert_eq!(merges.unresolved()[0].position, Position(2));
    }

    #[test]
    fn a_later_merge_of_the_same_source_takes_the_place_of_the_earlier_one() {
        let mut merges = Merges::default();
        merges.merge(1, 2, Position(1));
        merges.merge(1, 3, Position(2));
        merges.merge(2, 1, Position(3));
        assert_eq!((merges.root(2), merges.members(2), merges.members(3)), (3, vec![], vec![1, 2]));
    }

    #[test]
    fn unmerging_restores_what_was() {
        let (mut merges, before) = (Merges::default(), Merges::default());
        merges.merge(1, 2, Position(1));
        merges.unmerge(1);
        assert_eq!(merges, before);
    }
}

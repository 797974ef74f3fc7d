//! Who has a pain point. There are many of them and most pain points have one, so the first lies in
//! place, and each is kept without gaps between its fields.

use events::{
    Basis, Position,
    hours::{Effort, Occurrences, Period},
    ids::UnitId,
};
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

/// That a unit has a pain point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Backing {
    /// What it costs that unit, if it said so.
    pub hours: Option<Effort>,
    /// How well that is known.
    pub basis: Option<Basis>,
    /// The event that says so.
    pub position: Position,
}

/// By unit, ascending.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Backings(SmallVec<[Kept; 1]>);

/// A backing as it is kept; without a period nobody said what it costs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Kept {
    position: Position,
    per_occurrence: f64,
    occurrences: f64,
    people: f64,
    per: Option<Period>,
    basis: Option<Basis>,
    unit: Option<UnitId>,
}

impl Backings {
    fn place(&self, unit: Option<UnitId>) -> Result<usize, usize> {
        self.0.binary_search_by_key(&unit, |it| it.unit)
    }

    /// Puts one in its place; what was there of the same unit is gone.
    pub(super) fn insert(&mut self, unit: Option<UnitId>, backing: Backing) {
        let kept = Kept::of(unit, backing);
        match self.place(unit) {
            Ok(at) => self.0[at] = kept,
            Err(at) => {
                self.0.reserve_exact(1);
                self.0.insert(at, kept);
            }
        }
    }

    pub(super) fn remove(&mut self, unit: Option<UnitId>) {
        if let Ok(at) = self.place(unit) {
            self.0.remove(at);
        }
    }

    /// That of a unit.
    pub fn get(&self, unit: Option<UnitId>) -> Option<Backing> {
        self.place(unit).ok().map(|at| self.0[at].backing())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them. No unit stands for one that was not said.
    pub fn iter(&self) -> impl Iterator<Item = (Option<UnitId>, Backing)> {
        self.0.iter().map(|it| (it.unit, it.backing()))
    }
}

impl Kept {
    fn of(unit: Option<UnitId>, Backing { hours, basis, position }: Backing) -> Self {
        let none = Self {
            position,
            per_occurrence: 0.0,
            occurrences: 0.0,
            people: 0.0,
            per: None,
            basis,
            unit,
        };
        let said = hours.map(|Effort { per_occurrence, occurrences, people }| Self {
            per_occurrence,
            occurrences: occurrences.n,
            people,
            per: Some(occurrences.per),
            ..none
        });
        said.unwrap_or(none)
    }

    fn backing(&self) -> Backing {
        let &Self { position, per_occurrence, occurrences: n, people, per, basis, .. } = self;
        let hours =
            per.map(|per| Effort { per_occurrence, occurrences: Occurrences { n, per }, people });
        Backing { hours, basis, position }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use events::samples::id;
    use proptest::{option, prelude::*, sample::select};

    use super::*;

    #[test]
    fn one_takes_no_more_room_than_its_fields() {
        assert_eq!(size_of::<Kept>(), 56);
    }

    proptest! {
        #[test]
        fn they_hold_what_a_tree_would_hold(
            changes in prop::collection::vec((option::of(0..5_u128), option::of(backing())), 0..40),
        ) {
            let (mut backings, mut tree) = (Backings::default(), BTreeMap::new());
            for (unit, backing) in changes {
                let unit = unit.map(|it| UnitId(id(it)));
                if let Some(backing) = backing {
                    backings.insert(unit, backing);
                    tree.insert(unit, backing);
                } else {
                    backings.remove(unit);
                    tree.remove(&unit);
                }
                prop_assert_eq!(backings.get(unit), tree.get(&unit).copied());
            }
            prop_assert_eq!(backings.is_empty(), tree.is_empty());
            prop_assert_eq!(backings.iter().collect::<Vec<_>>(), Vec::from_iter(tree));
        }
    }

    fn backing() -> impl Strategy<Value = Backing> {
        let pers = [Period::Day, Period::Week, Period::Month, Period::Quarter, Period::Year];
        let effort = (0.0..9.0, 0.0..9.0, 1.0..9.0, select(pers.to_vec()));
        let effort = effort.prop_map(|(per_occurrence, n, people, per)| Effort {
            per_occurrence,
            occurrences: Occurrences { n, per },
            people,
        });
        (option::of(effort), 1..99_u64).prop_map(|(hours, position)| Backing {
            hours,
            basis: hours.map(|_| Basis::Estimated),
            position: Position(position),
        })
    }
}

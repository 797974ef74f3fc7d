//! What a pain point costs: the hours of the units that still have it, an ancestor adding only what
//! exceeds its parts.

use std::{cmp::Reverse, collections::BTreeSet};

use events::{Basis, Position, ids::UnitId};
use smallvec::{SmallVec, smallvec};

use super::PainPoint;
use crate::registry::Registry;

/// What units say, each once, ascending.
type Said = SmallVec<[(UnitId, f64); 8]>;

impl PainPoint {
    /// Hours a month: Σ over the units that still have it, where a unit counts with the larger of what
    /// it says itself and what the parts of it say together. Hours that nobody said count as none.
    pub fn hours_per_month(&self, registry: &Registry) -> f64 {
        if self.backings.len() < 2 {
            let said = self.open_backings().filter_map(|(_, it)| it.hours);
            return said.fold(0.0, |sum, it| sum + it.hours_per_month());
        }
        let mut unsaid_unit = 0.0;
        // By unit, ascending, as backings are.
        let mut said = Said::new();
        for (unit, backing) in self.open_backings() {
            let hours = backing.hours.map_or(0.0, |it| it.hours_per_month());
            match unit {
                Some(unit) => said.push((unit, hours)),
                None => unsaid_unit += hours,
            }
        }
        unsaid_unit + over_the_tree(&said, registry)
    }

    /// How many of those who still have it did not say what it costs.
    pub fn without_hours(&self) -> usize {
        self.open_backings().filter(|(_, it)| it.hours.is_none()).count()
    }

    /// How well the hours are known: the weakest of what was said. Beside a basis that was said, hours
    /// without one count as estimated; where none was said, there is none. Imported figures speak only
    /// where there is nothing else.
    pub fn basis(&self) -> Option<Basis> {
        let bases =
            self.open_backings().filter(|(_, it)| it.hours.is_some()).map(|(_, it)| it.basis);
        let bases: Vec<_> = bases.collect();
        bases.iter().flatten().next()?;
        let said = bases.iter().map(|it| it.unwrap_or(Basis::Estimated));
        said.min()
    }
}

impl PainPoint {
    /// The events that make one unit that has it part of another one that has it.
    pub(super) fn nested(&self, registry: &Registry) -> BTreeSet<Position> {
        if self.backings.len() < 2 {
            return BTreeSet::new();
        }
        let units: SmallVec<[UnitId; 8]> =
            self.backings.iter().filter_map(|(unit, _)| unit).collect();
        let is_one = |it: &UnitId| units.binary_search(it).is_ok();
        let pairs = units.iter().filter(|_| units.len() > 1).filter_map(|unit| {
            let above = registry.ancestors(*unit).find(is_one)?;
            Some((*unit, above))
        });
        pairs.flat_map(|(unit, above)| registry.placed_below(unit, above)).collect()
    }
}

/// Deepest units first, each with the larger of its own hours and those below it, handed to the nearest
/// unit above that says something too.
fn over_the_tree(said: &Said, registry: &Registry) -> f64 {
    if said.len() < 2 {
        return said.iter().fold(0.0, |sum, (_, own)| sum + own);
    }
    let mut deepest: SmallVec<[_; 8]> =
        (0..said.len()).map(|at| (Reverse(registry.ancestors(said[at].0).count()), at)).collect();
    deepest.sort_unstable();
    let mut below: SmallVec<[f64; 8]> = smallvec![0.0; said.len()];
    let mut total = 0.0;
    for (_, at) in deepest {
        let (unit, own) = said[at];
        let whole = own.max(below[at]);
        let place = |it: UnitId| said.binary_search_by_key(&it, |it| it.0).ok();
        match registry.ancestors(unit).find_map(place) {
            Some(above) => below[above] += whole,
            None => total += whole,
        }
    }
    total
}

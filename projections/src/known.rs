//! Absence is not a finding: how much of the company has said anything, beside every answer that rests
//! on what nobody recorded. Otherwise the unit that reports most would look worst.

use std::collections::HashSet;

use events::ids::UnitId;
use schemars::JsonSchema;
use serde::Serialize;

use crate::Projections;

/// Said where less than a third of the units have said anything.
const TOO_LITTLE: &str = "too little recorded yet";

/// How many units have said something, of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct KnownUnits {
    /// Those that did.
    pub units_reporting: usize,
    /// All of them.
    pub of: usize,
}

impl KnownUnits {
    /// Whether it is a third at least.
    pub fn is_enough(self) -> bool {
        self.of > 0 && self.units_reporting * 3 >= self.of
    }

    /// What to say where it is not enough.
    pub fn note(self) -> Option<&'static str> {
        (!self.is_enough()).then_some(TOO_LITTLE)
    }
}

/// An answer about the map, and how much of the company is on it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct OnTheMap<T> {
    /// Units that perform a step of a process that is run.
    pub known: KnownUnits,
    /// Said where that is too little to rank anything.
    pub note: Option<&'static str>,
    /// The answer.
    #[serde(flatten)]
    pub answer: T,
}

impl Projections {
    /// Units of which somebody said that they have a pain point that is open.
    pub(crate) fn units_with_pain(&self) -> KnownUnits {
        self.known(self.pain_points.open().flat_map(|(_, it)| it.open_units()))
    }

    /// An answer about the map, beside how much of the company is on it.
    pub fn on_the_map<T>(&self, answer: T) -> OnTheMap<T> {
        let (map, registry) = (&self.process_map, &self.registry);
        let is_run = map.steps().filter(|it| registry.is_run(it.process));
        let known = self.known(is_run.filter_map(|it| map.unit_of(it, registry)));
        OnTheMap { known, note: known.note(), answer }
    }

    /// Beside what these units said.
    pub(crate) fn known(&self, reporting: impl Iterator<Item = UnitId>) -> KnownUnits {
        let units = self.registry.units();
        let reporting: HashSet<_> = reporting.collect();
        let registered = reporting.iter().filter(|it| units.contains_key(it));
        KnownUnits { units_reporting: registered.count(), of: units.len() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_third_of_the_units_is_enough_and_none_of_none_is_not() {
        let known = |units_reporting, of| KnownUnits { units_reporting, of };
        assert!(known(1, 3).is_enough() && known(10, 30).note().is_none());
        assert!(!known(9, 30).is_enough() && !known(0, 0).is_enough());
        assert_eq!(known(0, 3).note(), Some("too little recorded yet"));
    }
}

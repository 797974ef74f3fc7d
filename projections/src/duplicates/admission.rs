//! Which steps may be duplicates of each other at all: those of different processes, done by
//! different units of which neither is part of the other. Both units must be known. Processes that
//! were imported from one file are one here.

use std::collections::HashMap;

use events::ids::{ProcessId, StepId, UnitId};

use crate::{
    process_map::{ProcessMap, Step},
    registry::Registry,
};

/// Where each step stands; only looked up, never listed.
#[derive(Debug)]
pub(super) struct Admission<'a> {
    places: HashMap<StepId, Place<'a>>,
}

#[derive(Debug)]
struct Place<'a> {
    process: ProcessId,
    /// The digest of the file that the process was imported from.
    file: Option<&'a str>,
    /// The unit that performs it, then all that it is part of.
    units: Vec<UnitId>,
}

impl<'a> Admission<'a> {
    pub(super) fn new(map: &ProcessMap, registry: &'a Registry) -> Self {
        let place = |step: &Step| {
            let unit = map.unit_of(step, registry)?;
            let units = std::iter::once(unit).chain(registry.ancestors(unit)).collect();
            let (process, file) = (step.process, registry.file_of(step.process));
            Some((step.known.fact.step, Place { process, file, units }))
        };
        let is_run = |step: &&Step| registry.is_run(step.process);
        Self { places: map.steps().filter(is_run).filter_map(place).collect() }
    }

    pub(super) fn admits(&self, a: StepId, b: StepId) -> bool {
        let places = self.places.get(&a).zip(self.places.get(&b));
        places.is_some_and(|(a, b)| !a.is_of_one_source(b) && !a.is_part_of(b) && !b.is_part_of(a))
    }
}

impl Place<'_> {
    fn is_of_one_source(&self, other: &Self) -> bool {
        self.process == other.process || (self.file.is_some() && self.file == other.file)
    }

    fn is_part_of(&self, other: &Self) -> bool {
        self.units.contains(&other.units[0])
    }
}

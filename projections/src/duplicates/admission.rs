//! Which steps may be duplicates of each other at all: those of different processes, done by
//! different units of which neither is part of the other. Both units must be known.

use std::collections::HashMap;

use events::ids::{ProcessId, StepId, UnitId};

use crate::{
    process_map::{ProcessMap, Step},
    registry::Registry,
};

/// Where each step stands; only looked up, never listed.
#[derive(Debug)]
pub(super) struct Admission {
    places: HashMap<StepId, Place>,
}

#[derive(Debug)]
struct Place {
    process: ProcessId,
    /// The unit that performs it, then all that it is part of.
    units: Vec<UnitId>,
}

impl Admission {
    pub(super) fn new(map: &ProcessMap, registry: &Registry) -> Self {
        let place = |step: &Step| {
            let unit = map.unit_of(step, registry)?;
            let units = std::iter::once(unit).chain(registry.ancestors(unit)).collect();
            Some((step.known.fact.step, Place { process: step.process, units }))
        };
        let is_run = |step: &&Step| registry.is_run(step.process);
        Self { places: map.steps().filter(is_run).filter_map(place).collect() }
    }

    pub(super) fn admits(&self, a: StepId, b: StepId) -> bool {
        let places = self.places.get(&a).zip(self.places.get(&b));
        places.is_some_and(|(a, b)| a.process != b.process && !a.is_part_of(b) && !b.is_part_of(a))
    }
}

impl Place {
    fn is_part_of(&self, other: &Self) -> bool {
        self.units.contains(&other.units[0])
    }
}

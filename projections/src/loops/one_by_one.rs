//! Single hand-overs between sites: what zones and working hours add, and what says where they belong.

use std::collections::BTreeSet;

use events::Position;
use jiff::civil::Date;

use crate::{
    loops::{
        answer::ZonesBasis,
        level::{Level, Places, Spot},
        waits::{Gap, Waits},
    },
    process_map::{ProcessMap, Step},
    registry::Registry,
};

/// Hand-overs in the week of a day.
#[derive(Debug)]
pub(crate) struct OneByOne<'a> {
    places: Places<'a>,
    waits: Waits<'a>,
}

impl<'a> OneByOne<'a> {
    pub(crate) fn new(map: &'a ProcessMap, registry: &'a Registry, day: Date) -> Self {
        let places = Places { level: Level::Unit, map, registry };
        Self { places, waits: Waits::new(places, day) }
    }

    /// The two sites, and what waits between them; nothing where both are one, or one is not known.
    pub(crate) fn gap(&self, from: &Step, to: &Step) -> Option<Gap> {
        self.waits.between(&Spot::of(from), &Spot::of(to))
    }

    /// The events that say where a step is performed.
    pub(crate) fn add_grounds(&self, step: &Step, to: &mut BTreeSet<Position>) {
        self.places.add_grounds(&Spot::of(step), to);
    }

    /// What the waiting rests on, as far as it was asked for.
    pub(crate) fn basis(&self) -> ZonesBasis {
        self.waits.basis()
    }
}

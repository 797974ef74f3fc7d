//! A community: people across units around a purpose.

mod address_area;
mod found_community;
mod represent_unit;
mod revise_community;
mod take_up_pain_point;

pub use address_area::{AddressArea, LeaveArea};
pub use found_community::FoundCommunity;
pub use represent_unit::{RepresentUnit, StopRepresentingUnit};
pub use revise_community::ReviseCommunity;
pub use take_up_pain_point::{DropPainPoint, TakeUpPainPoint};

use std::collections::BTreeSet;

use events::{
    Area, Noun,
    community::{Event, Founded as Fact},
    ids::{PainPointId, UnitId},
};

use crate::{
    Aggregate,
    founded::{Founded, change},
};

/// What decisions about a community need to know.
#[derive(Debug, Clone, Default)]
pub struct Community {
    founded: Option<Founded<Fact>>,
    areas: BTreeSet<Area>,
    units: BTreeSet<UnitId>,
    pain_points: BTreeSet<PainPointId>,
}

impl Aggregate for Community {
    type Event = Event;
    const NOUN: Noun = Noun::Community;

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::Founded(it) => self.founded = Some(Founded::new(it)),
            Event::Revised(it) => change(&mut self.founded, |now| now.revise(it)),
            Event::AreaAddressed(it) => drop(self.areas.insert(it.area)),
            Event::AreaLeft(it) => drop(self.areas.remove(&it.area)),
            Event::UnitRepresented(it) => drop(self.units.insert(it.unit)),
            Event::UnitLeft(it) => drop(self.units.remove(&it.unit)),
            Event::PainPointTakenUp(it) => drop(self.pain_points.insert(it.pain_point)),
            Event::PainPointDropped(it) => drop(self.pain_points.remove(&it.pain_point)),
        }
    }

    fn exists(&self) -> bool {
        self.founded.is_some()
    }
}

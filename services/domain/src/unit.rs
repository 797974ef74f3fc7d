//! A unit: a team, department or division, with its parent, site, head count and planning rate.

mod move_unit;
mod register_unit;
mod revise_unit;

pub use move_unit::MoveUnit;
pub use register_unit::RegisterUnit;
pub use revise_unit::ReviseUnit;

use events::{
    Noun,
    ids::UnitId,
    money::Money,
    unit::{Event, Registered},
};

use crate::{
    Aggregate,
    fields::Fields,
    founded::{Founded, change},
};

/// Below this head count a planning rate would tell what single people earn.
pub const LEAST_HEADS_FOR_A_RATE: u32 = 5;

/// What decisions about a unit need to know.
#[derive(Debug, Clone, Default)]
pub struct Unit(Option<Founded<Registered>>);

impl Aggregate for Unit {
    type Event = Event;
    const NOUN: Noun = Noun::Unit;

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::Registered(it) => self.0 = Some(Founded::new(it)),
            Event::Revised(it) => change(&mut self.0, |now| now.revise(it)),
            Event::Moved(it) => change(&mut self.0, |now| now.move_to(it)),
        }
    }

    fn exists(&self) -> bool {
        self.0.is_some()
    }
}

impl Unit {
    /// The unit that it is part of.
    pub fn parent(&self) -> Option<UnitId> {
        self.0.as_ref().and_then(|it| it.now.parent)
    }
}

/// A planning rate needs a head count of five or more beside it.
fn check_rate(fields: &mut Fields, rate: Option<&Money>, head_count: Option<u32>) {
    fields.money("/planning_rate", rate);
    if rate.is_some() && head_count.is_none_or(|it| it < LEAST_HEADS_FOR_A_RATE) {
        let detail = "needs a head count of five or more, or it would tell what single people earn";
        fields.wrong("/planning_rate", "too-personal", detail);
    }
}

//! A community: people across units around a purpose.

mod address_area;
mod appoint_manager;
mod dissolve_community;
mod found_community;
mod represent_unit;
mod revise_community;
mod set_goal;
mod take_up_pain_point;

pub use address_area::{AddressArea, LeaveArea};
pub use appoint_manager::{AppointManager, ReleaseManager};
pub use dissolve_community::DissolveCommunity;
pub use found_community::FoundCommunity;
pub use represent_unit::{RepresentUnit, StopRepresentingUnit};
pub use revise_community::ReviseCommunity;
pub use set_goal::{RecordGoal, SetGoal};
pub use take_up_pain_point::{DropPainPoint, TakeUpPainPoint};

use std::collections::{BTreeMap, BTreeSet};

use events::{
    Area, Noun, Words,
    community::{Event, Founded as Fact, GoalRecorded, GoalSet},
    ids::{ActorId, PainPointId, UnitId},
};

use crate::{
    Aggregate, Rejection,
    founded::{Founded, change},
};

/// What decisions about a community need to know.
#[derive(Debug, Clone, Default)]
pub struct Community {
    founded: Option<Founded<Fact>>,
    areas: BTreeSet<Area>,
    units: BTreeSet<UnitId>,
    pain_points: BTreeSet<PainPointId>,
    managers: BTreeSet<ActorId>,
    goals: BTreeMap<Words, Goal>,
    is_dissolved: bool,
}

/// A goal as it was set, and how far it has come since.
#[derive(Debug, Clone)]
struct Goal {
    set: GoalSet,
    reached: Option<GoalRecorded>,
}

impl Community {
    /// Refuses whatever would change a community that is no more.
    fn must_be_there(&self) -> Result<(), Rejection> {
        if self.is_dissolved { Err(Rejection::Dissolved) } else { Ok(()) }
    }
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
            Event::ManagerAppointed(it) => drop(self.managers.insert(it.person)),
            Event::ManagerReleased(it) => drop(self.managers.remove(&it.person)),
            Event::GoalSet(it) => {
                let goal = Goal { set: it.clone(), reached: None };
                self.goals.insert(it.goal.clone(), goal);
            }
            Event::GoalRecorded(it) => {
                if let Some(goal) = self.goals.get_mut(&it.goal) {
                    goal.reached = Some(it.clone());
                }
            }
            Event::Dissolved(_) => self.is_dissolved = true,
        }
    }

    fn exists(&self) -> bool {
        self.founded.is_some()
    }
}

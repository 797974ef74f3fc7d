//! Coverage: which community declared what, speaks for whom and works on which pain point, and what is
//! left uncovered.
//!
//! A fold of the facts that still hold; how they weigh is said when the question is asked, because
//! evidence grows old.

mod answer;
mod areas;
mod change;
mod evidence;
mod gaps;
mod ladder;
mod one_community;
mod survey;

pub use answer::{AreaCoverage, CommunityCoverage, CoverageAnswer, CoverageAt, Figure};
pub use areas::{AreaItem, AreasAnswer, question};
pub use change::{AreaChange, ChangeOf, CoverageChange, StandChange};
pub use gaps::{Gap, NamedCommunity, Overlap, PainPointBrief};
pub use one_community::{CommunityStands, Fit, OtherTaker, StandsIn, TakenUp, UnitWithPain};

use std::collections::BTreeMap;

use events::{
    Area, Event, Position, Recorded, Words, community,
    ids::{ActorId, CommunityId, PainPointId, UnitId},
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// That something was said, where and when, and that it still holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The event that says so.
    pub position: Position,
    /// When that was recorded.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub recorded: Timestamp,
}

/// What one community stands for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// The areas that it addresses.
    pub areas: BTreeMap<Area, Said>,
    /// The units that it speaks for.
    pub units: BTreeMap<UnitId, Said>,
    /// What it works on.
    pub taken_up: BTreeMap<PainPointId, Said>,
    /// Who manages it.
    pub managers: BTreeMap<ActorId, Said>,
    /// What it set itself to reach.
    pub goals: BTreeMap<Words, Goal>,
    /// That it is no more.
    pub dissolved: Option<Said>,
}

/// A goal of a community.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Goal {
    /// What is counted.
    pub goal: Words,
    /// What it is to reach.
    pub target: f64,
    /// Until when.
    pub by: Date,
    /// When it was set.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub set: Timestamp,
    /// What it was last.
    pub value: Option<f64>,
    /// The events that say so.
    pub evidence: Vec<Position>,
}

/// What all communities stand for.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Coverage {
    communities: BTreeMap<CommunityId, Standing>,
    takers: BTreeMap<PainPointId, BTreeMap<CommunityId, Said>>,
}

impl Coverage {
    pub(crate) fn apply(&mut self, event: &Recorded) {
        let Event::Community(what) = &event.event else { return };
        let id = CommunityId(event.stream.id);
        let said = Said { position: event.position, recorded: event.recorded };
        let standing = self.communities.entry(id).or_default();
        match what {
            community::Event::Founded(_) | community::Event::Revised(_) => {}
            community::Event::AreaAddressed(it) => drop(standing.areas.insert(it.area, said)),
            community::Event::AreaLeft(it) => drop(standing.areas.remove(&it.area)),
            community::Event::UnitRepresented(it) => drop(standing.units.insert(it.unit, said)),
            community::Event::UnitLeft(it) => drop(standing.units.remove(&it.unit)),
            community::Event::PainPointTakenUp(it) => {
                standing.taken_up.insert(it.pain_point, said);
                self.takers.entry(it.pain_point).or_default().insert(id, said);
            }
            community::Event::PainPointDropped(it) => {
                standing.taken_up.remove(&it.pain_point);
                if let Some(takers) = self.takers.get_mut(&it.pain_point) {
                    takers.remove(&id);
                }
            }
            community::Event::ManagerAppointed(it) => {
                standing.managers.insert(it.person, said);
            }
            community::Event::ManagerReleased(it) => drop(standing.managers.remove(&it.person)),
            community::Event::GoalSet(it) => {
                let community::GoalSet { goal, target, by } = it.clone();
                let evidence = vec![event.position];
                let set = event.recorded;
                let anew = Goal { goal: goal.clone(), target, by, set, value: None, evidence };
                standing.goals.insert(goal, anew);
            }
            community::Event::GoalRecorded(it) => {
                if let Some(goal) = standing.goals.get_mut(&it.goal) {
                    goal.value = Some(it.value);
                    goal.evidence.push(event.position);
                }
            }
            community::Event::Dissolved(_) => standing.dissolved = Some(said),
        }
    }

    /// What a community stands for.
    pub fn standing(&self, community: CommunityId) -> Option<&Standing> {
        self.communities.get(&community)
    }

    /// All communities of which anything was said, by id.
    pub fn standings(&self) -> impl Iterator<Item = (CommunityId, &Standing)> {
        self.communities.iter().map(|(id, it)| (*id, it))
    }

    /// The communities that took up exactly this pain point, by id, also dissolved ones.
    pub fn takers(&self, pain_point: PainPointId) -> impl Iterator<Item = (CommunityId, Said)> {
        self.takers.get(&pain_point).into_iter().flatten().map(|(id, said)| (*id, *said))
    }
}

#[cfg(test)]
mod tests;

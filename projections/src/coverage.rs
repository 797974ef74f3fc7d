//! Coverage: which community declared what, speaks for whom and works on which pain point, and what is
//! left uncovered.
//!
//! A fold of the facts that still hold; how they weigh is said when the question is asked, because
//! evidence grows old.

mod answer;
mod areas;
mod evidence;
mod ladder;
mod survey;

pub use answer::{AreaCoverage, CommunityCoverage, CoverageAnswer, Figure};
pub use areas::{AreaItem, AreasAnswer, question};

use std::collections::BTreeMap;

use events::{
    Area, Event, Position, Recorded, community,
    ids::{CommunityId, PainPointId, UnitId},
};
use jiff::Timestamp;

/// That something was said, where and when, and that it still holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// The event that says so.
    pub position: Position,
    /// When that was recorded.
    pub recorded: Timestamp,
}

/// What one community stands for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// The areas that it addresses.
    pub areas: BTreeMap<Area, Said>,
    /// The units that it speaks for.
    pub units: BTreeMap<UnitId, Said>,
    /// What it works on.
    pub taken_up: BTreeMap<PainPointId, Said>,
}

/// What all communities stand for.
#[derive(Debug, Clone, Default)]
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
        }
    }

    /// What a community stands for.
    pub fn standing(&self, community: CommunityId) -> Option<&Standing> {
        self.communities.get(&community)
    }

    /// The communities that work on a pain point, by id.
    pub fn takers(&self, pain_point: PainPointId) -> impl Iterator<Item = (CommunityId, Said)> {
        self.takers.get(&pain_point).into_iter().flatten().map(|(id, said)| (*id, *said))
    }
}

#[cfg(test)]
mod tests;

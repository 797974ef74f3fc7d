//! Plain lists: what is known of sites, units, communities, processes and logs, and what could not be
//! followed.
//!
//! Every list is ordered by name, then by id; what has lost its name comes last.

mod communities;
mod data_objects;
mod logs;
mod places;
mod processes;
#[cfg(test)]
mod tests;
mod unresolved;

pub use communities::{CommunityItem, GoalItem};
pub use data_objects::{DataObjectDetail, DataObjectItem};
pub use logs::{BoundActivity, LogItem, LogMapping};
pub use places::{SiteItem, UnitItem};
pub use processes::{HandOverItem, ProcessDetail, ProcessItem, StepItem};
pub use unresolved::UnresolvedItem;

use std::collections::BTreeSet;

use events::{
    Position,
    ids::{CommunityId, DataObjectId, IdeaId, LogId, ProcessId, SiteId, UnitId},
};
use uuid::Uuid;

use crate::{Projections, registry::Known};

impl Projections {
    /// All positions behind `sites/{id}`, `units/{id}`, `communities/{id}`, `processes/{id}`, `steps/{id}`,
    /// `hand-overs/{id}`, `data-objects/{id}`, `ideas/{id}`, `ideas/{id}/led-to` or `logs/{id}`; none where the key names nothing that is known.
    pub fn list_evidence(&self, of: &str) -> Option<BTreeSet<Position>> {
        let (what, id) = of.split_once('/')?;
        if let Some(id) = id.strip_suffix("/led-to").filter(|_| what == "ideas") {
            let id = IdeaId(Uuid::parse_str(id).ok()?);
            return self.ideas.get(id).map(|_| self.ideas.led_to(id));
        }
        let id = Uuid::parse_str(id).ok()?;
        let Self { registry, process_map, .. } = self;
        match what {
            "sites" => registry.sites().get(&SiteId(id)).map(positions),
            "units" => registry.units().get(&UnitId(id)).map(positions),
            "communities" => self.community_evidence(CommunityId(id)),
            "processes" => registry.processes().get(&ProcessId(id)).map(positions),
            "steps" => process_map.step(events::ids::StepId(id)).map(|it| positions(&it.known)),
            "hand-overs" => {
                process_map.hand_over(events::ids::HandOverId(id)).map(|it| positions(&it.known))
            }
            "data-objects" => registry.data_objects().get(&DataObjectId(id)).map(positions),
            "ideas" => self.idea_evidence(IdeaId(id)),
            "logs" => registry.logs().get(&LogId(id)).map(positions),
            _ => None,
        }
    }
}

fn positions<T>(known: &Known<T>) -> BTreeSet<Position> {
    known.evidence.iter().copied().collect()
}

/// By name as people sort it, without regard to capitals; the nameless last.
fn by_name<T, I: Ord>(mut items: Vec<T>, key: impl Fn(&T) -> (Option<&str>, I)) -> Vec<T> {
    items.sort_by_cached_key(|it| {
        let (name, id) = key(it);
        (name.is_none(), name.map(str::to_lowercase), id)
    });
    items
}

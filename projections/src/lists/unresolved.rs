//! What could not be followed: events that were ignored, and hand-overs of which a step is missing.

use events::{
    Position,
    ids::{HandOverId, ProcessId},
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::Projections;

/// Something that could not be followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct UnresolvedItem {
    /// The event that could not be followed.
    pub position: Position,
    /// Why.
    pub why: String,
    /// The process of a hand-over that waits.
    pub process: Option<ProcessId>,
    /// The hand-over that waits.
    pub hand_over: Option<HandOverId>,
}

impl Projections {
    /// What could not be followed, oldest first.
    pub fn unresolved_answer(&self) -> Vec<UnresolvedItem> {
        let merges = [self.pain_points.merges().unresolved(), self.ideas.merges().unresolved()];
        let ignored = self.registry.unresolved().iter().chain(merges.into_iter().flatten());
        let ignored = ignored.map(|it| UnresolvedItem {
            position: it.position,
            why: it.why.to_string(),
            process: None,
            hand_over: None,
        });
        let waiting = self.process_map.waiting().map(|it| UnresolvedItem {
            position: it.known.evidence.first().copied().unwrap_or_default(),
            why: "a step of the hand-over is not known".to_owned(),
            process: Some(it.process),
            hand_over: Some(it.known.fact.hand_over),
        });
        let mut items: Vec<_> = ignored.chain(waiting).collect();
        items.sort_by_key(|it| (it.position, it.hand_over));
        items
    }
}

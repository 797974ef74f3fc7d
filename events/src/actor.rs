//! Who did it, as history may know it: a pseudonym, never a name.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ids::{ActorId, UnitId};

/// Who acted, with the unit as it was then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Actor {
    /// A pseudonym; names live in a table beside the log.
    pub id: ActorId,
    /// What kind of actor.
    pub kind: ActorKind,
    /// The unit the actor belonged to at that time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
}

/// What kind of actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// Somebody, by hand.
    Person,
    /// A file that was read in.
    Import,
    /// The program itself.
    System,
}

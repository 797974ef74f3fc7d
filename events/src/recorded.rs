//! An event as it is kept: the fact, its place in history, and all that is known about how it came.

use std::fmt;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Actor, Event, Meta, Stream, Words, ids::EventId};

/// The place of an event in the whole log. Strictly increasing; 0 is the empty log.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(transparent)]
pub struct Position(pub u64);

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What comes with an event besides the fact: who, why, and which command it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Origin {
    /// Who did it.
    pub actor: Actor,
    /// What was said beside the command's fields.
    pub meta: Meta,
    /// The command that it came from: the same for all its events.
    pub correlation: Uuid,
    /// The event that led to it, if one did.
    pub causation: Option<EventId>,
    /// The caller's idempotency key, if it gave one.
    pub key: Option<KeyUse>,
}

/// An idempotency key and what it was used for.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyUse {
    /// As the caller gave it.
    pub key: String,
    /// SHA-256 of the command's body in hexadecimal digits. Sealed, because a short body could be guessed.
    pub request: Words,
}

/// An event in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// Its own id.
    pub id: EventId,
    /// Its place in the whole log.
    pub position: Position,
    /// Whose history it belongs to.
    pub stream: Stream,
    /// Its place in that history, from 1.
    pub revision: u64,
    /// When it was kept. Never decreases along positions.
    pub recorded: Timestamp,
    /// Who, why, from which command.
    pub origin: Origin,
    /// The fact.
    pub event: Event,
}

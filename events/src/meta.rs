//! What can be said beside the fields of every command, and is kept with every event.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    ids::{DuplicateId, IdeaId, PainPointId, UnitId},
    words::{Words, wordless},
};

fact! {
    /// When, why, because of what, for whom and how well known.
    #[derive(Default)]
    pub struct Meta {
        /// When it was so, if that differs from when it was recorded.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>")]
        pub happened: Option<Timestamp>,
        /// The reason, in somebody's words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub why: Option<Words>,
        /// What led to it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub because_of: Option<Because>,
        /// The unit it was said for, where that is not the actor's own.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub on_behalf_of: Option<UnitId>,
        /// How well the figures in it are known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub basis: Option<Basis>,
    }
}

/// What led to a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// An improvement idea.
    Idea(IdeaId),
    /// A pain point.
    PainPoint(PainPointId),
    /// A cluster of duplicated work.
    Duplicate(DuplicateId),
}

/// How well a figure is known.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// A first guess.
    Guessed,
    /// A considered estimate.
    Estimated,
    /// Counted by somebody.
    Counted,
    /// Measured by a system.
    Measured,
    /// Taken over from a file.
    Imported,
}

wordless!(Because, Basis);

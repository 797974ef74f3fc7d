//! What can happen to a data use: that a step reads a data object, or keeps it in a store.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    ids::{DataObjectId, StepId},
    words::{Words, wordless},
};

fact! {
    /// A step reads a data object, or keeps it in a store.
    pub struct DataUseRecorded {
        /// The step, in this process.
        pub step: StepId,
        /// The data object.
        pub data_object: DataObjectId,
        /// Whether the step reads it or keeps it.
        #[serde(rename = "use")]
        pub usage: Usage,
        /// Where it is kept: a system, a list, a folder.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub store: Option<Words>,
        /// How it comes there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub entry: Option<Entry>,
    }
}

fact! {
    /// A step does not use a data object in this way any more.
    pub struct DataUseRemoved {
        /// The step, in this process.
        pub step: StepId,
        /// The data object.
        pub data_object: DataObjectId,
        /// Whether the step read it or kept it.
        #[serde(rename = "use")]
        pub usage: Usage,
        /// Where it was kept.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub store: Option<Words>,
    }
}

/// What a step does with a data object.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Usage {
    /// Looks it up.
    Reads,
    /// Writes it down.
    Keeps,
}

/// How data comes into a store.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// Somebody types it in.
    ByHand,
    /// An interface feeds it.
    Automatic,
}

wordless!(Usage, Entry);

impl Usage {
    /// As it stands in files and answers.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Reads => "reads",
            Self::Keeps => "keeps",
        }
    }
}

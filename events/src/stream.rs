//! Streams: one for each thing that has a history of its own.

use std::{fmt, str::FromStr};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The kinds of thing that have a history, named as in URLs.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Noun {
    /// Places.
    #[serde(rename = "sites")]
    Site,
    /// Teams, departments, divisions.
    #[serde(rename = "units")]
    Unit,
    /// Communities across units.
    #[serde(rename = "communities")]
    Community,
    /// Processes with their steps and hand-overs.
    #[serde(rename = "processes")]
    Process,
    /// Business objects that steps read or keep.
    #[serde(rename = "data-objects")]
    DataObject,
    /// What holds work up.
    #[serde(rename = "pain-points")]
    PainPoint,
    /// Improvements.
    #[serde(rename = "ideas")]
    Idea,
    /// Verdicts on what seems to be the same.
    #[serde(rename = "duplicates")]
    Duplicate,
    /// Imported event logs.
    #[serde(rename = "logs")]
    Log,
}

impl Noun {
    /// All of them, in the order of the documentation.
    pub const ALL: [Self; 9] = [
        Self::Site,
        Self::Unit,
        Self::DataObject,
        Self::Community,
        Self::Process,
        Self::PainPoint,
        Self::Idea,
        Self::Log,
        Self::Duplicate,
    ];

    /// As it stands in URLs and in stream names.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Site => "sites",
            Self::Unit => "units",
            Self::Community => "communities",
            Self::Process => "processes",
            Self::DataObject => "data-objects",
            Self::PainPoint => "pain-points",
            Self::Idea => "ideas",
            Self::Duplicate => "duplicates",
            Self::Log => "logs",
        }
    }

    /// One of it, in words for people.
    pub const fn singular(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Unit => "unit",
            Self::Community => "community",
            Self::Process => "process",
            Self::DataObject => "data object",
            Self::PainPoint => "pain point",
            Self::Idea => "idea",
            Self::Duplicate => "verdict on duplicates",
            Self::Log => "log",
        }
    }
}

impl FromStr for Noun {
    type Err = UnknownNoun;

    fn from_str(path: &str) -> Result<Self, UnknownNoun> {
        Self::ALL.into_iter().find(|it| it.path() == path).ok_or(UnknownNoun)
    }
}

/// The history of one thing: `processes/01890000-…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Stream {
    /// What kind of thing.
    pub noun: Noun,
    /// Which one.
    pub id: Uuid,
}

impl Stream {
    /// The stream of one thing.
    pub const fn new(noun: Noun, id: Uuid) -> Self {
        Self { noun, id }
    }
}

impl fmt::Display for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.noun.path(), self.id)
    }
}

impl FromStr for Stream {
    type Err = UnknownNoun;

    fn from_str(name: &str) -> Result<Self, UnknownNoun> {
        let (noun, id) = name.split_once('/').ok_or(UnknownNoun)?;
        Ok(Self { noun: noun.parse()?, id: Uuid::parse_str(id).map_err(|_| UnknownNoun)? })
    }
}

/// Not the name of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a noun and an id, as in `processes/01890000-0000-7000-8000-000000000001`")]
pub struct UnknownNoun;

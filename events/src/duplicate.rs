//! What people say of things that seem to say the same: a verdict on two or more of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    ids::{DuplicateId, derived},
    words::wordless,
};

facts! {
    /// What happened to a verdict.
    pub enum Event {
        /// They are the same.
        Confirmed = "duplicate_confirmed" v 1,
        /// They are no duplicates, or are meant to be.
        Dismissed = "duplicate_dismissed" v 1,
        /// Nobody says so any more.
        VerdictWithdrawn = "verdict_withdrawn" v 1,
    }
}

fact! {
    /// Things are the same, somebody says: which sort of the same decides what could be gained.
    pub struct Confirmed {
        /// What they are.
        pub kind: DuplicateKind,
        /// Which, ascending.
        pub members: Vec<Uuid>,
        /// In what they are the same.
        pub sort: DuplicateSort,
    }
}

fact! {
    /// Things are no duplicates of each other, or are meant to be, somebody says.
    pub struct Dismissed {
        /// What they are.
        pub kind: DuplicateKind,
        /// Which, ascending.
        pub members: Vec<Uuid>,
        /// Why they are not to be shown as duplicates.
        pub because: DismissalCause,
    }
}

fact! {
    /// A verdict does not count any more.
    pub struct VerdictWithdrawn {}
}

/// The kinds of thing that can be duplicates of each other.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum DuplicateKind {
    /// Steps of processes: duplicated work.
    Step,
    /// The stores in which one data object is kept by hand: duplicated data. Its one member is the data object.
    Data,
    /// Business objects that seem to be one.
    DataObject,
    /// Processes that seem to be one.
    Process,
    /// Pain points that seem to be one.
    PainPoint,
    /// Ideas that seem to be one.
    Idea,
}

/// In what confirmed duplicates are the same.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum DuplicateSort {
    /// The same comes out: one of them would do.
    SameResult,
    /// The same way of working, each for results of its own: who is slower can learn.
    SameMethod,
}

/// Why things that look like duplicates are not to be shown as such.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum DismissalCause {
    /// They only sound alike.
    DifferentWork,
    /// They are meant to be several.
    Intended,
    /// Those who do them have joined already.
    AlreadyJoined,
    /// Something else.
    Other,
}

wordless!(Uuid, DuplicateKind, DuplicateSort, DismissalCause);

impl DuplicateKind {
    /// All of them, in the order of the documentation.
    pub const ALL: [Self; 6] =
        [Self::Step, Self::Data, Self::DataObject, Self::Process, Self::PainPoint, Self::Idea];

    /// As it stands in questions, answers and ids.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Step => "step",
            Self::Data => "data",
            Self::DataObject => "data_object",
            Self::Process => "process",
            Self::PainPoint => "pain_point",
            Self::Idea => "idea",
        }
    }
}

impl DuplicateSort {
    /// As it stands in commands and answers.
    pub const fn key(self) -> &'static str {
        match self {
            Self::SameResult => "same_result",
            Self::SameMethod => "same_method",
        }
    }
}

impl DismissalCause {
    /// As it stands in commands and answers.
    pub const fn key(self) -> &'static str {
        match self {
            Self::DifferentWork => "different_work",
            Self::Intended => "intended",
            Self::AlreadyJoined => "already_joined",
            Self::Other => "other",
        }
    }
}

impl std::str::FromStr for DuplicateKind {
    type Err = UnknownDuplicateKind;

    fn from_str(key: &str) -> Result<Self, UnknownDuplicateKind> {
        Self::ALL.into_iter().find(|it| it.key() == key).ok_or(UnknownDuplicateKind)
    }
}

/// Not a kind of thing that can be duplicates of each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not one of `step`, `data`, `data_object`, `process`, `pain_point`, `idea`")]
pub struct UnknownDuplicateKind;

/// The id of things as duplicates of each other, [derived] from their kind, then each one's id as it is
/// written (lower case, with hyphens), ascending, each once.
pub fn duplicate_id(kind: DuplicateKind, members: &[Uuid]) -> DuplicateId {
    let members: Vec<String> = ordered(members).iter().map(Uuid::to_string).collect();
    let parts: Vec<&str> =
        std::iter::once(kind.key()).chain(members.iter().map(String::as_str)).collect();
    DuplicateId(derived(&parts))
}

/// The members ascending, each once.
pub fn ordered(members: &[Uuid]) -> Vec<Uuid> {
    let mut members = members.to_vec();
    members.sort_unstable();
    members.dedup();
    members
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::id;

    #[test]
    fn the_id_follows_from_kind_and_members_whatever_their_order() {
        let of = |kind, members: &[Uuid]| duplicate_id(kind, members);
        let step = of(DuplicateKind::Step, &[id(101), id(201)]);
        assert_eq!(step, of(DuplicateKind::Step, &[id(201), id(101), id(201)]));
        assert_ne!(step, of(DuplicateKind::Idea, &[id(101), id(201)]));
        assert_eq!(step.0.get_version_num(), 8);
        assert_eq!(step.to_string(), "d6746c17-1644-8bb2-a6bc-fc146e6abe7f");
    }

    #[test]
    fn every_kind_is_read_from_its_key() {
        for kind in DuplicateKind::ALL {
            assert_eq!(kind.key().parse(), Ok(kind));
        }
        assert_eq!("steps".parse::<DuplicateKind>(), Err(UnknownDuplicateKind));
    }
}

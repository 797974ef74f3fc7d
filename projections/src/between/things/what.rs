//! What became of something, in one word.

use events::Noun;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What became of a thing or a part of it between two moments.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It stands under another unit or at another site.
    Moved,
    /// It counts as part of another one.
    Merged,
    /// It stands for itself again.
    Unmerged,
    /// It was accepted, rejected or put off.
    Decided,
    /// It is over, here or everywhere.
    Resolved,
    /// It was over and is not any more.
    Reopened,
    /// It is retired or dissolved.
    Ended,
    /// It differs in a field.
    Changed,
}

impl What {
    /// All of them, in the order of reports.
    pub const ALL: [Self; 10] = [
        Self::Added,
        Self::Removed,
        Self::Moved,
        Self::Merged,
        Self::Unmerged,
        Self::Decided,
        Self::Resolved,
        Self::Reopened,
        Self::Ended,
        Self::Changed,
    ];

    /// As it stands in answers.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Moved => "moved",
            Self::Merged => "merged",
            Self::Unmerged => "unmerged",
            Self::Decided => "decided",
            Self::Resolved => "resolved",
            Self::Reopened => "reopened",
            Self::Ended => "ended",
            Self::Changed => "changed",
        }
    }

    pub(crate) fn of_whole(was_missing: bool, is_missing: bool) -> Self {
        match (was_missing, is_missing) {
            (true, _) => Self::Added,
            (false, true) => Self::Removed,
            (false, false) => Self::Changed,
        }
    }

    /// What a field says of the part that it belongs to. `there`: whether the part was and is there.
    pub(super) fn of_field(
        noun: Noun,
        there: (bool, bool),
        (field, _, to): (&str, &Value, &Value),
    ) -> Self {
        let ends = |gone, back| if to.is_null() { back } else { gone };
        let name = field.rsplit('/').next().unwrap_or(field);
        let set = field.split('/').next().unwrap_or(field);
        match (set, there) {
            ("resolved", _) if noun == Noun::PainPoint => ends(Self::Resolved, Self::Reopened),
            (_, (false, _)) => Self::Added,
            (_, (true, false)) => Self::Removed,
            ("merged_into", _) => ends(Self::Merged, Self::Unmerged),
            ("retired" | "dissolved", _) => ends(Self::Ended, Self::Reopened),
            ("status", _) if is_decision(to) => Self::Decided,
            _ if is_place(noun, set, name) => Self::Moved,
            _ => Self::Changed,
        }
    }
}

/// An answer to whoever asked for a decision.
fn is_decision(status: &Value) -> bool {
    matches!(status.as_str(), Some("accepted" | "rejected" | "put_off"))
}

/// Whether a field says where a unit or a step stands.
fn is_place(noun: Noun, set: &str, name: &str) -> bool {
    match noun {
        Noun::Unit => matches!(name, "parent" | "site"),
        Noun::Process => set == "steps" && matches!(name, "unit" | "site"),
        _ => false,
    }
}

/// The part that a field belongs to: a step or a hand-over, or the member of a set that it is; none
/// where it is a field of the thing itself.
pub(super) fn part_of(field: &str) -> Option<&str> {
    let (set, rest) = field.split_once('/')?;
    match set {
        "steps" | "hand_overs" => {
            let end = rest.find('/').map_or(field.len(), |it| set.len() + 1 + it);
            Some(&field[..end])
        }
        _ => Some(field),
    }
}

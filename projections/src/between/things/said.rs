//! Who said something, when, why and because of what; a person is at most a pseudonym, and that only
//! where an auditor asks for it.

use events::{
    ActorKind, Basis, Because, Position, Recorded,
    ids::{ActorId, UnitId},
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::{evidence::shown, history::FieldChange};

/// Whether pseudonyms of persons are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Persons {
    /// Only their unit and that they are persons.
    #[default]
    Hidden,
    /// Also their pseudonyms, for an auditor.
    Told,
}

/// The event behind a change.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Said {
    /// Its place in the whole log.
    pub position: Position,
    /// What happened: `step_revised`.
    #[serde(rename = "type")]
    pub tag: &'static str,
    /// When it was recorded.
    #[schemars(with = "String")]
    pub recorded: Timestamp,
    /// When it was so, if that differs.
    #[schemars(with = "Option<String>")]
    pub happened: Option<Timestamp>,
    /// Who said it.
    pub who: Who,
    /// The reason.
    pub why: Option<String>,
    /// What led to it.
    pub because_of: Option<Because>,
    /// How well its figures are known.
    pub basis: Option<Basis>,
}

/// Who said something: for which unit, and as what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Who {
    /// The unit for which it was said; none where it is not known.
    pub unit: Option<UnitId>,
    /// What readers call whoever it was, never a person by name, once somebody said in which language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub called: Option<String>,
    /// A person, an import, or the program itself.
    pub kind: ActorKind,
    /// A pseudonym, where an auditor asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<ActorId>,
}

impl Said {
    pub(super) fn of(event: &Recorded, persons: Persons) -> Self {
        let (meta, actor) = (&event.origin.meta, &event.origin.actor);
        Self {
            position: event.position,
            tag: event.event.tag(),
            recorded: event.recorded,
            happened: meta.happened,
            who: Who {
                unit: meta.on_behalf_of.or(actor.unit),
                called: None,
                kind: actor.kind,
                actor: (persons == Persons::Told).then_some(actor.id),
            },
            why: meta.why.as_ref().and_then(shown),
            because_of: meta.because_of,
            basis: meta.basis,
        }
    }
}

/// Sets of persons, and fields that name one.
const OF_PERSONS: [&str; 2] = ["managers/", "supporters/"];
const PERSON: &str = "reviewed_by";

impl Persons {
    /// A path without the person in it.
    pub(super) fn path(self, path: &str) -> String {
        let set = OF_PERSONS.iter().find(|it| self == Self::Hidden && path.starts_with(*it));
        set.map_or_else(|| path.to_owned(), |set| format!("{set}…"))
    }

    /// A change without the person in it.
    pub(super) fn hidden(self, change: FieldChange) -> FieldChange {
        let FieldChange { field, of, from, to, erased } = change;
        let (from, to) = (self.value(from), self.value(to));
        FieldChange { field: self.path(&field), of, from, to, erased }
    }

    fn value(self, mut value: Value) -> Value {
        if let (Self::Hidden, Value::Object(fields)) = (self, &mut value) {
            fields.remove(PERSON);
        }
        value
    }
}

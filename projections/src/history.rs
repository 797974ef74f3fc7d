//! History: who changed what, when and why, field by field; and where in the log to look for it.
//!
//! Invariant: whoever replays all `changes` of a stream holds what the thing is after its last event.
//! Words that were erased read as `null`, before and after.

pub(crate) mod fields;
mod positions;
mod timeline;

pub use timeline::{Order, SoBy, Timeline, TimelineFilter};

use std::collections::BTreeMap;

use events::{Actor, Basis, Because, Position, Recorded, ids::UnitId};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::evidence::shown;
use fields::{Fields, told_by};

use crate::between::Delta;

/// One event of a history.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct HistoryItem {
    /// Its place in the whole log.
    pub position: Position,
    /// Whose history: `processes/0189…`.
    pub stream: String,
    /// What that thing was called then: its name, or its text; none where that was erased.
    pub name: Option<String>,
    /// Its place in that history, from 1.
    pub revision: u64,
    /// What happened: `step_revised`.
    #[serde(rename = "type")]
    pub tag: &'static str,
    /// When it was recorded.
    #[schemars(with = "String")]
    pub recorded: Timestamp,
    /// When it was so, if that differs.
    #[schemars(with = "Option<String>")]
    pub happened: Option<Timestamp>,
    /// Who did it.
    pub actor: Actor,
    /// The unit it was said for, where that is not the actor's own.
    pub on_behalf_of: Option<UnitId>,
    /// The reason.
    pub why: Option<String>,
    /// What led to it.
    pub because_of: Option<Because>,
    /// How well its figures are known.
    pub basis: Option<Basis>,
    /// What it changed.
    pub changes: Vec<FieldChange>,
}

/// What an event did to one field.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FieldChange {
    /// `name`, `steps/0189…/name`, `areas/exchange`, `backings/0189…`, `resolved`.
    pub field: String,
    /// The step or the hand-over that the field belongs to, as people call it.
    pub of: Option<String>,
    /// What it was; `null` where there was nothing or the words were erased.
    pub from: Value,
    /// What it is; `null` where there is nothing or the words were erased.
    pub to: Value,
    /// Which of the two are words that were erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub erased: Option<Erased>,
}

/// Which side of a change cannot be read any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Erased {
    /// What it was.
    From,
    /// What it is.
    To,
    /// Both.
    Both,
}

impl FieldChange {
    /// As answers show it: seals of erased words are not shown, only that there were words.
    pub(crate) fn shown(field: String, of: Option<String>, from: &Value, to: &Value) -> Self {
        let erased = match (is_erased(from), is_erased(to)) {
            (true, true) => Some(Erased::Both),
            (true, false) => Some(Erased::From),
            (false, true) => Some(Erased::To),
            (false, false) => None,
        };
        Self { field, of, from: opened(from), to: opened(to), erased }
    }
}

fn is_erased(value: &Value) -> bool {
    value.as_str().is_some_and(is_seal)
}

/// The history of one thing, from all events of its stream, oldest first.
pub fn items(events: &[Recorded]) -> Vec<HistoryItem> {
    let mut state = Fields::new();
    let told = |event| {
        let changes = changes(&mut state, event);
        item(event, text_of(&state, "name").or_else(|| text_of(&state, "text")), changes)
    };
    events.iter().map(told).collect()
}

fn item(event: &Recorded, name: Option<String>, changes: Vec<FieldChange>) -> HistoryItem {
    let meta = &event.origin.meta;
    HistoryItem {
        position: event.position,
        stream: event.stream.to_string(),
        name,
        revision: event.revision,
        tag: event.event.tag(),
        recorded: event.recorded,
        happened: meta.happened,
        actor: event.origin.actor,
        on_behalf_of: meta.on_behalf_of,
        why: meta.why.as_ref().and_then(shown),
        because_of: meta.because_of,
        basis: meta.basis,
        changes,
    }
}

/// Brings the state up to date and tells what differs. Seals are compared, not shown, so that a text that
/// was changed and erased since still shows as a change.
fn changes(state: &mut Fields, event: &Recorded) -> Vec<FieldChange> {
    let delta = delta(state, event);
    // What goes away is called by what it was, what comes by what it is.
    let called: Vec<_> = delta.iter().map(|(field, ..)| part_called(state, field)).collect();
    delta.apply(state);
    let shown = delta.iter().zip(called).map(|((field, from, to), of)| {
        let of = of.or_else(|| part_called(state, field));
        FieldChange::shown(field.to_owned(), of, from, to)
    });
    shown.collect()
}

/// What an event changes of a thing that is as `state` says.
pub(crate) fn delta(state: &Fields, event: &Recorded) -> Delta {
    let told = told_by(&event.event, state).into_iter();
    told.fold(Delta::default(), |delta, (field, to)| {
        let from = state.get(&field).cloned().unwrap_or_default();
        delta.then(Delta::of(field, from, to))
    })
}

/// What people call the step or the hand-over of a field such as `steps/0189…/people`.
pub(crate) fn part_called(state: &Fields, field: &str) -> Option<String> {
    let (parts, rest) = field.split_once('/')?;
    let (id, _) = rest.split_once('/')?;
    let step = |id: &str| text_of(state, &format!("steps/{id}/name"));
    match parts {
        "steps" => step(id),
        "hand_overs" => {
            let end = |end| state.get(&format!("hand_overs/{id}/{end}"));
            let from = end("from")?.as_str().and_then(step)?;
            let to = end("to")?["step"].as_str().and_then(step);
            Some(format!("{from} → {}", to.as_deref().unwrap_or("another process")))
        }
        _ => None,
    }
}

pub(crate) fn text_of(state: &Fields, field: &str) -> Option<String> {
    opened(state.get(field)?).as_str().map(str::to_owned)
}

/// A value as answers show it: without seals of erased words.
fn opened(value: &Value) -> Value {
    match value {
        Value::String(text) if is_seal(text) => Value::Null,
        Value::Array(items) => items.iter().map(opened).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(name, it)| (name.clone(), opened(it))).collect()
        }
        other => other.clone(),
    }
}

fn is_seal(text: &str) -> bool {
    let digits = text.strip_prefix("sha256:");
    digits.is_some_and(|it| it.len() == 64 && it.bytes().all(|it| it.is_ascii_hexdigit()))
}

/// What a thing is, field by field, once all changes up to an item were made.
pub fn replay<'a>(items: impl IntoIterator<Item = &'a HistoryItem>) -> BTreeMap<String, Value> {
    let mut state = BTreeMap::new();
    for change in items.into_iter().flat_map(|it| &it.changes) {
        if change.to.is_null() {
            state.remove(&change.field);
        } else {
            state.insert(change.field.clone(), change.to.clone());
        }
    }
    state
}

#[cfg(test)]
mod tests;

//! What became of one thing between two moments: what came, went, moved, was merged or decided, field by
//! field, with the events that did it.
//!
//! Costs as much as the history of that thing, whatever else happened.

mod said;
mod what;

use std::collections::BTreeMap;

use events::{Noun, Position, Recorded, Stream};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

pub use said::{Persons, Said, Who};
pub use what::What;

use super::Delta;
use crate::history::{self, FieldChange, fields::Fields, part_called, text_of};

/// Events that stand beside one change; the newest of them.
const SAID_MAX: usize = 20;

/// One thing at two moments.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ThingDifference {
    /// Whose history: `processes/0189…`.
    pub stream: String,
    /// What sort of thing.
    pub noun: Noun,
    /// What people call it, at the later moment where it is there; none where that was erased.
    pub name: Option<String>,
    /// What became of it as a whole: `added`, `removed` or `changed`.
    pub what: What,
    /// What became of it and of its parts.
    pub changes: Vec<PartDifference>,
}

/// What became of a thing, of a step, of a hand-over, or of one member of a set.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PartDifference {
    /// What became of it.
    pub what: What,
    /// Which part: `steps/0189…`, `areas/exchange`; none where it is the thing itself.
    pub part: Option<String>,
    /// What people call the part.
    pub of: Option<String>,
    /// What differs; the whole path of each field, as in histories.
    pub fields: Vec<FieldChange>,
    /// Who said so, when and why; the newest first, at most twenty.
    pub events: Vec<Said>,
    /// How many events touched it between the moments.
    pub events_count: usize,
    /// All of that in words, once somebody said in which language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentence: Option<String>,
}

/// Two moments of one history, from all its events up to the later one. None where nothing differs:
/// what came and went again in between is told by the history.
pub fn thing(events: &[Recorded], moments: Moments, persons: Persons) -> Option<ThingDifference> {
    let stream = events.first()?.stream;
    let Moments { from, to } = moments;
    let span = Span::read(events, from.min(to));
    let span = if from > to { span.turned() } else { span };
    (!span.delta.is_empty()).then(|| span.told(stream, persons))
}

/// From when to when, as positions; backwards where the first is the later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moments {
    /// The state after this position …
    pub from: Position,
    /// … and after this one.
    pub to: Position,
}

/// The states at both ends, the difference, and which events touched which field.
struct Span<'a> {
    before: Fields,
    after: Fields,
    delta: Delta,
    touched: BTreeMap<String, Vec<&'a Recorded>>,
}

impl<'a> Span<'a> {
    fn read(events: &'a [Recorded], after: Position) -> Self {
        let (early, late) = events.split_at(events.partition_point(|it| it.position <= after));
        let mut state = Fields::new();
        for event in early {
            history::delta(&state, event).apply(&mut state);
        }
        let before = state.clone();
        let (mut whole, mut touched) = (Delta::default(), BTreeMap::<_, Vec<_>>::new());
        for event in late {
            let delta = history::delta(&state, event);
            for (field, ..) in delta.iter() {
                touched.entry(field.to_owned()).or_default().push(event);
            }
            delta.apply(&mut state);
            whole = whole.then(delta);
        }
        Self { before, after: state, delta: whole, touched }
    }

    fn turned(self) -> Self {
        let Self { before, after, delta, touched } = self;
        Self { before: after, after: before, delta: delta.inverse(), touched }
    }

    fn told(&self, stream: Stream, persons: Persons) -> ThingDifference {
        let name = |state| text_of(state, "name").or_else(|| text_of(state, "title"));
        let name = |state| name(state).or_else(|| text_of(state, "text"));
        let later = if self.after.is_empty() { &self.before } else { &self.after };
        ThingDifference {
            stream: stream.to_string(),
            noun: stream.noun,
            name: name(later),
            what: What::of_whole(self.before.is_empty(), self.after.is_empty()),
            changes: self.parts(stream.noun, persons),
        }
    }

    /// Grouped by part and by what became of it, in that order.
    fn parts(&self, noun: Noun, persons: Persons) -> Vec<PartDifference> {
        let mut groups = BTreeMap::<(Option<&str>, What), Vec<(&str, &Value, &Value)>>::new();
        for (field, from, to) in self.delta.iter() {
            let part = what::part_of(field);
            let what = self.what(noun, part, (field, from, to));
            groups.entry((part, what)).or_default().push((field, from, to));
        }
        let groups = groups.into_iter();
        groups.map(|((part, what), fields)| self.part(part, what, &fields, persons)).collect()
    }

    fn what(&self, noun: Noun, part: Option<&str>, change: (&str, &Value, &Value)) -> What {
        let had = |state: &Fields| match part {
            None => !state.is_empty(),
            Some(part) => {
                let below = format!("{part}/");
                state.contains_key(part)
                    || state
                        .range(below.clone()..)
                        .next()
                        .is_some_and(|it| it.0.starts_with(&below))
            }
        };
        What::of_field(noun, (had(&self.before), had(&self.after)), change)
    }

    fn part(
        &self,
        part: Option<&str>,
        what: What,
        fields: &[(&str, &Value, &Value)],
        persons: Persons,
    ) -> PartDifference {
        let called = |field: &str| {
            part_called(&self.after, field).or_else(|| part_called(&self.before, field))
        };
        let touching = fields.iter().filter_map(|(field, ..)| self.touched.get(*field)).flatten();
        let events: BTreeMap<_, _> = touching.map(|it| (it.position, *it)).collect();
        let shown = |(field, from, to): &(&str, &Value, &Value)| {
            persons.hidden(FieldChange::shown((*field).to_owned(), called(field), from, to))
        };
        PartDifference {
            what,
            part: part.map(|it| persons.path(it)),
            of: fields.iter().find_map(|(field, ..)| called(field)),
            fields: fields.iter().map(shown).collect(),
            events_count: events.len(),
            events: events.values().rev().take(SAID_MAX).map(|it| Said::of(it, persons)).collect(),
            sentence: None,
        }
    }
}

/// The difference of one history as fields, for whoever wants to reckon with it.
pub fn delta(events: &[Recorded], moments: Moments) -> Delta {
    let Moments { from, to } = moments;
    let span = Span::read(events, from.min(to));
    if from > to { span.turned().delta } else { span.delta }
}

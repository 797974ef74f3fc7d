//! XES logs: the attributes of traces and events. What `global`, `extension` and `classifier` say,
//! and what is nested in an attribute, is skipped. A trace's attributes are named `case:…`.

mod walk;

use std::{
    collections::BTreeSet,
    io::Read,
    ops::ControlFlow::{self, Break, Continue},
};

use super::{
    Column, Intake, LogFormat, Mapping, Raw, Reading, Row, SNIFFED_ROWS, Sniffed, unknown_column,
};
use crate::{
    error::{Bound, FormatError},
    limits::Limits,
};
use walk::{Scope, Visit, walk};

const TRACE_PREFIX: &str = "case:";
const CONCEPT_NAME: &str = "concept:name";
const KEYS_TOLD: usize = 200;

pub(super) fn sniff(input: impl Read, limits: Limits) -> Result<Sniffed, FormatError> {
    let mut look = Look::default();
    let encoding = walk(input, limits, &mut look)?;
    Ok(Sniffed {
        format: LogFormat::Xes,
        columns: look.columns,
        rows: look.events,
        delimiter: None,
        encoding: encoding.to_owned(),
    })
}

pub(super) fn read(
    input: impl Read,
    mapping: &Mapping,
    limits: Limits,
    take: &mut dyn FnMut(Row) -> Result<(), FormatError>,
) -> Result<Reading, FormatError> {
    let mut collect = Collect::new(mapping, limits, Intake::new(take));
    walk(input, limits, &mut collect)?;
    collect.finish()
}

/// The name under which a caller asks for an attribute.
fn full_name(scope: Scope, key: &str) -> String {
    match scope {
        Scope::Trace => format!("{TRACE_PREFIX}{key}"),
        Scope::Event => key.to_owned(),
    }
}

#[derive(Debug, Default)]
struct Look {
    columns: Vec<Column>,
    events: u64,
}

impl Visit for Look {
    fn attribute(&mut self, scope: Scope, key: &str, value: &str) {
        let name = full_name(scope, key);
        let place = self.columns.iter().position(|it| it.name == name);
        if place.is_none() && self.columns.len() >= KEYS_TOLD {
            return;
        }
        let place = place.unwrap_or_else(|| {
            self.columns.push(Column { name, ..Column::default() });
            self.columns.len() - 1
        });
        self.columns[place].see(value);
    }

    fn event_ends(&mut self, _line: u64) -> Result<ControlFlow<()>, FormatError> {
        self.events += 1;
        Ok(if self.events < SNIFFED_ROWS { Continue(()) } else { Break(()) })
    }

    fn trace_ends(&mut self) -> Result<(), FormatError> {
        Ok(())
    }
}

/// Where a wanted value is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Event,
    Trace,
    TraceElseEvent,
}

/// One attribute that the mapping asks for.
#[derive(Debug)]
struct Slot {
    name: String,
    key: String,
    source: Source,
    in_trace: Option<String>,
    in_event: Option<String>,
    was_seen: bool,
}

/// An event whose trace has not said everything yet.
#[derive(Debug)]
struct Waiting {
    line: u64,
    values: Vec<Option<String>>,
}

struct Collect<'m, 't> {
    mapping: &'m Mapping,
    limits: Limits,
    /// In the order of [`Mapping::names`].
    slots: Vec<Slot>,
    waiting: Vec<Waiting>,
    /// Keys of events, then of traces.
    seen: [Keys; 2],
    /// Traces without a name: each is a case of its own.
    unnamed: u64,
    /// Attributes that were asked for and stand more than once in their trace or event.
    twice: u64,
    is_in_trace: bool,
    intake: Intake<'t>,
}

/// Different keys, up to as many as are told.
#[derive(Debug, Default)]
struct Keys {
    all: Vec<String>,
    /// The place behind the key that was seen last.
    next: usize,
}

impl Keys {
    /// One event after the other has the same keys in the same order, so the next is tried first.
    fn see(&mut self, key: &str) {
        if self.all.get(self.next).is_none_or(|it| it != key) {
            let place = self.all.iter().position(|it| it == key);
            if place.is_none() && self.all.len() >= KEYS_TOLD {
                return;
            }
            self.next = place.unwrap_or_else(|| {
                self.all.push(key.to_owned());
                self.all.len() - 1
            });
        }
        self.next += 1;
        if self.next == self.all.len() {
            self.next = 0;
        }
    }
}

impl Slot {
    /// The first slot is the case. `concept:name` of an event is its activity, never its case.
    fn new(position: usize, name: &str) -> Self {
        let (key, source) = match name.strip_prefix(TRACE_PREFIX) {
            Some(key) => (key, Source::Trace),
            None if position > 0 => (name, Source::Event),
            None if name == CONCEPT_NAME => (name, Source::Trace),
            None => (name, Source::TraceElseEvent),
        };
        Self {
            name: name.to_owned(),
            key: key.to_owned(),
            source,
            in_trace: None,
            in_event: None,
            was_seen: false,
        }
    }

    /// True where another value had to give way.
    fn offer(&mut self, scope: Scope, key: &str, value: &str) -> bool {
        if self.key != key {
            return false;
        }
        let place = match (self.source, scope) {
            (Source::Trace | Source::TraceElseEvent, Scope::Trace) => &mut self.in_trace,
            (Source::Event | Source::TraceElseEvent, Scope::Event) => &mut self.in_event,
            (Source::Trace, Scope::Event) | (Source::Event, Scope::Trace) => return false,
        };
        self.was_seen = true;
        place.replace(value.to_owned()).is_some()
    }

    /// Traces need no name: without one each is a case of its own.
    fn may_be_absent(&self) -> bool {
        self.source == Source::Trace && self.key == CONCEPT_NAME
    }

    fn waits_for_trace(&self) -> bool {
        self.source != Source::Event && self.in_trace.is_none()
    }

    fn take_from_event(&mut self) -> Option<String> {
        self.in_event.take()
    }
}

impl<'m, 't> Collect<'m, 't> {
    fn new(mapping: &'m Mapping, limits: Limits, intake: Intake<'t>) -> Self {
        let names = mapping.names();
        let slots = names.iter().enumerate().map(|(i, name)| Slot::new(i, name)).collect();
        Self {
            mapping,
            limits,
            slots,
            waiting: Vec::new(),
            seen: Default::default(),
            unnamed: 0,
            twice: 0,
            is_in_trace: false,
            intake,
        }
    }

    fn emit(&mut self, event: Waiting) -> Result<(), FormatError> {
        let Waiting { line, values } = event;
        let pairs = self.slots.iter().zip(&values);
        let mut values = pairs.map(|(slot, own)| slot.in_trace.as_deref().or(own.as_deref()));
        let (case, time) = (values.next().flatten(), values.next().flatten());
        let activity = if self.mapping.activity.is_some() { values.next().flatten() } else { None };
        let raw = Raw { case, time, activity, by: values.collect() };
        self.intake.accept(line, &raw)
    }

    fn flush(&mut self) -> Result<(), FormatError> {
        for event in std::mem::take(&mut self.waiting) {
            self.emit(event)?;
        }
        Ok(())
    }

    fn finish(self) -> Result<Reading, FormatError> {
        let [of_events, of_traces] = &self.seen;
        let of_events = of_events.all.iter().map(|it| full_name(Scope::Event, it));
        let of_traces = of_traces.all.iter().map(|it| full_name(Scope::Trace, it));
        let seen: BTreeSet<String> = of_events.chain(of_traces).take(KEYS_TOLD).collect();
        let never_seen = self.slots.iter().find(|it| !it.was_seen && !it.may_be_absent());
        if let Some(slot) = never_seen.filter(|_| self.intake.reading.rows > 0) {
            return Err(unknown_column(&slot.name, seen.iter().map(String::as_str)));
        }
        let is_wanted = |name: &String| {
            let key = name.strip_prefix(TRACE_PREFIX);
            self.slots.iter().any(|slot| match slot.source {
                Source::Event => slot.key == *name,
                Source::Trace => Some(slot.key.as_str()) == key,
                Source::TraceElseEvent => slot.key == *name || Some(slot.key.as_str()) == key,
            })
        };
        let unnamed = (self.unnamed > 0)
            .then(|| format!("{} traces have no name; each is a case of its own", self.unnamed));
        let twice = (self.twice > 0)
            .then(|| format!("{} attributes stand twice: the last was taken", self.twice));
        let not_kept = seen.iter().filter(|it| !is_wanted(it)).cloned().collect();
        self.intake.finish(not_kept, unnamed.into_iter().chain(twice))
    }
}

impl Visit for Collect<'_, '_> {
    fn attribute(&mut self, scope: Scope, key: &str, value: &str) {
        for slot in &mut self.slots {
            self.twice += u64::from(slot.offer(scope, key, value));
        }
        self.seen[usize::from(scope == Scope::Trace)].see(key);
    }

    fn trace_begins(&mut self) {
        self.is_in_trace = true;
    }

    fn event_ends(&mut self, line: u64) -> Result<ControlFlow<()>, FormatError> {
        let values = self.slots.iter_mut().map(Slot::take_from_event).collect();
        let event = Waiting { line, values };
        if !self.slots.iter().any(Slot::waits_for_trace) {
            self.flush()?;
            self.emit(event)?;
            return Ok(Continue(()));
        }
        let max = self.limits.waiting_events;
        if self.waiting.len() as u64 >= max {
            return Err(Bound::Count { what: "events before their trace's attribute", max }.into());
        }
        self.waiting.push(event);
        Ok(Continue(()))
    }

    fn trace_ends(&mut self) -> Result<(), FormatError> {
        let case = &mut self.slots[0];
        if self.is_in_trace && case.source == Source::Trace && case.in_trace.is_none() {
            self.unnamed += u64::from(!self.waiting.is_empty());
            // No name has a line break: it is the name of none.
            case.in_trace = Some(format!("trace\n{}", self.unnamed));
        }
        self.is_in_trace = false;
        self.flush()?;
        self.slots.iter_mut().for_each(|slot| slot.in_trace = None);
        Ok(())
    }
}

#[cfg(test)]
mod tests;

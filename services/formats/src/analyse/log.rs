//! A log in memory: every text once, every event as a few numbers, cases in order.

use std::{collections::HashMap, ops::Range, sync::Arc};

use jiff::Timestamp;

use crate::{
    error::{Bound, FormatError},
    event_log::{Mapping, Row},
    limits::Limits,
};

/// Stands for "no value".
const NONE: u32 = u32::MAX;

/// Texts by number, in order of appearance.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    numbers: HashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
}

/// Events grouped by case, each case by time and then by place in the file.
#[derive(Debug, Clone)]
pub struct Log {
    by: Vec<String>,
    activities: Texts,
    values: Vec<Texts>,
    events: Vec<Event>,
    /// One number a `by` column for each event, at the event's place in the file.
    numbers: Vec<u32>,
    cases: Vec<Range<usize>>,
}

#[derive(Debug, Clone, Copy)]
struct Event {
    case: u32,
    time: Timestamp,
    place: u32,
    activity: u32,
}

/// Takes rows in the order of the file.
#[derive(Debug)]
pub struct LogBuilder {
    log: Log,
    cases: Texts,
    events_max: u64,
}

impl Texts {
    pub fn text(&self, number: u32) -> &str {
        &self.texts[number as usize]
    }

    pub fn len(&self) -> usize {
        self.texts.len()
    }

    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Every text in order of appearance.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(AsRef::as_ref)
    }

    fn number(&mut self, text: Option<&str>) -> u32 {
        let Some(text) = text else { return NONE };
        if let Some(&number) = self.numbers.get(text) {
            return number;
        }
        let number = u32::try_from(self.texts.len()).expect("there are fewer texts than events");
        let text: Arc<str> = text.into();
        self.texts.push(Arc::clone(&text));
        self.numbers.insert(text, number);
        number
    }
}

impl LogBuilder {
    pub fn new(mapping: &Mapping, limits: Limits) -> Self {
        let log = Log {
            by: mapping.by.clone(),
            activities: Texts::default(),
            values: mapping.by.iter().map(|_| Texts::default()).collect(),
            events: Vec::new(),
            numbers: Vec::new(),
            cases: Vec::new(),
        };
        // Places and texts are numbered with 32 bits.
        let events_max = limits.events.min(u64::from(NONE) - 1);
        Self { log, cases: Texts::default(), events_max }
    }

    pub fn push(&mut self, row: Row) -> Result<(), FormatError> {
        let Row { case, time, activity, by } = row;
        let place = u32::try_from(self.log.events.len()).unwrap_or(NONE);
        if u64::from(place) >= self.events_max {
            return Err(Bound::Count { what: "events", max: self.events_max }.into());
        }
        let case = self.cases.number(Some(&case));
        let activity = self.log.activities.number(activity.as_deref());
        self.log.events.push(Event { case, time, place, activity });
        let values = self.log.values.iter_mut().zip(&by);
        self.log.numbers.extend(values.map(|(texts, value)| texts.number(value.as_deref())));
        Ok(())
    }

    pub fn build(self) -> Log {
        let mut log = self.log;
        log.events.sort_unstable_by_key(|it| (it.case, it.time, it.place));
        let mut start = 0;
        for chunk in log.events.chunk_by(|a, b| a.case == b.case) {
            log.cases.push(start..start + chunk.len());
            start += chunk.len();
        }
        log
    }
}

impl Log {
    /// The names of the columns.
    pub fn by(&self) -> &[String] {
        &self.by
    }

    pub fn cases(&self) -> usize {
        self.cases.len()
    }

    pub fn events(&self) -> usize {
        self.events.len()
    }

    pub fn values(&self, column: usize) -> &Texts {
        &self.values[column]
    }

    pub fn activities(&self) -> &Texts {
        &self.activities
    }

    /// The first and the last event of all.
    pub fn span(&self) -> Option<(Timestamp, Timestamp)> {
        let times = || self.events.iter().map(|it| it.time);
        Some((times().min()?, times().max()?))
    }

    /// The events of each case in their order: time, and the value's number if there is one.
    pub(crate) fn timelines(
        &self,
        column: usize,
    ) -> impl Iterator<Item = impl Iterator<Item = (Timestamp, Option<u32>)> + '_> + '_ {
        self.cases.iter().map(move |case| {
            let events = &self.events[case.clone()];
            events.iter().map(move |it| (it.time, self.number(it, Some(column))))
        })
    }

    /// Activity and value of every event that has an activity.
    pub(crate) fn performed(
        &self,
        column: Option<usize>,
    ) -> impl Iterator<Item = (u32, Option<u32>)> + '_ {
        let named = self.events.iter().filter(|it| it.activity != NONE);
        named.map(move |it| (it.activity, self.number(it, column)))
    }

    fn number(&self, event: &Event, column: Option<usize>) -> Option<u32> {
        let number = self.numbers[event.place as usize * self.by.len() + column?];
        (number != NONE).then_some(number)
    }
}

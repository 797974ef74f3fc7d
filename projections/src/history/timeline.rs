//! Where in the log to look: for every position whose history it belongs to, what it was, when, and for
//! which unit it was said. Small enough to hold all of it, so that no question reads the log to the end.

use std::{borrow::Cow, collections::BTreeSet};

use events::{Noun, Position, Recorded, Stream, ids::UnitId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::positions::Positions;
use crate::numbered::{Numbered, number};

/// The whole log, one short entry an event, oldest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Timeline {
    entries: Vec<Entry>,
    positions: Positions,
    /// Where an entry was so at another time than it was recorded: its place, and that time in
    /// microseconds.
    happened: Vec<(u32, i64)>,
    streams: Numbered<Stream>,
    tags: Numbered<Cow<'static, str>>,
    units: Numbered<UnitId>,
}

/// The events that tell what was so at a time, as far as it is known now.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct SoBy {
    /// All up to here.
    pub all_up_to: Position,
    /// Behind that only these, ascending.
    pub others: Vec<Position>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Entry {
    /// In microseconds, as it is recorded.
    recorded: i64,
    stream: u32,
    /// In one number: the type, and the unit for which it was said, where one is known.
    said: Said,
}

impl Entry {
    fn recorded_at(&self) -> Timestamp {
        Timestamp::from_microsecond(self.recorded).expect("it was one")
    }
}

/// A type and a unit by their numbers; there are few of the one, and not many of the other.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Said(u32);

impl Said {
    const TAG_BITS: u32 = 8;

    fn new(tag: u32, unit: Option<u32>) -> Self {
        let unit = unit.map_or(0, |it| it + 1);
        assert!(tag < 1 << Self::TAG_BITS && unit < 1 << (32 - Self::TAG_BITS), "the numbers fit");
        Self(unit << Self::TAG_BITS | tag)
    }

    fn tag(self) -> u32 {
        self.0 & ((1 << Self::TAG_BITS) - 1)
    }

    fn unit(self) -> Option<u32> {
        (self.0 >> Self::TAG_BITS).checked_sub(1)
    }
}

/// Which events are looked for. The default is all, newest first.
#[derive(Debug, Clone, Default)]
pub struct TimelineFilter {
    /// Of one thing.
    pub stream: Option<Stream>,
    /// Of things of one noun.
    pub noun: Option<Noun>,
    /// Of one type: `step_revised`.
    pub tag: Option<String>,
    /// Said by or for this unit, or about it.
    pub unit: Option<UnitId>,
    /// Recorded then or later.
    pub from: Option<Timestamp>,
    /// Recorded then or earlier.
    pub to: Option<Timestamp>,
    /// Behind this position.
    pub since: Option<Position>,
    /// In which order.
    pub order: Order,
}

/// In which order events are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// The last one first.
    #[default]
    NewestFirst,
    /// The first one first.
    OldestFirst,
}

impl std::str::FromStr for Order {
    type Err = UnknownOrder;

    fn from_str(key: &str) -> Result<Self, UnknownOrder> {
        match key {
            "newest" => Ok(Self::NewestFirst),
            "oldest" => Ok(Self::OldestFirst),
            _ => Err(UnknownOrder),
        }
    }
}

/// Not an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownOrder;

impl std::fmt::Display for UnknownOrder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not one of `newest`, `oldest`")
    }
}

impl Timeline {
    pub(crate) fn apply(&mut self, event: &Recorded) {
        let unit = event.origin.meta.on_behalf_of.or(event.origin.actor.unit);
        let unit = unit.map(|it| self.units.number(it));
        let tag = self.tags.number(Cow::Borrowed(event.event.tag()));
        if let Some(happened) = event.origin.meta.happened {
            self.happened.push((number(self.entries.len()), happened.as_microsecond()));
        }
        self.positions.push(event.position);
        self.entries.push(Entry {
            recorded: event.recorded.as_microsecond(),
            stream: self.streams.number(event.stream),
            said: Said::new(tag, unit),
        });
    }

    /// All things, and by their numbers how many events each has.
    pub(crate) fn revisions(&self) -> (Numbered<Stream>, Vec<u32>) {
        let mut counts = vec![0; self.streams.values().len()];
        self.entries.iter().for_each(|it| counts[it.stream as usize] += 1);
        (self.streams.clone(), counts)
    }

    /// The last position recorded at or before a moment; none where nothing was recorded by then.
    pub fn last_at(&self, at: Timestamp) -> Option<Position> {
        let count = self.entries.partition_point(|it| it.recorded_at() <= at);
        count.checked_sub(1).map(|it| self.positions.at(it))
    }

    /// The events of what was so at a time: those that happened by then, or were recorded by then where
    /// nobody said when they happened.
    pub fn so_by(&self, time: Timestamp) -> SoBy {
        let mut happened = self.happened.iter().peekable();
        let (mut so_by, mut is_whole) = (SoBy::default(), true);
        for (place, entry) in self.entries.iter().enumerate() {
            let at = happened.next_if(|it| it.0 as usize == place).map(|(_, at)| *at);
            let is_so = at.unwrap_or(entry.recorded) <= time.as_microsecond();
            is_whole &= is_so;
            match (is_whole, is_so) {
                (true, _) => so_by.all_up_to = self.positions.at(place),
                (false, true) => so_by.others.push(self.positions.at(place)),
                (false, false) => {}
            }
        }
        so_by
    }

    /// The thing to which the event at a position happened.
    pub fn stream_at(&self, position: Position) -> Option<Stream> {
        self.entry(position).map(|it| *self.streams.get(it.stream))
    }

    /// When the event at a position was recorded.
    pub fn recorded_at(&self, position: Position) -> Option<Timestamp> {
        self.entry(position).map(Entry::recorded_at)
    }

    fn entry(&self, position: Position) -> Option<&Entry> {
        self.entries.get(self.positions.place(position)?)
    }

    /// The things to which something happened after one position and up to another one.
    pub fn touched(&self, after: Position, upto: Position) -> BTreeSet<Stream> {
        let (start, end) = (self.positions.up_to(after), self.positions.up_to(upto));
        let entries = &self.entries[start..end.max(start)];
        let places: BTreeSet<u32> = entries.iter().map(|it| it.stream).collect();
        places.into_iter().map(|it| *self.streams.get(it)).collect()
    }

    /// Up to `limit` positions of events that pass the filter, beyond `after` in the filter's order.
    pub fn find(
        &self,
        filter: &TimelineFilter,
        after: Option<Position>,
        limit: usize,
    ) -> Vec<Position> {
        let Some(wanted) = Wanted::of(filter, self) else { return Vec::new() };
        let span = self.span(filter, after);
        let passing = |place: &usize| wanted.admits(&self.entries[*place]);
        let position = |place| self.positions.at(place);
        match filter.order {
            Order::NewestFirst => span.rev().filter(passing).map(position).take(limit).collect(),
            Order::OldestFirst => span.filter(passing).map(position).take(limit).collect(),
        }
    }

    /// Recorded times never decrease along positions, so that a span of time is a span of entries.
    fn span(&self, filter: &TimelineFilter, after: Option<Position>) -> std::ops::Range<usize> {
        let entries = &self.entries;
        let before = |from: Timestamp| entries.partition_point(|it| it.recorded_at() < from);
        let until = |to: Timestamp| entries.partition_point(|it| it.recorded_at() <= to);
        let from = filter.from.map_or(0, before);
        let to = filter.to.map_or(entries.len(), until);
        let since = filter.since.map_or(0, |since| self.positions.up_to(since));
        let (start, end) = match (after, filter.order) {
            (None, _) => (0, entries.len()),
            (Some(after), Order::NewestFirst) => (0, self.positions.before(after)),
            (Some(after), Order::OldestFirst) => (self.positions.up_to(after), entries.len()),
        };
        let start = from.max(since).max(start);
        start..to.min(end).max(start)
    }
}

/// A filter in the numbers of the entries.
#[derive(Debug)]
struct Wanted<'a> {
    stream: Option<u32>,
    noun: Option<Noun>,
    tag: Option<u32>,
    unit: Option<(Option<u32>, Option<u32>)>,
    streams: &'a Numbered<Stream>,
}

impl<'a> Wanted<'a> {
    /// None where nothing can pass, because a thing or a type never occurred.
    fn of(filter: &TimelineFilter, timeline: &'a Timeline) -> Option<Self> {
        let TimelineFilter { stream, noun, tag, unit, .. } = filter;
        let Timeline { streams, tags, units, .. } = timeline;
        let stream = stream.map(|it| streams.find(&it)).map_or(Some(None), |it| it.map(Some))?;
        let tag = tag
            .as_deref()
            .map(|it| tags.find(&Cow::Borrowed(it)))
            .map_or(Some(None), |it| it.map(Some))?;
        let unit = unit.map(|it| (units.find(&it), streams.find(&Stream::new(Noun::Unit, it.0))));
        Some(Self { stream, noun: *noun, tag, unit, streams })
    }

    fn admits(&self, entry: &Entry) -> bool {
        let is_units = |(said_for, about): (Option<u32>, Option<u32>)| {
            said_for.is_some_and(|it| entry.said.unit() == Some(it)) || about == Some(entry.stream)
        };
        self.stream.is_none_or(|it| it == entry.stream)
            && self.tag.is_none_or(|it| it == entry.said.tag())
            && self.unit.is_none_or(is_units)
            && self.noun.is_none_or(|it| it == self.streams.get(entry.stream).noun)
    }
}

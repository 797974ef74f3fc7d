//! Why a figure changed: the events between two moments without which it would be what it was.
//!
//! They are exact: the log replayed up to the later moment without them gives the figure of the earlier
//! one, read as old as everything is by then. And none of them can be left out alone, unless the answer
//! says that the search was ended before. What only grew old is a change without events: time passed.

use std::collections::{BTreeMap, BTreeSet};

use events::{Position, Recorded, Stream};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::{
    figures::{ValueDifference, differing},
    minimal::{Minimal, minimal},
};
use crate::{Projections, loops::answer::CutShort};

/// Events applied in all replays together, about.
const WORK_MAX: usize = 4_000_000;
/// Replays, at least and at most.
const REPLAYS: (usize, usize) = (16, 1_000);

/// A figure, and the times that count as now at both moments.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed<'a> {
    /// Its name, as evidence links carry it.
    pub figure: &'a str,
    /// Only one of its values: `hours_per_month`; all of them where it is not said.
    pub value: Option<&'a str>,
    /// Now, at the earlier moment.
    pub then: Timestamp,
    /// Now, at the later one.
    pub now: Timestamp,
}

/// Why a figure is not what it was.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Reasons {
    /// The figure.
    pub figure: String,
    /// What people call what it is about.
    pub about: Option<String>,
    /// What differs; empty where nothing does.
    pub values: Vec<ValueDifference>,
    /// Of it, what would differ had nothing happened: evidence that grew old meanwhile.
    pub time_passed: Vec<ValueDifference>,
    /// The events without which the figure would be what it was, oldest first.
    pub events: Vec<Position>,
    /// Whether none of them can be left out alone. They suffice in any case.
    pub minimal: bool,
    /// Why that is not known.
    pub reason: Option<CutShort>,
    /// How often the time between the moments was told anew to find that out.
    pub replays: usize,
}

type Values = BTreeMap<String, Value>;

/// Looks for the events in `span`, all that happened between `before` and the later moment. None where the
/// figure is at neither of them.
pub fn why(before: &Projections, span: &[Recorded], changed: &Changed<'_>) -> Option<Reasons> {
    let mut replays = Replays::new(before, span, changed);
    let was = before.figure(changed.figure, changed.then);
    let after = replays.at(&BTreeSet::new());
    let is = after.figure(changed.figure, changed.now);
    let about = is.as_ref().or(was.as_ref())?.about.clone();
    let [was, is] = [was, is].map(|it| changed.of(it.map(|it| it.values).unwrap_or_default()));
    let aged = replays.aged.clone();
    let found = if aged == is {
        Minimal { part: vec![], is_minimal: true }
    } else {
        replays.responsible(&after)
    };
    Some(Reasons {
        figure: changed.figure.to_owned(),
        about,
        values: differing(&was, &is),
        time_passed: differing(&was, &aged),
        events: found.part.iter().map(|it| span[*it].position).collect(),
        minimal: found.is_minimal,
        reason: (!found.is_minimal).then_some(CutShort::Budget),
        replays: replays.done,
    })
}

impl Changed<'_> {
    fn of(&self, values: Values) -> Values {
        let is_asked = |name: &str| self.value.is_none_or(|it| it == name);
        values.into_iter().filter(|(name, _)| is_asked(name)).collect()
    }
}

/// The time between the moments, told again and again with some of it left out.
struct Replays<'a> {
    before: &'a Projections,
    span: &'a [Recorded],
    changed: &'a Changed<'a>,
    /// The figure had nothing happened.
    aged: Values,
    done: usize,
    left: usize,
}

impl<'a> Replays<'a> {
    fn new(before: &'a Projections, span: &'a [Recorded], changed: &'a Changed<'a>) -> Self {
        let aged = before.figure(changed.figure, changed.now);
        let aged = changed.of(aged.map(|it| it.values).unwrap_or_default());
        // To fork a history is cheaper than to fold it, but not for nothing.
        let one = span.len() + usize::try_from(before.position().0 / 4).unwrap_or(usize::MAX);
        let left = (WORK_MAX / one.max(1)).clamp(REPLAYS.0, REPLAYS.1);
        Self { before, span, changed, aged, done: 0, left }
    }

    /// The later moment, had the events at these places of the span not happened.
    fn at(&mut self, left_out: &BTreeSet<usize>) -> Projections {
        let mut projections = self.before.clone();
        let told = self.span.iter().enumerate().filter(|(place, _)| !left_out.contains(place));
        for (_, event) in told {
            projections.apply(event);
        }
        self.done += 1;
        projections
    }

    /// Whether the figure is what it was without these; none where that was tried too often.
    fn suffices(&mut self, part: &[usize]) -> Option<bool> {
        self.left = self.left.checked_sub(1)?;
        let without = self.at(&part.iter().copied().collect());
        let figure = without.figure(self.changed.figure, self.changed.now);
        let values = self.changed.of(figure.map(|it| it.values).unwrap_or_default());
        Some(values == self.aged)
    }

    /// First among those that are or were evidence, then among all that happened to the same things, then
    /// among all.
    fn responsible(&mut self, after: &Projections) -> Minimal<usize> {
        let evidence = self.evidence(after);
        let things = self.of_the_same_things(&evidence, after);
        for candidates in [self.places(|it| evidence.contains(&it.position)), things] {
            if !candidates.is_empty() && self.suffices(&candidates) == Some(true) {
                return minimal(candidates, |part| self.suffices(part));
            }
        }
        minimal((0..self.span.len()).collect(), |part| self.suffices(part))
    }

    fn evidence(&self, after: &Projections) -> BTreeSet<Position> {
        let of = self.changed.figure;
        let (was, is) = (self.before.evidence_of(of), after.evidence_of(of));
        was.into_iter().chain(is).flatten().collect()
    }

    fn of_the_same_things(&self, evidence: &BTreeSet<Position>, after: &Projections) -> Vec<usize> {
        let streams: BTreeSet<Stream> =
            evidence.iter().filter_map(|it| after.timeline.stream_at(*it)).collect();
        self.places(|it| streams.contains(&it.stream))
    }

    fn places(&self, is_meant: impl Fn(&Recorded) -> bool) -> Vec<usize> {
        let meant = self.span.iter().enumerate().filter(|(_, it)| is_meant(it));
        meant.map(|(place, _)| place).collect()
    }
}

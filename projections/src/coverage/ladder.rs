//! How strongly a community stands in an area: a ladder, not a sum.
//!
//! 1 declared · 2 took up a pain point that lies in the area · 3 an idea of it accepted or in pilot (ideas
//! are still to come) · 4 a pain point that it took up was resolved, with a measured effect.

use std::collections::{BTreeMap, BTreeSet};

use events::{Area, Basis, Position};
use jiff::{Timestamp, ToSpan as _, tz::TimeZone};

use super::{Said, Standing};
use crate::{
    pain_points::{PainPoint, PainPoints},
    registry::Registry,
};

const DECLARED: u8 = 1;
const TOOK_UP: u8 = 2;
const MEASURED: u8 = 4;

/// Where a community stands on the ladder of one area.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Climb {
    rungs: Vec<(u8, Said)>,
}

/// The ladder of every area on which a community stands at all.
pub(super) fn climbs(
    standing: &Standing,
    points: &PainPoints,
    registry: &Registry,
) -> BTreeMap<Area, Climb> {
    let mut climbs = BTreeMap::<Area, Climb>::new();
    for (area, said) in &standing.areas {
        climbs.entry(*area).or_default().rungs.push((DECLARED, *said));
    }
    for (id, said) in &standing.taken_up {
        let Some(point) = points.get(*id) else { continue };
        for area in point.areas(registry) {
            let rungs = &mut climbs.entry(area).or_default().rungs;
            rungs.push((TOOK_UP, *said));
            rungs.extend(measured(point).map(|it| (MEASURED, it)));
        }
    }
    climbs
}

fn measured(point: &PainPoint) -> impl Iterator<Item = Said> {
    point
        .resolutions()
        .filter(|(_, it)| it.basis == Some(Basis::Measured))
        .map(|(_, it)| Said { position: it.position, recorded: it.recorded })
}

impl Climb {
    /// The highest step whose evidence is fresh, and false; else the highest there ever was, and true: it
    /// rests.
    pub(super) fn strength(&self, fresh_from: Timestamp) -> (u8, bool) {
        let fresh = self.rungs.iter().filter(|(_, said)| said.is_fresh(fresh_from));
        let highest = |rungs: &mut dyn Iterator<Item = u8>| rungs.max();
        match highest(&mut fresh.map(|(rung, _)| *rung)) {
            Some(rung) => (rung, false),
            None => (highest(&mut self.rungs.iter().map(|(rung, _)| *rung)).unwrap_or(0), true),
        }
    }

    pub(super) fn evidence(&self) -> BTreeSet<Position> {
        self.rungs.iter().map(|(_, said)| said.position).collect()
    }
}

impl Said {
    /// Whether it still counts.
    pub(super) fn is_fresh(&self, fresh_from: Timestamp) -> bool {
        self.recorded >= fresh_from
    }
}

/// Twelve months before a moment, by the calendar of UTC: evidence from then on counts.
pub(super) fn fresh_from(now: Timestamp) -> Timestamp {
    let earlier = now.to_zoned_datetime(TimeZone::UTC).checked_sub(12.months());
    earlier.map_or(Timestamp::MIN, |it| it.timestamp())
}

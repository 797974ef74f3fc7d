//! How strongly a community stands in an area: a ladder, not a sum.
//!
//! 1 declared · 2 took up a pain point that lies in the area · 3 an idea that addresses it was accepted or
//! is in pilot · 4 such an idea was implemented, or the pain point was resolved, with a measured effect.

use std::collections::{BTreeMap, BTreeSet};

use events::{Area, Basis, Position, idea::Status, ids::PainPointId};
use jiff::{Timestamp, ToSpan as _, tz::TimeZone};

use super::{Said, Standing};
use crate::{Projections, pain_points::PainPoint};

const DECLARED: u8 = 1;
const TOOK_UP: u8 = 2;
const ACCEPTED: u8 = 3;
const MEASURED: u8 = 4;

/// Where a community stands on the ladder of one area.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Climb {
    rungs: Vec<(u8, Said)>,
}

/// The ladder of every area on which a community stands at all.
pub(super) fn climbs(standing: &Standing, all: &Projections) -> BTreeMap<Area, Climb> {
    let mut climbs = BTreeMap::<Area, Climb>::new();
    for (area, said) in &standing.areas {
        climbs.entry(*area).or_default().rungs.push((DECLARED, *said));
    }
    for (id, said) in &standing.taken_up {
        let Some(point) = all.pain_points.get(*id) else { continue };
        let by_ideas = by_ideas(*id, all);
        for area in point.lies_in(&all.registry).iter() {
            let rungs = &mut climbs.entry(area).or_default().rungs;
            rungs.push((TOOK_UP, *said));
            rungs.extend(measured(point, all).map(|it| (MEASURED, it)));
            rungs.extend(&by_ideas);
        }
    }
    climbs
}

/// What became of the ideas that address a pain point.
fn by_ideas(id: PainPointId, all: &Projections) -> Vec<(u8, Said)> {
    let ideas = all.ideas.addressing(&all.pain_point_ids(id));
    let rungs = ideas.into_iter().filter_map(|it| all.ideas.get(it)).flat_map(|idea| {
        // What was implemented was accepted before; it goes higher once somebody measured it.
        let accepted =
            matches!(idea.status, Status::Accepted | Status::InPilot | Status::Implemented);
        let measured = idea.measured.last().filter(|_| idea.status == Status::Implemented);
        let accepted = accepted.then_some((ACCEPTED, idea.moved));
        accepted.into_iter().chain(measured.map(|it| (MEASURED, it.said)))
    });
    rungs.collect()
}

/// Endings of which somebody measured that they hold: by saying so, or by measuring what the idea brought
/// that ended it.
fn measured(point: &PainPoint, all: &Projections) -> impl Iterator<Item = Said> {
    point.resolutions().filter_map(|(_, it)| {
        if it.basis == Some(Basis::Measured) {
            return Some(Said { position: it.position, recorded: it.recorded });
        }
        Some(all.ideas.get(it.fact.idea?)?.measured.last()?.said)
    })
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

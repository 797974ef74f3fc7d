//! Pain points: what holds work up, who has it, what it costs there, and where it is over.
//!
//! Invariant: nothing here is a judgement. A pain point is open until somebody resolves it, also when
//! what it was about is gone; it is then marked as orphaned.

mod answer;
mod detail;
mod filter;
mod hours;
mod place;

pub use answer::{PainPointItem, PainPointsAnswer};
pub use detail::{BackingItem, PainPointDetail, ResolutionItem};
pub use filter::{InArea, OfKind, PainPointFilter, Status, UnknownStatus};

use std::collections::BTreeMap;

use events::{
    Basis, Event, Position, Recorded,
    hours::Effort,
    ids::{PainPointId, ProcessId, UnitId},
    pain_point::{self, Logged, Resolved},
    process,
};
use jiff::Timestamp;

use crate::registry::Known;

/// A pain point as it is now.
#[derive(Debug, Clone, PartialEq)]
pub struct PainPoint {
    /// The fact, and all events that made it so.
    pub known: Known<Logged>,
    /// When it was said first.
    pub logged: Timestamp,
    /// Who has it. No unit stands for one that was not said: somebody gave hours, but no unit.
    pub backings: BTreeMap<Option<UnitId>, Backing>,
    /// How it ended everywhere, if it did.
    pub resolved: Option<Resolution>,
    /// How it ended in single units.
    pub resolved_in: BTreeMap<UnitId, Resolution>,
}

/// That a unit has a pain point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Backing {
    /// What it costs that unit, if it said so.
    pub hours: Option<Effort>,
    /// How well that is known.
    pub basis: Option<Basis>,
    /// The event that says so.
    pub position: Position,
}

/// That a pain point has ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolution {
    /// What ended it.
    pub fact: Resolved,
    /// How well that is known.
    pub basis: Option<Basis>,
    /// The event that says so.
    pub position: Position,
    /// When that was recorded.
    pub recorded: Timestamp,
}

/// All pain points.
#[derive(Debug, Clone, Default)]
pub struct PainPoints {
    all: BTreeMap<PainPointId, PainPoint>,
    /// The event that gave a process the areas which it lends.
    lent_areas: BTreeMap<ProcessId, Position>,
}

impl PainPoints {
    pub(crate) fn apply(&mut self, event: &Recorded) {
        match &event.event {
            Event::PainPoint(pain_point::Event::Logged(it)) => {
                self.all.insert(PainPointId(event.stream.id), PainPoint::new(it, event));
            }
            Event::PainPoint(it) => {
                if let Some(pain_point) = self.all.get_mut(&PainPointId(event.stream.id)) {
                    pain_point.known.evidence.push(event.position);
                    pain_point.apply(it, event);
                }
            }
            Event::Process(process::Event::Mapped(_) | process::Event::AreasAssigned(_)) => {
                self.lent_areas.insert(ProcessId(event.stream.id), event.position);
            }
            _ => {}
        }
    }

    /// All of them, by id, also those that are over.
    pub fn all(&self) -> &BTreeMap<PainPointId, PainPoint> {
        &self.all
    }

    /// The pain point of this id.
    pub fn get(&self, id: PainPointId) -> Option<&PainPoint> {
        self.all.get(&id)
    }

    /// Those that are not over, by id.
    pub fn open(&self) -> impl Iterator<Item = (PainPointId, &PainPoint)> {
        self.all.iter().filter(|(_, it)| it.is_open()).map(|(id, it)| (*id, it))
    }
}

impl PainPoint {
    fn new(logged: &Logged, event: &Recorded) -> Self {
        let known = Known { fact: logged.clone(), evidence: vec![event.position] };
        let is_backed = logged.unit.is_some() || logged.hours.is_some();
        let first = is_backed.then(|| (logged.unit, backing(logged.hours, event)));
        Self {
            known,
            logged: event.recorded,
            backings: first.into_iter().collect(),
            resolved: None,
            resolved_in: BTreeMap::new(),
        }
    }

    fn apply(&mut self, what: &pain_point::Event, event: &Recorded) {
        match what {
            pain_point::Event::Logged(_) => {}
            pain_point::Event::Sorted(it) => self.known.fact.sort(it),
            pain_point::Event::Placed(it) => self.known.fact.on.clone_from(&it.on),
            pain_point::Event::Revised(it) => self.known.fact.revise(it),
            pain_point::Event::Backed(it) => {
                self.backings.insert(Some(it.unit), backing(it.hours, event));
                self.resolved_in.remove(&it.unit);
            }
            pain_point::Event::BackingWithdrawn(it) => {
                self.backings.remove(&Some(it.unit));
            }
            pain_point::Event::Resolved(it) => self.resolve(it, event),
            pain_point::Event::Reopened(_) => {
                self.resolved = None;
                self.resolved_in.clear();
            }
        }
    }

    fn resolve(&mut self, fact: &Resolved, event: &Recorded) {
        let resolution = Resolution {
            fact: fact.clone(),
            basis: event.origin.meta.basis,
            position: event.position,
            recorded: event.recorded,
        };
        if fact.units.is_empty() {
            self.resolved = Some(resolution);
        } else {
            let units = fact.units.iter().map(|unit| (*unit, resolution.clone()));
            self.resolved_in.extend(units);
        }
    }

    /// Where it was said first in the log.
    pub fn position(&self) -> Position {
        self.known.evidence.first().copied().unwrap_or_default()
    }

    /// Whether it still holds work up somewhere. One that no unit backs yet does.
    pub fn is_open(&self) -> bool {
        let is_unbacked = self.backings.is_empty() && self.resolved_in.is_empty();
        self.resolved.is_none() && (is_unbacked || self.open_backings().next().is_some())
    }

    /// Who still has it.
    pub fn open_backings(&self) -> impl Iterator<Item = (Option<UnitId>, &Backing)> {
        self.backings.iter().map(|(unit, backing)| (*unit, backing)).filter(|(unit, _)| {
            self.resolved.is_none() && unit.is_none_or(|unit| !self.resolved_in.contains_key(&unit))
        })
    }

    /// The units that still have it.
    pub fn open_units(&self) -> impl Iterator<Item = UnitId> {
        self.open_backings().filter_map(|(unit, _)| unit)
    }

    /// How it ended, everywhere and in single units, as far as that still holds.
    pub fn resolutions(&self) -> impl Iterator<Item = (Option<UnitId>, &Resolution)> {
        let everywhere = self.resolved.iter().map(|it| (None, it));
        everywhere.chain(self.resolved_in.iter().map(|(unit, it)| (Some(*unit), it)))
    }
}

fn backing(hours: Option<Effort>, event: &Recorded) -> Backing {
    Backing { hours, basis: event.origin.meta.basis, position: event.position }
}

#[cfg(test)]
mod tests;

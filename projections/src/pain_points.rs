//! Pain points: what holds work up, who has it, what it costs there, and where it is over.
//!
//! Invariant: nothing here is a judgement. A pain point is open until somebody resolves it, also when
//! what it was about is gone; it is then marked as orphaned.

mod answer;
mod detail;
mod filter;
mod hours;
mod joined;
mod place;

pub use answer::{PainPointItem, PainPointsAnswer};
pub use detail::{BackingItem, PainPointDetail, ResolutionItem};
pub use filter::{InArea, OfKind, PainPointFilter, Status, UnknownStatus};

use std::collections::BTreeMap;

use events::{
    Basis, Event, Position, Recorded,
    hours::Effort,
    ids::{PainPointId, ProcessId, UnitId},
    pain_point::{self, Event as What, Logged, Resolved},
    process,
};
use jiff::Timestamp;

use crate::{merges::Merges, registry::Known};

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
    /// Each as it is by itself.
    single: BTreeMap<PainPointId, PainPoint>,
    /// Those into which others were merged, with all that counts there.
    joined: BTreeMap<PainPointId, PainPoint>,
    merges: Merges<PainPointId>,
    /// The event that gave a process the areas which it lends.
    lent_areas: BTreeMap<ProcessId, Position>,
}

impl PainPoints {
    pub(crate) fn apply(&mut self, event: &Recorded) {
        match &event.event {
            Event::PainPoint(pain_point::Event::Logged(it)) => {
                let id = PainPointId(event.stream.id);
                self.single.insert(id, PainPoint::new(it, event));
                self.join(id);
            }
            Event::PainPoint(it) => self.change(PainPointId(event.stream.id), it, event),
            Event::Process(process::Event::Mapped(_) | process::Event::AreasAssigned(_)) => {
                self.lent_areas.insert(ProcessId(event.stream.id), event.position);
            }
            _ => {}
        }
    }

    fn change(&mut self, id: PainPointId, what: &What, event: &Recorded) {
        let Some(pain_point) = self.single.get_mut(&id) else { return };
        pain_point.known.evidence.push(event.position);
        pain_point.apply(what, event);
        let before = self.merges.root(id);
        match what {
            What::Merged(it) => self.merges.merge(id, it.into, event.position),
            What::Unmerged(_) => self.merges.unmerge(id),
            _ => {}
        }
        self.join(before);
        self.join(id);
    }

    /// All of them, by id, also those that are over; without those that count as another now.
    pub fn all(&self) -> impl Iterator<Item = (PainPointId, &PainPoint)> {
        let own = self.single.iter().filter(|(id, _)| self.merges.target(**id).is_none());
        own.map(|(id, single)| (*id, self.joined.get(id).unwrap_or(single)))
    }

    /// The pain point of this id; where it was merged into another, that one.
    pub fn get(&self, id: PainPointId) -> Option<&PainPoint> {
        let root = self.merges.root(id);
        self.joined.get(&root).or_else(|| self.single.get(&root))
    }

    /// Those that are not over, by id.
    pub fn open(&self) -> impl Iterator<Item = (PainPointId, &PainPoint)> {
        self.all().filter(|(_, it)| it.is_open())
    }

    /// What was merged into what.
    pub fn merges(&self) -> &Merges<PainPointId> {
        &self.merges
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
            pain_point::Event::Logged(_)
            | pain_point::Event::Merged(_)
            | pain_point::Event::Unmerged(_) => {}
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

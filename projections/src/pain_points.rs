//! Pain points: what holds work up, who has it, what it costs there, and where it is over.
//!
//! Invariant: nothing here is a judgement. A pain point is open until somebody resolves it, also when
//! what it was about is gone; it is then marked as orphaned.

mod answer;
mod areas;
mod backings;
mod detail;
mod filter;
mod hours;
mod joined;
mod language;
mod place;
mod stand;
mod targets;

pub use answer::{PainPointItem, PainPointsAnswer};
pub use areas::Areas;
pub use backings::Backing;
pub use detail::{BackingItem, PainPointDetail, ResolutionItem};
pub use filter::{InArea, OfKind, PainPointFilter, Status, UnknownStatus};
pub use stand::Stand;
pub use targets::Targets;

use std::{collections::BTreeMap, sync::Arc};

use events::{
    Basis, Change, Event, Position, Recorded, Words,
    hours::Effort,
    ids::{PainPointId, ProcessId, UnitId},
    kind::PainPointKind,
    pain_point::{self, Event as What, Logged, Resolved, Revised},
    process,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use smallvec::{SmallVec, smallvec};

use crate::merges::Merges;
use backings::Backings;
use language::Language;

/// A pain point as it is now. There are many of them, so each is kept small.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PainPoint {
    /// In the words of whoever logged it; none where they were erased.
    pub text: Option<Arc<str>>,
    /// What it is about.
    #[serde(with = "targets")]
    pub on: Targets,
    /// What sort; none means not sorted yet.
    pub kind: Option<PainPointKind>,
    /// Its own areas.
    pub areas: Areas,
    /// What few pain points have.
    rare: Option<Box<Rare>>,
    language: Option<Language>,
    /// When it was said first, in microseconds, as it is recorded.
    logged: i64,
    /// Who has it. No unit stands for one that was not said: somebody gave hours, but no unit.
    pub backings: Backings,
    /// How it ended, where it did.
    ended: Option<Box<Ended>>,
    /// The events that made it so, oldest first.
    pub evidence: SmallVec<[Position; 2]>,
}

/// What few pain points have.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Rare {
    sought: Option<Arc<str>>,
    link: Option<Arc<str>>,
}

/// How a pain point ended: everywhere, and in single units.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Ended {
    everywhere: Option<Resolution>,
    units: BTreeMap<UnitId, Resolution>,
}

/// That a pain point has ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Resolution {
    /// What ended it.
    #[serde(with = "crate::kept")]
    pub fact: Resolved,
    /// How well that is known.
    pub basis: Option<Basis>,
    /// The event that says so.
    pub position: Position,
    /// When that was recorded.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub recorded: Timestamp,
}

/// All pain points.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct PainPoints {
    /// Each as it is by itself; apart, because the places of a tree are half empty.
    #[serde(with = "crate::ascending")]
    single: BTreeMap<PainPointId, Box<PainPoint>>,
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
                self.single.insert(id, Box::new(PainPoint::new(it, event)));
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
        pain_point.evidence.push(event.position);
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
        own.map(|(id, single)| (*id, self.joined.get(id).unwrap_or(&**single)))
    }

    /// The pain point of this id; where it was merged into another, that one.
    pub fn get(&self, id: PainPointId) -> Option<&PainPoint> {
        let root = self.merges.root(id);
        self.joined.get(&root).or_else(|| self.single(root))
    }

    /// Those that are not over, by id.
    pub fn open(&self) -> impl Iterator<Item = (PainPointId, &PainPoint)> {
        self.all().filter(|(_, it)| it.is_open())
    }

    /// The pain point of this id as it is by itself, whatever was merged.
    pub(crate) fn single(&self, id: PainPointId) -> Option<&PainPoint> {
        self.single.get(&id).map(|it| &**it)
    }

    /// What was merged into what.
    pub fn merges(&self) -> &Merges<PainPointId> {
        &self.merges
    }
}

impl PainPoint {
    fn new(logged: &Logged, event: &Recorded) -> Self {
        let Logged { text, on, kind, areas, unit, hours, sought, link, language } = logged;
        let is_rare = sought.is_some() || link.is_some();
        let rare = is_rare
            .then(|| Box::new(Rare { sought: said(sought.as_ref()), link: said(link.as_ref()) }));
        let mut backings = Backings::default();
        if unit.is_some() || hours.is_some() {
            backings.insert(*unit, backing(*hours, event));
        }
        Self {
            text: text_of(text),
            on: on.iter().copied().collect(),
            kind: *kind,
            areas: areas.iter().copied().collect(),
            rare,
            language: language.as_deref().map(Language::of),
            logged: event.recorded.as_microsecond(),
            backings,
            ended: None,
            evidence: smallvec![event.position],
        }
    }

    fn apply(&mut self, what: &pain_point::Event, event: &Recorded) {
        match what {
            pain_point::Event::Logged(_)
            | pain_point::Event::Merged(_)
            | pain_point::Event::Unmerged(_) => {}
            pain_point::Event::Sorted(it) => {
                self.kind = Some(it.kind);
                if !it.areas.is_keep() {
                    self.areas = it.areas.value().into_iter().flatten().copied().collect();
                }
            }
            pain_point::Event::Placed(it) => self.on = it.on.iter().copied().collect(),
            pain_point::Event::Revised(it) => self.revise(it),
            pain_point::Event::Backed(it) => {
                self.backings.insert(Some(it.unit), backing(it.hours, event));
                if let Some(ended) = &mut self.ended {
                    ended.units.remove(&it.unit);
                }
            }
            pain_point::Event::BackingWithdrawn(it) => self.backings.remove(Some(it.unit)),
            pain_point::Event::Resolved(it) => self.resolve(it, event),
            pain_point::Event::Reopened(_) => self.ended = None,
        }
    }

    fn revise(&mut self, revised: &Revised) {
        let Revised { text, sought, link, language } = revised;
        if let Some(text) = text.value() {
            self.text = text_of(text);
        }
        match language {
            Change::Keep => {}
            Change::Clear => self.language = None,
            Change::Set(language) => self.language = Some(Language::of(language)),
        }
        if sought.is_keep() && link.is_keep() {
            return;
        }
        let rare = self.rare.get_or_insert_default();
        revise_words(sought, &mut rare.sought);
        revise_words(link, &mut rare.link);
    }

    fn resolve(&mut self, fact: &Resolved, event: &Recorded) {
        let resolution = Resolution {
            fact: fact.clone(),
            basis: event.origin.meta.basis,
            position: event.position,
            recorded: event.recorded,
        };
        let ended = self.ended.get_or_insert_default();
        if fact.units.is_empty() {
            ended.everywhere = Some(resolution);
        } else {
            let units = fact.units.iter().map(|unit| (*unit, resolution.clone()));
            ended.units.extend(units);
        }
    }

    /// Where it was said first in the log.
    pub fn position(&self) -> Position {
        self.evidence.first().copied().unwrap_or_default()
    }

    /// When it was said first.
    pub fn logged(&self) -> Timestamp {
        Timestamp::from_microsecond(self.logged).expect("it was one")
    }

    /// What was looked for.
    pub fn sought(&self) -> Option<&str> {
        self.rare.as_ref()?.sought.as_deref()
    }

    /// Where it was said.
    pub fn link(&self) -> Option<&str> {
        self.rare.as_ref()?.link.as_deref()
    }

    /// The language of the words, as in BCP 47.
    pub fn language(&self) -> Option<&str> {
        self.language.as_ref().map(Language::as_str)
    }

    fn is_resolved(&self) -> bool {
        self.ended.as_ref().is_some_and(|it| it.everywhere.is_some())
    }

    fn is_resolved_in(&self, unit: UnitId) -> bool {
        self.ended.as_ref().is_some_and(|it| it.units.contains_key(&unit))
    }

    /// Whether it still holds work up somewhere. One that no unit backs yet does.
    pub fn is_open(&self) -> bool {
        let is_unbacked =
            self.backings.is_empty() && self.ended.as_ref().is_none_or(|it| it.units.is_empty());
        !self.is_resolved() && (is_unbacked || self.open_backings().next().is_some())
    }

    /// Who still has it.
    pub fn open_backings(&self) -> impl Iterator<Item = (Option<UnitId>, Backing)> {
        self.backings.iter().filter(|(unit, _)| {
            !self.is_resolved() && unit.is_none_or(|unit| !self.is_resolved_in(unit))
        })
    }

    /// The units that still have it.
    pub fn open_units(&self) -> impl Iterator<Item = UnitId> {
        self.open_backings().filter_map(|(unit, _)| unit)
    }

    /// How it ended, everywhere and in single units, as far as that still holds.
    pub fn resolutions(&self) -> impl Iterator<Item = (Option<UnitId>, &Resolution)> {
        self.ended.iter().flat_map(|ended| {
            let everywhere = ended.everywhere.iter().map(|it| (None, it));
            everywhere.chain(ended.units.iter().map(|(unit, it)| (Some(*unit), it)))
        })
    }
}

fn text_of(words: &Words) -> Option<Arc<str>> {
    match words {
        Words::Text(text) => Some(Arc::clone(text)),
        Words::Erased(_) => None,
    }
}

fn said(words: Option<&Words>) -> Option<Arc<str>> {
    words.and_then(text_of)
}

fn revise_words(change: &Change<Words>, words: &mut Option<Arc<str>>) {
    match change {
        Change::Keep => {}
        Change::Clear => *words = None,
        Change::Set(set) => *words = text_of(set),
    }
}

fn backing(hours: Option<Effort>, event: &Recorded) -> Backing {
    Backing { hours, basis: event.origin.meta.basis, position: event.position }
}

#[cfg(test)]
mod tests;

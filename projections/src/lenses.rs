//! Lenses: what an area asks, answered from the graphs. One file each.
//!
//! Invariant: below a third of the units on the map, a lens ranks nothing: totals stay, lists are empty,
//! and the answer says so. Figures of different sorts stand side by side and are never added.

pub mod communication;
pub mod coordination;
pub mod support;
pub mod transparency;

use std::collections::BTreeSet;

use events::{
    Area, Noun, Position,
    ids::{ProcessId, SiteId, StepId, UnitId},
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    Projections,
    coverage::question,
    evidence::shown,
    known::{KnownUnits, OnTheMap},
    process_map::{HandOver, Step},
};

/// Things of each sort that a lens lists, at most.
pub const LISTED: usize = 20;

/// The answer of a lens.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Lens<T> {
    /// The area.
    pub area: Area,
    /// Its German name.
    pub german: &'static str,
    /// The one question that it answers.
    pub question: &'static str,
    /// Units that perform a step of a process that is run.
    pub known: KnownUnits,
    /// Said where that is too little to rank anything.
    pub note: Option<&'static str>,
    /// The answer.
    #[serde(flatten)]
    pub answer: T,
}

/// A unit by its name, and where it works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct UnitThere {
    /// The unit; none where nobody said who performs the step.
    pub unit: Option<UnitId>,
    /// What people call it.
    pub unit_name: Option<String>,
    /// The site.
    pub site: Option<SiteId>,
    /// What people call that.
    pub site_name: Option<String>,
}

/// A process by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NamedProcess {
    /// The process.
    pub id: ProcessId,
    /// What people call it.
    pub name: Option<String>,
    /// The unit that answers for it.
    pub owner: Option<UnitId>,
    /// What people call that unit.
    pub owner_name: Option<String>,
}

/// A hand-over between two steps of processes that are run.
#[derive(Debug, Clone, Copy)]
struct Way<'a> {
    from: &'a Step,
    to: &'a Step,
    hand_over: &'a HandOver,
}

impl Projections {
    /// The answer of a lens; where too little is known, its lists are left empty by `unranked`.
    fn lens<T>(&self, area: Area, answer: T, unranked: impl FnOnce(T) -> T) -> Lens<T> {
        let OnTheMap { known, note, answer } = self.on_the_map(answer);
        let answer = if known.is_enough() { answer } else { unranked(answer) };
        Lens { area, german: area.german(), question: question(area), known, note, answer }
    }

    /// All events behind the total of a lens: `lenses/coordination`; none where that is no such name.
    pub fn lens_evidence(&self, of: &str) -> Option<BTreeSet<Position>> {
        match of.strip_prefix("lenses/")? {
            "coordination" => Some(self.across_sites_evidence()),
            "communication" => Some(self.told_evidence()),
            _ => None,
        }
    }

    fn ways(&self) -> impl Iterator<Item = Way<'_>> {
        let is_run = |step: &Step| self.registry.is_run(step.process);
        let all = self.process_map.hand_overs();
        let run = all.filter(move |(from, to, _)| is_run(from) && is_run(to));
        run.map(|(from, to, hand_over)| Way { from, to, hand_over })
    }

    fn unit_there(&self, step: &Step) -> UnitThere {
        let unit = self.process_map.unit_of(step, &self.registry);
        let site = self.process_map.site_of(step, &self.registry);
        UnitThere {
            unit,
            unit_name: unit.and_then(|it| self.registry.name_of(Noun::Unit, it.0)),
            site,
            site_name: site.and_then(|it| self.registry.name_of(Noun::Site, it.0)),
        }
    }

    fn named_process(&self, id: ProcessId) -> NamedProcess {
        let owner = self.registry.processes().get(&id).and_then(|it| it.fact.owner);
        NamedProcess {
            id,
            name: self.registry.name_of(Noun::Process, id.0),
            owner,
            owner_name: owner.and_then(|it| self.registry.name_of(Noun::Unit, it.0)),
        }
    }

    fn step_name(&self, id: StepId) -> Option<String> {
        self.process_map.step(id).and_then(|it| shown(&it.known.fact.name))
    }
}

impl Way<'_> {
    fn positions(self) -> impl Iterator<Item = Position> {
        let Self { from, to, hand_over } = self;
        let steps = from.known.evidence.iter().chain(&to.known.evidence);
        hand_over.known.evidence.iter().chain(steps).copied().collect::<Vec<_>>().into_iter()
    }
}

fn behind<'a>(ways: impl IntoIterator<Item = &'a Way<'a>>) -> BTreeSet<Position> {
    ways.into_iter().flat_map(|it| it.positions()).collect()
}

#[cfg(test)]
mod tests;

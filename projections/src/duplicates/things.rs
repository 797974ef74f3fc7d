//! What things of one kind cost, who has to do with them, and the events that say so.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use events::{
    Position,
    duplicate::DuplicateKind,
    ids::{DataObjectId, IdeaId, PainPointId, ProcessId, StepId, UnitId},
};
use uuid::Uuid;

use super::{data, sources::Sources};
use crate::{Projections, descriptions::DataUseItem, process_map::Step, registry::Known};

/// Things of one kind, with what has to be gathered for all of them at once.
#[derive(Debug)]
pub(super) struct Things<'a> {
    pub(super) kind: DuplicateKind,
    pub(super) of: Sources<'a>,
    all: &'a Projections,
    /// The steps of each process, where processes are compared.
    steps: HashMap<ProcessId, Vec<&'a Step>>,
    /// The uses of each data object, where data objects are compared.
    uses: HashMap<DataObjectId, Vec<DataUseItem>>,
}

impl<'a> Things<'a> {
    pub(super) fn new(kind: DuplicateKind, all: &'a Projections) -> Self {
        let of = all.sources();
        let (mut steps, mut uses) = (HashMap::new(), HashMap::new());
        if kind == DuplicateKind::Process {
            for step in of.map.steps() {
                steps.entry(step.process).or_insert_with(Vec::new).push(step);
            }
        }
        if kind == DuplicateKind::DataObject {
            for it in of.descriptions.data_uses() {
                uses.entry(it.data_object).or_insert_with(Vec::new).push(it);
            }
        }
        Self { kind, of, all, steps, uses }
    }

    /// The units that have to do with it.
    pub(super) fn units(&self, id: Uuid) -> Vec<UnitId> {
        if self.kind != DuplicateKind::DataObject {
            return self.of.units(self.kind, id);
        }
        let steps = self.uses(id).filter_map(|it| self.of.step(it.step.0));
        let units = steps.filter_map(|it| self.of.map.unit_of(it, self.of.registry));
        units.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// What it costs a month: a process what its steps do, a data object what those do that keep it by hand, an
    /// idea what it would take away.
    pub(super) fn hours(&self, id: Uuid) -> Option<f64> {
        match self.kind {
            DuplicateKind::Step => self.of.step(id)?.known.fact.hours_per_month(),
            DuplicateKind::PainPoint => {
                let pain_point = self.of.pain_point(id)?;
                Some(pain_point.hours_per_month(self.of.registry))
            }
            DuplicateKind::Idea => self.of.idea(id).map(|it| self.all.hours_addressed(it)),
            DuplicateKind::Process => hours(self.steps(id)),
            DuplicateKind::Data | DuplicateKind::DataObject => {
                let by_hand = self.uses(id).filter(|it| data::is_by_hand(it));
                let steps: BTreeSet<StepId> = by_hand.map(|it| it.step).collect();
                hours(steps.into_iter().filter_map(|it| self.of.step(it.0)))
            }
        }
    }

    /// The events that say so.
    pub(super) fn positions(&self, id: Uuid) -> BTreeSet<Position> {
        let Sources { registry, map, pain_points, .. } = self.of;
        let own = match self.kind {
            DuplicateKind::Step => map.step(StepId(id)).map(|it| evidence(&it.known)),
            DuplicateKind::Process => registry.processes().get(&ProcessId(id)).map(evidence),
            DuplicateKind::Data | DuplicateKind::DataObject => {
                registry.data_objects().get(&DataObjectId(id)).map(evidence)
            }
            DuplicateKind::PainPoint => Some(pain_points.evidence(PainPointId(id), registry)),
            DuplicateKind::Idea => self.all.idea_evidence(IdeaId(id)),
        };
        let costing = self.steps(id).filter(|it| it.known.fact.hours_per_month().is_some());
        let of_steps = costing.flat_map(|it| it.known.evidence.iter().copied());
        let of_uses = self.uses(id).map(|it| it.position);
        own.into_iter().flatten().chain(of_steps).chain(of_uses).collect()
    }

    fn steps(&self, id: Uuid) -> impl Iterator<Item = &'a Step> {
        self.steps.get(&ProcessId(id)).into_iter().flatten().copied()
    }

    fn uses(&self, id: Uuid) -> impl Iterator<Item = &DataUseItem> {
        self.uses.get(&DataObjectId(id)).into_iter().flatten()
    }
}

/// The hours of steps together, as far as they are known; nothing where none is.
pub(super) fn hours<'a>(steps: impl Iterator<Item = &'a Step>) -> Option<f64> {
    let known = steps.filter_map(|it| it.known.fact.hours_per_month());
    known.reduce(|sum, it| sum + it)
}

fn evidence<T>(known: &Known<T>) -> BTreeSet<Position> {
    known.evidence.iter().copied().collect()
}

/// The amount by which each is slower than the middle one, times how often: what could be learned.
/// Nothing where fewer than two say how long it takes.
pub(super) fn learnable(steps: &BTreeMap<StepId, &Step>) -> Option<f64> {
    let minutes = |it: &Step| it.known.fact.minutes_per_run;
    let mut known: Vec<f64> = steps.values().filter_map(|it| minutes(it)).collect();
    if known.len() < 2 {
        return None;
    }
    known.sort_by(f64::total_cmp);
    let middle = f64::midpoint(known[(known.len() - 1) / 2], known[known.len() / 2]);
    let slower =
        |it: &&Step| Some(it.known.fact.runs_per_month? * (minutes(it)? - middle).max(0.0) / 60.0);
    Some(steps.values().filter_map(slower).sum())
}

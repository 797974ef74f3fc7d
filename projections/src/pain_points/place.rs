//! Where a pain point belongs: its areas, and whether what it is about is still there.

use std::collections::BTreeSet;

use events::{Position, ids::PainPointId, kind::PainPointKind, pain_point::Target};

use super::{Areas, PainPoint, PainPoints};
use crate::{Projections, registry::Registry};

impl PainPoint {
    /// Its areas: its own, else those of its processes, else the home area of its kind, else none: it
    /// is unplaced.
    pub fn lies_in(&self, registry: &Registry) -> Areas {
        if !self.areas.is_empty() {
            return self.areas;
        }
        let processes = self.on.iter().filter_map(|it| registry.processes().get(&it.process()?));
        let lent: Areas = processes
            .flat_map(|it| it.fact.further_areas.iter().chain([&it.fact.primary_area]))
            .copied()
            .collect();
        if lent.is_empty() {
            self.kind.map(PainPointKind::home_area).into_iter().collect()
        } else {
            lent
        }
    }

    /// Whether something that it is about is gone: a step or hand-over that was removed, a process that
    /// is not run any more, or a thing that is not known.
    pub fn is_orphaned(&self, projections: &Projections) -> bool {
        self.on.iter().any(|target| !is_there(target, projections))
    }
}

impl Projections {
    /// A pain point and all that count as it: first the one at the end of the chain.
    pub(crate) fn pain_point_ids(&self, id: PainPointId) -> Vec<PainPointId> {
        let merges = self.pain_points.merges();
        let root = merges.root(id);
        std::iter::once(root).chain(merges.members(root)).collect()
    }
}

impl PainPoints {
    /// The events that say what a pain point is, whose it is, and in which areas it lies; and, where one unit
    /// that has it is part of another, those that say so.
    pub(crate) fn evidence(&self, id: PainPointId, registry: &Registry) -> BTreeSet<Position> {
        self.get(id).into_iter().flat_map(|it| self.behind(it, registry)).collect()
    }

    /// The same of one at hand, in any order, some of them perhaps more than once.
    pub(crate) fn behind(
        &self,
        pain_point: &PainPoint,
        registry: &Registry,
    ) -> impl Iterator<Item = Position> {
        let lends = pain_point.on.iter().filter(|_| pain_point.areas.is_empty());
        let lent = lends.filter_map(|it| self.lent_areas.get(&it.process()?).copied());
        pain_point.evidence.iter().copied().chain(lent).chain(pain_point.nested(registry))
    }
}

fn is_there(target: &Target, projections: &Projections) -> bool {
    let Projections { registry, process_map, .. } = projections;
    match target {
        Target::Step(it) => registry.is_run(it.process) && process_map.step(it.step).is_some(),
        Target::HandOver(it) => {
            registry.is_run(it.process) && process_map.hand_over(it.hand_over).is_some()
        }
        Target::Process(it) => registry.is_run(it.process),
        Target::Unit(it) => registry.units().contains_key(&it.unit),
        Target::Site(it) => registry.sites().contains_key(&it.site),
        Target::Community(it) => registry.communities().contains_key(&it.community),
        Target::DataObject(it) => registry.data_objects().contains_key(&it.data_object),
        Target::Idea(it) => registry.has_idea(it.idea),
    }
}

//! Duplicated work: steps that say the same thing, in different processes, done by different units.
//!
//! Invariant: the fold sees only the names of steps of processes that are run; who may be a pair at
//! all, and what a cluster costs, is read from the process map when it is asked. So the answer is the
//! same whether the fold settled after each event or once. Until somebody confirms a cluster, its
//! figure is *hours involved*; nothing here says that they could be saved.

mod admission;
pub mod answer;
mod cluster;
mod texts;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

use events::{
    Event, Position, Recorded, Words,
    ids::{DuplicateId, StepId, derived},
    process,
};
use serde::{Deserialize, Serialize};
use similarity::pairs::{Cluster, Pairs};

use crate::{
    evidence::{Evidence, rounded},
    loops::answer::CutShort,
    process_map::ProcessMap,
    registry::Registry,
};
use admission::Admission;
use answer::{DuplicateKind, DuplicatesAnswer, DuplicatesTotal};
use cluster::{Found, Links};
use texts::Texts;

/// Clusters in an answer, at most.
pub const CLUSTERS_MAX: usize = 1_000;

/// Which steps are called alike.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Duplicates {
    names: Texts<StepId>,
    /// Once somebody has asked, until something changes who may be a pair.
    #[serde(skip)]
    clusters: OnceLock<Vec<Cluster<StepId>>>,
}

impl Duplicates {
    /// The registry and the map know the event already.
    pub(crate) fn apply(&mut self, event: &Recorded, map: &ProcessMap, registry: &Registry) {
        // Names, who does it, what units are part of, and which processes come from one file.
        if matches!(event.event, Event::Process(_) | Event::Unit(_) | Event::Log(_)) {
            self.clusters.take();
        }
        let Event::Process(fact) = &event.event else { return };
        match fact {
            process::Event::StepAdded(it) => self.refresh(it.step, map, registry),
            process::Event::StepRevised(it) if it.name.is_keep() => {}
            process::Event::StepRevised(it) => self.refresh(it.step, map, registry),
            process::Event::StepRemoved(it) => self.refresh(it.step, map, registry),
            process::Event::Retired(_) => {
                let is_its = |process: uuid::Uuid| process == event.stream.id;
                let steps = map.steps().filter(|it| is_its(it.process.0));
                steps.for_each(|it| self.refresh(it.known.fact.step, map, registry));
            }
            process::Event::Mapped(_)
            | process::Event::Revised(_)
            | process::Event::AreasAssigned(_)
            | process::Event::HandOverAdded(_)
            | process::Event::HandOverRevised(_)
            | process::Event::HandOverRemoved(_)
            | process::Event::VariantDeclared(_)
            | process::Event::DataUseRecorded(_)
            | process::Event::DataUseRemoved(_)
            | process::Event::Attested(_)
            | process::Event::Released(_) => {}
        }
    }

    /// Looks up again only what changed.
    pub(crate) fn settle(&self, map: &ProcessMap, registry: &Registry) {
        self.clusters(&self.names.settled(), map, registry);
    }

    fn clusters(
        &self,
        pairs: &Pairs<StepId>,
        map: &ProcessMap,
        registry: &Registry,
    ) -> &[Cluster<StepId>] {
        self.clusters.get_or_init(|| {
            let admission = Admission::new(map, registry);
            pairs.clusters(|a, b| admission.admits(a, b))
        })
    }

    /// A name that was erased is not compared.
    fn refresh(&mut self, id: StepId, map: &ProcessMap, registry: &Registry) {
        let step = map.step(id).filter(|it| registry.is_run(it.process));
        let name = step.and_then(|it| match &it.known.fact.name {
            Words::Text(name) => Some(Arc::clone(name)),
            Words::Erased(_) => None,
        });
        self.names.put(id, name);
    }
}

/// Questions.
impl Duplicates {
    /// Up to `limit` clusters of steps, those with the most hours first; the total is over all.
    pub fn answer(&self, map: &ProcessMap, registry: &Registry, limit: usize) -> DuplicatesAnswer {
        let limit = limit.min(CLUSTERS_MAX);
        let pairs = self.names.settled();
        let found = self.found(&pairs, map, registry);
        let hours = found.iter().filter_map(|it| it.hours);
        let total = DuplicatesTotal {
            hours_involved: hours.reduce(|sum, it| sum + it).map(rounded),
            clusters: found.len(),
            evidence: Evidence::new(&behind(&found), "duplicates/all"),
        };
        let is_cut_short = found.len() > limit || found.iter().any(|it| it.is_full);
        let links = Links::new(map, registry);
        let clusters = found.into_iter().take(limit);
        DuplicatesAnswer {
            clusters: clusters.map(|it| it.shown(&pairs, &links)).collect(),
            truncated: is_cut_short,
            reason: is_cut_short.then_some(CutShort::Count),
            total,
        }
    }

    /// The steps whose names say something like a text, the most alike first.
    pub fn like(&self, text: &str, threshold: f32, limit: usize) -> Vec<(StepId, f32)> {
        self.names.settled().index().search(text, threshold, limit)
    }

    /// The cluster of each step that is in one.
    pub fn by_step(&self, map: &ProcessMap, registry: &Registry) -> BTreeMap<StepId, DuplicateId> {
        let found = self.found(&self.names.settled(), map, registry);
        let members = |it: &Found<'_>| {
            let id = it.id;
            it.members.iter().map(move |it| (it.known.fact.step, id)).collect::<Vec<_>>()
        };
        found.iter().flat_map(members).collect()
    }

    /// Ordered.
    fn found<'a>(
        &self,
        pairs: &Pairs<StepId>,
        map: &'a ProcessMap,
        registry: &'a Registry,
    ) -> Vec<Found<'a>> {
        let clusters = self.clusters(pairs, map, registry);
        let mut found: Vec<Found<'a>> =
            clusters.iter().map(|it| Found::new(it, map, registry)).collect();
        found.sort_by(cluster::dearest_first);
        found
    }

    /// All events behind a cluster, by what its evidence is named: `duplicates/0189…`.
    pub fn evidence(
        &self,
        map: &ProcessMap,
        registry: &Registry,
        of: &str,
    ) -> Option<BTreeSet<Position>> {
        let id = of.strip_prefix("duplicates/")?;
        let found = self.found(&self.names.settled(), map, registry);
        if id == "all" {
            return Some(behind(&found));
        }
        found.iter().find(|it| it.id.to_string() == id).map(Found::positions)
    }
}

/// The events behind all clusters together.
fn behind(found: &[Found<'_>]) -> BTreeSet<Position> {
    found.iter().flat_map(Found::positions).collect()
}

/// The id of a cluster, [derived] from its kind (`step`), then each member's id as it is written (lower
/// case, with hyphens), ascending.
pub fn cluster_id(kind: DuplicateKind, members: impl IntoIterator<Item = StepId>) -> DuplicateId {
    let members: BTreeSet<String> = members.into_iter().map(|it| it.to_string()).collect();
    let parts: Vec<&str> =
        std::iter::once(kind.key()).chain(members.iter().map(String::as_str)).collect();
    DuplicateId(derived(&parts))
}

#[cfg(test)]
mod tests;

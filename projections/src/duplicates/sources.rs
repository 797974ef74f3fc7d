//! What is known of the things that are compared: read from the other projections when it is asked.

use std::{collections::BTreeSet, sync::Arc};

use events::{
    Noun, Words,
    duplicate::DuplicateKind,
    ids::{DataObjectId, IdeaId, PainPointId, ProcessId, SiteId, StepId, UnitId},
};
use uuid::Uuid;

use crate::{
    Projections,
    coverage::Coverage,
    descriptions::Descriptions,
    evidence::shown,
    ideas::{Idea, Ideas},
    pain_points::{PainPoint, PainPoints},
    process_map::{ProcessMap, Step},
    registry::Registry,
};

/// The other projections.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sources<'a> {
    pub(crate) registry: &'a Registry,
    pub(crate) map: &'a ProcessMap,
    pub(crate) pain_points: &'a PainPoints,
    pub(crate) ideas: &'a Ideas,
    pub(crate) descriptions: &'a Descriptions,
    pub(crate) coverage: &'a Coverage,
}

impl Projections {
    pub(crate) fn sources(&self) -> Sources<'_> {
        Sources {
            registry: &self.registry,
            map: &self.process_map,
            pain_points: &self.pain_points,
            ideas: &self.ideas,
            descriptions: &self.descriptions,
            coverage: &self.coverage,
        }
    }
}

impl<'a> Sources<'a> {
    /// What is compared: a name or a text, as long as the thing stands for itself.
    pub(crate) fn text(self, kind: DuplicateKind, id: Uuid) -> Option<Arc<str>> {
        match kind {
            DuplicateKind::Step => self.step(id).and_then(|it| said(&it.known.fact.name)),
            DuplicateKind::Process if !self.registry.is_run(ProcessId(id)) => None,
            DuplicateKind::Process => {
                self.registry.processes().get(&ProcessId(id)).and_then(|it| said(&it.fact.name))
            }
            DuplicateKind::Data | DuplicateKind::DataObject => {
                let known = self.registry.data_objects().get(&DataObjectId(id));
                known.and_then(|it| said(&it.fact.name))
            }
            DuplicateKind::PainPoint => self.pain_point(id).and_then(|it| it.text.clone()),
            DuplicateKind::Idea => self.idea(id).map(|it| {
                let fact = &it.known.fact;
                format!("{} {}", fact.title.as_str(), fact.text.as_str()).into()
            }),
        }
    }

    /// What people call it.
    pub(super) fn name(self, kind: DuplicateKind, id: Uuid) -> Option<String> {
        match kind {
            DuplicateKind::Idea => self.registry.name_of(Noun::Idea, id),
            DuplicateKind::Step => {
                self.map.step(StepId(id)).and_then(|it| shown(&it.known.fact.name))
            }
            DuplicateKind::Process => self.registry.name_of(Noun::Process, id),
            DuplicateKind::Data | DuplicateKind::DataObject | DuplicateKind::PainPoint => {
                self.text(kind, id).map(|it| it.to_string())
            }
        }
    }

    /// The same, with who does it where that is one unit.
    pub(super) fn called(self, kind: DuplicateKind, id: Uuid) -> Option<String> {
        let name = self.name(kind, id)?;
        let units = self.units(kind, id);
        let unit = match &units[..] {
            [unit] if kind == DuplicateKind::Step => self.unit_name(*unit),
            _ => None,
        };
        Some(unit.map_or(name.clone(), |unit| format!("{name} ({unit})")))
    }

    pub(super) fn unit_name(self, unit: UnitId) -> Option<String> {
        self.registry.name_of(Noun::Unit, unit.0)
    }

    /// The units that do it, own it, have it, or work that way. Data objects belong to nobody.
    pub(super) fn units(self, kind: DuplicateKind, id: Uuid) -> Vec<UnitId> {
        match kind {
            DuplicateKind::Step => {
                let step = self.map.step(StepId(id));
                step.and_then(|it| self.map.unit_of(it, self.registry)).into_iter().collect()
            }
            DuplicateKind::Process => {
                let process = self.registry.processes().get(&ProcessId(id));
                process.and_then(|it| it.fact.owner).into_iter().collect()
            }
            DuplicateKind::Data | DuplicateKind::DataObject => vec![],
            DuplicateKind::PainPoint => {
                self.pain_point(id).into_iter().flat_map(PainPoint::open_units).collect()
            }
            DuplicateKind::Idea => {
                let of =
                    |it: &Idea| distinct(it.proposer.into_iter().chain(it.working.iter().copied()));
                self.idea(id).map(of).unwrap_or_default()
            }
        }
    }

    /// Where it is done: as said of a step, else where its first unit is.
    pub(super) fn site(self, kind: DuplicateKind, id: Uuid) -> Option<SiteId> {
        if kind == DuplicateKind::Step {
            return self.map.site_of(self.map.step(StepId(id))?, self.registry);
        }
        self.registry.site_of(*self.units(kind, id).first()?)
    }

    /// The process that it is part of, or is.
    pub(super) fn process(self, kind: DuplicateKind, id: Uuid) -> Option<ProcessId> {
        match kind {
            DuplicateKind::Step => self.map.step(StepId(id)).map(|it| it.process),
            DuplicateKind::Process => Some(ProcessId(id)),
            _ => None,
        }
    }

    /// A step of a process that is run.
    pub(super) fn step(self, id: Uuid) -> Option<&'a Step> {
        self.map.step(StepId(id)).filter(|it| self.registry.is_run(it.process))
    }

    /// A pain point that was not merged into another.
    pub(super) fn pain_point(self, id: Uuid) -> Option<&'a PainPoint> {
        let id = PainPointId(id);
        self.pain_points.get(id).filter(|_| self.pain_points.merges().target(id).is_none())
    }

    /// An idea that was not merged into another.
    pub(super) fn idea(self, id: Uuid) -> Option<&'a Idea> {
        let id = IdeaId(id);
        self.ideas.get(id).filter(|_| self.ideas.merges().target(id).is_none())
    }

    /// Whether it still holds work up, or may still come.
    pub(super) fn is_open(self, kind: DuplicateKind, id: Uuid) -> bool {
        use events::idea::Status;
        match kind {
            DuplicateKind::PainPoint => self.pain_point(id).is_some_and(PainPoint::is_open),
            DuplicateKind::Idea => self
                .idea(id)
                .is_some_and(|it| !matches!(it.status, Status::Rejected | Status::Withdrawn)),
            _ => true,
        }
    }

    /// The store of a data object that is right where several differ.
    pub(super) fn master(self, data_object: Uuid) -> Option<&'a Words> {
        self.registry.master_of(DataObjectId(data_object))
    }
}

fn distinct(units: impl Iterator<Item = UnitId>) -> Vec<UnitId> {
    units.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Words as they were written, unless they were erased.
fn said(words: &Words) -> Option<Arc<str>> {
    match words {
        Words::Text(text) => Some(Arc::clone(text)),
        Words::Erased(_) => None,
    }
}

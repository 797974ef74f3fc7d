//! What commands look up, read off the projections: they hold all of it, in other places.

use std::collections::HashMap;

use events::{Noun, Stream, Words, ids::ProcessId};
use uuid::Uuid;

use super::{NameId, References, name_id};
use crate::{Projections, process_map::HandOver};

impl References {
    /// As they are after the events that the projections know.
    pub fn of(projections: &Projections) -> Self {
        let Projections { registry, process_map, pain_points, ideas, timeline, .. } = projections;
        let (things, revisions) = timeline.revisions();
        let mut references =
            Self { position: projections.position(), things, revisions, ..Self::default() };
        let parents = registry.units().iter();
        references.parents = parents.filter_map(|(id, it)| Some((*id, it.fact.parent?))).collect();
        let steps = process_map.steps();
        let steps =
            steps.filter_map(|it| Some((it.known.fact.step, references.number(it.process)?)));
        references.steps = steps.collect();
        let hand_overs = process_map.hand_overs().map(|(_, _, it)| it);
        hand_overs.chain(process_map.waiting()).for_each(|it| references.lead(it));
        let merged = |noun, (source, target): (Uuid, Uuid)| (Stream::new(noun, source), target);
        let pain_points = pain_points.merges().all().map(|(a, b)| (a.0, b.0));
        references.merged.extend(pain_points.map(|it| merged(Noun::PainPoint, it)));
        let ideas = ideas.merges().all().map(|(a, b)| (a.0, b.0));
        references.merged.extend(ideas.map(|it| merged(Noun::Idea, it)));
        references.names = names(projections).collect();
        references.called = counts(references.names.values().copied());
        references
    }

    fn number(&self, process: ProcessId) -> Option<u32> {
        self.things.find(&Stream::new(Noun::Process, process.0))
    }

    fn lead(&mut self, hand_over: &HandOver) {
        let HandOver { process, known } = hand_over;
        let id = known.fact.hand_over;
        self.hand_overs.extend(self.number(*process).map(|it| (id, it)));
        let to = known.fact.to;
        if to.process.is_some_and(|it: ProcessId| it != *process) {
            self.leading_elsewhere.insert(id, to.step);
            self.leading_to.entry(to.step).or_default().insert(id);
        }
    }
}

/// Of everything that has one which was not erased.
fn names(projections: &Projections) -> impl Iterator<Item = (Stream, NameId)> {
    let registry = &projections.registry;
    let sites = registry.sites().iter().map(|(id, it)| (Noun::Site, id.0, &it.fact.name));
    let units = registry.units().iter().map(|(id, it)| (Noun::Unit, id.0, &it.fact.name));
    let communities = registry.communities().iter();
    let communities = communities.map(|(id, it)| (Noun::Community, id.0, &it.fact.name));
    let processes = registry.processes().iter();
    let processes = processes.map(|(id, it)| (Noun::Process, id.0, &it.fact.name));
    let data = registry.data_objects().iter();
    let data = data.map(|(id, it)| (Noun::DataObject, id.0, &it.fact.name));
    let ideas = registry.titles().map(|(id, title)| (Noun::Idea, id.0, title));
    let logs = registry.logs().iter().map(|(id, it)| (Noun::Log, id.0, &it.fact.name));
    let named = |(noun, id, name): (Noun, Uuid, &Words)| {
        Some((Stream::new(noun, id), name_id(noun, name.text()?)))
    };
    let all = sites.chain(units).chain(communities).chain(processes).chain(data);
    all.chain(ideas).chain(logs).filter_map(named)
}

fn counts(names: impl Iterator<Item = NameId>) -> HashMap<NameId, usize> {
    let mut counts = HashMap::new();
    names.for_each(|it| *counts.entry(it).or_default() += 1);
    counts
}

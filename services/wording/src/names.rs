//! What things are called: names, never ids, and never those of persons.

use std::collections::BTreeSet;

use events::{
    Noun,
    ids::{HandOverId, IdeaId, PainPointId, StepId},
};
use projections::Projections;
use uuid::Uuid;

/// What a thing is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name {
    /// So.
    Called(String),
    /// It had a name, and that was erased.
    Erased,
    /// It is not known.
    Unknown,
}

/// Knows what things are called.
pub trait Names {
    /// What the thing of this id is called.
    fn name(&self, id: Uuid) -> Name;
}

/// Knows no names: for words in which nothing is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoNames;

impl Names for NoNames {
    fn name(&self, _: Uuid) -> Name {
        Name::Unknown
    }
}

/// Nouns whose names the registry knows.
const REGISTERED: [Noun; 6] =
    [Noun::Unit, Noun::Site, Noun::Community, Noun::Process, Noun::DataObject, Noun::Log];

impl Names for Projections {
    fn name(&self, id: Uuid) -> Name {
        if let Some(noun) = REGISTERED.into_iter().find(|it| self.registry.has(*it, id)) {
            return said(self.registry.name_of(noun, id));
        }
        if let Some(step) = self.process_map.step(StepId(id)) {
            return said(step.known.fact.name.text().map(str::to_owned));
        }
        if let Some(it) = self.process_map.hand_over(HandOverId(id)) {
            let ends = [it.known.fact.from, it.known.fact.to.step].map(|it| self.name(it.0));
            if let [Name::Called(from), Name::Called(to)] = ends {
                return Name::Called(format!("{from} → {to}"));
            }
            return Name::Erased;
        }
        if let Some(it) = self.pain_points.get(PainPointId(id)) {
            return said(it.text.as_deref().map(str::to_owned));
        }
        if let Some(it) = self.ideas.get(IdeaId(id)) {
            return said(it.known.fact.title.text().map(str::to_owned));
        }
        // A verdict is called by what it is on.
        let judged = self.duplicates.judged(id).unwrap_or_default();
        let names: BTreeSet<_> = judged.iter().filter_map(|it| called(self.name(*it))).collect();
        match judged {
            [] => Name::Unknown,
            _ => said((!names.is_empty()).then(|| Vec::from_iter(names).join(" · "))),
        }
    }
}

fn called(name: Name) -> Option<String> {
    match name {
        Name::Called(name) => Some(name),
        Name::Erased | Name::Unknown => None,
    }
}

fn said(name: Option<String>) -> Name {
    name.map_or(Name::Erased, Name::Called)
}

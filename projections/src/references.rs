//! What commands look up elsewhere, and nothing more: which things there are, the parents of units, whose
//! step or hand-over it is, what leads to a step from another process, names, and what was merged.
//!
//! A fold of its own, small enough to be applied before a command is answered, so that no command
//! waits for the graphs. Nouns are all treated alike: a thing is there once its stream has an event.
//! Invariant: folded, they are what [`References::of`] reads off the projections, so that nobody has to
//! write them down.

mod derived;

use std::collections::{BTreeSet, HashMap};

use events::{
    Event, Noun, Position, Stream, Words, community, data_object,
    hand_over::HandOverAdded,
    idea,
    ids::{HandOverId, ProcessId, StepId, UnitId, derived},
    log, pain_point, process, site, unit,
};
use uuid::Uuid;

use crate::numbered::Numbered;

/// What a name is known by here: the words themselves stay where they can be erased.
type NameId = Uuid;

/// What commands look up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct References {
    position: Position,
    things: Numbered<Stream>,
    /// The number of events of each, by its number.
    revisions: Vec<u32>,
    parents: HashMap<UnitId, UnitId>,
    /// By the number of their process, as there are many; so are hand-overs.
    steps: HashMap<StepId, u32>,
    hand_overs: HashMap<HandOverId, u32>,
    /// Hand-overs to steps of other processes.
    leading_elsewhere: HashMap<HandOverId, StepId>,
    leading_to: HashMap<StepId, BTreeSet<HandOverId>>,
    names: HashMap<Stream, NameId>,
    called: HashMap<NameId, usize>,
    merged: HashMap<Stream, Uuid>,
}

impl References {
    /// The last event that it knows.
    pub fn position(&self) -> Position {
        self.position
    }

    /// Takes in the next event.
    pub fn apply(&mut self, position: Position, stream: Stream, event: &Event) {
        self.position = position;
        let thing = self.things.number(stream);
        self.revisions.resize(self.things.values().len(), 0);
        self.revisions[thing as usize] += 1;
        if let Some(name) = name_given(event) {
            self.rename(stream, name);
        }
        match event {
            Event::Unit(it) => self.apply_unit(UnitId(stream.id), it),
            Event::Process(it) => self.apply_process(ProcessId(stream.id), thing, it),
            Event::PainPoint(pain_point::Event::Merged(it)) => self.merge(stream, it.into.0),
            Event::Idea(idea::Event::Merged(it)) => self.merge(stream, it.into.0),
            Event::PainPoint(pain_point::Event::Unmerged(_))
            | Event::Idea(idea::Event::Unmerged(_)) => self.unmerge(stream),
            _ => {}
        }
    }

    fn apply_unit(&mut self, id: UnitId, event: &unit::Event) {
        let parent = match event {
            unit::Event::Registered(it) => it.parent.as_ref(),
            unit::Event::Moved(it) if it.parent.is_keep() => return,
            unit::Event::Moved(it) => it.parent.value(),
            unit::Event::Revised(_) => return,
        };
        match parent {
            // Two editors who did not see each other: the later one is ignored, as everywhere.
            Some(parent) if self.is_part_of(*parent, id) => {}
            Some(parent) => drop(self.parents.insert(id, *parent)),
            None => drop(self.parents.remove(&id)),
        }
    }

    fn apply_process(&mut self, id: ProcessId, number: u32, event: &process::Event) {
        match event {
            process::Event::StepAdded(it) => {
                self.steps.entry(it.step).or_insert(number);
            }
            process::Event::StepRemoved(it) => drop(self.steps.remove(&it.step)),
            process::Event::HandOverAdded(it) => self.add_hand_over(id, number, it),
            process::Event::HandOverRemoved(it) => self.remove_hand_over(it.hand_over),
            _ => {}
        }
    }

    fn add_hand_over(&mut self, process: ProcessId, number: u32, added: &HandOverAdded) {
        let HandOverAdded { hand_over, to, .. } = added;
        if self.hand_overs.contains_key(hand_over) {
            return;
        }
        self.hand_overs.insert(*hand_over, number);
        if to.process.is_some_and(|it| it != process) {
            self.leading_elsewhere.insert(*hand_over, to.step);
            self.leading_to.entry(to.step).or_default().insert(*hand_over);
        }
    }

    fn remove_hand_over(&mut self, id: HandOverId) {
        self.hand_overs.remove(&id);
        let Some(step) = self.leading_elsewhere.remove(&id) else { return };
        if let Some(leading) = self.leading_to.get_mut(&step) {
            leading.remove(&id);
            if leading.is_empty() {
                self.leading_to.remove(&step);
            }
        }
    }

    fn rename(&mut self, stream: Stream, name: &Words) {
        let id = name.text().map(|it| name_id(stream.noun, it));
        let before = match id {
            Some(id) => self.names.insert(stream, id),
            None => self.names.remove(&stream),
        };
        if let Some(id) = id {
            *self.called.entry(id).or_default() += 1;
        }
        if let Some(before) = before
            && let Some(count) = self.called.get_mut(&before)
        {
            *count -= 1;
            if *count == 0 {
                self.called.remove(&before);
            }
        }
    }

    fn unmerge(&mut self, thing: Stream) {
        self.merged.remove(&thing);
    }

    /// Notes that a thing now counts as another of its noun. Of two editors who did not see each other, the
    /// later one is ignored, as everywhere.
    fn merge(&mut self, thing: Stream, into: Uuid) {
        if !self.counts_as(Stream::new(thing.noun, into), thing.id) {
            self.merged.insert(thing, into);
        }
    }
}

/// Questions.
impl References {
    /// Whether there is such a thing.
    pub fn has(&self, stream: Stream) -> bool {
        self.revision(stream) > 0
    }

    /// The number of events of a thing; 0 where there is none.
    pub fn revision(&self, stream: Stream) -> u64 {
        self.things.find(&stream).map_or(0, |it| self.revisions[it as usize].into())
    }

    /// What a unit is part of.
    pub fn parent(&self, unit: UnitId) -> Option<UnitId> {
        self.parents.get(&unit).copied()
    }

    /// Whether `unit` is `whole` or one of its parts, at any depth.
    fn is_part_of(&self, unit: UnitId, whole: UnitId) -> bool {
        let mut parents = std::iter::successors(Some(unit), |it| self.parent(*it));
        parents.any(|it| it == whole)
    }

    /// The process that a step belongs to, while it is there.
    pub fn process_of_step(&self, step: StepId) -> Option<ProcessId> {
        self.steps.get(&step).map(|it| self.process(*it))
    }

    /// The process that a hand-over belongs to, while it is there.
    pub fn process_of_hand_over(&self, hand_over: HandOverId) -> Option<ProcessId> {
        self.hand_overs.get(&hand_over).map(|it| self.process(*it))
    }

    fn process(&self, number: u32) -> ProcessId {
        ProcessId(self.things.get(number).id)
    }

    /// Hand-overs of other processes that lead to a step which is there, by id.
    pub fn leading_to(&self, step: StepId) -> impl Iterator<Item = HandOverId> {
        let is_there = self.steps.contains_key(&step);
        let leading = self.leading_to.get(&step).filter(|_| is_there);
        leading.into_iter().flatten().copied()
    }

    /// Whether another thing of the same noun has this name.
    pub fn has_twin(&self, stream: Stream, name: &str) -> bool {
        let id = name_id(stream.noun, name);
        let own = self.names.get(&stream) == Some(&id);
        self.called.get(&id).copied().unwrap_or_default() > usize::from(own)
    }

    /// What a thing was merged into, if it was.
    pub fn merged_into(&self, thing: Stream) -> Option<Uuid> {
        self.merged.get(&thing).copied()
    }

    /// Whether a thing is `whole`, or was merged into it, directly or through others.
    pub fn counts_as(&self, thing: Stream, whole: Uuid) -> bool {
        let next = |it: &Uuid| self.merged_into(Stream::new(thing.noun, *it));
        // What was merged forms no circle; the bound only guards the walk.
        std::iter::successors(Some(thing.id), next).take(10_000).any(|it| it == whole)
    }
}

/// The name that an event gives to the thing that it happened to.
fn name_given(event: &Event) -> Option<&Words> {
    match event {
        Event::Site(site::Event::Registered(it)) => Some(&it.name),
        Event::Site(site::Event::Revised(it)) => it.name.value(),
        Event::Unit(unit::Event::Registered(it)) => Some(&it.name),
        Event::Unit(unit::Event::Revised(it)) => it.name.value(),
        Event::Community(community::Event::Founded(it)) => Some(&it.name),
        Event::Community(community::Event::Revised(it)) => it.name.value(),
        Event::Process(process::Event::Mapped(it)) => Some(&it.name),
        Event::Process(process::Event::Revised(it)) => it.name.value(),
        Event::DataObject(data_object::Event::Registered(it)) => Some(&it.name),
        Event::DataObject(data_object::Event::Revised(it)) => it.name.value(),
        Event::Idea(idea::Event::Proposed(it)) => Some(&it.title),
        Event::Idea(idea::Event::Revised(it)) => it.title.value(),
        Event::Log(log::Event::Imported(it)) => Some(&it.name),
        _ => None,
    }
}

fn name_id(noun: Noun, name: &str) -> NameId {
    derived(&[noun.path(), name])
}

#[cfg(test)]
mod tests;

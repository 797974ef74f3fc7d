//! Who and what is known: names, and which unit belongs where.
//!
//! Invariant: the parents of units form a tree. A move that would close a circle is ignored and
//! listed under [`Registry::unresolved`]; it can only come from two editors who did not see each other.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use events::{
    Event, Noun, Position, Recorded, Words, community, data_object, idea,
    ids::{CommunityId, DataObjectId, DuplicateId, IdeaId, LogId, ProcessId, SiteId, UnitId},
    log, process, site, unit,
};
use serde::{Deserialize, Serialize};
use smallvec::{SmallVec, smallvec};
use uuid::Uuid;

use crate::evidence::shown;

/// A thing as it is now, and the events that say so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound = "T: Serialize + serde::de::DeserializeOwned")]
pub struct Known<T> {
    /// As it is now.
    #[serde(with = "crate::kept")]
    pub fact: T,
    /// The events that made it so, oldest first.
    pub evidence: SmallVec<[Position; 2]>,
}

impl<T> Known<T> {
    /// A fact that one event told.
    pub(crate) fn new(fact: T, position: Position) -> Self {
        Self { fact, evidence: smallvec![position] }
    }
}

/// All that has a name.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Registry {
    sites: BTreeMap<SiteId, Known<site::Registered>>,
    units: BTreeMap<UnitId, Known<unit::Registered>>,
    communities: BTreeMap<CommunityId, Known<community::Founded>>,
    processes: BTreeMap<ProcessId, Known<process::Mapped>>,
    retired: BTreeSet<ProcessId>,
    data_objects: BTreeMap<DataObjectId, Known<data_object::Registered>>,
    masters: BTreeMap<DataObjectId, Words>,
    /// The titles of ideas.
    ideas: BTreeMap<IdeaId, Words>,
    verdicts: BTreeSet<DuplicateId>,
    logs: BTreeMap<LogId, Known<log::Imported>>,
    /// The file that a process was imported from, by its digest.
    files: BTreeMap<ProcessId, String>,
    unresolved: Vec<Unresolved>,
}

/// Something that could not be followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unresolved {
    /// The event that was ignored.
    pub position: Position,
    /// Why.
    pub why: Cow<'static, str>,
}

impl Registry {
    pub(crate) fn apply(&mut self, event: &Recorded) {
        let (position, id) = (event.position, event.stream.id);
        match &event.event {
            Event::Site(it) => self.apply_site(SiteId(id), it, position),
            Event::Unit(it) => self.apply_unit(UnitId(id), it, position),
            Event::Community(it) => self.apply_community(CommunityId(id), it, position),
            Event::Process(it) => self.apply_process(ProcessId(id), it, position),
            Event::PainPoint(_) | Event::Any(_) => {}
            Event::DataObject(it) => self.apply_data_object(DataObjectId(id), it, position),
            Event::Idea(it) => self.apply_idea(IdeaId(id), it),
            Event::Log(log::Event::Imported(it)) => {
                self.files.extend(it.process.map(|process| (process, it.sha256.clone())));
                self.logs.insert(LogId(id), Known::new(it.clone(), position));
            }
            Event::Log(_) => {}
            Event::Duplicate(_) => drop(self.verdicts.insert(DuplicateId(id))),
        }
    }

    fn apply_site(&mut self, id: SiteId, event: &site::Event, position: Position) {
        match event {
            site::Event::Registered(it) => {
                self.sites.insert(id, Known::new(it.clone(), position));
            }
            site::Event::Revised(it) => {
                tell(self.sites.get_mut(&id), position, |fact| fact.revise(it));
            }
        }
    }

    fn apply_unit(&mut self, id: UnitId, event: &unit::Event, position: Position) {
        match event {
            unit::Event::Registered(it) => {
                let mut fact = it.clone();
                if fact.parent.is_some_and(|parent| self.is_part_of(parent, id)) {
                    self.ignore(position, "the unit would be part of itself");
                    fact.parent = None;
                }
                self.units.insert(id, Known::new(fact, position));
            }
            unit::Event::Revised(it) => {
                tell(self.units.get_mut(&id), position, |fact| fact.revise(it));
            }
            unit::Event::Moved(it) => {
                let parent = it.parent.value();
                if parent.is_some_and(|parent| self.is_part_of(*parent, id)) {
                    self.ignore(position, "the unit would be part of itself");
                } else {
                    tell(self.units.get_mut(&id), position, |fact| fact.move_to(it));
                }
            }
        }
    }

    fn apply_community(&mut self, id: CommunityId, event: &community::Event, position: Position) {
        match event {
            community::Event::Founded(it) => {
                self.communities.insert(id, Known::new(it.clone(), position));
            }
            community::Event::Revised(it) => {
                tell(self.communities.get_mut(&id), position, |fact| fact.revise(it));
            }
            community::Event::AreaAddressed(_)
            | community::Event::AreaLeft(_)
            | community::Event::UnitRepresented(_)
            | community::Event::UnitLeft(_)
            | community::Event::PainPointTakenUp(_)
            | community::Event::PainPointDropped(_)
            | community::Event::ManagerAppointed(_)
            | community::Event::ManagerReleased(_)
            | community::Event::GoalSet(_)
            | community::Event::GoalRecorded(_)
            | community::Event::Dissolved(_) => {}
        }
    }

    fn apply_process(&mut self, id: ProcessId, event: &process::Event, position: Position) {
        match event {
            process::Event::Mapped(it) => {
                self.processes.insert(id, Known::new(it.clone(), position));
            }
            process::Event::Revised(it) => {
                tell(self.processes.get_mut(&id), position, |fact| fact.revise(it));
            }
            process::Event::AreasAssigned(it) => {
                tell(self.processes.get_mut(&id), position, |fact| fact.assign_areas(it));
            }
            process::Event::Retired(_) => {
                self.retired.insert(id);
                tell(self.processes.get_mut(&id), position, |_| {});
            }
            process::Event::StepAdded(_)
            | process::Event::StepRevised(_)
            | process::Event::StepRemoved(_)
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

    fn apply_data_object(
        &mut self,
        id: DataObjectId,
        event: &data_object::Event,
        position: Position,
    ) {
        match event {
            data_object::Event::Registered(it) => {
                self.data_objects.insert(id, Known::new(it.clone(), position));
            }
            data_object::Event::Revised(it) => {
                tell(self.data_objects.get_mut(&id), position, |fact| fact.revise(it));
            }
            data_object::Event::MasterNamed(it) => {
                self.masters.insert(id, it.store.clone());
                tell(self.data_objects.get_mut(&id), position, |_| {});
            }
        }
    }

    fn apply_idea(&mut self, id: IdeaId, event: &idea::Event) {
        let title = match event {
            idea::Event::Proposed(it) => Some(&it.title),
            idea::Event::Revised(it) => it.title.value(),
            _ => None,
        };
        if let Some(title) = title {
            self.ideas.insert(id, title.clone());
        }
    }

    fn ignore(&mut self, position: Position, why: &'static str) {
        self.unresolved.push(Unresolved { position, why: why.into() });
    }
}

/// Notes that an event changed something that is known.
fn tell<T>(known: Option<&mut Known<T>>, position: Position, change: impl FnOnce(&mut T)) {
    if let Some(known) = known {
        change(&mut known.fact);
        known.evidence.push(position);
    }
}

/// Questions.
impl Registry {
    /// All sites, by id.
    pub fn sites(&self) -> &BTreeMap<SiteId, Known<site::Registered>> {
        &self.sites
    }

    /// All units, by id.
    pub fn units(&self) -> &BTreeMap<UnitId, Known<unit::Registered>> {
        &self.units
    }

    /// All communities, by id.
    pub fn communities(&self) -> &BTreeMap<CommunityId, Known<community::Founded>> {
        &self.communities
    }

    /// All processes, by id, retired ones too.
    pub fn processes(&self) -> &BTreeMap<ProcessId, Known<process::Mapped>> {
        &self.processes
    }

    /// All data objects, by id.
    pub fn data_objects(&self) -> &BTreeMap<DataObjectId, Known<data_object::Registered>> {
        &self.data_objects
    }

    /// The store of a data object that is right where several differ.
    pub fn master_of(&self, data_object: DataObjectId) -> Option<&Words> {
        self.masters.get(&data_object)
    }

    /// The titles of all ideas, by id.
    pub(crate) fn titles(&self) -> impl Iterator<Item = (IdeaId, &Words)> {
        self.ideas.iter().map(|(id, title)| (*id, title))
    }

    /// All imported logs, by id.
    pub fn logs(&self) -> &BTreeMap<LogId, Known<log::Imported>> {
        &self.logs
    }

    /// The digest of the file that a process was imported from.
    pub fn file_of(&self, process: ProcessId) -> Option<&str> {
        self.files.get(&process).map(String::as_str)
    }

    /// Whether an idea of this id was ever proposed.
    pub fn has_idea(&self, id: IdeaId) -> bool {
        self.ideas.contains_key(&id)
    }

    /// Whether a thing with a name is known.
    pub fn has(&self, noun: Noun, id: Uuid) -> bool {
        match noun {
            Noun::Site => self.sites.contains_key(&SiteId(id)),
            Noun::Unit => self.units.contains_key(&UnitId(id)),
            Noun::DataObject => self.data_objects.contains_key(&DataObjectId(id)),
            Noun::Community => self.communities.contains_key(&CommunityId(id)),
            Noun::Process => self.processes.contains_key(&ProcessId(id)),
            Noun::Log => self.logs.contains_key(&LogId(id)),
            Noun::PainPoint | Noun::Idea | Noun::Duplicate => false,
        }
    }

    /// What people call a thing of this noun and id; none where it is not known, or its name was erased.
    pub fn name_of(&self, noun: Noun, id: Uuid) -> Option<String> {
        let name = match noun {
            Noun::Site => &self.sites.get(&SiteId(id))?.fact.name,
            Noun::Unit => &self.units.get(&UnitId(id))?.fact.name,
            Noun::Community => &self.communities.get(&CommunityId(id))?.fact.name,
            Noun::Process => &self.processes.get(&ProcessId(id))?.fact.name,
            Noun::DataObject => &self.data_objects.get(&DataObjectId(id))?.fact.name,
            Noun::Idea => self.ideas.get(&IdeaId(id))?,
            Noun::Log => &self.logs.get(&LogId(id))?.fact.name,
            Noun::PainPoint | Noun::Duplicate => return None,
        };
        shown(name)
    }

    /// Whether a process is still run.
    pub fn is_run(&self, process: ProcessId) -> bool {
        self.processes.contains_key(&process) && !self.retired.contains(&process)
    }

    /// What could not be followed, oldest first.
    pub fn unresolved(&self) -> &[Unresolved] {
        &self.unresolved
    }

    /// A unit's parent, its parent's parent, and so on.
    pub fn ancestors(&self, unit: UnitId) -> impl Iterator<Item = UnitId> {
        std::iter::successors(self.parent(unit), |it| self.parent(*it))
    }

    /// The events that say what the units are that lead from one up to another one above it.
    pub(crate) fn placed_below(
        &self,
        unit: UnitId,
        above: UnitId,
    ) -> impl Iterator<Item = Position> {
        let way =
            std::iter::once(unit).chain(self.ancestors(unit)).take_while(move |it| *it != above);
        way.filter_map(|it| self.units.get(&it)).flat_map(|it| it.evidence.iter().copied())
    }

    /// Whether `unit` is `whole` or one of its parts, at any depth.
    pub fn is_part_of(&self, unit: UnitId, whole: UnitId) -> bool {
        unit == whole || self.ancestors(unit).any(|it| it == whole)
    }

    /// The site of a unit: its own, else that of the nearest unit above it.
    pub fn site_of(&self, unit: UnitId) -> Option<SiteId> {
        let own = |unit: UnitId| self.units.get(&unit).and_then(|it| it.fact.site);
        own(unit).or_else(|| self.ancestors(unit).find_map(own))
    }

    fn parent(&self, unit: UnitId) -> Option<UnitId> {
        self.units.get(&unit).and_then(|it| it.fact.parent)
    }
}

//! What is said about the description of a process: of which other it is a variant, which units run it
//! as described, which label it got, and which data its steps read and keep.

use std::collections::BTreeMap;

use events::{
    Event, Position, Recorded, Words,
    data_use::{DataUseRecorded, Entry, Usage},
    ids::{ActorId, DataObjectId, ProcessId, StepId, UnitId},
    process,
};
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::evidence::shown;

/// What is said about all descriptions.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Descriptions {
    processes: BTreeMap<ProcessId, Description>,
}

/// What is said about one.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Description {
    /// The process of which it is a variant.
    pub variant_of: Option<ProcessId>,
    attested: BTreeMap<UnitId, Told<process::Attested>>,
    released: Vec<Told<process::Released>>,
    data_uses: BTreeMap<DataUse, (Option<Entry>, Position)>,
}

/// A fact, and where it was said.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound = "T: Serialize + serde::de::DeserializeOwned")]
struct Told<T> {
    #[serde(with = "crate::kept")]
    fact: T,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    recorded: Timestamp,
    position: Position,
}

type DataUse = (StepId, DataObjectId, Usage, Option<Words>);

/// What a unit says of a description.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Attestation {
    /// The unit.
    pub unit: UnitId,
    /// Whether the process is run there as described.
    pub agrees: bool,
    /// What differs.
    pub text: Option<String>,
    /// When it was said.
    #[schemars(with = "String")]
    pub recorded: Timestamp,
    /// The event that says so.
    pub position: Position,
}

/// A label that a description got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Release {
    /// The label.
    pub label: Option<String>,
    /// From which day it counts.
    #[schemars(with = "Option<String>")]
    pub valid_from: Option<Date>,
    /// Who looked it through: a pseudonym.
    pub reviewed_by: Option<ActorId>,
    /// When it was given.
    #[schemars(with = "String")]
    pub recorded: Timestamp,
    /// The event that says so; the description is what it was at this position.
    pub position: Position,
}

/// That a step reads a data object or keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DataUseItem {
    /// The process of the step.
    pub process: ProcessId,
    /// The step.
    pub step: StepId,
    /// The data object.
    pub data_object: DataObjectId,
    /// Whether the step reads it or keeps it.
    #[serde(rename = "use")]
    pub usage: Usage,
    /// Where it is kept.
    pub store: Option<String>,
    /// How it comes there.
    pub entry: Option<Entry>,
    /// The event that says so.
    pub position: Position,
}

impl<T: Clone> Told<T> {
    fn new(fact: &T, event: &Recorded) -> Self {
        Self { fact: fact.clone(), recorded: event.recorded, position: event.position }
    }
}

impl Descriptions {
    pub(crate) fn apply(&mut self, event: &Recorded) {
        let Event::Process(what) = &event.event else { return };
        let id = ProcessId(event.stream.id);
        match what {
            process::Event::VariantDeclared(it) => self.of(id).variant_of = Some(it.of),
            process::Event::Attested(it) => {
                self.of(id).attested.insert(it.unit, Told::new(it, event));
            }
            process::Event::Released(it) => self.of(id).released.push(Told::new(it, event)),
            process::Event::DataUseRecorded(it) => {
                self.of(id).data_uses.insert(key(it), (it.entry, event.position));
            }
            process::Event::DataUseRemoved(it) => {
                let key = (it.step, it.data_object, it.usage, it.store.clone());
                self.of(id).data_uses.remove(&key);
            }
            process::Event::Mapped(_)
            | process::Event::Revised(_)
            | process::Event::AreasAssigned(_)
            | process::Event::StepAdded(_)
            | process::Event::StepRevised(_)
            | process::Event::StepRemoved(_)
            | process::Event::HandOverAdded(_)
            | process::Event::HandOverRevised(_)
            | process::Event::HandOverRemoved(_)
            | process::Event::Retired(_) => {}
        }
    }

    fn of(&mut self, process: ProcessId) -> &mut Description {
        self.processes.entry(process).or_default()
    }

    /// What is said about one; none where nobody said anything.
    pub fn get(&self, process: ProcessId) -> Option<&Description> {
        self.processes.get(&process)
    }

    /// Every data use of every process.
    pub fn data_uses(&self) -> impl Iterator<Item = DataUseItem> {
        self.processes.iter().flat_map(|(process, it)| it.data_uses(*process))
    }
}

impl Description {
    /// What units say of it, by unit.
    pub fn attestations(&self) -> Vec<Attestation> {
        let item = |it: &Told<process::Attested>| Attestation {
            unit: it.fact.unit,
            agrees: it.fact.agrees,
            text: it.fact.text.as_ref().and_then(shown),
            recorded: it.recorded,
            position: it.position,
        };
        self.attested.values().map(item).collect()
    }

    /// The labels that it got, oldest first.
    pub fn releases(&self) -> Vec<Release> {
        let item = |it: &Told<process::Released>| Release {
            label: shown(&it.fact.label),
            valid_from: it.fact.valid_from,
            reviewed_by: it.fact.reviewed_by,
            recorded: it.recorded,
            position: it.position,
        };
        self.released.iter().map(item).collect()
    }

    /// What its steps read and keep.
    pub fn data_uses(&self, process: ProcessId) -> impl Iterator<Item = DataUseItem> {
        self.data_uses.iter().map(move |(key, (entry, position))| {
            let (step, data_object, usage, store) = key;
            DataUseItem {
                process,
                step: *step,
                data_object: *data_object,
                usage: *usage,
                store: store.as_ref().and_then(shown),
                entry: *entry,
                position: *position,
            }
        })
    }
}

fn key(it: &DataUseRecorded) -> DataUse {
    (it.step, it.data_object, it.usage, it.store.clone())
}

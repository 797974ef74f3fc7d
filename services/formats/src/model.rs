//! Process models as other programs draw them: BPMN 2.0 and PNML become one neutral [`Model`].
//!
//! Invariant: what stands in a file and not in its model is listed in [`Model::not_kept`], with the element
//! and the reason.

pub(crate) mod bpmn;
pub mod commands;
mod kind;
pub mod matching;
mod pnml;
mod ways;
mod words;

use std::{io::Read, path::Path};

use serde::Serialize;

use crate::{error::FormatError, limits::Limits, source};
pub use kind::{EventKind, GatewayKind, Kind, ScopeKind, TaskKind, Trigger};

/// In which language a model is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Notation {
    Bpmn,
    Pnml,
}

impl Notation {
    /// As people call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bpmn => "BPMN",
            Self::Pnml => "PNML",
        }
    }
}

/// What a file of models says. Its parts are meant by their place in the lists.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Model {
    /// Of the whole file.
    pub name: Option<String>,
    pub processes: Vec<Process>,
    /// Pools of which nothing but the name is drawn.
    pub strangers: Vec<String>,
    pub lanes: Vec<Lane>,
    pub elements: Vec<Element>,
    pub flows: Vec<Flow>,
    pub messages: Vec<Message>,
    pub data: Vec<Data>,
    pub data_uses: Vec<DataUse>,
    pub not_kept: Vec<NotKept>,
}

/// One process of a file: a net, or what is drawn in one pool.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Process {
    /// As in the file, as every `id` here.
    pub id: String,
    pub name: Option<String>,
    /// The name of the pool in which it is drawn.
    pub pool: Option<String>,
    pub documentation: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    pub id: String,
    pub name: Option<String>,
    pub process: usize,
    /// The lane around it.
    pub within: Option<usize>,
}

/// A node of a process: work, an event, a gateway, a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    pub id: String,
    /// On one line. Empty where nobody wrote one, also where a tool put the id there.
    pub name: String,
    pub kind: Kind,
    pub process: usize,
    /// The sub-process around it.
    pub within: Option<usize>,
    /// The innermost lane.
    pub lane: Option<usize>,
    /// What an event at the edge belongs to.
    pub attached_to: Option<usize>,
    /// Who does it, where that is said apart from the lane.
    pub roles: Vec<String>,
    /// What is written about it, text annotations too.
    pub documentation: Vec<String>,
    /// The process of the file that it calls.
    pub calls: Option<usize>,
    /// It undoes what another one did, and is reached by that alone.
    pub is_compensation: bool,
    /// Drawn for the sake of the flow alone: nobody works there.
    pub is_silent: bool,
}

impl Element {
    pub(crate) fn new(id: &str, kind: Kind, process: usize) -> Self {
        Self {
            id: id.to_owned(),
            name: String::new(),
            kind,
            process,
            within: None,
            lane: None,
            attached_to: None,
            roles: Vec::new(),
            documentation: Vec::new(),
            calls: None,
            is_compensation: false,
            is_silent: false,
        }
    }
}

/// What leads from one element to the next.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Flow {
    pub id: String,
    pub from: usize,
    pub to: usize,
    pub name: Option<String>,
    pub condition: Option<String>,
    /// Whether it is taken where no condition of the others holds.
    pub is_default: bool,
    /// The share of cases that goes this way, as figures for simulation say it.
    pub probability: Option<f64>,
}

/// A message between two pools, or a signal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub id: String,
    pub name: Option<String>,
    pub from: End,
    pub to: End,
}

/// Where a message begins or ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    Element(usize),
    /// The edge of a pool whose process is known.
    Process(usize),
    /// A pool of which nothing but the name is drawn.
    Pool(String),
}

/// A business object, or where it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Data {
    pub id: String,
    pub name: String,
    pub is_store: bool,
}

/// An element reads data, or writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataUse {
    pub element: usize,
    pub data: usize,
    /// What the element calls it.
    pub called: Option<String>,
    pub is_written: bool,
}

/// What stays behind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotKept {
    /// The id in the file; nothing where many of a sort are told at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub element: Option<String>,
    pub what: String,
    pub count: u64,
    pub because: String,
}

impl NotKept {
    pub(crate) fn one(element: &str, what: impl Into<String>, because: impl Into<String>) -> Self {
        let (what, because) = (what.into(), because.into());
        Self { element: Some(element.to_owned()), what, count: 1, because }
    }

    pub(crate) fn many(count: u64, what: impl Into<String>, because: impl Into<String>) -> Self {
        Self { element: None, what: what.into(), count, because: because.into() }
    }
}

impl Model {
    /// Who does an element: the role, else the innermost lane with a name, else the pool.
    pub fn performer<'a>(&'a self, element: &'a Element) -> Option<&'a str> {
        let role = element.roles.first().map(String::as_str);
        let lane = || self.lane_names(element.lane).next();
        role.or_else(lane).or_else(|| self.processes[element.process].pool.as_deref())
    }

    /// The names of a lane and of those around it, from the inside.
    pub fn lane_names(&self, lane: Option<usize>) -> impl Iterator<Item = &str> {
        let within = |it: &usize| self.lanes[*it].within;
        std::iter::successors(lane, within).filter_map(|it| self.lanes[it].name.as_deref())
    }
}

/// Reads a file, packed or not.
pub fn open(path: &Path, notation: Notation, limits: Limits) -> Result<Model, FormatError> {
    read(source::open(path, limits)?, notation, limits)
}

/// Reads unpacked bytes.
pub fn read(input: impl Read, notation: Notation, limits: Limits) -> Result<Model, FormatError> {
    match notation {
        Notation::Bpmn => bpmn::read(input, limits),
        Notation::Pnml => pnml::read(input, limits),
    }
}

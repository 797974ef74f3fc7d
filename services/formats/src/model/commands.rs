//! A model as commands: its processes with steps, hand-overs and data uses; lanes and pools as units.
//!
//! Ids are derived from the file and the ids in it, so that the same file again changes nothing. A file
//! that is another version of a process on the map (the same name, half of the same elements) brings what
//! is new and what is said otherwise into that process; what is gone from it is told, and not removed.

mod data_uses;
mod hand_overs;
mod processes;
mod report;
mod steps;
mod there;
mod units;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use domain::line::Line;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    Model, NotKept,
    ways::{Bounds, Ways},
};
use crate::{
    error::{Bound, FormatError},
    limits::Limits,
};
use processes::{Planned, steps_by_process};
pub use report::{Kept, KeptProcess, Report};
pub use there::{HandOverThere, Names, ProcessThere, StepThere, There};

/// What the program must know beside the model.
#[derive(Debug)]
pub struct Request<'a> {
    /// The name of the file, for what has none in it.
    pub file_name: &'a str,
    /// The name that the process is to have, whatever the file says.
    pub process_name: Option<&'a str>,
    /// The key of the area to which the processes belong first.
    pub primary_area: &'a str,
    /// SHA-256 of the file as it lies on the disk.
    pub sha256: &'a str,
}

/// Commands in the order in which they must be sent, and what became of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    pub lines: Vec<Line>,
    pub report: Report,
}

/// The ids and names that the processes of a model would get as new ones. What the store knows of
/// processes with such an id or name is needed to plan.
pub fn processes(model: &Model, request: &Request<'_>) -> Vec<(Uuid, String)> {
    let steps = steps_by_process(model, &Ways::find(model, Bounds::default()));
    let planned = processes::plan(model, request, steps.keys());
    planned.into_iter().map(|it| (it.id, it.name)).collect()
}

/// Plans the import of a model.
pub fn plan(
    model: &Model,
    request: &Request<'_>,
    there: &There,
    limits: Limits,
) -> Result<Plan, FormatError> {
    let mut planning = Planning::new(model, request, there);
    planning.check(limits)?;
    planning.leave_what_is_no_step();
    planning.map_processes();
    planning.add_steps();
    planning.add_ways();
    planning.add_calls();
    planning.add_messages();
    planning.record_data_uses();
    planning.leave_what_is_gone();
    let Planning { lines, report, .. } = planning;
    Ok(Plan { lines, report })
}

struct Planning<'a> {
    model: &'a Model,
    request: &'a Request<'a>,
    there: &'a There,
    ways: Ways,
    /// Those with a step, by their place in the model.
    processes: BTreeMap<usize, Planned>,
    /// Where in the report each of them stands.
    kept_at: HashMap<Uuid, usize>,
    /// How many pools have names.
    pools: usize,
    /// The steps that elements become.
    steps: HashMap<usize, Uuid>,
    /// Those that were counted.
    units: HashSet<Uuid>,
    data_objects: HashMap<String, Uuid>,
    lines: Vec<Line>,
    report: Report,
}

impl<'a> Planning<'a> {
    fn new(model: &'a Model, request: &'a Request<'a>, there: &'a There) -> Self {
        let ways = Ways::find(model, Bounds::default());
        let steps = steps_by_process(model, &ways);
        let planned = processes::plan(model, request, steps.keys()).into_iter();
        let planned = planned.map(|it| (it.place, it.of_an_earlier_version(model, &steps, there)));
        let named = model.processes.iter().filter_map(|it| it.pool.as_ref());
        let pools: BTreeSet<_> = named.chain(&model.strangers).collect();
        Self {
            model,
            request,
            there,
            processes: planned.collect(),
            kept_at: HashMap::new(),
            pools: pools.len(),
            ways,
            steps: HashMap::new(),
            units: HashSet::new(),
            data_objects: HashMap::new(),
            lines: Vec::new(),
            report: Report { not_kept: model.not_kept.clone(), ..Report::default() },
        }
    }

    fn check(&self, limits: Limits) -> Result<(), FormatError> {
        let steps = (0..self.model.elements.len()).filter(|it| self.ways.is_step(*it)).count();
        match steps as u64 {
            0 => Err(FormatError::NotRecognised("there is no work with a name in it".to_owned())),
            many if many > limits.table_rows => {
                Err(Bound::Count { what: "steps", max: limits.table_rows }.into())
            }
            _ => Ok(()),
        }
    }

    fn add(&mut self, noun: &str, id: Uuid, command: &str, body: Value) {
        self.lines.push(Line {
            noun: noun.to_owned(),
            id,
            command: command.to_owned(),
            body,
            meta: Some(json!({ "basis": "imported" })),
            key: None,
        });
    }

    fn leave(&mut self, element: &str, what: impl Into<String>, because: impl Into<String>) {
        self.report.not_kept.push(NotKept::one(element, what, because));
    }

    /// What the store knows of the process in which an element lies.
    fn process_there(&self, process: usize) -> Option<&'a ProcessThere> {
        self.there.processes.get(&self.processes.get(&process)?.id)
    }
}

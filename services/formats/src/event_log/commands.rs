//! A log as commands: one process with the steps that were seen, and a log with what was measured.
//!
//! The values of the `by` columns become units; a column that names persons yields none, and no steps
//! and no measurements either. Claimed hand-overs are never written. Every id is derived, so the same
//! file and mapping give the same lines.

mod measured;
mod report;

use std::collections::{BTreeMap, BTreeSet};

use domain::line::Line;
use events::ids::derived;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{Mapping, Reading};
use crate::{analyse::log::Log, columns::names_persons, error::FormatError};
pub use report::{Kept, NotKept, Report};

/// What the program must know beside the log.
pub struct Request<'a> {
    /// The name of the process and of the log.
    pub name: &'a str,
    /// The key of the process's primary area; `coordination` unless somebody says otherwise.
    pub primary_area: &'a str,
    /// SHA-256 of the file as it lies on the disk.
    pub sha256: &'a str,
    pub mapping: &'a Mapping,
    /// The unit that has exactly this name, if there is one.
    pub find_unit: &'a dyn Fn(&str) -> Option<Uuid>,
}

impl std::fmt::Debug for Request<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Request").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Commands in the order in which they must be sent, and what became of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    pub lines: Vec<Line>,
    pub report: Report,
}

/// Plans the import of a log that was read with the mapping of the request.
pub fn plan(log: &Log, reading: &Reading, request: &Request<'_>) -> Result<Plan, FormatError> {
    let Some(activity) = &request.mapping.activity else {
        let reason = "an import needs to know the column of the activity";
        return Err(FormatError::NotRecognised(reason.to_owned()));
    };
    if names_persons(activity) {
        return Err(FormatError::PersonsAsActivity(activity.clone()));
    }
    let Some(span) = log.span() else {
        return Err(FormatError::NotRecognised(nothing_read(reading)));
    };
    let mut planning = Planning::new(log, request);
    planning.register_units();
    planning.map_process();
    planning.import_log(span);
    planning.bind_values();
    planning.record_measured();
    let Planning { lines, mut report, .. } = planning;
    report.take_over(reading);
    Ok(Plan { lines, report })
}

/// Why there is nothing to plan or to count, with the first row that could not be read.
pub fn nothing_read(reading: &Reading) -> String {
    let what = "no event of the file can be read";
    match reading.unreadable.examples.first() {
        None => what.to_owned(),
        Some(it) => format!("{what}; line {}: {}", it.line, it.reason),
    }
}

struct Planning<'a> {
    log: &'a Log,
    request: &'a Request<'a>,
    /// The `by` columns that do not name persons.
    columns: Vec<usize>,
    process: Uuid,
    log_id: Uuid,
    units: BTreeMap<String, Uuid>,
    lines: Vec<Line>,
    report: Report,
}

impl<'a> Planning<'a> {
    fn new(log: &'a Log, request: &'a Request<'a>) -> Self {
        let is_kept = |column: &usize| !names_persons(&log.by()[*column]);
        let columns: Vec<usize> = (0..log.by().len()).filter(is_kept).collect();
        let mapping = mapping_json(request.mapping).to_string();
        let id = |tag| derived(&[tag, request.sha256, &mapping, request.name]);
        let (process, log_id) = (id("process"), id("log"));
        let report = Report::new(log, request.name, process, log_id);
        let (units, lines) = (BTreeMap::new(), Vec::new());
        Self { log, request, columns, process, log_id, units, lines, report }
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

    /// The id of a new unit depends on its name alone: another file, or the same with another mapping,
    /// means the same unit.
    fn register_units(&mut self) {
        let texts = self.columns.iter().flat_map(|&column| self.log.values(column).iter());
        let names: BTreeSet<String> = texts.map(str::to_owned).collect();
        for name in names {
            let unit = if let Some(unit) = (self.request.find_unit)(&name) {
                self.report.kept.units_matched += 1;
                unit
            } else {
                let unit = derived(&["unit", &name]);
                self.add("units", unit, "register-unit", json!({ "name": name }));
                self.report.kept.units_registered += 1;
                unit
            };
            self.units.insert(name, unit);
        }
    }

    /// The process, and a step for each activity and value that occur together.
    fn map_process(&mut self) {
        let Request { name, primary_area, .. } = *self.request;
        let body = json!({ "name": name, "primary_area": primary_area });
        self.add("processes", self.process, "map-process", body);
        let column = self.columns.first().copied();
        let seen: BTreeSet<(String, Option<String>)> = self
            .log
            .performed(column)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .map(|(activity, value)| (self.activity(activity), self.value(column, value)))
            .collect();
        self.report.kept.steps = seen.len();
        for (activity, value) in seen {
            let step = self.step_id(&activity, value.as_deref());
            let mut body = Map::new();
            body.insert("step".to_owned(), json!(step));
            body.insert("name".to_owned(), json!(activity));
            if let Some(unit) = value.and_then(|it| self.units.get(&it)) {
                body.insert("unit".to_owned(), json!(unit));
            }
            self.add("processes", self.process, "add-step", Value::Object(body));
        }
    }

    fn activity(&self, number: u32) -> String {
        self.log.activities().text(number).to_owned()
    }

    fn value(&self, column: Option<usize>, number: Option<u32>) -> Option<String> {
        Some(self.log.values(column?).text(number?).to_owned())
    }

    fn step_id(&self, activity: &str, value: Option<&str>) -> Uuid {
        let process = self.process.to_string();
        match value {
            Some(value) => derived(&["step", &process, activity, value]),
            None => derived(&["step", &process, activity]),
        }
    }

    fn import_log(&mut self, (from, to): (jiff::Timestamp, jiff::Timestamp)) {
        let body = json!({
            "name": self.request.name,
            "sha256": self.request.sha256,
            "mapping": mapping_json(self.request.mapping),
            "process": self.process,
            "cases": self.log.cases(),
            "events": self.log.events(),
            "from": from,
            "to": to,
        });
        self.add("logs", self.log_id, "import-log", body);
        (self.report.kept.from, self.report.kept.to) = (Some(from), Some(to));
    }

    fn bind_values(&mut self) {
        for column in self.columns.clone() {
            let by = self.log.by()[column].clone();
            let values: BTreeSet<String> =
                self.log.values(column).iter().map(str::to_owned).collect();
            for value in values {
                let body = json!({ "by": by, "value": value, "unit": self.units[&value] });
                self.add("logs", self.log_id, "bind-value", body);
                self.report.kept.values_bound += 1;
            }
        }
    }

    fn record_measured(&mut self) {
        for column in self.columns.clone() {
            let level = &self.log.by()[column];
            let measured = measured::records(self.log, column, level);
            self.report.kept.hand_overs += measured.hand_overs;
            self.report.kept.bounces += measured.bounces;
            for (command, body) in measured.records {
                self.add("logs", self.log_id, command, body);
            }
        }
    }
}

fn mapping_json(mapping: &Mapping) -> Value {
    let Mapping { case, time, activity, by } = mapping;
    json!({ "case": case, "time": time, "activity": activity, "by": by })
}

#[cfg(test)]
mod tests;

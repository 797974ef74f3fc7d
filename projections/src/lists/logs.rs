//! Imported event logs.

use events::{
    ids::{LogId, ProcessId, StepId},
    log::{ActivityBound, Imported, Mapping},
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::{by_name, positions};
use crate::{
    Projections,
    evidence::{Evidence, shown},
    registry::Known,
};

/// An imported event log.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LogItem {
    /// The log.
    pub id: LogId,
    /// What people call it.
    pub name: Option<String>,
    /// SHA-256 of the file, 64 hexadecimal digits.
    pub sha256: String,
    /// Which columns were taken for what.
    pub mapping: LogMapping,
    /// The process that its activities became.
    pub process: Option<ProcessId>,
    /// How many cases.
    pub cases: u64,
    /// How many events.
    pub events: u64,
    /// The first event.
    #[schemars(with = "String")]
    pub from: Timestamp,
    /// The last event.
    #[schemars(with = "String")]
    pub to: Timestamp,
    /// The activities that stand for steps.
    pub activities: Vec<BoundActivity>,
    /// The events behind it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// Which columns were taken for what; none where the name was erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LogMapping {
    /// Names the case.
    pub case: Option<String>,
    /// Says when.
    pub time: Option<String>,
    /// Says what was done.
    pub activity: Option<String>,
    /// Say who or where it was.
    pub by: Vec<Option<String>>,
}

/// An activity of a log, and the step it stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BoundActivity {
    /// As the log writes it.
    pub activity: Option<String>,
    /// The process.
    pub process: ProcessId,
    /// The step.
    pub step: StepId,
}

impl Projections {
    /// All imported logs.
    pub fn logs_answer(&self) -> Vec<LogItem> {
        let ids = self.registry.logs().keys();
        let items = ids.filter_map(|id| self.log_answer(*id)).collect();
        by_name(items, |it: &LogItem| (it.name.as_deref(), it.id))
    }

    /// One imported log.
    pub fn log_answer(&self, id: LogId) -> Option<LogItem> {
        let known = self.registry.logs().get(&id)?;
        let Imported { name, sha256, mapping, process, cases, events, from, to } = &known.fact;
        Some(LogItem {
            id,
            name: shown(name),
            sha256: sha256.clone(),
            mapping: columns(mapping),
            process: *process,
            cases: *cases,
            events: *events,
            from: *from,
            to: *to,
            activities: self.loops.bound_activities(id).map(bound).collect(),
            evidence: Evidence::new(&positions(known), &format!("logs/{id}")),
        })
    }
}

fn bound(it: &Known<ActivityBound>) -> BoundActivity {
    let ActivityBound { activity, process, step } = &it.fact;
    BoundActivity { activity: shown(activity), process: *process, step: *step }
}

fn columns(mapping: &Mapping) -> LogMapping {
    let Mapping { case, time, activity, by } = mapping;
    LogMapping {
        case: shown(case),
        time: shown(time),
        activity: shown(activity),
        by: by.iter().map(shown).collect(),
    }
}

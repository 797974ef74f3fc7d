//! What an import kept, what it did not keep, and why.

use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use super::super::{Reading, Unreadable};
use crate::{analyse::log::Log, columns::names_persons};

/// What became of a log.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    pub kept: Kept,
    pub not_kept: Vec<NotKept>,
    pub unreadable: Unreadable,
    pub notes: Vec<String>,
}

/// What an import writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kept {
    pub name: String,
    pub process: Uuid,
    pub log: Uuid,
    pub cases: usize,
    pub events: usize,
    pub from: Option<Timestamp>,
    pub to: Option<Timestamp>,
    pub steps: usize,
    /// Values that are the name of a unit which was there before.
    pub units_matched: usize,
    pub units_registered: usize,
    pub values_bound: usize,
    /// Measured hand-overs of all levels.
    pub hand_overs: usize,
    /// Measured bounces of all levels.
    pub bounces: usize,
}

/// Something that stays behind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotKept {
    pub what: String,
    pub because: String,
}

impl Report {
    pub(super) fn new(log: &Log, name: &str, process: Uuid, log_id: Uuid) -> Self {
        let kept = Kept {
            name: name.to_owned(),
            process,
            log: log_id,
            cases: log.cases(),
            events: log.events(),
            from: None,
            to: None,
            steps: 0,
            units_matched: 0,
            units_registered: 0,
            values_bound: 0,
            hand_overs: 0,
            bounces: 0,
        };
        let persons = log.by().iter().filter(|it| names_persons(it)).map(|it| NotKept {
            what: format!("column `{it}`"),
            because: "it names persons: no units, steps or measurements are made of it".to_owned(),
        });
        let mut not_kept: Vec<NotKept> = persons.collect();
        let named = log.performed(None).count();
        if named < log.events() {
            not_kept.push(NotKept {
                what: format!("{} events as steps", log.events() - named),
                because: "they have no activity".to_owned(),
            });
        }
        not_kept.extend((0..log.by().len()).filter_map(|column| without_value(log, column)));
        let (unreadable, notes) = (Unreadable::default(), Vec::new());
        Self { kept, not_kept, unreadable, notes }
    }

    pub(super) fn take_over(&mut self, reading: &Reading) {
        let Reading { rows: _, kept: _, unreadable, columns_not_kept, notes } = reading;
        if unreadable.count > 0 {
            self.not_kept.push(NotKept {
                what: format!("{} rows", unreadable.count),
                because: "their case or time cannot be read, see the examples".to_owned(),
            });
        }
        self.not_kept.extend(columns_not_kept.iter().map(|it| NotKept {
            what: format!("column `{it}`"),
            because: "it was not asked for".to_owned(),
        }));
        self.unreadable = unreadable.clone();
        self.notes.extend(notes.iter().cloned());
    }
}

/// Events that are skipped where hand-overs and bounces are counted.
fn without_value(log: &Log, column: usize) -> Option<NotKept> {
    let by = &log.by()[column];
    let skipped = log.timelines(column).flatten().filter(|(_, value)| value.is_none()).count();
    let is_told = skipped > 0 && !names_persons(by);
    is_told.then(|| NotKept {
        what: format!("{skipped} events in hand-overs and bounces"),
        because: format!("they have no `{by}`"),
    })
}

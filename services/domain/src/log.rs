//! An imported event log: what was measured in it, and what its values stand for.

mod bind_activity;
mod bind_value;
mod import_log;
mod record_compared_cases;
mod record_measured_bounces;
mod record_measured_hand_overs;
mod unbind;

pub use bind_activity::BindActivity;
pub use bind_value::BindValue;
pub use import_log::ImportLog;
pub use record_compared_cases::RecordComparedCases;
pub use record_measured_bounces::RecordMeasuredBounces;
pub use record_measured_hand_overs::RecordMeasuredHandOvers;
pub use unbind::Unbind;

use std::collections::HashMap;

use events::{
    Noun, Words,
    log::{
        ActivityBound, BouncesMeasured, CasesCompared, Event, HandOversMeasured, Imported,
        ValueBound,
    },
};

use crate::{Aggregate, fields::Fields, founded::Founded};

/// The most pairs that one command records.
pub const PAIRS_MAX: usize = 1_000;

/// What decisions about a log need to know.
#[derive(Debug, Clone, Default)]
pub struct Log {
    imported: Option<Founded<Imported>>,
    hand_overs: HashMap<Part, HandOversMeasured>,
    bounces: HashMap<Part, BouncesMeasured>,
    compared: HashMap<Words, CasesCompared>,
    bound: HashMap<(Words, Words), ValueBound>,
    activities: HashMap<Words, ActivityBound>,
}

/// One part of one month of one level.
type Part = (Words, String, u32);

impl Aggregate for Log {
    type Event = Event;
    const NOUN: Noun = Noun::Log;

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::Imported(it) => self.imported = Some(Founded::new(it)),
            Event::HandOversMeasured(it) => {
                let part = (it.level.clone(), it.month.clone(), it.part);
                self.hand_overs.insert(part, it.clone());
            }
            Event::BouncesMeasured(it) => {
                let part = (it.level.clone(), it.month.clone(), it.part);
                self.bounces.insert(part, it.clone());
            }
            Event::CasesCompared(it) => {
                self.compared.insert(it.level.clone(), it.clone());
            }
            Event::ValueBound(it) => {
                self.bound.insert((it.by.clone(), it.value.clone()), it.clone());
            }
            Event::ActivityBound(it) => {
                self.activities.insert(it.activity.clone(), it.clone());
            }
            Event::Unbound(it) => {
                if let Some(activity) = &it.activity {
                    self.activities.remove(activity);
                }
                if let Some(value) = it.by.clone().zip(it.value.clone()) {
                    self.bound.remove(&value);
                }
            }
        }
    }

    fn exists(&self) -> bool {
        self.imported.is_some()
    }
}

/// Gives every value a place, in the order of first mention, so that an event holds each once.
#[derive(Debug, Default)]
struct Values {
    places: HashMap<Words, u32>,
    values: Vec<Words>,
}

impl Values {
    fn place(&mut self, value: &Words) -> u32 {
        let next = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        *self.places.entry(value.clone()).or_insert_with(|| {
            self.values.push(value.clone());
            next
        })
    }
}

/// A month is written `2012-04`.
fn check_month(fields: &mut Fields, month: &str) {
    let is_month = month.len() == 7 && format!("{month}-01").parse::<jiff::civil::Date>().is_ok();
    if !is_month {
        fields.wrong("/month", "malformed", format!("`{month}` is not a month such as `2012-04`"));
    }
}

#[cfg(test)]
pub(crate) mod fixtures {
    //! A log, for the tests of its commands.

    use events::log::{Imported, Mapping};

    pub(crate) fn imported() -> Imported {
        Imported {
            name: "Störungen".into(),
            sha256: "ab".repeat(32),
            mapping: Mapping {
                case: "case".into(),
                time: "time".into(),
                activity: "activity".into(),
                by: vec!["team".into()],
            },
            process: None,
            cases: 2,
            events: 9,
            from: "2012-04-01T00:00:00Z".parse().expect("a time"),
            to: "2012-05-01T00:00:00Z".parse().expect("a time"),
        }
    }
}

//! What can happen to an imported event log.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    ids::{ProcessId, SiteId, StepId, UnitId},
    words::{Words, wordless},
};

facts! {
    /// What happened to an imported event log.
    pub enum Event {
        /// It was read in.
        Imported = "log_imported" v 1,
        /// How often work went from one value to another in a month.
        HandOversMeasured = "hand_overs_measured" v 1,
        /// How often work came back in a month.
        BouncesMeasured = "bounces_measured" v 1,
        /// Cases in which work came back were held against others handed over equally often.
        CasesCompared = "cases_compared" v 1,
        /// A value of the log was bound to a unit or site.
        ValueBound = "value_bound" v 1,
        /// An activity of the log was bound to a step.
        ActivityBound = "activity_bound" v 1,
        /// A value or an activity stands for nothing any more.
        Unbound = "unbound" v 1,
    }
}

fact! {
    /// An event log was read in.
    pub struct Imported {
        /// What people call it.
        pub name: Words,
        /// SHA-256 of the file, 64 hexadecimal digits.
        pub sha256: String,
        /// Which columns were taken for what.
        pub mapping: Mapping,
        /// The process that its activities became.
        #[serde(default, skip_serializing_if = "Option::is_none")]
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
    }
}

fact! {
    /// Which columns of a log were taken for what.
    pub struct Mapping {
        /// Names the case.
        pub case: Words,
        /// Says when.
        pub time: Words,
        /// Says what was done.
        pub activity: Words,
        /// Say who or where it was: one level each.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub by: Vec<Words>,
    }
}

fact! {
    /// How often work went from one value to another in a month.
    pub struct HandOversMeasured {
        /// The column of the values.
        pub level: Words,
        /// `2012-04`.
        pub month: String,
        /// Parts of a month with more pairs than one event holds: 0, 1, 2 …
        #[serde(default)]
        pub part: u32,
        /// The values that the pairs count by.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub values: Vec<Words>,
        /// From value to value.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub pairs: Vec<MeasuredHandOver>,
    }
}

fact! {
    /// How often work left a value and came back in a month.
    pub struct BouncesMeasured {
        /// The column of the values.
        pub level: Words,
        /// `2012-04`.
        pub month: String,
        /// Parts of a month with more pairs than one event holds: 0, 1, 2 …
        #[serde(default)]
        pub part: u32,
        /// The values that the pairs count by.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub values: Vec<Words>,
        /// Between value and value.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub pairs: Vec<MeasuredBounce>,
    }
}

fact! {
    /// Cases in which work came back were held against others that were handed over equally often. What
    /// lies between them is a difference, not an effect.
    pub struct CasesCompared {
        /// The column of the values between which work was handed over.
        pub level: Words,
        /// By number of hand-overs.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub equally_often: Vec<EquallyOften>,
    }
}

fact! {
    /// A value of a log was bound to a unit or a site.
    pub struct ValueBound {
        /// The column.
        pub by: Words,
        /// The value.
        pub value: Words,
        /// The unit it stands for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub unit: Option<UnitId>,
        /// The site it stands for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub site: Option<SiteId>,
    }
}

fact! {
    /// An activity of a log was bound to a step.
    pub struct ActivityBound {
        /// The activity.
        pub activity: Words,
        /// The process.
        pub process: ProcessId,
        /// The step it stands for.
        pub step: StepId,
    }
}

fact! {
    /// A value of a log, or an activity, stands for nothing any more.
    pub struct Unbound {
        /// The column of the value.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub by: Option<Words>,
        /// The value.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub value: Option<Words>,
        /// The activity.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub activity: Option<Words>,
    }
}

/// Hand-overs of one pair of values in one month.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasuredHandOver {
    /// Place of the value that handed over.
    pub from: u32,
    /// Place of the value that took over.
    pub to: u32,
    /// How many times.
    pub times: u64,
    /// Median time between the two events.
    pub median_hours: f64,
}

/// Cases that were handed over so many times.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EquallyOften {
    /// How many times.
    pub hand_overs: u32,
    /// Those in which work went from A to B and back to A.
    pub bounced: CasesAndMedian,
    /// The others.
    pub not_bounced: CasesAndMedian,
}

/// How many cases, and how long they took.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CasesAndMedian {
    /// How many.
    pub cases: u64,
    /// Median days from the first to the last event; none without a case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub median_days: Option<f64>,
}

/// Bounces of one pair of values in one month: A → B → A with at least one event at B.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasuredBounce {
    /// Place of A, then place of B.
    pub between: (u32, u32),
    /// Cases that went back and forth between the two, in either direction, for the first time: added up
    /// over months and directions they are the cases, each once.
    pub cases: u64,
    /// How many times.
    pub occurrences: u64,
    /// Median time at B.
    pub median_stay_hours: f64,
}

wordless!(MeasuredHandOver, MeasuredBounce, EquallyOften);

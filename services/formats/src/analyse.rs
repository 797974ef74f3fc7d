//! Hand-overs and bounces of an event log, counted without storing anything.
//!
//! Each case is ordered by time, then by place in the file. An event without a value is skipped and
//! counted. Neighbours with equal values are folded into one *run*; between two runs lies a
//! hand-over. A bounce is A → B → A. Of a column that names persons only totals are told.

mod figures;
mod graph;
pub mod log;
pub mod months;
pub mod runs;

use std::io::Read;

use projections::graphs::{Arc, cut};
use serde::{Serialize, Serializer};

use crate::{
    columns,
    error::FormatError,
    event_log::{self, LogFormat, Mapping, Reading},
    limits::Limits,
};
use log::{Log, LogBuilder};

/// The figures of one column. Durations are days from the first to the last event of a case, over all
/// of its events.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    pub by: String,
    pub cases: usize,
    pub events: usize,
    /// Events without a value.
    pub skipped: usize,
    /// Pairs of neighbouring events with a value.
    pub raw: usize,
    pub to_self: usize,
    pub hand_overs: usize,
    pub direct: Direct,
    pub revisit: Revisit,
    pub days: Days,
    pub graph: Graph,
    pub cut: Cut,
    /// The ten two-way pairs with the most hand-overs; absent if the column names persons.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pairs: Vec<Pair>,
    /// Bounced cases beside cases handed over equally often; absent if the column names persons.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bounces: Option<Comparison>,
}

/// Some value at places i and i + 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Direct {
    pub cases: usize,
    pub occurrences: usize,
}

/// A value comes back, however late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Revisit {
    pub cases: usize,
}

/// How long cases took.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Days {
    pub revisit: Spread,
    /// Handed over, and no value came back.
    pub handed_over: Spread,
    pub never: Spread,
}

/// Null where there is no case, or where fewer than five persons stand behind the figure.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Spread {
    #[serde(serialize_with = "to_four_decimals")]
    pub mean: Option<f64>,
    #[serde(serialize_with = "to_four_decimals")]
    pub median: Option<f64>,
}

/// The directed graph of the hand-overs; a value that takes part in none is no node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Graph {
    pub nodes: usize,
    pub edges: usize,
    pub two_cycles: usize,
    /// Nodes of the largest strongly connected component.
    pub largest_component: usize,
}

/// The least share of hand-overs without which nothing goes round, and whether it is proven least.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Cut {
    #[serde(serialize_with = "to_six_decimals")]
    pub share: f64,
    pub exact: bool,
}

/// Two values that hand over to each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pair {
    pub between: [String; 2],
    /// Both ways.
    pub hand_overs: usize,
    pub there: usize,
    pub back: usize,
}

/// Cases with the same number of hand-overs, bounced and not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    pub note: &'static str,
    pub equally_often: Vec<EquallyOften>,
}

/// Cases with so many hand-overs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct EquallyOften {
    pub hand_overs: usize,
    pub bounced: CasesAndMedian,
    pub not_bounced: CasesAndMedian,
}

/// How many cases, and how long they took.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CasesAndMedian {
    pub cases: usize,
    #[serde(serialize_with = "to_four_decimals")]
    pub median_days: Option<f64>,
}

/// Reads a log into memory: texts once, events as numbers.
pub fn load(
    input: impl Read,
    format: LogFormat,
    mapping: &Mapping,
    limits: Limits,
) -> Result<(Log, Reading), FormatError> {
    let mut builder = LogBuilder::new(mapping, limits);
    let take = &mut |row| builder.push(row);
    let reading = event_log::read(input, format, mapping, limits, take)?;
    Ok((builder.build(), reading))
}

/// The figures of each `by` column of the mapping, in its order.
pub fn analyse(log: &Log) -> Vec<Figures> {
    let least_cut = |nodes, arcs: &[Arc]| {
        let found = cut::cut(nodes, arcs);
        Cut { share: found.share, exact: found.exact }
    };
    (0..log.by().len()).map(|column| figures::figures(log, column, least_cut)).collect()
}

/// Bounced cases beside cases handed over equally often; nothing where the column names persons.
pub(crate) fn equally_often(log: &Log, column: usize) -> Vec<EquallyOften> {
    if columns::names_persons(&log.by()[column]) {
        return Vec::new();
    }
    figures::comparison(log, column).equally_often
}

#[expect(clippy::ref_option, reason = "serde asks for it")]
fn to_four_decimals<S: Serializer>(value: &Option<f64>, out: S) -> Result<S::Ok, S::Error> {
    value.map(four_decimals).serialize(out)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn to_six_decimals<S: Serializer>(value: &f64, out: S) -> Result<S::Ok, S::Error> {
    ((value * 1_000_000.0).round() / 1_000_000.0).serialize(out)
}

pub(crate) fn four_decimals(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

/// The middle value, or the mean of the two middle ones.
pub(crate) fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(values[middle]),
        _ => Some(f64::midpoint(values[middle - 1], values[middle])),
    }
}

#[cfg(test)]
mod tests;

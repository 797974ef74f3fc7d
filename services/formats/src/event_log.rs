//! Event logs: XES and separated values, each also packed, as a stream of rows.
//!
//! Look first ([`sniff`]), then [`read`] with a [`Mapping`]. Only the attributes of the mapping leave
//! the reader. A row whose case or time cannot be read is counted and told, never dropped silently.

pub mod commands;
mod intake;
mod rows;
pub mod times;
mod xes;

use std::io::Read;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{columns, error::FormatError, limits::Limits, source::unpack};
use intake::{Intake, Raw};

/// How many rows or events are looked at to guess the columns.
const SNIFFED_ROWS: u64 = 1_000;
const SAMPLES: usize = 20;
const EXAMPLES: usize = 20;
/// Names are no longer than this, in characters.
const NAME_MAX: usize = domain::fields::NAME_MAX;

/// How a log is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    Xes,
    Csv,
}

/// Which attribute is what. XES: an attribute of the trace is named `case:…`; the plain name in the
/// place of the case means the trace's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    pub case: String,
    pub time: String,
    /// Figures need none; an import does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity: Option<String>,
    /// The attributes between whose values work is handed over.
    pub by: Vec<String>,
}

/// One event, with nothing but what the mapping asks for. Empty values are absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub case: String,
    pub time: Timestamp,
    pub activity: Option<String>,
    /// In the order of [`Mapping::by`].
    pub by: Vec<Option<String>>,
}

/// A column, or an attribute's key, with some of its values.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Column {
    pub name: String,
    /// Different values, in order of appearance; none if the column names persons.
    pub samples: Vec<String>,
    /// Rows looked at that have a value here.
    pub filled: u64,
}

/// What a first look at a log found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sniffed {
    pub format: LogFormat,
    pub columns: Vec<Column>,
    /// Rows or events looked at.
    pub rows: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    pub encoding: String,
}

/// A row that cannot be used, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Example {
    pub line: u64,
    /// Which row or event of the file, the first being 1.
    pub row: u64,
    pub reason: String,
}

/// Rows that could not be read: all are counted, the first twenty are told.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Unreadable {
    pub count: u64,
    pub examples: Vec<Example>,
}

/// What came of reading a log.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Reading {
    /// Rows or events of the file.
    pub rows: u64,
    pub kept: u64,
    pub unreadable: Unreadable,
    pub columns_not_kept: Vec<String>,
    pub notes: Vec<String>,
}

/// Looks at the first rows: which columns there are, and what stands in them.
pub fn sniff(input: impl Read, format: LogFormat, limits: Limits) -> Result<Sniffed, FormatError> {
    let input = unpack(input, limits)?;
    match format {
        LogFormat::Xes => xes::sniff(input, limits),
        LogFormat::Csv => rows::sniff(input, limits),
    }
}

/// Hands every readable event to `take`, in the order of the file.
pub fn read(
    input: impl Read,
    format: LogFormat,
    mapping: &Mapping,
    limits: Limits,
    take: &mut dyn FnMut(Row) -> Result<(), FormatError>,
) -> Result<Reading, FormatError> {
    let input = unpack(input, limits)?;
    match format {
        LogFormat::Xes => xes::read(input, mapping, limits, take),
        LogFormat::Csv => rows::read(input, mapping, limits, take),
    }
}

impl Mapping {
    /// The names in fixed order: case, time, activity, then `by`.
    pub(crate) fn names(&self) -> Vec<&str> {
        let first = [Some(&self.case), Some(&self.time), self.activity.as_ref()];
        first.into_iter().flatten().chain(&self.by).map(String::as_str).collect()
    }
}

impl Column {
    fn see(&mut self, value: &str) {
        if value.is_empty() {
            return;
        }
        self.filled += 1;
        let is_new = self.samples.len() < SAMPLES && !self.samples.iter().any(|it| it == value);
        if is_new && !columns::names_persons(&self.name) {
            self.samples.push(value.to_owned());
        }
    }
}

impl Example {
    /// For people: XES has many events in a line.
    pub fn told(&self, format: LogFormat) -> String {
        let Self { line, row, reason } = self;
        match format {
            LogFormat::Csv => format!("line {line}: {reason}"),
            LogFormat::Xes => format!("line {line}, event {row}: {reason}"),
        }
    }
}

impl Unreadable {
    fn add(&mut self, line: u64, row: u64, reason: String) {
        self.count += 1;
        if self.examples.len() < EXAMPLES {
            self.examples.push(Example { line, row, reason });
        }
    }
}

/// A missing or empty value is no value.
fn filled(value: Option<&str>) -> Option<&str> {
    value.map(str::trim).filter(|it| !it.is_empty())
}

/// Enough of a value to recognise it in a message of one line.
fn shortened(text: &str) -> String {
    let text = text.replace(char::is_control, " ");
    match text.char_indices().nth(60) {
        None => text,
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

fn unknown_column<'n>(column: &str, known: impl Iterator<Item = &'n str>) -> FormatError {
    let known: Vec<_> = known.map(|it| format!("`{it}`")).collect();
    FormatError::UnknownColumn { column: column.to_owned(), known: known.join(", ") }
}

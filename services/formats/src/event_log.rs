//! Event logs: XES and separated values, each also packed, as a stream of rows.
//!
//! Look first ([`sniff`]), then [`read`] with a [`Mapping`]. Only the attributes of the mapping leave
//! the reader. A row whose case or time cannot be read is counted and told, never dropped silently.

pub mod commands;
mod rows;
pub mod times;
mod xes;

use std::io::Read;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{columns, error::FormatError, limits::Limits, source::unpack};

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

impl Unreadable {
    fn add(&mut self, line: u64, row: u64, reason: String) {
        self.count += 1;
        if self.examples.len() < EXAMPLES {
            self.examples.push(Example { line, row, reason });
        }
    }
}

/// The values of one event as text, before they are understood.
#[derive(Debug)]
struct Raw<'a> {
    case: Option<&'a str>,
    time: Option<&'a str>,
    activity: Option<&'a str>,
    by: Vec<Option<&'a str>>,
}

/// Turns raw values into rows and keeps the account of it; shared by both formats.
struct Intake<'t> {
    reading: Reading,
    zoneless: u64,
    shortened: u64,
    take: &'t mut dyn FnMut(Row) -> Result<(), FormatError>,
}

impl<'t> Intake<'t> {
    fn new(take: &'t mut dyn FnMut(Row) -> Result<(), FormatError>) -> Self {
        Self { reading: Reading::default(), zoneless: 0, shortened: 0, take }
    }

    fn refuse(&mut self, line: u64, reason: String) {
        self.reading.rows += 1;
        self.reading.unreadable.add(line, self.reading.rows, reason);
    }

    fn accept(&mut self, line: u64, raw: &Raw<'_>) -> Result<(), FormatError> {
        let Raw { case, time, activity, by } = raw;
        let Some(case) = filled(*case) else {
            self.refuse(line, "no case".to_owned());
            return Ok(());
        };
        let Some(time) = filled(*time) else {
            self.refuse(line, "no time".to_owned());
            return Ok(());
        };
        let Some(moment) = times::parse(time) else {
            self.refuse(line, format!("`{}` is no time that can be read", shortened(time)));
            return Ok(());
        };
        self.reading.rows += 1;
        self.reading.kept += 1;
        self.zoneless += u64::from(!moment.has_zone);
        let row = Row {
            case: case.to_owned(),
            time: moment.at,
            activity: filled(*activity).map(|it| self.as_name(it)),
            by: by.iter().map(|it| filled(*it).map(|it| self.as_name(it))).collect(),
        };
        (self.take)(row)
    }

    /// Values become names of units and steps: one line of at most [`NAME_MAX`] characters.
    fn as_name(&mut self, value: &str) -> String {
        let is_fit = value.len() <= NAME_MAX && !value.contains(char::is_control);
        if is_fit {
            return value.to_owned();
        }
        let name = value.replace(char::is_control, " ");
        if name.chars().count() <= NAME_MAX {
            return name;
        }
        self.shortened += 1;
        name.chars().take(NAME_MAX - 1).chain(['…']).collect()
    }

    fn finish(mut self, not_kept: Vec<String>, notes: impl IntoIterator<Item = String>) -> Reading {
        self.reading.columns_not_kept = not_kept;
        self.reading.notes.extend(notes);
        if self.zoneless > 0 {
            let note = format!("{} times have no zone and were taken as UTC", self.zoneless);
            self.reading.notes.push(note);
        }
        if self.shortened > 0 {
            let note = format!("{} values were cut to {NAME_MAX} characters", self.shortened);
            self.reading.notes.push(note);
        }
        self.reading
    }
}

/// A missing or empty value is no value.
fn filled(value: Option<&str>) -> Option<&str> {
    value.map(str::trim).filter(|it| !it.is_empty())
}

/// Enough of a value to recognise it in a message.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(60) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

fn unknown_column<'n>(column: &str, known: impl Iterator<Item = &'n str>) -> FormatError {
    let known: Vec<_> = known.map(|it| format!("`{it}`")).collect();
    FormatError::UnknownColumn { column: column.to_owned(), known: known.join(", ") }
}

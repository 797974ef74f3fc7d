//! Tables: one file or sheet a noun, a header row with the commands' field names, references by name or
//! id.
//!
//! Names created by the same import count, whatever the order of the files. An id that is not given is
//! derived from what the row is called, so that a second import changes nothing. A bad row is told
//! with line, column and reason, and the rest goes on.

mod bundle;
pub mod cells;
pub(crate) mod columns;
mod defused;
mod follow;
mod grid;
mod names;
mod noun;
mod order;
mod plan;
mod targets;
mod template;
mod workbook;
pub mod working_hours;
mod zipped;

pub use bundle::{Container, Seen};
pub(crate) use bundle::{container_of, stem_of};
pub(crate) use cells::joined;
pub(crate) use defused::{defused, is_risky};
pub use noun::Noun;
pub use template::{template, workbook as template_workbook};
pub(crate) use zipped::refusal;

use std::io::Read;

use domain::line::Line;
use serde::Serialize;
use uuid::Uuid;

use crate::{
    error::{Bound, FormatError},
    limits::Limits,
    separated::Separated,
    source::unpack,
};
use columns::fields;
use grid::Grid;

/// What a name means to those who know what is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    One(Uuid),
    None,
    /// So many have this name.
    Ambiguous(usize),
}

/// Asked with a noun (`sites`, `units`, `pain-points`, …) and a name; a step's name comes as
/// `<id of the process>/<name>`.
pub type Resolve<'a> = &'a dyn Fn(&str, &str) -> Resolution;

/// One command and the row it came from, so that a refusal can name the row.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    pub table: Noun,
    pub row_line: u64,
    pub line: Line,
}

/// A row, or a cell of it, that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    pub table: Noun,
    pub line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    pub reason: String,
}

/// What became of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableReport {
    pub table: Noun,
    /// The file, or the sheet or member of it; empty where the caller knows.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub from: String,
    pub rows: usize,
    /// Rows that became a command.
    pub kept: usize,
    /// Rows whose name is the name of something that is there, with another id: left as it is.
    pub already_there: usize,
    pub unknown_columns: Vec<String>,
    pub notes: Vec<String>,
}

/// What became of all files. At most a thousand problems are told, all are counted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct TablesReport {
    pub tables: Vec<TableReport>,
    pub problems: Vec<Problem>,
    pub problem_count: usize,
}

/// Tables that were read and not yet understood.
#[derive(Debug, Default)]
pub struct Tables {
    rows: Vec<Row>,
    report: TablesReport,
}

/// The cells of a row, in the order of [`columns::fields`]; the id comes last.
#[derive(Debug, Clone)]
struct Row {
    /// Which file it is from: a place in the report's tables.
    file: usize,
    table: Noun,
    line: u64,
    cells: Vec<Option<String>>,
    has_decimal_comma: bool,
}

impl Tables {
    /// Reads one table; call it for every file, then [`Tables::plan`].
    pub fn read(
        &mut self,
        noun: Noun,
        input: impl Read,
        limits: Limits,
    ) -> Result<(), FormatError> {
        let mut file = Separated::open(unpack(input, limits)?, limits)?;
        self.read_grid(noun, "", &mut file, limits)
    }

    /// Reads the rows of anything that has rows. `from` says where they stand.
    fn read_grid(
        &mut self,
        noun: Noun,
        from: &str,
        grid: &mut dyn Grid,
        limits: Limits,
    ) -> Result<(), FormatError> {
        let places: Vec<_> =
            grid.headers().iter().map(|it| columns::position(noun, &folded(it))).collect();
        check_required(noun, &places)?;
        let is_unknown = |(header, place): &(&String, &Option<usize>)| {
            place.is_none() && !header.is_empty() && !columns::is_shown(noun, &folded(header))
        };
        let unknown = grid.headers().iter().zip(&places).filter(is_unknown);
        let mut report = TableReport {
            table: noun,
            from: from.to_owned(),
            rows: 0,
            kept: 0,
            already_there: 0,
            unknown_columns: unknown.map(|(header, _)| header.clone()).collect(),
            notes: Vec::new(),
        };
        while grid.advance()? {
            if grid.is_blank() {
                continue;
            }
            report.rows += 1;
            if report.rows as u64 > limits.table_rows {
                return Err(Bound::Count { what: "rows", max: limits.table_rows }.into());
            }
            self.take_row(noun, grid, &places);
        }
        report.notes.extend(grid.note());
        self.report.tables.push(report);
        Ok(())
    }

    fn take_row(&mut self, noun: Noun, grid: &mut dyn Grid, places: &[Option<usize>]) {
        let (line, file) = (grid.line(), self.report.tables.len());
        let mut tell = |column: Option<&str>, reason| {
            let column = column.map(str::to_owned);
            self.report.add(Problem { table: noun, line, column, reason });
        };
        if let Some(reason) = grid.misfit() {
            return tell(None, reason);
        }
        let mut cells = vec![None; fields(noun).len() + 1];
        for (column, place) in places.iter().enumerate() {
            let Some(place) = *place else { continue };
            match grid.cell(column) {
                Ok(text) if text.is_empty() => {}
                Ok(text) => cells[place] = Some(text),
                Err(reason) => {
                    let name = fields(noun).get(place).map_or(columns::ID, |it| it.name);
                    return tell(Some(name), reason);
                }
            }
        }
        let has_decimal_comma = grid.has_decimal_comma();
        self.rows.push(Row { file, table: noun, line, cells, has_decimal_comma });
    }

    /// Turns the rows into commands, in an order in which they can be sent.
    pub fn plan(self, resolve: Resolve<'_>) -> (Vec<Planned>, TablesReport) {
        let Self { mut rows, report } = self;
        rows.sort_by_key(|it| it.table);
        plan::plan(rows, report, resolve)
    }
}

impl TablesReport {
    const PROBLEMS_TOLD: usize = 1_000;

    fn add(&mut self, problem: Problem) {
        self.problem_count += 1;
        if self.problems.len() < Self::PROBLEMS_TOLD {
            self.problems.push(problem);
        }
    }
}

impl Row {
    fn cell(&self, name: &str) -> Option<&str> {
        self.cells[columns::position(self.table, name)?].as_deref()
    }
}

fn check_required(noun: Noun, places: &[Option<usize>]) -> Result<(), FormatError> {
    let is_there = |name| places.contains(&columns::position(noun, name));
    match noun.required().find(|it| !is_there(it)) {
        None => Ok(()),
        Some(column) => Err(FormatError::MissingColumn { table: noun.name(), column }),
    }
}

/// `Head count` is `head_count`.
fn folded(header: &str) -> String {
    header.trim().to_lowercase().replace([' ', '-'], "_")
}

#[cfg(test)]
mod tests;

//! Tables: one file a noun, a header row with the commands' field names, references by name or id.
//!
//! Names created by the same import count, whatever the order of the files. An id that is not given is
//! derived from what the row is called, so that a second import changes nothing. A bad row is told
//! with line, column and reason, and the rest goes on.

mod cells;
mod columns;
mod names;
mod order;
mod plan;
mod working_hours;

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
use columns::{Field, fields};

/// What a table is about. In this order, later ones refer to earlier ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Noun {
    Sites,
    Units,
    Communities,
    Processes,
    Steps,
    HandOvers,
    PainPoints,
}

/// What a name means to those who know what is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    One(Uuid),
    None,
    /// So many have this name.
    Ambiguous(usize),
}

/// Asked with a noun (`sites`, `units`, `communities`, `processes`, `steps`) and a name; a step's name
/// comes as `<id of the process>/<name>`.
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

impl Noun {
    pub const ALL: [Self; 7] = [
        Self::Sites,
        Self::Units,
        Self::Communities,
        Self::Processes,
        Self::Steps,
        Self::HandOvers,
        Self::PainPoints,
    ];

    /// As it stands in file names: `hand-overs`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sites => "sites",
            Self::Units => "units",
            Self::Communities => "communities",
            Self::Processes => "processes",
            Self::Steps => "steps",
            Self::HandOvers => "hand-overs",
            Self::PainPoints => "pain-points",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase().replace(['_', ' '], "-");
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    /// What a file is about, and why: by its name (`2024_units.csv`), else by its columns.
    pub fn guess(file_stem: &str, headers: &[String]) -> Option<(Self, String)> {
        let stem = file_stem.to_lowercase().replace(['_', ' '], "-");
        let by_name = |it: &Self| {
            let before = stem.strip_suffix(it.name());
            before.is_some_and(|rest| rest.is_empty() || rest.ends_with(['-', '.']))
        };
        if let Some(noun) = Self::ALL.into_iter().find(by_name) {
            return Some((noun, format!("the file is called `{file_stem}`")));
        }
        let covered = |noun: &Self| headers.iter().filter(|it| noun.knows(it)).count();
        let noun = Self::ALL
            .into_iter()
            .filter(|noun| noun.required().all(|it| headers.iter().any(|h| folded(h) == it)))
            .rev()
            .max_by_key(covered)?;
        // A single column that fits says too little.
        let count = covered(&noun);
        (count >= 2).then(|| (noun, format!("{count} of its columns are those of {}", noun.name())))
    }

    fn knows(self, header: &str) -> bool {
        columns::position(self, &folded(header)).is_some()
    }

    fn required(self) -> impl Iterator<Item = &'static str> {
        fields(self).iter().filter(|it| it.is_required).map(|it| it.name)
    }
}

/// An empty table with an example row. All templates together are an import without problems.
pub fn template(noun: Noun) -> String {
    let row = |cell: fn(&Field) -> &str| {
        fields(noun).iter().map(|it| quoted(cell(it))).collect::<Vec<_>>().join(",")
    };
    let table = format!("{}\n{}\n", row(|it| it.name), row(|it| it.example));
    match noun {
        // A hand-over needs a second step.
        Noun::Steps => table + columns::SECOND_STEP + "\n",
        _ => table,
    }
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n']) {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell.to_owned()
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
        let places: Vec<_> =
            file.headers.iter().map(|it| columns::position(noun, &folded(it))).collect();
        check_required(noun, &places)?;
        let unknown = file.headers.iter().zip(&places).filter(|(_, place)| place.is_none());
        let mut report = TableReport {
            table: noun,
            rows: 0,
            kept: 0,
            already_there: 0,
            unknown_columns: unknown.map(|(header, _)| header.clone()).collect(),
            notes: Vec::new(),
        };
        while file.advance()? {
            if file.is_blank() {
                continue;
            }
            report.rows += 1;
            if report.rows as u64 > limits.table_rows {
                return Err(Bound::Count { what: "rows", max: limits.table_rows }.into());
            }
            self.take_row(noun, &mut file, &places);
        }
        report.notes.extend(file.encoding().1);
        self.report.tables.push(report);
        Ok(())
    }

    fn take_row(&mut self, noun: Noun, file: &mut Separated<'_>, places: &[Option<usize>]) {
        let line = file.line();
        if let Some(reason) = file.misfit() {
            self.report.add(Problem { table: noun, line, column: None, reason });
            return;
        }
        let mut cells = vec![None; fields(noun).len() + 1];
        for (column, place) in places.iter().enumerate() {
            let text = file.field(column);
            if let Some(place) = place
                && !text.is_empty()
            {
                cells[*place] = Some(text.into_owned());
            }
        }
        let has_decimal_comma = file.delimiter == b';';
        let file = self.report.tables.len();
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

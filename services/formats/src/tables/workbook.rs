//! XLSX: one sheet a table. Cells come typed and leave as the text that the same cell has in a file of
//! separated values.
//!
//! Invariant: what [`super::zipped`] did not admit is never given to the reader, which trusts what the
//! file says of itself. Where it panics all the same (it computes with row numbers as they come), that is
//! an error of the file and not the end of the program.

use std::{
    io::{Read, Seek},
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{DataRef, DataType as _, ExcelDateTime, Reader as _, Xlsx, XlsxError};

use super::{grid::Grid, zipped};
use crate::{
    error::{Bound, FormatError},
    limits::Limits,
};

/// The most columns of a sheet that are read; ours have fewer than twenty.
const COLUMNS: u32 = 1_000;

/// An XLSX file whose size was checked.
pub(super) struct Workbook<R> {
    xlsx: Xlsx<R>,
    limits: Limits,
}

impl<R: Read + Seek> Workbook<R> {
    pub(super) fn open(mut input: R, limits: Limits) -> Result<Self, FormatError> {
        zipped::admit_workbook(&mut input, limits)?;
        input.rewind()?;
        let xlsx = guarded(|| Xlsx::new(input).map_err(malformed))?;
        Ok(Self { xlsx, limits })
    }

    /// The names of its sheets, in their order.
    pub(super) fn sheets(&self) -> Vec<String> {
        self.xlsx.sheet_names()
    }

    /// The rows of one sheet; none where it is empty. The first row that says something is the header.
    pub(super) fn sheet(&mut self, name: &str) -> Result<Option<SheetRows>, FormatError> {
        guarded(|| self.rows(name))
    }

    fn rows(&mut self, name: &str) -> Result<Option<SheetRows>, FormatError> {
        let limits = self.limits;
        let mut cells = match self.xlsx.worksheet_cells_reader(name) {
            Ok(cells) => cells,
            // A sheet of a chart alone has no cells.
            Err(XlsxError::WorksheetNotFound(_)) => return Ok(None),
            Err(error) => return Err(malformed(error)),
        };
        let mut rows: Vec<SheetRow> = Vec::new();
        while let Some(cell) = cells.next_cell().map_err(malformed)? {
            let ((row, column), value) = (cell.get_position(), cell.get_value());
            if value.is_empty() {
                continue;
            }
            if column >= COLUMNS {
                let max = u64::from(COLUMNS);
                return Err(Bound::Count { what: "columns in a sheet", max }.into());
            }
            let line = u64::from(row) + 1;
            if rows.last().is_none_or(|it| it.line != line) {
                if rows.len() as u64 > limits.table_rows {
                    return Err(Bound::Count { what: "rows", max: limits.table_rows }.into());
                }
                rows.push(SheetRow { line, cells: Vec::new() });
            }
            if let Some(row) = rows.last_mut() {
                row.cells.push((column as usize, text_of(value)));
            }
        }
        Ok(SheetRows::new(rows))
    }
}

/// The rows of a sheet, behind its header.
pub(super) struct SheetRows {
    headers: Vec<String>,
    rows: std::vec::IntoIter<SheetRow>,
    current: SheetRow,
}

#[derive(Debug, Default)]
struct SheetRow {
    line: u64,
    /// Column and text, or why it has none.
    cells: Vec<(usize, Result<String, String>)>,
}

impl SheetRows {
    fn new(rows: Vec<SheetRow>) -> Option<Self> {
        let mut rows = rows.into_iter();
        let header = rows.next()?;
        let width = header.cells.iter().map(|(column, _)| column + 1).max()?;
        let mut headers = vec![String::new(); width];
        for (column, text) in header.cells {
            headers[column] = text.unwrap_or_default();
        }
        Some(Self { headers, rows, current: SheetRow::default() })
    }
}

impl Grid for SheetRows {
    fn headers(&self) -> &[String] {
        &self.headers
    }

    fn advance(&mut self) -> Result<bool, FormatError> {
        let next = self.rows.next();
        let is_there = next.is_some();
        self.current = next.unwrap_or_default();
        Ok(is_there)
    }

    fn line(&self) -> u64 {
        self.current.line
    }

    fn is_blank(&self) -> bool {
        self.current.cells.iter().all(|(_, it)| it.as_ref().is_ok_and(String::is_empty))
    }

    fn misfit(&self) -> Option<String> {
        let is_beyond = |column: &usize| self.headers.get(*column).is_none_or(String::is_empty);
        let mut beyond = self.current.cells.iter().map(|(column, _)| column);
        let column = beyond.find(|it| is_beyond(it))?;
        Some(format!("there is a cell in column {} without a header", column + 1))
    }

    fn cell(&mut self, column: usize) -> Result<String, String> {
        let found = self.current.cells.iter_mut().find(|(it, _)| *it == column);
        found.map_or(Ok(String::new()), |(_, text)| std::mem::replace(text, Ok(String::new())))
    }

    fn has_decimal_comma(&self) -> bool {
        false
    }

    fn note(&self) -> Option<String> {
        None
    }
}

fn guarded<T>(read: impl FnOnce() -> Result<T, FormatError>) -> Result<T, FormatError> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        Err(FormatError::NotRecognised(
            "no readable XLSX workbook: it contradicts itself".to_owned(),
        ))
    })
}

fn malformed(error: XlsxError) -> FormatError {
    match error {
        XlsxError::Io(cause) => cause.into(),
        XlsxError::Password => FormatError::NotRecognised(zipped::ENCRYPTED.to_owned()),
        other => FormatError::NotRecognised(format!("no readable XLSX workbook: {other}")),
    }
}

fn text_of(value: &DataRef<'_>) -> Result<String, String> {
    Ok(match value {
        DataRef::Empty => String::new(),
        DataRef::Int(it) => it.to_string(),
        // As short as it can be written; whole numbers without a point.
        DataRef::Float(it) => it.to_string(),
        DataRef::String(it) => it.trim().to_owned(),
        DataRef::SharedString(it) => it.trim().to_owned(),
        DataRef::Bool(it) => it.to_string(),
        DataRef::DateTime(it) => iso(*it),
        DataRef::DateTimeIso(it) | DataRef::DurationIso(it) => it.clone(),
        DataRef::Error(it) => return Err(format!("the cell holds the error `{it}`")),
    })
}

/// `2026-01-26`, `2026-01-26T14:30:00`; a time without a date is `14:30:00`, a duration its hours.
fn iso(value: ExcelDateTime) -> String {
    if value.is_duration() {
        return (value.as_f64() * 24.0).to_string();
    }
    let (year, month, day, hour, minute, second, _) = value.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    if value.as_f64() < 1.0 {
        return time;
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    if time == "00:00:00" { date } else { format!("{date}T{time}") }
}

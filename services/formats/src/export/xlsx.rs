//! Tables as an XLSX workbook, one sheet each: typed cells, a header that stays in sight.
//!
//! Texts are never formulas; what looks like one is marked as text, so that editing the cell does not
//! make it one.

use jiff::{Timestamp, tz::TimeZone};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::sheet::{Cell, Sheet};
use crate::{error::FormatError, tables::is_risky};

/// The most characters that a cell of a workbook may have.
const CELL: usize = 32_767;
/// Widths of columns, in characters.
const WIDTHS: std::ops::RangeInclusive<usize> = 8..=60;

/// The tables as one file. `made` is the time that it says of itself, so that the same content gives the
/// same bytes.
pub fn workbook(sheets: &[Sheet], made: Option<Timestamp>) -> Result<Vec<u8>, FormatError> {
    written(sheets, made).map_err(|error| FormatError::Workbook(error.to_string()))
}

fn written(sheets: &[Sheet], made: Option<Timestamp>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let properties = DocProperties::new().set_creation_datetime(&time(made.unwrap_or_default())?);
    workbook.set_properties(&properties);
    for sheet in sheets {
        fill(workbook.add_worksheet(), sheet)?;
    }
    workbook.save_to_buffer()
}

fn fill(into: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let (bold, marked) = (Format::new().set_bold(), Format::new().set_quote_prefix());
    into.set_name(sheet.name)?.set_freeze_panes(1, 0)?;
    for (column, name) in (0_u16..).zip(&sheet.columns) {
        into.write_string_with_format(0, column, *name, &bold)?;
        into.set_column_width(column, width(sheet, usize::from(column)))?;
    }
    for (line, row) in (1_u32..).zip(&sheet.rows) {
        for (column, cell) in (0_u16..).zip(row) {
            match cell {
                Cell::Empty => {}
                Cell::Number(number) => drop(into.write_number(line, column, *number)?),
                Cell::Text(text) if is_risky(text) => {
                    into.write_string_with_format(line, column, cut(text), &marked)?;
                }
                Cell::Text(text) => drop(into.write_string(line, column, cut(text))?),
            }
        }
    }
    Ok(())
}

fn cut(text: &str) -> String {
    text.chars().take(CELL).collect()
}

/// As wide as its widest cell among the first, within reason.
fn width(sheet: &Sheet, column: usize) -> f64 {
    let cells = sheet.rows.iter().take(100).map(|row| match &row[column] {
        Cell::Text(text) => text.lines().map(|it| it.chars().count()).max().unwrap_or_default(),
        Cell::Number(_) | Cell::Empty => 0,
    });
    let widest = cells.max().unwrap_or_default().max(sheet.columns[column].len());
    (widest + 2).clamp(*WIDTHS.start(), *WIDTHS.end()) as f64
}

fn time(of: Timestamp) -> Result<ExcelDateTime, XlsxError> {
    let it = TimeZone::UTC.to_datetime(of);
    let part = |it: i8| u8::try_from(it).unwrap_or_default();
    let year = u16::try_from(it.year()).unwrap_or_default();
    ExcelDateTime::from_ymd(year, part(it.month()), part(it.day()))?.and_hms(
        u16::from(part(it.hour())),
        part(it.minute()),
        f64::from(part(it.second())),
    )
}

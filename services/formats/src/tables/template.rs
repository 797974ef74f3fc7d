//! Empty tables, each with an example row. All templates together are an import without problems.

use super::{
    Noun,
    columns::{self, Field, Shape, fields},
};
use crate::{
    error::FormatError,
    export::sheet::{Cell, Sheet},
};

/// An empty table with an example row, as separated values.
pub fn template(noun: Noun) -> String {
    let mut lines = vec![fields(noun).iter().map(|it| quoted(it.name)).collect::<Vec<_>>()];
    lines.extend(examples(noun).map(|row| row.into_iter().map(quoted).collect()));
    lines.into_iter().map(|it| it.join(",") + "\n").collect()
}

/// The same for all nouns, as a workbook with one sheet each.
pub fn workbook() -> Result<Vec<u8>, FormatError> {
    let sheets: Vec<_> = Noun::taken().map(sheet).collect();
    crate::export::xlsx::workbook(&sheets, None)
}

fn sheet(noun: Noun) -> Sheet {
    let cells = |row: Vec<&'static str>| {
        fields(noun).iter().zip(row).map(|(field, text)| typed(field, text)).collect()
    };
    Sheet {
        name: noun.name(),
        columns: fields(noun).iter().map(|it| it.name).collect(),
        rows: examples(noun).map(cells).collect(),
    }
}

/// Figures of the examples are numbers in a workbook.
fn typed(field: &Field, text: &'static str) -> Cell {
    let is_figure = matches!(field.shape, Shape::Whole | Shape::Number | Shape::Part);
    match text.parse() {
        Ok(number) if is_figure => Cell::Number(number),
        _ if text.is_empty() => Cell::Empty,
        _ => Cell::Text(text.to_owned()),
    }
}

fn examples(noun: Noun) -> impl Iterator<Item = Vec<&'static str>> {
    let first = fields(noun).iter().map(|it| it.example).collect();
    // A hand-over needs a second step.
    let second = (noun == Noun::Steps).then(|| columns::SECOND_STEP.to_vec());
    [first].into_iter().chain(second)
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n']) {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell.to_owned()
}

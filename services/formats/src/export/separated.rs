//! A table as CSV: UTF-8 with a byte order mark, because spreadsheets take it for something else
//! otherwise; formulas defused; with semicolons and decimal commas for those who set their machine so.

use csv::{Writer, WriterBuilder};

use super::sheet::{Cell, Sheet};
use crate::tables::defused;

/// What stands between cells, and in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Separators {
    /// `a,0.5`
    #[default]
    Commas,
    /// `a;0,5`
    Semicolons,
}

const MARK: &[u8] = "\u{feff}".as_bytes();

/// The table, its header row first.
pub fn csv(sheet: &Sheet, separators: Separators) -> Vec<u8> {
    let delimiter = match separators {
        Separators::Commas => b',',
        Separators::Semicolons => b';',
    };
    let mut writer = WriterBuilder::new().delimiter(delimiter).from_writer(MARK.to_vec());
    put(&mut writer, sheet.columns.iter().map(|it| (*it).to_owned()));
    for row in &sheet.rows {
        put(&mut writer, row.iter().map(|it| written(it, separators)));
    }
    writer.into_inner().expect("writing to memory cannot fail")
}

fn put(writer: &mut Writer<Vec<u8>>, row: impl Iterator<Item = String>) {
    writer.write_record(row).expect("rows are as long as the header, and memory takes them");
}

fn written(cell: &Cell, separators: Separators) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => defused(text).into_owned(),
        Cell::Number(number) => match separators {
            Separators::Commas => number.to_string(),
            Separators::Semicolons => number.to_string().replace('.', ","),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_numbers_and_formulas_become_text() {
        let sheet = Sheet {
            name: "units",
            columns: vec!["name", "figure"],
            rows: vec![
                vec![Cell::text("=cmd|' /C calc'!A0"), Cell::Number(-0.5)],
                vec![Cell::text("a;b,\"c\"\nd"), Cell::Empty],
            ],
        };
        let text = |separators| String::from_utf8(csv(&sheet, separators)).unwrap();
        assert_eq!(
            text(Separators::Commas),
            "\u{feff}name,figure\n'=cmd|' /C calc'!A0,-0.5\n\"a;b,\"\"c\"\"\nd\",\n"
        );
        assert_eq!(
            text(Separators::Semicolons),
            "\u{feff}name;figure\n'=cmd|' /C calc'!A0;-0,5\n\"a;b,\"\"c\"\"\nd\";\n"
        );
    }
}

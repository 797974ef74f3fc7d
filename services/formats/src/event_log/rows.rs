//! Logs as separated values: one row an event, a header row with the attributes' names.

use std::{collections::BTreeSet, io::Read};

use super::{
    Column, Intake, LogFormat, Mapping, Raw, Reading, Row, SNIFFED_ROWS, Sniffed, unknown_column,
};
use crate::{error::FormatError, limits::Limits, separated::Separated};

pub(super) fn sniff(input: impl Read, limits: Limits) -> Result<Sniffed, FormatError> {
    let mut file = Separated::open(input, limits)?;
    let named = |name: &String| Column { name: name.clone(), ..Column::default() };
    let mut columns: Vec<Column> = file.headers.iter().map(named).collect();
    let mut rows = 0;
    while rows < SNIFFED_ROWS && file.advance()? {
        rows += 1;
        for (i, column) in columns.iter_mut().enumerate() {
            column.see(&file.field(i));
        }
    }
    let delimiter = Some(char::from(file.delimiter));
    let encoding = file.encoding().0.to_owned();
    Ok(Sniffed { format: LogFormat::Csv, columns, rows, delimiter, encoding })
}

pub(super) fn read(
    input: impl Read,
    mapping: &Mapping,
    limits: Limits,
    take: &mut dyn FnMut(Row) -> Result<(), FormatError>,
) -> Result<Reading, FormatError> {
    let mut file = Separated::open(input, limits)?;
    let places = places_of(mapping, &file)?;
    let mut intake = Intake::new(take);
    let mut values = vec![String::new(); places.len()];
    let mut short = 0_u64;
    while file.advance()? {
        if file.is_blank() {
            continue;
        }
        if let Some(reason) = unusable(&file, &places) {
            intake.refuse(file.line(), reason);
            continue;
        }
        short += u64::from(file.is_short());
        for (value, &place) in values.iter_mut().zip(&places) {
            value.clear();
            value.push_str(&file.field(place));
        }
        intake.accept(file.line(), &raw_of(mapping, &values))?;
    }
    let names = mapping.names();
    let not_kept =
        file.headers.iter().filter(|it| !names.contains(&it.as_str())).cloned().collect();
    let notes = file.encoding().1.into_iter().chain(short_rows(short)).chain(twins(mapping, &file));
    intake.finish(not_kept, notes)
}

/// A row that ends early lacks values, and a missing value is no value; but without its case and its
/// time, or with more fields than the header, it is none.
fn unusable(file: &Separated<'_>, places: &[usize]) -> Option<String> {
    let is_whole = file.is_short() && places[..2].iter().all(|&place| file.has(place));
    if is_whole { None } else { file.misfit() }
}

fn short_rows(count: u64) -> Option<String> {
    (count > 0)
        .then(|| format!("{count} rows are shorter than the header: what they lack is no value"))
}

/// Columns that were asked for by a name which another has, too.
fn twins(mapping: &Mapping, file: &Separated<'_>) -> Vec<String> {
    let names: BTreeSet<&str> = mapping.names().into_iter().collect();
    let count = |name: &str| file.headers.iter().filter(|it| *it == name).count();
    let told = |name| format!("{} columns are called `{name}`: the first was taken", count(name));
    names.into_iter().filter(|it| count(it) > 1).map(told).collect()
}

fn places_of(mapping: &Mapping, file: &Separated<'_>) -> Result<Vec<usize>, FormatError> {
    let known = || file.headers.iter().map(String::as_str);
    let place = |name| file.column(name).ok_or_else(|| unknown_column(name, known()));
    mapping.names().into_iter().map(place).collect()
}

/// `values` stand in the order of [`Mapping::names`].
fn raw_of<'v>(mapping: &Mapping, values: &'v [String]) -> Raw<'v> {
    let mut values = values.iter().map(|it| Some(it.as_str()));
    let mut next = || values.next().flatten();
    let (case, time) = (next(), next());
    let activity = if mapping.activity.is_some() { next() } else { None };
    Raw { case, time, activity, by: values.collect() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn keeps_only_the_columns_that_were_asked_for() {
        let (rows, reading) = read_all("case,time,team,who\n1,2024-01-01T00:00:00Z,A,Eve\n");
        assert_eq!(rows[0].by, [Some("A".to_owned())]);
        assert_eq!(reading.columns_not_kept, ["who"]);
        assert_eq!((reading.rows, reading.kept), (1, 1));
    }

    #[test]
    fn counts_and_tells_rows_that_cannot_be_read() {
        let (rows, reading) = read_all(
            "case;time;team\n1;2024-01-01;A\n;2024-01-01;A\n1;soon;A\n1;;A\n1\n1;2024-01-01;A;B\n",
        );
        assert_eq!(rows.len(), 1);
        assert_eq!(reading.unreadable.count, 5);
        let told: Vec<_> = reading
            .unreadable
            .examples
            .iter()
            .map(|it| format!("{}: {}", it.line, it.reason))
            .collect();
        assert_eq!(
            told,
            [
                "3: no case",
                "4: `soon` is no time that can be read",
                "5: no time",
                "6: 1 fields where the header has 3",
                "7: 4 fields where the header has 3",
            ]
        );
        assert_eq!(reading.notes, ["1 times have no zone and were taken as UTC"]);
    }

    #[test]
    fn a_row_that_ends_early_lacks_a_value_and_is_an_event_all_the_same() {
        let text = "case,time,team\n1,2024-01-01T00:00:00Z\n1,2024-01-02T00:00:00Z,A\n";
        let (rows, reading) = read_all(text);
        let teams: Vec<_> = rows.iter().map(|it| it.by[0].as_deref()).collect();
        assert_eq!(teams, [None, Some("A")]);
        assert_eq!((reading.kept, reading.unreadable.count), (2, 0));
        let note = "1 rows are shorter than the header: what they lack is no value";
        assert_eq!(reading.notes, [note]);
    }

    #[test]
    fn a_row_without_anything_in_it_is_no_event() {
        let (rows, reading) = read_all("case,time,team\n1,2024-01-01T00:00:00Z,A\n,,\n \n");
        assert_eq!((rows.len(), reading.rows, reading.unreadable.count), (1, 1, 0));
    }

    #[test]
    fn of_columns_with_the_same_name_the_first_is_taken_and_it_is_said() {
        let (rows, reading) = read_all("case,time,team,team\n1,2024-01-01T00:00:00Z,A,B\n");
        assert_eq!(rows[0].by, [Some("A".to_owned())]);
        assert_eq!(reading.notes, ["2 columns are called `team`: the first was taken"]);
    }

    #[test]
    fn tells_twenty_unreadable_rows_and_counts_the_rest() {
        let text = format!("case,time,team\n{}", "1,never,A\n".repeat(50));
        let (_, reading) = read_all(&text);
        assert_eq!(reading.unreadable.count, 50);
        assert_eq!(reading.unreadable.examples.len(), 20);
    }

    #[test]
    fn dates_between_slashes_wait_for_one_that_tells_their_order_and_keep_their_own() {
        let head = "case,time,team,who\n";
        let times = |rows: &[Row]| rows.iter().map(|it| it.time.to_string()).collect::<Vec<_>>();
        let told = "1,02/01/2011 08:00,A,\n1,2011-01-01,B,\n1,31/12/2010 10:00,C,\n";
        let (rows, reading) = read_all(&format!("{head}{told}1,03/01/2011,D,\n"));
        let expected = ["2011-01-02T08", "2011-01-01T00", "2010-12-31T10", "2011-01-03T00"];
        assert_eq!(times(&rows), expected.map(|it| format!("{it}:00:00Z")));
        assert_eq!((reading.rows, reading.kept, reading.unreadable.count), (4, 4, 0));
        let (rows, reading) = read_all(&format!("{head}1,02/01/2011,A,\n1,2011-01-01,B,\n"));
        assert_eq!((rows.len(), reading.rows, reading.unreadable.count), (1, 2, 1));
        let example = &reading.unreadable.examples[0];
        assert_eq!((example.line, example.row), (2, 1));
        assert!(example.reason.contains("no other value tells"), "{example:?}");
    }

    #[test]
    fn an_empty_value_is_no_value() {
        let (rows, _) = read_all("case,time,team\n1,2024-01-01T00:00:00Z,\" \"\n");
        assert_eq!(rows[0].by, [None]);
    }

    #[test]
    fn a_value_becomes_a_name_of_one_line_and_bounded_length() {
        let text = format!(
            "case,time,team\n1,2024-01-01T00:00:00Z,\"a\nb\"\n1,2024-01-01T00:00:00Z,{}\n",
            "ä".repeat(300)
        );
        let (rows, reading) = read_all(&text);
        assert_eq!(rows[0].by, [Some("a b".to_owned())]);
        let name = rows[1].by[0].clone().unwrap();
        assert_eq!((name.chars().count(), name.ends_with("ä…")), (200, true));
        assert_eq!(reading.notes, ["1 values were cut to 200 characters"]);
    }

    #[test]
    fn names_the_columns_there_are_when_one_is_unknown() {
        let mapping = Mapping { by: vec!["crew".to_owned()], ..mapping() };
        let text = "case,time,team\n";
        let error = read(text.as_bytes(), &mapping, Limits::default(), &mut |_| Ok(()));
        assert_eq!(
            error.unwrap_err().to_string(),
            "there is no column `crew`; the columns are `case`, `time`, `team`"
        );
    }

    #[test]
    fn a_first_look_takes_no_values_of_columns_that_name_persons() {
        let sniffed = sniff("team,resource\nA,Eve\nB,Eve\n".as_bytes(), Limits::default()).unwrap();
        assert_eq!(sniffed.columns[0].samples, ["A", "B"]);
        assert!(sniffed.columns[1].samples.is_empty());
        assert_eq!(sniffed.columns[1].filled, 2);
    }

    proptest! {
        #[test]
        fn written_rows_are_read_in_their_order(
            rows in prop::collection::vec(("[a-zäöü,;\"\n]{1,8}", 0_i64..2_000_000_000, "[A-Zß;, ]{0,5}"), 0..30)
        ) {
            let rows: Vec<Row> = rows.into_iter().filter_map(row_of).collect();
            let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
            writer.write_record(["case", "time", "team"]).unwrap();
            for row in &rows {
                let team = row.by[0].as_deref().unwrap_or_default();
                writer.write_record([&row.case, &row.time.to_string(), team]).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            prop_assert_eq!(read_all(&text).0, rows);
        }
    }

    fn row_of((case, second, team): (String, i64, String)) -> Option<Row> {
        let case = case.trim().to_owned();
        let by = vec![Some(team.trim().to_owned()).filter(|it| !it.is_empty())];
        let time = jiff::Timestamp::from_second(second).unwrap();
        (!case.is_empty()).then_some(Row { case, time, activity: None, by })
    }

    fn mapping() -> Mapping {
        let by = vec!["team".to_owned()];
        Mapping { case: "case".to_owned(), time: "time".to_owned(), activity: None, by }
    }

    fn read_all(text: &str) -> (Vec<Row>, Reading) {
        let mut rows = Vec::new();
        let take = &mut |row| {
            rows.push(row);
            Ok(())
        };
        let reading = read(text.as_bytes(), &mapping(), Limits::default(), take).unwrap();
        (rows, reading)
    }
}

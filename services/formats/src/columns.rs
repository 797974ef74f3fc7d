//! Guesses which column is the case, the time, the activity, and between whose values work is handed
//! over; and says which columns name persons. Each guess comes with its reason.

use serde::Serialize;

use crate::event_log::{Column, LogFormat, Sniffed, times};

mod names;
mod words;

use names::{ACTIVITY_NAMES, BY_WORDS, CASE_NAMES, TIME_NAMES};
use words::{fold, words_of};

/// A column and why it was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    pub column: String,
    pub reason: String,
}

/// What the columns seem to be. Nothing is guessed that neither name nor values speak for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Guess {
    pub case: Option<Choice>,
    pub time: Option<Choice>,
    pub activity: Option<Choice>,
    /// Candidates for `by`, in the order of the file; never a column that names persons.
    pub by: Vec<Choice>,
    /// Columns that seem to name persons: of these only totals are told.
    pub persons: Vec<String>,
}

/// Guesses from names first, and for the time also from values.
pub fn guess(sniffed: &Sniffed) -> Guess {
    let columns = &sniffed.columns;
    let else_of_xes = |name| (sniffed.format == LogFormat::Xes).then(|| as_xes_has_it(name));
    let time = by_name(columns, TIME_NAMES, holds_times)
        .or_else(|| time_by_values(columns))
        .or_else(|| else_of_xes("time:timestamp"));
    let case = by_name(columns, CASE_NAMES, |_| true).or_else(|| else_of_xes("case:concept:name"));
    let is_free = |it: &Column| {
        let is = |choice: &Option<Choice>| choice.as_ref().is_some_and(|c| c.column == it.name);
        !is(&case) && !is(&time) && !names_persons(&it.name)
    };
    let activity = by_name(columns, ACTIVITY_NAMES, is_free);
    let by = columns.iter().filter(|it| is_free(it)).filter_map(by_candidate).collect();
    let case = case.map(|it| as_case(it, sniffed.format));
    let persons = columns.iter().map(|it| &it.name).filter(|it| names_persons(it)).cloned();
    Guess { case, time, activity, by, persons: persons.collect() }
}

/// Whether a column, by its name, holds names or marks of single persons. A group, a place or a rank
/// of them (`Owner Country`, `agent group`) does not.
pub fn names_persons(column: &str) -> bool {
    words::name_persons(&words_of(column))
}

fn by_name(columns: &[Column], names: &[&str], is_fit: impl Fn(&Column) -> bool) -> Option<Choice> {
    names.iter().find_map(|name| {
        let column = columns.iter().find(|it| fold(&it.name) == *name && is_fit(it))?;
        let reason = format!("by its name `{}`", column.name);
        Some(Choice { column: column.name.clone(), reason })
    })
}

/// In XES the plain name, in the place of the case, means the trace's own attribute.
fn as_case(choice: Choice, format: LogFormat) -> Choice {
    match (format, choice.column.as_str()) {
        (LogFormat::Xes, "case:concept:name") => Choice {
            column: "concept:name".to_owned(),
            reason: "the name of the trace, as XES has it".to_owned(),
        },
        _ => choice,
    }
}

/// What the standard calls it, also where no event was seen that has it.
fn as_xes_has_it(name: &str) -> Choice {
    Choice { column: name.to_owned(), reason: "by its name in XES".to_owned() }
}

fn holds_times(column: &Column) -> bool {
    let samples = &column.samples;
    let readable = samples.iter().filter(|it| times::is_time(it)).count();
    !samples.is_empty() && readable * 10 >= samples.len() * 9
}

fn time_by_values(columns: &[Column]) -> Option<Choice> {
    let column = columns.iter().find(|it| holds_times(it))?;
    let reason = format!("its values are times, such as `{}`", column.samples[0]);
    Some(Choice { column: column.name.clone(), reason })
}

fn by_candidate(column: &Column) -> Option<Choice> {
    let words = words_of(&column.name);
    // What was done, in more or less detail, is nobody who hands over.
    if words.iter().any(|it| matches!(it.as_str(), "activity" | "aktivitat" | "event" | "task")) {
        return None;
    }
    let word = words.iter().find(|it| BY_WORDS.contains(&it.as_str()))?;
    let reason = format!("its name has the word `{word}`");
    Some(Choice { column: column.name.clone(), reason })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_of_a_service_desk_are_guessed() {
        let guess = guess(&csv(&[
            ("SR Number", "1-364285768"),
            ("Change Date+Time", "2010-03-31T15:59:42+01:00"),
            ("Status", "Accepted"),
            ("Activity", "Accepted-In Progress"),
            ("Involved ST", "V30"),
            ("Product", "PROD582"),
            ("Owner Country", "France"),
            ("Owner First Name", "Eve"),
        ]));
        assert_eq!(names(&guess), ["SR Number", "Change Date+Time", "Activity"]);
        let by: Vec<_> = guess.by.iter().map(|it| it.column.as_str()).collect();
        assert_eq!(by, ["Involved ST", "Owner Country"]);
        assert_eq!(guess.persons, ["Owner First Name"]);
    }

    #[test]
    fn german_columns_are_guessed() {
        let guess = guess(&csv(&[
            ("Vorgangsnummer", "17"),
            ("Zeitstempel", "31.12.2023 08:00"),
            ("Tätigkeit", "prüfen"),
            ("Abteilung", "Einkauf"),
            ("Bearbeiter", "Eve"),
        ]));
        assert_eq!(names(&guess), ["Vorgangsnummer", "Zeitstempel", "Tätigkeit"]);
        assert_eq!(guess.by[0].reason, "its name has the word `abteilung`");
    }

    #[test]
    fn the_trace_names_the_case_in_a_table_and_in_xes() {
        let columns = [
            ("concept:name", "pay"),
            ("time:timestamp", "2010-12-30 14:32:00+01:00"),
            ("Activity", "pay"),
            ("case:concept:name", "3"),
        ];
        let table = guess(&csv(&columns));
        assert_eq!(names(&table), ["case:concept:name", "time:timestamp", "concept:name"]);
        let log = guess(&Sniffed { format: LogFormat::Xes, ..csv(&columns) });
        assert_eq!(names(&log), ["concept:name", "time:timestamp", "concept:name"]);
    }

    #[test]
    fn a_xes_log_without_events_or_names_has_the_columns_of_the_standard() {
        let guess = guess(&Sniffed { format: LogFormat::Xes, ..csv(&[]) });
        assert_eq!(guess.case.unwrap().column, "concept:name");
        assert_eq!(guess.time.unwrap().column, "time:timestamp");
        assert_eq!(guess.activity, None);
    }

    #[test]
    fn a_time_is_also_found_by_its_values_but_nothing_else_is() {
        let guess = guess(&csv(&[("a", "x"), ("b", "2024-01-01 10:00")]));
        assert_eq!(guess.time.unwrap().reason, "its values are times, such as `2024-01-01 10:00`");
        assert_eq!((guess.case, guess.activity), (None, None));
    }

    #[test]
    fn a_column_called_time_without_times_is_not_taken() {
        let guess = guess(&csv(&[("time", "often"), ("when", "2024-01-01 10:00")]));
        assert_eq!(guess.time.unwrap().column, "when");
    }

    #[test]
    fn persons_are_known_by_the_name_of_the_column() {
        for name in [
            "org:resource",
            "Resource",
            "resources",
            "First Name",
            "Owner First Name",
            "firstName",
            "user",
            "User ID",
            "userName",
            "owner name",
            "Owner",
            "Bearbeiter",
            "BearbeiterIn",
            "Sachbearbeiter/in",
            "Mitarbeiter",
            "Mitarbeitername",
            "Benutzerkennung",
            "Vorname",
            "Nachname",
            "employee",
            "Agent",
            "assignee",
            "assigned_to",
            "Person",
            "performer",
            "case:responsible",
            "E-Mail",
            "erstellt von",
            "changed by",
            "Zuständiger",
            "Zuständig",
            "Prüfer",
            "Freigegeben durch",
            "Processed by",
            "Kunde",
            "Vorgesetzter",
            "Supervisor",
            "Team member",
            "Owner Team Member",
            "Sales rep",
        ] {
            assert!(names_persons(name), "{name}");
        }
    }

    #[test]
    fn groups_places_and_things_are_no_persons() {
        for name in [
            "Owner Country",
            "Involved ST",
            "org:group",
            "org:role",
            "resource country",
            "organization involved",
            "Agent Group",
            "Bearbeitergruppe",
            "Mitarbeiterzahl",
            "Bearbeitungszeit",
            "Personalabteilung",
            "concept:name",
            "Product",
            "Team",
            "user department",
            "time:timestamp",
            "case:concept:name",
            "Benutzerrolle",
            "",
        ] {
            assert!(!names_persons(name), "{name}");
        }
    }

    fn names(guess: &Guess) -> [&str; 3] {
        [&guess.case, &guess.time, &guess.activity].map(|it| it.as_ref().unwrap().column.as_str())
    }

    fn csv(columns: &[(&str, &str)]) -> Sniffed {
        let column = |(name, value): &(&str, &str)| Column {
            name: (*name).to_owned(),
            samples: vec![(*value).to_owned()],
            filled: 1,
        };
        Sniffed {
            format: LogFormat::Csv,
            columns: columns.iter().map(column).collect(),
            rows: 1,
            delimiter: Some(','),
            encoding: "UTF-8".to_owned(),
        }
    }
}

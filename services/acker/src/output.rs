//! What the program prints: answers on standard output, messages on standard error.

#![expect(clippy::print_stderr, reason = "this is where the program prints")]

use std::{
    fmt::Display,
    io::{IsTerminal as _, Write as _},
    time::Duration,
};

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, TableComponent, presets};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::Value;

use crate::words::{one_of, said, told};

/// An answer, or a part of one. A reader that has gone away ends the program quietly.
#[expect(clippy::exit, reason = "nobody reads on: `acker loops | head`")]
pub(crate) fn answer(text: impl Display) {
    let mut out = std::io::stdout().lock();
    if writeln!(out, "{text}").and_then(|()| out.flush()).is_err() {
        std::process::exit(0);
    }
}

/// An answer as JSON, indented for people.
pub(crate) fn json(value: &Value) {
    answer(serde_json::to_string_pretty(value).expect("JSON has string keys"));
}

/// A message that is no answer.
pub(crate) fn say(text: impl Display) {
    eprintln!("{text}");
}

/// A question, behind which the answer is typed.
pub(crate) fn prompt(text: impl Display) {
    eprint!("{text}");
    // Whoever cannot be asked gives no answer either.
    drop(std::io::stderr().flush());
}

/// An error with its causes, each once.
pub(crate) fn complain(error: &anyhow::Error) {
    let mut told = said(&error.to_string());
    for cause in error.chain().skip(1).map(|it| said(&it.to_string())) {
        if !told.contains(&cause) {
            told = format!("{told}: {cause}");
        }
    }
    eprintln!("acker: {told}");
}

/// How a column is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Set {
    /// Words.
    Left,
    /// Figures.
    Right,
}

/// A table that fits the terminal. Lines stand between rows only where a row has several.
pub(crate) struct Rows {
    table: Table,
    has_tall_rows: bool,
}

impl Rows {
    /// Each heading in English and in German.
    pub(crate) fn of(columns: &[(&str, &str, Set)]) -> Self {
        let in_one = columns.iter().map(|(english, german, set)| (one_of(english, german), *set));
        Self::new(&in_one.collect::<Vec<_>>())
    }

    pub(crate) fn new(columns: &[(&str, Set)]) -> Self {
        let mut table = Table::new();
        table.load_preset(presets::UTF8_HORIZONTAL_ONLY);
        if std::io::stdout().is_terminal() {
            table.set_content_arrangement(ContentArrangement::Dynamic);
        }
        table.set_header(columns.iter().map(|(name, _)| Cell::new(name)));
        for (column, (_, set)) in table.column_iter_mut().zip(columns) {
            column.set_cell_alignment(match set {
                Set::Left => CellAlignment::Left,
                Set::Right => CellAlignment::Right,
            });
        }
        Self { table, has_tall_rows: false }
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let cells: Vec<String> = cells.into_iter().collect();
        self.has_tall_rows |= cells.iter().any(|it| it.contains('\n'));
        self.table.add_row(cells);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    pub(crate) fn print(mut self) {
        if !self.has_tall_rows {
            for line in [
                TableComponent::HorizontalLines,
                TableComponent::MiddleIntersections,
                TableComponent::LeftBorderIntersections,
                TableComponent::RightBorderIntersections,
            ] {
                self.table.remove_style(line);
            }
        }
        answer(&self.table);
    }
}

/// What units did of whom an answer knows something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    /// They perform a step of a process.
    OnTheMap,
    /// They said that they have a pain point.
    Report,
}

/// How much of the company an answer rests on.
pub(crate) fn known(of: &Value, what: Known) {
    let (known, all) = (text(&of["known"]["units_reporting"]), text(&of["known"]["of"]));
    answer(match what {
        Known::OnTheMap => told!(
            "{known} of {all} units are on the map",
            "{known} von {all} Einheiten stehen auf der Karte"
        ),
        Known::Report => told!(
            "{known} of {all} units report",
            "{known} von {all} Einheiten haben Schmerzpunkte gemeldet"
        ),
    });
    if let Some(note) = of["note"].as_str() {
        answer(said(note));
    }
}

/// A text, or a dash where there is none.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Progress of something that takes a while, on a terminal only.
pub(crate) fn progress(what: String) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(8));
    let style = ProgressStyle::with_template("{msg} {wide_bar} {human_pos}/{human_len} {eta}");
    bar.set_style(style.expect("a fixed template"));
    bar.set_message(what);
    bar.enable_steady_tick(Duration::from_millis(250));
    bar
}

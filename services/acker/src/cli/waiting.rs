//! `acker waiting`: what waits, and for whom.

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use serde_json::Value;

use super::ask::Asking;
use crate::{
    backend::Where,
    output::{self, Rows, Set, text},
    words::{day, told},
};

/// Show what waits, and for whom: what is longest overdue first.
///
/// Decisions that were asked for, questions that were asked back, ideas that were put off until a day,
/// trials that end, what was accepted and not begun, what nobody measured, goals.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  acker waiting --overdue true
  acker waiting --unit Einkauf")]
pub(crate) struct Waiting {
    /// That this unit or a part of it owes: its name or id
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    /// true: past its day; false: not yet
    #[arg(long)]
    overdue: Option<bool>,
    #[command(flatten)]
    asking: Asking,
}

impl Waiting {
    pub(crate) async fn run(self, place: &Where) -> Result<ExitCode> {
        let Self { unit, overdue, asking } = self;
        let parameters = [("unit", unit), ("overdue", overdue.map(|it| it.to_string()))];
        asking.ask(place, "waiting", &parameters, print).await?;
        Ok(ExitCode::SUCCESS)
    }
}

fn print(answer: &Value) {
    let columns = [
        ("due", "bis", Set::Left),
        ("days", "Tage", Set::Right),
        ("what", "was", Set::Left),
        ("by whom", "wer ist dran", Set::Left),
        ("about", "worum es geht", Set::Left),
    ];
    let mut rows = Rows::of(&columns);
    for item in answer["items"].as_array().into_iter().flatten() {
        rows.row([
            day(&item["by"]),
            text(&item["days"]),
            what(&text(&item["what"])),
            text(&item["unit_name"]),
            text(&item["title"]),
        ]);
    }
    if rows.is_empty() {
        output::answer(told!("nothing waits", "nichts wartet"));
        return;
    }
    rows.print();
    if !answer["next"].is_null() {
        output::answer(told!(
            "there are more: --limit N shows up to 1,000",
            "es gibt mehr: --limit N zeigt bis zu 1.000"
        ));
    }
}

/// What is owed.
fn what(key: &str) -> String {
    match key {
        "decision" => told!("a decision", "eine Entscheidung"),
        "answer" => told!("an answer", "eine Antwort"),
        "resubmission" => told!("another look", "Wiedervorlage"),
        "start" => told!("a start", "der Anfang"),
        "pilot_end" => told!("the end of the trial", "das Ende der Erprobung"),
        "measurement" => told!("a measurement", "eine Messung"),
        "goal" => told!("a goal", "ein Ziel"),
        other => other.replace('_', " "),
    }
}

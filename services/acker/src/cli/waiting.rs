//! `acker waiting`: what waits, and for whom.

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use serde_json::Value;

use super::ask::Asking;
use crate::{
    backend::Where,
    output::{self, Rows, Set, text},
    words::Words,
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
    pub(crate) async fn run(self, place: &Where, words: &Words) -> Result<ExitCode> {
        let Self { unit, overdue, asking } = self;
        let parameters = [("unit", unit), ("overdue", overdue.map(|it| it.to_string()))];
        asking.ask(place, "waiting", &parameters, |answer| print(answer, words)).await?;
        Ok(ExitCode::SUCCESS)
    }
}

fn print(answer: &Value, words: &Words) {
    let columns = [
        (words.due, Set::Left),
        (words.days, Set::Right),
        (words.what, Set::Left),
        (words.owed_by, Set::Left),
        (words.title, Set::Left),
    ];
    let mut rows = Rows::new(&columns);
    for item in answer["items"].as_array().into_iter().flatten() {
        rows.row([
            text(&item["by"]),
            text(&item["days"]),
            words.called(&text(&item["what"])).to_owned(),
            text(&item["unit_name"]),
            text(&item["title"]),
        ]);
    }
    if rows.is_empty() {
        output::answer(words.nothing_waits);
        return;
    }
    rows.print();
    if !answer["next"].is_null() {
        output::answer(Words::filled(words.there_are_more, &["1000"]));
    }
}

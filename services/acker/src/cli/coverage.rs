//! `acker coverage`: which communities address which areas.

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use serde_json::Value;

use super::ask::Asking;
use crate::{
    backend::Where,
    output::{self, Rows, Set, figure, text},
};

/// Show which communities address which of the thirteen process areas, and where nobody does.
///
/// Behind each community its step: 1 declared, 2 took up a pain point, 3 an idea of it accepted or in
/// pilot, 4 measured effect. In brackets: older than twelve months, it rests.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  acker coverage --at 2026-03-31")]
pub(crate) struct Coverage {
    #[command(flatten)]
    asking: Asking,
}

impl Coverage {
    pub(crate) async fn run(self, place: &Where) -> Result<ExitCode> {
        self.asking.ask(place, "coverage", &[], print).await?;
        Ok(ExitCode::SUCCESS)
    }
}

fn print(answer: &Value) {
    let columns = [
        ("area", Set::Left),
        ("pain points", Set::Right),
        ("hours/month", Set::Right),
        ("uncovered", Set::Right),
        ("gap", Set::Left),
        ("overlap", Set::Right),
        ("communities", Set::Left),
    ];
    let mut rows = Rows::new(&columns);
    for area in answer["areas"].as_array().into_iter().flatten() {
        let share = area["gap_share"].as_f64();
        rows.row([
            text(&area["area"]),
            text(&area["pain_points"]),
            figure(&area["hours_per_month"]),
            share.map_or_else(|| "–".to_owned(), |it| format!("{:.0} %", it * 100.0)),
            if area["gap"] == true { "gap".to_owned() } else { String::new() },
            text(&area["overlap"]),
            communities(&area["communities"]),
        ]);
    }
    let unplaced = &answer["unplaced"];
    rows.row([
        "unplaced".to_owned(),
        text(&unplaced["pain_points"]),
        figure(&unplaced["hours_per_month"]),
        String::new(),
        String::new(),
        String::new(),
        String::new(),
    ]);
    rows.print();
    let total = &answer["total_distinct"];
    output::answer(format_args!(
        "areas overlap; each counted once: {} pain points, {} h a month",
        text(&total["pain_points"]),
        figure(&total["hours_per_month"]),
    ));
    output::known(answer, "report");
}

fn communities(cells: &Value) -> String {
    let cells = cells.as_array().into_iter().flatten().map(|cell| {
        let (name, strength) = (text(&cell["name"]), text(&cell["strength"]));
        if cell["rests"] == true {
            format!("{name} ({strength})")
        } else {
            format!("{name} {strength}")
        }
    });
    cells.collect::<Vec<_>>().join("\n")
}

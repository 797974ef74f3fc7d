//! `acker ideas`: what would make it better, and where each idea stands.

mod one;

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use serde_json::Value;

use super::ask::Asking;
use crate::{
    backend::Where,
    output::{self, Rows, Set, text},
    words::{figure, listed, told},
};

/// List ideas, those that address most hours first.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  acker ideas --status open
  acker ideas 'Ohne Freigabe'      one of them: expected beside happened
  acker ideas --unit Einkauf --area support
  acker ideas --pain-point 'drei Excel-Listen'")]
pub(crate) struct Ideas {
    /// One idea: its id, or a part of its title; with what was expected of it and what happened
    #[arg(conflicts_with_all = ["status", "area", "unit", "pain_point"])]
    idea: Option<String>,
    /// Where it stands: proposed, `decision_asked`, …; or open: what may still become something
    #[arg(long)]
    status: Option<String>,
    /// In this area, or `unplaced`
    #[arg(long)]
    area: Option<String>,
    /// Proposed for, asked of, tried by or adopted by this unit or a part of it: its name or id
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    /// That addresses this pain point: its id, or a part of its text
    #[arg(long, value_name = "PAIN POINT", visible_alias = "pain_point")]
    pain_point: Option<String>,
    #[command(flatten)]
    asking: Asking,
}

impl Ideas {
    pub(crate) async fn run(self, place: &Where) -> Result<ExitCode> {
        let Self { idea, status, area, unit, pain_point, asking } = self;
        if let Some(idea) = idea {
            return one::show(place, &idea, &asking).await;
        }
        let parameters =
            [("status", status), ("area", area), ("unit", unit), ("pain_point", pain_point)];
        asking.ask(place, "ideas", &parameters, print).await?;
        Ok(ExitCode::SUCCESS)
    }
}

fn print(answer: &Value) {
    let columns = [
        ("addresses h/month", "betrifft Std./Monat", Set::Right),
        ("status", "Stand", Set::Left),
        ("support", "dafür", Set::Right),
        ("estimated", "geschätzt", Set::Right),
        ("measured", "gemessen", Set::Right),
        ("idea", "Verbesserungsidee", Set::Left),
    ];
    let mut rows = Rows::of(&columns);
    for item in answer["items"].as_array().into_iter().flatten() {
        let benefit = &item["benefit"];
        rows.row([
            figure(&item["hours_addressed"]),
            listed(&item["status"]),
            text(&item["support"]),
            figure(&benefit["estimated_hours_per_month"]),
            figure(&benefit["measured_hours_per_month"]),
            text(&item["title"]),
        ]);
    }
    if rows.is_empty() {
        output::answer(told!("no such idea", "keine solche Idee"));
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

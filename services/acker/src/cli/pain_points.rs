//! `acker pain-points`: what holds work up.

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

/// List what holds work up, the dearest first.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  acker pain-points --area coordination --taken-up false
  acker pain-points --unit Einkauf
  acker pain-points --status resolved --at 2026-03-31")]
pub(crate) struct PainPoints {
    /// In this area, or `unplaced`
    #[arg(long)]
    area: Option<String>,
    /// Of this kind, or `unsorted`
    #[arg(long)]
    kind: Option<String>,
    /// That this unit or a part of it has: its name or id
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    /// open, resolved or all
    #[arg(long)]
    status: Option<String>,
    /// true: a community works on it; false: none does
    #[arg(long, visible_alias = "taken_up")]
    taken_up: Option<bool>,
    #[command(flatten)]
    asking: Asking,
}

impl PainPoints {
    pub(crate) async fn run(self, place: &Where) -> Result<ExitCode> {
        let Self { area, kind, unit, status, taken_up, asking } = self;
        let parameters = [
            ("area", area),
            ("kind", kind),
            ("unit", unit),
            ("status", status),
            ("taken_up", taken_up.map(|it| it.to_string())),
        ];
        asking.ask(place, "pain-points", &parameters, print).await?;
        Ok(ExitCode::SUCCESS)
    }
}

fn print(answer: &Value) {
    let columns = [
        ("hours/month", "Std./Monat", Set::Right),
        ("basis", "Grundlage", Set::Left),
        ("units", "Einheiten", Set::Right),
        ("taken up by", "aufgegriffen von", Set::Right),
        ("status", "Stand", Set::Left),
        ("kind", "Art", Set::Left),
        ("what holds work up", "was die Arbeit aufhält", Set::Left),
    ];
    let mut rows = Rows::of(&columns);
    for item in answer["items"].as_array().into_iter().flatten() {
        rows.row([
            figure(&item["hours_per_month"]),
            listed(&item["basis"]),
            text(&item["unit_count"]),
            item["communities"].as_array().map_or(0, Vec::len).to_string(),
            listed(&item["status"]),
            listed(&item["kind"]),
            text(&item["text"]),
        ]);
    }
    if rows.is_empty() {
        output::answer(told!("no such pain point", "kein solcher Schmerzpunkt"));
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

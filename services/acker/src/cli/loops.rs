//! `acker loops`: what goes round.

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use serde_json::Value;

use super::ask::Asking;
use crate::{
    backend::Where,
    output::{self, Rows, Set, figure, text},
};

/// Show coordination loops: what goes round between steps, units, sites or regions.
///
/// rework: goes back within one process. `back_and_forth`: the process leads there and back by design.
/// mutual: no single process carries it, so it is not priced.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  acker loops --level site
  acker loops --level unit --at 2026-03-31 --store http://127.0.0.1:7313")]
pub(crate) struct Loops {
    /// step, unit, site or region
    #[arg(long, default_value = "unit")]
    level: String,
    /// Only hand-overs of this process
    #[arg(long, value_name = "ID")]
    process: Option<String>,
    #[command(flatten)]
    asking: Asking,
}

impl Loops {
    pub(crate) async fn run(self, place: &Where) -> Result<ExitCode> {
        let parameters = [("level", Some(self.level)), ("process", self.process)];
        self.asking.ask(place, "loops", &parameters, print).await?;
        Ok(ExitCode::SUCCESS)
    }
}

fn print(answer: &Value) {
    let columns = [
        ("loop", Set::Left),
        ("kind", Set::Left),
        ("rounds/month", Set::Right),
        ("work h", Set::Right),
        ("delay h", Set::Right),
        ("money", Set::Right),
        ("measured", Set::Left),
    ];
    let mut rows = Rows::new(&columns);
    for cycle in answer["cycles"].as_array().into_iter().flatten() {
        rows.row([
            names(cycle),
            text(&cycle["kind"]),
            figure(&cycle["rounds_per_month"]),
            figure(&cycle["work_hours_per_month"]),
            figure(&cycle["delay_hours_per_month"]),
            money(&cycle["money_per_month"]),
            measured(&cycle["measured"]),
        ]);
    }
    if rows.is_empty() {
        output::answer(format_args!(
            "nothing goes round at the level of a {}",
            text(&answer["level"])
        ));
        return;
    }
    rows.print();
    let total = &answer["total"];
    output::answer(format_args!(
        "nothing counted twice: {} h work, {} h delay a month; work, money and delay are never added",
        figure(&total["work_hours_per_month"]),
        figure(&total["delay_hours_per_month"]),
    ));
    output::known(answer, "are on the map");
    if answer["truncated"] == true {
        output::answer(format_args!(
            "cut short ({}): these are the dearest {}",
            text(&answer["reason"]),
            text(&answer["returned"])
        ));
    }
}

pub(super) fn names(cycle: &Value) -> String {
    let names: Vec<_> = cycle["member_names"].as_array().into_iter().flatten().map(text).collect();
    let first = names.first().cloned().unwrap_or_default();
    format!("{} → {first}", names.join(" → "))
}

fn money(amounts: &Value) -> String {
    let amounts = amounts.as_array().into_iter().flatten();
    let amounts = amounts.map(|it| format!("{} {}", figure(&it["amount"]), text(&it["currency"])));
    amounts.collect::<Vec<_>>().join("\n")
}

fn measured(measured: &Value) -> String {
    if measured.is_null() {
        return String::new();
    }
    format!(
        "{} bounces in {} cases, {} hand-overs",
        text(&measured["occurrences"]),
        text(&measured["cases"]),
        text(&measured["hand_overs"])
    )
}

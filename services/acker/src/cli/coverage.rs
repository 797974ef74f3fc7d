//! `acker coverage`: which communities address which areas.

mod change;
mod community;

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use serde_json::Value;

use super::{ask::AskingWhole, what_if::list};
use crate::{
    backend::Where,
    output::{self, Known, Rows, Set, text},
    words::{self, figure, told},
};

/// Show which communities address which of the thirteen process areas, and where nobody does.
///
/// Behind each community its step: 1 declared, 2 took up a pain point, 3 an idea of it accepted or in
/// pilot, 4 measured effect. In brackets: older than twelve months, it rests.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  acker coverage --at 2026-03-31
  acker coverage --gaps                        what nobody works on, the most hours first
  acker coverage --since 2026-03-31            what changed since the end of that day
  acker coverage --community 'Papierloses Büro'  who else has its pain, and what would fit it")]
pub(crate) struct Coverage {
    /// Only the areas with a gap, and what nobody took up there
    #[arg(long, conflicts_with_all = ["community", "since", "since_position"])]
    gaps: bool,
    /// One community, by its name or id: what it took up, who else has that, what would fit it
    #[arg(long, value_name = "NAME", conflicts_with_all = ["since", "since_position"])]
    community: Option<String>,
    /// What changed since this time, or since the end of this day: 2026-03-31
    #[arg(long, value_name = "TIME", conflicts_with = "since_position")]
    since: Option<String>,
    /// What changed since right after this position
    #[arg(long, value_name = "N")]
    since_position: Option<u64>,
    #[command(flatten)]
    asking: AskingWhole,
}

impl Coverage {
    pub(crate) async fn run(self, place: &Where) -> Result<ExitCode> {
        let Self { gaps, community, since, since_position, asking } = self;
        if let Some(name) = community {
            let id = community::id_of(place, &name).await?;
            let path = format!("communities/{id}/coverage");
            asking.ask(place, &path, &[], community::print).await?;
            return Ok(ExitCode::SUCCESS);
        }
        let has_since = since.is_some() || since_position.is_some();
        let since_position = since_position.map(|it| it.to_string());
        let parameters = [("since", since), ("since_position", since_position)];
        let table = match (gaps, has_since) {
            (true, _) => print_gaps,
            (false, true) => change::print,
            (false, false) => print,
        };
        asking.ask(place, "coverage", &parameters, table).await?;
        Ok(ExitCode::SUCCESS)
    }
}

fn print(answer: &Value) {
    let columns = [
        ("area", "Bereich", Set::Left),
        ("pain points", "Schmerzpunkte", Set::Right),
        ("hours/month", "Std./Monat", Set::Right),
        ("uncovered", "ungedeckt", Set::Right),
        ("gap", "Lücke", Set::Left),
        ("overlap", "mehrfach", Set::Right),
        ("communities", "Communitys", Set::Left),
    ];
    let mut rows = Rows::of(&columns);
    for area in list(&answer["areas"]) {
        let share = area["gap_share"].as_f64();
        rows.row([
            words::listed(&area["area"]),
            text(&area["pain_points"]),
            figure(&area["hours_per_month"]),
            share.map_or_else(|| "–".to_owned(), words::percent),
            if area["gap"] == true { told!("gap", "Lücke") } else { String::new() },
            text(&area["overlap"]),
            communities(&area["communities"]),
        ]);
    }
    let unplaced = &answer["unplaced"];
    rows.row([
        told!("unplaced", "ohne Bereich"),
        text(&unplaced["pain_points"]),
        figure(&unplaced["hours_per_month"]),
        String::new(),
        String::new(),
        String::new(),
        String::new(),
    ]);
    rows.print();
    let total = &answer["total_distinct"];
    output::answer(told!(
        "areas overlap; each counted once: {} pain points, {} h a month",
        "Bereiche überschneiden sich; jeder einmal gezählt: {} Schmerzpunkte, {} Std. im Monat",
        text(&total["pain_points"]),
        figure(&total["hours_per_month"]),
    ));
    output::known(answer, Known::Report);
}

fn communities(cells: &Value) -> String {
    let cells = list(cells).iter().map(|cell| {
        let (name, strength) = (text(&cell["name"]), text(&cell["strength"]));
        if cell["rests"] == true {
            format!("{name} ({strength})")
        } else {
            format!("{name} {strength}")
        }
    });
    cells.collect::<Vec<_>>().join("\n")
}

fn print_gaps(answer: &Value) {
    let mut rows = Rows::of(&[
        ("area", "Bereich", Set::Left),
        ("uncovered h/month", "ungedeckt Std./Monat", Set::Right),
        ("share", "Anteil", Set::Right),
        ("what nobody took up", "was niemand aufgegriffen hat", Set::Left),
    ]);
    for gap in list(&answer["gaps"]) {
        let share = gap["gap_share"].as_f64().unwrap_or_default();
        let points = list(&gap["pain_points"]).iter().map(|it| {
            told!("{} h  {}", "{} Std.  {}", figure(&it["hours_per_month"]), text(&it["text"]))
        });
        rows.row([
            words::listed(&gap["area"]),
            figure(&gap["uncovered_hours"]),
            words::percent(share),
            points.collect::<Vec<_>>().join("\n"),
        ]);
    }
    if rows.is_empty() {
        output::answer(told!(
            "no area has a gap, as far as anybody said",
            "kein Bereich hat eine Lücke, soweit jemand etwas gesagt hat"
        ));
    } else {
        rows.print();
        output::answer(told!(
            "a pain point that lies in several areas stands in each",
            "ein Schmerzpunkt, der in mehreren Bereichen liegt, steht in jedem"
        ));
    }
    output::known(answer, Known::Report);
}

//! `acker lens`: what an area asks, answered from the graphs.

mod coordination;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, ValueEnum};
use serde_json::Value;

use super::{ask::AskingWhole, loops::cycles::names, what_if::list};
use crate::{
    backend::Where,
    output::{self, Known, Rows, Set, text},
    words::{figure, listed, told},
};

/// Answer the one question of a process area from the graphs.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  acker lens support        which duplicated work, duplicated data and loops cost most
  acker lens coordination   what hand-overs between sites cost, time zones included
  acker lens communication  which paths run only top-down, which have no way back
  acker lens transparency   where the same is run or described differently")]
pub(crate) struct Lens {
    /// The area
    area: Area,
    /// Coordination: a day of the week whose clocks, working hours and holidays count; today where it
    /// is not said
    #[arg(long, value_name = "DAY")]
    day: Option<String>,
    #[command(flatten)]
    asking: AskingWhole,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Area {
    Support,
    Coordination,
    Communication,
    Transparency,
}

impl Lens {
    pub(crate) async fn run(self, place: &Where) -> Result<ExitCode> {
        let (path, print): (_, fn(&Value)) = match self.area {
            Area::Support => ("lenses/support", support),
            Area::Coordination => ("lenses/coordination", coordination::print),
            Area::Communication => ("lenses/communication", communication),
            Area::Transparency => ("lenses/transparency", transparency),
        };
        let table = |answer: &Value| {
            output::answer(self.area.question());
            print(answer);
            output::known(answer, Known::OnTheMap);
        };
        self.asking.ask(place, path, &[("day", self.day)], table).await?;
        Ok(ExitCode::SUCCESS)
    }
}

impl Area {
    fn question(self) -> String {
        match self {
            Self::Support => told!(
                "Which duplicated work, duplicated data and loops cost most per month?",
                "Welche doppelte Arbeit, doppelten Daten und Schleifen kosten im Monat am meisten?"
            ),
            Self::Coordination => told!(
                "What does this hand-over cost across sites, time zones included?",
                "Was kostet diese Übergabe über Standorte hinweg, mit Zeitzonen?"
            ),
            Self::Communication => told!(
                "Which paths run only top-down; which have no way back recorded?",
                "Welche Wege laufen nur von oben nach unten; zu welchen ist kein Rückweg festgehalten?"
            ),
            Self::Transparency => told!(
                "Where is the same process run or described differently by different units?",
                "Wo wird derselbe Prozess von verschiedenen Einheiten anders gelebt oder beschrieben?"
            ),
        }
    }
}

fn support(answer: &Value) {
    let involved = ("hours involved", "Std. beteiligt", Set::Right);
    let columns = [("duplicated work", "doppelte Arbeit", Set::Left), involved];
    let clusters = list(&answer["duplicated_work"]["dearest"]).iter();
    table(&columns, clusters.map(|it| vec![joined(&it["members"]), figure(&it["hours_involved"])]));
    let columns = [
        ("data kept by hand", "von Hand geführte Daten", Set::Left),
        ("in the stores", "an den Orten", Set::Left),
        involved,
    ];
    let data = list(&answer["duplicated_data"]["dearest"]).iter();
    table(
        &columns,
        data.map(|it| {
            let stores = list(&it["stores"]).iter().map(text).collect::<Vec<_>>().join("\n");
            vec![text(&it["name"]), stores, figure(&it["hours_involved"])]
        }),
    );
    let columns = [
        ("loop", "Schleife", Set::Left),
        ("kind", "Art", Set::Left),
        ("work h", "Arbeit Std.", Set::Right),
        ("delay h", "Wartezeit Std.", Set::Right),
    ];
    let loops = list(&answer["loops"]["dearest"]).iter();
    table(
        &columns,
        loops.map(|it| {
            let (work, delay) = (&it["work_hours_per_month"], &it["delay_hours_per_month"]);
            vec![names(it), listed(&it["kind"]), figure(work), figure(delay)]
        }),
    );
    let (work, data) = (&answer["duplicated_work"]["total"], &answer["duplicated_data"]);
    let loops = &answer["loops"]["total"];
    output::answer(told!(
        "a month: {} h in duplicated work; {} h in steps that keep data twice; {} h work and {} h delay in loops; never added",
        "im Monat: {} Std. in doppelter Arbeit; {} Std. in Schritten, die Daten doppelt führen; {} Std. Arbeit und {} Std. Wartezeit in Schleifen; nie zusammengezählt",
        figure(&work["hours_involved"]),
        figure(&data["hours_involved"]),
        figure(&loops["work_hours_per_month"]),
        figure(&loops["delay_hours_per_month"]),
    ));
}

fn communication(answer: &Value) {
    for (english, german, paths) in [
        ("only top-down", "nur von oben nach unten", "only_top_down"),
        ("no way back", "ohne Rückweg", "no_way_back"),
    ] {
        let columns = [
            (english, german, Set::Left),
            ("to", "an", Set::Left),
            ("hand-overs", "Übergaben", Set::Right),
            ("times", "Mal", Set::Right),
        ];
        table(
            &columns,
            list(&answer[paths]).iter().map(|it| {
                let (from, to) = (text(&it["from_name"]), text(&it["to_name"]));
                vec![from, to, text(&it["hand_overs"]), figure(&it["times_per_month"])]
            }),
        );
    }
    output::answer(told!(
        "{} paths of reports and information, {} downwards, {} upwards: {} run only top-down, {} have no way back recorded",
        "{} Wege von Berichten und Informationen, {} nach unten, {} nach oben: {} laufen nur von oben nach unten, bei {} ist kein Rückweg festgehalten",
        text(&answer["paths"]),
        text(&answer["downwards"]),
        text(&answer["upwards"]),
        text(&answer["only_top_down_count"]),
        text(&answer["no_way_back_count"]),
    ));
}

fn transparency(answer: &Value) {
    for (english, german, pairs) in [
        ("variant", "Variante", "variants"),
        ("alike, not declared", "ähnlich, nicht als Variante erklärt", "alike"),
    ] {
        let columns = [
            (english, german, Set::Left),
            ("of", "von", Set::Left),
            ("shared steps", "gemeinsame Schritte", Set::Right),
            ("only here", "nur hier", Set::Right),
            ("only there", "nur dort", Set::Right),
        ];
        table(&columns, list(&answer[pairs]).iter().map(pair));
    }
    let columns = [
        ("not run as described", "anders gelebt als beschrieben", Set::Left),
        ("by", "von", Set::Left),
        ("what differs", "was anders ist", Set::Left),
    ];
    let disagreements = list(&answer["disagreements"]).iter();
    table(
        &columns,
        disagreements.flat_map(|it| {
            let process = text(&it["process"]["name"]);
            let differs =
                |by: &Value| vec![process.clone(), text(&by["unit_name"]), text(&by["text"])];
            list(&it["disagrees"]).iter().map(differs).collect::<Vec<_>>()
        }),
    );
    let columns = [
        ("changed since", "geändert seit", Set::Left),
        ("release", "Freigabe", Set::Left),
        ("parts", "Teile", Set::Right),
    ];
    table(
        &columns,
        list(&answer["changed_since_release"])
            .iter()
            .map(|it| vec![text(&it["process"]["name"]), text(&it["label"]), text(&it["changed"])]),
    );
}

/// Two descriptions beside each other.
fn pair(it: &Value) -> Vec<String> {
    let named = |it: &Value| format!("{} ({})", text(&it["name"]), text(&it["owner_name"]));
    let counts = ["shared_steps", "only_a_count", "only_b_count"].map(|key| text(&it[key]));
    [named(&it["a"]), named(&it["b"])].into_iter().chain(counts).collect()
}

/// Nothing where there are no rows.
fn table(columns: &[(&str, &str, Set)], cells: impl Iterator<Item = Vec<String>>) {
    let mut rows = Rows::of(columns);
    cells.for_each(|it| rows.row(it));
    if !rows.is_empty() {
        rows.print();
    }
}

fn joined(members: &Value) -> String {
    let member = |it: &Value| format!("{} ({})", text(&it["name"]), text(&it["unit_name"]));
    list(members).iter().map(member).collect::<Vec<_>>().join("\n")
}

//! `acker lens`: what an area asks, answered from the graphs.

mod coordination;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, ValueEnum};
use serde_json::Value;

use super::{ask::Asking, loops::cycles::names, what_if::list};
use crate::{
    backend::Where,
    output::{self, Rows, Set, figure, text},
    words::Words,
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
    asking: Asking,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Area {
    Support,
    Coordination,
    Communication,
    Transparency,
}

impl Lens {
    pub(crate) async fn run(self, place: &Where, words: &Words) -> Result<ExitCode> {
        let (path, question, print): (_, _, fn(&Value, &Words)) = match self.area {
            Area::Support => ("lenses/support", words.question_support, support),
            Area::Coordination => {
                ("lenses/coordination", words.question_coordination, coordination::print)
            }
            Area::Communication => {
                ("lenses/communication", words.question_communication, communication)
            }
            Area::Transparency => {
                ("lenses/transparency", words.question_transparency, transparency)
            }
        };
        let table = |answer: &Value| {
            output::answer(question);
            print(answer, words);
            how_much_is_known(answer, words);
        };
        self.asking.ask(place, path, &[("day", self.day)], table).await?;
        Ok(ExitCode::SUCCESS)
    }
}

fn how_much_is_known(answer: &Value, words: &Words) {
    let known = [&answer["known"]["units_reporting"], &answer["known"]["of"]].map(text);
    let known = known.each_ref().map(String::as_str);
    output::answer(Words::filled(words.units_on_map, &known));
    if !answer["note"].is_null() {
        output::answer(words.too_little);
    }
}

fn support(answer: &Value, _: &Words) {
    let columns = [("duplicated work", Set::Left), ("hours involved", Set::Right)];
    let clusters = list(&answer["duplicated_work"]["dearest"]).iter();
    table(&columns, clusters.map(|it| vec![joined(&it["members"]), figure(&it["hours_involved"])]));
    let columns = [
        ("data kept by hand", Set::Left),
        ("in the stores", Set::Left),
        ("hours involved", Set::Right),
    ];
    let data = list(&answer["duplicated_data"]["dearest"]).iter();
    table(
        &columns,
        data.map(|it| {
            let stores = list(&it["stores"]).iter().map(text).collect::<Vec<_>>().join("\n");
            vec![text(&it["name"]), stores, figure(&it["hours_involved"])]
        }),
    );
    let columns =
        [("loop", Set::Left), ("kind", Set::Left), ("work h", Set::Right), ("delay h", Set::Right)];
    let loops = list(&answer["loops"]["dearest"]).iter();
    table(
        &columns,
        loops.map(|it| {
            let (work, delay) = (&it["work_hours_per_month"], &it["delay_hours_per_month"]);
            vec![names(it), text(&it["kind"]), figure(work), figure(delay)]
        }),
    );
    let (work, data) = (&answer["duplicated_work"]["total"], &answer["duplicated_data"]);
    let loops = &answer["loops"]["total"];
    output::answer(format_args!(
        "a month: {} h in duplicated work; {} h in steps that keep data twice; {} h work and {} h delay in loops; never added",
        figure(&work["hours_involved"]),
        figure(&data["hours_involved"]),
        figure(&loops["work_hours_per_month"]),
        figure(&loops["delay_hours_per_month"]),
    ));
}

fn communication(answer: &Value, _: &Words) {
    for (what, paths) in [("only top-down", "only_top_down"), ("no way back", "no_way_back")] {
        let columns = [
            (what, Set::Left),
            ("to", Set::Left),
            ("hand-overs", Set::Right),
            ("times", Set::Right),
        ];
        table(
            &columns,
            list(&answer[paths]).iter().map(|it| {
                let (from, to) = (text(&it["from_name"]), text(&it["to_name"]));
                vec![from, to, text(&it["hand_overs"]), figure(&it["times_per_month"])]
            }),
        );
    }
    output::answer(format_args!(
        "{} paths of reports and information, {} downwards, {} upwards: {} run only top-down, {} have no way back recorded",
        text(&answer["paths"]),
        text(&answer["downwards"]),
        text(&answer["upwards"]),
        text(&answer["only_top_down_count"]),
        text(&answer["no_way_back_count"]),
    ));
}

fn transparency(answer: &Value, _: &Words) {
    for (what, pairs) in [("variant", "variants"), ("alike, not declared", "alike")] {
        let columns = [
            (what, Set::Left),
            ("of", Set::Left),
            ("shared steps", Set::Right),
            ("only here", Set::Right),
            ("only there", Set::Right),
        ];
        table(
            &columns,
            list(&answer[pairs]).iter().map(|it| {
                let named =
                    |it: &Value| format!("{} ({})", text(&it["name"]), text(&it["owner_name"]));
                vec![
                    named(&it["a"]),
                    named(&it["b"]),
                    text(&it["shared_steps"]),
                    text(&it["only_a_count"]),
                    text(&it["only_b_count"]),
                ]
            }),
        );
    }
    let columns =
        [("not run as described", Set::Left), ("by", Set::Left), ("what differs", Set::Left)];
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
    let columns = [("changed since", Set::Left), ("release", Set::Left), ("parts", Set::Right)];
    table(
        &columns,
        list(&answer["changed_since_release"])
            .iter()
            .map(|it| vec![text(&it["process"]["name"]), text(&it["label"]), text(&it["changed"])]),
    );
}

/// Nothing where there are no rows.
fn table(columns: &[(&str, Set)], cells: impl Iterator<Item = Vec<String>>) {
    let mut rows = Rows::new(columns);
    cells.for_each(|it| rows.row(it));
    if !rows.is_empty() {
        rows.print();
    }
}

fn joined(members: &Value) -> String {
    let member = |it: &Value| format!("{} ({})", text(&it["name"]), text(&it["unit_name"]));
    list(members).iter().map(member).collect::<Vec<_>>().join("\n")
}

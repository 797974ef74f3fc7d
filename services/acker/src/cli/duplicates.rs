//! `acker duplicates`: what is done twice.

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use serde_json::Value;

use super::ask::Asking;
use crate::{
    backend::Where,
    output::{self, Rows, Set, figure, text},
};

/// Show duplicated work: steps of different units, in different processes, that say the same.
///
/// Until somebody confirms a cluster, its figure is the hours involved, not a saving.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  acker duplicates --store http://127.0.0.1:7313")]
pub(crate) struct Duplicates {
    #[command(flatten)]
    asking: Asking,
}

impl Duplicates {
    pub(crate) async fn run(self, place: &Where) -> Result<ExitCode> {
        self.asking.ask(place, "duplicates", &[], print).await?;
        Ok(ExitCode::SUCCESS)
    }
}

fn print(answer: &Value) {
    let columns = [
        ("hours/month", Set::Right),
        ("score", Set::Right),
        ("steps", Set::Left),
        ("because of", Set::Left),
    ];
    let mut rows = Rows::new(&columns);
    for cluster in answer["clusters"].as_array().into_iter().flatten() {
        let members = cluster["members"].as_array().into_iter().flatten().map(member);
        let reasons = cluster["reasons"].as_array().into_iter().flatten();
        let reasons = reasons.map(|it| format!("{}: {}", text(&it["what"]), text(&it["detail"])));
        rows.row([
            figure(&cluster["hours_involved"]),
            cluster["score"].as_f64().map_or_else(String::new, |it| format!("{it:.2}")),
            members.collect::<Vec<_>>().join("\n"),
            reasons.collect::<Vec<_>>().join("\n"),
        ]);
    }
    if rows.is_empty() {
        output::answer("no two units do the same, as far as anybody said");
        return;
    }
    rows.print();
    let total = figure(&answer["total"]["hours_involved"]);
    output::answer(format_args!(
        "{total} hours a month involved; what of it could be saved is for people to say"
    ));
    output::known(answer, "are on the map");
    if answer["truncated"] == true {
        output::answer("cut short: there are more clusters");
    }
}

fn member(member: &Value) -> String {
    format!("{} ({})", text(&member["name"]), text(&member["unit_name"]))
}

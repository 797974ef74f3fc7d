//! `acker why`: the events behind a figure that changed.

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use serde_json::Value;
use wording::{Phrases, figures::time};

use super::{ask::query, diff::print_values};
use crate::{
    backend::Where,
    installation::Access,
    output::{self, text},
    words,
};

/// Show why a figure changed: the events without which it would be what it was.
///
/// Figures are named as evidence links name them, and as `acker diff --json` does: areas/exchange,
/// coverage/exchange/ID, pain-points/ID, ideas/ID, loops/unit/all, duplicates/all. The history is told
/// anew without the events named, and gives the old figure; none of them can be left out alone.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  acker why areas/coordination --from 2026-03-31
  acker why pain-points/0189… --value hours_per_month --from last-check
  acker why duplicates/all --from last-quarter-end --to now --lang de")]
pub(crate) struct Why {
    /// The figure: areas/exchange
    figure: String,
    /// Only one of its values: `hours_per_month`
    #[arg(long, value_name = "VALUE")]
    value: Option<String>,
    /// The earlier moment, as `acker diff` takes it
    #[arg(long, value_name = "MOMENT")]
    from: String,
    /// The later moment [default: now]
    #[arg(long, value_name = "MOMENT")]
    to: Option<String>,
    /// The API's own JSON instead of tables
    #[arg(long)]
    json: bool,
}

impl Why {
    pub(crate) async fn run(self, place: &Where) -> Result<ExitCode> {
        let (backend, language) = (place.open(Access::Read).await?, words::language());
        let path = query(
            "why",
            &[
                ("figure", Some(self.figure)),
                ("value", self.value),
                ("from", Some(self.from)),
                ("to", self.to),
                ("lang", Some(language.tag().to_owned())),
            ],
        );
        let answer = backend.get(&path).await?;
        if self.json {
            output::json(&answer);
        } else {
            print(&answer, Phrases::of(language));
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn print(answer: &Value, phrases: Phrases) {
    let values: Vec<&Value> = answer["values"].as_array().into_iter().flatten().collect();
    if values.is_empty() {
        output::answer(phrases.word("why-nothing"));
        return;
    }
    let label = text(&answer["label"]);
    print_values(values.into_iter().map(|it| (label.clone(), it)), phrases);
    if answer["time_passed"].as_array().is_some_and(|it| !it.is_empty()) {
        output::answer(phrases.word("why-time"));
    }
    let events = answer["events"].as_array().map_or(0, Vec::len);
    if events == 0 {
        return;
    }
    output::answer(phrases.word("why-events"));
    let items = answer["items"].as_array().map_or(&[][..], Vec::as_slice);
    for item in items {
        let recorded = item["recorded"].as_str().and_then(|it| it.parse().ok());
        let then = recorded.map(|it| time(phrases.language(), it)).unwrap_or_default();
        let (position, sentence) = (text(&item["position"]), text(&item["sentence"]));
        output::answer(format_args!("{then}  {position:>6}  {sentence}"));
    }
    if events > items.len() {
        output::answer(phrases.word("report-more"));
    }
    let exact = if answer["minimal"] == true { "why-minimal" } else { "why-sufficient" };
    output::answer(phrases.word(exact));
}

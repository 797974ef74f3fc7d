//! `acker similar`: what says something like a text.

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

/// Look for what says something like a text: pain points, ideas, steps, processes, data objects.
///
/// The most alike first, each with its units, what it costs a month and why it is shown.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  acker similar 'Lieferantendaten doppelt pflegen'
  acker similar 'supplier data in two systems' --kind pain_point --limit 10")]
pub(crate) struct Similar {
    /// What to look for
    text: String,
    /// Only of this kind: `pain_point`, idea, step, process or `data_object`
    #[arg(long)]
    kind: Option<String>,
    #[command(flatten)]
    asking: Asking,
}

impl Similar {
    pub(crate) async fn run(self, place: &Where, words: &Words) -> Result<ExitCode> {
        let Self { text, kind, asking } = self;
        let kind = kind.map(|it| it.replace('-', "_"));
        let parameters = [("q", Some(text)), ("kind", kind)];
        asking.ask(place, "similar", &parameters, |answer| print(answer, words)).await?;
        Ok(ExitCode::SUCCESS)
    }
}

fn print(answer: &Value, words: &Words) {
    let columns = [
        (words.score, Set::Right),
        (words.kind, Set::Left),
        (words.says, Set::Left),
        (words.where_it_is, Set::Left),
        (words.hours_a_month, Set::Right),
        (words.status, Set::Left),
        (words.because_of, Set::Left),
    ];
    let mut rows = Rows::new(&columns);
    for item in answer["items"].as_array().into_iter().flatten() {
        let reasons = item["reasons"].as_array().into_iter().flatten();
        rows.row([
            item["score"].as_f64().map_or_else(String::new, |it| format!("{it:.2}")),
            words.called(&text(&item["kind"])).to_owned(),
            text(&item["text"]),
            places(item),
            words.figure_of(&item["hours_per_month"]),
            words.called(&text(&item["status"])).to_owned(),
            reasons.map(|it| text(&it["detail"])).collect::<Vec<_>>().join("\n"),
        ]);
    }
    if rows.is_empty() {
        output::answer(words.nothing_similar);
        return;
    }
    rows.print();
    if answer["truncated"] == true {
        output::answer(Words::filled(words.there_are_more, &["20"]));
    }
}

/// The units that have it, and their sites.
pub(super) fn places(item: &Value) -> String {
    let listed = |key: &str| {
        let all = item[key].as_array().into_iter().flatten();
        all.filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
    };
    let parts = [listed("unit_names"), listed("sites")];
    let said: Vec<_> = parts.into_iter().filter(|it| !it.is_empty()).collect();
    said.join(" · ")
}

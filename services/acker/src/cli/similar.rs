//! `acker similar`: what says something like a text.

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use serde_json::Value;

use super::ask::Asking;
use crate::{
    backend::Where,
    output::{self, Rows, Set, text},
    words::{decimals, figure, listed, told},
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
    pub(crate) async fn run(self, place: &Where) -> Result<ExitCode> {
        let Self { text, kind, asking } = self;
        let kind = kind.map(|it| it.replace('-', "_"));
        let parameters = [("q", Some(text)), ("kind", kind)];
        asking.ask(place, "similar", &parameters, print).await?;
        Ok(ExitCode::SUCCESS)
    }
}

fn print(answer: &Value) {
    let columns = [
        ("score", "Nähe", Set::Right),
        ("kind", "Art", Set::Left),
        ("says", "Wortlaut", Set::Left),
        ("where", "wo", Set::Left),
        ("hours/month", "Std./Monat", Set::Right),
        ("status", "Stand", Set::Left),
        ("because of", "weil", Set::Left),
    ];
    let mut rows = Rows::of(&columns);
    for item in answer["items"].as_array().into_iter().flatten() {
        let reasons = item["reasons"].as_array().into_iter().flatten();
        rows.row([
            item["score"].as_f64().map_or_else(String::new, |it| decimals(it, 2)),
            listed(&item["kind"]),
            text(&item["text"]),
            places(item),
            figure(&item["hours_per_month"]),
            listed(&item["status"]),
            reasons.map(|it| text(&it["detail"])).collect::<Vec<_>>().join("\n"),
        ]);
    }
    if rows.is_empty() {
        output::answer(told!("nothing says anything like it", "nichts sagt etwas Ähnliches"));
        return;
    }
    rows.print();
    if answer["truncated"] == true {
        output::answer(told!(
            "there are more: --limit N shows up to 20",
            "es gibt mehr: --limit N zeigt bis zu 20"
        ));
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

//! `acker diff`: what differs between two moments.

use std::{fs, path::PathBuf, process::ExitCode};

use anyhow::{Context as _, Result};
use clap::{Args, ValueEnum};
use serde_json::Value;
use wording::{Language, Phrases, figures::time, names::NoNames, sentence::Teller};

use super::ask::query;
use crate::{
    backend::Where,
    installation::Access,
    output::{self, Rows, Set, text},
    words::{self, told},
};

/// Show what differs between two moments: facts with who, when and why, and figures with both values.
///
/// A moment is a time, the end of a day in UTC (2026-03-31), a position (503), start, now, month-start,
/// quarter-start, year-start, last-month-end, last-quarter-end, last-year-end, release:processes/ID (its
/// last release), last-check or bookmark:NAME (see acker bookmark).
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  acker diff --from 2026-03-31                          until now, everything
  acker diff --from last-quarter-end --of coverage
  acker diff --from last-quarter-end --of loops --level site
  acker diff --from release:processes/0189… --of processes/0189…
  acker diff --from last-check --report changes.html    to be printed; --lang de in German
  acker diff --from 2026-01-01 --to 2026-03-31 --of ideas --for auditor")]
pub(crate) struct Diff {
    /// The one moment
    #[arg(long, value_name = "MOMENT")]
    from: String,
    /// The other moment [default: now]
    #[arg(long, value_name = "MOMENT")]
    to: Option<String>,
    /// map, coverage, duplicates, loops, a noun such as ideas, or one thing: processes/ID [default: all]
    #[arg(long, value_name = "WHAT")]
    of: Option<String>,
    /// Of loops: step, unit, `parent_unit`, site or region [default: unit]
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    /// Of duplicates: one kind, such as `pain_point` [default: work, processes and data]
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// auditor: with the pseudonyms of persons, never names
    #[arg(long = "for", value_name = "WHOM")]
    whom: Option<Whom>,
    /// Write a report to be printed: one HTML file without scripts
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    report: Option<PathBuf>,
    /// At most so many things
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// The API's own JSON instead of tables
    #[arg(long)]
    json: bool,
}

/// For whom a difference is told.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Whom {
    /// With pseudonyms of persons
    Auditor,
}

impl Diff {
    pub(crate) async fn run(self, place: &Where) -> Result<ExitCode> {
        let (backend, language) = (place.open(Access::Read).await?, words::language());
        if let Some(file) = &self.report {
            let page = backend.file(&format!("{}&format=html", self.path(language))).await?;
            let told = || {
                told!("`{}` cannot be written", "`{}` lässt sich nicht schreiben", file.display())
            };
            fs::write(file, &page).with_context(told)?;
            output::say(told!("`{}`: {} bytes", "`{}`: {} Bytes", file.display(), page.len()));
            return Ok(ExitCode::SUCCESS);
        }
        let answer = backend.get(&self.path(language)).await?;
        if self.json {
            output::json(&answer);
        } else {
            print(&answer, language);
        }
        Ok(ExitCode::SUCCESS)
    }

    fn path(&self, language: Language) -> String {
        query(
            "diff",
            &[
                ("from", Some(self.from.clone())),
                ("to", self.to.clone()),
                ("of", self.of.clone()),
                ("level", self.level.clone()),
                ("kind", self.kind.clone()),
                ("actors", self.whom.map(|Whom::Auditor| "true".to_owned())),
                ("limit", self.limit.map(|it| it.to_string())),
                ("lang", Some(language.tag().to_owned())),
            ],
        )
    }
}

fn print(answer: &Value, language: Language) {
    let phrases = Phrases::of(language);
    let (things, figures) = (&answer["items"], &answer["figures"]);
    let is_empty = |it: &Value| it.as_array().is_none_or(Vec::is_empty);
    if is_empty(things) && is_empty(figures) {
        output::answer(phrases.word("report-nothing"));
        return;
    }
    if !is_empty(things) {
        print_facts(things, phrases);
    }
    if !is_empty(figures) {
        print_figures(figures, phrases);
    }
    if !answer["next"].is_null() || answer["figures_truncated"] == true {
        output::answer(phrases.word("report-more"));
    }
}

fn print_facts(things: &Value, phrases: Phrases) {
    let heading = ["when", "what", "sentence", "who", "why", "events"]
        .map(|it| phrases.word(&format!("report-{it}")));
    let columns: Vec<_> = heading.iter().map(|it| (it.as_str(), Set::Left)).collect();
    let mut rows = Rows::new(&columns);
    for thing in things.as_array().into_iter().flatten() {
        for part in thing["changes"].as_array().into_iter().flatten() {
            let last = &part["events"][0];
            let recorded = last["recorded"].as_str().and_then(|it| it.parse().ok());
            rows.row([
                recorded.map(|it| time(phrases.language(), it)).unwrap_or_default(),
                phrases.word(&format!("what-{}", text(&part["what"]))),
                text(&part["sentence"]),
                who(last),
                last["why"].as_str().unwrap_or_default().to_owned(),
                events(part),
            ]);
        }
    }
    rows.print();
}

fn who(said: &Value) -> String {
    let called = text(&said["who"]["called"]);
    match said["who"]["actor"].as_str() {
        Some(actor) => format!("{called}\n{actor}"),
        None => called,
    }
}

/// Positions, oldest first.
fn events(part: &Value) -> String {
    let listed = part["events"].as_array().into_iter().flatten().rev();
    let mut listed: Vec<_> = listed.map(|it| text(&it["position"])).collect();
    if part["events_count"].as_u64().is_some_and(|it| it > listed.len() as u64) {
        listed.insert(0, "…".to_owned());
    }
    listed.join(", ")
}

/// Values before and after, with the difference.
pub(super) fn print_figures(figures: &Value, phrases: Phrases) {
    let rows = figures.as_array().into_iter().flatten().flat_map(|figure| {
        let values = figure["values"].as_array().into_iter().flatten();
        // What came or went says nothing by all that it is not.
        let is_whole = figure["what"] != "changed";
        let is_nothing = |it: &Value| it.is_null() || *it == false || it.as_f64() == Some(0.0);
        let told = values
            .filter(move |it| !(is_whole && is_nothing(&it["from"]) && is_nothing(&it["to"])));
        told.enumerate().map(move |(place, value)| {
            (if place == 0 { text(&figure["label"]) } else { String::new() }, value)
        })
    });
    print_values(rows, phrases);
}

/// Rows of values, each with what its figure is called.
pub(super) fn print_values<'a>(
    values: impl Iterator<Item = (String, &'a Value)>,
    phrases: Phrases,
) {
    let heading = ["figure", "value", "before", "after", "difference"]
        .map(|it| phrases.word(&format!("report-{it}")));
    let sets = [Set::Left, Set::Left, Set::Right, Set::Right, Set::Right];
    let columns: Vec<_> = heading.iter().map(String::as_str).zip(sets).collect();
    let mut rows = Rows::new(&columns);
    let teller = Teller::new(phrases.language(), &NoNames);
    for (label, value) in values {
        let name = text(&value["value"]);
        rows.row([
            label,
            teller.value_label(&name),
            teller.cell(&name, &value["from"]),
            teller.cell(&name, &value["to"]),
            teller.growth(&name, value["difference"].as_f64()),
        ]);
    }
    rows.print();
}

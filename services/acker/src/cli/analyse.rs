//! `acker analyse`: the figures of an event log, without storing anything.

use std::{collections::BTreeSet, path::PathBuf, process::ExitCode};

use anyhow::{Context as _, Result, bail};
use clap::Args;
use formats::{
    analyse,
    event_log::{LogFormat, Reading, commands::nothing_read},
    source,
};
use serde_json::Value;

use super::import::Columns;
use crate::{
    output::{self, Rows, Set, text},
    words::{self, decimals, figure, one_of, told},
};

/// Rows that could not be read and of which it is told why.
const EXAMPLES: usize = 3;

/// Counts, by where each stands.
const COUNTS: [(&str, &str, &str); 9] = [
    ("/cases", "cases", "Fälle"),
    ("/events", "events", "Ereignisse"),
    ("/skipped", "skipped", "übergangen"),
    ("/raw", "raw", "Übergänge roh"),
    ("/to_self", "to self", "an sich selbst"),
    ("/hand_overs", "hand overs", "Übergaben"),
    ("/direct/cases", "direct bounces: cases", "direkte Rückläufe: Fälle"),
    ("/direct/occurrences", "direct bounces: occurrences", "direkte Rückläufe: wie oft"),
    ("/revisit/cases", "cases with a revisit", "Fälle mit Wiederkehr"),
];

/// Days of cases, by how they went.
const DAYS: [(&str, &str, &str); 3] = [
    ("revisit", "days with a revisit: mean / median", "Tage mit Wiederkehr: Mittel / Median"),
    (
        "handed_over",
        "days handed over, no revisit: mean / median",
        "Tage übergeben, ohne Wiederkehr: Mittel / Median",
    ),
    ("never", "days never handed over: mean / median", "Tage nie übergeben: Mittel / Median"),
];

/// What the graph is like.
const GRAPH: [(&str, &str, &str); 4] = [
    ("/graph/nodes", "nodes", "Knoten"),
    ("/graph/edges", "edges", "Kanten"),
    ("/graph/two_cycles", "two cycles", "Schleifen zu zweit"),
    ("/graph/largest_component", "largest component", "größtes Geflecht"),
];

/// Count hand-overs and bounces of an event log, without storing anything.
///
/// XES or CSV, also gzipped. A hand-over: neighbouring events of a case with different values. A
/// bounce: A, then B, then A again. An event without a value is skipped and counted. Of columns that
/// name persons only totals are told.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  acker analyse incidents.csv.gz --case 'SR Number' --time 'Change Date+Time' --by 'Involved ST'
  acker analyse running-example.xes --by org:resource --json")]
pub(crate) struct Analyse {
    /// The event log
    log: PathBuf,
    #[command(flatten)]
    columns: Columns,
    /// As JSON
    #[arg(long)]
    json: bool,
}

impl Analyse {
    pub(crate) fn run(self) -> Result<ExitCode> {
        let (format, mapping) = self.columns.mapping(&self.log)?;
        let limits = formats::limits::Limits::default();
        let (log, reading) = source::open(&self.log, limits)
            .and_then(|file| analyse::load(file, format, &mapping, limits))
            .with_context(|| format!("`{}`", self.log.display()))?;
        let figures = serde_json::to_value(analyse::analyse(&log))?;
        say_of(&reading, format);
        if reading.rows > 0 && reading.kept == 0 {
            bail!("`{}`: {}", self.log.display(), nothing_read(&reading));
        }
        if self.json {
            output::json(&figures);
        } else {
            print(&figures);
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// What became of the rows.
fn say_of(reading: &Reading, format: LogFormat) {
    for note in &reading.notes {
        output::say(words::said(note));
    }
    if reading.unreadable.count > 0 {
        let count = reading.unreadable.count;
        output::say(told!(
            "{count} rows could not be read",
            "{count} Zeilen ließen sich nicht lesen"
        ));
        for it in reading.unreadable.examples.iter().take(EXAMPLES) {
            output::say(format_args!("  {}", words::said(&it.told(format))));
        }
    }
}

/// One column of figures for each attribute.
fn print(figures: &Value) {
    let all: Vec<&Value> = figures.as_array().into_iter().flatten().collect();
    let mut columns = vec![("", Set::Left)];
    let names: Vec<String> = all.iter().map(|it| text(&it["by"])).collect();
    columns.extend(names.iter().map(|name| (name.as_str(), Set::Right)));
    let mut rows = Rows::new(&columns);
    let mut add = |label: &str, cell: &dyn Fn(&Value) -> String| {
        rows.row(std::iter::once(label.to_owned()).chain(all.iter().map(|it| cell(it))));
    };
    for (pointer, english, german) in COUNTS {
        add(one_of(english, german), &|it| text(it.pointer(pointer).unwrap_or(&Value::Null)));
    }
    for (key, english, german) in DAYS {
        let days = |it: &Value| {
            let days = &it["days"][key];
            format!("{} / {}", figure(&days["mean"]), figure(&days["median"]))
        };
        add(one_of(english, german), &days);
    }
    for (pointer, english, german) in GRAPH {
        add(one_of(english, german), &|it| text(it.pointer(pointer).unwrap_or(&Value::Null)));
    }
    add(
        one_of("least cut that leaves no loop", "kleinster Schnitt, der keine Schleife lässt"),
        &cut,
    );
    for hand_overs in compared(&all) {
        let label = told!(
            "{hand_overs} hand-overs: median days (cases) bounced / not",
            "{hand_overs} Übergaben: Median Tage (Fälle) mit Rücklauf / ohne"
        );
        add(&label, &|it| {
            let group = equally_often(it).find(|it| it["hand_overs"].as_u64() == Some(hand_overs));
            group.map_or_else(String::new, beside)
        });
    }
    rows.print();
    if let Some(note) = all.iter().find_map(|it| it["bounces"]["note"].as_str()) {
        let note = words::said(note);
        output::answer(told!(
            "bounced cases beside cases handed over equally often: {note}",
            "Fälle mit Rücklauf neben Fällen, die gleich oft übergeben wurden: {note}"
        ));
    }
}

fn cut(figures: &Value) -> String {
    let share = decimals(figures["cut"]["share"].as_f64().unwrap_or_default() * 100.0, 1);
    if figures["cut"]["exact"] == true {
        format!("{share} %")
    } else {
        told!("{share} % or less", "{share} % oder weniger")
    }
}

/// So often cases were handed over of which some column says whether they bounced, ascending.
fn compared(all: &[&Value]) -> BTreeSet<u64> {
    all.iter().flat_map(|it| equally_often(it)).filter_map(|it| it["hand_overs"].as_u64()).collect()
}

fn equally_often(figures: &Value) -> impl Iterator<Item = &Value> {
    figures["bounces"]["equally_often"].as_array().into_iter().flatten()
}

/// Both groups, each with how many cases it rests on.
fn beside(group: &Value) -> String {
    let side = |it: &Value| format!("{} ({})", figure(&it["median_days"]), text(&it["cases"]));
    format!("{} / {}", side(&group["bounced"]), side(&group["not_bounced"]))
}

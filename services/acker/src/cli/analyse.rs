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
use crate::output::{self, Rows, Set, figure, text};

/// Rows that could not be read and of which it is told why.
const EXAMPLES: usize = 3;

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
        output::say(note);
    }
    if reading.unreadable.count > 0 {
        output::say(format_args!("{} rows could not be read", reading.unreadable.count));
        for it in reading.unreadable.examples.iter().take(EXAMPLES) {
            output::say(format_args!("  {}", it.told(format)));
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
    for key in ["cases", "events", "skipped", "raw", "to_self", "hand_overs"] {
        add(&key.replace('_', " "), &|it| text(&it[key]));
    }
    add("direct bounces: cases", &|it| text(&it["direct"]["cases"]));
    add("direct bounces: occurrences", &|it| text(&it["direct"]["occurrences"]));
    add("cases with a revisit", &|it| text(&it["revisit"]["cases"]));
    for (key, label) in [
        ("revisit", "with a revisit"),
        ("handed_over", "handed over, no revisit"),
        ("never", "never handed over"),
    ] {
        let days = |it: &Value| {
            let days = &it["days"][key];
            format!("{} / {}", figure(&days["mean"]), figure(&days["median"]))
        };
        add(&format!("days {label}: mean / median"), &days);
    }
    for key in ["nodes", "edges", "two_cycles", "largest_component"] {
        add(&key.replace('_', " "), &|it| text(&it["graph"][key]));
    }
    let cut = |it: &Value| {
        let share = it["cut"]["share"].as_f64().unwrap_or_default() * 100.0;
        let exact = if it["cut"]["exact"] == true { "" } else { " or less" };
        format!("{share:.1} %{exact}")
    };
    add("least cut that leaves no loop", &cut);
    for hand_overs in compared(&all) {
        add(&format!("{hand_overs} hand-overs: median days (cases) bounced / not"), &|it| {
            let group = equally_often(it).find(|it| it["hand_overs"].as_u64() == Some(hand_overs));
            group.map_or_else(String::new, beside)
        });
    }
    rows.print();
    if let Some(note) = all.iter().find_map(|it| it["bounces"]["note"].as_str()) {
        output::answer(format_args!(
            "bounced cases beside cases handed over equally often: {note}"
        ));
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

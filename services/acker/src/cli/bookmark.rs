//! `acker bookmark`: places in the history to come back to.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::Value;

use super::ask::escaped;
use crate::{
    backend::Where,
    installation::Access,
    output::{self, Rows, Set, text},
    words::{self, told},
};

/// Keep a place in the history to come back to: your last check.
///
/// Bookmarks are your own (see --actor), stand beside the history and never in it, and are moments: `acker
/// diff --from bookmark:NAME`, `acker history --from last-check`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  acker bookmark set last-check             checked up to now
  acker bookmark set audit-q1 --to 2026-03-31
  acker bookmark list
  acker diff --from last-check              what changed since")]
pub(crate) struct Bookmark {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Put a bookmark where the history is now, or at another moment
    Set {
        /// Letters, digits, `-`, `_` or `.`
        name: String,
        /// Another moment: a day, a position, last-quarter-end, …
        #[arg(long, value_name = "MOMENT")]
        to: Option<String>,
    },
    /// List your bookmarks
    List {
        /// The API's own JSON instead of a table
        #[arg(long)]
        json: bool,
    },
}

impl Bookmark {
    pub(crate) async fn run(self, place: &Where) -> Result<ExitCode> {
        let backend = place.open(Access::Read).await?;
        match self.what {
            What::Set { name, to } => {
                let to = to.map(|it| format!("?to={}", escaped(&it))).unwrap_or_default();
                let set = backend.put(&format!("bookmarks/{}{to}", escaped(&name))).await?;
                let (name, position) = (text(&set["name"]), text(&set["place"]));
                output::answer(told!(
                    "bookmark {name} at position {position}; since then: acker diff --from bookmark:{name}",
                    "Lesezeichen {name} an Position {position}; seither: acker diff --from bookmark:{name}"
                ));
                if let Some(digest) = set["digest"].as_str() {
                    output::answer(told!(
                        "kept elsewhere, this proves what history was: acker verify --expect {position}:{digest}",
                        "anderswo verwahrt, beweist das, was die Geschichte war: acker verify --expect {position}:{digest}"
                    ));
                }
            }
            What::List { json } => {
                let own = backend.get("bookmarks").await?;
                if json { output::json(&own) } else { print(&own) }
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn print(own: &Value) {
    let mut rows = Rows::of(&[
        ("bookmark", "Lesezeichen", Set::Left),
        ("position", "Position", Set::Right),
        ("set", "gesetzt", Set::Left),
    ]);
    for item in own["items"].as_array().into_iter().flatten() {
        rows.row([text(&item["name"]), text(&item["place"]), words::time(&item["set"])]);
    }
    if rows.is_empty() {
        output::answer(told!(
            "no bookmark yet: acker bookmark set last-check",
            "noch kein Lesezeichen: acker bookmark set last-check"
        ));
        return;
    }
    rows.print();
}

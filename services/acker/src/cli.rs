//! The command line: one file a subcommand.

mod analyse;
mod ask;
mod backup;
mod bookmark;
mod completions;
mod coverage;
mod diff;
mod r#do;
mod duplicates;
mod export;
mod history;
mod ideas;
mod import;
mod lens;
mod loops;
mod match_models;
mod pain_points;
mod serve;
mod similar;
mod verify;
mod waiting;
mod what_if;
mod why;
mod wrong;

use std::process::ExitCode;

use anyhow::Result;
use clap::{
    Parser, Subcommand,
    error::{ContextKind, ContextValue},
};

use crate::{
    backend::{Refused, Where},
    output,
    words::{self, Tongue},
};

/// So many commands are suggested in place of a wrong one.
const SUGGESTED: usize = 3;

/// Acker: where is work done twice, where does it go round in loops, and who takes care of it?
///
/// Commands append events to a store; graphs folded from them give the answers.
#[derive(Debug, Parser)]
#[command(version, about, long_about = None, max_term_width = 100, after_help = "\
Examples:
  acker serve --demo                        a sample company to look at
  acker loops --store http://127.0.0.1:7313 ask a running server
  acker do log-pain-point --text 'Three lists of suppliers' --unit Purchasing
  acker import incidents.csv.gz --by Team   an event log into ./acker-data
  acker coverage --at 2026-03-31            the answer as it was on that day

Exit codes: 0 done, 1 the answer is no, 2 wrong use.")]
pub(crate) struct Cli {
    #[command(flatten)]
    place: Where,
    /// The language of the sentences that people work with; else that of the environment (LANG)
    #[arg(long, value_name = "LANGUAGE", global = true, help_heading = "Where and who")]
    lang: Option<Tongue>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the HTTP API and live updates
    Serve(serve::Serve),
    /// Do anything that can be done: log a pain point, back it, propose an idea, decide
    Do(r#do::Do),
    /// Read in event logs (XES, CSV), process models (BPMN, PNML) or tables (CSV, XLSX), as they come
    Import(import::Import),
    /// Write lists as CSV or XLSX, or the map as DOT, GraphML, Mermaid or NDJSON
    Export(export::Export),
    /// Count hand-overs and bounces of an event log, without storing anything
    Analyse(analyse::Analyse),
    /// Say which elements of two process models (BPMN, PNML) say the same, without storing anything
    Match(match_models::Match),
    /// Show duplicated work: steps of different units that say the same
    Duplicates(duplicates::Duplicates),
    /// Show coordination loops: what goes round between steps, units, sites or regions
    Loops(loops::Loops),
    /// Show which communities address which of the thirteen process areas
    Coverage(coverage::Coverage),
    /// Answer the one question of a process area
    Lens(lens::Lens),
    /// Show what commands would change, without executing them
    WhatIf(what_if::WhatIf),
    /// List what holds work up
    PainPoints(pain_points::PainPoints),
    /// List ideas, and where each stands
    Ideas(ideas::Ideas),
    /// Show what waits, and for whom
    Waiting(waiting::Waiting),
    /// Look for what says something like a text
    Similar(similar::Similar),
    /// Show who changed what, when and why; of one thing its whole story
    History(history::History),
    /// Show what differs between two moments, as facts and figures; also as a report to be printed
    Diff(diff::Diff),
    /// Show why a figure changed: the events without which it would be what it was
    Why(why::Why),
    /// Keep a place in the history to come back to: your last check
    Bookmark(bookmark::Bookmark),
    /// Check that the stored history is whole and unchanged
    Verify(verify::Verify),
    /// Copy a store, also while it is in use
    Backup(backup::Backup),
    /// Make a store from a backup
    Restore(backup::Restore),
    /// Write what a shell needs to complete commands
    Completions(completions::Completions),
}

impl Cli {
    /// Reads the command line of this program.
    pub(crate) fn of_this_program() -> Self {
        let arguments = r#do::arguments::told_apart(std::env::args_os());
        words::speak_as_asked(&arguments);
        Self::try_parse_from(arguments).unwrap_or_else(|error| refuse(&nearest_first(error)))
    }

    pub(crate) async fn run(self) -> Result<ExitCode> {
        let place = &self.place;
        match self.command {
            Command::Serve(it) => it.run(place).await,
            Command::Do(it) => it.run(place).await,
            Command::Import(it) => it.run(place).await,
            Command::Export(it) => it.run(place).await,
            Command::Analyse(it) => it.run(),
            Command::Match(it) => it.run(),
            Command::Duplicates(it) => it.run(place).await,
            Command::Loops(it) => it.run(place).await,
            Command::Coverage(it) => it.run(place).await,
            Command::Lens(it) => it.run(place).await,
            Command::WhatIf(it) => it.run(place).await,
            Command::PainPoints(it) => it.run(place).await,
            Command::Ideas(it) => it.run(place).await,
            Command::Waiting(it) => it.run(place).await,
            Command::Similar(it) => it.run(place).await,
            Command::History(it) => it.run(place).await,
            Command::Diff(it) => it.run(place).await,
            Command::Why(it) => it.run(place).await,
            Command::Bookmark(it) => it.run(place).await,
            Command::Verify(it) => it.run(place).await,
            Command::Backup(it) => it.run(place),
            Command::Restore(it) => it.run(place),
            Command::Completions(it) => Ok(it.run()),
        }
    }
}

/// Tells what is wrong with the command line, or what was asked of it, and ends the program.
#[expect(clippy::exit, reason = "there is nothing to run")]
fn refuse(error: &clap::Error) -> ! {
    let german = (words::language() == wording::Language::German).then(|| wrong::in_german(error));
    match german.flatten() {
        Some(told) => {
            output::say(told);
            std::process::exit(error.exit_code());
        }
        None => error.exit(),
    }
}

/// Of many similar commands the nearest few, the nearest first.
fn nearest_first(mut error: clap::Error) -> clap::Error {
    let suggested = ContextKind::SuggestedSubcommand;
    if let Some(ContextValue::Strings(names)) = error.get(suggested) {
        let nearest = names.iter().rev().take(SUGGESTED).cloned().collect();
        error.insert(suggested, ContextValue::Strings(nearest));
    }
    error
}

/// 2 where the command line was wrong, else 1.
pub(crate) fn exit_code(error: &anyhow::Error) -> ExitCode {
    let is_wrong_use = error.downcast_ref::<Refused>().is_some_and(Refused::is_wrong_use)
        || error.is::<WrongUse>();
    ExitCode::from(if is_wrong_use { 2 } else { 1 })
}

/// The command line does not say what can be done.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct WrongUse(pub(crate) String);

//! `acker import`: event logs and tables into the store.

mod log;
mod tables;
mod template;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, Result};
use clap::Args;
use domain::line::Line;
use formats::{
    columns::{Choice, guess},
    detect::{self, Kind},
    event_log::{LogFormat, Mapping, sniff},
    limits::Limits,
    source,
    tables::{Container, Noun},
};
use serde_json::Value;
use uuid::Uuid;

use super::WrongUse;
use crate::{
    backend::{Backend, Where},
    installation::Access,
    output,
};

/// Read in event logs (XES, CSV, also gzipped) or tables (CSV or XLSX, one file or sheet a noun; also a
/// folder or ZIP archive of them), as they come.
///
/// A log becomes one process: its activities × the values of --by as steps, and measured hand-overs
/// and bounces for each month. Values become units. Persons are not kept. The same file and mapping
/// again change nothing.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  acker import incidents.csv.gz --by Team                 columns guessed and printed
  acker import log.xes --by org:group --process Claims --dry-run
  acker import sites.csv units.csv steps.csv              tables
  acker import company.xlsx                               a sheet for each table
  acker import tables/ --dry-run                          all tables of a folder
  acker import --template tables.xlsx                     all tables with example rows
  acker import --template units                           one of them, printed as CSV")]
pub(crate) struct Import {
    /// The files
    #[arg(required_unless_present = "template")]
    files: Vec<PathBuf>,
    /// What they are: xes, csv (an event log), table, or a noun such as units; else it is seen
    #[arg(long = "as", value_name = "FORMAT")]
    format: Option<String>,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    columns: Columns,
    /// The name of the process that a log becomes; else the name of the file
    #[arg(long, value_name = "NAME")]
    process: Option<String>,
    /// Make tables with example rows: NOUN prints one, FILE.xlsx and DIR/ get all [default: tables.xlsx]
    #[arg(
        long,
        value_name = "NOUN|FILE.xlsx|DIR/",
        exclusive = true,
        num_args = 0..=1,
        default_missing_value = "tables.xlsx"
    )]
    template: Option<String>,
    /// The report as JSON
    #[arg(long)]
    json: bool,
}

/// Which columns of a log are what; what is not said is guessed.
#[derive(Debug, Args)]
pub(super) struct Columns {
    /// The column that names the case
    #[arg(long, value_name = "COLUMN")]
    case: Option<String>,
    /// The column that says when
    #[arg(long, value_name = "COLUMN")]
    time: Option<String>,
    /// The column that says what was done
    #[arg(long, value_name = "COLUMN")]
    activity: Option<String>,
    /// A column between whose values work is handed over; may be given again
    #[arg(long, value_name = "COLUMN")]
    by: Vec<String>,
}

impl Import {
    pub(crate) async fn run(self, place: &Where) -> Result<ExitCode> {
        if let Some(into) = &self.template {
            return template::write(into);
        }
        let kinds = self.files.iter().map(|file| self.kind(file)).collect::<Result<Vec<_>>>()?;
        if kinds.iter().any(|it| matches!(it, Kind::Model(_))) {
            let what = "process models are compared by `acker match`; they cannot be imported yet";
            return Err(WrongUse(what.to_owned()).into());
        }
        let is_table = |kind: &Kind| matches!(kind, Kind::Table(_) | Kind::Tables(_));
        if kinds.iter().any(is_table) && !kinds.iter().all(is_table) {
            let what = "logs and tables cannot be read in together; give them one after the other";
            return Err(WrongUse(what.to_owned()).into());
        }
        let access = if self.dry_run { Access::Read } else { Access::Write };
        let backend = self.backend(place, access).await?;
        if kinds.iter().all(is_table) {
            return self.import_tables(backend.as_ref(), &kinds, place.actor).await;
        }
        let mut code = ExitCode::SUCCESS;
        for (file, kind) in self.files.iter().zip(&kinds) {
            if !self.import_log(backend.as_ref(), file, *kind, place.actor).await? {
                code = ExitCode::FAILURE;
            }
        }
        Ok(code)
    }

    /// A dry run also works where there is no store yet.
    async fn backend(&self, place: &Where, access: Access) -> Result<Option<Backend>> {
        if self.dry_run && place.store.is_none() && !place.folder().join("events.db").exists() {
            return Ok(None);
        }
        Ok(Some(place.open(access).await?))
    }

    fn kind(&self, file: &Path) -> Result<Kind> {
        let told = |what: &str| format!("`{}`: {what}", file.display());
        if let Some(format) = &self.format {
            return said_kind(format, file).with_context(|| told("cannot be read in"));
        }
        let detected = detect::detect(file).with_context(|| told("cannot be read in"))?;
        output::say(told(&format!("{}, because {}", kind_name(detected.kind), detected.reason)));
        Ok(detected.kind)
    }
}

impl Import {
    /// The noun that was said with `--as`.
    fn said_noun(&self) -> Option<Noun> {
        self.format.as_deref().and_then(Noun::named)
    }
}

/// A noun also names the one sheet of a workbook that is wanted.
fn said_kind(format: &str, file: &Path) -> Result<Kind> {
    let is_noun = Noun::named(format).is_some();
    match if is_noun { detect::named("table", file).ok() } else { None } {
        Some(kind @ Kind::Tables(_)) => Ok(kind),
        _ => Ok(detect::named(format, file)?),
    }
}

fn kind_name(kind: Kind) -> String {
    match kind {
        Kind::Xes => "an event log (XES)".to_owned(),
        Kind::Csv => "an event log (CSV)".to_owned(),
        Kind::Table(noun) => format!("a table of {}", noun.name()),
        Kind::Tables(Container::Folder) => "a folder of tables".to_owned(),
        Kind::Tables(Container::Archive) => "an archive of tables".to_owned(),
        Kind::Tables(Container::Workbook) => "a workbook of tables".to_owned(),
        Kind::Model(notation) => format!("a process model ({})", notation.name()),
    }
}

impl Columns {
    /// The columns as said, the others guessed; the guess is printed.
    pub(super) fn mapping(&self, file: &Path) -> Result<(LogFormat, Mapping)> {
        let format = match detect::detect(file)?.kind {
            Kind::Xes => LogFormat::Xes,
            Kind::Csv | Kind::Table(_) => LogFormat::Csv,
            Kind::Tables(_) | Kind::Model(_) => {
                let what = format!("`{}` is no event log", file.display());
                return Err(WrongUse(what).into());
            }
        };
        self.mapping_of(file, format).map(|mapping| (format, mapping))
    }

    /// The same for a file whose format is known.
    fn mapping_of(&self, file: &Path, format: LogFormat) -> Result<Mapping> {
        let limits = Limits::default();
        let sniffed = sniff(source::open(file, limits)?, format, limits)?;
        let guessed = guess(&sniffed);
        let case = said_or(self.case.as_ref(), guessed.case, "case")?;
        let time = said_or(self.time.as_ref(), guessed.time, "time")?;
        let activity = said_or(self.activity.as_ref(), guessed.activity, "activity").ok();
        let by = if self.by.is_empty() {
            let first = guessed.by.into_iter().next().map(|choice| said("by", &choice));
            first.into_iter().collect()
        } else {
            self.by.clone()
        };
        if by.is_empty() {
            let names: Vec<_> = sniffed.columns.iter().map(|it| it.name.as_str()).collect();
            let what = format!(
                "no column to tell hand-overs by; say --by COLUMN, one of: {}",
                names.join(", ")
            );
            return Err(WrongUse(what).into());
        }
        Ok(Mapping { case, time, activity, by })
    }
}

fn said_or(said_column: Option<&String>, guessed: Option<Choice>, role: &str) -> Result<String> {
    match (said_column, guessed) {
        (Some(column), _) => Ok(column.clone()),
        (None, Some(choice)) => Ok(said(role, &choice)),
        (None, None) => {
            Err(WrongUse(format!("no column looks like the {role}; say --{role} COLUMN")).into())
        }
    }
}

fn said(role: &str, choice: &Choice) -> String {
    output::say(format_args!("--{role} '{}' guessed {}", choice.column, choice.reason));
    choice.column.clone()
}

impl Import {
    /// Sends the commands, unless this is a dry run.
    async fn carry_out(
        &self,
        backend: Option<&Backend>,
        lines: &[Line],
        actor: Option<Uuid>,
    ) -> Result<Option<Sent>> {
        match backend {
            Some(backend) if !self.dry_run => Ok(Some(Sent::send(backend, lines, actor).await?)),
            _ => Ok(None),
        }
    }

    /// Prints what was planned and what the store said. False where some commands were refused.
    fn tell(
        &self,
        commands: usize,
        sent: Option<&Sent>,
        report: &impl serde::Serialize,
        print: impl FnOnce(),
    ) -> bool {
        if self.json {
            output::json(
                &serde_json::json!({ "report": report, "commands": commands, "sent": sent }),
            );
        } else {
            print();
            match sent {
                Some(sent) => sent.print(),
                None => {
                    output::answer(format_args!("dry run: {commands} commands, nothing stored"));
                }
            }
        }
        sent.is_none_or(|it| it.refused == 0)
    }
}

/// What the store said to the lines of an import.
#[derive(Debug, Default, serde::Serialize)]
struct Sent {
    /// Lines answered without a problem.
    accepted: usize,
    /// Lines refused.
    refused: usize,
    /// The first refusals, with their line.
    problems: Vec<Value>,
}

impl Sent {
    const SHOWN: usize = 20;

    async fn send(backend: &Backend, lines: &[Line], actor: Option<Uuid>) -> Result<Self> {
        let mut sent = Self::default();
        let bar = output::progress("storing");
        bar.set_length(lines.len() as u64);
        backend
            .send(lines, actor, |line, answer| {
                bar.inc(1);
                if answer["problem"].is_null() {
                    sent.accepted += 1;
                    return;
                }
                sent.refused += 1;
                if sent.problems.len() < Self::SHOWN {
                    let (command, id) = (&line.command, line.id);
                    let problem = &answer["problem"];
                    sent.problems.push(
                        serde_json::json!({ "command": command, "id": id, "problem": problem }),
                    );
                }
            })
            .await?;
        bar.finish_and_clear();
        Ok(sent)
    }

    fn print(&self) {
        output::answer(format_args!(
            "{} commands accepted, {} refused",
            self.accepted, self.refused
        ));
        for problem in &self.problems {
            let what = &problem["problem"]["detail"];
            output::answer(format_args!(
                "  refused: {} {}: {}",
                output::text(&problem["command"]),
                output::text(&problem["id"]),
                output::text(what)
            ));
        }
    }
}

//! `acker import`: event logs, process models and tables into the store.

mod log;
mod model;
mod sent;
mod tables;
mod template;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use super::WrongUse;
use crate::{
    backend::{Backend, Where},
    installation::Access,
    output,
    words::{self, told},
};
use anyhow::{Context as _, Result};
use clap::Args;
use events::Area;
use formats::{
    columns::{Choice, guess},
    detect::{self, Detected, Kind},
    event_log::{LogFormat, Mapping, sniff},
    limits::Limits,
    source,
    tables::{Container, Noun},
};
use uuid::Uuid;

/// Read in event logs (XES, CSV), process models (BPMN 2.0, PNML), all of them also gzipped, or tables (CSV
/// or XLSX, one file or sheet a noun; also a folder or ZIP archive of them), as they come.
///
/// A log becomes one process: its activities × the values of --by as steps, and measured hand-overs
/// and bounces for each month. Values become units. Persons are not kept. The same file and mapping
/// again change nothing.
///
/// A model becomes its processes: named work as steps, what leads from one to the next as hand-overs,
/// lanes and pools as units, data and stores as data uses. The same file again changes nothing; another
/// version of it (the same name, half of the same elements) brings what is new into the same process.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  acker import incidents.csv.gz --by Team                 columns guessed and printed
  acker import log.xes --by org:group --process Claims --dry-run
  acker import order.bpmn --area service                  a process model
  acker import as-found.pnml --process 'Order, as found'  a Petri net
  acker import sites.csv units.csv steps.csv              tables
  acker import company.xlsx                               a sheet for each table
  acker import tables/ --dry-run                          all tables of a folder
  acker import --template tables.xlsx                     all tables with example rows
  acker import --template units                           one of them, printed as CSV")]
pub(crate) struct Import {
    /// The files
    #[arg(required_unless_present = "template")]
    files: Vec<PathBuf>,
    /// What they are: xes, csv (an event log), bpmn, pnml, table, or a noun such as units; else it is seen
    #[arg(long = "as", value_name = "FORMAT")]
    format: Option<String>,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    columns: Columns,
    /// The name of the process that a log or model becomes; else as in the file, or as it is called
    #[arg(long, visible_alias = "name", value_name = "NAME")]
    process: Option<String>,
    /// The area of the process that a log or model becomes, such as service [default: coordination]
    #[arg(long, value_name = "AREA")]
    area: Option<Area>,
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
        let is_table = |kind: &Kind| matches!(kind, Kind::Table(_) | Kind::Tables(_));
        if kinds.iter().any(is_table) && !kinds.iter().all(is_table) {
            return Err(WrongUse(told!(
                "tables cannot be read in together with logs or models; give them one after the other",
                "Tabellen lassen sich nicht zusammen mit Protokollen oder Modellen einlesen; bitte nacheinander"
            ))
            .into());
        }
        let access = if self.dry_run { Access::Read } else { Access::Write };
        let backend = self.backend(place, access).await?;
        let code = if kinds.iter().all(is_table) {
            self.import_tables(backend.as_ref(), &kinds, place.actor).await?
        } else {
            self.import_each(backend.as_ref(), &kinds, place.actor).await?
        };
        if let Some(backend) = &backend {
            backend.leave().await?;
        }
        Ok(code)
    }

    /// Logs and models, one after the other.
    async fn import_each(
        &self,
        backend: Option<&Backend>,
        kinds: &[Kind],
        actor: Option<Uuid>,
    ) -> Result<ExitCode> {
        if self.area.is_none() {
            let area = self.area().key();
            output::say(told!(
                "--area {area} taken, because none was said",
                "--area {area} genommen, weil keiner gesagt wurde"
            ));
        }
        let mut code = ExitCode::SUCCESS;
        for (file, kind) in self.files.iter().zip(kinds) {
            let is_accepted = match kind {
                Kind::Model(notation) => self.import_model(backend, file, *notation, actor).await?,
                _ => self.import_log(backend, file, *kind, actor).await?,
            };
            if !is_accepted {
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

    /// As said, else the one that is in every process with more than one unit.
    fn area(&self) -> Area {
        self.area.unwrap_or(Area::Coordination)
    }

    fn kind(&self, file: &Path) -> Result<Kind> {
        let refused =
            || told!("`{}`: cannot be read in", "`{}` lässt sich nicht einlesen", file.display());
        if let Some(format) = &self.format {
            return said_kind(format, file).with_context(refused);
        }
        let detected = if self.columns.are_said() { detect::detect_log } else { detect::detect };
        let Detected { kind, reason } = detected(file).with_context(refused)?;
        let (name, reason) = (kind_name(kind), words::said(&reason));
        output::say(told!(
            "`{}`: {name}, because {reason}",
            "`{}`: {name}, denn {reason}",
            file.display()
        ));
        Ok(kind)
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
        Kind::Xes => told!("an event log (XES)", "ein Ereignisprotokoll (XES)"),
        Kind::Csv => told!("an event log (CSV)", "ein Ereignisprotokoll (CSV)"),
        Kind::Table(noun) => told!("a table of {}", "eine Tabelle ({})", noun.name()),
        Kind::Tables(Container::Folder) => told!("a folder of tables", "ein Ordner mit Tabellen"),
        Kind::Tables(Container::Archive) => {
            told!("an archive of tables", "ein Archiv mit Tabellen")
        }
        Kind::Tables(Container::Workbook) => {
            told!("a workbook of tables", "eine Arbeitsmappe mit Tabellen")
        }
        Kind::Model(notation) => {
            told!("a process model ({})", "ein Prozessmodell ({})", notation.name())
        }
    }
}

impl Columns {
    /// Only a log has them.
    fn are_said(&self) -> bool {
        let one = [&self.case, &self.time, &self.activity];
        one.into_iter().any(Option::is_some) || !self.by.is_empty()
    }

    /// The columns as said, the others guessed; the guess is printed.
    pub(super) fn mapping(&self, file: &Path) -> Result<(LogFormat, Mapping)> {
        let detected = detect::detect_log(file).with_context(|| format!("`{}`", file.display()))?;
        let format = match detected.kind {
            Kind::Xes => LogFormat::Xes,
            Kind::Csv | Kind::Table(_) => LogFormat::Csv,
            Kind::Tables(_) | Kind::Model(_) => {
                let what = told!(
                    "`{}` is no event log",
                    "`{}` ist kein Ereignisprotokoll",
                    file.display()
                );
                return Err(WrongUse(what).into());
            }
        };
        self.mapping_of(file, format).map(|mapping| (format, mapping))
    }

    /// The same for a file whose format is known.
    fn mapping_of(&self, file: &Path, format: LogFormat) -> Result<Mapping> {
        let limits = Limits::default();
        let sniffed = source::open(file, limits)
            .and_then(|input| sniff(input, format, limits))
            .with_context(|| format!("`{}`", file.display()))?;
        let guessed = guess(&sniffed);
        let names: Vec<_> = sniffed.columns.iter().map(|it| it.name.as_str()).collect();
        let names = names.join(", ");
        let case = said_or(self.case.as_ref(), guessed.case, "case", &names)?;
        let time = said_or(self.time.as_ref(), guessed.time, "time", &names)?;
        let activity = said_or(self.activity.as_ref(), guessed.activity, "activity", &names).ok();
        let by = if self.by.is_empty() {
            let first = guessed.by.into_iter().next().map(|choice| said("by", &choice));
            first.into_iter().collect()
        } else {
            each_once(&self.by)
        };
        if by.is_empty() {
            let what = told!(
                "no column to tell hand-overs by; say --by COLUMN, one of: {names}",
                "keine Spalte, an der sich Übergaben zeigen; bitte --by SPALTE, eine von: {names}"
            );
            return Err(WrongUse(what).into());
        }
        Ok(Mapping { case, time, activity, by })
    }
}

/// Said twice, a column would be measured twice.
fn each_once(columns: &[String]) -> Vec<String> {
    let mut once: Vec<String> = Vec::new();
    for column in columns {
        if !once.contains(column) {
            once.push(column.clone());
        }
    }
    once
}

fn said_or(
    said_column: Option<&String>,
    guessed: Option<Choice>,
    role: &str,
    names: &str,
) -> Result<String> {
    match (said_column, guessed) {
        (Some(column), _) => Ok(column.clone()),
        (None, Some(choice)) => Ok(said(role, &choice)),
        (None, None) => Err(WrongUse(told!(
            "no column looks like the {role}; say --{role} COLUMN, one of: {names}",
            "keine Spalte sieht nach {role} aus; bitte --{role} SPALTE, eine von: {names}"
        ))
        .into()),
    }
}

fn said(role: &str, choice: &Choice) -> String {
    let (column, reason) = (&choice.column, words::said(&choice.reason));
    output::say(told!(
        "--{role} '{column}' guessed {reason}",
        "--{role} '{column}' geraten: {reason}"
    ));
    choice.column.clone()
}

/// `incidents.csv.gz` → `incidents`
fn name_of(file: &Path) -> String {
    let name = file.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    let unpacked = Path::new(name.strip_suffix(".gz").unwrap_or(&name));
    let stem = unpacked.file_stem().map(|it| it.to_string_lossy().into_owned());
    stem.filter(|it| !it.is_empty()).unwrap_or_else(|| "unnamed".to_owned())
}

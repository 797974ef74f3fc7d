//! `acker export`: every list as a table, the map as a graph, as files.

use std::{
    fs,
    io::{IsTerminal as _, Write as _},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::{Context as _, Result};
use clap::Args;
use events::Noun;
use formats::export::{Format, lists::List};

use super::{
    WrongUse,
    ask::{Moment, escaped},
};
use crate::{
    backend::Where,
    installation::Access,
    names::{Among, Names},
    output,
    words::told,
};

/// Write lists as CSV or XLSX, or the map as DOT, GraphML, Mermaid or NDJSON.
///
/// Tables of things have the columns of `acker import --template`, so that they can be read in again.
/// Texts that a spreadsheet would run as a formula get an apostrophe in front in CSV, which an import
/// takes off; in XLSX they are text. CSV is UTF-8 with a byte order mark.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  acker export xlsx --output company.xlsx            all lists, one sheet each
  acker export csv --what pain-points > pain.csv
  acker export csv --what loops --semicolons --output loops.csv
  acker export dot --process 'Onboard a supplier' | dot -Tsvg > map.svg
  acker export mermaid --level site
  acker export graphml --level step --at 2026-03-31 --output map.graphml")]
pub(crate) struct Export {
    /// dot, graphml, mermaid or ndjson for the map; csv or xlsx for lists
    format: String,
    /// Which list: sites, units, steps, pain-points, loops, …; xlsx has all where it is not said
    #[arg(long, value_name = "LIST")]
    what: Option<String>,
    /// The file; else standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Semicolons and decimal commas in CSV, as German spreadsheets expect them
    #[arg(long)]
    semicolons: bool,
    /// The map of one process, by id or name
    #[arg(long, value_name = "PROCESS")]
    process: Option<String>,
    /// The map of one area, such as coordination
    #[arg(long, value_name = "AREA", conflicts_with = "process")]
    area: Option<String>,
    /// The map of everything: step, unit or site [default: unit]
    #[arg(long, value_name = "LEVEL", conflicts_with_all = ["process", "area"])]
    level: Option<String>,
    #[command(flatten)]
    moment: Moment,
}

impl Export {
    pub(crate) async fn run(self, place: &Where) -> Result<ExitCode> {
        let format = self.checked_format()?;
        let backend = place.open(Access::Read).await?;
        let process = match &self.process {
            Some(process) => {
                let among = Among::Noun(Noun::Process);
                let found = Names::default().find(&backend, among, process).await?;
                Some(found.id.to_string())
            }
            None => None,
        };
        let bytes = backend.file(&self.path(format, process)).await?;
        match &self.output {
            None => std::io::stdout().lock().write_all(&bytes).or_else(gone)?,
            Some(file) => {
                let told = || {
                    told!(
                        "`{}` cannot be written",
                        "`{}` lässt sich nicht schreiben",
                        file.display()
                    )
                };
                fs::write(file, &bytes).with_context(told)?;
                output::say(told!("`{}`: {} bytes", "`{}`: {} Bytes", file.display(), bytes.len()));
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    /// What can be told without asking the store.
    fn checked_format(&self) -> Result<Format, WrongUse> {
        let format = Format::named(&self.format).ok_or_else(|| {
            let (format, there) = (&self.format, Format::names());
            WrongUse(told!(
                "there is no format `{format}`; there are {there}",
                "ein Format `{format}` gibt es nicht; es gibt {there}"
            ))
        })?;
        let wrong = match &self.what {
            None if format == Format::Csv => Some(told!(
                "say --what LIST, because CSV holds one list: {}",
                "bitte --what LISTE, denn CSV fasst eine Liste: {}",
                List::names()
            )),
            Some(what) if List::named(what).is_none() => Some(told!(
                "there is no list `{what}`; there are {}",
                "eine Liste `{what}` gibt es nicht; es gibt {}",
                List::names()
            )),
            _ if format == Format::Xlsx
                && self.output.is_none()
                && std::io::stdout().is_terminal() =>
            {
                Some(told!(
                    "say --output FILE, because a workbook is nothing for a terminal",
                    "bitte --output DATEI, denn eine Arbeitsmappe ist nichts für ein Terminal"
                ))
            }
            _ => None,
        };
        wrong.map_or(Ok(format), |it| Err(WrongUse(it)))
    }

    fn path(&self, format: Format, process: Option<String>) -> String {
        let said = [
            ("what", self.what.clone()),
            ("semicolons", self.semicolons.then(|| "true".to_owned())),
            ("process", process),
            ("area", self.area.clone()),
            ("level", self.level.clone()),
        ];
        let said = said
            .into_iter()
            .chain(self.moment.parameters())
            .filter_map(|(name, value)| value.map(|value| format!("{name}={}", escaped(&value))));
        format!("export/{}?{}", format.name(), said.collect::<Vec<_>>().join("&"))
    }
}

/// A reader that has gone away is no failure.
fn gone(error: std::io::Error) -> std::io::Result<()> {
    if error.kind() == std::io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) }
}

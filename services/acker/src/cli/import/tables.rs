//! Tables: all files together, because rows of one refer to rows of another.

use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use formats::{
    detect::Kind,
    limits::Limits,
    source,
    tables::{Noun, Resolution, Seen, Tables, TablesReport},
};
use uuid::Uuid;

use super::Import;
use crate::{
    backend::Backend,
    names::{Among, Names},
    output,
    words::{said, told},
};

impl Import {
    pub(super) async fn import_tables(
        &self,
        backend: Option<&Backend>,
        kinds: &[Kind],
        actor: Option<Uuid>,
    ) -> Result<ExitCode> {
        let (mut tables, limits) = (Tables::default(), Limits::default());
        for (file, kind) in self.files.iter().zip(kinds) {
            let told = || format!("`{}`", file.display());
            match kind {
                Kind::Table(noun) => {
                    let input = source::open(file, limits).with_context(told)?;
                    tables.read(*noun, input, limits).with_context(told)?;
                }
                Kind::Tables(container) => {
                    let seen = tables.read_container(file, *container, self.said_noun(), limits);
                    seen.with_context(told)?.iter().for_each(tell);
                }
                Kind::Xes | Kind::Csv | Kind::Model(_) => {
                    bail!(told!("{} is not a table", "{} ist keine Tabelle", told()))
                }
            }
        }
        let names = match backend {
            Some(backend) => Names::of_all(backend).await?,
            None => Names::default(),
        };
        let (planned, report) = tables.plan(&|noun, name| resolve(&names, noun, name));
        let lines: Vec<_> = planned.into_iter().map(|it| it.line).collect();
        let sent = self.carry_out(backend, &lines, actor).await?;
        let is_accepted = self.tell(lines.len(), sent.as_ref(), &report, || print(&report));
        let is_clean = is_accepted && report.problem_count == 0;
        Ok(if is_clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// What a name means to a table: a noun, or a step as `<id of the process>/<name>`.
fn resolve(names: &Names, noun: &str, name: &str) -> Resolution {
    let (among, name) = match (noun, name.split_once('/')) {
        ("steps", Some((process, step))) => match process.parse() {
            Ok(process) => (Among::Steps(process), step),
            Err(_) => return Resolution::None,
        },
        _ => match noun.parse() {
            Ok(noun) => (Among::Noun(noun), name),
            Err(_) => return Resolution::None,
        },
    };
    match names.exactly(among, name) {
        (1, Some(id)) => Resolution::One(id),
        (0, _) | (_, None) => Resolution::None,
        (many, _) => Resolution::Ambiguous(many),
    }
}

/// What a part of a file was taken for.
fn tell(seen: &Seen) {
    let Seen { name, table, reason } = seen;
    let reason = said(reason);
    output::say(match table.map(Noun::name) {
        Some(noun) => told!(
            "`{name}`: a table of {noun}, because {reason}",
            "`{name}`: eine Tabelle ({noun}), denn {reason}"
        ),
        None => told!("`{name}`: not read, {reason}", "`{name}`: nicht gelesen, {reason}"),
    });
}

fn print(report: &TablesReport) {
    for table in &report.tables {
        let from = if table.from.is_empty() { "" } else { " in " };
        output::answer(told!(
            "{}{from}{}: {} rows, {} taken, {} there already under another id",
            "{}{from}{}: {} Zeilen, {} übernommen, {} schon unter anderer Kennung da",
            table.table.name(),
            table.from,
            table.rows,
            table.kept,
            table.already_there
        ));
        for column in &table.unknown_columns {
            output::answer(told!(
                "  not kept: column `{column}`, which no command knows",
                "  nicht behalten: Spalte `{column}`, die kein Befehl kennt"
            ));
        }
        for note in &table.notes {
            output::answer(format_args!("  {}", said(note)));
        }
    }
    for problem in report.problems.iter().take(20) {
        let column = problem.column.as_ref();
        let column = column.map(|it| told!(", column `{it}`", ", Spalte `{it}`"));
        output::answer(told!(
            "{} line {}{}: {}",
            "{} Zeile {}{}: {}",
            problem.table.name(),
            problem.line,
            column.unwrap_or_default(),
            said(&problem.reason)
        ));
    }
    if report.problem_count > 20 {
        let count = report.problem_count;
        output::answer(told!(
            "… {count} rows could not be taken in all",
            "… insgesamt ließen sich {count} Zeilen nicht übernehmen"
        ));
    }
}

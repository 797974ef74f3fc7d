//! Tables: all files together, because rows of one refer to rows of another.

use std::{
    collections::{HashMap, HashSet},
    process::ExitCode,
};

use anyhow::{Context as _, Result, bail};
use formats::{
    detect::Kind,
    limits::Limits,
    source,
    tables::{Resolution, Seen, Tables, TablesReport},
};
use serde_json::Value;
use uuid::Uuid;

use super::Import;
use crate::{
    backend::{Backend, Refused},
    output,
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
                Kind::Xes | Kind::Csv | Kind::Model(_) => bail!("{} is not a table", told()),
            }
        }
        let names = Names::read(backend).await?;
        let (planned, report) = tables.plan(&|noun, name| names.resolve(noun, name));
        let lines: Vec<_> = planned.into_iter().map(|it| it.line).collect();
        let sent = self.carry_out(backend, &lines, actor).await?;
        let is_accepted = self.tell(lines.len(), sent.as_ref(), &report, || print(&report));
        let is_clean = is_accepted && report.problem_count == 0;
        Ok(if is_clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// What is there already, by noun and name.
#[derive(Debug, Default)]
struct Names(HashMap<(String, String), HashSet<Uuid>>);

impl Names {
    async fn read(backend: Option<&Backend>) -> Result<Self> {
        let mut names = Self::default();
        let Some(backend) = backend else { return Ok(names) };
        for noun in ["sites", "units", "data-objects", "communities", "processes", "ideas"] {
            for item in list(backend, noun).await? {
                names.add(noun, "", &item);
                if noun == "processes" {
                    names.add_steps(backend, &item).await?;
                }
            }
        }
        for item in backend.list("pain-points?status=all").await? {
            names.add("pain-points", "", &item);
        }
        Ok(names)
    }

    async fn add_steps(&mut self, backend: &Backend, process: &Value) -> Result<()> {
        let id = process["id"].as_str().unwrap_or_default();
        let process = backend.get(&format!("processes/{id}")).await?;
        for step in process["steps"].as_array().into_iter().flatten() {
            self.add("steps", &format!("{id}/"), step);
        }
        Ok(())
    }

    fn add(&mut self, noun: &str, before: &str, item: &Value) {
        let id = item["id"].as_str().and_then(|it| Uuid::parse_str(it).ok());
        let called = ["name", "title", "text"].iter().find_map(|it| item[*it].as_str());
        if let (Some(name), Some(id)) = (called, id) {
            let key = (noun.to_owned(), format!("{before}{name}"));
            self.0.entry(key).or_default().insert(id);
        }
    }

    fn resolve(&self, noun: &str, name: &str) -> Resolution {
        let ids = self.0.get(&(noun.to_owned(), name.to_owned()));
        match ids.map(|it| (it.len(), it.iter().next())) {
            Some((1, Some(id))) => Resolution::One(*id),
            Some((many, _)) => Resolution::Ambiguous(many),
            None => Resolution::None,
        }
    }
}

/// A list of a noun; empty where the server does not know the noun.
async fn list(backend: &Backend, noun: &str) -> Result<Vec<Value>> {
    match backend.list(noun).await {
        Err(error) if error.downcast_ref::<Refused>().is_some_and(|it| it.0["status"] == 404) => {
            Ok(Vec::new())
        }
        other => other,
    }
}

/// What a part of a file was taken for.
fn tell(seen: &Seen) {
    let Seen { name, table, reason } = seen;
    match table {
        Some(noun) => {
            output::say(format_args!("`{name}`: a table of {}, because {reason}", noun.name()));
        }
        None => output::say(format_args!("`{name}`: not read, {reason}")),
    }
}

fn print(report: &TablesReport) {
    for table in &report.tables {
        let from = if table.from.is_empty() { "" } else { " in " };
        output::answer(format_args!(
            "{}{from}{}: {} rows, {} taken, {} there already under another id",
            table.table.name(),
            table.from,
            table.rows,
            table.kept,
            table.already_there
        ));
        for column in &table.unknown_columns {
            output::answer(format_args!("  not kept: column `{column}`, which no command knows"));
        }
        for note in &table.notes {
            output::answer(format_args!("  {note}"));
        }
    }
    for problem in report.problems.iter().take(20) {
        let column =
            problem.column.as_ref().map(|it| format!(", column `{it}`")).unwrap_or_default();
        output::answer(format_args!(
            "{} line {}{column}: {}",
            problem.table.name(),
            problem.line,
            problem.reason
        ));
    }
    if report.problem_count > 20 {
        output::answer(format_args!("… {} rows could not be taken in all", report.problem_count));
    }
}

//! An event log: planned from the file, then sent.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use anyhow::{Context as _, Result};
use formats::{
    analyse,
    detect::Kind,
    event_log::{
        LogFormat, Mapping,
        commands::{Plan, Report, Request, plan},
    },
    limits::Limits,
    source,
};
use uuid::Uuid;

use super::{Import, name_of};
use crate::{
    backend::Backend,
    output,
    words::{said, told},
};

impl Import {
    /// False where some commands were refused.
    pub(super) async fn import_log(
        &self,
        backend: Option<&Backend>,
        file: &Path,
        kind: Kind,
        actor: Option<Uuid>,
    ) -> Result<bool> {
        let format = if kind == Kind::Xes { LogFormat::Xes } else { LogFormat::Csv };
        let Plan { lines, report } = self
            .plan_log(backend, file, format)
            .await
            .with_context(|| format!("`{}`", file.display()))?;
        let sent = self.carry_out(backend, &lines, actor).await?;
        Ok(self.tell(lines.len(), sent.as_ref(), &report, || print(&report, format)))
    }

    async fn plan_log(
        &self,
        backend: Option<&Backend>,
        file: &Path,
        format: LogFormat,
    ) -> Result<Plan> {
        let mapping = self.columns.mapping_of(file, format)?;
        let units = units_by_name(backend).await?;
        let sha256 = source::sha256(std::fs::File::open(file)?)?;
        let name = match &self.process {
            Some(name) => name.clone(),
            None => imported_as(backend, &sha256, &mapping).await?.unwrap_or_else(|| name_of(file)),
        };
        let limits = Limits::default();
        let bar = output::progress(told!("reading", "lese")).with_position(0);
        let (log, reading) = analyse::load(source::open(file, limits)?, format, &mapping, limits)?;
        bar.finish_and_clear();
        let request = Request {
            name: &name,
            primary_area: self.area().key(),
            sha256: &sha256,
            mapping: &mapping,
            find_unit: &|name| units.get(name).copied(),
        };
        Ok(plan(&log, &reading, &request)?)
    }
}

/// The name under which the same file was imported with the same mapping, whatever it was called then.
async fn imported_as(
    backend: Option<&Backend>,
    sha256: &str,
    mapping: &Mapping,
) -> Result<Option<String>> {
    let Some(backend) = backend else { return Ok(None) };
    let mapping = serde_json::to_value(mapping)?;
    let logs = backend.list("logs").await?;
    let same = logs.iter().find(|it| it["sha256"] == sha256 && it["mapping"] == mapping);
    Ok(same.and_then(|it| it["name"].as_str()).map(str::to_owned))
}

/// Units whose name no other has.
async fn units_by_name(backend: Option<&Backend>) -> Result<HashMap<String, Uuid>> {
    let Some(backend) = backend else { return Ok(HashMap::new()) };
    let mut units: HashMap<String, Option<Uuid>> = HashMap::new();
    for unit in backend.list("units").await? {
        if let (Some(name), Some(id)) = (unit["name"].as_str(), unit["id"].as_str()) {
            let id = Uuid::parse_str(id)?;
            units.entry(name.to_owned()).and_modify(|it| *it = None).or_insert(Some(id));
        }
    }
    Ok(units.into_iter().filter_map(|(name, id)| Some((name, id?))).collect())
}

fn print(report: &Report, format: LogFormat) {
    let kept = &report.kept;
    output::answer(told!(
        "kept: process `{}` with {} steps; {} cases, {} events; {} units known, {} new; \
         {} measured hand-overs, {} bounces",
        "behalten: Prozess `{}` mit {} Schritten; {} Fälle, {} Ereignisse; {} Einheiten bekannt, {} neu; \
         {} gemessene Übergaben, {} Rückläufe",
        kept.name,
        kept.steps,
        kept.cases,
        kept.events,
        kept.units_matched,
        kept.units_registered,
        kept.hand_overs,
        kept.bounces
    ));
    let mut not_kept: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for it in &report.not_kept {
        not_kept.entry(&it.because).or_default().push(said(&it.what));
    }
    for (because, what) in not_kept {
        let (because, what) = (said(because), what.join(", "));
        output::answer(told!(
            "not kept, because {because}: {what}",
            "nicht behalten, denn {because}: {what}"
        ));
    }
    if report.unreadable.count > 0 {
        let count = report.unreadable.count;
        output::answer(told!("not read: {count} rows", "nicht gelesen: {count} Zeilen"));
        for example in &report.unreadable.examples {
            output::answer(format_args!("  {}", example.told(format)));
        }
    }
    for note in &report.notes {
        output::answer(said(note));
    }
}

//! A process model: planned from the file and from what the store knows of it, then sent.

use std::{collections::BTreeMap, path::Path};

use anyhow::{Context as _, Result};
use formats::{
    limits::Limits,
    model::{
        self, Model, NotKept, Notation,
        commands::{
            self, HandOverThere, Names, Plan, ProcessThere, Report, Request, StepThere, There,
        },
    },
    source,
};
use serde_json::Value;
use uuid::Uuid;

use super::{Import, name_of};
use crate::{
    backend::Backend,
    output,
    words::{said, told},
};

/// Things of one reason that are told; `--json` has them all.
const TOLD: usize = 8;

impl Import {
    /// False where some commands were refused.
    pub(super) async fn import_model(
        &self,
        backend: Option<&Backend>,
        file: &Path,
        notation: Notation,
        actor: Option<Uuid>,
    ) -> Result<bool> {
        let told =
            || told!("`{}` cannot be read in", "`{}` lässt sich nicht einlesen", file.display());
        let limits = Limits::for_models();
        let bar = output::progress(told!("reading", "lese")).with_position(0);
        let model = model::open(file, notation, limits).with_context(told)?;
        bar.finish_and_clear();
        let (file_name, sha256) = (name_of(file), source::sha256(std::fs::File::open(file)?)?);
        let request = Request {
            file_name: &file_name,
            process_name: self.process.as_deref(),
            primary_area: self.area().key(),
            sha256: &sha256,
        };
        let there = there(backend, &model, &request).await?;
        let plan = commands::plan(&model, &request, &there, limits);
        let Plan { lines, report } = plan.with_context(told)?;
        let sent = self.carry_out(backend, &lines, actor).await?;
        Ok(self.tell(lines.len(), sent.as_ref(), &report, || {
            if self.files.len() > 1 {
                output::answer(format_args!("`{}`:", file.display()));
            }
            print(&report);
        }))
    }
}

/// What the store has of what the model means.
async fn there(backend: Option<&Backend>, model: &Model, request: &Request<'_>) -> Result<There> {
    let Some(backend) = backend else { return Ok(There::default()) };
    let planned = commands::processes(model, request);
    let mut processes = BTreeMap::new();
    for (id, name) in named(backend, "processes").await? {
        if planned.iter().any(|it| it.0 == id || it.1 == name) {
            let steps = backend.get(&format!("processes/{id}")).await?;
            processes.insert(id, process_there(name, &steps));
        }
    }
    Ok(There {
        units: Names::from_iter(named(backend, "units").await?),
        data_objects: Names::from_iter(named(backend, "data-objects").await?),
        processes,
    })
}

async fn named(backend: &Backend, noun: &str) -> Result<Vec<(Uuid, String)>> {
    let all = backend.list(noun).await?;
    Ok(all.iter().filter_map(|it| Some((id(it)?, text(&it["name"])?))).collect())
}

fn process_there(name: String, answer: &Value) -> ProcessThere {
    let parts = |key: &str| answer[key].as_array().into_iter().flatten();
    let step = |it: &Value| {
        let step = StepThere {
            name: text(&it["name"]).unwrap_or_default(),
            description: text(&it["description"]),
            unit: text(&it["unit"]).and_then(|it| it.parse().ok()),
            role: text(&it["role"]),
        };
        Some((id(it)?, step))
    };
    let hand_over = |it: &Value| {
        let hand_over = HandOverThere {
            kind: text(&it["kind"]).unwrap_or_default(),
            share: it["share"].as_f64(),
            condition: text(&it["condition"]),
        };
        Some((id(it)?, hand_over))
    };
    ProcessThere {
        name,
        steps: parts("steps").filter_map(step).collect(),
        hand_overs: parts("hand_overs").filter_map(hand_over).collect(),
    }
}

fn id(it: &Value) -> Option<Uuid> {
    it["id"].as_str()?.parse().ok()
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn print(report: &Report) {
    let Report { kept, not_kept, notes } = report;
    for note in notes {
        output::answer(said(note));
    }
    for process in &kept.processes {
        let revised = match process.steps_revised {
            0 => String::new(),
            many => {
                told!(", {many} of them said otherwise now", ", {many} davon jetzt anders gesagt")
            }
        };
        let hand_overs = match process.hand_overs_revised {
            0 => String::new(),
            many => told!(
                "; {many} hand-overs said otherwise now",
                "; {many} Übergaben jetzt anders gesagt"
            ),
        };
        let (name, steps) = (&process.name, process.steps);
        output::answer(told!(
            "kept: process `{name}`, steps: {steps}{revised}{hand_overs}",
            "behalten: Prozess `{name}`, Schritte: {steps}{revised}{hand_overs}"
        ));
    }
    output::answer(told!(
        "kept: {} steps, {} hand-overs, {} data uses; units: {} known, {} new; data objects: {} known, {} new",
        "behalten: {} Schritte, {} Übergaben, {} Datennutzungen; Einheiten: {} bekannt, {} neu; Datenobjekte: {} bekannt, {} neu",
        kept.steps,
        kept.hand_overs,
        kept.data_uses,
        kept.units_matched,
        kept.units_registered,
        kept.data_objects_matched,
        kept.data_objects_registered,
    ));
    print_not_kept(not_kept);
}

/// By reason, in the order in which the reasons were met.
fn print_not_kept(not_kept: &[NotKept]) {
    let mut reasons: Vec<(&str, Vec<&NotKept>)> = Vec::new();
    let mut places = BTreeMap::new();
    for it in not_kept {
        let place = *places.entry(it.because.as_str()).or_insert_with(|| {
            reasons.push((&it.because, Vec::new()));
            reasons.len() - 1
        });
        reasons[place].1.push(it);
    }
    for (because, all) in reasons {
        let count: u64 = all.iter().map(|it| it.count).sum();
        let mut told: Vec<String> = all.iter().take(TOLD).map(|it| told(it)).collect();
        if all.len() > TOLD {
            let more = all.len() - TOLD;
            told.push(told!(
                "and {more} more, which --json tells",
                "und {more} mehr, die --json zeigt"
            ));
        }
        let (because, what) = (said(because), told.join(", "));
        output::answer(told!(
            "not kept ({count}), because {because}: {what}",
            "nicht behalten ({count}), denn {because}: {what}"
        ));
    }
}

/// By its name, else by its id; many at once by their number.
fn told(it: &NotKept) -> String {
    match &it.element {
        Some(_) if it.what.contains('`') => said(&it.what),
        Some(id) => format!("{} ({id})", said(&it.what)),
        None => format!("{} × {}", it.count, said(&it.what)),
    }
}

//! Which processes a model holds, what they are called, and whether they are on the map already.

use std::collections::{BTreeMap, HashSet};

use events::ids::derived;
use serde_json::{Map, json};
use uuid::Uuid;

use super::{Planning, Request, report::KeptProcess, steps::name_and_rest, there::There};
use crate::model::{Model, Process, ways::Ways};

/// A process with a step.
#[derive(Debug, Clone)]
pub(super) struct Planned {
    pub(super) place: usize,
    pub(super) id: Uuid,
    pub(super) name: String,
    /// It is on the map from an earlier version of the file.
    pub(super) is_later: bool,
}

/// The elements that become steps, by their process.
pub(super) fn steps_by_process(model: &Model, ways: &Ways) -> BTreeMap<usize, Vec<usize>> {
    let mut steps: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, element) in model.elements.iter().enumerate().filter(|it| ways.is_step(it.0)) {
        steps.entry(element.process).or_default().push(place);
    }
    steps
}

/// The processes with a step, as new ones.
pub(super) fn plan<'p>(
    model: &Model,
    request: &Request<'_>,
    places: impl ExactSizeIterator<Item = &'p usize>,
) -> Vec<Planned> {
    let count = places.len();
    let planned = places.enumerate().map(|(number, &place)| {
        let process = &model.processes[place];
        let key = if process.id.is_empty() { format!("#{place}") } else { process.id.clone() };
        Planned {
            place,
            id: derived(&["process", request.sha256, &key]),
            name: name(model, request, process, (number, count)),
            is_later: false,
        }
    });
    planned.collect()
}

/// As said; else as in the file; else as the pool or the file is called.
fn name(
    model: &Model,
    request: &Request<'_>,
    process: &Process,
    (number, count): (usize, usize),
) -> String {
    let own = process.name.as_ref().or(process.pool.as_ref());
    let whole = request.process_name.or(model.name.as_deref()).unwrap_or(request.file_name);
    let name = match (own, request.process_name) {
        (_, Some(said)) if count == 1 => said.to_owned(),
        (Some(own), Some(said)) => format!("{said} – {own}"),
        (Some(own), None) if process.name.is_some() || count == 1 => own.clone(),
        (Some(own), None) => format!("{whole} – {own}"),
        (None, _) if number == 0 => whole.to_owned(),
        (None, _) => format!("{whole} ({})", number + 1),
    };
    name_and_rest(&name).0
}

impl Planned {
    /// The same process on the map, if it was imported from an earlier version of the file: one of this
    /// name that shares with the file half of the steps that the one or the other has.
    pub(super) fn of_an_earlier_version(
        self,
        model: &Model,
        steps: &BTreeMap<usize, Vec<usize>>,
        there: &There,
    ) -> Self {
        if there.processes.contains_key(&self.id) {
            return self;
        }
        let steps = &steps[&self.place];
        let named = there.processes.iter().filter(|it| it.1.name == self.name);
        let earlier = named.into_iter().find(|(id, it)| {
            let is_known = |place| it.steps.contains_key(&step_id(**id, model, place));
            let known = steps.iter().filter(|it| is_known(**it)).count();
            known > 0 && known * 2 >= steps.len().min(it.steps.len())
        });
        match earlier {
            Some((id, _)) => Self { id: *id, is_later: true, ..self },
            None => self,
        }
    }
}

/// The id of the step that an element of a process becomes.
pub(super) fn step_id(process: Uuid, model: &Model, place: usize) -> Uuid {
    derived(&["step", &process.to_string(), &element_key(model, place)])
}

/// The id of an element, or its place where the file gives it none.
pub(super) fn element_key(model: &Model, place: usize) -> String {
    let id = &model.elements[place].id;
    if id.is_empty() { format!("#{place}") } else { id.clone() }
}

impl Planning<'_> {
    pub(super) fn map_processes(&mut self) {
        for (place, process) in self.model.processes.iter().enumerate() {
            let Some(planned) = self.processes.get(&place).cloned() else {
                self.leave(&process.id, called(process), "there is no step with a name in it");
                continue;
            };
            let is_there = self.there.processes.contains_key(&planned.id);
            let owner = self.pool_unit(place);
            if is_there {
                self.tell_of_there(&planned);
            } else {
                let mut body = Map::new();
                body.insert("name".to_owned(), json!(planned.name));
                body.insert("primary_area".to_owned(), json!(self.request.primary_area));
                let description = process.documentation.join("\n\n");
                if let Some(description) = super::steps::text(&description) {
                    body.insert("description".to_owned(), json!(description));
                }
                if let Some(owner) = owner {
                    body.insert("owner".to_owned(), json!(owner));
                }
                self.add("processes", planned.id, "map-process", body.into());
            }
            let Planned { id, name, .. } = planned;
            self.kept_at.insert(id, self.report.kept.processes.len());
            self.report.kept.processes.push(KeptProcess {
                id,
                name,
                is_there,
                ..KeptProcess::default()
            });
        }
    }

    fn tell_of_there(&mut self, planned: &Planned) {
        let name = &planned.name;
        self.report.notes.push(if planned.is_later {
            format!(
                "`{name}` is on the map from another version of the file: it is brought up to date"
            )
        } else {
            format!("`{name}` is on the map from this file already")
        });
    }

    /// Steps of an earlier version that this one does not have.
    pub(super) fn leave_what_is_gone(&mut self) {
        let kept: HashSet<Uuid> = self.steps.values().copied().collect();
        for planned in self.processes.values().filter(|it| it.is_later).cloned().collect::<Vec<_>>()
        {
            let Some(there) = self.there.processes.get(&planned.id) else { continue };
            for (id, step) in there.steps.iter().filter(|it| !kept.contains(it.0)) {
                let what = format!("removal of step `{}` from `{}`", step.name, planned.name);
                let because =
                    "the file does not have it any more; people may have added it, or need it";
                self.leave(&id.to_string(), what, because);
            }
        }
    }
}

fn called(process: &Process) -> String {
    match process.name.as_ref().or(process.pool.as_ref()) {
        Some(name) => format!("process `{name}`"),
        None => "process".to_owned(),
    }
}

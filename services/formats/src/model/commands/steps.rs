//! Named work as steps; everything else is told.

use std::collections::BTreeMap;

use domain::fields::{NAME_MAX, TEXT_MAX};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    Planning,
    processes::{Planned, step_id},
    there::StepThere,
};
use crate::model::{Element, Kind, NotKept, TaskKind};

/// So many sub-processes around a step are named.
const AROUND_MAX: usize = 3;

impl Planning<'_> {
    pub(super) fn add_steps(&mut self) {
        for (place, element) in self.model.elements.iter().enumerate() {
            if !self.ways.is_step(place) {
                continue;
            }
            let Planned { id: process, is_later, .. } = self.processes[&element.process];
            let step = step_id(process, self.model, place);
            self.steps.insert(place, step);
            let wish = self.step(element);
            let there = self.process_there(element.process).and_then(|it| it.steps.get(&step));
            match there {
                None => self.add("processes", process, "add-step", body(step, &wish)),
                Some(now) if is_later => self.revise(process, step, &wish, now),
                Some(_) => {}
            }
            self.report.kept.steps += 1;
            self.kept_process(process, |it| it.steps += 1);
        }
    }

    pub(super) fn kept_process(&mut self, id: Uuid, count: impl FnOnce(&mut super::KeptProcess)) {
        count(&mut self.report.kept.processes[self.kept_at[&id]]);
    }

    fn step(&mut self, element: &Element) -> StepThere {
        let unit = self.unit_of(element.process, element.lane);
        let (name, rest) = name_and_rest(&element.name);
        let around = std::iter::successors(element.within, |it| self.model.elements[*it].within);
        let around = around.map(|it| name_and_rest(&self.model.elements[it].name).0);
        let around: Vec<_> = around.filter(|it| !it.is_empty()).take(AROUND_MAX).collect();
        let around: Vec<_> = around.into_iter().rev().collect();
        let around = (!around.is_empty()).then(|| format!("In: {}", around.join(" › ")));
        let written = rest.into_iter().chain(around).chain(element.documentation.iter().cloned());
        let description = text(&written.collect::<Vec<_>>().join("\n\n"));
        let role = (!element.roles.is_empty()).then(|| name_and_rest(&element.roles.join(", ")).0);
        StepThere { name, description, unit, role }
    }

    /// What this version says otherwise. What it does not say stays.
    fn revise(&mut self, process: Uuid, step: Uuid, wish: &StepThere, now: &StepThere) {
        let mut said = body(step, wish);
        let as_now = body(step, now);
        let fields = said.as_object_mut().expect("it is an object");
        fields.retain(|field, value| field == "step" || as_now.get(field) != Some(value));
        if fields.len() > 1 {
            self.add("processes", process, "revise-step", said);
            self.kept_process(process, |it| it.steps_revised += 1);
        }
    }

    /// Events, gateways, places, what has no name and what its own steps stand for.
    pub(super) fn leave_what_is_no_step(&mut self) {
        let (mut nameless, mut kinds) = (BTreeMap::<String, u64>::new(), 0);
        for (place, element) in self.model.elements.iter().enumerate() {
            let kind = element.kind.describe();
            if self.ways.is_step(place) {
                kinds += u64::from(matches!(element.kind, Kind::Task(it) if it != TaskKind::Any));
                continue;
            }
            let is_plain = element.name.is_empty() && !element.kind.is_work();
            if is_plain || element.kind == Kind::Place || element.is_silent {
                *nameless.entry(kind).or_default() += 1;
            } else {
                let what = if element.name.is_empty() {
                    format!("{kind} without a name")
                } else {
                    format!("{kind} `{}`", element.name)
                };
                self.leave(&element.id, what, self.reason_to_leave(place));
            }
            if !element.documentation.is_empty() && !self.ways.is_expanded(place) {
                let what = format!("what is written about `{}`", element.name);
                self.leave(&element.id, what, "there is no step to which it belongs");
            }
        }
        let because = "nobody works there: what leads through is kept as hand-over";
        for (kind, count) in nameless {
            self.report.not_kept.push(NotKept::many(count, kind, because));
        }
        if kinds > 0 {
            let because =
                "a step has no kind; what a service task keeps is kept as entered automatically";
            self.report.not_kept.push(NotKept::many(kinds, "kind of task", because));
        }
    }

    fn reason_to_leave(&self, place: usize) -> &'static str {
        match self.model.elements[place].kind {
            Kind::SubProcess(_) if self.ways.is_expanded(place) => "its steps stand in its place",
            Kind::Event(..) => "an event is no step: what leads through it is kept as hand-over",
            Kind::Gateway(_) => "a gateway is no step: what leads through it is kept as hand-over",
            _ => "a step needs a name: what leads through it is kept as hand-over",
        }
    }
}

fn body(step: Uuid, it: &StepThere) -> Value {
    let StepThere { name, description, unit, role } = it;
    let mut body = Map::new();
    body.insert("step".to_owned(), json!(step));
    body.insert("name".to_owned(), json!(name));
    for (field, value) in [("description", description), ("role", role)] {
        if let Some(value) = value {
            body.insert(field.to_owned(), json!(value));
        }
    }
    if let Some(unit) = unit {
        body.insert("unit".to_owned(), json!(unit));
    }
    body.into()
}

/// A name as long as names may be, and the whole of it where it is longer.
pub(super) fn name_and_rest(name: &str) -> (String, Option<String>) {
    if name.chars().count() <= NAME_MAX {
        return (name.to_owned(), None);
    }
    let begin: String = name.chars().take(NAME_MAX - 1).collect();
    (format!("{}…", begin.trim_end()), Some(name.to_owned()))
}

/// A text as long as texts may be; nothing where nothing is written.
pub(super) fn text(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() <= TEXT_MAX {
        return Some(text.to_owned()).filter(|it| !it.is_empty());
    }
    let end = text.floor_char_boundary(TEXT_MAX - "…".len());
    Some(format!("{}…", &text[..end]))
}

//! What steps read and write, by the name of the data object, and the store where one is drawn.

use std::collections::BTreeSet;

use events::ids::derived;
use serde_json::{Map, json};
use uuid::Uuid;

use super::{Planning, steps::name_and_rest};
use crate::model::{DataUse, Kind, TaskKind};

impl Planning<'_> {
    pub(super) fn record_data_uses(&mut self) {
        let (mut used, mut recorded) = (BTreeSet::new(), BTreeSet::new());
        for it in &self.model.data_uses {
            used.insert(it.data);
            let data = &self.model.data[it.data];
            let Some(step) = self.steps.get(&it.element).copied() else {
                let element = &self.model.elements[it.element];
                let what = format!("use of `{}` by `{}`", data.name, element.name);
                self.leave(&element.id, what, "what uses it is no step");
                continue;
            };
            let store = data.is_store.then(|| name_and_rest(&data.name).0);
            // What is drawn as a store alone is known by the name under which the step sees it.
            let called = it.called.as_ref().filter(|_| data.is_store).unwrap_or(&data.name);
            let object = self.data_object(&name_and_rest(called).0);
            if recorded.insert((step, object, it.is_written, store.clone())) {
                self.record(it, step, object, store);
            }
        }
        for (place, data) in self.model.data.iter().enumerate() {
            if !used.contains(&place) {
                let what = format!("data `{}`", data.name);
                self.leave(&data.id, what, "no step reads or writes it");
            }
        }
    }

    fn record(&mut self, it: &DataUse, step: Uuid, object: Uuid, store: Option<String>) {
        let element = &self.model.elements[it.element];
        let mut body = Map::new();
        body.insert("step".to_owned(), json!(step));
        body.insert("data_object".to_owned(), json!(object));
        body.insert("use".to_owned(), json!(if it.is_written { "keeps" } else { "reads" }));
        if let Some(entry) = entry(element.kind).filter(|_| it.is_written && store.is_some()) {
            body.insert("entry".to_owned(), json!(entry));
        }
        if let Some(store) = store {
            body.insert("store".to_owned(), json!(store));
        }
        let process = self.processes[&element.process].id;
        self.add("processes", process, "record-data-use", body.into());
        self.report.kept.data_uses += 1;
    }

    /// An id depends on the name alone: other files mean the same data object.
    fn data_object(&mut self, name: &str) -> Uuid {
        if let Some(object) = self.data_objects.get(name) {
            return *object;
        }
        let id = derived(&["data-object", name]);
        let found = self.there.data_objects.find(id, name);
        if found.is_some() {
            self.report.kept.data_objects_matched += 1;
        } else {
            self.add("data-objects", id, "register-data-object", json!({ "name": name }));
            self.report.kept.data_objects_registered += 1;
        }
        let object = found.unwrap_or(id);
        self.data_objects.insert(name.to_owned(), object);
        object
    }
}

/// How what a task writes comes into its store, where the kind of the task says it.
fn entry(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Task(TaskKind::Service | TaskKind::Script | TaskKind::BusinessRule) => {
            Some("automatic")
        }
        Kind::Task(TaskKind::User | TaskKind::Manual) => Some("by_hand"),
        _ => None,
    }
}

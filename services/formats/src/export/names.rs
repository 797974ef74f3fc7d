//! What things are called in an export: by name where that says which one is meant, else by id.

use std::collections::HashMap;

use projections::Projections;
use serde_json::Value;
use uuid::Uuid;

use super::lists::{elements, value};
use crate::tables::Noun;

/// Names by id, and how many things have each.
#[derive(Debug, Default)]
pub struct Names {
    names: HashMap<String, String>,
    counts: HashMap<(Noun, String), usize>,
}

impl Names {
    /// What units, sites, data objects, communities and processes are called.
    pub fn of(projections: &Projections) -> Self {
        let mut names = Self::default();
        for (noun, items) in [
            (Noun::Sites, value(projections.sites_answer())),
            (Noun::Units, value(projections.units_answer())),
            (Noun::DataObjects, value(projections.data_objects_answer())),
            (Noun::Communities, value(projections.communities_answer())),
            (Noun::Processes, value(projections.processes_answer())),
        ] {
            elements(&items).for_each(|it| names.add(noun, None, it));
        }
        names
    }

    /// Takes in one thing as the API lists it. `within` is the process of a step.
    pub(crate) fn add(&mut self, noun: Noun, within: Option<&str>, item: &Value) {
        if let (Some(id), Some(name)) = (item["id"].as_str(), item["name"].as_str()) {
            self.names.insert(id.to_owned(), name.to_owned());
            *self.counts.entry((noun, key(within, name))).or_default() += 1;
        }
    }

    /// What people call it, whether or not others are called the same.
    pub fn name(&self, id: &str) -> Option<&str> {
        self.names.get(id).map(String::as_str)
    }

    /// How a table means it: by its name, if an import finds it by that, else by its id.
    pub(crate) fn meant(&self, noun: Noun, within: Option<&str>, id: &str) -> String {
        let is_found = |name: &&str| {
            let is_alone = self.counts.get(&(noun, key(within, name))) == Some(&1);
            is_alone && name.trim() == *name && Uuid::parse_str(name).is_err()
        };
        self.name(id).filter(is_found).unwrap_or(id).to_owned()
    }
}

fn key(within: Option<&str>, name: &str) -> String {
    within.map_or_else(|| name.to_owned(), |process| format!("{process}/{name}"))
}

//! What names mean: ids as they are, then what this import creates, then what is there already.

use std::collections::HashMap;

use uuid::Uuid;

use super::{Noun, Resolution, Resolve};

pub(super) struct Names<'a> {
    resolve: Resolve<'a>,
    created: HashMap<(Noun, String), Vec<Uuid>>,
}

impl<'a> Names<'a> {
    pub(super) fn new(resolve: Resolve<'a>) -> Self {
        Self { resolve, created: HashMap::new() }
    }

    pub(super) fn create(&mut self, noun: Noun, name: &str, id: Uuid) {
        self.created.entry((noun, name.to_owned())).or_default().push(id);
    }

    /// What is there already under this name.
    pub(super) fn existing(&self, noun: Noun, name: &str) -> Resolution {
        (self.resolve)(noun.name(), name)
    }

    pub(super) fn id_of(&self, noun: Noun, text: &str) -> Result<Uuid, String> {
        if let Ok(id) = text.parse() {
            return Ok(id);
        }
        self.named(noun, text, text)
    }

    /// A step by its name within a process.
    pub(super) fn step(&self, process: Uuid, text: &str) -> Result<Uuid, String> {
        if let Ok(id) = text.parse() {
            return Ok(id);
        }
        self.named(Noun::Steps, &step_key(process, text), text)
    }

    fn named(&self, noun: Noun, key: &str, told: &str) -> Result<Uuid, String> {
        let created = self.created.get(&(noun, key.to_owned()));
        let resolution = match created.map(Vec::as_slice) {
            Some([id]) => Resolution::One(*id),
            Some(ids) => Resolution::Ambiguous(ids.len()),
            None => self.existing(noun, key),
        };
        match resolution {
            Resolution::One(id) => Ok(id),
            Resolution::None => Err(format!("`{told}` is not among the {}", noun.name())),
            Resolution::Ambiguous(count) => {
                Err(format!("{count} {} are called `{told}`: give the id", noun.name()))
            }
        }
    }
}

pub(super) fn step_key(process: Uuid, name: &str) -> String {
    format!("{process}/{name}")
}

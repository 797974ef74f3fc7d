//! A data object: a business object that steps read or keep in stores.

mod name_master_store;
mod register_data_object;
mod revise_data_object;

pub use name_master_store::NameMasterStore;
pub use register_data_object::RegisterDataObject;
pub use revise_data_object::ReviseDataObject;

use events::{
    Noun, Words,
    data_object::{Event, Registered},
};

use crate::{
    Aggregate,
    founded::{Founded, change},
};

/// What decisions about a data object need to know.
#[derive(Debug, Clone, Default)]
pub struct DataObject {
    registered: Option<Founded<Registered>>,
    master: Option<Words>,
}

impl Aggregate for DataObject {
    type Event = Event;
    const NOUN: Noun = Noun::DataObject;

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::Registered(it) => self.registered = Some(Founded::new(it)),
            Event::Revised(it) => change(&mut self.registered, |now| now.revise(it)),
            Event::MasterNamed(it) => self.master = Some(it.store.clone()),
        }
    }

    fn exists(&self) -> bool {
        self.registered.is_some()
    }
}

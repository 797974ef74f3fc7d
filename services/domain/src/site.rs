//! A site: a place with a country, a time zone and working hours.

mod register_site;
mod revise_site;

pub use register_site::RegisterSite;
pub use revise_site::ReviseSite;

use events::{
    Noun,
    site::{Event, Registered},
};

use crate::{
    Aggregate,
    founded::{Founded, change},
};

/// What decisions about a site need to know.
#[derive(Debug, Clone, Default)]
pub struct Site(Option<Founded<Registered>>);

impl Aggregate for Site {
    type Event = Event;
    const NOUN: Noun = Noun::Site;

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::Registered(it) => self.0 = Some(Founded::new(it)),
            Event::Revised(it) => change(&mut self.0, |now| now.revise(it)),
        }
    }

    fn exists(&self) -> bool {
        self.0.is_some()
    }
}

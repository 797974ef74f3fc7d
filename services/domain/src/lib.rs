//! The pure core: what may happen (`decide`) and what it means (`evolve`).
//!
//! Invariant: no clock, no randomness, no I/O, no async. Same history and command, same answer.
#![deny(clippy::wildcard_enum_match_arm)]

#[macro_use]
mod revise;

pub mod catalogue;
pub mod community;
pub mod countries;
pub mod effort;
pub mod fields;
mod founded;
pub mod line;
pub mod log;
pub mod needs;
pub mod pain_point;
pub mod process;
mod rejection;
pub mod site;
pub mod testing;
pub mod unit;

pub use catalogue::{AnyAggregate, AnyCommand};
pub use needs::{Need, Needs};
pub use rejection::{FieldError, Rejection};

use events::{Event, Noun};

/// A thing with a history of its own: what its commands are decided against.
pub trait Aggregate: Default {
    /// What can happen to it.
    type Event;
    /// What it is.
    const NOUN: Noun;

    /// Total: every event ever written is understood, and none can fail.
    fn evolve(&mut self, event: &Self::Event);

    /// True once its first event has happened.
    fn exists(&self) -> bool;
}

/// A wish, and the rule for whether it may be so.
pub trait Command: Sized {
    /// What it is addressed to.
    type Aggregate: Aggregate;
    /// Its name in URLs, on the command line and in schemas: `add-step`.
    const NAME: &'static str;

    /// What must be so in other streams.
    fn needs(&self, _needs: &mut Needs) {}

    /// The events that follow, none where it is so already, or why not.
    fn decide(self, state: &Self::Aggregate) -> Decision;
}

/// Events, or a business "no".
pub type Decision = Result<Vec<Event>, Rejection>;

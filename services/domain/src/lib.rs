//! The pure core: what may happen (`decide`) and what it means (`evolve`).
//!
//! Invariant: no clock, no randomness, no I/O, no async. Same history and command, same answer.
#![deny(clippy::wildcard_enum_match_arm)]

#[macro_use]
mod revise;

pub mod any;
pub mod catalogue;
mod comments;
pub mod community;
pub mod countries;
pub mod data_object;
pub mod duplicate;
pub mod effort;
pub mod fields;
mod founded;
pub mod idea;
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

use events::{Actor, Event, Noun};
use uuid::Uuid;

use comments::Comments;

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

    /// The other of its noun that it was merged into: what it has counts there.
    fn merged_into(&self) -> Option<Uuid> {
        None
    }

    /// What people wrote below it; none where nobody can.
    fn comments(&self) -> Option<&Comments> {
        None
    }

    /// The same, to take in what was written.
    fn comments_mut(&mut self) -> Option<&mut Comments> {
        None
    }
}

/// A wish, and the rule for whether it may be so.
pub trait Command: Sized {
    /// What it is addressed to.
    type Aggregate: Aggregate;
    /// Its name in URLs, on the command line and in schemas: `add-step`.
    const NAME: &'static str;

    /// Whether it may be addressed to what was merged into another.
    const OPENS_MERGED: bool = false;

    /// Notes who wants it, where that decides.
    fn sign(&mut self, _actor: &Actor) {}

    /// What must be so in other streams.
    fn needs(&self, _needs: &mut Needs) {}

    /// The events that follow, none where it is so already, or why not.
    fn decide(self, state: &Self::Aggregate) -> Decision;
}

/// Events, or a business "no".
pub type Decision = Result<Vec<Event>, Rejection>;

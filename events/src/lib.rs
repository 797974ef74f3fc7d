//! What happened: every fact that Acker keeps, its written form, and how older forms are read.
//!
//! Invariant: no I/O, no async, no clock, no random source; knows no command, no store and no HTTP.
#![warn(missing_docs)]

#[macro_use]
mod fact;

pub mod actor;
pub mod any;
pub mod area;
pub mod change;
pub mod codec;
pub mod community;
pub mod data_object;
pub mod data_use;
pub mod duplicate;
pub mod hand_over;
pub mod hours;
pub mod idea;
pub mod ids;
pub mod kind;
mod lift;
pub mod log;
pub mod meta;
pub mod money;
pub mod pain_point;
pub mod process;
pub mod recorded;
pub mod samples;
pub mod site;
pub mod sketch;
pub mod step;
pub mod stream;
pub mod unit;
pub mod words;
pub mod working_hours;
pub mod written;

pub use actor::{Actor, ActorKind};
pub use area::Area;
pub use change::Change;
pub use meta::{Basis, Because, Meta};
pub use recorded::{Position, Recorded};
pub use stream::{Noun, Stream};
pub use words::Words;

nouns! {
    /// Anything that has happened. One arm a noun; on disk the tags are flat (`site_registered`).
    pub enum Event {
        /// See [`site::Event`].
        Site(site),
        /// See [`unit::Event`].
        Unit(unit),
        /// See [`community::Event`].
        Community(community),
        /// See [`process::Event`].
        Process(process),
        /// See [`data_object::Event`].
        DataObject(data_object),
        /// See [`pain_point::Event`].
        PainPoint(pain_point),
        /// See [`idea::Event`].
        Idea(idea),
        /// See [`duplicate::Event`].
        Duplicate(duplicate),
        /// See [`log::Event`].
        Log(log);
        /// See [`any::Event`].
        Any(any),
    }
}

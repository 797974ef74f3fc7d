//! Files in: what an organisation already has becomes commands, with a report of what was kept. And files
//! out: lists as tables, the map as a graph, differences as a report.
//!
//! | module | what it does |
//! |---|---|
//! | [`detect`] | says what a file is, and why |
//! | [`event_log`] | streams XES and CSV logs, packed or not; turns a log into commands |
//! | [`columns`] | guesses which column is which, and which ones name persons |
//! | [`analyse`] | counts hand-overs and bounces, without storing anything |
//! | [`model`] | reads process models (BPMN, PNML) into one neutral form |
//! | [`tables`] | turns one table a noun into commands |
//! | [`export`] | writes lists and the map |
//! | [`report`] | writes a difference as one page to be printed |
//! | [`source`] | opens a file within bounds: size, unpacked size, length of a line |
//!
//! Invariant: bounded memory on any input, and no panic. Columns that were not asked for are
//! never kept, because the files hold names of persons.

// So that what `mutated` does with files can be a part of the fuzz targets, too.
#[cfg(test)]
extern crate self as formats;

pub mod analyse;
pub mod columns;
pub mod detect;
pub mod error;
pub mod event_log;
pub mod export;
pub mod limits;
pub mod model;
#[cfg(test)]
mod mutated;
pub mod report;
pub mod separated;
pub mod source;
pub mod tables;
#[cfg(test)]
mod testing;
mod text;
mod xml;

//! The pure core: what may happen (`decide`) and what it means (`evolve`).
//!
//! Invariant: no clock, no randomness, no I/O, no async. Same history and command, same answer.
#![deny(clippy::wildcard_enum_match_arm)]

pub mod line;

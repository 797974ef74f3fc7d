//! What is folded, as bytes in parts, so that they can be written and read beside each other.

use std::{
    panic::resume_unwind,
    thread::{self, ScopedJoinHandle},
};

use events::Position;
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};

use crate::Projections;

/// How many parts there are.
pub const PARTS: usize = 6;

impl Projections {
    /// All of it; which part is which, only [`Self::of_parts`] knows.
    pub fn parts(&self) -> [Vec<u8>; PARTS] {
        let Self {
            registry,
            process_map,
            duplicates,
            loops,
            pain_points,
            ideas,
            comments,
            descriptions,
            coverage,
            timeline,
            position,
            recorded,
        } = self;
        let place = (position, recorded.as_microsecond());
        thread::scope(|scope| {
            let parts = [
                scope.spawn(|| bytes(pain_points)),
                scope.spawn(|| bytes(process_map)),
                scope.spawn(|| bytes(duplicates)),
                scope.spawn(|| bytes(timeline)),
                scope.spawn(|| bytes(&(registry, ideas, coverage, place))),
                scope.spawn(|| bytes(&(loops, descriptions, comments))),
            ];
            parts.map(joined)
        })
    }

    /// What was written in parts; `part` gives the one of a number, several of them at once.
    ///
    /// # Errors
    ///
    /// Those of `part`, and where the bytes are no such part.
    pub fn of_parts<E: From<postcard::Error> + Send>(
        part: impl Fn(usize) -> Result<Vec<u8>, E> + Sync,
    ) -> Result<Self, E> {
        thread::scope(|scope| {
            let said = scope.spawn(|| said::<E>(&part));
            let process_map = scope.spawn(|| read_part::<_, E>(&part, 1));
            let duplicates = scope.spawn(|| read_part::<_, E>(&part, 2));
            let timeline = scope.spawn(|| read_part::<_, E>(&part, 3));
            let (loops, descriptions, comments) = read_part(&part, 5)?;
            Ok(Self {
                process_map: joined(process_map)?,
                duplicates: joined(duplicates)?,
                loops,
                comments,
                descriptions,
                timeline: joined(timeline)?,
                ..joined(said)?
            })
        })
    }
}

/// What people say, and how far it is known; all else is empty.
pub(crate) fn said<E: From<postcard::Error> + Send>(
    part: &(impl Fn(usize) -> Result<Vec<u8>, E> + Sync),
) -> Result<Projections, E> {
    thread::scope(|scope| {
        let pain_points = scope.spawn(|| read_part::<_, E>(part, 0));
        let (registry, ideas, coverage, place) = read_part(part, 4)?;
        let (position, recorded): (Position, i64) = place;
        let recorded = Timestamp::from_microsecond(recorded);
        let recorded = recorded.map_err(|_| postcard::Error::DeserializeBadEncoding)?;
        let pain_points = joined(pain_points)?;
        Ok(Projections {
            registry,
            pain_points,
            ideas,
            coverage,
            position,
            recorded,
            ..Projections::default()
        })
    })
}

fn bytes(part: &impl Serialize) -> Vec<u8> {
    postcard::to_allocvec(part).expect("what is folded can be written")
}

fn read_part<T: DeserializeOwned, E: From<postcard::Error>>(
    part: impl Fn(usize) -> Result<Vec<u8>, E>,
    number: usize,
) -> Result<T, E> {
    Ok(postcard::from_bytes(&part(number)?)?)
}

fn joined<T>(work: ScopedJoinHandle<'_, T>) -> T {
    work.join().unwrap_or_else(|panic| resume_unwind(panic))
}

//! What is folded, as bytes in four parts, so that they can be written and read beside each other.

use std::{
    panic::resume_unwind,
    thread::{self, ScopedJoinHandle},
};

use events::Position;
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    Projections, comments::Comments, coverage::Coverage, descriptions::Descriptions,
    duplicates::Duplicates, history::Timeline, ideas::Ideas, loops::Loops, pain_points::PainPoints,
    process_map::ProcessMap, registry::Registry,
};

/// How many parts there are.
pub const PARTS: usize = 4;

type Result<T> = std::result::Result<T, postcard::Error>;

impl Projections {
    /// All of it, the parts that take longest to read first.
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
        thread::scope(|scope| {
            let people = scope.spawn(move || bytes(&(registry, pain_points, ideas, coverage)));
            let work = scope.spawn(move || bytes(&(process_map, loops, descriptions, comments)));
            let place = (position, recorded.as_microsecond());
            let timeline = scope.spawn(move || bytes(&(timeline, place)));
            let alike = bytes(duplicates);
            let written = [people, work, timeline].map(joined);
            let [people, work, timeline] = written;
            [people, work, timeline, alike]
        })
    }

    /// What was written in parts; `next` gives one after the other, and while it gets the next one those
    /// before are read.
    pub fn of_parts<E: From<postcard::Error>>(
        mut next: impl FnMut() -> std::result::Result<Vec<u8>, E>,
    ) -> std::result::Result<Self, E> {
        thread::scope(|scope| {
            let part = next()?;
            let people =
                scope.spawn(move || read::<(Registry, PainPoints, Ideas, Coverage)>(&part));
            let part = next()?;
            let work =
                scope.spawn(move || read::<(ProcessMap, Loops, Descriptions, Comments)>(&part));
            let part = next()?;
            let timeline = scope.spawn(move || read::<(Timeline, (Position, i64))>(&part));
            let duplicates: Duplicates = read(&next()?)?;
            let (registry, pain_points, ideas, coverage) = joined(people)?;
            let (process_map, loops, descriptions, comments) = joined(work)?;
            let (timeline, (position, recorded)) = joined(timeline)?;
            let recorded = Timestamp::from_microsecond(recorded);
            let recorded = recorded.map_err(|_| postcard::Error::DeserializeBadEncoding)?;
            Ok(Self {
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
            })
        })
    }
}

fn bytes(part: &impl Serialize) -> Vec<u8> {
    postcard::to_allocvec(part).expect("what is folded can be written")
}

fn read<T: DeserializeOwned>(part: &[u8]) -> Result<T> {
    postcard::from_bytes(part)
}

fn joined<T>(work: ScopedJoinHandle<'_, T>) -> T {
    work.join().unwrap_or_else(|panic| resume_unwind(panic))
}

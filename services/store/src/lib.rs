//! Keeps events. One trait, several stores, one contract that they all pass.
//!
//! A store knows envelopes and sealed parts, never what is in them. It gives every event its
//! [`Position`], its revision and its recorded time, which never decreases along positions.

pub mod bookmarks;
pub mod contract;
pub mod memory;
pub mod sqlite;

use std::{collections::HashMap, fmt::Debug};

use events::{Position, Stream, codec::Draft, ids::EventId};
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use tokio::sync::watch;

/// How far a stream must have got for an append to be accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// Wherever it is.
    Any,
    /// The number of events in it; 0 = it must not exist yet.
    Revision(u64),
}

impl Expected {
    /// Whether a stream of that many events is what was expected.
    pub fn accepts(self, actual: u64) -> bool {
        match self {
            Self::Any => true,
            Self::Revision(revision) => revision == actual,
        }
    }
}

/// Events that belong together: all of them are kept, or none.
#[derive(Debug, Clone)]
pub struct Append {
    /// Where they go.
    pub stream: Stream,
    /// What must be so.
    pub expected: Expected,
    /// The time on the caller's clock; the store may record a later one, never an earlier one than before.
    pub now: Timestamp,
    /// The events, at least one.
    pub drafts: Vec<Draft>,
}

/// Where the events of one append came to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// The first of them. The others follow without a gap.
    pub first: Position,
    /// The last of them.
    pub last: Position,
    /// The number of events in the stream, up to the last of them.
    pub revision: u64,
    /// When they were recorded.
    pub recorded: Timestamp,
    /// True where an event of this id had been kept before: nothing was added now, and the places are those of then.
    pub was_there: bool,
}

/// Why one append was refused. Its neighbours in the same batch are not touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("stream `{stream}` is at revision {actual}")]
pub struct Conflict {
    /// The stream.
    pub stream: Stream,
    /// The number of events in it.
    pub actual: u64,
}

/// An event as bytes, in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The place.
    pub position: Position,
    /// The exact bytes.
    pub envelope: String,
    /// Salts and texts, as far as they were not erased.
    pub sealed: Option<String>,
}

/// The machinery failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It cannot be used; nothing was changed.
    #[error("the event store cannot be used")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The commit failed: what was appended may be there or not.
    #[error("whether this was kept is not known")]
    UnknownOutcome(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Opened for reading only.
    #[error("the event store was opened for reading only")]
    ReadOnly,
    /// Another process writes to it.
    #[error("another process writes to this store: {holder}")]
    Locked {
        /// What that process left in the lock file: its address.
        holder: String,
    },
    /// Its bytes are not what a store holds.
    #[error("the event store is damaged at position {position}: {what}")]
    Damaged {
        /// The first bad position.
        position: Position,
        /// What is wrong there.
        what: String,
    },
}

impl StoreError {
    /// It cannot be used, for a reason given in words.
    fn unavailable(why: impl Into<String>) -> Self {
        Self::Unavailable(why.into().into())
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        Self::Unavailable(error.into())
    }
}

/// What came of each append of a batch, in order.
pub type Outcomes = Vec<Result<Appended, Conflict>>;

/// An append-only log of streams.
pub trait EventStore: Debug + Send + Sync {
    /// Keeps the appends, each on its own: one that conflicts leaves those on other streams alone.
    /// Those behind it on its own stream conflict too, if they expect a revision. When the answer is
    /// there, what it says is durable.
    fn append(&self, batch: Vec<Append>) -> BoxFuture<'_, Result<Outcomes, StoreError>>;

    /// Up to `limit` events after a position, in order.
    fn read_all(
        &self,
        after: Position,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<Stored>, StoreError>>;

    /// Up to `limit` events of one stream after a revision, in order.
    fn read_stream(
        &self,
        stream: Stream,
        after_revision: u64,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<Stored>, StoreError>>;

    /// The event of this id.
    fn find(&self, id: EventId) -> BoxFuture<'_, Result<Option<Stored>, StoreError>>;

    /// The last position recorded at or before a time; 0 where there is none.
    fn position_at(&self, time: Timestamp) -> BoxFuture<'_, Result<Position, StoreError>>;

    /// SHA-256 over all envelopes up to a position, as verifying computes it again; none where the store
    /// keeps none, or nothing is there. Erasing words does not change it.
    fn digest(&self, position: Position) -> BoxFuture<'_, Result<Option<[u8; 32]>, StoreError>> {
        let _ = position;
        Box::pin(std::future::ready(Ok(None)))
    }

    /// Removes the words at a JSON pointer from the sealed part of one event, from every file. False
    /// where there was nothing to remove.
    fn erase(&self, position: Position, pointer: String)
    -> BoxFuture<'_, Result<bool, StoreError>>;

    /// The last position, seen again after every commit.
    fn head(&self) -> watch::Receiver<Position>;
}

/// The time to record, in whole microseconds, so that every store can keep it in an integer.
fn recorded_at(now: Timestamp, last: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now).max(last)
}

/// Keeps the appends of one batch, in order. Behind one that conflicts, those that expect a revision
/// of the same stream conflict too: they were decided as if it had been kept.
fn in_turn<E>(
    batch: &[Append],
    mut append: impl FnMut(&Append) -> Result<Result<Appended, Conflict>, E>,
) -> Result<Outcomes, E> {
    let mut conflicts: HashMap<Stream, Conflict> = HashMap::new();
    let turns = batch.iter().map(|it| match conflicts.get(&it.stream) {
        Some(conflict) if it.expected != Expected::Any => Ok(Err(*conflict)),
        _ => append(it).inspect(|outcome| {
            conflicts.extend(outcome.as_ref().err().map(|it| (it.stream, *it)));
        }),
    });
    turns.collect()
}

fn refuse_empty(batch: &[Append]) -> Result<(), StoreError> {
    if batch.iter().any(|it| it.drafts.is_empty()) {
        return Err(StoreError::unavailable("an append without events"));
    }
    Ok(())
}

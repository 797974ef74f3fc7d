//! Keeps events in memory: for tests, for forks of the log as of some moment, and as the model that
//! the other stores are compared with.

use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, MutexGuard},
};

use events::{
    Position, Stream,
    codec::{self, Draft, Place},
    ids::EventId,
};
use futures_util::future::{BoxFuture, FutureExt, ready};
use jiff::Timestamp;
use tokio::sync::watch;

use crate::{Append, Appended, Conflict, EventStore, Outcomes, StoreError, Stored};

/// A log that is gone when it is dropped.
#[derive(Debug, Default)]
pub struct MemoryStore {
    log: Mutex<Log>,
    head: watch::Sender<Position>,
}

#[derive(Debug, Default)]
struct Log {
    events: Vec<Kept>,
    /// Where the events of each stream stand in `events`.
    streams: HashMap<Stream, Vec<usize>>,
    ids: HashMap<EventId, usize>,
}

#[derive(Debug)]
struct Kept {
    id: EventId,
    place: Place,
    stored: Stored,
}

impl MemoryStore {
    /// A store that begins with these events, which are the first ones of some log.
    pub fn holding(events: impl IntoIterator<Item = Stored>) -> Result<Self, StoreError> {
        let mut log = Log::default();
        for stored in events {
            let position = stored.position;
            let read = codec::decode(position, &stored.envelope, None)
                .map_err(|error| StoreError::Damaged { position, what: error.to_string() })?;
            let (stream, revision, recorded) = (read.stream, read.revision, read.recorded);
            log.keep(Kept { id: read.id, place: Place { stream, revision, recorded }, stored });
        }
        let head = watch::Sender::new(log.head());
        Ok(Self { log: Mutex::new(log), head })
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().expect("no holder of this lock panics")
    }
}

impl EventStore for MemoryStore {
    fn append(&self, batch: Vec<Append>) -> BoxFuture<'_, Result<Outcomes, StoreError>> {
        let outcomes = crate::refuse_empty(&batch).map(|()| {
            let mut log = self.log();
            let kept = crate::in_turn::<std::convert::Infallible>(&batch, |it| Ok(log.append(it)));
            let Ok(outcomes) = kept;
            let head = log.head();
            // Told while the log is locked, so that the head never goes back.
            self.head.send_if_modified(|told| std::mem::replace(told, head) != head);
            outcomes
        });
        ready(outcomes).boxed()
    }

    fn read_all(
        &self,
        after: Position,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<Stored>, StoreError>> {
        let log = self.log();
        let from = usize::try_from(after.0).unwrap_or(usize::MAX).min(log.events.len());
        let page = log.events[from..].iter().take(limit).map(|it| it.stored.clone()).collect();
        ready(Ok(page)).boxed()
    }

    fn read_stream(
        &self,
        stream: Stream,
        after_revision: u64,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<Stored>, StoreError>> {
        let log = self.log();
        let places = log.streams.get(&stream).map_or(&[][..], Vec::as_slice);
        let from = usize::try_from(after_revision).unwrap_or(usize::MAX).min(places.len());
        let page = places[from..].iter().take(limit);
        let page = page.map(|place| log.events[*place].stored.clone()).collect();
        ready(Ok(page)).boxed()
    }

    fn find(&self, id: EventId) -> BoxFuture<'_, Result<Option<Stored>, StoreError>> {
        let log = self.log();
        let found = log.ids.get(&id).map(|place| log.events[*place].stored.clone());
        ready(Ok(found)).boxed()
    }

    fn position_at(&self, time: Timestamp) -> BoxFuture<'_, Result<Position, StoreError>> {
        let until = self.log().events.partition_point(|it| it.place.recorded <= time);
        ready(Ok(Position(until as u64))).boxed()
    }

    fn erase(
        &self,
        position: Position,
        pointer: String,
    ) -> BoxFuture<'_, Result<bool, StoreError>> {
        ready(self.log().erase(position, &pointer)).boxed()
    }

    fn head(&self) -> watch::Receiver<Position> {
        self.head.subscribe()
    }
}

impl Log {
    fn head(&self) -> Position {
        Position(self.events.len() as u64)
    }

    fn append(&mut self, append: &Append) -> Result<Appended, Conflict> {
        let Append { stream, expected, now, drafts } = append;
        if let Some(first) = self.ids.get(&drafts[0].id) {
            return Ok(self.kept_before(*first, drafts));
        }
        let actual = self.streams.get(stream).map_or(0, Vec::len) as u64;
        if !expected.accepts(actual) || self.has_used_ids(drafts) {
            return Err(Conflict { stream: *stream, actual });
        }
        let last = self.events.last().map_or(Timestamp::MIN, |it| it.place.recorded);
        let (stream, recorded) = (*stream, crate::recorded_at(*now, last));
        let first = Position(self.head().0 + 1);
        for (draft, revision) in drafts.iter().zip(actual + 1..) {
            self.add(draft, Place { stream, revision, recorded });
        }
        let revision = actual + drafts.len() as u64;
        Ok(Appended { first, last: self.head(), revision, recorded, was_there: false })
    }

    fn add(&mut self, draft: &Draft, place: Place) {
        let position = Position(self.head().0 + 1);
        let envelope = draft.envelope(&place);
        let stored = Stored { position, envelope, sealed: draft.sealed.clone() };
        self.keep(Kept { id: draft.id, place, stored });
    }

    fn keep(&mut self, kept: Kept) {
        let at = self.events.len();
        self.ids.insert(kept.id, at);
        self.streams.entry(kept.place.stream).or_default().push(at);
        self.events.push(kept);
    }

    /// Whether an event of one of these ids is there already, or would be twice.
    fn has_used_ids(&self, drafts: &[Draft]) -> bool {
        let mut seen = HashSet::new();
        drafts.iter().any(|it| self.ids.contains_key(&it.id) || !seen.insert(it.id))
    }

    /// The places of then: of all that were kept together with the first.
    fn kept_before(&self, first: usize, drafts: &[Draft]) -> Appended {
        let Kept { place, stored, .. } = &self.events[first];
        let (stream, position) = (place.stream, stored.position);
        let kept = self.events[first..].iter().zip(drafts);
        let kept = kept.take_while(|(it, draft)| it.id == draft.id && it.place.stream == stream);
        let more = kept.count() as u64 - 1;
        Appended {
            first: position,
            last: Position(position.0 + more),
            revision: place.revision + more,
            recorded: place.recorded,
            was_there: true,
        }
    }

    fn erase(&mut self, position: Position, pointer: &str) -> Result<bool, StoreError> {
        let at = usize::try_from(position.0).ok().and_then(|it| it.checked_sub(1));
        let Some(kept) = at.and_then(|at| self.events.get_mut(at)) else { return Ok(false) };
        let Some(sealed) = &kept.stored.sealed else { return Ok(false) };
        let left = codec::erase(sealed, pointer)
            .map_err(|error| StoreError::Damaged { position, what: error.to_string() })?;
        let is_less = left.as_ref().map_or(0, String::len) < sealed.len();
        kept.stored.sealed = left;
        Ok(is_less)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{Expected, contract::given};

    crate::contract_tests!((Arc::new(MemoryStore::default()), ()));

    #[tokio::test]
    async fn a_fork_holds_what_it_was_given_and_goes_on_from_there() {
        let store = MemoryStore::default();
        store.append(vec![given::append(1, Expected::Any, 1..=5)]).await.unwrap();
        let fork = MemoryStore::holding(store.read_all(Position(0), 3).await.unwrap()).unwrap();
        assert_eq!(*fork.head().borrow(), Position(3));
        let outcomes = fork.append(vec![given::append(1, Expected::Revision(3), 9..=9)]).await;
        assert_eq!(outcomes.unwrap()[0].unwrap().last, Position(4));
        assert_eq!(*store.head().borrow(), Position(5));
    }
}

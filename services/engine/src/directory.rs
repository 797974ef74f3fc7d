//! What commands look up, kept at the end of the log ahead of all graphs.
//!
//! Whoever appended tells it before answering, without reading anything again; what nobody told is
//! read from the store. Invariant: events are applied in position order, each once.

use std::{
    collections::BTreeMap,
    sync::{RwLock, RwLockReadGuard, RwLockWriteGuard},
    time::Duration,
};

use events::{Event, Position, Recorded, Stream};
use projections::references::References;
use store::{Appended, EventStore};
use tokio::sync::watch;

use crate::{EngineError, states::read};

/// How long those who appended are given to tell what they did, before it is read from the store.
const PATIENCE: Duration = Duration::from_millis(5);
/// Appends that may have been told before those in front of them; more are read from the store.
const EARLY: usize = 1_024;
const PAGE: usize = 512;

/// What commands look up.
#[derive(Debug)]
pub(crate) struct Directory {
    state: RwLock<State>,
    reached: watch::Sender<Position>,
}

#[derive(Debug)]
struct State {
    references: References,
    /// Told, but something in front of it was not yet.
    early: BTreeMap<Position, Told>,
}

#[derive(Debug)]
struct Told {
    stream: Stream,
    last: Position,
    events: Vec<Event>,
}

impl Directory {
    pub(crate) fn new(references: References) -> Self {
        let reached = watch::Sender::new(references.position());
        Self { state: RwLock::new(State { references, early: BTreeMap::new() }), reached }
    }

    /// Looks something up. Nothing may take long in there.
    pub(crate) fn look<T>(&self, question: impl FnOnce(&References) -> T) -> T {
        question(&self.read().references)
    }

    /// Takes in what was appended just now.
    pub(crate) fn tell(&self, stream: Stream, appended: &Appended, events: Vec<Event>) {
        let mut state = self.write();
        let (first, last) = (appended.first, appended.last);
        if first <= state.references.position() || state.early.len() >= EARLY {
            return;
        }
        state.early.insert(first, Told { stream, last, events });
        state.drain();
        self.publish(&state);
    }

    /// Takes in a part of the log that begins right behind what is known, or before.
    pub(crate) fn follow(&self, events: &[Recorded]) {
        let mut state = self.write();
        let known = state.references.position();
        for event in events.iter().filter(|it| it.position > known) {
            state.references.apply(event.position, event.stream, &event.event);
        }
        state.drain();
        self.publish(&state);
    }

    /// Replaces all of it by the same, folded anew, unless that is behind.
    pub(crate) fn replace(&self, references: &mut References) -> bool {
        let mut state = self.write();
        if references.position() < state.references.position() {
            return false;
        }
        std::mem::swap(&mut state.references, references);
        state.drain();
        self.publish(&state);
        true
    }

    /// Waits until it knows a position that is durable.
    pub(crate) async fn at_least(
        &self,
        position: Position,
        store: &dyn EventStore,
    ) -> Result<(), EngineError> {
        if *self.reached.borrow() >= position {
            return Ok(());
        }
        let mut reached = self.reached.subscribe();
        let told = reached.wait_for(|it| *it >= position);
        if let Ok(Ok(_)) = tokio::time::timeout(PATIENCE, told).await {
            return Ok(());
        }
        self.catch_up(position, store).await
    }

    async fn catch_up(&self, to: Position, store: &dyn EventStore) -> Result<(), EngineError> {
        loop {
            let known = *self.reached.borrow();
            if known >= to {
                return Ok(());
            }
            let page = store.read_all(known, PAGE).await?;
            let events = page
                .iter()
                .map(|it| read(it.position, &it.envelope, it.sealed.as_deref()))
                .collect::<Result<Vec<_>, _>>()?;
            if events.is_empty() {
                return Ok(());
            }
            self.follow(&events);
        }
    }

    fn publish(&self, state: &State) {
        let position = state.references.position();
        self.reached.send_if_modified(|told| std::mem::replace(told, position) != position);
    }

    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().expect("no holder of this lock panics")
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().expect("no holder of this lock panics")
    }
}

impl State {
    /// Applies what has nothing missing in front of it any more.
    fn drain(&mut self) {
        while let Some(entry) = self.early.first_entry() {
            let known = self.references.position();
            if *entry.key() > Position(known.0 + 1) {
                return;
            }
            let (first, told) = entry.remove_entry();
            if told.last <= known {
                continue;
            }
            let places = (first.0..).map(Position);
            for (position, event) in places.zip(&told.events).filter(|(it, _)| *it > known) {
                self.references.apply(position, told.stream, event);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use events::{Area, Noun, community::AreaAddressed, samples::id};
    use jiff::Timestamp;
    use store::{Expected, contract::given::append, memory::MemoryStore};

    use super::*;

    const ONE: Stream = Stream::new(Noun::Community, id(1));

    #[test]
    fn what_is_told_out_of_turn_waits_for_its_turn_and_counts_once() {
        let directory = Directory::new(References::default());
        directory.tell(ONE, &appended(2, 3), events(2));
        assert_eq!(directory.look(|it| (it.position(), it.revision(ONE))), (Position(0), 0));
        directory.tell(ONE, &appended(1, 1), events(1));
        assert_eq!(directory.look(|it| (it.position(), it.revision(ONE))), (Position(3), 3));
        directory.tell(ONE, &appended(2, 3), events(2));
        assert_eq!(directory.look(|it| it.revision(ONE)), 3);
    }

    #[tokio::test]
    async fn what_nobody_told_is_read_from_the_store() {
        let store = MemoryStore::default();
        let appends = [append(2, Expected::Any, 1..=3), append(3, Expected::Any, 4..=6)];
        let expected = appends.each_ref().map(|it| it.stream);
        store.append(appends.to_vec()).await.expect("kept");
        let directory = Directory::new(References::default());
        directory.at_least(Position(6), &store).await.expect("read");
        assert_eq!(directory.look(References::position), Position(6));
        assert!(expected.iter().all(|it| directory.look(|known| known.has(*it))));
    }

    fn appended(first: u64, last: u64) -> Appended {
        let (first, last) = (Position(first), Position(last));
        Appended { first, last, revision: 0, recorded: Timestamp::UNIX_EPOCH, was_there: false }
    }

    fn events(count: usize) -> Vec<Event> {
        vec![AreaAddressed { area: Area::Exchange }.into(); count]
    }
}

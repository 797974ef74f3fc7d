//! The states that commands are decided against: folded from their streams, the recent ones kept.

use std::{
    num::NonZeroUsize,
    sync::{Arc, Mutex, MutexGuard},
};

use domain::AnyAggregate;
use events::{Event, Position, Stream, codec};
use lru::LruCache;
use store::EventStore;

use crate::EngineError;

const KEPT: NonZeroUsize = NonZeroUsize::new(8_192).expect("not zero");
/// Events read first: few streams are longer, and so few are read at once.
const FEW: usize = 32;
const PAGE: usize = 1_000;

/// A thing as it is at a revision.
#[derive(Debug, Clone)]
pub(crate) struct State {
    /// The number of events in its stream.
    pub(crate) revision: u64,
    /// What they made of it.
    pub(crate) aggregate: Arc<AnyAggregate>,
}

impl State {
    /// A thing to which nothing has happened yet.
    pub(crate) fn of_nothing(stream: Stream) -> Self {
        Self { revision: 0, aggregate: Arc::new(AnyAggregate::new(stream.noun)) }
    }

    /// Takes in events that were appended.
    pub(crate) fn evolve(&mut self, events: &[Event]) {
        let aggregate = Arc::make_mut(&mut self.aggregate);
        for event in events {
            aggregate.evolve(event);
        }
        self.revision += events.len() as u64;
    }
}

/// The states used last.
#[derive(Debug)]
pub(crate) struct States(Mutex<LruCache<Stream, State>>);

impl Default for States {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(KEPT)))
    }
}

impl States {
    /// The state of a stream at a revision or later, and from now on kept. Somebody else may have seen
    /// it go further: an append then conflicts, and what appends nothing has to ask the directory.
    pub(crate) async fn load(
        &self,
        stream: Stream,
        revision: u64,
        store: &dyn EventStore,
    ) -> Result<State, EngineError> {
        let state = self.look(stream, revision, store).await?;
        if revision > 0 {
            self.kept().put(stream, state.clone());
        }
        Ok(state)
    }

    /// The state of a stream at a revision or later: as kept, else folded from the store.
    pub(crate) async fn look(
        &self,
        stream: Stream,
        revision: u64,
        store: &dyn EventStore,
    ) -> Result<State, EngineError> {
        let kept = self.kept().get(&stream).cloned();
        let state = kept.unwrap_or_else(|| State::of_nothing(stream));
        if state.revision >= revision {
            return Ok(state);
        }
        follow(state, stream, store).await
    }

    /// Lets a kept state take in what was appended behind it, unless somebody else has seen it go further.
    pub(crate) fn evolve(&self, stream: Stream, mut state: State, events: &[Event]) {
        let mut kept = self.kept();
        // Taken out first, so that the state need not be copied before it changes.
        if let Some(further) = kept.pop(&stream).filter(|it| it.revision > state.revision) {
            kept.put(stream, further);
            return;
        }
        state.evolve(events);
        kept.put(stream, state);
    }

    /// Forgets a state that turned out to be old.
    pub(crate) fn forget(&self, stream: Stream) {
        self.kept().pop(&stream);
    }

    /// Forgets all of them.
    pub(crate) fn clear(&self) {
        self.kept().clear();
    }

    fn kept(&self) -> MutexGuard<'_, LruCache<Stream, State>> {
        self.0.lock().expect("no holder of this lock panics")
    }
}

/// Takes in what the store holds behind a state.
async fn follow(
    mut state: State,
    stream: Stream,
    store: &dyn EventStore,
) -> Result<State, EngineError> {
    let mut limit = FEW;
    loop {
        let page = store.read_stream(stream, state.revision, limit).await?;
        let is_last = page.len() < limit;
        limit = PAGE;
        for stored in page {
            let event = read(stored.position, &stored.envelope, stored.sealed.as_deref())?;
            state.evolve(&[event.event]);
        }
        if is_last {
            return Ok(state);
        }
    }
}

/// Reads one stored event.
pub(crate) fn read(
    position: Position,
    envelope: &str,
    sealed: Option<&str>,
) -> Result<events::Recorded, EngineError> {
    codec::decode(position, envelope, sealed)
        .map_err(|error| EngineError::Unreadable { position, what: error.to_string() })
}

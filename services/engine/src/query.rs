//! Questions: now, after one's own writes, or as of any moment of the past.

use std::{
    num::NonZeroUsize,
    sync::{Arc, Mutex},
    time::Duration,
};

use events::Position;
use jiff::Timestamp;
use lru::LruCache;
use projections::Projections;
use tokio::sync::{OwnedRwLockReadGuard, Semaphore};

use crate::{
    Engine, EngineError,
    fold::{fold, off_thread},
};

/// How long a question waits for the projections to reach the position that it asks for.
const PATIENCE: Duration = Duration::from_secs(20);
/// How many moments of the past are kept folded.
const PASTS: NonZeroUsize = NonZeroUsize::new(2).expect("not zero");

/// The moment that a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Moment {
    /// Now, and at this position or later.
    #[default]
    Now,
    /// As it was right after this position.
    Position(Position),
    /// As it was at this time: right after the last position recorded at or before it.
    Time(Timestamp),
}

/// Why a question was not answered.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// The log does not go that far.
    #[error("position {asked} is not reached yet; the log ends at {head}")]
    NotReached {
        /// What was asked for.
        asked: Position,
        /// Where the log ends.
        head: Position,
    },
    /// The projections are behind.
    #[error("the projections have not caught up yet")]
    CatchingUp,
    /// Something failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl From<store::StoreError> for QueryError {
    fn from(error: store::StoreError) -> Self {
        Self::Engine(error.into())
    }
}

/// What a question is asked of.
#[derive(Debug)]
pub struct View<'a> {
    /// The graphs, at one position.
    pub projections: &'a Projections,
    /// The time that counts as now.
    pub now: Timestamp,
}

/// Moments of the past, folded.
#[derive(Debug)]
pub(crate) struct Past {
    kept: Mutex<LruCache<Position, Arc<Projections>>>,
    /// Folding is heavy: one at a time.
    turns: Semaphore,
}

impl Past {
    /// Forgets all of them.
    pub(crate) fn clear(&self) {
        self.kept.lock().expect("no holder of this lock panics").clear();
    }
}

impl Default for Past {
    fn default() -> Self {
        Self { kept: Mutex::new(LruCache::new(PASTS)), turns: Semaphore::new(1) }
    }
}

enum Folded {
    Live(OwnedRwLockReadGuard<Projections>),
    Past(Arc<Projections>),
}

impl Folded {
    fn projections(&self) -> &Projections {
        match self {
            Self::Live(projections) => projections,
            Self::Past(projections) => projections,
        }
    }
}

impl Engine {
    /// Asks the projections something, at a moment and not before `after`.
    pub async fn ask<T: Send + 'static>(
        &self,
        moment: Moment,
        after: Position,
        question: impl FnOnce(View<'_>) -> T + Send + 'static,
    ) -> Result<T, QueryError> {
        let (folded, now) = match self.place_of(moment).await? {
            None => (Folded::Live(self.live(after).await?), self.now()),
            Some((position, time)) => {
                let past = self.past(position).await?;
                let now = time.unwrap_or_else(|| past.projections().recorded());
                (past, now)
            }
        };
        Ok(off_thread(move || question(View { projections: folded.projections(), now })).await)
    }

    async fn live(&self, after: Position) -> Result<OwnedRwLockReadGuard<Projections>, QueryError> {
        self.must_be_reached(after)?;
        match tokio::time::timeout(PATIENCE, self.projector.at_least(after)).await {
            Ok(reached) => Ok(reached?),
            Err(_) => Err(QueryError::CatchingUp),
        }
    }

    async fn place_of(
        &self,
        moment: Moment,
    ) -> Result<Option<(Position, Option<Timestamp>)>, QueryError> {
        match moment {
            Moment::Now => Ok(None),
            Moment::Position(position) => {
                self.must_be_reached(position)?;
                Ok(Some((position, None)))
            }
            Moment::Time(time) => {
                let position = self.parts.store.position_at(time).await?;
                Ok(Some((position, Some(time))))
            }
        }
    }

    fn must_be_reached(&self, asked: Position) -> Result<(), QueryError> {
        let head = *self.head().borrow();
        if asked > head { Err(QueryError::NotReached { asked, head }) } else { Ok(()) }
    }

    async fn past(&self, position: Position) -> Result<Folded, QueryError> {
        // The newest moment is the one most asked for, by links to the evidence of an answer.
        if position == *self.projected().borrow() {
            let live = self.projector.at_least(position).await?;
            if live.position() == position {
                return Ok(Folded::Live(live));
            }
        }
        let turn = self.past.turns.acquire().await.expect("never closed");
        let kept = || self.past.kept.lock().expect("no holder of this lock panics");
        let there = kept().get(&position).cloned();
        let projections = if let Some(there) = there {
            there
        } else {
            let folded = Arc::new({
                let store = &*self.parts.store;
                fold(store, Projections::default(), position, |_, _| {}).await?
            });
            kept().put(position, Arc::clone(&folded));
            folded
        };
        drop(turn);
        Ok(Folded::Past(projections))
    }
}

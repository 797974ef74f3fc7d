//! Questions: now, after one's own writes, or as of any moment of the past.

use std::time::Duration;

use events::Position;
use jiff::Timestamp;
use projections::Projections;
use tokio::sync::OwnedRwLockReadGuard;

use crate::{Engine, EngineError, fold::off_thread, past::Then};

/// How long a question waits for the projections to reach the position that it asks for.
const PATIENCE: Duration = Duration::from_secs(20);

/// The moment that a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Moment {
    /// Now, and at this position or later.
    #[default]
    Now,
    /// As it was right after this position.
    Position(Position),
    /// As it was known at this time: right after the last position recorded at or before it.
    Time(Timestamp),
    /// As it was at this time, as far as that is known now: of all events those that happened by then, or
    /// were recorded by then where nobody said when they happened.
    Happened(Timestamp),
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
    /// How far the log was known for the answer.
    pub position: Position,
    /// The time that counts as now.
    pub now: Timestamp,
}

enum Folded {
    Live(OwnedRwLockReadGuard<Projections>),
    Past(std::sync::Arc<Projections>),
}

impl std::ops::Deref for Folded {
    type Target = Projections;

    fn deref(&self) -> &Projections {
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
        let (folded, position, now) = match moment {
            Moment::Now => {
                let live = self.live(after).await?;
                let position = live.position();
                (Folded::Live(live), position, self.now())
            }
            Moment::Position(position) => {
                self.must_be_reached(position)?;
                let folded = self.at(position).await?;
                let now = folded.recorded();
                (folded, position, now)
            }
            Moment::Time(time) => {
                let position = self.parts.store.position_at(time).await?;
                (self.at(position).await?, position, time)
            }
            Moment::Happened(time) => {
                let (so_by, head) = {
                    let live = self.live(after).await?;
                    (live.timeline.so_by(time), live.position())
                };
                let folded = self.past(Then { so_by, head }).await?;
                (Folded::Past(folded), head, time)
            }
        };
        let view = move || question(View { projections: &folded, position, now });
        Ok(off_thread(view).await)
    }

    async fn live(&self, after: Position) -> Result<OwnedRwLockReadGuard<Projections>, QueryError> {
        self.must_be_reached(after)?;
        match tokio::time::timeout(PATIENCE, self.projector.at_least(after)).await {
            Ok(reached) => Ok(reached?),
            Err(_) => Err(QueryError::CatchingUp),
        }
    }

    fn must_be_reached(&self, asked: Position) -> Result<(), QueryError> {
        let head = *self.head().borrow();
        if asked > head { Err(QueryError::NotReached { asked, head }) } else { Ok(()) }
    }

    async fn at(&self, position: Position) -> Result<Folded, QueryError> {
        // The newest moment is the one most asked for, by links to the evidence of an answer.
        if position == *self.projected().borrow() {
            let live = self.projector.at_least(position).await?;
            if live.position() == position {
                return Ok(Folded::Live(live));
            }
        }
        Ok(Folded::Past(self.past(Then::after(position)).await?))
    }
}

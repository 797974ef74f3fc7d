//! Questions: now, after one's own writes, or as of any moment of the past.

use std::{sync::Arc, time::Duration};

use events::Position;
use jiff::Timestamp;
use projections::{Projections, said::SaidView};
use tokio::sync::OwnedRwLockReadGuard;

use crate::{
    Engine, EngineError,
    fold::off_thread,
    past::{PastSaid, Then},
};

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

/// What a question about what people say is asked of.
#[derive(Debug)]
pub struct ViewOfSaid<'a> {
    /// What they say, at one position.
    pub said: SaidView<'a>,
    /// How far the log was known for the answer.
    pub position: Position,
    /// The time that counts as now.
    pub now: Timestamp,
}

enum Folded {
    Live(OwnedRwLockReadGuard<Projections>),
    Past(Arc<Projections>),
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

enum FoldedSaid {
    Live(OwnedRwLockReadGuard<Projections>),
    Past(PastSaid),
}

impl FoldedSaid {
    fn view(&self) -> SaidView<'_> {
        match self {
            Self::Live(projections) => projections.said(),
            Self::Past(said) => said.view(),
        }
    }
}

/// Where a question is asked.
enum Place {
    /// At the end of the log.
    Live(OwnedRwLockReadGuard<Projections>),
    /// At an earlier moment.
    Past(Then),
}

impl Engine {
    /// Asks the projections something, at a moment and not before `after`.
    pub async fn ask<T: Send + 'static>(
        &self,
        moment: Moment,
        after: Position,
        question: impl FnOnce(View<'_>) -> T + Send + 'static,
    ) -> Result<T, QueryError> {
        let (place, position, now) = self.place(moment, after).await?;
        let folded = match place {
            Place::Live(live) => Folded::Live(live),
            Place::Past(then) => Folded::Past(self.past(then).await?),
        };
        let view = move || {
            let now = now.unwrap_or_else(|| folded.recorded());
            question(View { projections: &folded, position, now })
        };
        Ok(off_thread(view).await)
    }

    /// The same about what people say: a moment of the past is sooner there without the rest.
    pub async fn ask_said<T: Send + 'static>(
        &self,
        moment: Moment,
        after: Position,
        question: impl FnOnce(ViewOfSaid<'_>) -> T + Send + 'static,
    ) -> Result<T, QueryError> {
        let (place, position, now) = self.place(moment, after).await?;
        let folded = match place {
            Place::Live(live) => FoldedSaid::Live(live),
            Place::Past(then) => FoldedSaid::Past(self.past_said(then).await?),
        };
        let view = move || {
            let said = folded.view();
            let now = now.unwrap_or_else(|| said.recorded());
            question(ViewOfSaid { said, position, now })
        };
        Ok(off_thread(view).await)
    }

    /// Where that is, how far the log is known there, and the time that counts as now; nothing where that is the
    /// time of the last event.
    async fn place(
        &self,
        moment: Moment,
        after: Position,
    ) -> Result<(Place, Position, Option<Timestamp>), QueryError> {
        Ok(match moment {
            Moment::Now => {
                let live = self.live(after).await?;
                let position = live.position();
                (Place::Live(live), position, Some(self.now()))
            }
            Moment::Position(position) => {
                self.must_be_reached(position)?;
                (self.at(position).await?, position, None)
            }
            Moment::Time(time) => {
                let position = self.parts.store.position_at(time).await?;
                (self.at(position).await?, position, Some(time))
            }
            Moment::Happened(time) => {
                let live = self.live(after).await?;
                let (so_by, head) = (live.timeline.so_by(time), live.position());
                (Place::Past(Then { so_by, head }), head, Some(time))
            }
        })
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

    async fn at(&self, position: Position) -> Result<Place, QueryError> {
        // The newest moment is the one most asked for, by links to the evidence of an answer.
        if position == *self.projected().borrow() {
            let live = self.projector.at_least(position).await?;
            if live.position() == position {
                return Ok(Place::Live(live));
            }
        }
        Ok(Place::Past(Then::after(position)))
    }
}

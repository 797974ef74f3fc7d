//! The one place where things run: commands are executed, projections are fed, questions are asked.
//!
//! The way of a command: [`Engine::execute`] loads the stream, lets the domain decide, appends with
//! the expected revision, and answers once it is durable. The way of a question: [`Engine::ask`] waits
//! for the position asked for, or goes back to it, and lets a projection answer.

pub mod bulk;
pub mod clock;
mod directory;
mod erase;
mod execute;
mod fold;
pub mod history;
pub mod id_source;
mod known;
mod past;
mod project;
mod query;
mod replay;
mod request;
pub mod snapshots;
mod states;
#[cfg(test)]
mod tests;
mod what_if;

pub use execute::{Context, Done, Refusal, Told, Warning};
pub use query::{Moment, QueryError, View, ViewOfSaid};
pub use replay::{Replay, replay};

use std::sync::Arc;

use events::Position;
use store::{EventStore, StoreError};
use tokio::sync::{Mutex, watch};

use clock::Clock;
use directory::Directory;
use fold::{fold, off_thread};
use id_source::IdSource;
use past::Past;
use project::Projector;
use projections::{Projections, references::References};
use snapshots::Snapshots;
use states::States;
use what_if::Trials;

/// What every part needs: where events are kept, the time, and ids.
#[derive(Debug, Clone)]
pub struct Parts {
    /// Keeps the events.
    pub store: Arc<dyn EventStore>,
    /// The only ambient time.
    pub clock: Arc<dyn Clock>,
    /// The only ambient randomness.
    pub ids: Arc<dyn IdSource>,
    /// Where what is folded is written down, if anywhere.
    pub snapshots: Option<Arc<Snapshots>>,
}

/// Executes commands and answers questions over one store.
#[derive(Debug)]
pub struct Engine {
    parts: Parts,
    states: States,
    directory: Arc<Directory>,
    projector: Projector,
    past: Past,
    trials: Trials,
    /// Words are taken away one after the other.
    forgetting: Mutex<()>,
    /// How often words were taken away: answers from before must not be given again.
    generation: watch::Sender<u64>,
}

/// Why an engine could not start, or stopped.
#[derive(Debug, Clone, thiserror::Error)]
pub enum EngineError {
    /// The store failed.
    #[error("{0}")]
    Store(Arc<StoreError>),
    /// An event cannot be read.
    #[error("the event at position {position} cannot be read: {what}")]
    Unreadable {
        /// Where.
        position: Position,
        /// Why.
        what: String,
    },
}

impl From<StoreError> for EngineError {
    fn from(error: StoreError) -> Self {
        Self::Store(Arc::new(error))
    }
}

impl Engine {
    /// Folds what the store holds, behind the newest snapshot of it, and keeps following it. `progress` is
    /// told how far it has come.
    pub async fn start(
        parts: Parts,
        progress: impl FnMut(Position, Position) + Send,
    ) -> Result<Arc<Self>, EngineError> {
        let head = *parts.store.head().borrow();
        let projections = Box::pin(folded(&parts, head, progress)).await?;
        let (references, projections) =
            off_thread(move || (References::of(&projections), projections)).await;
        let (directory, projector) = project::follow(&parts, references, projections);
        let (states, past, trials) = (States::default(), Past::default(), Trials::default());
        let (forgetting, generation) = (Mutex::default(), watch::Sender::default());
        let engine = Arc::new(Self {
            parts,
            states,
            directory,
            projector,
            past,
            trials,
            forgetting,
            generation,
        });
        let left_behind = engine.left_behind().await?;
        if !left_behind.is_empty() {
            engine.forget(&left_behind).await?;
        }
        Ok(engine)
    }

    /// Writes down what is folded, for whoever starts next. Call it when nothing comes any more.
    pub async fn close(&self) -> Result<(), EngineError> {
        self.projector.close().await
    }

    /// The last position that is durable, seen again after every commit.
    pub fn head(&self) -> watch::Receiver<Position> {
        self.parts.store.head()
    }

    /// The last position that the projections know, seen again after every step.
    pub fn projected(&self) -> watch::Receiver<Position> {
        self.projector.position()
    }

    /// How often words were taken away. Whoever keeps answers must not give one again from before.
    pub fn generation(&self) -> u64 {
        *self.generation.borrow()
    }

    /// Why the projections stopped following the log, if they did.
    pub fn failure(&self) -> Option<EngineError> {
        self.projector.failure()
    }

    /// The time on this engine's clock.
    pub fn now(&self) -> jiff::Timestamp {
        self.parts.clock.now()
    }

    /// A new id.
    pub fn mint(&self) -> uuid::Uuid {
        self.parts.ids.id(self.now())
    }
}

/// What the store holds up to a position, folded; whatever is worth it is written down on the way.
async fn folded(
    parts: &Parts,
    last: Position,
    progress: impl FnMut(Position, Position) + Send,
) -> Result<Projections, EngineError> {
    let store = &*parts.store;
    let Some(snapshots) = &parts.snapshots else {
        return fold(store, Projections::default(), last, progress).await;
    };
    let nearest = snapshots.nearest(last, store).await?;
    match snapshots.desk().await {
        Some(desk) => snapshots.fold_on(nearest, last, (store, &desk), progress).await,
        None => fold(store, nearest, last, progress).await,
    }
}

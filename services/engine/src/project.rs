//! Feeds the projections, in position order, as soon as events are durable.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use events::{Position, Recorded};
use projections::Projections;
use store::{EventStore, Stored};
use tokio::{
    sync::{OwnedRwLockReadGuard, RwLock, watch},
    task::JoinHandle,
};

use crate::{EngineError, states::read};

/// Events folded at once while questions wait.
pub(crate) const STEP: usize = 512;
/// How long nothing must have come before time is used for what the next question would need.
const QUIET: Duration = Duration::from_millis(200);
/// Events read at once when the whole log is folded.
const PAGE: usize = 4_096;

/// Keeps the projections at the end of the log.
#[derive(Debug)]
pub(crate) struct Projector {
    projections: Arc<RwLock<Projections>>,
    position: watch::Receiver<Position>,
    failure: Arc<Mutex<Option<EngineError>>>,
    following: JoinHandle<()>,
}

impl Drop for Projector {
    fn drop(&mut self) {
        self.following.abort();
    }
}

impl Projector {
    /// Folds the log to its end, then follows it in the background.
    pub(crate) async fn start(
        store: Arc<dyn EventStore>,
        progress: impl FnMut(Position, Position) + Send,
    ) -> Result<Self, EngineError> {
        let folded = fold(&*store, None, progress).await?;
        let (told, position) = watch::channel(folded.position());
        let projections = Arc::new(RwLock::new(folded));
        let failure = Arc::default();
        let follower = Follower {
            store,
            projections: Arc::clone(&projections),
            told,
            failure: Arc::clone(&failure),
        };
        let following = tokio::spawn(follower.follow());
        Ok(Self { projections, position, failure, following })
    }

    pub(crate) fn position(&self) -> watch::Receiver<Position> {
        self.position.clone()
    }

    pub(crate) fn failure(&self) -> Option<EngineError> {
        self.failure.lock().expect("no holder of this lock panics").clone()
    }

    /// The projections, at `position` or later. Waits for as long as they need to get there.
    pub(crate) async fn at_least(
        &self,
        position: Position,
    ) -> Result<OwnedRwLockReadGuard<Projections>, EngineError> {
        let is_reached = self.position.clone().wait_for(|it| *it >= position).await.is_ok();
        if let (false, Some(failure)) = (is_reached, self.failure()) {
            return Err(failure);
        }
        Ok(Arc::clone(&self.projections).read_owned().await)
    }
}

struct Follower {
    store: Arc<dyn EventStore>,
    projections: Arc<RwLock<Projections>>,
    told: watch::Sender<Position>,
    failure: Arc<Mutex<Option<EngineError>>>,
}

impl Follower {
    /// Ends when the store is gone or an event cannot be read; then no question is answered any more.
    async fn follow(self) {
        let mut head = self.store.head();
        loop {
            let seen = *head.borrow_and_update();
            if let Err(error) = self.catch_up(seen).await {
                tracing::error!(%error, "the projections stopped following the log");
                *self.failure.lock().expect("no holder of this lock panics") = Some(error);
                return;
            }
            if !self.is_more(&mut head).await {
                return;
            }
        }
    }

    /// Waits until there is more to follow; false if there never will be.
    async fn is_more(&self, head: &mut watch::Receiver<Position>) -> bool {
        if let Ok(changed) = tokio::time::timeout(QUIET, head.changed()).await {
            return changed.is_ok();
        }
        self.settle().await;
        head.changed().await.is_ok()
    }

    /// Uses the time while nothing comes.
    async fn settle(&self) {
        let projections = Arc::clone(&self.projections).read_owned().await;
        off_thread(move || projections.settle()).await;
    }

    async fn catch_up(&self, head: Position) -> Result<(), EngineError> {
        loop {
            let position = *self.told.borrow();
            if position >= head {
                return Ok(());
            }
            let events = decode(self.store.read_all(position, STEP).await?).await?;
            let mut projections = Arc::clone(&self.projections).write_owned().await;
            let reached = off_thread(move || {
                for event in &events {
                    projections.apply(event);
                }
                projections.position()
            })
            .await;
            if reached == position {
                return Ok(());
            }
            metrics::gauge!("acker_projected_position").set(reached.0 as f64);
            self.told.send_replace(reached);
        }
    }
}

/// Folds the log from its beginning, up to and with `last`, or to its end.
pub(crate) async fn fold(
    store: &dyn EventStore,
    last: Option<Position>,
    mut progress: impl FnMut(Position, Position) + Send,
) -> Result<Projections, EngineError> {
    let mut projections = Projections::default();
    let last = last.unwrap_or_else(|| *store.head().borrow());
    while projections.position() < last {
        let page = store.read_all(projections.position(), PAGE).await?;
        if page.is_empty() {
            break;
        }
        projections = off_thread(move || -> Result<_, EngineError> {
            for stored in page.iter().take_while(|it| it.position <= last) {
                projections.apply(&read(
                    stored.position,
                    &stored.envelope,
                    stored.sealed.as_deref(),
                )?);
            }
            Ok(projections)
        })
        .await?;
        progress(projections.position(), last);
    }
    Ok(projections)
}

async fn decode(page: Vec<Stored>) -> Result<Vec<Recorded>, EngineError> {
    off_thread(move || {
        page.iter().map(|it| read(it.position, &it.envelope, it.sealed.as_deref())).collect()
    })
    .await
}

/// Runs what takes a while where it does not hold up the others.
pub(crate) async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        // The program is ending; nobody waits for this any more.
        Err(_) => std::future::pending().await,
    }
}

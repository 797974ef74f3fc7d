//! Feeds the projections, in position order, as soon as events are durable.

use std::{mem, sync::Arc, time::Duration};

use events::Position;
use projections::{Projections, references::References};
use store::EventStore;
use tokio::{
    sync::{Mutex, OwnedRwLockReadGuard, OwnedRwLockWriteGuard, RwLock, watch},
    task::JoinHandle,
};

use crate::{
    EngineError, Parts,
    directory::Directory,
    fold::{Fold, decode, fold, off_thread},
    snapshots::{self, Desk, Snapshots},
};

/// Events folded at once while questions wait.
pub(crate) const STEP: usize = 512;
/// So few are folded where they are: another thread would cost more.
const FEW: usize = 16;
/// How long folding waits for questions that are being answered, before new ones wait behind it.
const PATIENCE: Duration = Duration::from_millis(200);
/// How often it looks whether they have been.
const GLANCE: Duration = Duration::from_millis(1);
/// How long nothing must have come before time is used for what the next question would need.
const QUIET: Duration = Duration::from_millis(200);

/// Keeps the projections at the end of the log.
#[derive(Debug)]
pub(crate) struct Projector {
    serving: Arc<Serving>,
    following: JoinHandle<()>,
}

impl Drop for Projector {
    fn drop(&mut self) {
        self.following.abort();
    }
}

/// Follows the log in the background from where the projections are.
pub(crate) fn follow(
    parts: &Parts,
    references: References,
    projections: Projections,
) -> (Arc<Directory>, Projector) {
    let directory = Arc::new(Directory::new(references));
    let serving = Arc::new(Serving {
        store: Arc::clone(&parts.store),
        snapshots: parts.snapshots.clone(),
        directory: Arc::clone(&directory),
        told: watch::Sender::new(projections.position()),
        projections: Arc::new(RwLock::new(projections)),
        failure: watch::Sender::default(),
        turn: Mutex::default(),
    });
    let following = tokio::spawn(Arc::clone(&serving).follow());
    (directory, Projector { serving, following })
}

impl Projector {
    pub(crate) fn position(&self) -> watch::Receiver<Position> {
        self.serving.told.subscribe()
    }

    pub(crate) fn failure(&self) -> Option<EngineError> {
        self.serving.failure.borrow().clone()
    }

    /// The projections, at `position` or later. Waits for as long as they need to get there.
    pub(crate) async fn at_least(
        &self,
        position: Position,
    ) -> Result<OwnedRwLockReadGuard<Projections>, EngineError> {
        let (mut told, mut failure) = (self.position(), self.serving.failure.subscribe());
        tokio::select! {
            biased;
            _ = told.wait_for(|it| *it >= position) => {}
            _ = failure.wait_for(Option::is_some) => {}
        }
        if let (true, Some(failure)) = (*told.borrow() < position, self.failure()) {
            return Err(failure);
        }
        Ok(Arc::clone(&self.serving.projections).read_owned().await)
    }

    /// Folds the log anew beside what is served, which goes on following and answering, then puts the
    /// one in the place of the other. Whoever has the desk has it written down on the way.
    pub(crate) async fn rebuild(&self, desk: Option<&Desk>) -> Result<(), EngineError> {
        Box::pin(self.serving.rebuild(desk)).await
    }

    /// Writes down what is folded, if that is worth it.
    pub(crate) async fn close(&self) -> Result<(), EngineError> {
        let Some(snapshots) = &self.serving.snapshots else { return Ok(()) };
        let position = *self.serving.told.borrow();
        let Some(desk) = snapshots.desk_at_the_end(position).await else { return Ok(()) };
        if let Some(taken) = self.serving.take().await? {
            snapshots.keep(taken, &desk).await;
        }
        Ok(())
    }
}

/// What is asked while it follows the log.
#[derive(Debug)]
struct Serving {
    store: Arc<dyn EventStore>,
    snapshots: Option<Arc<Snapshots>>,
    directory: Arc<Directory>,
    projections: Arc<RwLock<Projections>>,
    told: watch::Sender<Position>,
    failure: watch::Sender<Option<EngineError>>,
    /// Whoever has it may change the projections or put others in their place.
    turn: Mutex<()>,
}

impl Serving {
    /// Ends when the store is gone or an event cannot be read; then no question is answered any more.
    async fn follow(self: Arc<Self>) {
        let mut head = self.store.head();
        loop {
            let seen = *head.borrow_and_update();
            let caught_up = match self.catch_up(seen).await {
                Ok(()) => self.write_down_if_due().await,
                failed => failed,
            };
            if let Err(error) = caught_up {
                tracing::error!(%error, "the projections stopped following the log");
                self.failure.send_replace(Some(error));
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
        while *self.told.borrow() < head {
            if !self.step().await? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Writes down what is folded, from time to time. Folding waits while it is taken down, as it would
    /// anyway; so questions do not wait behind it.
    async fn write_down_if_due(&self) -> Result<(), EngineError> {
        let Some(snapshots) = &self.snapshots else { return Ok(()) };
        let Some(desk) = snapshots.desk_if_due(*self.told.borrow()) else { return Ok(()) };
        if let Some(taken) = self.take().await? {
            let snapshots = Arc::clone(snapshots);
            tokio::spawn(async move { snapshots.keep(taken, &desk).await });
        }
        Ok(())
    }

    async fn take(&self) -> Result<Option<snapshots::Taken>, EngineError> {
        let projections = Arc::clone(&self.projections).read_owned().await;
        Ok(snapshots::take(projections, &*self.store).await?.0)
    }

    /// Whoever waits in the queue of the lock keeps all others waiting, so it is asked for only where
    /// questions take too long.
    async fn writing(&self) -> OwnedRwLockWriteGuard<Projections> {
        let asked = tokio::time::Instant::now();
        while asked.elapsed() < PATIENCE {
            if let Ok(projections) = Arc::clone(&self.projections).try_write_owned() {
                return projections;
            }
            tokio::time::sleep(GLANCE).await;
        }
        Arc::clone(&self.projections).write_owned().await
    }

    /// Takes in the next part of the log; false where there is none.
    async fn step(&self) -> Result<bool, EngineError> {
        let turn = self.turn.lock().await;
        let position = *self.told.borrow();
        let page = self.store.read_all(position, STEP).await?;
        let is_few = page.len() <= FEW;
        let directory = Arc::clone(&self.directory);
        let prepare = move || {
            let events = decode(&page)?;
            directory.follow(&events);
            Ok::<_, EngineError>(events)
        };
        let events = if is_few { prepare()? } else { off_thread(prepare).await? };
        let mut projections = self.writing().await;
        let mut apply = move || {
            for event in &events {
                projections.apply(event);
            }
            projections.position()
        };
        let reached = if is_few { apply() } else { off_thread(apply).await };
        self.publish(reached);
        drop(turn);
        Ok(reached > position)
    }

    fn publish(&self, reached: Position) {
        metrics::gauge!("acker_projected_position").set(reached.0 as f64);
        self.told.send_replace(reached);
    }

    async fn rebuild(&self, desk: Option<&Desk>) -> Result<(), EngineError> {
        let (nothing, to) = (Projections::default(), *self.told.borrow());
        let projections = match self.snapshots.as_ref().zip(desk) {
            Some((snapshots, desk)) => {
                let from = (&*self.store, desk);
                Box::pin(snapshots.fold_on(nothing, to, from, |_, _| {})).await?
            }
            None => self.fold(nothing).await?,
        };
        let (references, projections) =
            off_thread(move || (References::of(&projections), projections)).await;
        self.replace_references(references).await?;
        let projections = off_thread(move || {
            projections.settle();
            projections
        })
        .await;
        let projections = self.fold(projections).await?;
        let turn = self.turn.lock().await;
        let projections = self.fold(projections).await?;
        let mut serving = self.writing().await;
        let before = mem::replace(&mut *serving, projections);
        drop(serving);
        drop(turn);
        off_thread(move || drop(before)).await;
        Ok(())
    }

    /// As far as what is served has got.
    async fn fold<F: Fold>(&self, folded: F) -> Result<F, EngineError> {
        let to = *self.told.borrow();
        Box::pin(fold(&*self.store, folded, to, |_, _| {})).await
    }

    async fn replace_references(&self, mut references: References) -> Result<(), EngineError> {
        // Commands go on meanwhile; what they add is little, so this is soon as far as they are.
        while !self.directory.replace(&mut references) {
            let head = *self.store.head().borrow();
            references = fold(&*self.store, references, head, |_, _| {}).await?;
        }
        off_thread(move || drop(references)).await;
        Ok(())
    }
}

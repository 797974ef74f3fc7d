//! Feeds the projections, in position order, as soon as events are durable.

use std::{mem, sync::Arc, time::Duration};

use events::Position;
use projections::Projections;
use store::EventStore;
use tokio::{
    sync::{Mutex, OwnedRwLockReadGuard, RwLock, watch},
    task::JoinHandle,
};

use crate::{
    EngineError,
    directory::Directory,
    fold::{Graphs, decode, fold, off_thread},
};

/// Events folded at once while questions wait.
pub(crate) const STEP: usize = 512;
/// So few are folded where they are: another thread would cost more.
const FEW: usize = 16;
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

/// Follows the log in the background from where the graphs are.
pub(crate) fn follow(store: Arc<dyn EventStore>, graphs: Graphs) -> (Arc<Directory>, Projector) {
    let Graphs { references, projections } = graphs;
    let directory = Arc::new(Directory::new(references));
    let serving = Arc::new(Serving {
        store,
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
    /// one in the place of the other.
    pub(crate) async fn rebuild(&self) -> Result<(), EngineError> {
        Box::pin(self.serving.rebuild()).await
    }
}

/// What is asked while it follows the log.
#[derive(Debug)]
struct Serving {
    store: Arc<dyn EventStore>,
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
            if let Err(error) = self.catch_up(seen).await {
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
        let mut projections = Arc::clone(&self.projections).write_owned().await;
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

    async fn rebuild(&self) -> Result<(), EngineError> {
        let Graphs { references, projections } = self.fold(Graphs::default()).await?;
        self.replace_references(references).await?;
        let projections = off_thread(move || {
            projections.settle();
            projections
        })
        .await;
        let projections = self.fold(projections).await?;
        let turn = self.turn.lock().await;
        let projections = self.fold(projections).await?;
        let mut serving = Arc::clone(&self.projections).write_owned().await;
        let before = mem::replace(&mut *serving, projections);
        drop(serving);
        drop(turn);
        off_thread(move || drop(before)).await;
        Ok(())
    }

    /// As far as what is served has got.
    async fn fold<F: crate::fold::Fold>(&self, folded: F) -> Result<F, EngineError> {
        let to = *self.told.borrow();
        Box::pin(fold(&*self.store, folded, to, |_, _| {})).await
    }

    async fn replace_references(
        &self,
        mut references: projections::references::References,
    ) -> Result<(), EngineError> {
        // Commands go on meanwhile; what they add is little, so this is soon as far as they are.
        while !self.directory.replace(&mut references) {
            let head = *self.store.head().borrow();
            references = fold(&*self.store, references, head, |_, _| {}).await?;
        }
        off_thread(move || drop(references)).await;
        Ok(())
    }
}

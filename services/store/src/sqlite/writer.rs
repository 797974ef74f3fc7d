//! The one place that writes. Whoever comes alone with little writes at once, where it is: waking another
//! thread and being woken by it takes as long as a fast disk. All others queue for a thread, and what queued
//! while that was committing goes into its next transaction.
//!
//! Invariant: what one caller gave earlier is never overtaken by what it gives later.
//!  an answer is given, and the head moves, only after the commit. When a transaction
//! fails, the connection is given up and nothing that was remembered is trusted any more.

use std::{
    mem,
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread::JoinHandle,
};

use events::Position;
use rusqlite::Connection;
use tokio::{
    runtime::{Handle, RuntimeFlavor},
    sync::{mpsc, oneshot, watch},
    task::block_in_place,
};

use super::{
    connection,
    erase::{erase, truncate_wal},
    ledger::{Ledger, Rows},
};
use crate::{Append, Outcomes, StoreError};

/// Batches that may wait; whoever comes then waits to be let in.
const QUEUE: usize = 256;

/// Events after which a transaction takes no more batches in.
const GROUP: usize = 4096;

/// So few events are written where they come from.
const FEW: usize = 32;

/// To the log, and to the thread that writes. Dropping it waits until what was queued is done.
pub(super) struct Writer {
    log: Arc<Mutex<Log>>,
    /// Tasks that were given to the thread and that it has not taken up.
    queued: Arc<AtomicUsize>,
    tasks: Option<mpsc::Sender<Task>>,
    thread: Option<JoinHandle<()>>,
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").field("queued", &self.queued).finish_non_exhaustive()
    }
}

#[derive(Debug)]
enum Task {
    Append(Vec<Append>, Answer<Outcomes>),
    Erase { position: Position, pointer: String, answer: Answer<bool> },
}

type Answer<T> = oneshot::Sender<Result<T, StoreError>>;

impl Writer {
    pub(super) fn start(
        path: PathBuf,
        connection: Connection,
        head: watch::Sender<Position>,
    ) -> Result<Self, StoreError> {
        let ledger = Ledger::read(&connection)?;
        head.send_replace(Position(ledger.tail.head));
        let log = Arc::new(Mutex::new(Log { path, open: Some((connection, ledger)), head }));
        let queued = Arc::new(AtomicUsize::new(0));
        let (tasks, queue) = mpsc::channel(QUEUE);
        let thread = std::thread::Builder::new().name("store".to_owned());
        let queue = Queue { tasks: queue, queued: Arc::clone(&queued), next: None };
        let working = Arc::clone(&log);
        let thread = Some(thread.spawn(move || queue.work_off(&working))?);
        Ok(Self { log, queued, tasks: Some(tasks), thread })
    }

    pub(super) async fn append(&self, batch: Vec<Append>) -> Result<Outcomes, StoreError> {
        if let Some(kept) = self.append_here(&batch) {
            return kept;
        }
        self.ask(|answer| Task::Append(batch, answer)).await
    }

    /// Appends at once, if that is little, nobody else writes or waits, and others can run meanwhile.
    fn append_here(&self, batch: &[Append]) -> Option<Result<Outcomes, StoreError>> {
        let others_can_run = || {
            Handle::try_current().is_ok_and(|it| it.runtime_flavor() == RuntimeFlavor::MultiThread)
        };
        if drafts(batch) > FEW || !others_can_run() {
            return None;
        }
        let mut log = self.log.try_lock().ok()?;
        (self.queued.load(Ordering::Acquire) == 0).then(|| block_in_place(|| log.keep_alone(batch)))
    }

    pub(super) async fn erase(
        &self,
        position: Position,
        pointer: String,
    ) -> Result<bool, StoreError> {
        self.ask(|answer| Task::Erase { position, pointer, answer }).await
    }

    async fn ask<T>(&self, task: impl FnOnce(Answer<T>) -> Task) -> Result<T, StoreError> {
        let (answer, answered) = oneshot::channel();
        let tasks = self.tasks.as_ref().expect("taken away only when dropped");
        let stopped = "the thread that writes has stopped";
        let Ok(place) = tasks.reserve().await else { return Err(StoreError::unavailable(stopped)) };
        self.queued.fetch_add(1, Ordering::AcqRel);
        place.send(task(answer));
        answered.await.unwrap_or_else(|_| Err(StoreError::UnknownOutcome(stopped.into())))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.tasks.take());
        let thread = self.thread.take().map(JoinHandle::join);
        if thread.is_some_and(|it| it.is_err()) {
            tracing::error!("the thread that writes to the store panicked");
        }
    }
}

/// The writer's side of the log.
struct Log {
    path: PathBuf,
    /// `None` after a failure, until it could be opened again.
    open: Option<(Connection, Ledger)>,
    head: watch::Sender<Position>,
}

type Waiting = (Vec<Append>, Answer<Outcomes>);

/// How far a transaction got before it failed.
enum Failure {
    /// It was not to be committed yet, so nothing of it is kept.
    Before(StoreError),
    /// Its commit failed: the disk may have it or not.
    Commit(rusqlite::Error),
}

/// The thread's side of the queue.
struct Queue {
    tasks: mpsc::Receiver<Task>,
    queued: Arc<AtomicUsize>,
    /// Taken out of the queue, but not to be done with what was before it.
    next: Option<Task>,
}

impl Queue {
    fn work_off(mut self, log: &Mutex<Log>) {
        while let Some(task) = self.next.take().or_else(|| self.tasks.blocking_recv()) {
            // Only who holds the log counts down: until then nobody can come in between.
            let mut log = log.lock().expect("no holder of this lock panics");
            self.queued.fetch_sub(1, Ordering::AcqRel);
            match task {
                Task::Append(batch, answer) => {
                    let group = self.gather((batch, answer));
                    log.keep(group);
                }
                Task::Erase { position, pointer, answer } => {
                    let erased = log.erase(position, &pointer);
                    // Nobody may be waiting any more; that changes nothing here and below.
                    let _gone = answer.send(erased);
                }
            }
        }
    }

    /// Takes in what queued meanwhile, as far as it goes into one transaction.
    fn gather(&mut self, first: Waiting) -> Vec<Waiting> {
        let mut taken = drafts(&first.0);
        let mut group = vec![first];
        while taken < GROUP {
            match self.tasks.try_recv() {
                Ok(Task::Append(batch, answer)) => {
                    self.queued.fetch_sub(1, Ordering::AcqRel);
                    taken += drafts(&batch);
                    group.push((batch, answer));
                }
                Ok(other) => {
                    self.next = Some(other);
                    break;
                }
                Err(_) => break,
            }
        }
        group
    }
}

fn drafts(batch: &[Append]) -> usize {
    batch.iter().map(|it| it.drafts.len()).sum()
}

impl Log {
    /// One batch, of which somebody waits right here.
    fn keep_alone(&mut self, batch: &[Append]) -> Result<Outcomes, StoreError> {
        match self.transact([batch].into_iter()) {
            Ok(mut outcomes) => {
                let has_grown = self.advance();
                self.head.send_if_modified(|_| has_grown);
                Ok(outcomes.remove(0))
            }
            Err(failure) => {
                self.open = None;
                Err(failure.for_each()())
            }
        }
    }

    fn keep(&mut self, group: Vec<Waiting>) {
        match self.transact(group.iter().map(|it| &*it.0)) {
            Ok(outcomes) => {
                let has_grown = self.advance();
                for ((_, answer), outcomes) in group.into_iter().zip(outcomes) {
                    let _gone = answer.send(Ok(outcomes));
                }
                // Those who wait for an answer are woken first, then those who follow the log.
                self.head.send_if_modified(|_| has_grown);
            }
            Err(failure) => {
                self.open = None;
                let error = failure.for_each();
                for (_, answer) in group {
                    let _gone = answer.send(Err(error()));
                }
            }
        }
    }

    /// One transaction for all that wait.
    fn transact<'b>(
        &mut self,
        group: impl Iterator<Item = &'b [Append]>,
    ) -> Result<Vec<Outcomes>, Failure> {
        let (connection, ledger) = self.opened().map_err(Failure::Before)?;
        let outcomes =
            write(connection, ledger, group).map_err(|error| Failure::Before(error.into()))?;
        let commit = connection.prepare_cached("COMMIT").and_then(|mut it| it.execute([]));
        commit.map_err(Failure::Commit)?;
        Ok(outcomes)
    }

    /// Notes how far the log has got, without waking anybody; whether that is further than before.
    fn advance(&self) -> bool {
        let Some((_, ledger)) = &self.open else { return false };
        let head = Position(ledger.tail.head);
        let mut has_grown = false;
        self.head.send_if_modified(|told| {
            has_grown = mem::replace(told, head) != head;
            false
        });
        has_grown
    }

    fn opened(&mut self) -> Result<(&Connection, &mut Ledger), StoreError> {
        if self.open.is_none() {
            self.open = Some(self.reopen()?);
            let has_grown = self.advance();
            self.head.send_if_modified(|_| has_grown);
        }
        let (connection, ledger) = self.open.as_mut().expect("opened just now");
        Ok((connection, ledger))
    }

    /// After a failed commit only the disk knows what is kept.
    fn reopen(&self) -> Result<(Connection, Ledger), StoreError> {
        let connection = connection::for_writing(&self.path)?;
        // Pages that a failed fsync left in the system's cache look kept but are not; written once
        // more, to another file, they are.
        truncate_wal(&connection)?;
        let ledger = Ledger::read(&connection)?;
        let told = self.head.borrow().0;
        if ledger.tail.head < told {
            let what = "an acknowledged event is gone".to_owned();
            return Err(StoreError::Damaged { position: Position(ledger.tail.head + 1), what });
        }
        tracing::warn!(head = ledger.tail.head, "opened the store again after a failure");
        Ok((connection, ledger))
    }

    fn erase(&mut self, position: Position, pointer: &str) -> Result<bool, StoreError> {
        let (connection, _) = self.opened()?;
        let erased = erase(connection, position, pointer);
        if matches!(erased, Err(StoreError::UnknownOutcome(_))) {
            self.open = None;
        }
        erased
    }
}

fn write<'b>(
    connection: &Connection,
    ledger: &mut Ledger,
    group: impl Iterator<Item = &'b [Append]>,
) -> rusqlite::Result<Vec<Outcomes>> {
    connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
    let mut rows = Rows::new(connection)?;
    let keep =
        |batch: &'b [Append]| crate::in_turn(batch, |append| ledger.append(&mut rows, append));
    group.map(keep).collect()
}

impl Failure {
    /// The error as each of those who wait gets it. It is logged once, here.
    fn for_each(self) -> impl Fn() -> StoreError {
        let (is_known, cause): (bool, Arc<dyn std::error::Error + Send + Sync>) = match self {
            Self::Before(StoreError::Unavailable(cause)) => (true, cause.into()),
            Self::Before(error) => (true, Arc::new(error)),
            Self::Commit(error) => (false, Arc::new(error)),
        };
        tracing::error!(cause = &*cause as &dyn std::error::Error, is_known, "appending failed");
        move || {
            let cause = Box::new(Shared(Arc::clone(&cause)));
            if is_known {
                StoreError::Unavailable(cause)
            } else {
                StoreError::UnknownOutcome(cause)
            }
        }
    }
}

/// One cause for many who wait.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
struct Shared(Arc<dyn std::error::Error + Send + Sync>);

//! The one thread that writes. What queued while it was committing goes into its next transaction.
//!
//! Invariant: an answer is given, and the head moves, only after the commit. When a transaction
//! fails, the connection is given up and nothing that was remembered is trusted any more.

use std::{mem, path::PathBuf, sync::Arc, thread::JoinHandle};

use events::Position;
use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot, watch};

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

/// To the thread that writes. Dropping it waits until what was queued is done.
#[derive(Debug)]
pub(super) struct Writer {
    tasks: Option<mpsc::Sender<Task>>,
    thread: Option<JoinHandle<()>>,
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
        let log = Log { path, open: Some((connection, ledger)), head };
        let (tasks, queue) = mpsc::channel(QUEUE);
        let thread = std::thread::Builder::new().name("store".to_owned());
        let thread = Some(thread.spawn(move || log.work_off(queue))?);
        Ok(Self { tasks: Some(tasks), thread })
    }

    pub(super) async fn append(&self, batch: Vec<Append>) -> Result<Outcomes, StoreError> {
        self.ask(|answer| Task::Append(batch, answer)).await
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
        if tasks.send(task(answer)).await.is_err() {
            return Err(StoreError::unavailable(stopped));
        }
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

impl Log {
    fn work_off(mut self, mut queue: mpsc::Receiver<Task>) {
        let mut next = None;
        while let Some(task) = next.take().or_else(|| queue.blocking_recv()) {
            match task {
                Task::Append(batch, answer) => {
                    let mut group = vec![(batch, answer)];
                    next = gather(&mut group, &mut queue);
                    self.keep(group);
                }
                Task::Erase { position, pointer, answer } => {
                    let erased = self.erase(position, &pointer);
                    // Nobody may be waiting any more; that changes nothing here and below.
                    let _gone = answer.send(erased);
                }
            }
        }
    }

    fn keep(&mut self, group: Vec<Waiting>) {
        match self.transact(&group) {
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
    fn transact(&mut self, group: &[Waiting]) -> Result<Vec<Outcomes>, Failure> {
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

/// Takes in what queued meanwhile, as far as it goes into one transaction; gives back what does not.
fn gather(group: &mut Vec<Waiting>, queue: &mut mpsc::Receiver<Task>) -> Option<Task> {
    let events = |batch: &[Append]| batch.iter().map(|it| it.drafts.len()).sum::<usize>();
    let mut taken = events(&group[0].0);
    while taken < GROUP {
        match queue.try_recv() {
            Ok(Task::Append(batch, answer)) => {
                taken += events(&batch);
                group.push((batch, answer));
            }
            Ok(other) => return Some(other),
            Err(_) => return None,
        }
    }
    None
}

fn write(
    connection: &Connection,
    ledger: &mut Ledger,
    group: &[Waiting],
) -> rusqlite::Result<Vec<Outcomes>> {
    connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
    let mut rows = Rows::new(connection)?;
    let mut keep =
        |batch: &Vec<Append>| crate::in_turn(batch, |append| ledger.append(&mut rows, append));
    group.iter().map(|(batch, _)| keep(batch)).collect()
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

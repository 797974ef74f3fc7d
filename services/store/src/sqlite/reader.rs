//! Reads, on connections of their own that never block the writer.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard},
};

use events::{Position, Stream, ids::EventId};
use jiff::Timestamp;
use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, ToSql, params};
use tokio::sync::Semaphore;

use super::connection::{self, int};
use crate::{StoreError, Stored};

/// Questions that are answered at the same time; the others wait.
const CONNECTIONS: usize = 4;

/// Events that one transaction reads. A long one would pin the write-ahead log.
const PAGE: usize = 1024;

const ALL: &str = "SELECT position, envelope, sealed FROM events \
                   WHERE position > ? ORDER BY position LIMIT ?";
const OF_STREAM: &str = "SELECT position, envelope, sealed, revision FROM events \
                         WHERE stream_id = ? AND noun = ? AND revision > ? \
                         ORDER BY revision LIMIT ?";
const BY_ID: &str = "SELECT position, envelope, sealed FROM events WHERE event_id = ?";
const CHAIN: &str = "SELECT chain FROM events WHERE position = ?";
const RECORDED: &str = "SELECT recorded FROM events WHERE position = ?";

/// Read-only connections that are used again.
#[derive(Debug)]
pub(super) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    permits: Arc<Semaphore>,
}

impl Readers {
    /// Opens the first one, so that a store that cannot be read says so at once.
    pub(super) fn open(path: PathBuf) -> Result<Self, StoreError> {
        let first = connection::for_reading(&path)?;
        let (idle, permits) = (Mutex::new(vec![first]), Arc::new(Semaphore::new(CONNECTIONS)));
        Ok(Self { path, idle, permits })
    }

    /// Asks on a thread that may block.
    pub(super) async fn ask<T: Send + 'static>(
        self: &Arc<Self>,
        question: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let permit = Arc::clone(&self.permits).acquire_owned().await.expect("it is never closed");
        let readers = Arc::clone(self);
        let asked = tokio::task::spawn_blocking(move || {
            let answer = readers.ask_now(question);
            drop(permit);
            answer
        });
        asked.await.unwrap_or_else(|error| Err(StoreError::Unavailable(error.into())))
    }

    /// Asks on this thread, if nobody is asking too much: for what takes less time than waking another
    /// thread.
    pub(super) async fn ask_briefly<T: Send + 'static>(
        self: &Arc<Self>,
        question: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        match Arc::clone(&self.permits).try_acquire_owned() {
            Ok(_permit) => self.ask_now(question),
            Err(_) => self.ask(question).await,
        }
    }

    /// Asks on this thread.
    pub(super) fn ask_now<T>(
        &self,
        question: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let idle = self.idle().pop();
        let connection = idle.map_or_else(|| connection::for_reading(&self.path), Ok)?;
        let answer = question(&connection)?;
        // After an error the connection is not used again.
        self.idle().push(connection);
        Ok(answer)
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().expect("no holder of this lock panics")
    }
}

pub(super) fn head(connection: &Connection) -> Result<Position, StoreError> {
    let head = connection
        .prepare_cached("SELECT max(position) FROM events")?
        .query_row([], |row| row.get::<_, Option<i64>>(0))?;
    Ok(Position(head.map_or(0, i64::cast_unsigned)))
}

pub(super) fn all(
    connection: &Connection,
    after: Position,
    limit: usize,
) -> Result<Vec<Stored>, StoreError> {
    let mut read = Vec::new();
    let mut after = int(after.0);
    while let missing @ 1.. = limit - read.len() {
        let page = missing.min(PAGE);
        let statement = connection.prepare_cached(ALL)?;
        if take(statement, params![after, int(page as u64)], &mut read)? < page {
            break;
        }
        after = read.last().map_or(after, |it| int(it.position.0));
    }
    Ok(read)
}

pub(super) fn of_stream(
    connection: &Connection,
    stream: Stream,
    after_revision: u64,
    limit: usize,
) -> Result<Vec<Stored>, StoreError> {
    let (id, noun) = (stream.id.as_bytes(), stream.noun.path());
    let mut read = Vec::new();
    while let missing @ 1.. = limit - read.len() {
        let page = missing.min(PAGE);
        let statement = connection.prepare_cached(OF_STREAM)?;
        // Revisions have no gaps: so many were read, so far it has got.
        let after = int(after_revision.saturating_add(read.len() as u64));
        if take(statement, params![id, noun, after, int(page as u64)], &mut read)? < page {
            break;
        }
    }
    Ok(read)
}

pub(super) fn find(connection: &Connection, id: EventId) -> Result<Option<Stored>, StoreError> {
    let mut found = Vec::new();
    take(connection.prepare_cached(BY_ID)?, params![id.0.as_bytes()], &mut found)?;
    Ok(found.pop())
}

pub(super) fn digest(
    connection: &Connection,
    position: Position,
) -> Result<Option<[u8; 32]>, StoreError> {
    let mut statement = connection.prepare_cached(CHAIN)?;
    Ok(statement.query_row([int(position.0)], |row| row.get(0)).optional()?)
}

/// Recorded times never decrease along positions, and positions have no gaps: a binary search.
pub(super) fn position_at(
    connection: &Connection,
    time: Timestamp,
) -> Result<Position, StoreError> {
    let mut statement = connection.prepare_cached(RECORDED)?;
    let mut is_later = |position: u64| -> Result<bool, StoreError> {
        let recorded = statement.query_row([int(position)], |row| row.get(0)).optional()?;
        let damaged = || StoreError::Damaged {
            position: Position(position),
            what: "there is no event, or no time".to_owned(),
        };
        let recorded = recorded.and_then(|it| Timestamp::from_microsecond(it).ok());
        Ok(recorded.ok_or_else(damaged)? > time)
    };
    let (mut until, mut later) = (0, head(connection)?.0 + 1);
    while until + 1 < later {
        let middle = until.midpoint(later);
        if is_later(middle)? {
            later = middle;
        } else {
            until = middle;
        }
    }
    Ok(Position(until))
}

/// Adds what a statement finds, and says how much that was.
fn take(
    mut statement: CachedStatement<'_>,
    parameters: &[&dyn ToSql],
    read: &mut Vec<Stored>,
) -> Result<usize, StoreError> {
    let before = read.len();
    let mut rows = statement.query(parameters)?;
    while let Some(row) = rows.next()? {
        read.push(stored(row)?);
    }
    Ok(read.len() - before)
}

fn stored(row: &Row<'_>) -> Result<Stored, StoreError> {
    let position = Position(row.get::<_, i64>(0)?.cast_unsigned());
    let text = |column| {
        let text = row.get_ref(column)?.as_str_or_null();
        text.map(|it| it.map(str::to_owned))
            .map_err(|error| StoreError::Damaged { position, what: error.to_string() })
    };
    let (envelope, sealed) = (text(1)?, text(2)?);
    Ok(Stored { position, envelope: envelope.unwrap_or_default(), sealed })
}

//! Keeps events in one SQLite file: the embedded store.
//!
//! A store is a folder with `events.db` (and, while it is open, its write-ahead log) and `lock`. One
//! at a time writes: whoever comes alone on the spot, all others through one thread; others read beside it,
//! from this process or from another.
//! What is acknowledged was flushed to disk.

mod backup;
mod connection;
mod erase;
mod ledger;
mod lock;
mod reader;
mod revisions;
mod verify;
mod writer;

use std::{fs, path::Path, sync::Arc};

use events::{Position, Stream, ids::EventId};
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use tokio::sync::watch;

pub use self::{
    backup::{backup, restore},
    verify::{Verified, digest, verify},
};
use self::{lock::Lock, reader::Readers, writer::Writer};
use crate::{Append, EventStore, Outcomes, StoreError, Stored};

/// So few events of one stream are read where they are asked for.
const FEW: usize = 32;

/// A store in a folder of this machine. Dropping it first finishes what was queued.
#[derive(Debug)]
pub struct SqliteStore {
    // Dropped in this order: the last connection to be closed is the writer's, which tidies up.
    readers: Arc<Readers>,
    head: watch::Sender<Position>,
    writing: Option<Writing>,
}

#[derive(Debug)]
struct Writing {
    // Dropped in this order: nobody else may write before all is done.
    writer: Writer,
    lock: Lock,
}

impl SqliteStore {
    /// Opens the store in a folder for writing, and makes both where they are missing. `holder` is
    /// what a second writer gets to read: an address, or a command.
    pub fn open(folder: &Path, holder: &str) -> Result<Self, StoreError> {
        make_folder(folder)?;
        let lock = Lock::take(folder, holder)?;
        let path = folder.join(connection::FILE);
        let connection = connection::for_writing(&path)?;
        let head = watch::Sender::new(Position(0));
        let writer = Writer::start(path.clone(), connection, head.clone())?;
        let readers = Arc::new(Readers::open(path)?);
        Ok(Self { readers, head, writing: Some(Writing { writer, lock }) })
    }

    /// Opens the store in a folder for reading, whether somebody writes to it or not. Its head stays
    /// where it was on opening; reading sees what others have added since.
    pub fn open_read_only(folder: &Path) -> Result<Self, StoreError> {
        let readers = Arc::new(Readers::open(folder.join(connection::FILE))?);
        let head = watch::Sender::new(readers.ask_now(reader::head)?);
        Ok(Self { readers, head, writing: None })
    }

    /// Changes what a second writer gets to read, once the address is known.
    pub fn set_holder(&self, holder: &str) -> Result<(), StoreError> {
        Ok(self.writing()?.lock.tell(holder)?)
    }

    fn writing(&self) -> Result<&Writing, StoreError> {
        self.writing.as_ref().ok_or(StoreError::ReadOnly)
    }
}

impl EventStore for SqliteStore {
    fn append(&self, batch: Vec<Append>) -> BoxFuture<'_, Result<Outcomes, StoreError>> {
        Box::pin(async move {
            let writing = self.writing()?;
            crate::refuse_empty(&batch)?;
            if batch.is_empty() { Ok(Vec::new()) } else { writing.writer.append(batch).await }
        })
    }

    fn read_all(
        &self,
        after: Position,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<Stored>, StoreError>> {
        Box::pin(self.readers.ask(move |it| reader::all(it, after, limit)))
    }

    fn read_stream(
        &self,
        stream: Stream,
        after_revision: u64,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<Stored>, StoreError>> {
        let question = move |it: &_| reader::of_stream(it, stream, after_revision, limit);
        if limit <= FEW {
            Box::pin(self.readers.ask_briefly(question))
        } else {
            Box::pin(self.readers.ask(question))
        }
    }

    fn find(&self, id: EventId) -> BoxFuture<'_, Result<Option<Stored>, StoreError>> {
        Box::pin(self.readers.ask(move |it| reader::find(it, id)))
    }

    fn position_at(&self, time: Timestamp) -> BoxFuture<'_, Result<Position, StoreError>> {
        Box::pin(self.readers.ask(move |it| reader::position_at(it, time)))
    }

    fn digest(&self, position: Position) -> BoxFuture<'_, Result<Option<[u8; 32]>, StoreError>> {
        Box::pin(self.readers.ask(move |it| reader::digest(it, position)))
    }

    fn erase(
        &self,
        position: Position,
        pointer: String,
    ) -> BoxFuture<'_, Result<bool, StoreError>> {
        Box::pin(async move { self.writing()?.writer.erase(position, pointer).await })
    }

    fn head(&self) -> watch::Receiver<Position> {
        self.head.subscribe()
    }
}

fn make_folder(folder: &Path) -> Result<(), StoreError> {
    if !folder.is_dir() {
        fs::create_dir_all(folder)?;
        connection::sync_folder(folder)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;

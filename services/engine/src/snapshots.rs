//! Snapshots: what is folded, written down at intervals, so that neither a start nor a question about the
//! past has to fold the log from its beginning.
//!
//! They are a cache and nothing more. One that cannot be read, of another form or of another history is
//! as good as none, and never an error. Invariants: a file that bears a snapshot's name is whole; there
//! are thirty at most, the sparser the older; none holds words that are erased.

mod file;
mod form;
mod plan;

use std::{
    fs, io,
    ops::Deref,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use events::Position;
use projections::Projections;
use sha2::{Digest as _, Sha256};
use store::EventStore;
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::{
    EngineError,
    fold::{Restored, fold, off_thread},
};
use file::Snapshot;

/// So many events are folded again rather than written down.
const FEW: u64 = 5_000;

/// The folder of snapshots beside a log.
#[derive(Debug)]
pub struct Snapshots {
    folder: Arc<Path>,
    access: Access,
    /// Whoever has it may write or remove.
    desk: Arc<Mutex<()>>,
    /// The newest that is known to be there.
    newest: AtomicU64,
}

/// That somebody may write and remove snapshots.
pub(crate) type Desk = OwnedMutexGuard<()>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Access {
    Read,
    Write,
}

impl Snapshots {
    /// Those beside a log that is written to: read, written and removed.
    pub fn writable(folder: &Path) -> Self {
        Self::with(folder, Access::Write)
    }

    /// Those beside a log that somebody else may write to: only read.
    pub fn read_only(folder: &Path) -> Self {
        Self::with(folder, Access::Read)
    }

    fn with(folder: &Path, access: Access) -> Self {
        Self { folder: folder.into(), access, desk: Arc::default(), newest: AtomicU64::new(0) }
    }

    /// The newest that can be read of those at or before a position; else nothing, from which to fold.
    pub(crate) async fn nearest<F: Restored>(
        &self,
        last: Position,
        store: &dyn EventStore,
    ) -> Result<F, EngineError> {
        for position in positions(&self.folder).into_iter().rev().filter(|it| *it <= last) {
            let history = history(store, position).await?;
            let path = file::path(&self.folder, position);
            match off_thread(move || file::read(&path, position, history)).await {
                Ok(folded) => {
                    self.newest.fetch_max(position.0, Ordering::Relaxed);
                    return Ok(folded);
                }
                Err(why) => self.pass_over(position, &why),
            }
        }
        Ok(F::default())
    }

    fn pass_over(&self, position: Position, why: &file::Unreadable) {
        tracing::info!(%position, %why, "a snapshot is of no use; the log is folded instead");
        if self.access == Access::Write {
            let _gone_already = fs::remove_file(file::path(&self.folder, position));
        }
    }

    /// Waits until nobody else writes or removes; nobody may where they are only read.
    pub(crate) async fn desk(&self) -> Option<Desk> {
        match self.access {
            Access::Read => None,
            Access::Write => Some(Arc::clone(&self.desk).lock_owned().await),
        }
    }

    /// The same, if so much happened since the newest that it is time for another, and nobody is at it.
    pub(crate) fn desk_if_due(&self, position: Position) -> Option<Desk> {
        let is_due = plan::is_due(self.newest(), position) && self.access == Access::Write;
        let desk = is_due.then(|| Arc::clone(&self.desk).try_lock_owned().ok());
        desk.flatten()
    }

    /// The same, if it is worth it for whoever starts next.
    pub(crate) async fn desk_at_the_end(&self, position: Position) -> Option<Desk> {
        let desk = self.desk().await?;
        plan::is_worth_it_at_the_end(self.newest(), position).then_some(desk)
    }

    fn newest(&self) -> Position {
        Position(self.newest.load(Ordering::Relaxed))
    }

    /// Writes a snapshot, and removes those that are too many then. What goes wrong is told in the log only.
    pub(crate) async fn keep(&self, taken: Taken, _desk: &Desk) {
        let folder = Arc::clone(&self.folder);
        let position = taken.0.position;
        let kept = off_thread(move || keep(&folder, &taken.0)).await;
        match kept {
            Ok(bytes) => {
                self.newest.fetch_max(position.0, Ordering::Relaxed);
                tracing::info!(%position, bytes, "a snapshot was written");
            }
            Err(error) => tracing::warn!(%position, %error, "a snapshot could not be written"),
        }
    }

    /// Removes all of them, begun ones too. Whoever erases words does it before, and keeps the desk until
    /// nothing that was folded holds them.
    pub(crate) fn remove_all(&self, _desk: &Desk) -> io::Result<()> {
        self.newest.store(0, Ordering::Relaxed);
        remove_all(&self.folder)
    }

    /// Folds on to a position, and writes down on the way what would be there had the log been followed.
    pub(crate) async fn fold_on(
        &self,
        mut folded: Projections,
        last: Position,
        (store, desk): (&dyn EventStore, &Desk),
        mut progress: impl FnMut(Position, Position) + Send,
    ) -> Result<Projections, EngineError> {
        let mut told = |position, _: Position| progress(position, last);
        let mut taken = None;
        for stop in plan::stops(folded.position(), last) {
            let (on, ()) = tokio::join!(
                fold(store, folded, stop, &mut told),
                self.keep_if(taken.take(), desk)
            );
            let whole;
            (taken, whole) = take(Box::new(on?), store).await?;
            folded = *whole;
        }
        let (on, ()) =
            tokio::join!(fold(store, folded, last, told), self.keep_if(taken.take(), desk));
        on
    }

    async fn keep_if(&self, taken: Option<Taken>, desk: &Desk) {
        if let Some(taken) = taken {
            self.keep(taken, desk).await;
        }
    }
}

/// What is to be written down, as bytes, so that nothing waits for the disk.
#[derive(Debug)]
pub(crate) struct Taken(Snapshot);

/// Takes down what is folded from a log; nothing where nothing is.
pub(crate) async fn take<P: Deref<Target = Projections> + Send + 'static>(
    projections: P,
    store: &dyn EventStore,
) -> Result<(Option<Taken>, P), EngineError> {
    let position = projections.position();
    let Some(history) = history(store, position).await? else { return Ok((None, projections)) };
    Ok(off_thread(move || (Some(Taken(Snapshot::of(&projections, history))), projections)).await)
}

/// What the log holds at a position. Another history would hold something else there: every envelope
/// has an id of its own.
async fn history(
    store: &dyn EventStore,
    position: Position,
) -> Result<Option<[u8; 32]>, EngineError> {
    let Some(before) = position.0.checked_sub(1) else { return Ok(None) };
    let page = store.read_all(Position(before), 1).await?;
    let there = page.first().filter(|it| it.position == position);
    Ok(there.map(|it| Sha256::digest(&it.envelope).into()))
}

fn positions(folder: &Path) -> Vec<Position> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut positions: Vec<_> =
        entries.filter_map(|it| file::position(it.file_name().to_str()?)).collect();
    positions.sort_unstable();
    positions
}

fn keep(folder: &Path, snapshot: &Snapshot) -> io::Result<u64> {
    fs::create_dir_all(folder)?;
    let bytes = file::write(folder, snapshot)?;
    for position in plan::too_many(&positions(folder)) {
        fs::remove_file(file::path(folder, position))?;
    }
    Ok(bytes)
}

fn remove_all(folder: &Path) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        fs::remove_file(entry?.path())?;
    }
    fs::File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests;

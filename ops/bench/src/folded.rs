//! A log of the company of some length, read, decoded and folded.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::Result;
use events::{Position, Recorded, codec};
use projections::Projections;
use store::{EventStore, Stored, sqlite::SqliteStore};
use tempfile::TempDir;

use crate::{Options, telling::Telling};

/// Events read at once, as the engine does when it starts.
const PAGE: usize = 4_096;

/// A store with so many events in it.
#[derive(Debug)]
pub(crate) struct Log {
    pub(crate) store: Arc<dyn EventStore>,
    folder: Folder,
}

/// Where it lies.
#[derive(Debug)]
enum Folder {
    Made(TempDir),
    Given(PathBuf),
}

impl Log {
    /// The beginning of the company's history.
    pub(crate) fn new(options: &Options, count: usize) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let store = SqliteStore::open(folder.path(), "bench")?;
        options.runtime().block_on(Telling::new().fill(&store, count))?;
        Ok(Self { store: Arc::new(store), folder: Folder::Made(folder) })
    }

    /// One that lies there already.
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        let store = Arc::new(SqliteStore::open_read_only(folder)?);
        Ok(Self { store, folder: Folder::Given(folder.to_owned()) })
    }

    /// Where it lies.
    pub(crate) fn folder(&self) -> &Path {
        match &self.folder {
            Folder::Made(folder) => folder.path(),
            Folder::Given(folder) => folder,
        }
    }

    /// Reads all of it, page by page.
    pub(crate) fn pages(
        &self,
        options: &Options,
        mut take: impl FnMut(Vec<Stored>) -> Result<()>,
    ) -> Result<()> {
        let mut after = Position(0);
        loop {
            let page = options.runtime().block_on(self.store.read_all(after, PAGE))?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.position;
            take(page)?;
        }
    }

    /// All projections over it.
    pub(crate) fn projections(&self, options: &Options) -> Result<Projections> {
        let mut projections = Projections::default();
        self.pages(options, |page| {
            page.iter().try_for_each(|it| decode(it).map(|it| projections.apply(&it)))
        })?;
        projections.settle();
        Ok(projections)
    }
}

/// The event in stored bytes.
pub(crate) fn decode(stored: &Stored) -> Result<Recorded> {
    Ok(codec::decode(stored.position, &stored.envelope, stored.sealed.as_deref())?)
}

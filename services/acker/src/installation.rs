//! A data directory: the store in it, its lock, and the local actor.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, Result, bail};
use engine::{
    Engine, Parts,
    clock::SystemClock,
    id_source::{IdSource as _, SystemIds},
    snapshots::Snapshots,
};
use events::ids::ActorId;
use jiff::Timestamp;
use store::{EventStore, sqlite::SqliteStore};
use uuid::Uuid;

use crate::{output, words::told};

/// What a command wants to do with a data directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Only ask.
    Read,
    /// Change, alone.
    Write,
}

/// An open data directory.
#[derive(Debug)]
pub(crate) struct Installation {
    pub(crate) engine: Arc<Engine>,
    pub(crate) local_actor: ActorId,
    pub(crate) store: Arc<SqliteStore>,
}

impl Installation {
    /// Opens a data directory; `holder` is what a second writer gets to read.
    pub(crate) async fn open(folder: &Path, access: Access, holder: &str) -> Result<Self> {
        let store = Arc::new(open_store(folder, access, holder)?);
        let local_actor = local_actor(folder, access)?;
        let snapshots = snapshots(folder, access);
        let engine = start(Arc::clone(&store) as Arc<dyn EventStore>, Some(snapshots)).await?;
        Ok(Self { engine, local_actor, store })
    }
}

/// An engine with the machine's clock and randomness.
pub(crate) async fn start(
    store: Arc<dyn EventStore>,
    snapshots: Option<Snapshots>,
) -> Result<Arc<Engine>> {
    let (clock, ids) = (Arc::new(SystemClock), Arc::new(SystemIds));
    let parts = Parts { store, clock, ids, snapshots: snapshots.map(Arc::new) };
    let bar = output::progress(told!("reading the history", "lese die Geschichte"));
    let engine = Engine::start(parts, |done, of| {
        bar.set_length(of.0);
        bar.set_position(done.0);
    })
    .await?;
    bar.finish_and_clear();
    Ok(engine)
}

/// The snapshots of a data directory. Whoever only asks leaves them as they are.
pub(crate) fn snapshots(folder: &Path, access: Access) -> Snapshots {
    let folder = folder.join("snapshots");
    match access {
        Access::Read => Snapshots::read_only(&folder),
        Access::Write => Snapshots::writable(&folder),
    }
}

fn open_store(folder: &Path, access: Access, holder: &str) -> Result<SqliteStore> {
    match access {
        Access::Write => Ok(SqliteStore::open(folder, holder)?),
        Access::Read if !folder.join("events.db").exists() => bail!(told!(
            "there is no store in `{}`; `acker serve` or `acker import` makes one, `--data DIR` names \
             another, `--store http://…` asks a running server",
            "in `{}` liegt kein Speicher; `acker serve` oder `acker import` legt einen an, `--data DIR` \
             nennt einen anderen, `--store http://…` fragt einen laufenden Server",
            folder.display()
        )),
        Access::Read => Ok(SqliteStore::open_read_only(folder)?),
    }
}

/// Who acts where nobody says it: minted once for each installation.
fn local_actor(folder: &Path, access: Access) -> Result<ActorId> {
    let path: PathBuf = folder.join("actor");
    match fs::read_to_string(&path) {
        Ok(written) => {
            let id = Uuid::parse_str(written.trim());
            Ok(ActorId(id.with_context(|| {
                told!("`{}` must hold a UUID", "in `{}` muss eine UUID stehen", path.display())
            })?))
        }
        Err(_) if access == Access::Read => Ok(ActorId(Uuid::nil())),
        Err(_) => {
            let id = SystemIds.id(now());
            fs::write(&path, format!("{id}\n")).with_context(|| {
                told!("`{}` cannot be written", "`{}` lässt sich nicht schreiben", path.display())
            })?;
            Ok(ActorId(id))
        }
    }
}

/// The machine's time.
pub(crate) fn now() -> Timestamp {
    engine::clock::Clock::now(&SystemClock)
}

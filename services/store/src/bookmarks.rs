//! Places in the log that somebody wants to find again: beside the log, never in it.
//!
//! They say nothing of the company and are nobody's activity, so they are no events. A file holds them,
//! by actor and name; it is replaced whole, so that it is never half written.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use events::{Position, ids::ActorId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::StoreError;

/// Bookmarks of one actor, at most.
pub const BOOKMARKS_MAX: usize = 100;
const FILE: &str = "bookmarks.json";
const LOCK: &str = "bookmarks.lock";

/// A place in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bookmark {
    /// Right after this position.
    pub position: Position,
    /// When it was put there.
    pub set: Timestamp,
}

type ByActor = BTreeMap<ActorId, BTreeMap<String, Bookmark>>;

/// The bookmarks of all actors.
#[derive(Debug)]
pub struct Bookmarks(Place);

#[derive(Debug)]
enum Place {
    /// Gone when the program ends.
    Memory(Mutex<ByActor>),
    /// In a data directory.
    Folder(PathBuf),
}

impl Default for Bookmarks {
    fn default() -> Self {
        Self(Place::Memory(Mutex::default()))
    }
}

impl Bookmarks {
    /// Those that are kept in a data directory.
    pub fn in_folder(folder: &Path) -> Self {
        Self(Place::Folder(folder.to_owned()))
    }

    /// Those of one actor, by name.
    pub fn of(&self, actor: ActorId) -> Result<BTreeMap<String, Bookmark>, StoreError> {
        let all = match &self.0 {
            Place::Memory(all) => all.lock().unwrap_or_else(PoisonError::into_inner).clone(),
            Place::Folder(folder) => read(&folder.join(FILE))?,
        };
        Ok(all.get(&actor).cloned().unwrap_or_default())
    }

    /// Puts one in its place. False where the actor has too many.
    pub fn set(
        &self,
        actor: ActorId,
        name: String,
        bookmark: Bookmark,
    ) -> Result<bool, StoreError> {
        match &self.0 {
            Place::Memory(all) => {
                let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
                Ok(put(&mut all, actor, name, bookmark))
            }
            Place::Folder(folder) => {
                let lock = File::create(folder.join(LOCK))?;
                lock.lock()?;
                let mut all = read(&folder.join(FILE))?;
                let is_kept = put(&mut all, actor, name, bookmark);
                if is_kept {
                    write(folder, &all)?;
                }
                Ok(is_kept)
            }
        }
    }
}

fn put(all: &mut ByActor, actor: ActorId, name: String, bookmark: Bookmark) -> bool {
    let own = all.entry(actor).or_default();
    if own.len() >= BOOKMARKS_MAX && !own.contains_key(&name) {
        return false;
    }
    own.insert(name, bookmark);
    true
}

fn read(path: &Path) -> Result<ByActor, StoreError> {
    match fs::read(path) {
        Ok(bytes) => {
            serde_json::from_slice(&bytes).map_err(|it| StoreError::Unavailable(it.into()))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(ByActor::new()),
        Err(error) => Err(error.into()),
    }
}

fn write(folder: &Path, all: &ByActor) -> Result<(), StoreError> {
    let new = folder.join("bookmarks.new");
    let mut file = File::create(&new)?;
    let bytes = serde_json::to_vec_pretty(all).expect("string keys");
    file.write_all(&bytes)?;
    file.sync_all()?;
    fs::rename(&new, folder.join(FILE))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use events::samples::id;

    use super::*;

    const ANA: ActorId = ActorId(id(1));

    fn at(position: u64) -> Bookmark {
        let set = "2026-03-31T12:00:00Z".parse().expect("a time");
        Bookmark { position: Position(position), set }
    }

    #[test]
    fn they_are_kept_by_actor_and_name_and_the_last_one_counts() {
        let folder = tempfile::tempdir().expect("a folder");
        for bookmarks in [Bookmarks::default(), Bookmarks::in_folder(folder.path())] {
            assert!(bookmarks.of(ANA).expect("readable").is_empty());
            for position in [3, 7] {
                let kept = bookmarks.set(ANA, "last-check".to_owned(), at(position));
                assert!(kept.expect("writable"));
            }
            assert_eq!(bookmarks.of(ANA).expect("readable")["last-check"], at(7));
            assert!(bookmarks.of(ActorId(id(2))).expect("readable").is_empty());
        }
        let again = Bookmarks::in_folder(folder.path());
        assert_eq!(again.of(ANA).expect("readable")["last-check"], at(7), "after a restart");
    }

    #[test]
    fn one_actor_has_only_so_many_and_may_still_move_each() {
        let bookmarks = Bookmarks::default();
        for number in 0..BOOKMARKS_MAX {
            assert!(bookmarks.set(ANA, number.to_string(), at(1)).expect("memory"));
        }
        assert!(!bookmarks.set(ANA, "more".to_owned(), at(1)).expect("memory"));
        assert!(bookmarks.set(ANA, "0".to_owned(), at(2)).expect("memory"));
    }

    #[test]
    fn a_file_that_cannot_be_read_is_told_and_not_overwritten() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join(FILE), "not JSON").expect("a file");
        let bookmarks = Bookmarks::in_folder(folder.path());
        assert!(bookmarks.set(ANA, "x".to_owned(), at(1)).is_err());
        assert_eq!(fs::read_to_string(folder.path().join(FILE)).expect("a file"), "not JSON");
    }
}

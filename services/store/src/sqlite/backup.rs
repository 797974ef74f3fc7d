//! Copies of a store in use, and the way back.
//!
//! Invariant: a file that bears the name asked for is whole and on disk, and was not there before.

use std::{
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

use rusqlite::{
    Connection,
    backup::{Backup, StepResult},
};

use super::{
    connection::{self, FILE, sync_folder},
    lock::Lock,
    make_folder,
    verify::{Verified, verify},
};
use crate::StoreError;

/// Pages that are copied between two reports of progress: 4 MB.
const PAGES: i32 = 1024;

/// Copies the store in a folder to a new file, as it is at this moment, also while somebody writes
/// to it. `progress` is told how many pages are done, and of how many.
pub fn backup(
    folder: &Path,
    to: &Path,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(), StoreError> {
    let source = connection::for_reading(&folder.join(FILE))?;
    copy(&source, to, progress)
}

/// Makes a store in a folder from a file that [`backup`] made, and verifies it before. The folder
/// may be there, but not a store in it. `progress` is told how far verifying has got.
pub fn restore(
    file: &Path,
    folder: &Path,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Verified, StoreError> {
    if !file.is_file() {
        return Err(StoreError::unavailable(format!("there is no file `{}`", file.display())));
    }
    make_folder(folder)?;
    let _lock = Lock::take(folder, "a backup is being restored")?;
    let to = folder.join(FILE);
    refuse_existing(&to)?;
    let verified = verify(file, progress)?;
    copy(&connection::for_reading(file)?, &to, &mut |_, _| {})?;
    Ok(verified)
}

fn copy(
    source: &Connection,
    to: &Path,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(), StoreError> {
    refuse_existing(to)?;
    let part = Part::beside(to)?;
    let mut target = Connection::open(&part.0)?;
    // It is flushed once, when it is whole.
    target.pragma_update(None, "synchronous", "OFF")?;
    copy_pages(source, &mut target, progress)?;
    // A file that is read somewhere else must not need others beside it.
    target.pragma_update(None, "journal_mode", "DELETE")?;
    check(&target)?;
    target.close().map_err(|(_, error)| error)?;
    File::open(&part.0)?.sync_all()?;
    part.rename(to)?;
    Ok(sync_folder(to)?)
}

/// One snapshot for all pages: otherwise each commit meanwhile would make the copy begin anew.
fn copy_pages(
    source: &Connection,
    target: &mut Connection,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(), StoreError> {
    let snapshot = source.unchecked_transaction()?;
    snapshot.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    let copying = Backup::new(source, target)?;
    loop {
        let step = copying.step(PAGES)?;
        let (of, left) = (copying.progress().pagecount, copying.progress().remaining);
        progress(u64::try_from(of - left).unwrap_or(0), u64::try_from(of).unwrap_or(0));
        match step {
            StepResult::Done => return Ok(()),
            StepResult::More => {}
            _ => return Err(StoreError::unavailable("the store is busy; try again")),
        }
    }
}

fn check(copy: &Connection) -> Result<(), StoreError> {
    let what = copy.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0))?;
    match what.as_str() {
        "ok" => Ok(()),
        _ => Err(StoreError::unavailable(format!("the copy is not sound: {what}"))),
    }
}

fn refuse_existing(to: &Path) -> Result<(), StoreError> {
    match fs::symlink_metadata(to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error.into()),
        Ok(_) => Err(taken(to)),
    }
}

fn taken(to: &Path) -> StoreError {
    StoreError::unavailable(format!("`{}` is there already", to.display()))
}

/// The file while it grows. It goes away with this, whatever happens.
struct Part(PathBuf);

impl Part {
    fn beside(to: &Path) -> Result<Self, StoreError> {
        let mut name = to.as_os_str().to_owned();
        name.push(format!(".{}.part", std::process::id()));
        let part = Self(name.into());
        OpenOptions::new().write(true).create_new(true).open(&part.0)?;
        Ok(part)
    }

    /// A rename would replace what somebody else put there meanwhile; a link never does.
    fn rename(self, to: &Path) -> Result<(), StoreError> {
        match fs::hard_link(&self.0, to) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(taken(to)),
            // This file system knows no links: an empty file holds the name until the rename.
            Err(_) => {
                OpenOptions::new().write(true).create_new(true).open(to)?;
                Ok(fs::rename(&self.0, to)?)
            }
        }
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        let _not_there = fs::remove_file(&self.0);
    }
}

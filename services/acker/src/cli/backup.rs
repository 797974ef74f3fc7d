//! `acker backup` and `acker restore`.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, Result};
use clap::Args;
use store::sqlite;

use super::WrongUse;
use crate::{backend::Where, output};

/// Copy a store to a file, also while a server writes to it. Never overwrites.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  acker backup monday.acker --data ./acker-data")]
pub(crate) struct Backup {
    /// The new file
    file: PathBuf,
}

/// Make a store from a backup. Refuses a directory that holds one.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  acker restore monday.acker --data ./restored")]
pub(crate) struct Restore {
    /// What `acker backup` wrote
    file: PathBuf,
}

impl Backup {
    pub(crate) fn run(self, place: &Where) -> Result<ExitCode> {
        must_be_local(place)?;
        let bar = output::progress("copying");
        sqlite::backup(place.folder(), &self.file, &mut |done, of| {
            bar.set_length(of);
            bar.set_position(done);
        })?;
        bar.finish_and_clear();
        output::answer(format_args!(
            "`{}` holds the store of `{}`",
            self.file.display(),
            place.folder().display()
        ));
        Ok(ExitCode::SUCCESS)
    }
}

impl Restore {
    pub(crate) fn run(self, place: &Where) -> Result<ExitCode> {
        must_be_local(place)?;
        let bar = output::progress("verifying and copying");
        let verified = sqlite::restore(&self.file, place.folder(), &mut |done, of| {
            bar.set_length(of);
            bar.set_position(done);
        })?;
        bar.finish_and_clear();
        forget_snapshots(place.folder())?;
        output::answer(format_args!(
            "`{}` holds {} events up to position {}",
            place.folder().display(),
            verified.events,
            verified.head
        ));
        Ok(ExitCode::SUCCESS)
    }
}

/// What lies there may be of a history that was there before. It would be passed over, but why keep it?
fn forget_snapshots(folder: &Path) -> Result<()> {
    let folder = folder.join("snapshots");
    match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("`{}` cannot be removed", folder.display()))
        }
        _ => Ok(()),
    }
}

fn must_be_local(place: &Where) -> Result<(), WrongUse> {
    match &place.store {
        None => Ok(()),
        Some(_) => Err(WrongUse("a backup is made from --data, not over --store".to_owned())),
    }
}

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
use crate::{backend::Where, output, words::told};

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
        let bar = output::progress(told!("copying", "kopiere"));
        sqlite::backup(place.folder(), &self.file, &mut |done, of| {
            bar.set_length(of);
            bar.set_position(done);
        })?;
        bar.finish_and_clear();
        output::answer(told!(
            "`{}` holds the store of `{}`",
            "`{}` enthält den Speicher aus `{}`",
            self.file.display(),
            place.folder().display()
        ));
        Ok(ExitCode::SUCCESS)
    }
}

impl Restore {
    pub(crate) fn run(self, place: &Where) -> Result<ExitCode> {
        must_be_local(place)?;
        let bar = output::progress(told!("verifying and copying", "prüfe und kopiere"));
        let verified = sqlite::restore(&self.file, place.folder(), &mut |done, of| {
            bar.set_length(of);
            bar.set_position(done);
        })?;
        bar.finish_and_clear();
        forget_snapshots(place.folder())?;
        output::answer(told!(
            "`{}` holds {} events up to position {}",
            "`{}` enthält {} Ereignisse bis Position {}",
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
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error).with_context(|| {
            told!("`{}` cannot be removed", "`{}` lässt sich nicht entfernen", folder.display())
        }),
        _ => Ok(()),
    }
}

fn must_be_local(place: &Where) -> Result<(), WrongUse> {
    match &place.store {
        None => Ok(()),
        Some(_) => Err(WrongUse(told!(
            "a backup is made from --data, not over --store",
            "eine Sicherung entsteht aus --data, nicht über --store"
        ))),
    }
}

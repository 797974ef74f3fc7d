//! The lock that keeps a second writer out, and tells it who was first.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{self, Read, Seek, Write},
    path::Path,
};

use crate::StoreError;

/// Held as long as it lives. The system releases it when the process dies, so none is ever stale.
#[derive(Debug)]
pub(super) struct Lock(File);

impl Lock {
    /// Takes the lock of a folder or fails at once, with the words of its holder.
    pub(super) fn take(folder: &Path, holder: &str) -> Result<Self, StoreError> {
        let path = folder.join("lock");
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            Ok(()) => {
                let lock = Self(file);
                lock.tell(holder)?;
                Ok(lock)
            }
            Err(TryLockError::WouldBlock) => Err(StoreError::Locked { holder: read(&mut file) }),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// What a second writer gets to read.
    pub(super) fn tell(&self, holder: &str) -> io::Result<()> {
        let mut file = &self.0;
        file.set_len(0)?;
        file.rewind()?;
        file.write_all(holder.as_bytes())
    }
}

fn read(file: &mut File) -> String {
    let mut holder = String::new();
    match file.read_to_string(&mut holder) {
        Ok(_) if !holder.trim().is_empty() => holder.trim().to_owned(),
        _ => "one that has not said its address yet".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_writer_reads_the_words_of_the_first_until_the_first_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let first = Lock::take(folder.path(), "starting, a long word").unwrap();
        first.tell("http://127.0.0.1:7313").unwrap();
        let error = Lock::take(folder.path(), "me").unwrap_err();
        assert!(
            matches!(error, StoreError::Locked { holder } if holder == "http://127.0.0.1:7313")
        );
        drop(first);
        Lock::take(folder.path(), "me").unwrap();
    }
}

//! What is to be measured, and how much of it.

use std::{io, path::PathBuf};

use tokio::runtime::{Builder, Runtime};

use crate::MEASUREMENTS;

/// What the words on the command line ask for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    Help,
    Measure(Wanted),
    /// Fold the log in this folder and tell how much memory that took.
    Weigh(PathBuf),
    /// Read the log of this name with these columns and tell how long that took.
    ReadLog(Vec<String>),
}

/// Which measurements, and how large.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    names: Vec<String>,
    is_quick: bool,
    events: Option<usize>,
}

impl Wish {
    /// How a measurement asks a process of its own to weigh a log.
    pub(crate) const WEIGH: &str = "--weigh";

    /// How a measurement asks a process of its own to read a log.
    pub(crate) const READ: &str = "--read-log";

    /// Reads them, or says what is wrong with them.
    pub(crate) fn read(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut wanted = Wanted::default();
        while let Some(word) = words.next() {
            match word.as_str() {
                "-h" | "--help" => return Ok(Self::Help),
                "--quick" => wanted.is_quick = true,
                Self::WEIGH => {
                    let folder = words.next().ok_or("`--weigh` takes the folder of a log")?;
                    return Ok(Self::Weigh(folder.into()));
                }
                Self::READ => return Ok(Self::ReadLog(words.collect())),
                "--events" => {
                    let count = words.next().and_then(|it| it.replace(['_', ','], "").parse().ok());
                    let enough = count.filter(|it| *it >= 1_000);
                    wanted.events = Some(enough.ok_or("`--events` takes a number from 1,000")?);
                }
                name if MEASUREMENTS.iter().any(|(it, _)| *it == name) => wanted.names.push(word),
                other => return Err(format!("`{other}` is not a measurement")),
            }
        }
        Ok(Self::Measure(wanted))
    }
}

/// What is to be measured, and what to run it on.
#[derive(Debug)]
pub(crate) struct Options {
    wanted: Wanted,
    runtime: Runtime,
}

impl Options {
    /// With a runtime as the program itself has one.
    pub(crate) fn new(wanted: Wanted) -> io::Result<Self> {
        Ok(Self { wanted, runtime: Builder::new_multi_thread().enable_all().build()? })
    }

    /// Whether this measurement was asked for; all are where none was named.
    pub(crate) fn wants(&self, name: &str) -> bool {
        let names = &self.wanted.names;
        names.is_empty() || names.iter().any(|it| it == name)
    }

    /// So much, or a twentieth of it.
    pub(crate) fn scaled(&self, count: usize) -> usize {
        if self.wanted.is_quick { count / 20 } else { count }
    }

    /// How often everything is measured, in turns.
    pub(crate) fn rounds(&self) -> usize {
        if self.wanted.is_quick { 1 } else { 5 }
    }

    /// So many events, where that was said.
    pub(crate) fn events(&self) -> Option<usize> {
        self.wanted.events
    }

    /// What asynchronous parts run on.
    pub(crate) fn runtime(&self) -> &Runtime {
        &self.runtime
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &str) -> Result<Wish, String> {
        Wish::read(words.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn measurements_are_named_and_their_size_said() {
        let wanted =
            Wanted { names: vec!["rebuild".to_owned()], is_quick: false, events: Some(1_000_000) };
        assert_eq!(read("rebuild --events 1,000,000"), Ok(Wish::Measure(wanted)));
    }

    #[test]
    fn a_word_that_names_no_measurement_is_refused() {
        assert_eq!(read("apend"), Err("`apend` is not a measurement".to_owned()));
        assert!(read("--events many").is_err());
    }
}

//! The same work by a Python library, where there is one: in `target/python` (`python3 -m venv
//! target/python`, then `target/python/bin/pip install networkx pm4py`), else with the `python3` at hand.

use std::{path::Path, process::Command, time::Duration};

use anyhow::{Context as _, Result, ensure};

const OWN: &str = "target/python/bin/python";

/// Says how to get what was looked for.
pub(crate) const MISSING: &str = "not measured: no such library in `target/python` or `python3`";

/// What a script measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Measured {
    pub(crate) time: Duration,
    /// The largest memory of the process, in bytes.
    pub(crate) peak: usize,
}

/// Runs a script that prints seconds and kilobytes; nothing where the library is not there.
pub(crate) fn run(library: &str, script: &str, arguments: &[&Path]) -> Result<Option<Measured>> {
    let Some(python) = python_with(library) else { return Ok(None) };
    let told = Command::new(python).arg("-c").arg(script).args(arguments).output()?;
    ensure!(told.status.success(), "{library}: {}", String::from_utf8_lossy(&told.stderr));
    read(&String::from_utf8_lossy(&told.stdout)).context("seconds and kilobytes").map(Some)
}

fn python_with(library: &str) -> Option<&'static str> {
    let has = |python: &&str| {
        let import = format!("import {library}");
        let told = Command::new(python).args(["-c", &import]).output();
        told.is_ok_and(|it| it.status.success())
    };
    [OWN, "python3"].into_iter().find(has)
}

/// The last line counts; libraries like to talk.
pub(crate) fn read(told: &str) -> Option<Measured> {
    let mut figures = told.lines().last()?.split_whitespace();
    let time = Duration::from_secs_f64(figures.next()?.parse().ok()?);
    let kilobytes: usize = figures.next()?.parse().ok()?;
    Some(Measured { time, peak: kilobytes * 1_024 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_has_seconds_and_kilobytes() {
        let measured = Measured { time: Duration::from_millis(1_500), peak: 2_048 };
        assert_eq!(read("loading …\n1.5 2\n"), Some(measured));
        assert_eq!(read("nothing"), None);
    }
}

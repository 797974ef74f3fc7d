//! How much memory the projections of a whole company take, and how that grows.
//!
//! A process of its own folds a log that lies on disk, so that nothing of what made the log is
//! counted. What it has in memory (`VmRSS` and `VmHWM` of `/proc/self/status`) once it has read and
//! decoded the whole log is taken off; what is left are the projections with the first answer to every
//! question, and what commands look up. Where the system tells no such figures, nothing is measured.

use std::{env, fs, path::Path, process::Command};

use anyhow::{Context as _, Result, ensure};
use projections::references::References;

use crate::{
    Options, Wish,
    clock::exponent,
    folded::{Log, decode},
    goal::{goal, ratio},
    options::Wanted,
    questions,
    table::{Bound, Row, thousands},
};

/// The goal at rest, for each event.
const GOAL_BYTES: usize = 600;

/// At 10,000 and 100,000 events, or at as many as was said.
pub(crate) fn measure(options: &Options) -> Result<Vec<Row>> {
    if Memory::now().is_none() {
        return Ok(vec![]);
    }
    let large = options.events().unwrap_or(options.scaled(100_000));
    let mut rows = vec![];
    let mut before: Option<(usize, usize)> = None;
    for size in [large / 10, large] {
        let log = Log::new(options, size)?;
        let weighed = weigh_apart(log.folder())?;
        let growth = before.map(|small| exponent(small, (size, weighed.resting)));
        let share = weighed.resting as f64 / (size * GOAL_BYTES) as f64;
        rows.push(Row {
            name: "memory of all projections and of what commands look up, at rest".to_owned(),
            ours: format!("{} bytes an event", thousands((weighed.resting / size) as u64)),
            limit: format!("{GOAL_BYTES} bytes an event"),
            ratio: ratio(share, growth),
            goal: Some(goal(1.0, share, growth)),
            n: format!("{} events", thousands(size as u64)),
            bound: Bound::Memory,
        });
        rows.push(weighed.row("… at its peak", weighed.peak, size));
        before = Some((size, weighed.resting));
    }
    Ok(rows)
}

/// In a process of its own.
fn weigh_apart(folder: &Path) -> Result<Weighed> {
    let told = Command::new(env::current_exe()?).arg(Wish::WEIGH).arg(folder).output()?;
    ensure!(told.status.success(), "weighing: {}", String::from_utf8_lossy(&told.stderr));
    Weighed::read(&String::from_utf8(told.stdout)?).context("three figures")
}

/// Folds the log in a folder and tells what that took: steps, bytes at rest, bytes at the peak.
pub(crate) fn weigh(folder: &Path) -> Result<String> {
    let options = Options::new(Wanted::default())?;
    let log = Log::open(folder)?;
    log.pages(&options, |page| page.iter().try_for_each(|it| decode(it).map(drop)))?;
    let before = Memory::now().context("no figures in `/proc/self/status`")?;
    let projections = log.projections(&options)?;
    let references = References::of(&projections);
    for (_, question) in questions::ALL {
        question(&projections, projections.recorded())?;
    }
    let after = Memory::now().context("no figures in `/proc/self/status`")?;
    let steps = projections.process_map.steps().count();
    drop(references);
    let resting = after.resting.saturating_sub(before.resting);
    Ok(format!("{steps} {resting} {}", after.peak.saturating_sub(before.resting)))
}

/// What a fold took.
#[derive(Debug, Clone, Copy)]
struct Weighed {
    steps: usize,
    resting: usize,
    peak: usize,
}

impl Weighed {
    fn read(told: &str) -> Option<Self> {
        let mut figures = told.split_whitespace().map(str::parse);
        let mut next = || figures.next()?.ok();
        Some(Self { steps: next()?, resting: next()?, peak: next()? })
    }

    fn row(self, name: &str, bytes: usize, events: usize) -> Row {
        let of = |count: usize| thousands((bytes / count.max(1)) as u64);
        Row {
            name: name.to_owned(),
            ours: format!("{} bytes an event", of(events)),
            limit: format!(
                "{} bytes a step at rest",
                thousands((self.resting / self.steps.max(1)) as u64)
            ),
            ratio: format!("{} bytes a step", of(self.steps)),
            goal: None,
            n: format!(
                "{} events, {} steps",
                thousands(events as u64),
                thousands(self.steps as u64)
            ),
            bound: Bound::Memory,
        }
    }
}

/// What this process has in memory, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Memory {
    pub(crate) resting: usize,
    pub(crate) peak: usize,
}

impl Memory {
    pub(crate) fn now() -> Option<Self> {
        Self::read(&fs::read_to_string("/proc/self/status").ok()?)
    }

    fn read(status: &str) -> Option<Self> {
        let figure = |name: &str| {
            let line = status.lines().find_map(|it| it.strip_prefix(name))?;
            let kilobytes: usize = line.trim().strip_suffix(" kB")?.parse().ok()?;
            Some(kilobytes * 1_024)
        };
        Some(Self { resting: figure("VmRSS:")?, peak: figure("VmHWM:")? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_system_tells_of_a_process() {
        let status = "Name:\tbench\nVmHWM:\t    2048 kB\nVmRSS:\t     512 kB\nThreads:\t3\n";
        assert_eq!(Memory::read(status), Some(Memory { resting: 524_288, peak: 2_097_152 }));
        assert_eq!(Memory::read("Name:\tbench\n"), None);
    }
}

//! Snapshots: starting behind one beside folding the log from its beginning, their size beside that of the
//! log, and questions about the past beside folding all of it and beside the same question now.

use std::{fs, path::Path, sync::Arc, thread, time::Duration};

use anyhow::{Context as _, Result, ensure};
use engine::{Engine, Moment, View, ViewOfSaid, snapshots::Snapshots};
use events::Position;

use crate::{
    Options,
    clock::{median, timed, times},
    folded::Log,
    goal::Goal,
    lone,
    rebuild::rebuild,
    table::{Bound, Row, thousands, time},
};

/// Moments of the past that are asked for: twelfths of the log, but for its end.
const MOMENTS: u64 = 12;

/// Between questions about the past: a moment that nobody asks for any more is taken apart in the meantime.
const PAUSE: Duration = Duration::from_millis(500);

/// At 100,000 events, or at as many as was said.
pub(crate) fn measure(options: &Options) -> Result<Vec<Row>> {
    let size = options.events().unwrap_or(options.scaled(100_000));
    let log = Log::new(options, size)?;
    let folder = tempfile::tempdir()?;
    let full = rebuild(options, &log)?.without_texts();
    let (first, from_zero) = timed(|| start(options, &log, folder.path()));
    let first = first?;
    settle(options, &first)?;
    drop(first);
    let mut starting = vec![];
    for _ in 0..options.rounds() {
        let (engine, took) = timed(|| start(options, &log, folder.path()));
        drop(engine?);
        starting.push(took);
    }
    let starting = median(starting);
    let n = format!("{} events", thousands(size as u64));
    let row = |name: &str, ours: String, limit: String, ratio: String| Row {
        name: name.to_owned(),
        ours,
        limit,
        ratio,
        goal: None,
        n: n.clone(),
        bound: Bound::Processor,
    };
    let share = times(starting, full);
    let mut rows = vec![Row {
        goal: Some(Goal::AtMost(0.5, share)),
        ..row(
            "start behind a snapshot",
            time(starting),
            format!("{} rebuild; {} start that writes them", time(full), time(from_zero)),
            format!("{share:.2} ×"),
        )
    }];
    let (count, bytes) = bytes_in(folder.path())?;
    let (_, of_log) = bytes_in(log.folder())?;
    let share = 100.0 * bytes as f64 / of_log as f64;
    rows.push(Row {
        goal: Some(Goal::AtMost(60.0, share)),
        bound: Bound::Disk,
        ..row(
            "all snapshots together",
            format!("{} bytes an event, {count} files", bytes / size as u64),
            format!("{} bytes an event in the log", of_log / size as u64),
            format!("{share:.0} %"),
        )
    });
    rows.extend(as_of(options, &log, folder.path(), (size, full))?);
    Ok(rows)
}

/// What a question about the past costs, beside a rebuild of so many events that took so long.
fn as_of(
    options: &Options,
    log: &Log,
    folder: &Path,
    (size, full): (usize, Duration),
) -> Result<Vec<Row>> {
    let engine = start(options, log, folder)?;
    idle(options, &engine)?;
    let reading = reading(options, &engine, folder, size as u64)?;
    let Asked { cold, slowest, warm, now } = Asked::of(options, &engine, size as u64)?;
    let of = |took: Duration| times(took, full);
    let row = |name: &str, ours: String, limit: String, ratio: String| Row {
        name: name.to_owned(),
        ours,
        limit,
        ratio,
        goal: None,
        n: format!("{} events", thousands(size as u64)),
        bound: Bound::Processor,
    };
    Ok(vec![
        row(
            "as of the position of a snapshot, cold: the newest before the end",
            time(reading),
            format!("{} rebuild", time(full)),
            format!("{:.3} ×", of(reading)),
        ),
        Row {
            goal: Some(Goal::AtMost(0.1, of(slowest))),
            ..row(
                "as of a position, cold: the slowest of eleven",
                format!("{}, median {}", time(slowest), time(cold)),
                format!("{} rebuild", time(full)),
                format!("{:.3} ×, median {:.3} ×", of(slowest), of(cold)),
            )
        },
        Row {
            goal: Some(Goal::AtMost(2.0, times(warm, now))),
            ..row(
                "the same, warm",
                time(warm),
                format!("{} the same question now", time(now)),
                format!("{:.2} ×", times(warm, now)),
            )
        },
    ])
}

fn start(options: &Options, log: &Log, folder: &Path) -> Result<Arc<Engine>> {
    let snapshots = Arc::new(Snapshots::writable(folder));
    options.runtime().block_on(lone::engine_with(log.store.clone(), Some(snapshots)))
}

/// Waits until what is written in the background is there, and ends as a program does.
fn settle(options: &Options, engine: &Engine) -> Result<()> {
    options.runtime().block_on(engine.close())?;
    Ok(())
}

/// A question about the position of the newest snapshot before the end, so that nothing is folded behind it.
fn reading(options: &Options, engine: &Engine, folder: &Path, head: u64) -> Result<Duration> {
    let mut positions = vec![];
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_stem().and_then(|it| it.to_str()).context("a position")?;
        positions.push(name.parse::<u64>()?);
    }
    let newest = positions.into_iter().filter(|it| *it < head).max().context("a snapshot")?;
    asked(options, engine, Moment::Position(Position(newest)))
}

/// Waits until what a start does ahead of time, once nothing more comes, is done.
fn idle(options: &Options, engine: &Engine) -> Result<()> {
    thread::sleep(PAUSE);
    let settle = |view: View<'_>| view.projections.settle();
    Ok(options.runtime().block_on(engine.ask(Moment::Now, Position(0), settle))?)
}

/// The files of a folder: how many, and their bytes.
fn bytes_in(folder: &Path) -> Result<(usize, u64)> {
    let sizes = fs::read_dir(folder)?.map(|it| Ok(it?.metadata()?.len()));
    let sizes = sizes.collect::<Result<Vec<_>>>()?;
    Ok((sizes.len(), sizes.iter().sum()))
}

/// How long a question took.
#[derive(Debug)]
struct Asked {
    cold: Duration,
    slowest: Duration,
    warm: Duration,
    now: Duration,
}

impl Asked {
    fn of(options: &Options, engine: &Engine, head: u64) -> Result<Self> {
        let (mut cold, mut warm, mut now) = (vec![], vec![], vec![]);
        for part in 1..MOMENTS {
            let then = Moment::Position(Position(head * part / MOMENTS + part));
            thread::sleep(PAUSE);
            cold.push(asked(options, engine, then)?);
        }
        for part in [MOMENTS - 1, MOMENTS - 2] {
            let then = Moment::Position(Position(head * part / MOMENTS + part));
            for _ in 0..options.rounds() {
                warm.push(asked(options, engine, then)?);
                now.push(asked(options, engine, Moment::Now)?);
            }
        }
        let slowest = cold.iter().max().copied().unwrap_or_default();
        Ok(Self { cold: median(cold), slowest, warm: median(warm), now: median(now) })
    }
}

/// Asks for coverage at a moment.
fn asked(options: &Options, engine: &Engine, then: Moment) -> Result<Duration> {
    let ask = |view: ViewOfSaid<'_>| serde_json::to_vec(&view.said.coverage_answer(view.now));
    let (answer, took) =
        timed(|| options.runtime().block_on(engine.ask_said(then, Position(0), ask)));
    ensure!(answer??.len() > 2, "an answer of some length");
    Ok(took)
}

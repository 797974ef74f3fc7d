//! One command through the engine beside one bare durable commit, on a log that has some length.

use std::{sync::Arc, time::Duration};

use anyhow::Result;
use engine::{Engine, Parts, clock::SystemClock, id_source::SystemIds, snapshots::Snapshots};
use rusqlite::types::Value;
use store::{EventStore, sqlite::SqliteStore};
use tokio::runtime::Runtime;

use crate::{
    Options,
    bare::{Bare, Rows},
    clock::{median, timed, times},
    goal::Goal,
    table::{Bound, Row, thousands, time},
    telling::{GROUP, Telling, Told},
};

/// With a pause after each command, and twenty one right after the other.
pub(crate) fn measure(options: &Options) -> Result<Vec<Row>> {
    let (before, count) = (options.scaled(10_000), options.scaled(600));
    let runtime = options.runtime();
    let folder = tempfile::tempdir()?;
    let store: Arc<dyn EventStore> = Arc::new(SqliteStore::open(folder.path(), "bench")?);
    let mut telling = Telling::new();
    runtime.block_on(telling.fill(&*store, before))?;
    let engine = runtime.block_on(engine(store))?;

    let rows = rows(runtime, before + 2 * count)?;
    let bare = Bare::like(&rows)?;
    let (kept, fresh) = rows.rows.split_at(before);
    bare.commit_all(kept, GROUP)?;
    let (early, late) = fresh.split_at(count);

    let mut measured = vec![];
    for (name, at_once, rows) in
        [("one lone command", 1, early), ("one command right behind another", 20, late)]
    {
        let run = Run { runtime, engine: &engine, bare: &bare, at_once };
        let (ours, limit) = run.interleaved(telling.commands(count)?, rows)?;
        measured.push(Row {
            name: name.to_owned(),
            ours: time(ours),
            limit: format!("{} bare commit", time(limit)),
            ratio: format!("{:.2} ×", times(ours, limit)),
            goal: Some(Goal::AtMost(1.5, times(ours, limit))),
            n: format!("{count} commands on {} events", thousands(before as u64)),
            bound: Bound::Disk,
        });
    }
    Ok(measured)
}

/// An engine with the machine's clock and randomness.
pub(crate) async fn engine(store: Arc<dyn EventStore>) -> Result<Arc<Engine>> {
    engine_with(store, None).await
}

/// The same, with snapshots or without.
pub(crate) async fn engine_with(
    store: Arc<dyn EventStore>,
    snapshots: Option<Arc<Snapshots>>,
) -> Result<Arc<Engine>> {
    let (clock, ids) = (Arc::new(SystemClock), Arc::new(SystemIds));
    let parts = Parts { store, clock, ids, snapshots };
    Ok(Engine::start(parts, |_, _| {}).await?)
}

/// The rows that a store makes of the beginning of the company's history.
fn rows(runtime: &Runtime, count: usize) -> Result<Rows> {
    let folder = tempfile::tempdir()?;
    let store = SqliteStore::open(folder.path(), "bench")?;
    runtime.block_on(Telling::new().fill(&store, count))?;
    Rows::of(folder.path(), usize::MAX)
}

struct Run<'a> {
    runtime: &'a Runtime,
    engine: &'a Engine,
    bare: &'a Bare,
    /// Commands that follow each other without a pause.
    at_once: usize,
}

impl Run<'_> {
    /// The median of a command, and that of a bare commit.
    fn interleaved(
        &self,
        commands: Vec<Told>,
        rows: &[Vec<Value>],
    ) -> Result<(Duration, Duration)> {
        let (mut ours, mut limit) = (vec![], vec![]);
        let mut commands = commands.into_iter();
        for rows in rows.chunks(self.at_once) {
            for told in commands.by_ref().take(self.at_once) {
                let context = told.context();
                let executed = self.engine.execute(told.stream, told.command, context);
                let (done, took) = timed(|| self.runtime.block_on(executed));
                done?;
                ours.push(took);
            }
            self.pause()?;
            for row in rows {
                let (kept, took) = timed(|| self.bare.commit(std::slice::from_ref(row)));
                kept?;
                limit.push(took);
            }
        }
        Ok((median(ours), median(limit)))
    }

    /// Until the projections have caught up.
    fn pause(&self) -> Result<()> {
        let head = *self.engine.head().borrow();
        self.runtime.block_on(self.engine.projected().wait_for(|it| *it >= head))?;
        Ok(())
    }
}

//! Appending to the SQLite store beside the bare loop: one event a commit, 512 a commit, and 64 who
//! append at the same time.

use std::{
    collections::BTreeSet,
    hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher},
    sync::Arc,
    time::Duration,
};

use anyhow::{Result, ensure};
use store::{Append, EventStore as _, sqlite::SqliteStore};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::{
    Options,
    bare::{Bare, Rows},
    clock::{median, timed, times},
    goal::Goal,
    table::{Bound, Row, per_second, thousands, time},
    telling::{GROUP, Telling},
};

const COMMITTERS: usize = 64;

/// All three.
pub(crate) fn measure(options: &Options) -> Result<Vec<Row>> {
    let appends = Telling::new().appends(options.scaled(40_960))?;
    let example = Fresh::new()?;
    let runtime = options.runtime();
    for group in appends.chunks(GROUP) {
        runtime.block_on(example.keep(group.to_vec()))?;
    }
    let rows = Rows::of(example.folder.path(), usize::MAX)?;
    let lone = alone(runtime, &appends, &rows, options.scaled(1_000))?;
    let grouped = grouped(runtime, &appends, &rows, options.rounds())?;
    let many = many_at_once(runtime, &appends, &rows, options.rounds())?;
    Ok(vec![lone, grouped, many])
}

/// An empty store in a folder that goes away with it.
#[derive(Debug)]
struct Fresh {
    store: Arc<SqliteStore>,
    folder: TempDir,
}

impl Fresh {
    fn new() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        Ok(Self { store: Arc::new(SqliteStore::open(folder.path(), "bench")?), folder })
    }

    async fn keep(&self, group: Vec<Append>) -> Result<()> {
        let kept = self.store.append(group).await?;
        ensure!(kept.iter().all(Result::is_ok), "an append was refused");
        Ok(())
    }
}

fn alone(runtime: &Runtime, appends: &[Append], rows: &Rows, count: usize) -> Result<Row> {
    let (fresh, bare) = (Fresh::new()?, Bare::like(rows)?);
    let (mut ours, mut limit) = (vec![], vec![]);
    for (append, row) in appends.iter().zip(&rows.rows).take(count) {
        let group = vec![append.clone()];
        let (kept, took) = timed(|| runtime.block_on(fresh.keep(group)));
        kept?;
        ours.push(took);
        let (kept, took) = timed(|| bare.commit(std::slice::from_ref(row)));
        kept?;
        limit.push(took);
    }
    let (ours, limit) = (median(ours), median(limit));
    Ok(Row {
        name: "append, one event a commit".to_owned(),
        ours: time(ours),
        limit: format!("{} bare", time(limit)),
        ratio: format!("{:.2} ×", times(ours, limit)),
        goal: None,
        n: format!("{} commits", thousands(count as u64)),
        bound: Bound::Disk,
    })
}

fn grouped(runtime: &Runtime, appends: &[Append], rows: &Rows, rounds: usize) -> Result<Row> {
    let (mut ours, mut limit) = (vec![], vec![]);
    for _ in 0..rounds {
        let (fresh, bare) = (Fresh::new()?, Bare::like(rows)?);
        let groups: Vec<_> = appends.chunks(GROUP).map(<[Append]>::to_vec).collect();
        let (kept, took) =
            timed(|| groups.into_iter().try_for_each(|group| runtime.block_on(fresh.keep(group))));
        kept?;
        ours.push(took);
        let (kept, took) = timed(|| bare.commit_all(&rows.rows, GROUP));
        kept?;
        limit.push(took);
    }
    let name = format!("append, {GROUP} events a commit");
    Ok(rates(name, appends.len(), (median(ours), median(limit)), GROUP))
}

fn many_at_once(runtime: &Runtime, appends: &[Append], rows: &Rows, rounds: usize) -> Result<Row> {
    let appends = &appends[..appends.len() / 4];
    let (mut ours, mut limit, mut group) = (vec![], vec![], 1);
    for _ in 0..rounds {
        let (fresh, bare) = (Fresh::new()?, Bare::like(rows)?);
        let shares = shared_out(appends);
        let (commits, took) = timed(|| runtime.block_on(all_at_once(&fresh, shares)));
        ours.push(took);
        group = appends.len() / commits?.max(1);
        let rows = &rows.rows[..appends.len()];
        let (kept, took) = timed(|| bare.commit_all(rows, group));
        kept?;
        limit.push(took);
    }
    let name = format!("append, {COMMITTERS} committers of one event each");
    let (ours, limit) = (median(ours), median(limit));
    let goal = Some(Goal::AtLeast(60.0, 100.0 * times(limit, ours)));
    Ok(Row { goal, ..rates(name, appends.len(), (ours, limit), group) })
}

/// To each committer whole streams, so that what it expects of them is so.
fn shared_out(appends: &[Append]) -> Vec<Vec<Append>> {
    let hasher = BuildHasherDefault::<DefaultHasher>::default();
    let mut shares = vec![vec![]; COMMITTERS];
    for append in appends {
        let place = hasher.hash_one(append.stream) % COMMITTERS as u64;
        shares[usize::try_from(place).expect("below 64")].push(append.clone());
    }
    shares
}

/// Says in how many commits they were kept: as many as heads were seen, each of which somebody saw.
async fn all_at_once(fresh: &Fresh, shares: Vec<Vec<Append>>) -> Result<usize> {
    let committers = shares.into_iter().map(|share| {
        let store = Arc::clone(&fresh.store);
        tokio::spawn(async move {
            let mut heads = BTreeSet::new();
            for append in share {
                let kept = store.append(vec![append]).await?;
                ensure!(kept.iter().all(Result::is_ok), "an append was refused");
                heads.insert(*store.head().borrow());
            }
            Ok(heads)
        })
    });
    let mut heads = BTreeSet::new();
    for committer in committers.collect::<Vec<_>>() {
        heads.append(&mut committer.await??);
    }
    Ok(heads.len())
}

fn rates(name: String, count: usize, took: (Duration, Duration), group: usize) -> Row {
    let (ours, limit) = took;
    Row {
        name,
        ours: per_second(count, ours),
        limit: format!("{} bare, {group} a commit", per_second(count, limit)),
        ratio: format!("{:.0} %", 100.0 * times(limit, ours)),
        goal: None,
        n: format!("{} events", thousands(count as u64)),
        bound: Bound::DiskAndProcessor,
    }
}

//! A bulk over HTTP on loopback, decided and durable, beside the bare loop at as many rows a commit;
//! and the same commands handed to the engine without HTTP.

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use anyhow::{Context as _, Result, ensure};
use api::limits;
use engine::bulk::{CHUNK, Line, Outcome};
use store::{EventStore, sqlite::SqliteStore};
use tempfile::TempDir;
use tokio::sync::mpsc;
use ureq::SendBody;

use crate::{
    Options,
    bare::{Bare, Rows},
    clock::timed,
    goal::Goal,
    lone,
    server::Server,
    table::{Bound, Row, per_second, thousands},
    telling::{Mix, Telling, Told},
};

/// Commands that are held at once, rows that the bare loop commits, and commands that the engine is handed.
const HELD: usize = 1_000_000;

/// Over HTTP, and, where there are not too many of them, without it.
pub(crate) fn measure(options: &Options) -> Result<Vec<Row>> {
    let size = options.events().unwrap_or(options.scaled(100_000));
    let requests = Requests::of(size)?;
    let told = Telling::new().commands(size.min(HELD))?;
    let Mix { to_touched, refer } = Mix::of(&told);
    let runtime = options.runtime();
    let (mut over_http, mut inside, mut limit, mut bytes) = (vec![], vec![], vec![], 0);
    for _ in 0..if size > HELD { 1 } else { options.rounds().min(3) } {
        let folder = tempfile::tempdir()?;
        let store: Arc<dyn EventStore> = Arc::new(SqliteStore::open(folder.path(), "bench")?);
        let server = Server::start(options, runtime.block_on(lone::engine(store))?)?;
        over_http.push(a_second(size, requests.post(&server)?));
        server.stop()?;
        let rows = Rows::of(folder.path(), HELD)?;
        ensure!(rows.rows.len() == told.len(), "{} of {} lines", rows.rows.len(), told.len());
        bytes = rows.bytes_a_row();
        let bare = Bare::like(&rows)?;
        let (kept, took) = timed(|| bare.commit_all(&rows.rows, CHUNK));
        kept?;
        limit.push(a_second(told.len(), took));
        drop((rows, bare));
        if size <= HELD {
            let took = runtime.block_on(handed_over(told.clone()))?;
            inside.push(a_second(told.len(), took));
        }
    }
    let limit = middle(limit);
    let rate = |it: f64| per_second(HELD, Duration::from_secs_f64(HELD as f64 / it));
    let row = |name: &str, goal: Option<f64>, ours: f64| {
        let part = 100.0 * ours / limit;
        Row {
            name: format!(
                "{name}; {to_touched} % to streams touched earlier in it, {refer} % refer to ids \
                 created in it"
            ),
            ours: rate(ours),
            limit: format!("{} bare, {CHUNK} a commit, {bytes} bytes a row", rate(limit)),
            ratio: format!("{part:.0} %"),
            goal: goal.map(|it| Goal::AtLeast(it, part)),
            n: format!("{} lines", thousands(size as u64)),
            bound: Bound::Processor,
        }
    };
    let mut rows = vec![row("bulk over HTTP", Some(30.0), middle(over_http))];
    if !inside.is_empty() {
        rows.push(row("bulk handed to the engine", None, middle(inside)));
    }
    Ok(rows)
}

fn a_second(count: usize, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64()
}

fn middle(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

/// The lines of all commands, in requests as large as the server takes, as files: there may be more of them than
/// fit into memory.
struct Requests {
    folder: TempDir,
    count: usize,
    lines: usize,
}

impl Requests {
    fn of(lines: usize) -> Result<Self> {
        let mut requests = Self { folder: tempfile::tempdir()?, count: 0, lines };
        let (mut telling, mut body, mut left) = (Telling::new(), vec![], lines);
        while left > 0 {
            let told = telling.commands(left.min(HELD / 10))?;
            left -= told.len();
            for told in told {
                let mut line = serde_json::to_vec(&told.line)?;
                line.push(b'\n');
                if body.len() + line.len() > limits::BULK {
                    requests.keep(&mut body)?;
                }
                body.append(&mut line);
            }
        }
        requests.keep(&mut body)?;
        Ok(requests)
    }

    fn keep(&mut self, body: &mut Vec<u8>) -> Result<()> {
        fs::write(self.path(self.count), &*body)?;
        body.clear();
        self.count += 1;
        Ok(())
    }

    fn path(&self, number: usize) -> PathBuf {
        self.folder.path().join(number.to_string())
    }

    /// Posts all lines, until the last one is answered, that is to say durable.
    fn post(&self, server: &Server) -> Result<Duration> {
        let url = server.url("commands");
        let (answered, took) = timed(|| {
            let mut count = 0;
            for number in 0..self.count {
                let mut body = File::open(self.path(number))?;
                let request = ureq::post(&url).header("Content-Type", "application/x-ndjson");
                let response = request.send(SendBody::from_reader(&mut body))?;
                let mut answers = BufReader::new(response.into_body().into_reader());
                let mut answer = String::new();
                while answers.read_line(&mut answer)? > 0 {
                    ensure!(answer.contains("\"position\""), "a line was refused: {answer}");
                    count += 1;
                    answer.clear();
                }
            }
            Ok(count)
        });
        ensure!(answered? == self.lines, "not every line was answered");
        Ok(took)
    }
}

/// The commands as they are once they are read, to an engine over a store of its own.
async fn handed_over(told: Vec<Told>) -> Result<Duration> {
    let folder = tempfile::tempdir()?;
    let store: Arc<dyn EventStore> = Arc::new(SqliteStore::open(folder.path(), "bench")?);
    let engine = lone::engine(store).await?;
    let (lines, received) = mpsc::channel::<Result<Line, ()>>(2 * CHUNK);
    let count = told.len();
    let bulk = tokio::spawn(async move {
        let mut kept = 0;
        let answer = |outcome| kept += usize::from(matches!(outcome, Outcome::Executed(Ok(_))));
        engine.bulk(received, answer).await;
        kept
    });
    let (kept, took) = {
        let clock = crate::clock::Watch::start();
        for told in told {
            let context = told.context();
            let line = Line { stream: told.stream, command: told.command, context };
            lines.send(Ok(line)).await.context("the engine takes lines")?;
        }
        drop(lines);
        (bulk.await?, clock.read())
    };
    ensure!(kept == count, "not every line was kept");
    Ok(took)
}

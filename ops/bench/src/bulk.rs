//! A bulk over HTTP on loopback, decided and durable, beside the bare loop at as many rows a commit;
//! and the same commands handed to the engine without HTTP.

use std::{
    io::{BufRead as _, BufReader},
    sync::Arc,
    time::Duration,
};

use anyhow::{Context as _, Result, ensure};
use api::limits;
use engine::bulk::{CHUNK, Line, Outcome};
use store::{EventStore, sqlite::SqliteStore};
use tokio::sync::mpsc;
use ureq::SendBody;

use crate::{
    Options,
    bare::{Bare, Rows},
    clock::{median, timed, times},
    goal::Goal,
    lone,
    server::Server,
    table::{Bound, Row, per_second, thousands},
    telling::{Mix, Telling, Told},
};

/// Over HTTP, and without it.
pub(crate) fn measure(options: &Options) -> Result<Vec<Row>> {
    let told = Telling::new().commands(options.events().unwrap_or(options.scaled(100_000)))?;
    let mix = Mix::of(&told);
    let bodies = bodies(&told)?;
    let runtime = options.runtime();
    let (mut over_http, mut inside, mut limit, mut bytes) = (vec![], vec![], vec![], 0);
    for _ in 0..options.rounds().min(3) {
        let folder = tempfile::tempdir()?;
        let store: Arc<dyn EventStore> = Arc::new(SqliteStore::open(folder.path(), "bench")?);
        let server = Server::start(options, runtime.block_on(lone::engine(store))?)?;
        over_http.push(post(&server, &bodies, told.len())?);
        server.stop()?;
        let rows = Rows::of(folder.path())?;
        ensure!(rows.rows.len() == told.len(), "{} of {} lines", rows.rows.len(), told.len());
        bytes = rows.bytes_a_row();
        let bare = Bare::like(&rows)?;
        let (kept, took) = timed(|| bare.commit_all(&rows.rows, CHUNK));
        kept?;
        limit.push(took);
        drop((rows, bare));
        inside.push(runtime.block_on(handed_over(told.clone()))?);
    }
    let limit = median(limit);
    let row = |name: &str, goal: Option<f64>, took: Vec<Duration>| {
        let ours = median(took);
        let Mix { to_touched, refer } = mix;
        Row {
            name: format!(
                "{name}; {to_touched} % to streams touched earlier in it, {refer} % refer to ids \
                 created in it"
            ),
            ours: per_second(told.len(), ours),
            limit: format!(
                "{} bare, {CHUNK} a commit, {bytes} bytes a row",
                per_second(told.len(), limit)
            ),
            ratio: format!("{:.0} %", 100.0 * times(limit, ours)),
            goal: goal.map(|it| Goal::AtLeast(it, 100.0 * times(limit, ours))),
            n: format!("{} lines", thousands(told.len() as u64)),
            bound: Bound::Processor,
        }
    };
    Ok(vec![
        row("bulk over HTTP", Some(30.0), over_http),
        row("bulk handed to the engine", None, inside),
    ])
}

/// The lines, in requests as large as the server takes.
fn bodies(told: &[Told]) -> Result<Vec<Vec<u8>>> {
    let mut bodies = vec![vec![]];
    for told in told {
        let mut line = serde_json::to_vec(&told.line)?;
        line.push(b'\n');
        if bodies.last().is_none_or(|it| it.len() + line.len() > limits::BULK) {
            bodies.push(vec![]);
        }
        bodies.last_mut().context("there is one")?.append(&mut line);
    }
    Ok(bodies)
}

/// Posts all lines, until the last one is answered, that is to say durable.
fn post(server: &Server, bodies: &[Vec<u8>], lines: usize) -> Result<Duration> {
    let url = server.url("commands");
    let (answered, took) = timed(|| {
        let mut count = 0;
        for body in bodies {
            let request = ureq::post(&url).header("Content-Type", "application/x-ndjson");
            let response = request.send(SendBody::from_reader(&mut &**body))?;
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
    ensure!(answered? == lines, "not every line was answered");
    Ok(took)
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

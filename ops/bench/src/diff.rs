//! What differs over a quarter of the log, asked over HTTP, beside two questions about the past; each on
//! a server of its own, so that no moment is folded yet. One answer is held against two; how long all pages take
//! that follow it, which nobody asks for at once, is told beside it.

use std::{path::Path, sync::Arc, time::Duration};

use anyhow::{Context as _, Result, ensure};
use engine::snapshots::Snapshots;
use serde_json::Value;

use crate::{
    Options,
    clock::{timed, times},
    folded::Log,
    goal::Goal,
    lone,
    server::Server,
    table::{Bound, Row, thousands, time},
};

/// What is asked of both: only facts, one sort of figure, or all there is; and the questions about the
/// past that give the same figures.
const ASKED: [(&str, &str, &[&str]); 3] = [
    ("processes", "facts of processes", &["coverage?"]),
    ("coverage", "the coverage of areas", &["coverage?"]),
    ("all", "all facts and figures", &ALL),
];
const ALL: [&str; 5] = [
    "coverage?",
    "pain-points?limit=100&",
    "ideas?limit=100&",
    "duplicates?limit=100&",
    "loops?limit=100&",
];
/// Things a page.
const PAGE: usize = 1_000;

/// At 100,000 events, or at as many as was said: the third quarter of them.
pub(crate) fn measure(options: &Options) -> Result<Vec<Row>> {
    let size = options.events().unwrap_or(options.scaled(100_000));
    let log = Log::new(options, size)?;
    let folder = tempfile::tempdir()?;
    let writing = start(options, &log, folder.path())?;
    writing.stop()?;
    let (from, to) = (size / 2, 3 * size / 4);
    let rows = ASKED.into_iter().map(|(of, name, questions)| {
        let server = start(options, &log, folder.path())?;
        let asked = |place: usize, question: &str| {
            timed(|| server.ask(&format!("{question}at_position={place}")))
        };
        let mut past = Duration::ZERO;
        for place in [from, to] {
            for question in questions {
                let (answered, took) = asked(place, question);
                answered.with_context(|| format!("`{question}`"))?;
                past += took;
            }
        }
        server.stop()?;
        let server = start(options, &log, folder.path())?;
        let question = format!("diff?from={from}&to={to}&of={of}&limit={PAGE}");
        let (answered, first) = timed(|| server.ask(&question));
        let (counted, rest) = timed(|| pages(&server, &question, &answered?));
        let things = counted?;
        server.stop()?;
        let whole = first + rest;
        Ok(Row {
            name: format!("diff over a quarter: {name}, {} things", thousands(things as u64)),
            ours: format!(
                "{} an answer of {} things, {} all",
                time(first),
                thousands(PAGE as u64),
                time(whole)
            ),
            limit: format!("{} two moments of the past, cold", time(past)),
            ratio: format!("{:.2} ×, all {:.2} ×", times(first, past), times(whole, past)),
            goal: Some(Goal::AtMost(2.0, times(first, past))),
            n: format!("{} events", thousands(size as u64)),
            bound: Bound::Processor,
        })
    });
    rows.collect()
}

fn start(options: &Options, log: &Log, folder: &Path) -> Result<Server> {
    let snapshots = Some(Arc::new(Snapshots::writable(folder)));
    let engine = options.runtime().block_on(lone::engine_with(log.store.clone(), snapshots))?;
    Server::start(options, engine)
}

/// How many things differ on all pages.
fn pages(server: &Server, question: &str, first: &Value) -> Result<usize> {
    let mut things = listed(first)?;
    let mut next = first["next"].as_str().map(str::to_owned);
    ensure!(things > 0 || question.contains("of=coverage"), "a quarter changes something");
    while let Some(cursor) = next {
        let page = server.ask(&format!("{question}&cursor={cursor}"))?;
        things += listed(&page)?;
        next = page["next"].as_str().map(str::to_owned);
    }
    Ok(things)
}

fn listed(page: &Value) -> Result<usize> {
    Ok(page["items"].as_array().context("a page of things")?.len())
}

//! Folding the whole log again, with the first answer to every question, beside only reading and
//! decoding it; where that time goes; and how it grows.

use std::{cmp::Reverse, time::Duration};

use anyhow::Result;
use engine::{Engine, Moment};
use events::Position;
use projections::Projections;

use crate::{
    Options,
    clock::{Watch, median, slope, timed, times},
    folded::{Log, decode},
    goal::{goal, ratio},
    lone, questions,
    table::{Bound, Row, thousands, time},
};

/// From here on everything is measured once.
const LARGE: usize = 300_000;
/// Questions that are named beside all of them together.
const DEAREST: usize = 5;

/// At 10,000 and 100,000 events, or at as many as was said.
pub(crate) fn measure(options: &Options) -> Result<Vec<Row>> {
    let mut sizes = vec![options.scaled(10_000), options.scaled(100_000)];
    if let Some(events) = options.events() {
        sizes = vec![events / 10, events];
    }
    let mut rows = vec![];
    let mut before: Option<(usize, Duration)> = None;
    for size in sizes {
        let log = Log::new(options, size)?;
        let (mut decoding, mut rebuilding, mut texts) = (vec![], vec![], vec![]);
        for _ in 0..options.rounds().min(if size > LARGE { 1 } else { 3 }) {
            let (read, took) = timed(|| decode_all(options, &log));
            read?;
            decoding.push(took);
            let rebuilt = rebuild(options, &log)?;
            rebuilding.push(rebuilt.without_texts());
            texts.push(rebuilt.texts);
        }
        let [decoding, rebuilding, texts] = [decoding, rebuilding, texts].map(median);
        let growth = before.map(|it| slope(it, (size, rebuilding)));
        let share = times(rebuilding, decoding);
        let row = |name: &str, took: Duration| Row {
            name: name.to_owned(),
            ours: time(took),
            limit: format!("{} read and decode", time(decoding)),
            ratio: ratio(times(took, decoding), None),
            goal: None,
            n: format!("{} events", thousands(size as u64)),
            bound: Bound::Processor,
        };
        rows.push(Row {
            ratio: ratio(share, growth),
            goal: Some(goal(4.0, share, growth)),
            ..row("rebuild with the first answer to every question", rebuilding)
        });
        rows.push(row("… apart from it: settling the texts of steps, and their clusters", texts));
        rows.extend(Parts::of(options, &log)?.rows().map(|(name, took)| row(&name, took)));
        before = Some((size, rebuilding));
    }
    Ok(rows)
}

fn decode_all(options: &Options, log: &Log) -> Result<()> {
    log.pages(options, |page| page.iter().try_for_each(|it| decode(it).map(drop)))
}

/// How long a rebuild took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rebuilt {
    folding: Duration,
    texts: Duration,
    answers: Duration,
}

impl Rebuilt {
    /// All of it but looking through the texts, which is measured apart.
    pub(crate) fn without_texts(self) -> Duration {
        self.folding + self.answers
    }
}

/// Folds the log as a program that starts does, and asks every question for the first time.
pub(crate) fn rebuild(options: &Options, log: &Log) -> Result<Rebuilt> {
    options.runtime().block_on(async {
        let watch = Watch::start();
        let engine = lone::engine(log.store.clone()).await?;
        let (folding, watch) = (watch.read(), Watch::start());
        let settle = |view: engine::View<'_>| view.projections.settle();
        engine.ask(Moment::Now, Position(0), settle).await?;
        let (texts, watch) = (watch.read(), Watch::start());
        for (_, question) in questions::ALL {
            ask(&engine, question).await?;
        }
        Ok(Rebuilt { folding, texts, answers: watch.read() })
    })
}

async fn ask(engine: &Engine, question: questions::Question) -> Result<usize> {
    let asked = move |view: engine::View<'_>| question(view.projections, view.now);
    Ok(engine.ask(Moment::Now, Position(0), asked).await??)
}

/// Where the time of a rebuild goes.
#[derive(Debug, Default)]
struct Parts {
    apply: Duration,
    answers: Duration,
    /// By the name of the question.
    answer: Vec<(&'static str, Duration)>,
}

impl Parts {
    fn of(options: &Options, log: &Log) -> Result<Self> {
        let (mut parts, mut projections) = (Self::default(), Projections::default());
        log.pages(options, |page| {
            let events: Vec<_> = page.iter().map(decode).collect::<Result<_>>()?;
            let watch = Watch::start();
            for event in &events {
                projections.apply(event);
            }
            parts.apply += watch.read();
            Ok(())
        })?;
        projections.settle();
        let now = projections.recorded();
        for (name, question) in questions::ALL {
            let (answered, took) = timed(|| question(&projections, now));
            answered?;
            parts.answers += took;
            parts.answer.push((name, took));
        }
        parts.answer.sort_by_key(|(_, took)| Reverse(*took));
        Ok(parts)
    }

    fn rows(self) -> impl Iterator<Item = (String, Duration)> {
        let parts = [("applying events", self.apply), ("the first answers", self.answers)];
        let parts = parts.map(|(name, took)| (format!("… of which {name}"), took));
        let dearest = self.answer.into_iter().take(DEAREST);
        let dearest = dearest.map(|(name, took)| (format!("… … of which {name}"), took));
        parts.into_iter().chain(dearest)
    }
}

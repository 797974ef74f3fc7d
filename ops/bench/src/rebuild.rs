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
    lone, questions,
    table::{Bound, Row, thousands, time},
};

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
        let (mut decoding, mut rebuilding) = (vec![], vec![]);
        for _ in 0..options.rounds().min(3) {
            let (read, took) = timed(|| decode_all(options, &log));
            read?;
            decoding.push(took);
            let (rebuilt, took) = timed(|| rebuild(options, &log));
            rebuilt?;
            rebuilding.push(took);
        }
        let (decoding, rebuilding) = (median(decoding), median(rebuilding));
        let growth = before.map(|it| format!(", slope {:.2}", slope(it, (size, rebuilding))));
        rows.push(Row {
            name: "rebuild with the first answer to every question (goal ≤ 4 ×, slope ≤ 1.1)"
                .to_owned(),
            ours: time(rebuilding),
            limit: format!("{} read and decode", time(decoding)),
            ratio: format!("{:.2} ×{}", times(rebuilding, decoding), growth.unwrap_or_default()),
            n: format!("{} events", thousands(size as u64)),
            bound: Bound::Processor,
        });
        rows.extend(Parts::of(options, &log)?.rows(size, decoding));
        before = Some((size, rebuilding));
    }
    Ok(rows)
}

fn decode_all(options: &Options, log: &Log) -> Result<()> {
    log.pages(options, |page| page.iter().try_for_each(|it| decode(it).map(drop)))
}

fn rebuild(options: &Options, log: &Log) -> Result<()> {
    options.runtime().block_on(async {
        let engine = lone::engine(log.store.clone()).await?;
        for (_, question) in questions::ALL {
            ask(&engine, question).await?;
        }
        Ok(())
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
    settle: Duration,
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
        ((), parts.settle) = timed(|| projections.settle());
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

    fn rows(self, size: usize, decoding: Duration) -> impl Iterator<Item = Row> {
        let parts = [
            ("applying events", self.apply),
            ("settling (texts of steps)", self.settle),
            ("the first answers (goal ≤ 0.7 ×)", self.answers),
        ];
        let parts = parts.map(|(name, took)| (format!("… of which {name}"), took));
        let dearest = self.answer.into_iter().take(DEAREST);
        let dearest = dearest.map(|(name, took)| (format!("… … of which {name}"), took));
        parts.into_iter().chain(dearest).map(move |(name, took)| Row {
            name,
            ours: time(took),
            limit: format!("{} read and decode", time(decoding)),
            ratio: format!("{:.2} ×", times(took, decoding)),
            n: format!("{} events", thousands(size as u64)),
            bound: Bound::Processor,
        })
    }
}

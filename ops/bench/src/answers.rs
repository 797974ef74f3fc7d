//! Every answer by itself, on a short and on a long history of the same company.

use std::time::Duration;

use anyhow::Result;
use projections::Projections;

use crate::{
    Options,
    clock::{median, slope, timed},
    folded::Log,
    questions,
    table::{Bound, Row, thousands, time},
};

/// At 10,000 and 100,000 events, or at as many as was said.
pub(crate) fn measure(options: &Options) -> Result<Vec<Row>> {
    let large = options.events().unwrap_or(options.scaled(100_000));
    let sizes = [large / 10, large];
    let [few, many] = sizes.map(|size| Log::new(options, size)?.projections(options));
    let (few, many) = (few?, many?);
    questions::ALL
        .into_iter()
        .map(|(name, question)| {
            let took = [&few, &many].map(|it| asked(options, it, question));
            let [few, many] = took;
            let (few, many) = (few?, many?);
            let growth = slope((sizes[0], few), (sizes[1], many));
            Ok(Row {
                name: format!("answer: {name}"),
                ours: time(many),
                limit: format!("{} at {} events", time(few), thousands(sizes[0] as u64)),
                ratio: format!("slope {growth:.2}"),
                goal: None,
                n: format!("{} events", thousands(sizes[1] as u64)),
                bound: Bound::Processor,
            })
        })
        .collect()
}

fn asked(
    options: &Options,
    projections: &Projections,
    question: questions::Question,
) -> Result<Duration> {
    let mut took = vec![];
    for _ in 0..options.rounds() {
        let (answered, time) = timed(|| question(projections, projections.recorded()));
        answered?;
        took.push(time);
    }
    Ok(median(took))
}

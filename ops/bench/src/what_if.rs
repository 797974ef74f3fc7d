//! One command tried out on a whole company, beside folding that company anew.

use anyhow::{Context as _, Result};
use events::{Noun, Stream, hand_over::HandOverRemoved};
use projections::{Projections, loops::level::Level, what_if::Happening};

use crate::{
    Options,
    clock::{median, timed, times},
    folded::Log,
    table::{Bound, Row, thousands, time},
};

/// At 100,000 events, or at as many as was said.
pub(crate) fn measure(options: &Options) -> Result<Vec<Row>> {
    let count = options.events().unwrap_or(options.scaled(100_000));
    let log = Log::new(options, count)?;
    let (projections, folding) = timed(|| log.projections(options));
    let projections = projections?;
    let what = [removal(&projections).context("a company with hand-overs")?];
    let trying = (0..options.rounds())
        .map(|_| timed(|| projections.what_if(&what, Level::Unit, projections.recorded())).1);
    let trying = median(trying.collect());
    Ok(vec![Row {
        name: "what-if of one removed hand-over: fork, and every figure before and after"
            .to_owned(),
        ours: time(trying),
        limit: format!("{} to fold anew", time(folding)),
        ratio: format!("{:.3} ×", times(trying, folding)),
        goal: None,
        n: format!("{} events", thousands(count as u64)),
        bound: Bound::Processor,
    }])
}

fn removal(projections: &Projections) -> Option<Happening> {
    let (.., hand_over) = projections.process_map.hand_overs().next()?;
    let event = HandOverRemoved { hand_over: hand_over.known.fact.hand_over }.into();
    Some(Happening { line: 1, stream: Stream::new(Noun::Process, hand_over.process.0), event })
}

//! Taking texts into an index, beside only reading what they say.

use std::time::Duration;

use anyhow::{Result, ensure};
use similarity::{index::Index, reading::Reader};

use crate::{
    Options, alike,
    clock::{median, timed, times},
    goal::Goal,
    table::{Bound, Row, thousands, time},
};

/// The names of 100,000 steps, as those that are looked through for duplicates.
pub(crate) fn measure(options: &Options) -> Result<Vec<Row>> {
    let labels = alike::labels(options.scaled(100_000));
    let (mut reading, mut indexing) = (vec![], vec![]);
    for _ in 0..options.rounds() {
        reading.push(read(&labels)?);
        indexing.push(index(&labels)?);
    }
    let (reading, indexing) = (median(reading), median(indexing));
    let share = times(indexing, reading);
    Ok(vec![Row {
        name: "text index of steps, from nothing".to_owned(),
        ours: time(indexing),
        limit: format!("{} reading their words", time(reading)),
        ratio: format!("{share:.2} ×"),
        goal: Some(Goal::AtMost(5.0, share)),
        n: format!("{} labels", thousands(labels.len() as u64)),
        bound: Bound::Processor,
    }])
}

fn read(labels: &[String]) -> Result<Duration> {
    let mut reader = Reader::default();
    let (terms, took) = timed(|| labels.iter().map(|it| reader.read(it).len()).sum::<usize>());
    ensure!(terms >= labels.len(), "a label says nothing");
    Ok(took)
}

fn index(labels: &[String]) -> Result<Duration> {
    let mut index = Index::default();
    let ((), took) = timed(|| labels.iter().enumerate().for_each(|(id, it)| index.put(id, it)));
    ensure!(index.len() == labels.len(), "a label is missing");
    Ok(took)
}

//! A case as runs: stretches of events with the same value, one after the other.

use jiff::Timestamp;

use super::log::Log;

/// Neighbouring events of equal value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// The number of the value in [`Log::values`].
    pub value: u32,
    pub first: Timestamp,
    pub last: Timestamp,
}

/// One case at the level of one column.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseRuns {
    pub runs: Vec<Run>,
    /// Events with a value.
    pub valued: usize,
    pub skipped: usize,
    /// From the first to the last event, also those without a value.
    pub days: f64,
}

const SECONDS_A_DAY: f64 = 86_400.0;
const SECONDS_AN_HOUR: f64 = 3_600.0;

/// Every case of the log, folded.
pub fn runs_of(log: &Log, column: usize) -> impl Iterator<Item = CaseRuns> + '_ {
    log.timelines(column).map(|events| {
        let (mut runs, mut valued, mut skipped) = (Vec::<Run>::new(), 0, 0);
        let mut span: Option<(Timestamp, Timestamp)> = None;
        for (time, value) in events {
            span = Some((span.map_or(time, |(first, _)| first), time));
            let Some(value) = value else {
                skipped += 1;
                continue;
            };
            valued += 1;
            match runs.last_mut() {
                Some(run) if run.value == value => run.last = time,
                _ => runs.push(Run { value, first: time, last: time }),
            }
        }
        let days = span.map_or(0.0, |(first, last)| seconds(first, last) / SECONDS_A_DAY);
        CaseRuns { runs, valued, skipped, days }
    })
}

impl CaseRuns {
    pub fn hand_overs(&self) -> usize {
        self.runs.len().saturating_sub(1)
    }

    /// A → B → A.
    pub fn bounces(&self) -> impl Iterator<Item = &[Run]> {
        self.runs.windows(3).filter(|it| it[0].value == it[2].value)
    }

    pub fn has_revisit(&self) -> bool {
        let mut values: Vec<u32> = self.runs.iter().map(|it| it.value).collect();
        values.sort_unstable();
        values.windows(2).any(|it| it[0] == it[1])
    }
}

pub(crate) fn hours(from: Timestamp, to: Timestamp) -> f64 {
    seconds(from, to) / SECONDS_AN_HOUR
}

fn seconds(from: Timestamp, to: Timestamp) -> f64 {
    to.duration_since(from).as_secs_f64()
}

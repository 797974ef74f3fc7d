//! Hand-overs and bounces by calendar month, in UTC, of the later event.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;

use super::{
    four_decimals,
    log::{Log, Texts},
    median,
    runs::{hours, runs_of},
};

/// The pairs of one month, by name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Month<P> {
    /// `2012-04`.
    pub month: String,
    pub pairs: Vec<P>,
}

/// How often work went from one value to another, and the median time between the two events.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HandOver {
    pub from: String,
    pub to: String,
    pub times: usize,
    pub median_hours: f64,
}

/// How often work came back. `between`: the one it came back to, then the one where it had been.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bounce {
    pub between: [String; 2],
    /// Cases that went back and forth between these two, in either direction, for the first time: added
    /// up over months and directions they are the cases, each once.
    pub cases: usize,
    pub occurrences: usize,
    /// From the first event there to the return.
    pub median_stay_hours: f64,
}

/// By month and pair: the cases, and the hours of each occurrence.
type Found = BTreeMap<(YearMonth, u32, u32), (BTreeSet<usize>, Vec<f64>)>;
type YearMonth = (i16, i8);

pub fn hand_overs(log: &Log, column: usize) -> Vec<Month<HandOver>> {
    let mut found = Found::new();
    for (case, it) in runs_of(log, column).enumerate() {
        for pair in it.runs.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            let key = (month_of(to.first), from.value, to.value);
            note(&mut found, key, Some(case), hours(from.last, to.first));
        }
    }
    by_month(found, log.values(column), |[from, to], _, times, median_hours| HandOver {
        from,
        to,
        times,
        median_hours,
    })
}

pub fn bounces(log: &Log, column: usize) -> Vec<Month<Bounce>> {
    let (mut found, mut seen) = (Found::new(), BTreeSet::new());
    for (case, it) in runs_of(log, column).enumerate() {
        for runs in it.bounces() {
            let (there, back) = (runs[1], runs[2]);
            let key = (month_of(back.first), back.value, there.value);
            let pair = (back.value.min(there.value), back.value.max(there.value));
            let is_first = seen.insert((case, pair));
            note(&mut found, key, is_first.then_some(case), hours(there.first, back.first));
        }
    }
    by_month(found, log.values(column), |between, cases, occurrences, median_stay_hours| Bounce {
        between,
        cases,
        occurrences,
        median_stay_hours,
    })
}

fn note(found: &mut Found, key: (YearMonth, u32, u32), case: Option<usize>, hours: f64) {
    let (cases, all_hours) = found.entry(key).or_default();
    cases.extend(case);
    all_hours.push(hours);
}

/// In order of month, then of the names, so that the same log gives the same list.
fn by_month<P>(
    found: Found,
    values: &Texts,
    make: impl Fn([String; 2], usize, usize, f64) -> P,
) -> Vec<Month<P>> {
    let mut months: BTreeMap<YearMonth, BTreeMap<[String; 2], P>> = BTreeMap::new();
    for ((month, a, b), (cases, mut hours)) in found {
        let names = [values.text(a).to_owned(), values.text(b).to_owned()];
        let median = four_decimals(median(&mut hours).unwrap_or_default());
        let pair = make(names.clone(), cases.len(), hours.len(), median);
        months.entry(month).or_default().insert(names, pair);
    }
    let named = |((year, month), pairs): (YearMonth, BTreeMap<_, P>)| Month {
        month: format!("{year:04}-{month:02}"),
        pairs: pairs.into_values().collect(),
    };
    months.into_iter().map(named).collect()
}

fn month_of(time: Timestamp) -> YearMonth {
    let date = TimeZone::UTC.to_datetime(time);
    (date.year(), date.month())
}

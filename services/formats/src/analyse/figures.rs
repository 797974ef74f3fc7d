//! One pass over the cases, then the figures of one column.

use std::collections::BTreeMap;

use projections::{graphs::Arc, loops::compared::DIFFERENCE};

use super::{
    CasesAndMedian, Comparison, Cut, Days, Direct, EquallyOften, Figures, Revisit, Spread,
    graph::HandOvers,
    log::Log,
    median,
    runs::{CaseRuns, runs_of},
};
use crate::columns::names_persons;

/// Below this many persons nothing is measured.
const PERSONS_MIN: usize = 5;
const EQUALLY_OFTEN_MAX: usize = 6;

/// What one pass collects.
#[derive(Debug, Default)]
struct Tally {
    skipped: usize,
    raw: usize,
    hand_overs: usize,
    direct: Direct,
    revisit_days: Vec<f64>,
    handed_over_days: Vec<f64>,
    never_days: Vec<f64>,
    /// By number of hand-overs: days of bounced cases, and of the others.
    equally_often: BTreeMap<usize, (Vec<f64>, Vec<f64>)>,
    graph: HandOvers,
}

pub(super) fn figures(
    log: &Log,
    column: usize,
    least_cut: impl Fn(usize, &[Arc]) -> Cut,
) -> Figures {
    let mut tally = Tally::of(log, column);
    let by = log.by()[column].clone();
    let is_persons = names_persons(&by);
    let values = log.values(column);
    let hides_days = is_persons && values.len() < PERSONS_MIN;
    let arcs = tally.graph.arcs();
    Figures {
        by,
        cases: log.cases(),
        events: log.events(),
        skipped: tally.skipped,
        raw: tally.raw,
        to_self: tally.raw - tally.hand_overs,
        hand_overs: tally.hand_overs,
        direct: tally.direct,
        revisit: Revisit { cases: tally.revisit_days.len() },
        graph: tally.graph.shape(),
        cut: least_cut(values.len(), &arcs),
        pairs: if is_persons { Vec::new() } else { tally.graph.two_way_pairs(values) },
        bounces: (!is_persons).then(|| tally.comparison()),
        days: if hides_days { Days::default() } else { tally.days() },
    }
}

/// Bounced cases beside cases handed over equally often, at the level of one column.
pub(super) fn comparison(log: &Log, column: usize) -> Comparison {
    Tally::of(log, column).comparison()
}

impl Tally {
    fn of(log: &Log, column: usize) -> Self {
        runs_of(log, column).fold(Self::default(), |mut tally, case| {
            tally.add(&case);
            tally
        })
    }

    fn add(&mut self, case: &CaseRuns) {
        self.skipped += case.skipped;
        self.raw += case.valued.saturating_sub(1);
        self.hand_overs += case.hand_overs();
        for pair in case.runs.windows(2) {
            self.graph.add(pair[0].value, pair[1].value);
        }
        let bounces = case.bounces().count();
        self.direct.occurrences += bounces;
        self.direct.cases += usize::from(bounces > 0);
        let days = match (case.has_revisit(), case.hand_overs()) {
            (true, _) => &mut self.revisit_days,
            (false, 1..) => &mut self.handed_over_days,
            (false, 0) => &mut self.never_days,
        };
        days.push(case.days);
        if (2..=EQUALLY_OFTEN_MAX).contains(&case.hand_overs()) {
            let (bounced, others) = self.equally_often.entry(case.hand_overs()).or_default();
            let group = if bounces > 0 { bounced } else { others };
            group.push(case.days);
        }
    }

    fn days(&mut self) -> Days {
        Days {
            revisit: spread(&mut self.revisit_days),
            handed_over: spread(&mut self.handed_over_days),
            never: spread(&mut self.never_days),
        }
    }

    fn comparison(&mut self) -> Comparison {
        let group =
            |days: &mut Vec<f64>| CasesAndMedian { cases: days.len(), median_days: median(days) };
        let equally_often = self.equally_often.iter_mut().map(|(&hand_overs, (yes, no))| {
            EquallyOften { hand_overs, bounced: group(yes), not_bounced: group(no) }
        });
        Comparison { note: DIFFERENCE, equally_often: equally_often.collect() }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a count of cases is far below 2^52")]
fn spread(days: &mut [f64]) -> Spread {
    let count = days.len() as f64;
    let mean = (!days.is_empty()).then(|| days.iter().sum::<f64>() / count);
    Spread { mean, median: median(days) }
}

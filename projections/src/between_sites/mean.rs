//! The exact mean of waiting over the sender's working time.

use super::{
    MeanWaiting,
    calendar::{Stretch, hours, length, shared},
};
use crate::evidence::rounded;

/// Over all moments of `moments`: how long until the next moment of `open`, and how much of `own` lies
/// in between. Nothing if some moment has none after it. All ascending; `own` holds `moments`.
pub(super) fn mean(moments: &[Stretch], own: &[Stretch], open: &[Stretch]) -> Option<MeanWaiting> {
    let mut sum = Sum::default();
    for &stretch in moments {
        sum.add(stretch, own, open)?;
    }
    let total = hours(length(moments));
    let mean = |sum: f64| rounded(sum / total);
    Some(MeanWaiting { elapsed_hours: mean(sum.elapsed), working_hours: mean(sum.working) })
}

/// Integrals, in hours times hours.
#[derive(Debug, Default)]
struct Sum {
    elapsed: f64,
    working: f64,
}

impl Sum {
    /// Each gap between open stretches is one linear piece: all of it waits for the same moment.
    fn add(&mut self, (begin, end): Stretch, own: &[Stretch], open: &[Stretch]) -> Option<()> {
        let mut at = begin;
        while at < end {
            let next = open.get(open.partition_point(|it| it.1 <= at))?;
            let gap_end = next.0.min(end);
            if at < gap_end {
                self.wait((at, gap_end), next.0, own);
            }
            at = next.1.max(gap_end);
        }
        Some(())
    }

    /// Every moment of the piece, which lies in one stretch of `own`, waits until `until`.
    fn wait(&mut self, piece: Stretch, until: i64, own: &[Stretch]) {
        let (width, middle) = (hours(piece.1 - piece.0), hours(piece.1 - piece.0) / 2.0);
        let rest = hours(until - piece.1);
        self.elapsed += width * (middle + rest);
        let later = length(&shared(own, &[(piece.1, until)]));
        self.working += width * (middle + hours(later));
    }
}

//! What imported logs measured between two nodes, month by month, and where that is going.
//!
//! The trend is the median of the slopes between any two months (Theil 1950, Sen 1968): one wild
//! month does not bend it. A month in which something was counted, but nothing of this, counts as
//! zero. The first and the last month of a log are often not whole, and count all the same.

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    evidence::rounded,
    loops::measured::{AtLevel, Between, Counted},
};

/// Fewer months show no trend.
const MONTHS_MIN: usize = 3;

/// What imported logs show between two members, over all their months.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MeasuredLoop {
    /// Cases in which work came back, to either side; each once in a log.
    pub cases: u64,
    /// How often it came back, to either side.
    pub occurrences: u64,
    /// How often it was handed over, in either direction.
    pub hand_overs: u64,
    /// The same by month.
    pub months: Vec<MeasuredMonth>,
    /// Where the occurrences are going; nothing for fewer than three months.
    pub trend: Option<Trend>,
}

/// What was counted in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MeasuredMonth {
    /// `2012-04`.
    pub month: String,
    /// Cases in which work came back for the first time.
    pub cases: u64,
    /// How often it came back.
    pub occurrences: u64,
    /// How often it was handed over.
    pub hand_overs: u64,
}

/// Where a figure is going.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Trend {
    /// So many more occurrences from one month to the next; negative where they become fewer.
    pub occurrences_per_month: f64,
    /// Of how many months.
    pub months: usize,
    /// How it is computed.
    pub how: &'static str,
}

/// Said beside every trend.
const HOW: &str = "median of the slopes between any two months; a month without any counts as zero";

impl MeasuredLoop {
    pub(super) fn new(between: &Between, at: &AtLevel) -> Self {
        let Counted { cases, occurrences, .. } = between.all();
        let month = |(month, it): (&String, &Counted)| MeasuredMonth {
            month: month.clone(),
            cases: it.cases,
            occurrences: it.occurrences,
            hand_overs: it.hand_overs(),
        };
        let occurrences_in = |month| between.months.get(month).map_or(0, |it| it.occurrences);
        let points: Vec<(i32, u64)> = at
            .months
            .iter()
            .filter_map(|month| Some((number(month)?, occurrences_in(month))))
            .collect();
        Self {
            cases,
            occurrences,
            hand_overs: between.all().hand_overs(),
            months: between.months.iter().map(month).collect(),
            trend: trend(&points),
        }
    }
}

/// Months since the year 0.
fn number(month: &str) -> Option<i32> {
    let (year, month) = month.split_once('-')?;
    Some(year.parse::<i32>().ok()? * 12 + month.parse::<i32>().ok()?)
}

fn trend(points: &[(i32, u64)]) -> Option<Trend> {
    if points.len() < MONTHS_MIN {
        return None;
    }
    let pairs =
        points.iter().enumerate().flat_map(|(at, a)| points[..at].iter().map(move |b| (b, a)));
    let slope = |((x, y), (later, end)): (&(i32, u64), &(i32, u64))| {
        (*end as f64 - *y as f64) / f64::from(later - x)
    };
    let mut slopes: Vec<f64> = pairs.map(slope).collect();
    slopes.sort_by(f64::total_cmp);
    let middle = slopes.len() / 2;
    let median = if slopes.len() % 2 == 1 {
        slopes[middle]
    } else {
        f64::midpoint(slopes[middle - 1], slopes[middle])
    };
    Some(Trend { occurrences_per_month: rounded(median), months: points.len(), how: HOW })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slope(points: &[(i32, u64)]) -> Option<f64> {
        trend(points).map(|it| it.occurrences_per_month)
    }

    #[test]
    fn a_steady_rise_is_its_slope_and_one_wild_month_does_not_bend_it() {
        assert_eq!(slope(&[(0, 1), (1, 3), (2, 5), (3, 7)]), Some(2.0));
        assert_eq!(slope(&[(0, 1), (1, 3), (2, 500), (3, 7), (4, 9)]), Some(2.0));
        assert_eq!(slope(&[(0, 6), (2, 4), (4, 2)]), Some(-1.0));
    }

    #[test]
    fn two_months_are_no_trend() {
        assert_eq!(slope(&[(0, 1), (1, 9)]), None);
    }

    #[test]
    fn months_are_numbered_over_years() {
        assert_eq!(number("2013-01").unwrap() - number("2012-12").unwrap(), 1);
    }
}

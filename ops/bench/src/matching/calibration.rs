//! Whether a score is what it says: of pairs that are shown as the same with 0.9, nine of ten should be.
//!
//! The table that is shipped was counted on the tuning half (a test counts it again); here it is held against
//! the half that was held back: the mean squared error (Brier 1950) and the expected calibration error (Naeini,
//! Cooper and Hauskrecht 2015), in bins of a fifth.

use anyhow::Result;
use similarity::score::precision;

use crate::matching::labels::{Half, scored};

const BINS: usize = 5;

#[derive(Debug)]
pub(crate) struct Calibration {
    pub(crate) brier: f64,
    pub(crate) error: f64,
    /// How many pairs are in each bin, what is expected of them, and what is so.
    bins: Vec<(usize, f64, f64)>,
}

pub(crate) fn held_back() -> Result<Calibration> {
    let pairs: Vec<(f64, f64)> = scored(Half::HeldBack)?
        .into_iter()
        .map(|(label, score)| (precision(score).into(), f64::from(u8::from(label.is_same))))
        .collect();
    Ok(Calibration::of(&pairs))
}

impl Calibration {
    /// Of what is expected, and what is so.
    fn of(pairs: &[(f64, f64)]) -> Self {
        let count = pairs.len().max(1) as f64;
        let brier = pairs.iter().map(|(expected, so)| (expected - so).powi(2)).sum::<f64>() / count;
        let in_bin = |at: usize| {
            let lower = |it: usize| it as f64 / BINS as f64;
            let is_in = move |it: &&(f64, f64)| {
                it.0 >= lower(at) && (it.0 < lower(at + 1) || at + 1 == BINS)
            };
            let inside: Vec<_> = pairs.iter().filter(is_in).collect();
            let mean = |of: fn(&(f64, f64)) -> f64| {
                inside.iter().map(|it| of(it)).sum::<f64>() / inside.len().max(1) as f64
            };
            (inside.len(), mean(|it| it.0), mean(|it| it.1))
        };
        let bins: Vec<_> = (0..BINS).map(in_bin).filter(|it| it.0 > 0).collect();
        let error = bins.iter().map(|it| it.0 as f64 * (it.1 - it.2).abs()).sum::<f64>() / count;
        Self { brier, error, bins }
    }

    /// Per bin: `expected → so (pairs)`.
    pub(crate) fn by_bin(&self) -> String {
        let bin = |(count, expected, so): &(usize, f64, f64)| {
            format!("{expected:.2} → {so:.2} ({count})")
        };
        self.bins.iter().map(bin).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use similarity::score::PRECISION;

    use super::*;

    /// Where bins of scores begin.
    const EDGES: [f32; 4] = [0.0, 0.31, 0.68, 0.95];

    #[test]
    fn the_table_that_is_shipped_is_what_the_tuning_half_says() {
        let pairs = scored(Half::Tuning).unwrap();
        for (at, from) in EDGES.into_iter().enumerate() {
            let to = EDGES.get(at + 1).copied().unwrap_or(f32::INFINITY);
            let inside: Vec<_> = pairs.iter().filter(|it| it.1 >= from && it.1 < to).collect();
            let same = inside.iter().filter(|it| it.0.is_same).count();
            let (count, same) = (inside.len() as f32, same as f32);
            let mean = inside.iter().map(|it| it.1).sum::<f32>() / count;
            let (place, precision) = PRECISION[at + 1];
            let smoothed = (same + 1.0) / (count + 2.0);
            assert!((mean - place).abs() < 0.02, "bin {at}: {mean} of {count}");
            assert!((smoothed - precision).abs() < 0.02, "bin {at}: {smoothed} of {count}");
        }
    }

    #[test]
    fn who_is_always_right_has_no_error_and_who_is_never_has_all() {
        let right = Calibration::of(&[(1.0, 1.0), (0.0, 0.0)]);
        assert_eq!((right.brier.to_bits(), right.error.to_bits()), (0, 0));
        let wrong = Calibration::of(&[(1.0, 0.0), (0.0, 1.0)]);
        assert!(wrong.brier > 0.99 && wrong.error > 0.99);
        assert_eq!(wrong.by_bin(), "0.00 → 1.00 (1), 1.00 → 0.00 (1)");
    }

    #[test]
    fn scores_of_the_half_that_was_held_back_are_what_they_say() {
        let held_back = held_back().unwrap();
        assert!(held_back.brier <= 0.08 && held_back.error <= 0.08, "{held_back:?}");
    }
}

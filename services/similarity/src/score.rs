//! How alike two texts are, from 0 to 1: the cosine of their weighted trigrams (Salton, Wong and
//! Yang, *A Vector Space Model for Automatic Indexing*, 1975), unless they contradict each other.

/// From here on two texts say the same. Calibrated on the labels in `calibration.rs`.
pub const ALIKE: f32 = 0.68;

/// No more than this for texts that say opposite things or name different numbers.
pub const OPPOSED: f32 = 0.3;

/// Scores and the precision to be expected there, both ascending: of the pairs of labels in
/// `tests/data/labels.csv` by which all was set (the half that is not held back), those that a person calls the
/// same, in four bins of scores, each at its mean and by Laplace's rule of succession (2 of 81, 0 of 7, 8 of 8,
/// 84 of 84). Among pairs that people picked half are the same; in a house far fewer are, but those that are no
/// candidates at all are never shown.
pub const PRECISION: [(f32, f32); 6] =
    [(0.0, 0.0), (0.25, 0.036), (0.445, 0.111), (0.788, 0.9), (0.999, 0.988), (1.0, 0.99)];

/// What share of the pairs with such a score are the same, as is to be expected: rises with the score.
pub fn precision(score: f32) -> f32 {
    let place = PRECISION.partition_point(|it| it.0 <= score).clamp(1, PRECISION.len() - 1);
    let ((from, low), (to, high)) = (PRECISION[place - 1], PRECISION[place]);
    low + (high - low) * ((score - from) / (to - from)).clamp(0.0, 1.0)
}

/// Of a product and the squares of both lengths; the same in both directions, to the last bit.
#[expect(clippy::cast_possible_truncation, reason = "it is from 0 to 1")]
pub(crate) fn cosine(product: u64, a: u64, b: u64) -> f32 {
    if product == 0 {
        return 0.0;
    }
    (product as f64 / (a as f64 * b as f64).sqrt()).min(1.0) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_higher_the_score_the_higher_the_precision() {
        let precisions: Vec<f32> =
            (0..=1_000_u16).map(|it| precision(f32::from(it) / 1_000.0)).collect();
        assert!(precisions.is_sorted_by(|a, b| a < b));
        assert!(precision(OPPOSED) < 0.1 && precision(ALIKE) > 0.5 && precision(2.0) <= 1.0);
    }
}

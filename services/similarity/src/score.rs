//! How alike two texts are, from 0 to 1: the cosine of their weighted trigrams (Salton, Wong and
//! Yang, *A Vector Space Model for Automatic Indexing*, 1975), unless they contradict each other.

/// From here on two texts say the same. Calibrated on the labels in `calibration.rs`.
pub const ALIKE: f32 = 0.68;

/// No more than this for texts that say opposite things or name different numbers.
pub const OPPOSED: f32 = 0.3;

/// Of a product and the squares of both lengths; the same in both directions, to the last bit.
#[expect(clippy::cast_possible_truncation, reason = "it is from 0 to 1")]
pub(crate) fn cosine(product: u64, a: u64, b: u64) -> f32 {
    if product == 0 {
        return 0.0;
    }
    (product as f64 / (a as f64 * b as f64).sqrt()).min(1.0) as f32
}

//! How alike two texts are, from 0 to 1: the cosine of their weighted trigrams (Salton, Wong and
//! Yang, *A Vector Space Model for Automatic Indexing*, 1975), unless they contradict each other.

use crate::form::{Form, Vector};

/// From here on two texts say the same. Calibrated on the labels in `calibration.rs`.
pub const ALIKE: f32 = 0.68;

/// No more than this for texts that say opposite things or name different numbers.
pub const OPPOSED: f32 = 0.3;

/// The same in both directions, to the last bit.
pub(crate) fn score(a: (&Form, &Vector), b: (&Form, &Vector), threshold: f32) -> f32 {
    let cosine = cosine(a.1, b.1);
    // The words are compared only where that can make a difference.
    if cosine >= threshold && a.0.stance.is_opposed_to(&b.0.stance) {
        return cosine.min(OPPOSED);
    }
    cosine
}

fn cosine(a: &Vector, b: &Vector) -> f32 {
    let (mut at_a, mut at_b, mut sum) = (0, 0, 0.0);
    while let (Some(x), Some(y)) = (a.get(at_a), b.get(at_b)) {
        if x.0 == y.0 {
            sum += x.1 * y.1;
        }
        at_a += usize::from(x.0 <= y.0);
        at_b += usize::from(y.0 <= x.0);
    }
    sum.min(1.0)
}

//! A figure at two moments, and what lies between: before and after stand beside the difference.

use schemars::JsonSchema;
use serde::Serialize;

use crate::evidence::rounded;

/// A figure before and after.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, JsonSchema)]
pub struct Difference {
    /// What it was.
    pub before: f64,
    /// What it is.
    pub after: f64,
    /// What it is more; negative where it is less.
    pub difference: f64,
}

impl Difference {
    /// Between two figures.
    pub fn between(before: f64, after: f64) -> Self {
        let difference = rounded(after - before);
        Self { before: rounded(before), after: rounded(after), difference }
    }

    /// Between two counts.
    #[expect(clippy::cast_precision_loss, reason = "no count here comes near 2^52")]
    pub fn of_counts(before: usize, after: usize) -> Self {
        Self::between(before as f64, after as f64)
    }
}

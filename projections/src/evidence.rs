//! What a figure rests on: every figure opens to the events behind it.

use std::collections::BTreeSet;

use events::{Position, Words};
use schemars::JsonSchema;
use serde::Serialize;

/// The most positions that stand beside a figure; the link leads to all of them.
pub const SHOWN: usize = 20;

/// The events behind a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Evidence {
    /// Positions of the newest of them, newest first, at most twenty.
    pub evidence: Vec<Position>,
    /// How many there are.
    pub evidence_count: usize,
    /// Where all of them can be read.
    pub evidence_link: String,
}

impl Evidence {
    /// The evidence of a figure that is named by `of`, such as `coverage/exchange/0189…`.
    pub fn new(positions: &BTreeSet<Position>, of: &str) -> Self {
        Self {
            evidence: positions.iter().rev().take(SHOWN).copied().collect(),
            evidence_count: positions.len(),
            evidence_link: format!("/api/v1/evidence?of={of}"),
        }
    }
}

/// A figure as answers show it: four decimals, so that it reads the same however it was summed.
pub fn rounded(figure: f64) -> f64 {
    // Adding zero turns the -0.0 of an empty sum into 0.0.
    (figure * 1e4).round() / 1e4 + 0.0
}

/// A name as answers show it; nothing where it was erased.
pub fn shown(words: &Words) -> Option<String> {
    words.text().map(str::to_owned)
}

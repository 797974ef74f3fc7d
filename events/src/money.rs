//! Money: an amount and its currency. Amounts of different currencies are never added.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::words::wordless;

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// How much.
    pub amount: f64,
    /// ISO 4217, three capital letters: `EUR`.
    pub currency: String,
}

wordless!(Money);

//! What a figure is to be, beside what it is.

use std::fmt;

/// A bound, and the figure that it bounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Goal {
    /// At most so much.
    AtMost(f64, f64),
    /// At least so much.
    AtLeast(f64, f64),
    /// Both of these.
    Growth {
        /// How many times the limit, and how many it may be.
        times: (f64, f64),
        /// The exponent of growth, and what it may be.
        slope: (f64, f64),
    },
}

impl Goal {
    fn is_met(self) -> bool {
        match self {
            Self::AtMost(bound, figure) => figure <= bound,
            Self::AtLeast(bound, figure) => figure >= bound,
            Self::Growth { times, slope } => times.0 <= times.1 && slope.0 <= slope.1,
        }
    }
}

/// At most so many times the limit, and from the second size on in proportion.
pub(crate) fn goal(bound: f64, times: f64, slope: Option<f64>) -> Goal {
    match slope {
        Some(slope) => Goal::Growth { times: (times, bound), slope: (slope, 1.1) },
        None => Goal::AtMost(bound, times),
    }
}

/// How many times the limit, and how that grows.
pub(crate) fn ratio(times: f64, slope: Option<f64>) -> String {
    let slope = slope.map(|it| format!(", slope {it:.2}"));
    format!("{times:.2} ×{}", slope.unwrap_or_default())
}

impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtMost(bound, _) => write!(f, "≤ {bound}")?,
            Self::AtLeast(bound, _) => write!(f, "≥ {bound}")?,
            Self::Growth { times, slope } => write!(f, "≤ {}, slope ≤ {}", times.1, slope.1)?,
        }
        f.write_str(if self.is_met() { ": met" } else { ": missed" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_the_bound_and_whether_it_is_kept() {
        assert_eq!(Goal::AtMost(1.5, 1.62).to_string(), "≤ 1.5: missed");
        assert_eq!(Goal::AtLeast(30.0, 45.0).to_string(), "≥ 30: met");
        let growth = |slope| Goal::Growth { times: (3.0, 4.0), slope: (slope, 1.1) };
        assert_eq!(growth(1.0).to_string(), "≤ 4, slope ≤ 1.1: met");
        assert_eq!(growth(1.2).to_string(), "≤ 4, slope ≤ 1.1: missed");
    }
}

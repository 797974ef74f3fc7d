//! The table that is printed.

use std::{fmt, time::Duration};

use crate::goal::Goal;

/// What sets the pace of a measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bound {
    /// Waiting for the disk to have it.
    Disk,
    /// Both.
    DiskAndProcessor,
    /// Computing.
    Processor,
    /// What has to be kept.
    Memory,
}

/// One measurement.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// What was measured.
    pub(crate) name: String,
    /// What came of it.
    pub(crate) ours: String,
    /// What it is held against, measured in the same process.
    pub(crate) limit: String,
    /// The one by the other, and what it is to be.
    pub(crate) ratio: String,
    /// What the ratio is to be, where that is said.
    pub(crate) goal: Option<Goal>,
    /// How much was measured.
    pub(crate) n: String,
    /// What sets the pace.
    pub(crate) bound: Bound,
}

/// The columns, and a line for each measurement, as Markdown.
pub(crate) fn write(rows: &[Row]) -> String {
    let heads = "| name | ours | limit beside it | ratio | goal | n | bound by |\n|---|---|---|---|---|---|---|\n";
    let line = |row: &Row| {
        let Row { name, ours, limit, ratio, goal, n, bound } = row;
        let goal = goal.map_or_else(String::new, |it| it.to_string());
        format!("| {name} | {ours} | {limit} | {ratio} | {goal} | {n} | {bound} |\n")
    };
    std::iter::once(heads.to_owned()).chain(rows.iter().map(line)).collect()
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Disk => "disk",
            Self::DiskAndProcessor => "disk and processor",
            Self::Processor => "processor",
            Self::Memory => "memory",
        })
    }
}

/// A rate: `41,000/s`.
pub(crate) fn per_second(count: usize, time: Duration) -> String {
    let count = count as u128 * 1_000_000_000;
    let rate = count / time.as_nanos().max(1);
    format!("{}/s", thousands(u64::try_from(rate).unwrap_or(u64::MAX)))
}

/// A time in the unit that suits it.
pub(crate) fn time(time: Duration) -> String {
    let millis = time.as_secs_f64() * 1_000.0;
    match millis {
        ..10.0 => format!("{millis:.2} ms"),
        ..1_000.0 => format!("{millis:.0} ms"),
        _ => format!("{:.2} s", millis / 1_000.0),
    }
}

/// `60,000`.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut written = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped_by_three() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(thousands), ["0", "999", "1,000", "1,234,567"]);
    }
}

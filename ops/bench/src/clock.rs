//! The stop watch, and what is made of its readings.

use std::time::{Duration, Instant};

/// A stop watch that runs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Watch(Instant);

impl Watch {
    /// From now on.
    #[expect(clippy::disallowed_methods, reason = "measuring time is what this program is for")]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    /// Since the start.
    pub(crate) fn read(self) -> Duration {
        self.0.elapsed()
    }
}

/// Does something and says how long that took.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let watch = Watch::start();
    let done = work();
    (done, watch.read())
}

/// The middle one; of an even number the later of the two in the middle.
pub(crate) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// How many times the one takes what the other takes.
pub(crate) fn times(ours: Duration, other: Duration) -> f64 {
    ours.as_secs_f64() / other.as_secs_f64()
}

/// The exponent of growth from one size to another: 1 is in proportion, 2 is squared.
pub(crate) fn slope(small: (usize, Duration), large: (usize, Duration)) -> f64 {
    let growth = large.0 as f64 / small.0 as f64;
    times(large.1, small.1).ln() / growth.ln()
}

/// The same of a quantity that is no time.
pub(crate) fn exponent(small: (usize, usize), large: (usize, usize)) -> f64 {
    (large.1 as f64 / small.1 as f64).ln() / (large.0 as f64 / small.0 as f64).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_one_in_the_middle() {
        let times = [9, 1, 5].map(Duration::from_millis).to_vec();
        assert_eq!(median(times), Duration::from_millis(5));
        assert_eq!(median(vec![]), Duration::ZERO);
    }

    #[test]
    fn ten_times_as_much_in_a_hundred_times_the_time_has_slope_two() {
        let (small, large) = (Duration::from_millis(1), Duration::from_millis(100));
        assert!((slope((10, small), (100, large)) - 2.0).abs() < 1e-9);
    }
}

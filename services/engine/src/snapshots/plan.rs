//! When a snapshot is written, and which ones go.
//!
//! A moment of the past costs what its nearest snapshot takes to read and what is folded behind that.
//! An older snapshot is smaller, so that more may be folded behind it: the gaps grow with age, from a
//! twenty-second of the log at its end to an eleventh at its beginning. To fold that much, and to read what
//! stands before it, is a tenth of folding everything; and all of them together are about fourteen times
//! the largest, which is half of the log.

use events::Position;

use super::FEW;

/// Whether so much happened since the newest that it is time for another.
pub(super) fn is_due(newest: Position, position: Position) -> bool {
    position.0.saturating_sub(newest.0) >= gap(position.0, position.0)
}

/// Whether so much happened since the newest that the next start gains from another.
pub(super) fn is_worth_it_at_the_end(newest: Position, position: Position) -> bool {
    position.0.saturating_sub(newest.0) > position.0 / 100
}

/// Where a log of this length would have been written down on the way to its end, had it been followed.
pub(super) fn stops(from: Position, to: Position) -> Vec<Position> {
    let mut stops = vec![];
    let mut stop = to.0;
    while stop.saturating_sub(from.0) >= 2 * gap(stop, to.0) {
        stop -= gap(stop, to.0);
        stops.push(Position(stop));
    }
    stops.reverse();
    stops
}

/// Those whose neighbours would do without them.
pub(super) fn too_many(ascending: &[Position]) -> Vec<Position> {
    let Some(newest) = ascending.last() else { return vec![] };
    let mut kept = ascending.to_vec();
    let mut gone = vec![];
    // From the end, so that the newest ones stay.
    let mut place = kept.len().saturating_sub(2);
    while place > 0 {
        let (older, newer) = (kept[place - 1], kept[place + 1]);
        if newer.0 - older.0 <= gap(newer.0, newest.0) {
            gone.push(kept.remove(place));
        }
        place -= 1;
    }
    gone
}

/// How far the one before may lie in front of a position, in a log of some length.
fn gap(position: u64, head: u64) -> u64 {
    let age = head - position;
    ((head + age) / 22).max(FEW)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MOST: usize = 30;

    #[test]
    fn a_million_events_from_the_beginning_leave_some_with_gaps_that_grow_with_age() {
        let stops: Vec<_> = stops(Position(0), Position(1_000_000)).iter().map(|it| it.0).collect();
        assert_eq!(stops.len(), 14);
        assert_eq!((stops[0], stops[11..].to_vec()), (136_757, vec![857_346, 907_026, 954_546]));
        assert!(super::stops(Position(0), Position(FEW - 1)).is_empty(), "a short log needs none");
    }

    proptest! {
        #[test]
        fn however_a_log_grows_there_are_few_and_none_is_far_from_the_next(
            growths in prop::collection::vec(1..400_000_u64, 1..200),
        ) {
            let (mut kept, mut head): (Vec<Position>, u64) = (vec![], 0);
            for growth in growths {
                head += growth;
                let newest = kept.last().copied().unwrap_or_default();
                if is_due(newest, Position(head)) {
                    kept.push(Position(head));
                    let gone = too_many(&kept);
                    kept.retain(|it| !gone.contains(it));
                    prop_assert_eq!(kept.last(), Some(&Position(head)), "the newest stays");
                }
            }
            prop_assert!(kept.len() <= MOST, "{} of {head}", kept.len());
            for pair in kept.windows(2) {
                let (older, newer) = (pair[0].0, pair[1].0);
                prop_assert!(newer - older <= gap(newer, head).max(head / 22 + 400_000));
            }
        }
    }
}

//! The positions of a log, ascending. They nearly always follow one another, so only where they jump is
//! kept: a whole log mostly takes one entry.

use events::Position;
use serde::{Deserialize, Serialize};

/// Positions by their places: the first is at place 0.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Positions {
    /// Runs of positions that follow one another: the place and the position with which each begins.
    runs: Vec<(usize, Position)>,
    len: usize,
}

impl Positions {
    /// Behind all that are there.
    pub(super) fn push(&mut self, position: Position) {
        let next = self.runs.last().map(|(place, first)| first.0 + (self.len - place) as u64);
        if next != Some(position.0) {
            self.runs.push((self.len, position));
        }
        self.len += 1;
    }

    /// At a place that is there.
    pub(super) fn at(&self, place: usize) -> Position {
        let run = self.runs.partition_point(|it| it.0 <= place) - 1;
        let (start, first) = self.runs[run];
        Position(first.0 + (place - start) as u64)
    }

    /// How many come before a position.
    pub(super) fn before(&self, position: Position) -> usize {
        let runs = self.runs.partition_point(|it| it.1 < position);
        let Some((start, first)) = self.runs[..runs].last() else { return 0 };
        let end = self.runs.get(runs).map_or(self.len, |it| it.0);
        usize::try_from(position.0 - first.0).map_or(end, |into| end.min(start + into))
    }

    /// How many come up to a position, itself counted.
    pub(super) fn up_to(&self, position: Position) -> usize {
        self.before(Position(position.0.saturating_add(1)))
    }

    /// The place of a position, if it is there.
    pub(super) fn place(&self, position: Position) -> Option<usize> {
        let place = self.before(position);
        (place < self.len && self.at(place) == position).then_some(place)
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::btree_set, prelude::*};

    use super::*;

    proptest! {
        #[test]
        fn they_are_found_as_in_a_list(all in btree_set(1..60_u64, 0..50)) {
            let list: Vec<_> = all.into_iter().map(Position).collect();
            let mut positions = Positions::default();
            for position in &list {
                positions.push(*position);
            }
            for (place, position) in list.iter().enumerate() {
                prop_assert_eq!(positions.at(place), *position);
            }
            for position in (0..61).map(Position) {
                prop_assert_eq!(positions.before(position), list.partition_point(|it| *it < position));
                prop_assert_eq!(positions.up_to(position), list.partition_point(|it| *it <= position));
                prop_assert_eq!(positions.place(position), list.binary_search(&position).ok());
            }
        }

        #[test]
        fn as_long_as_they_follow_one_another_they_take_one_run(first in 0..9_u64, count in 1..99_u64) {
            let mut positions = Positions::default();
            (first..first + count).for_each(|it| positions.push(Position(it)));
            prop_assert_eq!(positions.runs.len(), 1);
        }
    }
}

//! Delta debugging: the smallest part of what happened that still makes a difference.
//!
//! `ddmin` of Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", IEEE TSE 28(2),
//! 2002: what it gives suffices, and none of it can be left out alone.

/// A part that suffices, and whether the search came to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Minimal<T> {
    pub(super) part: Vec<T>,
    /// Whether nothing of it can be left out alone; false where the budget was used up before.
    pub(super) is_minimal: bool,
}

/// Looks for a small part of `all`, which suffices as a whole. `suffices` says nothing once its budget is
/// used up.
pub(super) fn minimal<T: Clone>(
    all: Vec<T>,
    mut suffices: impl FnMut(&[T]) -> Option<bool>,
) -> Minimal<T> {
    let (mut part, mut pieces) = (all, 2);
    while part.len() > 1 {
        let size = part.len().div_ceil(pieces);
        match smaller(&part, size, &mut suffices) {
            None => return Minimal { part, is_minimal: false },
            Some(Found::Piece(piece)) => (part, pieces) = (piece, 2),
            Some(Found::Rest(rest)) => (part, pieces) = (rest, (pieces - 1).max(2)),
            Some(Found::Nothing) if size == 1 => return Minimal { part, is_minimal: true },
            Some(Found::Nothing) => pieces = (pieces * 2).min(part.len()),
        }
    }
    Minimal { part, is_minimal: true }
}

enum Found<T> {
    Piece(Vec<T>),
    Rest(Vec<T>),
    Nothing,
}

/// None where the budget is used up.
fn smaller<T: Clone>(
    part: &[T],
    size: usize,
    suffices: &mut impl FnMut(&[T]) -> Option<bool>,
) -> Option<Found<T>> {
    for piece in part.chunks(size) {
        if suffices(piece)? {
            return Some(Found::Piece(piece.to_vec()));
        }
    }
    // Of two pieces each is the rest of the other.
    for first in (0..part.len()).step_by(size).filter(|_| part.len() > 2 * size) {
        let end = (first + size).min(part.len());
        let rest = [&part[..first], &part[end..]].concat();
        if suffices(&rest)? {
            return Some(Found::Rest(rest));
        }
    }
    Some(Found::Nothing)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_needed_together_is_found_however_far_apart_it_stands() {
        let mut tried = 0;
        let found = minimal((0..100).collect(), |part: &[i32]| {
            tried += 1;
            Some([7, 50, 93].iter().all(|it| part.contains(it)))
        });
        assert_eq!(found, Minimal { part: vec![7, 50, 93], is_minimal: true });
        assert!(tried < 200, "{tried}");
    }

    #[test]
    fn where_the_budget_ends_what_is_left_suffices_but_may_not_be_minimal() {
        let mut budget = 5;
        let found = minimal((0..100).collect(), |part: &[i32]| {
            budget -= 1;
            (budget >= 0).then(|| [7, 93].iter().all(|it| part.contains(it)))
        });
        assert!(!found.is_minimal && found.part.contains(&7) && found.part.contains(&93));
    }

    proptest! {
        #[test]
        fn none_of_it_can_be_left_out_alone(
            needed in prop::collection::btree_set(0..40_u8, 1..6),
            others in prop::collection::btree_set(0..40_u8, 1..6),
        ) {
            // Either set suffices, so that more than one part is minimal.
            let suffices = |part: &[u8]| {
                needed.iter().all(|it| part.contains(it)) || others.iter().all(|it| part.contains(it))
            };
            let found = minimal((0..40).collect(), |part| Some(suffices(part)));
            prop_assert!(found.is_minimal && suffices(&found.part));
            for left_out in &found.part {
                let rest: Vec<u8> = found.part.iter().copied().filter(|it| it != left_out).collect();
                prop_assert!(!suffices(&rest));
            }
        }
    }
}

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
    /// The lines of a what-if that stand behind it as well; only in the answer to one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hypothetical: Vec<u64>,
}

/// Positions from here on are those of what never happened: a what-if tries out its line `n` as if
/// it stood this far behind the beginning, so that no log ever reaches it.
const HYPOTHETICAL: u64 = 1 << 63;

/// The most positions that stand in a link which names them one by one.
const LINKED: usize = 1_000;

/// Where the events of a line of a what-if stand, lines counted from 1.
pub(crate) fn hypothetical(line: u64) -> Position {
    Position(HYPOTHETICAL + line)
}

impl Evidence {
    /// The evidence of a figure that is named by `of`, such as `coverage/exchange/0189…`.
    pub fn new(positions: &BTreeSet<Position>, of: &str) -> Self {
        if positions.last() >= Some(&Position(HYPOTHETICAL)) {
            return Self::of_events(positions);
        }
        Self::linked(positions.iter(), of)
    }

    /// The same of positions in any order, some of them perhaps more than once.
    pub(crate) fn of_all(positions: impl Iterator<Item = Position>, of: &str) -> Self {
        let mut positions: Vec<_> = positions.collect();
        positions.sort_unstable();
        positions.dedup();
        if positions.last() >= Some(&Position(HYPOTHETICAL)) {
            return Self::of_events(&positions.into_iter().collect());
        }
        Self::linked(positions.iter(), of)
    }

    /// The evidence of a figure that no question asks for by a name: its link names the events.
    pub fn of_events(positions: &BTreeSet<Position>) -> Self {
        let happened = positions.range(..Position(HYPOTHETICAL));
        let named = happened.clone().rev().take(LINKED).map(ToString::to_string);
        let of = format!("events/{}", named.collect::<Vec<_>>().join(","));
        let tried = positions.range(Position(HYPOTHETICAL)..);
        let hypothetical = tried.map(|it| it.0 - HYPOTHETICAL).collect();
        Self { hypothetical, ..Self::linked(happened, &of) }
    }

    /// The same where only the newest were looked up, newest first, and all were counted; none where
    /// one of them only stands in a what-if, so that they must be looked at one by one.
    pub(crate) fn counted(newest: &[Position], count: usize, of: &str) -> Option<Self> {
        let is_hypothetical = newest.first().is_some_and(|it| it.0 >= HYPOTHETICAL);
        let told = || Self::told(newest.iter().take(SHOWN).copied().collect(), count, of);
        (!is_hypothetical).then(told)
    }

    fn linked<'a>(
        positions: impl DoubleEndedIterator<Item = &'a Position> + Clone,
        of: &str,
    ) -> Self {
        let newest = positions.clone().rev().take(SHOWN).copied().collect();
        Self::told(newest, positions.count(), of)
    }

    fn told(evidence: Vec<Position>, evidence_count: usize, of: &str) -> Self {
        Self {
            evidence,
            evidence_count,
            evidence_link: format!("/api/v1/evidence?of={of}"),
            hypothetical: vec![],
        }
    }
}

/// The events that a link names one by one: `events/77,31`; none where that is no such name, or one
/// of them is beyond `last`.
pub(crate) fn named_events(of: &str, last: Position) -> Option<BTreeSet<Position>> {
    let named = of.strip_prefix("events/")?;
    if named.is_empty() {
        return Some(BTreeSet::new());
    }
    let read =
        |it: &str| it.parse().ok().map(Position).filter(|it| (Position(1)..=last).contains(it));
    named.split(',').take(LINKED).map(read).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_only_tried_out_is_told_by_its_lines_and_counts_as_no_event() {
        let behind = BTreeSet::from([Position(3), Position(7), hypothetical(1), hypothetical(4)]);
        let evidence = Evidence::new(&behind, "loops/unit/all");
        assert_eq!(evidence.evidence, [Position(7), Position(3)]);
        assert_eq!((evidence.evidence_count, evidence.hypothetical), (2, vec![1, 4]));
        let of = evidence.evidence_link.split_once("of=").unwrap().1;
        assert_eq!(named_events(of, Position(7)), Some(BTreeSet::from([Position(3), Position(7)])));
    }

    #[test]
    fn events_are_named_only_where_they_happened() {
        assert_eq!(named_events("events/", Position(0)), Some(BTreeSet::new()));
        for wrong in ["events/8", "events/0", "events/x", "events/1,", "loops/1"] {
            assert_eq!(named_events(wrong, Position(7)), None, "{wrong}");
        }
    }
}

//! What was measured, month by month, in pieces of at most a thousand pairs.

use serde::Serialize;
use serde_json::{Value, json};

use crate::analyse::{
    self,
    log::Log,
    months::{self, Month},
};

/// One event holds no more.
const PAIRS_MAX: usize = 1_000;

#[derive(Debug)]
pub(super) struct Measured {
    /// Commands' names and bodies, in order of month.
    pub(super) records: Vec<(&'static str, Value)>,
    pub(super) hand_overs: usize,
    pub(super) bounces: usize,
}

pub(super) fn records(log: &Log, column: usize, level: &str) -> Measured {
    let hand_overs = months::hand_overs(log, column);
    let bounces = months::bounces(log, column);
    let mut records = Vec::new();
    pieces("record-measured-hand-overs", level, &hand_overs, &mut records);
    pieces("record-measured-bounces", level, &bounces, &mut records);
    let equally_often = analyse::equally_often(log, column);
    if !equally_often.is_empty() {
        let body = json!({ "level": level, "equally_often": equally_often });
        records.push(("record-compared-cases", body));
    }
    Measured {
        records,
        hand_overs: hand_overs.iter().flat_map(|it| &it.pairs).map(|it| it.times).sum(),
        bounces: bounces.iter().flat_map(|it| &it.pairs).map(|it| it.occurrences).sum(),
    }
}

fn pieces<P: Serialize>(
    command: &'static str,
    level: &str,
    months: &[Month<P>],
    records: &mut Vec<(&'static str, Value)>,
) {
    for Month { month, pairs } in months {
        for (part, pairs) in pairs.chunks(PAIRS_MAX).enumerate() {
            let body = json!({ "level": level, "month": month, "part": part, "pairs": pairs });
            records.push((command, body));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_a_thousand_pairs_are_told_in_parts() {
        let month = Month { month: "2024-01".to_owned(), pairs: (0..2_001).collect() };
        let mut records = Vec::new();
        pieces("record", "team", &[month], &mut records);
        let sizes: Vec<_> = records
            .iter()
            .map(|(_, it)| (it["part"].as_u64(), it["pairs"].as_array().unwrap().len()))
            .collect();
        assert_eq!(sizes, [(Some(0), 1_000), (Some(1), 1_000), (Some(2), 1)]);
    }
}

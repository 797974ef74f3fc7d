//! Pairs of labels that people would write, with what a person says of them:
//! `tests/data/labels.csv`.

use anyhow::{Context as _, Result, bail};
use similarity::{index::Index, score::ALIKE};

use crate::matching::Figures;

const LABELS: &str = include_str!("../../../../tests/data/labels.csv");

/// Which half of the pairs, by a hash of the pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Half {
    /// What is set was set on these.
    Tuning,
    /// These are only ever scored.
    HeldBack,
}

/// A pair and the verdict of a person.
#[derive(Debug)]
pub(crate) struct Label {
    pub(crate) is_same: bool,
    pub(crate) kind: &'static str,
    pub(crate) a: &'static str,
    pub(crate) b: &'static str,
}

#[derive(Debug)]
pub(crate) struct Judged {
    pub(crate) figures: Figures,
    pub(crate) pairs: usize,
    /// Opposites told apart, of all opposites.
    pub(crate) opposites: (usize, usize),
}

impl Label {
    fn half(&self) -> Half {
        if hash(self.a, self.b) % 2 == 1 { Half::HeldBack } else { Half::Tuning }
    }
}

/// FNV-1a (Fowler, Noll and Vo) of both with a tab between them, both halves of it folded together.
fn hash(a: &str, b: &str) -> u64 {
    let bytes = a.bytes().chain([b'\t']).chain(b.bytes());
    let mix = |hash: u64, it: u8| (hash ^ u64::from(it)).wrapping_mul(0x0100_0000_01b3);
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325, mix);
    hash ^ (hash >> 32)
}

pub(crate) fn all() -> Result<Vec<Label>> {
    LABELS.lines().skip(1).map(read).collect()
}

fn read(line: &'static str) -> Result<Label> {
    let fields: Vec<&str> = line.split(';').collect();
    let [verdict, kind, a, b] = fields[..] else { bail!("`{line}` is not four fields") };
    let is_same = match verdict {
        "same" => true,
        "different" => false,
        other => bail!("`{other}` is no verdict"),
    };
    Ok(Label { is_same, kind, a, b })
}

/// Each pair of the half with its score, among all labels of both halves.
pub(crate) fn scored(half: Half) -> Result<Vec<(Label, f32)>> {
    let labels = all().context("tests/data/labels.csv")?;
    let mut index = Index::default();
    for name in labels.iter().flat_map(|it| [it.a, it.b]) {
        index.put(name, name);
    }
    let of_half = labels.into_iter().filter(|it| it.half() == half);
    let score = |it: &Label| index.score(it.a, it.b);
    Ok(of_half
        .map(|it| {
            let score = score(&it);
            (it, score)
        })
        .collect())
}

pub(crate) fn judged(half: Half) -> Result<Judged> {
    let mut judged = Judged { figures: Figures::default(), pairs: 0, opposites: (0, 0) };
    for (label, score) in scored(half)? {
        let is_found = score >= ALIKE;
        judged.pairs += 1;
        match (label.is_same, is_found) {
            (true, true) => judged.figures.right += 1,
            (true, false) => judged.figures.missed += 1,
            (false, true) => judged.figures.wrong += 1,
            (false, false) => {}
        }
        if label.kind == "opposite" {
            judged.opposites.0 += usize::from(!is_found);
            judged.opposites.1 += 1;
        }
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn there_are_three_hundred_pairs_and_each_stands_once() {
        let labels = all().unwrap();
        let distinct: BTreeSet<_> =
            labels.iter().map(|it| (it.a.min(it.b), it.a.max(it.b))).collect();
        assert!(labels.len() >= 300, "{}", labels.len());
        assert_eq!(distinct.len(), labels.len());
    }

    #[test]
    fn every_trap_of_opposites_is_told_apart() {
        for half in [Half::Tuning, Half::HeldBack] {
            let (told, all) = judged(half).unwrap().opposites;
            assert_eq!(told, all);
            assert!(all >= 10, "{all}");
        }
    }

    #[test]
    fn both_halves_reach_their_floors() {
        let tuning = judged(Half::Tuning).unwrap().figures;
        assert!(tuning.f1() >= 0.95, "{tuning}");
        let held_back = judged(Half::HeldBack).unwrap().figures;
        assert!(held_back.f1() >= HELD_BACK_FLOOR, "{held_back}");
    }

    const HELD_BACK_FLOOR: f64 = 0.9;
}

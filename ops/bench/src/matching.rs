//! How well what says the same is found: on pairs of labels of our own, and on a public contest.
//!
//! Everything that can be set was set on the tuning half of the labels and on the contest's birth
//! registration. The other half of the labels is held back: nobody looked at it while setting anything.

pub(crate) mod calibration;
pub(crate) mod contest;
pub(crate) mod labels;

use anyhow::Result;

use crate::{
    Options,
    goal::Goal,
    table::{Bound, Row},
};
use labels::Half;

/// Both halves of the labels, then the contest where its models are at hand.
pub(crate) fn measure(_: &Options) -> Result<Vec<Row>> {
    let mut rows = vec![];
    for (half, name) in [(Half::Tuning, "tuning half"), (Half::HeldBack, "half held back")] {
        let judged = labels::judged(half)?;
        rows.push(Row {
            name: format!("labels, German and English: {name}"),
            ours: judged.figures.to_string(),
            limit: "a person's verdict".to_owned(),
            ratio: format!("{} of {} opposites told apart", judged.opposites.0, judged.opposites.1),
            goal: Some(Goal::AtLeast(0.9, judged.figures.f1())),
            n: format!("{} pairs", judged.pairs),
            bound: Bound::Processor,
        });
    }
    let calibration = calibration::held_back()?;
    rows.push(Row {
        name: "scores as expected precision: half held back".to_owned(),
        ours: format!("Brier {:.3}, calibration error {:.3}", calibration.brier, calibration.error),
        limit: "0.250 for who always says one half".to_owned(),
        ratio: calibration.by_bin(),
        goal: Some(Goal::AtMost(0.08, calibration.brier)),
        n: "151 pairs".to_owned(),
        bound: Bound::Processor,
    });
    let Some(birth) = contest::birth()? else {
        rows.push(skipped());
        return Ok(rows);
    };
    rows.push(Row {
        name: "models, birth registration (PMMC 2015), micro".to_owned(),
        ours: birth.micro.to_string(),
        limit: contest::PUBLISHED.to_owned(),
        ratio: format!("macro F1 {:.3}", birth.macro_f1),
        goal: Some(Goal::AtLeast(0.57, birth.micro.f1())),
        n: format!("{} pairs of models, {} correspondences", birth.pairs, birth.gold),
        bound: Bound::Processor,
    });
    Ok(rows)
}

fn skipped() -> Row {
    Row {
        name: "models, birth registration (PMMC 2015)".to_owned(),
        ours: "SKIPPED: no models".to_owned(),
        limit: contest::PUBLISHED.to_owned(),
        ratio: "ACKER_DATA names the folder that holds `pmmc2015`".to_owned(),
        goal: None,
        n: "0".to_owned(),
        bound: Bound::Processor,
    }
}

/// What was found, held against what should be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Figures {
    pub(crate) right: usize,
    pub(crate) wrong: usize,
    pub(crate) missed: usize,
}

impl Figures {
    pub(crate) fn precision(self) -> f64 {
        share(self.right, self.right + self.wrong)
    }

    pub(crate) fn recall(self) -> f64 {
        share(self.right, self.right + self.missed)
    }

    pub(crate) fn f1(self) -> f64 {
        share(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }
}

impl std::fmt::Display for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (precision, recall, f1) = (self.precision(), self.recall(), self.f1());
        write!(f, "precision {precision:.3}, recall {recall:.3}, F1 {f1:.3}")
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f1_is_between_precision_and_recall() {
        let figures = Figures { right: 6, wrong: 2, missed: 6 };
        assert_eq!(figures.to_string(), "precision 0.750, recall 0.500, F1 0.600");
        assert!(Figures::default().f1().abs() < f64::EPSILON);
    }
}

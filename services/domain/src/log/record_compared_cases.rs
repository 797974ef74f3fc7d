//! Record how long cases in which work came back took, beside cases handed over equally often. Recording the level again replaces it.

use events::{
    Words,
    log::{CasesCompared, EquallyOften},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Log;
use crate::{Command, Decision, Rejection, fields::Fields};

/// The most numbers of hand-overs that are compared.
const COMPARED_MAX: usize = 100;

/// Record cases that bounced beside others that were handed over equally often. A level that is recorded again is replaced.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordComparedCases {
    /// The column of the values between which work was handed over.
    pub level: Words,
    /// By number of hand-overs, at most 100.
    pub equally_often: Vec<EquallyOften>,
}

impl Command for RecordComparedCases {
    type Aggregate = Log;
    const NAME: &'static str = "record-compared-cases";

    fn decide(self, log: &Log) -> Decision {
        self.check()?;
        let Self { level, equally_often } = self;
        let compared = CasesCompared { level, equally_often };
        let is_so = log.compared.get(&compared.level) == Some(&compared);
        Ok(if is_so { vec![] } else { vec![compared.into()] })
    }
}

impl RecordComparedCases {
    fn check(&self) -> Result<(), Rejection> {
        let mut fields = Fields::default();
        fields.name("/level", &self.level);
        fields.at_most("/equally_often", self.equally_often.len(), COMPARED_MAX);
        for (place, it) in self.equally_often.iter().enumerate().take(COMPARED_MAX) {
            for (name, group) in [("bounced", it.bounced), ("not_bounced", it.not_bounced)] {
                let pointer = format!("/equally_often/{place}/{name}/median_days");
                fields.amount(&pointer, group.median_days.as_ref());
            }
        }
        fields.finish()
    }
}

#[cfg(test)]
mod tests {
    use events::log::CasesAndMedian;

    use super::*;
    use crate::{log::fixtures::imported, testing::given};

    #[test]
    fn records_the_comparison_of_a_level() {
        let compared = CasesCompared { level: "team".into(), equally_often: vec![twice(7.5)] };
        given([imported().into()]).when(record(7.5)).then([compared.into()]);
    }

    #[test]
    fn a_comparison_made_again_replaces_the_one_before() {
        let compared =
            |days| CasesCompared { level: "team".into(), equally_often: vec![twice(days)] };
        given([imported().into(), compared(7.5).into()])
            .when(record(8.0))
            .then([compared(8.0).into()]);
    }

    #[test]
    fn refuses_days_below_zero() {
        given([imported().into()]).when(record(-1.0)).then_refused_as("median-days-negative");
    }

    fn record(days: f64) -> RecordComparedCases {
        RecordComparedCases { level: "team".into(), equally_often: vec![twice(days)] }
    }

    fn twice(days: f64) -> EquallyOften {
        let bounced = CasesAndMedian { cases: 309, median_days: Some(days) };
        let not_bounced = CasesAndMedian { cases: 0, median_days: None };
        EquallyOften { hand_overs: 2, bounced, not_bounced }
    }
}

//! Record how often work left a value of a log and came back in a month. Recording the month again replaces it.

use events::{
    Words,
    log::{BouncesMeasured, MeasuredBounce},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Log, PAIRS_MAX, Values, check_month};
use crate::{Command, Decision, Rejection, fields::Fields};

/// Record measured bounces of one month. A month that is recorded again is replaced.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordMeasuredBounces {
    /// The column of the values.
    pub level: Words,
    /// `2012-04`.
    pub month: String,
    /// Parts of a month with more than 1,000 pairs: 0, 1, 2 …
    #[serde(default)]
    pub part: u32,
    /// At most 1,000.
    pub pairs: Vec<BouncePair>,
}

/// Work that went from A to B and back to A.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BouncePair {
    /// A, then B.
    pub between: (Words, Words),
    /// Cases that went back and forth between the two, in either direction, for the first time: added up
    /// over months and directions they are the cases, each once.
    pub cases: u64,
    /// How many times.
    pub occurrences: u64,
    /// Median time at B.
    pub median_stay_hours: f64,
}

impl Command for RecordMeasuredBounces {
    type Aggregate = Log;
    const NAME: &'static str = "record-measured-bounces";

    fn decide(self, log: &Log) -> Decision {
        self.check()?;
        let Self { level, month, part, pairs } = self;
        let mut values = Values::default();
        let pairs = pairs.iter().map(|pair| {
            let BouncePair { between: (a, b), cases, occurrences, median_stay_hours } = pair;
            let between = (values.place(a), values.place(b));
            let (cases, occurrences) = (*cases, *occurrences);
            MeasuredBounce { between, cases, occurrences, median_stay_hours: *median_stay_hours }
        });
        let pairs = pairs.collect();
        let measured = BouncesMeasured { level, month, part, values: values.values, pairs };
        let place = (measured.level.clone(), measured.month.clone(), part);
        let is_so = log.bounces.get(&place) == Some(&measured);
        Ok(if is_so { vec![] } else { vec![measured.into()] })
    }
}

impl RecordMeasuredBounces {
    fn check(&self) -> Result<(), Rejection> {
        let mut fields = Fields::default();
        fields.name("/level", &self.level);
        check_month(&mut fields, &self.month);
        fields.at_most("/pairs", self.pairs.len(), PAIRS_MAX);
        for (place, pair) in self.pairs.iter().enumerate().take(PAIRS_MAX) {
            fields.name(&format!("/pairs/{place}/between/0"), &pair.between.0);
            fields.name(&format!("/pairs/{place}/between/1"), &pair.between.1);
            let stay = Some(&pair.median_stay_hours);
            fields.amount(&format!("/pairs/{place}/median_stay_hours"), stay);
        }
        fields.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{log::fixtures::imported, testing::given};

    #[test]
    fn records_the_bounces_of_the_month() {
        let bounce =
            MeasuredBounce { between: (0, 1), cases: 2, occurrences: 3, median_stay_hours: 4.0 };
        let measured = BouncesMeasured {
            level: "team".into(),
            month: "2012-04".to_owned(),
            part: 0,
            values: vec!["A".into(), "B".into()],
            pairs: vec![bounce],
        };
        given([imported().into()]).when(record(4.0)).then([measured.into()]);
    }

    #[test]
    fn refuses_a_negative_stay() {
        given([imported().into()]).when(record(-1.0)).then_refused_as("median-stay-hours-negative");
    }

    fn record(median_stay_hours: f64) -> RecordMeasuredBounces {
        let between = ("A".into(), "B".into());
        let pair = BouncePair { between, cases: 2, occurrences: 3, median_stay_hours };
        let (level, month) = ("team".into(), "2012-04".to_owned());
        RecordMeasuredBounces { level, month, part: 0, pairs: vec![pair] }
    }
}

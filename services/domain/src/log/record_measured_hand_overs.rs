//! Record how often work went from one value of a log to another in a month. Recording the month again replaces it.

use events::{
    Words,
    log::{HandOversMeasured, MeasuredHandOver},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Log, PAIRS_MAX, Values, check_month};
use crate::{Command, Decision, Rejection, fields::Fields};

/// Record measured hand-overs of one month. A month that is recorded again is replaced.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordMeasuredHandOvers {
    /// The column of the values.
    pub level: Words,
    /// `2012-04`.
    pub month: String,
    /// Parts of a month with more than 1,000 pairs: 0, 1, 2 …
    #[serde(default)]
    pub part: u32,
    /// At most 1,000.
    pub pairs: Vec<HandOverPair>,
}

/// Hand-overs from one value to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOverPair {
    /// The value that handed over.
    pub from: Words,
    /// The value that took over.
    pub to: Words,
    /// How many times.
    pub times: u64,
    /// Median time between the two events.
    pub median_hours: f64,
}

impl Command for RecordMeasuredHandOvers {
    type Aggregate = Log;
    const NAME: &'static str = "record-measured-hand-overs";

    fn decide(self, log: &Log) -> Decision {
        self.check()?;
        let Self { level, month, part, pairs } = self;
        let mut values = Values::default();
        let pairs = pairs.iter().map(|HandOverPair { from, to, times, median_hours }| {
            let (from, to) = (values.place(from), values.place(to));
            MeasuredHandOver { from, to, times: *times, median_hours: *median_hours }
        });
        let pairs = pairs.collect();
        let measured = HandOversMeasured { level, month, part, values: values.values, pairs };
        let place = (measured.level.clone(), measured.month.clone(), part);
        let is_so = log.hand_overs.get(&place) == Some(&measured);
        Ok(if is_so { vec![] } else { vec![measured.into()] })
    }
}

impl RecordMeasuredHandOvers {
    fn check(&self) -> Result<(), Rejection> {
        let mut fields = Fields::default();
        fields.name("/level", &self.level);
        check_month(&mut fields, &self.month);
        fields.at_most("/pairs", self.pairs.len(), PAIRS_MAX);
        for (place, pair) in self.pairs.iter().enumerate().take(PAIRS_MAX) {
            fields.name(&format!("/pairs/{place}/from"), &pair.from);
            fields.name(&format!("/pairs/{place}/to"), &pair.to);
            fields.amount(&format!("/pairs/{place}/median_hours"), Some(&pair.median_hours));
        }
        fields.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{log::fixtures::imported, testing::given};

    #[test]
    fn records_each_value_once() {
        let (there, back) = (
            MeasuredHandOver { from: 0, to: 1, times: 5, median_hours: 2.0 },
            MeasuredHandOver { from: 1, to: 0, times: 3, median_hours: 2.0 },
        );
        let measured = HandOversMeasured {
            level: "team".into(),
            month: "2012-04".to_owned(),
            part: 0,
            values: vec!["A".into(), "B".into()],
            pairs: vec![there, back],
        };
        given([imported().into()])
            .when(record(vec![pair("A", "B", 5), pair("B", "A", 3)]))
            .then([measured.into()]);
    }

    #[test]
    fn refuses_more_than_a_thousand_pairs() {
        given([imported().into()])
            .when(record(vec![pair("A", "B", 1); 1001]))
            .then_refused_as("pairs-too-many");
    }

    #[test]
    fn refuses_a_month_that_is_none() {
        let wrong = RecordMeasuredHandOvers { month: "2012-13".to_owned(), ..record(vec![]) };
        given([imported().into()]).when(wrong).then_refused_as("month-malformed");
    }

    fn record(pairs: Vec<HandOverPair>) -> RecordMeasuredHandOvers {
        RecordMeasuredHandOvers {
            level: "team".into(),
            month: "2012-04".to_owned(),
            part: 0,
            pairs,
        }
    }

    fn pair(from: &'static str, to: &'static str, times: u64) -> HandOverPair {
        HandOverPair { from: from.into(), to: to.into(), times, median_hours: 2.0 }
    }
}

//! Say what an idea would bring, and once it was tried or implemented, measure what it brought.

use events::idea::{BenefitEstimated, BenefitMeasured, Status};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Idea;
use crate::{Command, Decision, Rejection, fields::Fields};

/// Estimate what an idea would save a month, and what it would cost once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct EstimateBenefit(pub BenefitEstimated);

impl Command for EstimateBenefit {
    type Aggregate = Idea;
    const NAME: &'static str = "estimate-benefit";

    fn decide(self, idea: &Idea) -> Decision {
        let BenefitEstimated { hours_per_month, one_off_hours } = &self.0;
        let mut fields = Fields::default();
        fields.balance("/hours_per_month", *hours_per_month);
        fields.amount("/one_off_hours", one_off_hours.as_ref());
        fields.finish()?;
        let is_so = idea.estimated.as_ref() == Some(&self.0);
        Ok(if is_so { vec![] } else { vec![self.0.into()] })
    }
}

/// Measure what an idea saved a month, from a day to a day, and say how. It may have cost more than before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct MeasureBenefit(pub BenefitMeasured);

impl Command for MeasureBenefit {
    type Aggregate = Idea;
    const NAME: &'static str = "measure-benefit";

    fn decide(self, idea: &Idea) -> Decision {
        let BenefitMeasured { hours_per_month, from, to, how } = &self.0;
        let mut fields = Fields::default();
        fields.balance("/hours_per_month", *hours_per_month);
        if from > to {
            fields.wrong("/to", "out-of-order", "must not be before `from`");
        }
        fields.text("/how", how);
        fields.finish()?;
        if idea.measured.contains(&self.0) {
            return Ok(vec![]);
        }
        if !idea.was_tried && idea.working.is_empty() {
            return Err(Rejection::Status(idea.status, &[Status::InPilot, Status::Implemented]));
        }
        Ok(vec![self.0.into()])
    }
}

#[cfg(test)]
mod tests {
    use events::idea::Implemented;
    use jiff::civil::date;

    use super::*;
    use crate::{
        idea::fixtures::{PUNE, accepted, proposed},
        testing::given,
    };

    #[test]
    fn records_an_estimate_at_any_time() {
        let estimated = BenefitEstimated { hours_per_month: 40.0, one_off_hours: Some(80.0) };
        given([proposed().into()])
            .when(EstimateBenefit(estimated.clone()))
            .then([estimated.into()]);
    }

    #[test]
    fn records_a_measured_loss_too() {
        let implemented = Implemented { units: vec![PUNE] };
        given([proposed().into(), accepted().into(), implemented.into()])
            .when(MeasureBenefit(measured()))
            .then([measured().into()]);
    }

    #[test]
    fn refuses_to_measure_what_nobody_did() {
        given([proposed().into(), accepted().into()])
            .when(MeasureBenefit(measured()))
            .then_refused_as("status");
    }

    #[test]
    fn refuses_an_end_before_the_beginning_and_a_figure_that_is_no_number() {
        let backwards = BenefitMeasured { to: date(2026, 7, 1), ..measured() };
        given([proposed().into()])
            .when(MeasureBenefit(backwards))
            .then_refused_as("to-out-of-order");
        let endless = BenefitMeasured { hours_per_month: f64::NEG_INFINITY, ..measured() };
        given([proposed().into()])
            .when(MeasureBenefit(endless))
            .then_refused_as("hours-per-month-not-finite");
    }

    fn measured() -> BenefitMeasured {
        BenefitMeasured {
            hours_per_month: -2.5,
            from: date(2026, 8, 1),
            to: date(2026, 10, 31),
            how: "Strichliste".into(),
        }
    }
}

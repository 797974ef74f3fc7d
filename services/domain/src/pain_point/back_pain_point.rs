//! Back a pain point: a unit has it too, or says anew what it costs there; or it has it no longer.
//!
//! Without hours, what the unit said before stays. A unit in which it was resolved and that backs it again has it again. One that is resolved
//! everywhere must be reopened first.

use events::pain_point::{Backed, BackingWithdrawn};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::PainPoint;
use crate::{Command, Decision, Needs, Rejection, fields::Fields};

/// Say that a unit has this pain point too, and what it costs there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct BackPainPoint(pub Backed);

impl Command for BackPainPoint {
    type Aggregate = PainPoint;
    const NAME: &'static str = "back-pain-point";

    fn needs(&self, needs: &mut Needs) {
        needs.unit("/unit", Some(&self.0.unit));
    }

    fn decide(self, pain_point: &PainPoint) -> Decision {
        let Backed { unit, hours } = self.0;
        let mut fields = Fields::default();
        fields.effort("/hours", hours.as_ref());
        fields.finish()?;
        let said_before = || pain_point.backings.get(&unit).copied().flatten();
        let hours = hours.or_else(said_before);
        if pain_point.is_resolved_everywhere() {
            return Err(Rejection::Resolved);
        }
        let is_so = pain_point.backings.get(&unit) == Some(&hours)
            && !pain_point.resolutions.contains_key(&Some(unit));
        Ok(if is_so { vec![] } else { vec![Backed { unit, hours }.into()] })
    }
}

/// Say that a unit does not have this pain point any more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct WithdrawBacking(pub BackingWithdrawn);

impl Command for WithdrawBacking {
    type Aggregate = PainPoint;
    const NAME: &'static str = "withdraw-backing";

    fn decide(self, pain_point: &PainPoint) -> Decision {
        let has_it = pain_point.backings.contains_key(&self.0.unit);
        Ok(if has_it { vec![self.0.into()] } else { vec![] })
    }
}

#[cfg(test)]
mod tests {
    use events::pain_point::Resolved;

    use super::*;
    use crate::{
        pain_point::fixtures::{PUNE, TOLUCA, daily, logged},
        testing::given,
    };

    #[test]
    fn records_a_second_unit_that_has_it() {
        given([logged().into()]).when(back_in_toluca()).then([back_in_toluca().0.into()]);
    }

    #[test]
    fn changes_nothing_when_the_first_unit_says_the_same_again() {
        let same = Backed { unit: PUNE, hours: logged().hours };
        given([logged().into()]).when(BackPainPoint(same)).then_nothing();
    }

    #[test]
    fn backing_again_without_hours_keeps_what_was_said() {
        given([logged().into()])
            .when(BackPainPoint(Backed { unit: PUNE, hours: None }))
            .then_nothing();
    }

    #[test]
    fn a_unit_in_which_it_was_resolved_can_have_it_again() {
        given([logged().into(), back_in_toluca().0.into(), resolved(vec![TOLUCA]).into()])
            .when(back_in_toluca())
            .then([back_in_toluca().0.into()]);
    }

    #[test]
    fn refuses_while_it_is_resolved_everywhere() {
        given([logged().into(), resolved(vec![]).into()])
            .when(back_in_toluca())
            .then_rejected(Rejection::Resolved);
    }

    #[test]
    fn records_that_a_unit_has_it_no_longer() {
        let withdrawn = BackingWithdrawn { unit: PUNE };
        given([logged().into()]).when(WithdrawBacking(withdrawn.clone())).then([withdrawn.into()]);
    }

    fn back_in_toluca() -> BackPainPoint {
        BackPainPoint(Backed { unit: TOLUCA, hours: Some(daily(0.5)) })
    }

    fn resolved(units: Vec<events::ids::UnitId>) -> Resolved {
        Resolved { how: "Eine Liste".into(), units, idea: None, found_at: None }
    }
}

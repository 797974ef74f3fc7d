//! Revise a unit: absent keeps, `null` clears. The rule about planning rates holds for what comes out.

use events::unit::Revised;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Unit, check_rate};
use crate::{Command, Decision, fields::Fields};

/// Change something about a unit. Absent keeps, `null` clears.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ReviseUnit(pub Revised);

impl Command for ReviseUnit {
    type Aggregate = Unit;
    const NAME: &'static str = "revise-unit";

    fn decide(self, unit: &Unit) -> Decision {
        let Some(unit) = &unit.0 else { return Ok(vec![]) };
        let Revised { name, head_count: _, working_hours, planning_rate: _ } = &self.0;
        let mut after = unit.now.clone();
        after.revise(&self.0);
        let mut fields = Fields::default();
        fields.not_cleared("/name", name);
        fields.some_name("/name", name.value());
        fields.working_hours("/working_hours", working_hours.value());
        check_rate(&mut fields, after.planning_rate.as_ref(), after.head_count);
        fields.finish()?;
        let now = &unit.now;
        Ok(revised!(self.0, Revised {
            ;
            name: Some(&now.name),
            head_count: now.head_count.as_ref(),
            working_hours: now.working_hours.as_ref(),
            planning_rate: now.planning_rate.as_ref(),
        }))
    }
}

#[cfg(test)]
mod tests {
    use events::{Change, money::Money, unit::Registered};

    use super::*;
    use crate::testing::given;

    #[test]
    fn records_the_new_head_count() {
        let wish = Revised { head_count: Change::Set(9), ..nothing() };
        given([team().into()]).when(ReviseUnit(wish.clone())).then([wish.into()]);
    }

    #[test]
    fn refuses_to_shrink_a_unit_with_a_rate_below_five_people() {
        let wish = Revised { head_count: Change::Set(4), ..nothing() };
        given([team().into()]).when(ReviseUnit(wish)).then_refused_as("planning-rate-too-personal");
    }

    #[test]
    fn lets_it_shrink_when_the_rate_goes_with_it() {
        let planning_rate = Change::Clear;
        let wish = Revised { head_count: Change::Set(4), planning_rate, ..nothing() };
        given([team().into()]).when(ReviseUnit(wish.clone())).then([wish.into()]);
    }

    fn nothing() -> Revised {
        Revised {
            name: Change::Keep,
            head_count: Change::Keep,
            working_hours: Change::Keep,
            planning_rate: Change::Keep,
        }
    }

    fn team() -> Registered {
        Registered {
            name: "Einkauf".into(),
            parent: None,
            site: None,
            head_count: Some(8),
            working_hours: None,
            planning_rate: Some(Money { amount: 60.0, currency: "EUR".to_owned() }),
        }
    }
}

//! Register a unit. A planning rate is kept for units of five people or more only.

use events::unit::Registered;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Unit, check_rate};
use crate::{Command, Decision, Need, Needs, fields::Fields, founded::Founded};

/// Register a unit: a team, department or division.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RegisterUnit(pub Registered);

impl Command for RegisterUnit {
    type Aggregate = Unit;
    const NAME: &'static str = "register-unit";

    fn needs(&self, needs: &mut Needs) {
        if let Some(parent) = self.0.parent {
            needs.add("/parent", Need::Parent(parent));
        }
        needs.site("/site", self.0.site.as_ref());
    }

    fn decide(self, unit: &Unit) -> Decision {
        let Registered { name, parent: _, site: _, head_count, working_hours, planning_rate } =
            &self.0;
        let mut fields = Fields::default();
        fields.name("/name", name);
        fields.working_hours("/working_hours", working_hours.as_ref());
        check_rate(&mut fields, planning_rate.as_ref(), *head_count);
        fields.finish()?;
        Founded::found(unit.0.as_ref(), self.0, "the id of this unit")
    }
}

#[cfg(test)]
mod tests {
    use events::money::Money;

    use super::*;
    use crate::testing::{given, given_nothing};

    #[test]
    fn records_the_unit() {
        given_nothing().when(RegisterUnit(team(4))).then([team(4).into()]);
    }

    #[test]
    fn refuses_a_planning_rate_for_four_people() {
        let rate = Some(Money { amount: 60.0, currency: "EUR".to_owned() });
        let few = Registered { planning_rate: rate.clone(), ..team(4) };
        given_nothing().when(RegisterUnit(few)).then_refused_as("planning-rate-too-personal");
        let enough = Registered { planning_rate: rate, ..team(5) };
        given_nothing().when(RegisterUnit(enough.clone())).then([enough.into()]);
    }

    #[test]
    fn refuses_a_currency_that_is_none() {
        let rate = Some(Money { amount: 60.0, currency: "euro".to_owned() });
        let unit = Registered { planning_rate: rate, ..team(9) };
        given_nothing().when(RegisterUnit(unit)).then_refused_as("currency-unknown");
    }

    #[test]
    fn refuses_an_id_that_names_another_unit() {
        given([team(4).into()]).when(RegisterUnit(team(6))).then_refused_as("id-taken");
    }

    fn team(head_count: u32) -> Registered {
        Registered {
            name: "Einkauf".into(),
            parent: None,
            site: None,
            head_count: Some(head_count),
            working_hours: None,
            planning_rate: None,
        }
    }
}

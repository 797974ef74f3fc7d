//! Unbind a value or an activity of a log: it stands for nothing any more.

use events::log::Unbound;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Log;
use crate::{Command, Decision, fields::Fields};

/// Say that a value (with its column), or an activity of a log stands for nothing any more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Unbind(pub Unbound);

impl Command for Unbind {
    type Aggregate = Log;
    const NAME: &'static str = "unbind";

    fn decide(self, log: &Log) -> Decision {
        let Unbound { by, value, activity } = &self.0;
        let mut fields = Fields::default();
        if by.is_some() != value.is_some() || value.is_some() == activity.is_some() {
            let detail = "either a value with its column `by`, or an activity must be named";
            fields.wrong("/value", "ambiguous", detail);
        }
        fields.finish()?;
        let value = by.clone().zip(value.clone());
        let is_bound = value.is_some_and(|it| log.bound.contains_key(&it))
            || activity.as_ref().is_some_and(|it| log.activities.contains_key(it));
        Ok(if is_bound { vec![self.0.into()] } else { vec![] })
    }
}

#[cfg(test)]
mod tests {
    use events::{ids::UnitId, log::ValueBound, samples::id};

    use super::*;
    use crate::{log::fixtures::imported, testing::given};

    #[test]
    fn records_that_a_value_stands_for_nothing_any_more() {
        let unit = Some(UnitId(id(1)));
        let bound = ValueBound { by: "team".into(), value: "A".into(), unit, site: None };
        given([imported().into(), bound.into()]).when(Unbind(team_a())).then([team_a().into()]);
    }

    #[test]
    fn unbinding_what_is_not_bound_changes_nothing() {
        given([imported().into()]).when(Unbind(team_a())).then_nothing();
    }

    #[test]
    fn refuses_a_value_without_its_column() {
        let vague = Unbound { by: None, ..team_a() };
        given([imported().into()]).when(Unbind(vague)).then_refused_as("value-ambiguous");
    }

    fn team_a() -> Unbound {
        Unbound { by: Some("team".into()), value: Some("A".into()), activity: None }
    }
}

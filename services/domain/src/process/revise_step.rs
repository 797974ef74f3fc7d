//! Revise a step: absent keeps, `null` clears. The name cannot be cleared.

use events::step::StepRevised;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Process;
use crate::{Command, Decision, Needs, Rejection, fields::Fields};

/// Change something about a step. Absent keeps, `null` clears.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ReviseStep(pub StepRevised);

impl Command for ReviseStep {
    type Aggregate = Process;
    const NAME: &'static str = "revise-step";

    fn needs(&self, needs: &mut Needs) {
        needs.unit("/unit", self.0.unit.value());
        needs.site("/site", self.0.site.value());
    }

    fn decide(self, process: &Process) -> Decision {
        process.must_be_run()?;
        let now = process.step("/step", self.0.step)?;
        self.check()?;
        let wish = StepRevised { tools: self.0.tools.cleared_if_empty(), ..self.0 };
        Ok(revised!(wish, StepRevised {
            step,
            ;
            name: Some(&now.name),
            description: now.description.as_ref(),
            unit: now.unit.as_ref(),
            site: now.site.as_ref(),
            role: now.role.as_ref(),
            tools: (!now.tools.is_empty()).then_some(&now.tools),
            minutes_per_run: now.minutes_per_run.as_ref(),
            runs_per_month: now.runs_per_month.as_ref(),
            people: now.people.as_ref(),
        }))
    }
}

impl ReviseStep {
    fn check(&self) -> Result<(), Rejection> {
        let StepRevised { step: _, name, description, unit: _, site: _, role, tools, .. } = &self.0;
        let StepRevised { minutes_per_run, runs_per_month, people, .. } = &self.0;
        let mut fields = Fields::default();
        fields.not_cleared("/name", name);
        fields.some_name("/name", name.value());
        fields.some_text("/description", description.value());
        fields.some_name("/role", role.value());
        fields.tools("/tools", tools.value().map_or(&[], Vec::as_slice));
        fields.amount("/minutes_per_run", minutes_per_run.value());
        fields.amount("/runs_per_month", runs_per_month.value());
        fields.amount("/people", people.value());
        fields.finish()
    }
}

#[cfg(test)]
mod tests {
    use events::{Change, ids::StepId, samples::id};

    use super::*;
    use crate::{
        process::fixtures::{CHECK, two_steps},
        testing::given,
    };

    #[test]
    fn records_only_what_really_changes() {
        let wish = StepRevised {
            minutes_per_run: Change::Set(15.0),
            people: Change::Set(2.0),
            ..nothing(CHECK)
        };
        let revised = StepRevised { people: Change::Set(2.0), ..nothing(CHECK) };
        given(two_steps()).when(ReviseStep(wish)).then([revised.into()]);
    }

    #[test]
    fn refuses_a_step_that_is_not_there() {
        given(two_steps())
            .when(ReviseStep(nothing(StepId(id(99)))))
            .then_refused_as("step-unknown");
    }

    fn nothing(step: StepId) -> StepRevised {
        StepRevised {
            step,
            name: Change::Keep,
            description: Change::Keep,
            unit: Change::Keep,
            site: Change::Keep,
            role: Change::Keep,
            tools: Change::Keep,
            minutes_per_run: Change::Keep,
            runs_per_month: Change::Keep,
            people: Change::Keep,
        }
    }
}

//! Add a step: one activity, with who does it, where, with what, how long and how often.

use events::step::StepAdded;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Process;
use crate::{Command, Decision, Need, Needs, Rejection, fields::Fields, founded::Founded};

/// Add a step to a process.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct AddStep(pub StepAdded);

impl Command for AddStep {
    type Aggregate = Process;
    const NAME: &'static str = "add-step";

    fn needs(&self, needs: &mut Needs) {
        needs.add("/step", Need::OwnStep(self.0.step));
        needs.unit("/unit", self.0.unit.as_ref());
        needs.site("/site", self.0.site.as_ref());
    }

    fn decide(self, process: &Process) -> Decision {
        process.must_be_run()?;
        self.check()?;
        match process.steps.get(&self.0.step) {
            Some(None) => Err(Rejection::IdTaken(self.0.step.to_string())),
            there => {
                let id = self.0.step;
                Founded::found(there.and_then(Option::as_ref), self.0, id)
            }
        }
    }
}

impl AddStep {
    fn check(&self) -> Result<(), Rejection> {
        let StepAdded { step, name, description, unit: _, site: _, role, tools, .. } = &self.0;
        let StepAdded { minutes_per_run, runs_per_month, people, .. } = &self.0;
        let mut fields = Fields::default();
        fields.id("/step", step.0);
        fields.name("/name", name);
        fields.some_text("/description", description.as_ref());
        fields.some_name("/role", role.as_ref());
        fields.tools("/tools", tools);
        fields.amount("/minutes_per_run", minutes_per_run.as_ref());
        fields.amount("/runs_per_month", runs_per_month.as_ref());
        fields.amount("/people", people.as_ref());
        fields.finish()
    }
}

#[cfg(test)]
mod tests {
    use events::step::StepRemoved;

    use super::*;
    use crate::{
        process::fixtures::{CHECK, mapped, step},
        testing::given,
    };

    #[test]
    fn records_the_step() {
        let check = step(CHECK, "Daten prüfen");
        given([mapped().into()]).when(AddStep(check.clone())).then([check.into()]);
    }

    #[test]
    fn refuses_an_id_that_names_another_step() {
        given([mapped().into(), step(CHECK, "Daten prüfen").into()])
            .when(AddStep(step(CHECK, "Daten löschen")))
            .then_rejected(Rejection::IdTaken(CHECK.to_string()));
    }

    #[test]
    fn refuses_the_id_of_a_step_that_was_removed() {
        let check = step(CHECK, "Daten prüfen");
        given([mapped().into(), check.clone().into(), StepRemoved { step: CHECK }.into()])
            .when(AddStep(check))
            .then_refused_as("id-taken");
    }

    #[test]
    fn refuses_figures_that_are_negative_absurd_or_not_finite() {
        let negative = StepAdded { minutes_per_run: Some(-1.0), ..step(CHECK, "Daten prüfen") };
        given([mapped().into()])
            .when(AddStep(negative))
            .then_refused_as("minutes-per-run-negative");
        let absurd = StepAdded { people: Some(1e200), ..step(CHECK, "Daten prüfen") };
        given([mapped().into()]).when(AddStep(absurd)).then_refused_as("people-too-large");
        let endless = StepAdded { people: Some(f64::INFINITY), ..step(CHECK, "Daten prüfen") };
        given([mapped().into()]).when(AddStep(endless)).then_refused_as("people-not-finite");
    }
}

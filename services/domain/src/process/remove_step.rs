//! Remove a step. One that still hands over, is handed over to, or uses data stays until these are gone.

use events::step::StepRemoved;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Process;
use crate::{Command, Decision, Need, Needs, Rejection};

/// Say that a step is not done any more. Its hand-overs and data uses must be removed first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RemoveStep(pub StepRemoved);

impl Command for RemoveStep {
    type Aggregate = Process;
    const NAME: &'static str = "remove-step";

    fn needs(&self, needs: &mut Needs) {
        needs.add("/step", Need::NothingLeadsTo(self.0.step));
    }

    fn decide(self, process: &Process) -> Decision {
        let step = self.0.step;
        if let Some(None) = process.steps.get(&step) {
            return Ok(vec![]);
        }
        process.must_be_run()?;
        process.step("/step", step)?;
        let hand_overs = process.hand_overs_at(step).into_iter().map(|it| it.to_string());
        let left: Vec<_> = hand_overs.chain(process.data_uses_at(step)).collect();
        if !left.is_empty() {
            return Err(Rejection::StepInUse(left));
        }
        Ok(vec![self.0.into()])
    }
}

#[cfg(test)]
mod tests {
    use events::hand_over::HandOverRemoved;

    use super::*;
    use crate::{
        process::fixtures::{CHECK, CHECK_TO_BOOK, mapped, step, two_steps},
        testing::given,
    };

    #[test]
    fn records_that_the_step_is_gone() {
        let mut history = two_steps();
        history.push(HandOverRemoved { hand_over: CHECK_TO_BOOK }.into());
        given(history).when(remove()).then([StepRemoved { step: CHECK }.into()]);
    }

    #[test]
    fn refuses_while_a_hand_over_is_left_and_names_it() {
        given(two_steps())
            .when(remove())
            .then_rejected(Rejection::StepInUse(vec![CHECK_TO_BOOK.to_string()]));
    }

    #[test]
    fn refuses_while_a_data_use_is_left_and_names_it() {
        let used = crate::process::fixtures::keeps_suppliers();
        let named = format!("keeps {} in `Excel`", used.data_object);
        given([mapped().into(), step(CHECK, "Daten prüfen").into(), used.into()])
            .when(remove())
            .then_rejected(Rejection::StepInUse(vec![named]));
    }

    fn remove() -> RemoveStep {
        RemoveStep(StepRemoved { step: CHECK })
    }
}

//! Add a hand-over from a step of this process to another one, here or in another process.

use events::hand_over::HandOverAdded;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Process;
use crate::{Command, Decision, Need, Needs, Rejection, fields::Fields, founded::Founded};

/// Add a hand-over between two steps. Without `to.process` the step that takes over is of the same process.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct AddHandOver(pub HandOverAdded);

impl Command for AddHandOver {
    type Aggregate = Process;
    const NAME: &'static str = "add-hand-over";

    fn needs(&self, needs: &mut Needs) {
        needs.add("/hand_over", Need::OwnHandOver(self.0.hand_over));
        let to = self.0.to;
        if let Some(process) = to.process {
            needs.add("/to/step", Need::Step { process, step: to.step });
        }
    }

    fn decide(self, process: &Process) -> Decision {
        process.must_be_run()?;
        self.check(process)?;
        let id = self.0.hand_over;
        match process.hand_overs.get(&id) {
            Some(None) => Err(Rejection::IdTaken(id.to_string())),
            there => Founded::found(there.and_then(Option::as_ref), self.0, id),
        }
    }
}

impl AddHandOver {
    fn check(&self, process: &Process) -> Result<(), Rejection> {
        let HandOverAdded { hand_over, from, to, kind: _, channel: _, .. } = &self.0;
        let HandOverAdded { effort_minutes, wait_hours, times_per_month, people, .. } = &self.0;
        let HandOverAdded { share, condition, required_by, .. } = &self.0;
        process.step("/from", *from)?;
        if to.process.is_none() {
            process.step("/to/step", to.step)?;
        }
        let mut fields = Fields::default();
        fields.id("/hand_over", hand_over.0);
        if *from == to.step {
            fields.wrong("/to/step", "same", "must be another step than the one that hands over");
        }
        fields.amount("/effort_minutes", effort_minutes.as_ref());
        fields.amount("/wait_hours", wait_hours.as_ref());
        fields.amount("/times_per_month", times_per_month.as_ref());
        fields.amount("/people", people.as_ref());
        fields.share("/share", share.as_ref());
        fields.some_text("/condition", condition.as_ref());
        fields.some_text("/required_by", required_by.as_ref());
        fields.finish()
    }
}

#[cfg(test)]
mod tests {
    use events::{
        hand_over::Destination,
        ids::{HandOverId, ProcessId, StepId},
        samples::id,
    };

    use super::*;
    use crate::{
        process::fixtures::{BOOK, CHECK, hand_over, two_steps},
        testing::given,
    };

    #[test]
    fn records_the_hand_over() {
        let back = HandOverAdded { hand_over: HandOverId(id(62)), ..hand_over() };
        given(two_steps()).when(AddHandOver(back.clone())).then([back.into()]);
    }

    #[test]
    fn refuses_a_step_that_is_not_in_this_process() {
        let to = Destination { process: None, step: StepId(id(99)) };
        let astray = HandOverAdded { hand_over: HandOverId(id(62)), to, ..hand_over() };
        given(two_steps()).when(AddHandOver(astray)).then_refused_as("step-unknown");
    }

    #[test]
    fn leaves_a_step_of_another_process_to_be_looked_up() {
        let (process, step) = (ProcessId(id(32)), StepId(id(99)));
        let to = Destination { process: Some(process), step };
        let across = HandOverAdded { hand_over: HandOverId(id(62)), to, ..hand_over() };
        let mut needs = Needs::default();
        AddHandOver(across.clone()).needs(&mut needs);
        assert!(needs.0.contains(&("/to/step".to_owned(), Need::Step { process, step })));
        given(two_steps()).when(AddHandOver(across.clone())).then([across.into()]);
    }

    #[test]
    fn refuses_a_step_that_hands_over_to_itself() {
        let to = Destination { process: None, step: CHECK };
        let own = HandOverAdded { hand_over: HandOverId(id(62)), to, ..hand_over() };
        given(two_steps()).when(AddHandOver(own)).then_refused_as("step-same");
    }

    #[test]
    fn refuses_a_share_above_one() {
        let more = HandOverAdded { hand_over: HandOverId(id(62)), share: Some(1.5), ..hand_over() };
        given(two_steps()).when(AddHandOver(more)).then_refused_as("share-out-of-range");
    }

    #[test]
    fn refuses_an_id_that_names_another_hand_over() {
        let to = Destination { process: None, step: CHECK };
        let other = HandOverAdded { from: BOOK, to, ..hand_over() };
        given(two_steps()).when(AddHandOver(other)).then_refused_as("id-taken");
    }
}

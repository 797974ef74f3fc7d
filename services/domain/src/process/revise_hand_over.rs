//! Revise a hand-over: absent keeps, `null` clears. Where it begins and ends is fixed; the kind cannot be cleared.

use events::hand_over::HandOverRevised;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Process;
use crate::{Command, Decision, Rejection, fields::Fields};

/// Change something about a hand-over. Absent keeps, `null` clears.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ReviseHandOver(pub HandOverRevised);

impl Command for ReviseHandOver {
    type Aggregate = Process;
    const NAME: &'static str = "revise-hand-over";

    fn decide(self, process: &Process) -> Decision {
        process.must_be_run()?;
        let now = process.hand_over(self.0.hand_over)?;
        self.check()?;
        Ok(revised!(self.0, HandOverRevised {
            hand_over,
            ;
            kind: Some(&now.kind),
            channel: now.channel.as_ref(),
            effort_minutes: now.effort_minutes.as_ref(),
            wait_hours: now.wait_hours.as_ref(),
            times_per_month: now.times_per_month.as_ref(),
            people: now.people.as_ref(),
            share: now.share.as_ref(),
            condition: now.condition.as_ref(),
            required_by: now.required_by.as_ref(),
        }))
    }
}

impl ReviseHandOver {
    fn check(&self) -> Result<(), Rejection> {
        let HandOverRevised { hand_over: _, kind, channel: _, effort_minutes, wait_hours, .. } =
            &self.0;
        let HandOverRevised { times_per_month, people, share, condition, required_by, .. } =
            &self.0;
        let mut fields = Fields::default();
        fields.not_cleared("/kind", kind);
        fields.amount("/effort_minutes", effort_minutes.value());
        fields.amount("/wait_hours", wait_hours.value());
        fields.amount("/times_per_month", times_per_month.value());
        fields.amount("/people", people.value());
        fields.share("/share", share.value());
        fields.some_text("/condition", condition.value());
        fields.some_text("/required_by", required_by.value());
        fields.finish()
    }
}

#[cfg(test)]
mod tests {
    use events::{Change, ids::HandOverId, samples::id};

    use super::*;
    use crate::{
        process::fixtures::{CHECK_TO_BOOK, two_steps},
        testing::given,
    };

    #[test]
    fn records_the_shorter_wait() {
        let wish = HandOverRevised { wait_hours: Change::Set(2.0), ..nothing(CHECK_TO_BOOK) };
        given(two_steps()).when(ReviseHandOver(wish.clone())).then([wish.into()]);
    }

    #[test]
    fn refuses_a_hand_over_that_is_not_there() {
        given(two_steps())
            .when(ReviseHandOver(nothing(HandOverId(id(99)))))
            .then_refused_as("hand-over-unknown");
    }

    fn nothing(hand_over: HandOverId) -> HandOverRevised {
        HandOverRevised {
            hand_over,
            kind: Change::Keep,
            channel: Change::Keep,
            effort_minutes: Change::Keep,
            wait_hours: Change::Keep,
            times_per_month: Change::Keep,
            people: Change::Keep,
            share: Change::Keep,
            condition: Change::Keep,
            required_by: Change::Keep,
        }
    }
}

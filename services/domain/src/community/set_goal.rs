//! Set a goal, and say how far the community has come with it. A goal that is set anew begins anew.

use events::community::{GoalRecorded, GoalSet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Community;
use crate::{Command, Decision, FieldError, fields::Fields};

/// Set a goal: what is counted, what it is to reach, and until when. Setting it again replaces it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct SetGoal(pub GoalSet);

impl Command for SetGoal {
    type Aggregate = Community;
    const NAME: &'static str = "set-goal";

    fn decide(self, community: &Community) -> Decision {
        let GoalSet { goal, target, by: _ } = &self.0;
        let mut fields = Fields::default();
        fields.name("/goal", goal);
        fields.balance("/target", *target);
        fields.finish()?;
        if community.goals.get(goal).is_some_and(|it| it.set == self.0) {
            return Ok(vec![]);
        }
        community.must_be_there()?;
        Ok(vec![self.0.into()])
    }
}

/// Say how far the community has come with a goal that it set itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RecordGoal(pub GoalRecorded);

impl Command for RecordGoal {
    type Aggregate = Community;
    const NAME: &'static str = "record-goal";

    fn decide(self, community: &Community) -> Decision {
        let GoalRecorded { goal, value } = &self.0;
        let mut fields = Fields::default();
        fields.balance("/value", *value);
        fields.finish()?;
        let Some(there) = community.goals.get(goal) else {
            let detail = format!("the community has no goal `{}`", goal.as_str());
            return Err(FieldError::reject("/goal", "unknown", detail));
        };
        if there.reached.as_ref() == Some(&self.0) {
            return Ok(vec![]);
        }
        community.must_be_there()?;
        Ok(vec![self.0.into()])
    }
}

#[cfg(test)]
mod tests {
    use events::{Event, community::Founded};
    use jiff::civil::date;

    use super::*;
    use crate::testing::given;

    #[test]
    fn records_the_goal_and_how_far_it_has_come() {
        given([community()]).when(SetGoal(lists())).then([lists().into()]);
        let recorded = GoalRecorded { goal: "Listen".into(), value: 7.0 };
        given([community(), lists().into()])
            .when(RecordGoal(recorded.clone()))
            .then([recorded.into()]);
    }

    #[test]
    fn refuses_progress_with_a_goal_that_was_never_set() {
        given([community()])
            .when(RecordGoal(GoalRecorded { goal: "Listen".into(), value: 7.0 }))
            .then_refused_as("goal-unknown");
    }

    fn lists() -> GoalSet {
        GoalSet { goal: "Listen".into(), target: 3.0, by: date(2026, 12, 31) }
    }

    fn community() -> Event {
        let (name, purpose) = ("Stammdaten".into(), "Eine Wahrheit".into());
        Founded { name, purpose, link: None, member_count: None, sponsor_unit: None }.into()
    }
}

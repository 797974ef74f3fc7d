//! Accept an idea or reject it, with a reason. What is decided stays so until it is reopened.

use events::idea::{Accepted, Rejected};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Idea;
use crate::{Command, Decision, fields::Fields};

/// Accept an idea, and say why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct AcceptIdea(pub Accepted);

impl Command for AcceptIdea {
    type Aggregate = Idea;
    const NAME: &'static str = "accept-idea";

    fn decide(self, idea: &Idea) -> Decision {
        let mut fields = Fields::default();
        fields.text("/reason", &self.0.reason);
        fields.finish()?;
        idea.step(self.0)
    }
}

/// Reject an idea, and say why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RejectIdea(pub Rejected);

impl Command for RejectIdea {
    type Aggregate = Idea;
    const NAME: &'static str = "reject-idea";

    fn decide(self, idea: &Idea) -> Decision {
        let mut fields = Fields::default();
        fields.text("/reason", &self.0.reason);
        fields.finish()?;
        idea.step(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        idea::fixtures::{accepted, proposed},
        testing::given,
    };

    #[test]
    fn records_the_decision_and_its_reason() {
        given([proposed().into()]).when(AcceptIdea(accepted())).then([accepted().into()]);
    }

    #[test]
    fn refuses_a_decision_without_a_reason() {
        let silent = Rejected { reason: " ".into() };
        given([proposed().into()]).when(RejectIdea(silent)).then_refused_as("reason-blank");
    }

    #[test]
    fn refuses_to_decide_again_before_it_is_reopened() {
        let rejected = Rejected { reason: "Zu teuer".into() };
        given([proposed().into(), accepted().into()])
            .when(RejectIdea(rejected))
            .then_refused_as("status");
    }
}

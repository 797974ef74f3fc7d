//! Withdraw an idea, or propose it again.

use events::idea::{Reopened, Withdrawn};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Idea;
use crate::{Command, Decision, fields::Fields};

/// Say that nobody proposes an idea any more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct WithdrawIdea(pub Withdrawn);

impl Command for WithdrawIdea {
    type Aggregate = Idea;
    const NAME: &'static str = "withdraw-idea";

    fn decide(self, idea: &Idea) -> Decision {
        idea.step(self.0)
    }
}

/// Propose an idea again that was put off, rejected, withdrawn or implemented, and say why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ReopenIdea(pub Reopened);

impl Command for ReopenIdea {
    type Aggregate = Idea;
    const NAME: &'static str = "reopen-idea";

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
    use crate::{idea::fixtures::proposed, testing::given};

    #[test]
    fn records_that_it_is_withdrawn_and_proposed_again() {
        let reopened = Reopened { reason: "Die Lage ist anders".into() };
        given([proposed().into()]).when(WithdrawIdea(Withdrawn {})).then([Withdrawn {}.into()]);
        given([proposed().into(), Withdrawn {}.into()])
            .when(ReopenIdea(reopened.clone()))
            .then([reopened.into()]);
    }

    #[test]
    fn an_idea_that_is_open_cannot_be_reopened() {
        given([proposed().into()])
            .when(ReopenIdea(Reopened { reason: "Noch einmal".into() }))
            .then_refused_as("status");
    }
}

//! Ask a unit for a decision, by a date; it may ask back, or put the idea off until a date.

use events::idea::{AskedBack, DecisionAsked, PutOff};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Idea;
use crate::{Command, Decision, Needs, fields::Fields};

/// Ask a unit to decide on an idea until a date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct AskForDecision(pub DecisionAsked);

impl Command for AskForDecision {
    type Aggregate = Idea;
    const NAME: &'static str = "ask-for-decision";

    fn needs(&self, needs: &mut Needs) {
        needs.unit("/unit", Some(&self.0.unit));
    }

    fn decide(self, idea: &Idea) -> Decision {
        idea.step(self.0)
    }
}

/// Ask for more before deciding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct AskBack(pub AskedBack);

impl Command for AskBack {
    type Aggregate = Idea;
    const NAME: &'static str = "ask-back";

    fn decide(self, idea: &Idea) -> Decision {
        let mut fields = Fields::default();
        fields.text("/question", &self.0.question);
        fields.finish()?;
        idea.step(self.0)
    }
}

/// Put an idea off: it is to be looked at again on a date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct PutOffIdea(pub PutOff);

impl Command for PutOffIdea {
    type Aggregate = Idea;
    const NAME: &'static str = "put-off-idea";

    fn decide(self, idea: &Idea) -> Decision {
        let mut fields = Fields::default();
        fields.text("/reason", &self.0.reason);
        fields.finish()?;
        idea.step(self.0)
    }
}

#[cfg(test)]
mod tests {
    use events::idea::Status;
    use jiff::civil::date;

    use super::*;
    use crate::{
        Rejection,
        idea::fixtures::{PUNE, accepted, proposed},
        testing::given,
    };

    #[test]
    fn records_who_is_to_decide_until_when_and_a_later_date_too() {
        let later = DecisionAsked { by: date(2026, 6, 15), ..asked() };
        given([proposed().into()]).when(AskForDecision(asked())).then([asked().into()]);
        given([proposed().into(), asked().into()])
            .when(AskForDecision(later.clone()))
            .then([later.into()]);
    }

    #[test]
    fn only_who_was_asked_asks_back() {
        let question = AskedBack { question: "Wer pflegt sie?".into() };
        given([proposed().into(), asked().into()])
            .when(AskBack(question.clone()))
            .then([question.clone().into()]);
        given([proposed().into()])
            .when(AskBack(question))
            .then_rejected(Rejection::Status(Status::Proposed, &[Status::DecisionAsked]));
    }

    #[test]
    fn what_is_decided_is_not_put_off() {
        let put_off = PutOff { until: date(2026, 9, 1), reason: "Erst die Inventur".into() };
        given([proposed().into(), accepted().into()])
            .when(PutOffIdea(put_off))
            .then_refused_as("status");
    }

    fn asked() -> DecisionAsked {
        DecisionAsked { unit: PUNE, by: date(2026, 5, 15) }
    }
}

//! Revise an idea: absent keeps, `null` clears. Title and text cannot be cleared.

use events::idea::Revised;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Idea;
use crate::{Command, Decision, fields::Fields};

/// Change something about an idea. Absent keeps, `null` clears.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ReviseIdea(pub Revised);

impl Command for ReviseIdea {
    type Aggregate = Idea;
    const NAME: &'static str = "revise-idea";

    fn decide(self, idea: &Idea) -> Decision {
        let Some(proposed) = &idea.proposed else { return Ok(vec![]) };
        self.check().finish()?;
        let now = &proposed.now;
        let wish = Revised {
            outcomes: self.0.outcomes.cleared_if_empty(),
            areas: self.0.areas.cleared_if_empty(),
            ..self.0
        };
        Ok(revised!(wish, Revised {
            ;
            title: Some(&now.title),
            text: Some(&now.text),
            outcomes: (!now.outcomes.is_empty()).then_some(&now.outcomes),
            areas: (!now.areas.is_empty()).then_some(&now.areas),
            link: now.link.as_ref(),
            language: now.language.as_ref(),
        }))
    }
}

impl ReviseIdea {
    fn check(&self) -> Fields {
        let Revised { title, text, outcomes, areas, link, language } = &self.0;
        let mut fields = Fields::default();
        fields.not_cleared("/title", title);
        fields.some_name("/title", title.value());
        fields.not_cleared("/text", text);
        fields.some_text("/text", text.value());
        fields.distinct("/outcomes", outcomes.value().map_or(&[], Vec::as_slice));
        fields.areas("/areas", areas.value().map_or(&[], Vec::as_slice), None);
        fields.some_text("/link", link.value());
        fields.language("/language", language.value());
        fields
    }
}

#[cfg(test)]
mod tests {
    use events::{Change, idea::Outcome};

    use super::*;
    use crate::{idea::fixtures::proposed, testing::given};

    #[test]
    fn records_the_new_outcomes_and_nothing_that_is_so_already() {
        let wish = Revised { title: Change::Set("Eine Liste".into()), ..simpler() };
        given([proposed().into()]).when(ReviseIdea(wish)).then([simpler().into()]);
    }

    #[test]
    fn refuses_to_clear_the_text() {
        let wish = Revised { text: Change::Clear, ..simpler() };
        given([proposed().into()]).when(ReviseIdea(wish)).then_refused_as("text-missing");
    }

    fn simpler() -> Revised {
        Revised {
            title: Change::Keep,
            text: Change::Keep,
            outcomes: Change::Set(vec![Outcome::Simpler]),
            areas: Change::Keep,
            link: Change::Keep,
            language: Change::Keep,
        }
    }
}

//! Propose an idea. Title and text are asked for; everything else may come later, or never.

use events::idea::Proposed;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Idea;
use crate::{Command, Decision, Need, Needs, fields::Fields, founded::Founded};

/// The most pain points that a proposal names.
const PAIN_POINTS_MAX: usize = 100;

/// Propose an improvement: a title, a text, and the pain points that it addresses.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ProposeIdea(pub Proposed);

impl Command for ProposeIdea {
    type Aggregate = Idea;
    const NAME: &'static str = "propose-idea";

    fn needs(&self, needs: &mut Needs) {
        for (place, pain_point) in self.0.pain_points.iter().enumerate() {
            needs.add(format!("/pain_points/{place}"), Need::PainPoint(*pain_point));
        }
    }

    fn decide(self, idea: &Idea) -> Decision {
        let Proposed { title, text, outcomes, areas, pain_points, link, language } = &self.0;
        let mut fields = Fields::default();
        fields.name("/title", title);
        fields.text("/text", text);
        fields.distinct("/outcomes", outcomes);
        fields.areas("/areas", areas, None);
        fields.at_most("/pain_points", pain_points.len(), PAIN_POINTS_MAX);
        fields.distinct("/pain_points", pain_points);
        fields.some_text("/link", link.as_ref());
        fields.language("/language", language.as_ref());
        fields.finish()?;
        Founded::found(idea.proposed.as_ref(), self.0, "the id of this idea")
    }
}

#[cfg(test)]
mod tests {
    use events::{idea::Outcome, ids::PainPointId, samples::id};

    use super::*;
    use crate::{idea::fixtures::proposed, testing::given_nothing};

    #[test]
    fn records_the_proposal() {
        given_nothing().when(ProposeIdea(proposed())).then([proposed().into()]);
    }

    #[test]
    fn asks_for_the_pain_points_to_be_known() {
        let pain_point = PainPointId(id(41));
        let mut needs = Needs::default();
        ProposeIdea(Proposed { pain_points: vec![pain_point], ..proposed() }).needs(&mut needs);
        assert_eq!(needs.0, [("/pain_points/0".to_owned(), Need::PainPoint(pain_point))]);
    }

    #[test]
    fn refuses_an_outcome_named_twice_and_a_blank_title() {
        let twice = Proposed { outcomes: vec![Outcome::Leaner, Outcome::Leaner], ..proposed() };
        given_nothing().when(ProposeIdea(twice)).then_refused_as("outcomes-repeated");
        let blank = Proposed { title: "".into(), ..proposed() };
        given_nothing().when(ProposeIdea(blank)).then_refused_as("title-blank");
    }
}

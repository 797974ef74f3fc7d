//! Revise a pain point's words: absent keeps, `null` clears. The text cannot be cleared.

use events::pain_point::Revised;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::PainPoint;
use crate::{Command, Decision, fields::Fields};

/// Change the words of a pain point. Absent keeps, `null` clears.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RevisePainPoint(pub Revised);

impl Command for RevisePainPoint {
    type Aggregate = PainPoint;
    const NAME: &'static str = "revise-pain-point";

    fn decide(self, pain_point: &PainPoint) -> Decision {
        let Some(logged) = &pain_point.logged else { return Ok(vec![]) };
        let Revised { text, sought, link, language } = &self.0;
        let mut fields = Fields::default();
        fields.not_cleared("/text", text);
        fields.some_text("/text", text.value());
        fields.some_text("/sought", sought.value());
        fields.some_text("/link", link.value());
        fields.language("/language", language.value());
        fields.finish()?;
        let now = &logged.now;
        Ok(revised!(self.0, Revised {
            ;
            text: Some(&now.text),
            sought: now.sought.as_ref(),
            link: now.link.as_ref(),
            language: now.language.as_ref(),
        }))
    }
}

#[cfg(test)]
mod tests {
    use events::Change;

    use super::*;
    use crate::{pain_point::fixtures::logged, testing::given};

    #[test]
    fn records_the_new_text() {
        given([logged().into()])
            .when(RevisePainPoint(wish("Vier Listen")))
            .then([wish("Vier Listen").into()]);
    }

    #[test]
    fn refuses_a_blank_text() {
        given([logged().into()]).when(RevisePainPoint(wish("\t"))).then_refused_as("text-blank");
    }

    fn wish(text: &'static str) -> Revised {
        let text = Change::Set(text.into());
        Revised { text, sought: Change::Keep, link: Change::Keep, language: Change::Keep }
    }
}

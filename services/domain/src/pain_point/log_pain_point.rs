//! Log a pain point. Only the text is asked for; everything else may come later, or never.

use events::pain_point::Logged;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{PainPoint, TARGETS_MAX};
use crate::{Command, Decision, Needs, fields::Fields, founded::Founded};

/// Say what holds work up. Only the text is needed. The unit named here is the first that has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct LogPainPoint(pub Logged);

impl Command for LogPainPoint {
    type Aggregate = PainPoint;
    const NAME: &'static str = "log-pain-point";

    fn needs(&self, needs: &mut Needs) {
        needs.targets("/on", &self.0.on);
        needs.unit("/unit", self.0.unit.as_ref());
    }

    fn decide(self, pain_point: &PainPoint) -> Decision {
        let Logged { text, on, kind: _, areas, unit: _, hours, sought, link, language } = &self.0;
        let mut fields = Fields::default();
        fields.text("/text", text);
        fields.at_most("/on", on.len(), TARGETS_MAX);
        fields.areas("/areas", areas, None);
        fields.effort("/hours", hours.as_ref());
        fields.some_text("/sought", sought.as_ref());
        fields.some_text("/link", link.as_ref());
        fields.language("/language", language.as_ref());
        fields.finish()?;
        Founded::found(pain_point.logged.as_ref(), self.0, "the id of this pain point")
    }
}

#[cfg(test)]
mod tests {
    use events::{
        ids::ProcessId,
        pain_point::{ProcessTarget, Target},
        samples::id,
    };

    use super::*;
    use crate::{
        pain_point::fixtures::{daily, logged},
        testing::given_nothing,
    };

    #[test]
    fn records_what_was_said() {
        given_nothing().when(LogPainPoint(logged())).then([logged().into()]);
    }

    #[test]
    fn refuses_more_than_eight_things_that_it_is_about() {
        let on =
            (0..9).map(|n| Target::Process(ProcessTarget { process: ProcessId(id(n)) })).collect();
        let vague = Logged { on, ..logged() };
        given_nothing().when(LogPainPoint(vague)).then_refused_as("on-too-many");
    }

    #[test]
    fn refuses_negative_hours_and_names_the_field() {
        let wrong = Logged { hours: Some(daily(-1.0)), ..logged() };
        given_nothing().when(LogPainPoint(wrong)).then_refused_as("per-occurrence-negative");
    }

    #[test]
    fn refuses_a_text_of_more_than_20_kilobytes() {
        let endless = Logged { text: "x".repeat(20_001).into(), ..logged() };
        given_nothing().when(LogPainPoint(endless)).then_refused_as("text-too-long");
    }
}

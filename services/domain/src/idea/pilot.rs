//! Try an accepted idea in some units, and say what came of it. More units may join while it runs.

use events::idea::{PilotEnded, PilotStarted};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Idea;
use crate::{Command, Decision, Needs, fields::Fields};

/// Let some units try an idea that was accepted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct StartPilot(pub PilotStarted);

impl Command for StartPilot {
    type Aggregate = Idea;
    const NAME: &'static str = "start-pilot";

    fn needs(&self, needs: &mut Needs) {
        needs.units("/units", &self.0.units);
    }

    fn decide(self, idea: &Idea) -> Decision {
        let mut fields = Fields::default();
        fields.units("/units", &self.0.units);
        fields.finish()?;
        idea.step(self.0)
    }
}

/// Say what came of trying an idea.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct EndPilot(pub PilotEnded);

impl Command for EndPilot {
    type Aggregate = Idea;
    const NAME: &'static str = "end-pilot";

    fn decide(self, idea: &Idea) -> Decision {
        let mut fields = Fields::default();
        fields.text("/result", &self.0.result);
        fields.finish()?;
        idea.step(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        idea::fixtures::{PUNE, TOLUCA, accepted, proposed},
        testing::given,
    };

    #[test]
    fn records_who_tries_it_and_who_joins() {
        let joined = PilotStarted { units: vec![TOLUCA], until: None };
        given([proposed().into(), accepted().into()])
            .when(StartPilot(in_pune()))
            .then([in_pune().into()]);
        given([proposed().into(), accepted().into(), in_pune().into()])
            .when(StartPilot(joined.clone()))
            .then([joined.into()]);
    }

    #[test]
    fn records_what_came_of_it() {
        let ended = PilotEnded { result: "Eine Stunde weniger".into() };
        given([proposed().into(), accepted().into(), in_pune().into()])
            .when(EndPilot(ended.clone()))
            .then([ended.into()]);
    }

    #[test]
    fn refuses_to_try_what_nobody_accepted() {
        given([proposed().into()]).when(StartPilot(in_pune())).then_refused_as("status");
    }

    #[test]
    fn refuses_a_pilot_without_units() {
        let nowhere = PilotStarted { units: vec![], until: None };
        given([proposed().into(), accepted().into()])
            .when(StartPilot(nowhere))
            .then_refused_as("units-missing");
    }

    fn in_pune() -> PilotStarted {
        PilotStarted { units: vec![PUNE], until: None }
    }
}

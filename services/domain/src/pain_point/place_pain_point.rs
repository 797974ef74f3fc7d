//! Place a pain point: say what it is about, zero to eight things; replaces what was said before.

use events::pain_point::Placed;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{PainPoint, TARGETS_MAX};
use crate::{Command, Decision, Needs, fields::Fields};

/// Say what a pain point is about. Replaces what was said before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct PlacePainPoint(pub Placed);

impl Command for PlacePainPoint {
    type Aggregate = PainPoint;
    const NAME: &'static str = "place-pain-point";

    fn needs(&self, needs: &mut Needs) {
        needs.targets("/on", &self.0.on);
    }

    fn decide(self, pain_point: &PainPoint) -> Decision {
        let Some(logged) = &pain_point.logged else { return Ok(vec![]) };
        let mut fields = Fields::default();
        fields.at_most("/on", self.0.on.len(), TARGETS_MAX);
        fields.finish()?;
        let is_so = logged.now.on == self.0.on;
        Ok(if is_so { vec![] } else { vec![self.0.into()] })
    }
}

#[cfg(test)]
mod tests {
    use events::pain_point::{Target, UnitTarget};

    use super::*;
    use crate::{
        Need,
        pain_point::fixtures::{PUNE, logged},
        testing::given,
    };

    #[test]
    fn records_what_it_is_about() {
        given([logged().into()]).when(PlacePainPoint(placed())).then([placed().into()]);
    }

    #[test]
    fn asks_for_each_thing_to_be_known() {
        let mut needs = Needs::default();
        PlacePainPoint(placed()).needs(&mut needs);
        assert_eq!(needs.0, [("/on/0/unit".to_owned(), Need::Unit(PUNE))]);
    }

    fn placed() -> Placed {
        Placed { on: vec![Target::Unit(UnitTarget { unit: PUNE })] }
    }
}

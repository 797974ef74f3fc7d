//! Speak for a unit, or no longer. Twice is once.

use events::community::{UnitLeft, UnitRepresented};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Community;
use crate::{Command, Decision, Needs};

/// Declare that the community speaks for a unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RepresentUnit(pub UnitRepresented);

impl Command for RepresentUnit {
    type Aggregate = Community;
    const NAME: &'static str = "represent-unit";

    fn needs(&self, needs: &mut Needs) {
        needs.unit("/unit", Some(&self.0.unit));
    }

    fn decide(self, community: &Community) -> Decision {
        let is_so = community.units.contains(&self.0.unit);
        if is_so {
            return Ok(vec![]);
        }
        community.must_be_there()?;
        Ok(vec![self.0.into()])
    }
}

/// Declare that the community no longer speaks for a unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct StopRepresentingUnit(pub UnitLeft);

impl Command for StopRepresentingUnit {
    type Aggregate = Community;
    const NAME: &'static str = "stop-representing-unit";

    fn decide(self, community: &Community) -> Decision {
        let is_so = !community.units.contains(&self.0.unit);
        Ok(if is_so { vec![] } else { vec![self.0.into()] })
    }
}

#[cfg(test)]
mod tests {
    use events::{Event, community::Founded, ids::UnitId, samples::id};

    use super::*;
    use crate::testing::given;

    #[test]
    fn records_that_it_speaks_for_the_unit() {
        given([community()])
            .when(RepresentUnit(UnitRepresented { unit: UnitId(id(1)) }))
            .then([UnitRepresented { unit: UnitId(id(1)) }.into()]);
    }

    #[test]
    fn records_that_it_speaks_for_the_unit_no_longer() {
        given([community(), UnitRepresented { unit: UnitId(id(1)) }.into()])
            .when(StopRepresentingUnit(UnitLeft { unit: UnitId(id(1)) }))
            .then([UnitLeft { unit: UnitId(id(1)) }.into()]);
    }

    #[test]
    fn leaving_a_unit_it_never_spoke_for_changes_nothing() {
        given([community()])
            .when(StopRepresentingUnit(UnitLeft { unit: UnitId(id(1)) }))
            .then_nothing();
    }

    fn community() -> Event {
        let (name, purpose) = ("Stammdaten".into(), "Eine Wahrheit".into());
        Founded { name, purpose, link: None, member_count: None, sponsor_unit: None }.into()
    }
}

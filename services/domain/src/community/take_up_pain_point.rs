//! Take up a pain point, or drop it. Twice is once.

use events::community::{PainPointDropped, PainPointTakenUp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Community;
use crate::{Command, Decision, Need, Needs};

/// Declare that the community works on a pain point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct TakeUpPainPoint(pub PainPointTakenUp);

impl Command for TakeUpPainPoint {
    type Aggregate = Community;
    const NAME: &'static str = "take-up-pain-point";

    fn needs(&self, needs: &mut Needs) {
        needs.add("/pain_point", Need::PainPoint(self.0.pain_point));
    }

    fn decide(self, community: &Community) -> Decision {
        let is_so = community.pain_points.contains(&self.0.pain_point);
        if is_so {
            return Ok(vec![]);
        }
        community.must_be_there()?;
        Ok(vec![self.0.into()])
    }
}

/// Declare that the community no longer works on a pain point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct DropPainPoint(pub PainPointDropped);

impl Command for DropPainPoint {
    type Aggregate = Community;
    const NAME: &'static str = "drop-pain-point";

    fn decide(self, community: &Community) -> Decision {
        let is_so = !community.pain_points.contains(&self.0.pain_point);
        Ok(if is_so { vec![] } else { vec![self.0.into()] })
    }
}

#[cfg(test)]
mod tests {
    use events::{Event, community::Founded, ids::PainPointId, samples::id};

    use super::*;
    use crate::testing::given;

    #[test]
    fn records_that_it_works_on_the_pain_point() {
        given([community()])
            .when(TakeUpPainPoint(PainPointTakenUp { pain_point: PainPointId(id(1)) }))
            .then([PainPointTakenUp { pain_point: PainPointId(id(1)) }.into()]);
    }

    #[test]
    fn records_that_it_dropped_the_pain_point() {
        given([community(), PainPointTakenUp { pain_point: PainPointId(id(1)) }.into()])
            .when(DropPainPoint(PainPointDropped { pain_point: PainPointId(id(1)) }))
            .then([PainPointDropped { pain_point: PainPointId(id(1)) }.into()]);
    }

    #[test]
    fn dropping_what_it_never_took_up_changes_nothing() {
        given([community()])
            .when(DropPainPoint(PainPointDropped { pain_point: PainPointId(id(1)) }))
            .then_nothing();
    }

    fn community() -> Event {
        let (name, purpose) = ("Stammdaten".into(), "Eine Wahrheit".into());
        Founded { name, purpose, link: None, member_count: None, sponsor_unit: None }.into()
    }
}

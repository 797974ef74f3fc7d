//! Address a pain point with an idea. Twice is once.

use events::idea::PainPointAddressed;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Idea;
use crate::{Command, Decision, Need, Needs};

/// Say that an idea addresses one more pain point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct AddressPainPoint(pub PainPointAddressed);

impl Command for AddressPainPoint {
    type Aggregate = Idea;
    const NAME: &'static str = "address-pain-point";

    fn needs(&self, needs: &mut Needs) {
        needs.add("/pain_point", Need::PainPoint(self.0.pain_point));
    }

    fn decide(self, idea: &Idea) -> Decision {
        let is_so = idea.pain_points.contains(&self.0.pain_point);
        Ok(if is_so { vec![] } else { vec![self.0.into()] })
    }
}

#[cfg(test)]
mod tests {
    use events::{idea::Proposed, ids::PainPointId, samples::id};

    use super::*;
    use crate::{idea::fixtures::proposed, testing::given};

    #[test]
    fn records_what_it_addresses_too() {
        let addressed = PainPointAddressed { pain_point: PainPointId(id(41)) };
        given([proposed().into()])
            .when(AddressPainPoint(addressed.clone()))
            .then([addressed.into()]);
    }

    #[test]
    fn what_the_proposal_named_already_changes_nothing() {
        let pain_point = PainPointId(id(41));
        let proposed = Proposed { pain_points: vec![pain_point], ..proposed() };
        given([proposed.into()])
            .when(AddressPainPoint(PainPointAddressed { pain_point }))
            .then_nothing();
    }
}

//! Declare an area as the community's own, or leave it. Twice is once.

use events::community::{AreaAddressed, AreaLeft};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Community;
use crate::{Command, Decision};

/// Declare that the community addresses an area.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct AddressArea(pub AreaAddressed);

impl Command for AddressArea {
    type Aggregate = Community;
    const NAME: &'static str = "address-area";

    fn decide(self, community: &Community) -> Decision {
        let is_so = community.areas.contains(&self.0.area);
        if is_so {
            return Ok(vec![]);
        }
        community.must_be_there()?;
        Ok(vec![self.0.into()])
    }
}

/// Declare that the community no longer addresses an area.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct LeaveArea(pub AreaLeft);

impl Command for LeaveArea {
    type Aggregate = Community;
    const NAME: &'static str = "leave-area";

    fn decide(self, community: &Community) -> Decision {
        let is_so = !community.areas.contains(&self.0.area);
        Ok(if is_so { vec![] } else { vec![self.0.into()] })
    }
}

#[cfg(test)]
mod tests {
    use events::{Area, Event, community::Founded};

    use super::*;
    use crate::testing::given;

    #[test]
    fn records_the_area_as_its_own() {
        given([community()])
            .when(AddressArea(AreaAddressed { area: Area::Exchange }))
            .then([AreaAddressed { area: Area::Exchange }.into()]);
    }

    #[test]
    fn records_that_it_left_the_area() {
        given([community(), AreaAddressed { area: Area::Exchange }.into()])
            .when(LeaveArea(AreaLeft { area: Area::Exchange }))
            .then([AreaLeft { area: Area::Exchange }.into()]);
    }

    #[test]
    fn leaving_an_area_it_never_addressed_changes_nothing() {
        given([community()]).when(LeaveArea(AreaLeft { area: Area::Exchange })).then_nothing();
    }

    fn community() -> Event {
        let (name, purpose) = ("Stammdaten".into(), "Eine Wahrheit".into());
        Founded { name, purpose, link: None, member_count: None, sponsor_unit: None }.into()
    }
}

//! Dissolve a community. What it did stays in history; it takes up nothing any more.

use events::community::Dissolved;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Community;
use crate::{Command, Decision};

/// Say that a community is no more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct DissolveCommunity(pub Dissolved);

impl Command for DissolveCommunity {
    type Aggregate = Community;
    const NAME: &'static str = "dissolve-community";

    fn decide(self, community: &Community) -> Decision {
        Ok(if community.is_dissolved { vec![] } else { vec![self.0.into()] })
    }
}

#[cfg(test)]
mod tests {
    use events::{
        Area, Event,
        community::{AreaAddressed, Founded},
    };

    use super::*;
    use crate::{Rejection, community::AddressArea, testing::given};

    #[test]
    fn records_that_it_is_no_more() {
        given([community()]).when(DissolveCommunity(Dissolved {})).then([Dissolved {}.into()]);
    }

    #[test]
    fn what_is_dissolved_addresses_nothing_new() {
        given([community(), Dissolved {}.into()])
            .when(AddressArea(AreaAddressed { area: Area::Support }))
            .then_rejected(Rejection::Dissolved);
    }

    fn community() -> Event {
        let (name, purpose) = ("Stammdaten".into(), "Eine Wahrheit".into());
        Founded { name, purpose, link: None, member_count: None, sponsor_unit: None }.into()
    }
}

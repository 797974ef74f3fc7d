//! Found a community. It has a name and a purpose.

use events::community::Founded as Fact;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Community;
use crate::{Command, Decision, Needs, fields::Fields, founded::Founded};

/// Found a community: people across units around a purpose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct FoundCommunity(pub Fact);

impl Command for FoundCommunity {
    type Aggregate = Community;
    const NAME: &'static str = "found-community";

    fn needs(&self, needs: &mut Needs) {
        needs.unit("/sponsor_unit", self.0.sponsor_unit.as_ref());
    }

    fn decide(self, community: &Community) -> Decision {
        let Fact { name, purpose, link, member_count: _, sponsor_unit: _ } = &self.0;
        let mut fields = Fields::default();
        fields.name("/name", name);
        fields.text("/purpose", purpose);
        fields.some_text("/link", link.as_ref());
        fields.finish()?;
        Founded::found(community.founded.as_ref(), self.0, "the id of this community")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::given_nothing;

    #[test]
    fn records_the_community() {
        given_nothing().when(FoundCommunity(masters())).then([masters().into()]);
    }

    #[test]
    fn refuses_a_blank_purpose() {
        let aimless = Fact { purpose: "\n".into(), ..masters() };
        given_nothing().when(FoundCommunity(aimless)).then_refused_as("purpose-blank");
    }

    #[test]
    fn refuses_a_name_of_more_than_200_characters() {
        let endless = Fact { name: "ü".repeat(201).into(), ..masters() };
        given_nothing().when(FoundCommunity(endless)).then_refused_as("name-too-long");
    }

    fn masters() -> Fact {
        let (name, purpose) = ("Stammdaten".into(), "Eine Wahrheit".into());
        Fact { name, purpose, link: None, member_count: Some(40), sponsor_unit: None }
    }
}

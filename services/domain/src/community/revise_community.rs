//! Revise a community: absent keeps, `null` clears. Name and purpose cannot be cleared.

use events::community::Revised;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Community;
use crate::{Command, Decision, Needs, fields::Fields};

/// Change something about a community. Absent keeps, `null` clears.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ReviseCommunity(pub Revised);

impl Command for ReviseCommunity {
    type Aggregate = Community;
    const NAME: &'static str = "revise-community";

    fn needs(&self, needs: &mut Needs) {
        needs.unit("/sponsor_unit", self.0.sponsor_unit.value());
    }

    fn decide(self, community: &Community) -> Decision {
        let Some(founded) = &community.founded else { return Ok(vec![]) };
        let Revised { name, purpose, link, member_count: _, sponsor_unit: _ } = &self.0;
        let mut fields = Fields::default();
        fields.not_cleared("/name", name);
        fields.some_name("/name", name.value());
        fields.not_cleared("/purpose", purpose);
        fields.some_text("/purpose", purpose.value());
        fields.some_text("/link", link.value());
        fields.finish()?;
        community.must_be_there()?;
        let now = &founded.now;
        Ok(revised!(self.0, Revised {
            ;
            name: Some(&now.name),
            purpose: Some(&now.purpose),
            link: now.link.as_ref(),
            member_count: now.member_count.as_ref(),
            sponsor_unit: now.sponsor_unit.as_ref(),
        }))
    }
}

#[cfg(test)]
mod tests {
    use events::{Change, community::Founded};

    use super::*;
    use crate::testing::given;

    #[test]
    fn records_the_new_member_count() {
        let (name, purpose) = ("Stammdaten".into(), "Eine Wahrheit".into());
        let founded =
            Founded { name, purpose, link: None, member_count: Some(40), sponsor_unit: None };
        let wish = Revised {
            name: Change::Keep,
            purpose: Change::Keep,
            link: Change::Clear,
            member_count: Change::Set(44),
            sponsor_unit: Change::Keep,
        };
        let revised = Revised { link: Change::Keep, ..wish.clone() };
        given([founded.into()]).when(ReviseCommunity(wish)).then([revised.into()]);
    }
}

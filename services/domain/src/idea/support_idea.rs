//! Support an idea, or do so no longer. Whoever does it twice, counts once; no answer says who.

use events::{
    Actor,
    idea::{SupportWithdrawn, Supported},
    ids::{ActorId, UnitId},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Idea;
use crate::{Command, Decision, Needs};

/// Support an idea, for a unit or for oneself. Each person counts once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SupportIdea {
    /// The unit that is spoken for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// Who; none before it is signed.
    #[serde(skip, default = "nobody")]
    pub supporter: ActorId,
}

impl Command for SupportIdea {
    type Aggregate = Idea;
    const NAME: &'static str = "support-idea";

    fn sign(&mut self, actor: &Actor) {
        self.supporter = actor.id;
    }

    fn needs(&self, needs: &mut Needs) {
        needs.unit("/unit", self.unit.as_ref());
    }

    fn decide(self, idea: &Idea) -> Decision {
        let Self { unit, supporter } = self;
        let is_so = idea.supporters.get(&supporter) == Some(&unit);
        Ok(if is_so { vec![] } else { vec![Supported { supporter, unit }.into()] })
    }
}

/// Do not support an idea any more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawSupport {
    /// Who; none before it is signed.
    #[serde(skip, default = "nobody")]
    pub supporter: ActorId,
}

impl Command for WithdrawSupport {
    type Aggregate = Idea;
    const NAME: &'static str = "withdraw-support";

    fn sign(&mut self, actor: &Actor) {
        self.supporter = actor.id;
    }

    fn decide(self, idea: &Idea) -> Decision {
        let supporter = self.supporter;
        let is_so = !idea.supporters.contains_key(&supporter);
        Ok(if is_so { vec![] } else { vec![SupportWithdrawn { supporter }.into()] })
    }
}

const fn nobody() -> ActorId {
    ActorId(Uuid::nil())
}

#[cfg(test)]
mod tests {
    use events::samples::id;

    use super::*;
    use crate::{
        idea::fixtures::{PUNE, proposed},
        testing::given,
    };

    const ANA: ActorId = ActorId(id(1));

    #[test]
    fn records_who_supports_it_once() {
        let supported = Supported { supporter: ANA, unit: Some(PUNE) };
        given([proposed().into()])
            .when(SupportIdea { unit: Some(PUNE), supporter: ANA })
            .then([supported.into()]);
    }

    #[test]
    fn records_that_somebody_does_so_no_longer() {
        given([proposed().into(), Supported { supporter: ANA, unit: None }.into()])
            .when(WithdrawSupport { supporter: ANA })
            .then([SupportWithdrawn { supporter: ANA }.into()]);
    }

    #[test]
    fn the_body_does_not_say_who() {
        let wish = serde_json::from_str::<SupportIdea>(r#"{"supporter": "x"}"#);
        assert!(wish.is_err());
    }
}

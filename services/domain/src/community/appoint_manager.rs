//! Appoint somebody who manages the community, or release them. Twice is once.

use events::community::{ManagerAppointed, ManagerReleased};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Community;
use crate::{Command, Decision, fields::Fields};

/// Appoint somebody who manages the community. A person is only ever a pseudonym here, never a name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct AppointManager(pub ManagerAppointed);

impl Command for AppointManager {
    type Aggregate = Community;
    const NAME: &'static str = "appoint-manager";

    fn decide(self, community: &Community) -> Decision {
        let mut fields = Fields::default();
        fields.id("/person", self.0.person.0);
        fields.finish()?;
        if community.managers.contains(&self.0.person) {
            return Ok(vec![]);
        }
        community.must_be_there()?;
        Ok(vec![self.0.into()])
    }
}

/// Say that somebody does not manage the community any more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ReleaseManager(pub ManagerReleased);

impl Command for ReleaseManager {
    type Aggregate = Community;
    const NAME: &'static str = "release-manager";

    fn decide(self, community: &Community) -> Decision {
        let is_so = !community.managers.contains(&self.0.person);
        Ok(if is_so { vec![] } else { vec![self.0.into()] })
    }
}

#[cfg(test)]
mod tests {
    use events::{
        Event,
        community::{Dissolved, Founded},
        ids::ActorId,
        samples::id,
    };

    use super::*;
    use crate::{Rejection, testing::given};

    const ANA: ActorId = ActorId(id(1));

    #[test]
    fn records_who_manages_it_and_who_does_no_longer() {
        let (appointed, released) =
            (ManagerAppointed { person: ANA }, ManagerReleased { person: ANA });
        given([community()])
            .when(AppointManager(appointed.clone()))
            .then([appointed.clone().into()]);
        given([community(), appointed.into()])
            .when(ReleaseManager(released.clone()))
            .then([released.into()]);
    }

    #[test]
    fn releasing_whoever_does_not_manage_it_changes_nothing() {
        given([community()]).when(ReleaseManager(ManagerReleased { person: ANA })).then_nothing();
    }

    #[test]
    fn refuses_a_manager_for_what_is_dissolved() {
        given([community(), Dissolved {}.into()])
            .when(AppointManager(ManagerAppointed { person: ANA }))
            .then_rejected(Rejection::Dissolved);
    }

    fn community() -> Event {
        let (name, purpose) = ("Stammdaten".into(), "Eine Wahrheit".into());
        Founded { name, purpose, link: None, member_count: None, sponsor_unit: None }.into()
    }
}

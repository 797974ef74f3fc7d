//! Move a unit to another parent or site. A unit is never part of itself, however long the chain.

use events::unit::Moved;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Unit;
use crate::{Command, Decision, Need, Needs};

/// Give a unit another parent or another site. Absent keeps, `null` clears.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct MoveUnit(pub Moved);

impl Command for MoveUnit {
    type Aggregate = Unit;
    const NAME: &'static str = "move-unit";

    fn needs(&self, needs: &mut Needs) {
        let Moved { parent, site } = &self.0;
        if let Some(parent) = parent.value() {
            needs.add("/parent", Need::Parent(*parent));
        }
        needs.site("/site", site.value());
    }

    fn decide(self, unit: &Unit) -> Decision {
        let Some(unit) = &unit.0 else { return Ok(vec![]) };
        let now = &unit.now;
        Ok(revised!(self.0, Moved { ; parent: now.parent.as_ref(), site: now.site.as_ref() }))
    }
}

#[cfg(test)]
mod tests {
    use events::{
        Change,
        ids::{SiteId, UnitId},
        samples::id,
        unit::Registered,
    };

    use super::*;
    use crate::testing::given;

    #[test]
    fn records_the_new_site_and_leaves_the_parent() {
        let wish = Moved { parent: Change::Set(UnitId(id(1))), site: Change::Set(SiteId(id(3))) };
        let moved = Moved { parent: Change::Keep, site: Change::Set(SiteId(id(3))) };
        given([team().into()]).when(MoveUnit(wish)).then([moved.into()]);
    }

    #[test]
    fn asks_for_the_parent_and_the_site_to_be_known() {
        let wish = MoveUnit(Moved { parent: Change::Set(UnitId(id(5))), site: Change::Clear });
        let mut needs = Needs::default();
        wish.needs(&mut needs);
        assert_eq!(needs.0, [("/parent".to_owned(), Need::Parent(UnitId(id(5))))]);
    }

    fn team() -> Registered {
        Registered {
            name: "Einkauf".into(),
            parent: Some(UnitId(id(1))),
            site: Some(SiteId(id(2))),
            head_count: None,
            working_hours: None,
            planning_rate: None,
        }
    }
}

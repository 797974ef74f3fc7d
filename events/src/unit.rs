//! What can happen to a unit: a team, department or division.

use crate::{
    change::Change,
    ids::{SiteId, UnitId},
    money::Money,
    words::Words,
    working_hours::WorkingHours,
};

facts! {
    /// What happened to a unit.
    pub enum Event {
        /// A unit became known.
        Registered = "unit_registered" v 1,
        /// Something about it changed.
        Revised = "unit_revised" v 1,
        /// It got another parent or site.
        Moved = "unit_moved" v 1,
    }
}

fact! {
    /// A unit became known.
    pub struct Registered {
        /// What people call it.
        pub name: Words,
        /// The unit it is part of.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub parent: Option<UnitId>,
        /// Where it works.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub site: Option<SiteId>,
        /// How many people.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub head_count: Option<u32>,
        /// Where they differ from the site's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub working_hours: Option<WorkingHours>,
        /// What an hour costs in plans; never for fewer than five people.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub planning_rate: Option<Money>,
    }
}

fact! {
    /// Something about a unit changed.
    pub struct Revised {
        /// What people call it now.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub name: Change<Words>,
        /// How many people.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub head_count: Change<u32>,
        /// Where they differ from the site's.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub working_hours: Change<WorkingHours>,
        /// What an hour costs in plans.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub planning_rate: Change<Money>,
    }
}

fact! {
    /// A unit got another parent or another site.
    pub struct Moved {
        /// The unit it is part of now.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub parent: Change<UnitId>,
        /// Where it works now.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub site: Change<SiteId>,
    }
}

impl Registered {
    /// The unit as it is after a revision.
    pub fn revise(&mut self, revised: &Revised) {
        let Revised { name, head_count, working_hours, planning_rate } = revised;
        name.set_in(&mut self.name);
        head_count.apply_to(&mut self.head_count);
        working_hours.apply_to(&mut self.working_hours);
        planning_rate.apply_to(&mut self.planning_rate);
    }
}

impl Registered {
    /// The unit as it is after a move.
    pub fn move_to(&mut self, moved: &Moved) {
        let Moved { parent, site } = moved;
        parent.apply_to(&mut self.parent);
        site.apply_to(&mut self.site);
    }
}

//! What can happen to a community: people across units around a purpose.

use jiff::civil::Date;

use crate::{
    area::Area,
    change::Change,
    ids::{ActorId, PainPointId, UnitId},
    words::Words,
};

facts! {
    /// What happened to a community.
    pub enum Event {
        /// It began.
        Founded = "community_founded" v 1,
        /// Something about it changed.
        Revised = "community_revised" v 1,
        /// It declared an area as its own.
        AreaAddressed = "area_addressed" v 1,
        /// It no longer addresses an area.
        AreaLeft = "area_left" v 1,
        /// It speaks for a unit.
        UnitRepresented = "unit_represented" v 1,
        /// It no longer speaks for a unit.
        UnitLeft = "unit_left" v 1,
        /// It works on a pain point.
        PainPointTakenUp = "pain_point_taken_up" v 1,
        /// It no longer works on a pain point.
        PainPointDropped = "pain_point_dropped" v 1,
        /// Somebody manages it.
        ManagerAppointed = "manager_appointed" v 1,
        /// Somebody does not manage it any more.
        ManagerReleased = "manager_released" v 1,
        /// It set itself a goal.
        GoalSet = "goal_set" v 1,
        /// It said how far it has come.
        GoalRecorded = "goal_recorded" v 1,
        /// It is no more.
        Dissolved = "community_dissolved" v 1,
    }
}

fact! {
    /// A community began.
    pub struct Founded {
        /// What people call it.
        pub name: Words,
        /// What it is for.
        pub purpose: Words,
        /// Where it meets.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub link: Option<Words>,
        /// How many people.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub member_count: Option<u32>,
        /// The unit that pays for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub sponsor_unit: Option<UnitId>,
    }
}

fact! {
    /// Something about a community changed.
    pub struct Revised {
        /// What people call it now.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub name: Change<Words>,
        /// What it is for.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub purpose: Change<Words>,
        /// Where it meets.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub link: Change<Words>,
        /// How many people.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub member_count: Change<u32>,
        /// The unit that pays for it.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub sponsor_unit: Change<UnitId>,
    }
}

fact! {
    /// A community declared an area as its own.
    pub struct AreaAddressed {
        /// The area.
        pub area: Area,
    }
}

fact! {
    /// A community no longer addresses an area.
    pub struct AreaLeft {
        /// The area.
        pub area: Area,
    }
}

fact! {
    /// A community speaks for a unit.
    pub struct UnitRepresented {
        /// The unit.
        pub unit: UnitId,
    }
}

fact! {
    /// A community no longer speaks for a unit.
    pub struct UnitLeft {
        /// The unit.
        pub unit: UnitId,
    }
}

fact! {
    /// A community works on a pain point.
    pub struct PainPointTakenUp {
        /// The pain point.
        pub pain_point: PainPointId,
    }
}

fact! {
    /// A community no longer works on a pain point.
    pub struct PainPointDropped {
        /// The pain point.
        pub pain_point: PainPointId,
    }
}

fact! {
    /// Somebody manages a community.
    pub struct ManagerAppointed {
        /// Who: a pseudonym.
        pub person: ActorId,
    }
}

fact! {
    /// Somebody does not manage a community any more.
    pub struct ManagerReleased {
        /// Who.
        pub person: ActorId,
    }
}

fact! {
    /// A community set itself a goal, or set it anew.
    pub struct GoalSet {
        /// What is counted.
        pub goal: Words,
        /// What it is to reach.
        pub target: f64,
        /// Until when.
        #[schemars(with = "String")]
        pub by: Date,
    }
}

fact! {
    /// A community said how far it has come with a goal.
    pub struct GoalRecorded {
        /// What is counted.
        pub goal: Words,
        /// What it is now.
        pub value: f64,
    }
}

fact! {
    /// A community is no more.
    pub struct Dissolved {}
}

impl Founded {
    /// The community as it is after a revision.
    pub fn revise(&mut self, revised: &Revised) {
        let Revised { name, purpose, link, member_count, sponsor_unit } = revised;
        name.set_in(&mut self.name);
        purpose.set_in(&mut self.purpose);
        link.apply_to(&mut self.link);
        member_count.apply_to(&mut self.member_count);
        sponsor_unit.apply_to(&mut self.sponsor_unit);
    }
}

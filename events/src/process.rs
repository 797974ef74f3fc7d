//! What can happen to a process as a whole; its steps and hand-overs have modules of their own.

use jiff::civil::Date;

use crate::{
    area::Area,
    change::Change,
    data_use::{DataUseRecorded, DataUseRemoved},
    hand_over::{HandOverAdded, HandOverRemoved, HandOverRevised},
    ids::{ActorId, ProcessId, UnitId},
    step::{StepAdded, StepRemoved, StepRevised},
    words::Words,
};

facts! {
    /// What happened to a process.
    pub enum Event {
        /// It was put on the map.
        Mapped = "process_mapped" v 1,
        /// Something about it changed.
        Revised = "process_revised" v 1,
        /// It got other areas.
        AreasAssigned = "areas_assigned" v 1,
        /// A step became known.
        StepAdded = "step_added" v 1,
        /// Something about a step changed.
        StepRevised = "step_revised" v 1,
        /// A step is not done any more.
        StepRemoved = "step_removed" v 1,
        /// A hand-over became known.
        HandOverAdded = "hand_over_added" v 1,
        /// Something about a hand-over changed.
        HandOverRevised = "hand_over_revised" v 1,
        /// A hand-over is not done any more.
        HandOverRemoved = "hand_over_removed" v 1,
        /// It is another way to do what another process does.
        VariantDeclared = "variant_declared" v 1,
        /// A step reads a data object or keeps it.
        DataUseRecorded = "data_use_recorded" v 1,
        /// A step does not use a data object in this way any more.
        DataUseRemoved = "data_use_removed" v 1,
        /// A unit said whether it is run as described.
        Attested = "process_attested" v 1,
        /// Its description got a label and counts from then on.
        Released = "process_released" v 1,
        /// It is not run any more.
        Retired = "process_retired" v 1,
    }
}

fact! {
    /// A process was put on the map.
    pub struct Mapped {
        /// What people call it.
        pub name: Words,
        /// What it is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub description: Option<Words>,
        /// The unit that answers for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub owner: Option<UnitId>,
        /// The area it belongs to first.
        pub primary_area: Area,
        /// Areas it belongs to as well.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub further_areas: Vec<Area>,
    }
}

fact! {
    /// Something about a process changed.
    pub struct Revised {
        /// What people call it now.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub name: Change<Words>,
        /// What it is about.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub description: Change<Words>,
        /// The unit that answers for it.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub owner: Change<UnitId>,
    }
}

fact! {
    /// A process got other areas.
    pub struct AreasAssigned {
        /// The area it belongs to first.
        pub primary_area: Area,
        /// Areas it belongs to as well.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub further_areas: Vec<Area>,
    }
}

fact! {
    /// A process is another way to do what another process does.
    pub struct VariantDeclared {
        /// The other.
        pub of: ProcessId,
    }
}

fact! {
    /// A unit said whether a process is run as it is described.
    pub struct Attested {
        /// The unit.
        pub unit: UnitId,
        /// Whether it is.
        pub agrees: bool,
        /// What differs.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub text: Option<Words>,
    }
}

fact! {
    /// The description of a process got a label and counts from then on.
    pub struct Released {
        /// The label, such as `2026-04`.
        pub label: Words,
        /// From which day it counts.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>")]
        pub valid_from: Option<Date>,
        /// Who looked it through: a pseudonym.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub reviewed_by: Option<ActorId>,
    }
}

fact! {
    /// A process is not run any more.
    pub struct Retired {}
}

impl Mapped {
    /// The process as it is after a revision.
    pub fn revise(&mut self, revised: &Revised) {
        let Revised { name, description, owner } = revised;
        name.set_in(&mut self.name);
        description.apply_to(&mut self.description);
        owner.apply_to(&mut self.owner);
    }
}

impl Mapped {
    /// The process as it is with other areas.
    pub fn assign_areas(&mut self, assigned: &AreasAssigned) {
        let AreasAssigned { primary_area, further_areas } = assigned;
        self.primary_area = *primary_area;
        further_areas.clone_into(&mut self.further_areas);
    }
}

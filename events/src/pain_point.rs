//! What can happen to a pain point: something that holds work up.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    area::Area,
    change::Change,
    hours::Effort,
    ids::{
        CommunityId, DataObjectId, HandOverId, IdeaId, PainPointId, ProcessId, SiteId, StepId,
        UnitId,
    },
    kind::PainPointKind,
    words::{Words, wordless},
};

facts! {
    /// What happened to a pain point.
    pub enum Event {
        /// Somebody said it.
        Logged = "pain_point_logged" v 1,
        /// It got a kind.
        Sorted = "pain_point_sorted" v 1,
        /// It was put where it belongs.
        Placed = "pain_point_placed" v 1,
        /// Something about it changed.
        Revised = "pain_point_revised" v 1,
        /// A unit has it too, or says it anew.
        Backed = "pain_point_backed" v 1,
        /// A unit does not have it any more.
        BackingWithdrawn = "backing_withdrawn" v 1,
        /// It holds nothing up any more, everywhere or in some units.
        Resolved = "pain_point_resolved" v 1,
        /// It is back.
        Reopened = "pain_point_reopened" v 1,
        /// It is the same as another.
        Merged = "pain_point_merged" v 1,
        /// It is one of its own again.
        Unmerged = "pain_point_unmerged" v 1,
    }
}

fact! {
    /// Somebody said what holds work up.
    pub struct Logged {
        /// In their words.
        pub text: Words,
        /// What it is about: zero to eight things.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub on: Vec<Target>,
        /// What sort; none means not sorted yet.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub kind: Option<PainPointKind>,
        /// The areas it belongs to, where they differ from its process's.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub areas: Vec<Area>,
        /// The unit that has it: its first backing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub unit: Option<UnitId>,
        /// What it costs that unit.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub hours: Option<Effort>,
        /// What was looked for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub sought: Option<Words>,
        /// Where it was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub link: Option<Words>,
        /// BCP 47: `de`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub language: Option<String>,
    }
}

fact! {
    /// A pain point got a kind.
    pub struct Sorted {
        /// What sort.
        pub kind: PainPointKind,
        /// The areas it belongs to.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub areas: Change<Vec<Area>>,
    }
}

fact! {
    /// A pain point was put where it belongs.
    pub struct Placed {
        /// What it is about now.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub on: Vec<Target>,
    }
}

fact! {
    /// Something about a pain point changed.
    pub struct Revised {
        /// The words.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub text: Change<Words>,
        /// What was looked for.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub sought: Change<Words>,
        /// Where it was said.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub link: Change<Words>,
        /// BCP 47.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub language: Change<String>,
    }
}

fact! {
    /// A unit has this pain point too, or says anew what it costs.
    pub struct Backed {
        /// The unit.
        pub unit: UnitId,
        /// What it costs that unit.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub hours: Option<Effort>,
    }
}

fact! {
    /// A unit does not have this pain point any more.
    pub struct BackingWithdrawn {
        /// The unit.
        pub unit: UnitId,
    }
}

fact! {
    /// A pain point holds nothing up any more.
    pub struct Resolved {
        /// What ended it.
        pub how: Words,
        /// In which units; none means everywhere.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub units: Vec<UnitId>,
        /// The idea that ended it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub idea: Option<IdeaId>,
        /// Where what was sought was found.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub found_at: Option<Words>,
    }
}

fact! {
    /// A pain point is back, in every unit that has it.
    pub struct Reopened {}
}

fact! {
    /// A pain point is the same as another: whoever has it counts there.
    pub struct Merged {
        /// The other.
        pub into: PainPointId,
    }
}

fact! {
    /// A pain point is one of its own again.
    pub struct Unmerged {}
}

/// One thing that a pain point is about.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(untagged)]
pub enum Target {
    /// A step: `{"process": P, "step": S}`.
    Step(StepTarget),
    /// A hand-over: `{"process": P, "hand_over": H}`.
    HandOver(HandOverTarget),
    /// A process as a whole: `{"process": P}`.
    Process(ProcessTarget),
    /// A unit: `{"unit": U}`.
    Unit(UnitTarget),
    /// A site: `{"site": S}`.
    Site(SiteTarget),
    /// A community: `{"community": C}`.
    Community(CommunityTarget),
    /// A data object: `{"data_object": D}`.
    DataObject(DataObjectTarget),
    /// An idea: `{"idea": I}`.
    Idea(IdeaTarget),
}

impl Target {
    /// The process it is in, for steps, hand-overs and processes.
    pub const fn process(&self) -> Option<ProcessId> {
        match self {
            Self::Step(it) => Some(it.process),
            Self::HandOver(it) => Some(it.process),
            Self::Process(it) => Some(it.process),
            Self::Unit(_)
            | Self::Site(_)
            | Self::Community(_)
            | Self::DataObject(_)
            | Self::Idea(_) => None,
        }
    }
}

macro_rules! targets {
    ($($(#[$meta:meta])* $name:ident { $($field:ident: $type:ty),+ })+) => {
        $($(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
        )]
        #[serde(deny_unknown_fields)]
        #[expect(missing_docs, reason = "the fields are the ids that their types name")]
        pub struct $name { $(pub $field: $type),+ })+
    };
}

targets! {
    /// A step of a process.
    StepTarget { process: ProcessId, step: StepId }
    /// A hand-over of a process.
    HandOverTarget { process: ProcessId, hand_over: HandOverId }
    /// A process as a whole.
    ProcessTarget { process: ProcessId }
    /// A unit.
    UnitTarget { unit: UnitId }
    /// A site.
    SiteTarget { site: SiteId }
    /// A community.
    CommunityTarget { community: CommunityId }
    /// A data object.
    DataObjectTarget { data_object: DataObjectId }
    /// An idea.
    IdeaTarget { idea: IdeaId }
}

wordless!(Target);

impl Logged {
    /// The pain point as it is after a revision.
    pub fn revise(&mut self, revised: &Revised) {
        let Revised { text, sought, link, language } = revised;
        text.set_in(&mut self.text);
        sought.apply_to(&mut self.sought);
        link.apply_to(&mut self.link);
        language.apply_to(&mut self.language);
    }

    /// The pain point as it is once sorted.
    pub fn sort(&mut self, sorted: &Sorted) {
        let Sorted { kind, areas } = sorted;
        self.kind = Some(*kind);
        areas.set_or_empty(&mut self.areas);
    }
}

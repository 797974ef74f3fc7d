//! What pain points are about, as it is written down: each with its sort, as a target by itself shows that by the
//! names of its fields.

use events::{
    ids::{CommunityId, DataObjectId, HandOverId, IdeaId, ProcessId, SiteId, StepId, UnitId},
    pain_point::{
        CommunityTarget, DataObjectTarget, HandOverTarget, IdeaTarget, ProcessTarget, SiteTarget,
        StepTarget, Target, UnitTarget,
    },
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use smallvec::SmallVec;

/// What a pain point is about; most are about one thing, which lies in place.
pub type Targets = SmallVec<[Target; 1]>;

#[derive(Serialize, Deserialize)]
enum Form {
    Step(ProcessId, StepId),
    HandOver(ProcessId, HandOverId),
    Process(ProcessId),
    Unit(UnitId),
    Site(SiteId),
    Community(CommunityId),
    DataObject(DataObjectId),
    Idea(IdeaId),
}

pub(super) fn serialize<S: Serializer>(
    targets: &[Target],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(targets.iter().map(Form::of))
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Targets, D::Error> {
    Ok(Vec::<Form>::deserialize(deserializer)?.into_iter().map(Form::read).collect())
}

impl Form {
    fn of(target: &Target) -> Self {
        match *target {
            Target::Step(StepTarget { process, step }) => Self::Step(process, step),
            Target::HandOver(HandOverTarget { process, hand_over }) => {
                Self::HandOver(process, hand_over)
            }
            Target::Process(ProcessTarget { process }) => Self::Process(process),
            Target::Unit(UnitTarget { unit }) => Self::Unit(unit),
            Target::Site(SiteTarget { site }) => Self::Site(site),
            Target::Community(CommunityTarget { community }) => Self::Community(community),
            Target::DataObject(DataObjectTarget { data_object }) => Self::DataObject(data_object),
            Target::Idea(IdeaTarget { idea }) => Self::Idea(idea),
        }
    }

    fn read(self) -> Target {
        match self {
            Self::Step(process, step) => Target::Step(StepTarget { process, step }),
            Self::HandOver(process, hand_over) => {
                Target::HandOver(HandOverTarget { process, hand_over })
            }
            Self::Process(process) => Target::Process(ProcessTarget { process }),
            Self::Unit(unit) => Target::Unit(UnitTarget { unit }),
            Self::Site(site) => Target::Site(SiteTarget { site }),
            Self::Community(community) => Target::Community(CommunityTarget { community }),
            Self::DataObject(data_object) => Target::DataObject(DataObjectTarget { data_object }),
            Self::Idea(idea) => Target::Idea(IdeaTarget { idea }),
        }
    }
}

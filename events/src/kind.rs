//! The kinds of pain points, a closed list. No kind means *not sorted yet*, which is not `other`.

use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{area::Area, words::wordless};

macro_rules! kinds {
    ($($area:ident: $($kind:ident $key:literal),+;)+) => {
        /// What sort of thing holds work up.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        #[expect(missing_docs, reason = "the keys say it")]
        pub enum PainPointKind { $($($kind),+),+ }

        impl PainPointKind {
            /// All kinds.
            pub const ALL: &'static [Self] = &[$($(Self::$kind),+),+];

            /// The key in URLs, files and answers.
            pub const fn key(self) -> &'static str {
                match self { $($(Self::$kind => $key),+),+ }
            }

            /// The area a pain point of this kind belongs to where neither it nor its process says one.
            pub const fn home_area(self) -> Area {
                match self { $($(Self::$kind)|+ => Area::$area),+ }
            }
        }
    };
}

kinds! {
    Support: DuplicatedWork "duplicated_work", DuplicatedData "duplicated_data",
        OtherTimeWaster "other_time_waster", Other "other";
    Coordination: CoordinationLoop "coordination_loop",
        NeedlessCoordination "needless_coordination", TimeZone "time_zone";
    Transparency: SeparatedExecution "separated_execution", DivergingViews "diverging_views",
        DivergingData "diverging_data", TalkingPastEachOther "talking_past_each_other";
    ProblemSolving: ExpertiseNotFound "expertise_not_found";
    Development: Silo "silo", UnawareParallelWork "unaware_parallel_work", Reinvention "reinvention";
    Communication: OneWayCommunication "one_way_communication";
    Collaboration: JointWorkIneffective "joint_work_ineffective",
        JointWorkInefficient "joint_work_inefficient";
    Exchange: UnevenKnowledge "uneven_knowledge",
        InformationHardToFind "information_hard_to_find",
        SiteUnawareOfOthers "site_unaware_of_others", InconsistentMessage "inconsistent_message";
    TeamBuilding: Unfamiliarity "unfamiliarity", LowTrust "low_trust";
    Service: UnknownService "unknown_service", UnknownDemand "unknown_demand",
        LaboriousSearch "laborious_search";
    Offering: ScatteredOffers "scattered_offers", HiddenCost "hidden_cost";
    Management: OpaqueReports "opaque_reports", ClosedDecision "closed_decision",
        NoInvolvement "no_involvement";
    Decision: SlowDecision "slow_decision";
}

wordless!(PainPointKind);

impl FromStr for PainPointKind {
    type Err = UnknownKind;

    fn from_str(key: &str) -> Result<Self, UnknownKind> {
        Self::ALL.iter().copied().find(|it| it.key() == key).ok_or(UnknownKind)
    }
}

/// Not a kind of pain point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a kind of pain point")]
pub struct UnknownKind;

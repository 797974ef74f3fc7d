//! The thirteen process areas. They overlap: communication is in every process.

use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::words::wordless;

macro_rules! areas {
    ($($(#[$meta:meta])* $area:ident $key:literal $german:literal),+ $(,)?) => {
        /// One of the thirteen process areas.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Area { $($(#[$meta])* $area),+ }

        impl Area {
            /// All thirteen, in their order.
            pub const ALL: [Self; 13] = [$(Self::$area),+];

            /// The key in URLs, files and answers.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$area => $key),+ }
            }

            /// The German name.
            pub const fn german(self) -> &'static str {
                match self { $(Self::$area => $german),+ }
            }
        }
    };
}

areas! {
    /// Where is the same process run or described differently by different units?
    Transparency "transparency" "Prozesstransparenz",
    /// Which duplicated work, duplicated data and loops cost most per month?
    Support "support" "Unterstützungsprozesse",
    /// Whom can we ask; which is the smallest team of units that covers the skills needed?
    ProblemSolving "problem_solving" "Problemlösungsprozesse",
    /// Who works on the same thing without a link between them?
    Development "development" "Entwicklungsprozesse",
    /// Which paths run only top-down; which have no way back recorded?
    Communication "communication" "Kommunikationsprozesse",
    /// Which joint work reached its goal, at what effort?
    Collaboration "collaboration" "Zusammenarbeitsprozesse",
    /// Which practice is known at one site and missing at another that needs it?
    Exchange "exchange" "Austauschprozesse",
    /// What does this hand-over cost across sites, time zones included?
    Coordination "coordination" "Koordinationsprozesse",
    /// Which units depend on each other and have never worked together?
    TeamBuilding "team_building" "Teambildungsprozesse",
    /// Which demand finds no service, and which service no user?
    Service "service" "Serviceprozesse",
    /// Which similar services could be merged, and what would that save?
    Offering "offering" "Angebotsprozesse",
    /// Which decisions lack a reason, a report or participation from below?
    Management "management" "Managementprozesse",
    /// How long from opening to decision, and where is it stuck?
    Decision "decision" "Entscheidungsprozesse",
}

wordless!(Area);

impl FromStr for Area {
    type Err = UnknownArea;

    fn from_str(key: &str) -> Result<Self, UnknownArea> {
        Self::ALL.into_iter().find(|it| it.key() == key).ok_or(UnknownArea)
    }
}

/// None of the thirteen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not one of the thirteen areas")]
pub struct UnknownArea;

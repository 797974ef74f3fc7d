//! What is done twice: the answer.

use events::ids::{DuplicateId, ProcessId, SiteId, StepId, UnitId};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{evidence::Evidence, loops::answer::CutShort};

/// Work that seems to be done more than once.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DuplicatesAnswer {
    /// The most hours first, then the most alike.
    pub clusters: Vec<DuplicateCluster>,
    /// Whether there are more clusters, or a cluster has more members, than are listed.
    pub truncated: bool,
    /// Why there are more.
    pub reason: Option<CutShort>,
    /// Over all clusters, also those that are not listed.
    pub total: DuplicatesTotal,
}

/// Over all clusters. No step is in two of them.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DuplicatesTotal {
    /// Working hours a month; nothing where no step says them.
    pub hours_involved: Option<f64>,
    /// How many clusters.
    pub clusters: usize,
    /// What it rests on.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// The kinds of thing that are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DuplicateKind {
    /// Steps of processes.
    Step,
}

impl DuplicateKind {
    /// As it stands in questions, answers and ids of clusters.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Step => "step",
        }
    }
}

/// Things that all say the same.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DuplicateCluster {
    /// Follows from its kind and members, so that it is the same wherever they meet.
    pub id: DuplicateId,
    /// What is compared.
    pub kind: DuplicateKind,
    /// That of the least alike pair, 0 to 1.
    pub score: f64,
    /// Working hours a month of all members together; nothing where no step says them.
    pub hours_involved: Option<f64>,
    /// Nothing until somebody confirms that the result is the same.
    pub avoidable_hours: Option<f64>,
    /// By id.
    pub members: Vec<DuplicateMember>,
    /// Each with each, by their ids.
    pub pairs: Vec<DuplicatePair>,
    /// Whether there are more pairs.
    pub pairs_truncated: bool,
    /// Of all pairs, each once.
    pub reasons: Vec<DuplicateReason>,
    /// Whether some hand-over runs between two of the members' units.
    pub linked: bool,
    /// Nothing until somebody gives one.
    pub verdict: (),
    /// What it rests on.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// A step in a cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DuplicateMember {
    /// The step.
    pub id: StepId,
    /// What is done.
    pub name: Option<String>,
    /// In which process.
    pub process: ProcessId,
    /// What people call that process.
    pub process_name: Option<String>,
    /// Who does it.
    pub unit: Option<UnitId>,
    /// What people call that unit.
    pub unit_name: Option<String>,
    /// Where.
    pub site: Option<SiteId>,
    /// What people call that site.
    pub site_name: Option<String>,
}

/// Two members and how alike they are.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DuplicatePair {
    /// The one with the smaller id.
    pub a: StepId,
    /// The other.
    pub b: StepId,
    /// 0 to 1.
    pub score: f64,
    /// In words that can be checked.
    pub reasons: Vec<DuplicateReason>,
}

/// Why two things are held to say the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DuplicateReason {
    /// `words` that both use, or `parts` of compounds.
    pub what: &'static str,
    /// Which, as the first of the pair writes them.
    pub detail: String,
}

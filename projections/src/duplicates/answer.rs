//! What is done twice: the answer.

use events::{
    ActorKind, Position,
    duplicate::{DismissalCause, DuplicateKind, DuplicateSort},
    ids::{DataObjectId, DuplicateId, ProcessId, SiteId, StepId, UnitId},
};
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

use crate::{evidence::Evidence, loops::answer::CutShort};

/// Things that seem to be, or are held to be, the same.
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

/// Over all clusters. Nothing is in two of them, but for dismissed ones.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DuplicatesTotal {
    /// Working hours a month; nothing where nobody says any.
    pub hours_involved: Option<f64>,
    /// Of them what could be avoided, where somebody confirmed that the result is the same.
    pub avoidable_hours: Option<f64>,
    /// Of them what could be learned, where somebody confirmed that the method is the same.
    pub learnable_hours: Option<f64>,
    /// How many clusters.
    pub clusters: usize,
    /// What it rests on.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// Things that all say the same, or are held to be the same.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DuplicateCluster {
    /// Follows from its kind and members, so that it is the same wherever they meet. A verdict on exactly these members has it too.
    pub id: DuplicateId,
    /// What is compared.
    pub kind: DuplicateKind,
    /// That of the least likely pair, 0 to 1.
    pub score: f64,
    /// Working hours a month of all members together; nothing where nobody says any.
    pub hours_involved: Option<f64>,
    /// Hours a month of those that are confirmed to have the same result, but for the dearest of them; nothing until somebody confirms it.
    pub avoidable_hours: Option<f64>,
    /// Hours a month by which those that are confirmed to have the same method are slower than the middle one; nothing until somebody confirms it.
    pub learnable_hours: Option<f64>,
    /// By id; stores by name.
    pub members: Vec<DuplicateMember>,
    /// What is kept in several stores, where data are duplicated.
    pub data_object: Option<DuplicatedData>,
    /// Each with each, by their ids.
    pub pairs: Vec<DuplicatePair>,
    /// Whether there are more pairs.
    pub pairs_truncated: bool,
    /// Of all pairs, each once.
    pub reasons: Vec<DuplicateReason>,
    /// Whether anything links the members already.
    pub linked: bool,
    /// What links them already, at most three of each sort.
    pub links: Vec<DuplicateLink>,
    /// What somebody says of them; nothing until then.
    pub verdict: Option<DuplicateVerdict>,
    /// What it rests on.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// What somebody says of members of a cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DuplicateVerdict {
    /// Under which id it is kept.
    pub id: DuplicateId,
    /// In what they are the same, where they are.
    pub sort: Option<DuplicateSort>,
    /// Why they are not to be shown together, where they are not.
    pub because: Option<DismissalCause>,
    /// Who said so: never a person.
    pub by: DuplicateJudge,
    /// Where it was said.
    pub position: Position,
    /// The reason, in somebody's words.
    pub why: Option<String>,
    /// All that it is about; of duplicated data the one data object.
    pub members: Vec<Uuid>,
    /// Members of the cluster, or stores, that it is not about: they came later.
    pub joined: usize,
    /// Things, or stores, that it is about and that are not in the cluster any more.
    pub gone: usize,
    /// Whether any joined or is gone: it was given on others than these.
    pub stale: bool,
}

/// Who gave a verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DuplicateJudge {
    /// What kind of actor.
    pub kind: ActorKind,
    /// For which unit.
    pub unit: Option<UnitId>,
    /// What people call that unit.
    pub unit_name: Option<String>,
}

/// A data object that is kept by hand in several stores.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DuplicatedData {
    /// The data object.
    pub id: DataObjectId,
    /// What people call it.
    pub name: Option<String>,
    /// The store that is right where they differ.
    pub master_store: Option<String>,
}

/// A thing in a cluster.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DuplicateMember {
    /// The thing; of a store the data object that is kept there.
    pub id: Uuid,
    /// What is done, what it is called, or what it says.
    pub name: Option<String>,
    /// In which process.
    pub process: Option<ProcessId>,
    /// What people call that process.
    pub process_name: Option<String>,
    /// Who does it; of several the first.
    pub unit: Option<UnitId>,
    /// What people call that unit.
    pub unit_name: Option<String>,
    /// All who do it, own it, have it, or work that way.
    pub units: Vec<UnitId>,
    /// What people call them.
    pub unit_names: Vec<String>,
    /// Where.
    pub site: Option<SiteId>,
    /// What people call that site.
    pub site_name: Option<String>,
    /// What it costs.
    pub hours_per_month: Option<f64>,
    /// The steps that keep it there by hand, of a store.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kept_by: Vec<DuplicateKeeper>,
}

/// A step that keeps data by hand.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DuplicateKeeper {
    /// The step.
    pub step: StepId,
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
    /// What the step costs.
    pub hours_per_month: Option<f64>,
}

/// Two members and how alike they are.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DuplicatePair {
    /// The one with the smaller id.
    pub a: Uuid,
    /// The other.
    pub b: Uuid,
    /// How likely they are the same, 0 to 1: the share of such pairs that people call the same.
    pub score: f64,
    /// In words that can be checked.
    pub reasons: Vec<DuplicateReason>,
}

/// Why two things are held to say the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DuplicateReason {
    /// `words` that both use, `parts` of compounds, a `translation`, `synonyms`, what is `learned` from verdicts, the same `role`, `tools`, `data`, `unit` by name, `neighbours` or `place` in the process, `stores` of one data object, or a `verdict`.
    pub what: &'static str,
    /// Which, as the first of the pair writes them.
    pub detail: String,
}

/// Something that links members of a cluster already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DuplicateLink {
    /// `hand_over`, `community`, `data`, `pain_point`, `idea` or `variant`.
    pub what: &'static str,
    /// In words.
    pub detail: String,
    /// The thing whose history tells of it: `communities/0189…`.
    pub stream: String,
    /// The events that say so, newest first, at most twenty.
    pub evidence: Vec<Position>,
}

//! Where coordination goes round: the answer.

use events::{ids::ProcessId, money::Money};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    evidence::Evidence,
    loops::{cycle_kind::CycleKind, level::Level, price::UnknownFigures, tangle::Tangle},
};

/// Cycles in an answer where nobody says how many.
pub const LIMIT_USUAL: usize = 20;

/// Cycles in an answer, at most, and cycles that are looked at.
pub const LIMIT_MAX: usize = 1_000;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoopsQuery {
    /// What hand-overs are folded to.
    pub level: Level,
    /// Cycles in the answer, and components, at most; more than [`LIMIT_MAX`] is as much as that.
    pub limit: usize,
    /// Only hand-overs that this process keeps, and nothing that is only measured.
    pub process: Option<ProcessId>,
}

impl Default for LoopsQuery {
    fn default() -> Self {
        Self { level: Level::Unit, limit: LIMIT_USUAL, process: None }
    }
}

/// Coordination loops at a level.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LoopsAnswer {
    /// What hand-overs were folded to.
    pub level: Level,
    /// Where everything can come back, by claimed hand-overs; the largest first.
    pub components: Vec<Tangle>,
    /// The dearest first: by work, then delay, then measured bounces; what is only measured last.
    pub cycles: Vec<Loop>,
    /// What they cost together, nothing paid twice; also those that are cut off below the limit.
    pub total: LoopsTotal,
    /// Whether there are more cycles or components.
    pub truncated: bool,
    /// Why there are more.
    pub reason: Option<CutShort>,
    /// How many cycles are listed.
    pub returned: usize,
    /// Hand-overs of which a step has no place at this level.
    pub unplaced_hand_overs: usize,
    /// Values of imported logs that stand for nothing at this level.
    pub unplaced_values: usize,
}

/// Why a list is not whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CutShort {
    /// There are more than asked for.
    Count,
    /// The search was ended before it had seen all.
    Budget,
}

/// One way round.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Loop {
    /// In the direction of the hand-overs: ids of steps, units or sites, or the names of regions.
    pub members: Vec<String>,
    /// What people call them; nothing where the name was erased.
    pub member_names: Vec<Option<String>>,
    /// What sort it is.
    pub kind: CycleKind,
    /// The processes in which it is of this sort.
    pub carried_by: Vec<ProcessId>,
    /// Whether somebody described it; else a log shows it, and nothing else is known.
    pub claimed: bool,
    /// How many described hand-overs are folded into it.
    pub hand_overs: usize,
    /// The least times a month on the way round; nothing where a part of it does not say that.
    pub rounds_per_month: Option<f64>,
    /// Rounds × effort × people. Nothing where no rounds or no effort at all are known.
    pub work_hours_per_month: Option<f64>,
    /// Rounds × waiting. Nothing where no rounds or no waiting at all are known.
    pub delay_hours_per_month: Option<f64>,
    /// Work at the planning rates of the units that hand over, by currency; a unit without a rate,
    /// also above it, adds none. Always empty for `mutual`.
    pub money_per_month: Vec<Money>,
    /// Hand-overs whose figures are not known and count as nothing.
    pub unknown: UnknownFigures,
    /// What imported logs show between two members.
    pub measured: Option<MeasuredLoop>,
    /// What it rests on.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// What imported logs show between two members, over all their months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MeasuredLoop {
    /// Cases in which work came back, to either side; each once in a log.
    pub cases: u64,
    /// How often it came back, to either side.
    pub occurrences: u64,
    /// How often it was handed over, in either direction.
    pub hand_overs: u64,
}

/// What the cycles cost together: the dearest first, each taking its rounds from its hand-overs.
/// Without `mutual` ones. Three figures, never added.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LoopsTotal {
    /// Working hours.
    pub work_hours_per_month: f64,
    /// Hours of waiting.
    pub delay_hours_per_month: f64,
    /// Money, by currency.
    pub money_per_month: Vec<Money>,
    /// What it rests on.
    #[serde(flatten)]
    pub evidence: Evidence,
}

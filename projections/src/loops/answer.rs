//! Where coordination goes round: the answer.

use events::{
    ids::{HandOverId, ProcessId, SiteId},
    money::Money,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    between_sites::{WaitingBetween, WeekShown},
    evidence::Evidence,
    loops::{
        compared::Compared, cycle_kind::CycleKind, level::Level, price::UnknownFigures,
        scope::Scope, tangle::Tangle, trend::MeasuredLoop,
    },
};

/// Cycles in an answer where nobody says how many.
pub const LIMIT_USUAL: usize = 20;

/// Cycles in an answer, at most, and cycles that are looked at.
pub const LIMIT_MAX: usize = 1_000;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoopsQuery {
    /// What hand-overs are folded to.
    pub level: Level,
    /// Cycles in the answer, components and hand-overs, at most; more than [`LIMIT_MAX`] is as much as
    /// that.
    pub limit: usize,
    /// Of what.
    pub scope: Scope,
    /// A day of the week whose clocks, working hours and holidays count.
    pub day: Date,
}

impl LoopsQuery {
    /// Everything at the level of units, in the week of the moment.
    pub fn at(now: Timestamp) -> Self {
        let day = TimeZone::UTC.to_datetime(now).date();
        Self { level: Level::Unit, limit: LIMIT_USUAL, scope: Scope::default(), day }
    }
}

/// Coordination loops at a level.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LoopsAnswer {
    /// What hand-overs were folded to.
    pub level: Level,
    /// Where everything can come back: first by described hand-overs, then by measured ones; of each
    /// sort the largest first.
    pub components: Vec<Tangle>,
    /// The dearest first: by work, then delay, then measured bounces; what is only measured last.
    pub cycles: Vec<Loop>,
    /// What they cost together, nothing paid twice; also those that are cut off below the limit.
    pub total: LoopsTotal,
    /// All hand-overs from one to another, those first where most waits.
    pub hand_overs: Vec<HandedOver>,
    /// How many of these there are.
    pub hand_overs_count: usize,
    /// Members of a cycle, at most: what goes round through more is in a component, and no cycle here.
    pub length_max: usize,
    /// Whether there are more cycles or components, or a dearer cycle may have been missed.
    pub truncated: bool,
    /// Why.
    pub reason: Option<CutShort>,
    /// How many cycles are listed.
    pub returned: usize,
    /// Hand-overs of which a step has no place at this level.
    pub unplaced_hand_overs: usize,
    /// Values of imported logs that stand for nothing at this level.
    pub unplaced_values: usize,
    /// What the waiting between sites rests on.
    pub time_zones: ZonesBasis,
    /// Where a log says it: cases in which work came back, beside cases handed over equally often.
    pub compared: Vec<Compared>,
}

/// Why a list is not whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CutShort {
    /// There are more than asked for, and these are the first of all.
    Count,
    /// The search was ended before it had seen all: others may be as dear.
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
    /// Rounds × waiting: of each hand-over the larger of what people said and what zones and working
    /// hours add. Nothing where no rounds or no waiting at all are known.
    pub delay_hours_per_month: Option<f64>,
    /// The same by what people said, and by time zones; nothing if it stays at one site.
    pub waiting: Option<LoopWaiting>,
    /// Work at the planning rates of the units that hand over, by currency; a unit without a rate,
    /// also above it, adds none. Always empty for `mutual`.
    pub money_per_month: Vec<Money>,
    /// Hand-overs whose figures are not known and count as nothing.
    pub unknown: UnknownFigures,
    /// What imported logs show between two members.
    pub measured: Option<MeasuredLoop>,
    /// The hand-overs from each member to the next, in the order of the members.
    pub ways: Vec<Way>,
    /// The same at the next finer level.
    pub finer_link: Option<String>,
    /// What it rests on.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// Waiting of a loop between sites, in hours a month: two figures that are never added. The delay is
/// the larger of both, hand-over by hand-over.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct LoopWaiting {
    /// As people said.
    pub claimed_hours_per_month: Option<f64>,
    /// Of the delay, time zones and working hours explain at most so much.
    pub time_zones_hours_per_month_max: Option<f64>,
    /// Of that, inside the working hours of who hands over; the rest is night and days off.
    pub time_zones_working_hours_per_month: Option<f64>,
    /// Meetings and calls between sides that share no working hour.
    pub without_shared_hour: usize,
}

/// All hand-overs from one node to another.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Way {
    /// Who hands over.
    pub from: String,
    /// Who takes over.
    pub to: String,
    /// The first twenty of them.
    pub ids: Vec<HandOverId>,
    /// Times a month; nothing where none of them says it.
    pub times_per_month: Option<f64>,
    /// How long one of them waits, if some run between sites.
    pub waiting: Option<Waiting>,
}

/// How long one hand-over waits, on average over those that are folded and of which it is known, in hours.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Waiting {
    /// The larger of both, hand-over by hand-over; nothing where neither is known of any.
    pub hours: Option<f64>,
    /// As people said, of those of which they did.
    pub claimed_hours: Option<f64>,
    /// Time zones and working hours explain at most so much, of those of which they say anything.
    pub time_zones_hours_max: Option<f64>,
    /// Of that, inside the working hours of who hands over.
    pub time_zones_working_hours: Option<f64>,
    /// Meetings and calls between sides that share no working hour: they wait without end.
    pub without_shared_hour: usize,
    /// The sites, up to twenty pairs.
    pub between: Vec<BetweenSites>,
}

/// Two sites, and what waits between them in the week that was asked about.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct BetweenSites {
    /// Where it is handed over.
    pub from: SiteId,
    /// What people call it.
    pub from_name: Option<String>,
    /// Where it is taken over.
    pub to: SiteId,
    /// What people call it.
    pub to_name: Option<String>,
    /// By either sort of channel; nothing if who hands over does not work in that week.
    pub week: Option<WaitingBetween>,
}

/// All hand-overs from one node to another, with what they cost.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct HandedOver {
    /// From where to where.
    #[serde(flatten)]
    pub way: Way,
    /// What people call who hands over.
    pub from_name: Option<String>,
    /// What people call who takes over.
    pub to_name: Option<String>,
    /// How many they are.
    pub hand_overs: usize,
    /// Times × effort × people.
    pub work_hours_per_month: Option<f64>,
    /// Times × waiting, the larger of what was said and what zones add.
    pub delay_hours_per_month: Option<f64>,
    /// Whether a rule demands any of it.
    pub must_stay: bool,
    /// The same at the next finer level.
    pub finer_link: Option<String>,
    /// What it rests on.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// What the waiting between sites rests on.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ZonesBasis {
    /// The week that was asked about, with its clocks and holidays.
    pub week: WeekShown,
    /// How it is computed.
    pub how: &'static str,
    /// Where nobody said when people work, and Monday to Friday, 9 to 17 h is assumed.
    pub assumed_hours: Vec<SiteNamed>,
}

/// A site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SiteNamed {
    /// Its id.
    pub site: SiteId,
    /// What people call it.
    pub name: Option<String>,
}

/// What the cycles cost together: the dearest first, each taking its rounds from its hand-overs.
/// Without `mutual` ones. Figures that are never added.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LoopsTotal {
    /// Working hours.
    pub work_hours_per_month: f64,
    /// Hours of waiting.
    pub delay_hours_per_month: f64,
    /// Of these, time zones and working hours explain at most so many.
    pub time_zones_hours_per_month_max: f64,
    /// Money, by currency.
    pub money_per_month: Vec<Money>,
    /// What it rests on.
    #[serde(flatten)]
    pub evidence: Evidence,
}

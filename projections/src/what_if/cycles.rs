//! Loops that would go, come, or cost something else.

use std::collections::BTreeMap;

use events::money::Money;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::{COMPARED, LISTED, figures::money_by_currency};
use crate::{
    Projections,
    difference::Difference,
    evidence::rounded,
    loops::{
        answer::{CutShort, Loop, LoopsAnswer, LoopsQuery},
        level::Level,
    },
};

/// Coordination loops before and after.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LoopsChange {
    /// What hand-overs are folded to.
    pub level: Level,
    /// How many loops were looked at, 200 at most: the dearest.
    pub cycles: Difference,
    /// Working hours a month, nothing paid twice.
    pub work_hours_per_month: Difference,
    /// Hours of waiting a month.
    pub delay_hours_per_month: Difference,
    /// Money a month, by currency.
    pub money_per_month: Vec<MoneyDifference>,
    /// Loops that would not be any more, the dearest first, at most twenty.
    pub gone: Vec<Loop>,
    /// How many those are.
    pub gone_count: usize,
    /// Loops that would come, the dearest first, at most twenty.
    pub new: Vec<Loop>,
    /// How many those are.
    pub new_count: usize,
    /// Loops that would cost something else or be of another kind, at most twenty.
    pub changed: Vec<ChangedLoop>,
    /// How many those are.
    pub changed_count: usize,
    /// Whether not all loops could be looked at, before or after: then one that is told as gone or new
    /// may only have left or entered those that were.
    pub truncated: bool,
    /// Why they could not.
    pub reason: Option<CutShort>,
}

/// A loop before and after.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ChangedLoop {
    /// As it is.
    pub before: Loop,
    /// As it would be.
    pub after: Loop,
}

/// Money before and after, in one currency.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MoneyDifference {
    /// Three letters, as in ISO 4217.
    pub currency: String,
    /// How much.
    #[serde(flatten)]
    pub amount: Difference,
}

/// Where nothing touches loops, there is nothing to ask twice.
pub(super) fn change(
    before: &Projections,
    after: Option<&Projections>,
    level: Level,
    now: Timestamp,
) -> LoopsChange {
    let was = answer(before, level, now);
    let is = after.map_or_else(|| was.clone(), |after| answer(after, level, now));
    let reason = was.reason.or(is.reason);
    let (all_before, all_after) = (by_way(&was), by_way(&is));
    let gone: Vec<_> = missing_in(&was, &all_after);
    let new: Vec<_> = missing_in(&is, &all_before);
    let changed: Vec<_> = was
        .cycles
        .iter()
        .filter_map(|before| Some((before, *all_after.get(&way_round(before))?)))
        .filter(|(before, after)| differ(before, after))
        .collect();
    LoopsChange {
        level,
        cycles: Difference::of_counts(was.cycles.len(), is.cycles.len()),
        work_hours_per_month: Difference::between(
            was.total.work_hours_per_month,
            is.total.work_hours_per_month,
        ),
        delay_hours_per_month: Difference::between(
            was.total.delay_hours_per_month,
            is.total.delay_hours_per_month,
        ),
        money_per_month: money(&was.total.money_per_month, &is.total.money_per_month),
        gone_count: gone.len(),
        gone: gone.into_iter().take(LISTED).cloned().collect(),
        new_count: new.len(),
        new: new.into_iter().take(LISTED).cloned().collect(),
        changed_count: changed.len(),
        changed: changed.into_iter().take(LISTED).map(ChangedLoop::of).collect(),
        truncated: reason.is_some(),
        reason,
    }
}

impl ChangedLoop {
    fn of((before, after): (&Loop, &Loop)) -> Self {
        Self { before: before.clone(), after: after.clone() }
    }
}

/// The dearest loops, and the total over all.
pub(super) fn answer(of: &Projections, level: Level, now: Timestamp) -> LoopsAnswer {
    let query = LoopsQuery { level, limit: COMPARED, ..LoopsQuery::at(now) };
    of.loops.answer(&of.process_map, &of.registry, query)
}

/// The members of a loop from the smallest on, so that it is the same wherever one begins; what is only
/// measured is told apart.
type WayRound = (bool, Vec<String>);

fn way_round(cycle: &Loop) -> WayRound {
    let mut members = cycle.members.clone();
    let first = members.iter().enumerate().min_by_key(|(_, it)| *it).map_or(0, |(at, _)| at);
    members.rotate_left(first);
    (cycle.claimed, members)
}

fn by_way(answer: &LoopsAnswer) -> BTreeMap<WayRound, &Loop> {
    answer.cycles.iter().map(|it| (way_round(it), it)).collect()
}

fn missing_in<'a>(answer: &'a LoopsAnswer, other: &BTreeMap<WayRound, &Loop>) -> Vec<&'a Loop> {
    answer.cycles.iter().filter(|it| !other.contains_key(&way_round(it))).collect()
}

fn differ(before: &Loop, after: &Loop) -> bool {
    let figures = |it: &Loop| {
        (
            it.rounds_per_month,
            it.work_hours_per_month,
            it.delay_hours_per_month,
            it.money_per_month.clone(),
        )
    };
    before.kind != after.kind || figures(before) != figures(after)
}

fn money(before: &[Money], after: &[Money]) -> Vec<MoneyDifference> {
    let (was, is) = (money_by_currency(before), money_by_currency(after));
    let currencies: std::collections::BTreeSet<_> = was.keys().chain(is.keys()).collect();
    let amount = |all: &BTreeMap<String, f64>, currency: &str| {
        rounded(all.get(currency).copied().unwrap_or_default())
    };
    let difference = |currency: &String| MoneyDifference {
        currency: currency.clone(),
        amount: Difference::between(amount(&was, currency), amount(&is, currency)),
    };
    currencies.into_iter().map(difference).collect()
}

//! What a cycle costs: rounds, work, delay and money, which are never added to each other.
//!
//! An edge folds several hand-overs; one round takes each of them as often as it is done, so the
//! effort of a round is Σ times × effort × people ÷ Σ times, and waiting likewise. What a hand-over
//! does not say counts as nothing and is counted.

use std::collections::{BTreeMap, BTreeSet};

use events::{ids::UnitId, money::Money};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    evidence::rounded,
    loops::{
        fold::{Edge, Fold, Member},
        level::Places,
    },
};

/// Figures that hand-overs do not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct UnknownFigures {
    /// Hand-overs without times per month.
    pub times: usize,
    /// Hand-overs without effort.
    pub effort: usize,
    /// Hand-overs without waiting.
    pub wait: usize,
}

/// One round over an edge.
#[derive(Debug, Clone, Default)]
struct Round {
    times: Option<f64>,
    members: usize,
    unknown: UnknownFigures,
    work_hours: f64,
    wait_hours: f64,
    /// By currency.
    money: BTreeMap<String, f64>,
}

/// What so many rounds come to.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Bill {
    pub(super) work_hours: f64,
    pub(super) delay_hours: f64,
    pub(super) money: BTreeMap<String, f64>,
}

/// The figures of all edges of a fold.
#[derive(Debug)]
pub(super) struct Prices {
    rounds: Vec<Round>,
}

impl Prices {
    pub(super) fn new(places: Places<'_>, fold: &Fold<'_>) -> Self {
        Self { rounds: fold.edges.iter().map(|edge| round(places, edge)).collect() }
    }

    /// Times a month, by edge.
    pub(super) fn times(&self) -> impl Iterator<Item = Option<f64>> {
        self.rounds.iter().map(|it| it.times)
    }

    /// The least times a month round the cycle; none if an edge does not say it.
    pub(super) fn rounds(&self, cycle: &[usize]) -> Option<f64> {
        let mut times = cycle.iter().map(|edge| self.rounds[*edge].times);
        times.try_fold(f64::INFINITY, |least, it| Some(least.min(it?)))
    }

    pub(super) fn bill(&self, cycle: &[usize], rounds: f64) -> Bill {
        let mut bill = Bill::default();
        for round in cycle.iter().map(|edge| &self.rounds[*edge]) {
            bill.work_hours += rounds * round.work_hours;
            bill.delay_hours += rounds * round.wait_hours;
            for (currency, amount) in &round.money {
                *bill.money.entry(currency.clone()).or_default() += rounds * amount;
            }
        }
        bill
    }

    pub(super) fn unknown(&self, cycle: &[usize]) -> UnknownFigures {
        let all = cycle.iter().map(|edge| self.rounds[*edge].unknown);
        all.fold(UnknownFigures::default(), |sum, it| UnknownFigures {
            times: sum.times + it.times,
            effort: sum.effort + it.effort,
            wait: sum.wait + it.wait,
        })
    }

    /// How many hand-overs are folded into the cycle.
    pub(super) fn members(&self, cycle: &[usize]) -> usize {
        cycle.iter().map(|edge| self.rounds[*edge].members).sum()
    }
}

impl Bill {
    pub(super) fn add(&mut self, other: Self) {
        self.work_hours += other.work_hours;
        self.delay_hours += other.delay_hours;
        for (currency, amount) in other.money {
            *self.money.entry(currency).or_default() += amount;
        }
    }
}

/// As answers show it, by currency.
pub(super) fn shown(money: BTreeMap<String, f64>) -> Vec<Money> {
    let shown = |(currency, amount)| Money { amount: rounded(amount), currency };
    money.into_iter().map(shown).collect()
}

fn round(places: Places<'_>, edge: &Edge<'_>) -> Round {
    let times = edge.times();
    let mut round = Round { times, members: edge.members.len(), ..Round::default() };
    for member in &edge.members {
        let fact = &member.hand_over.known.fact;
        round.unknown.times += usize::from(fact.times_per_month.is_none());
        round.unknown.effort += usize::from(fact.effort_minutes.is_none());
        round.unknown.wait += usize::from(fact.wait_hours.is_none());
        let share = share(fact.times_per_month, times);
        let minutes = fact.effort_minutes.unwrap_or(0.0);
        let work_hours = share * minutes / 60.0 * fact.people_or_usual();
        round.work_hours += work_hours;
        round.wait_hours += share * fact.wait_hours.unwrap_or(0.0);
        if let Some(rate) = rate(places, member).filter(|_| work_hours > 0.0) {
            *round.money.entry(rate.currency).or_default() += work_hours * rate.amount;
        }
    }
    round
}

/// How much of a round over the edge a hand-over is.
fn share(times: Option<f64>, all: Option<f64>) -> f64 {
    match (times, all) {
        (Some(times), Some(all)) if all > 0.0 => times / all,
        _ => 0.0,
    }
}

/// The planning rate of the unit that hands over, else of the nearest unit above it.
fn rate(places: Places<'_>, member: &Member<'_>) -> Option<Money> {
    let registry = places.registry;
    let own = |unit: UnitId| registry.units().get(&unit)?.fact.planning_rate.clone();
    let unit = places.map.unit_of(member.from, registry)?;
    own(unit).or_else(|| registry.ancestors(unit).find_map(own))
}

/// What several cycles come to together, in the order given: each takes its rounds from its edges,
/// so that a later one finds only what is left, and nothing is paid twice.
pub(super) fn together<'a>(prices: &Prices, cycles: impl Iterator<Item = &'a [usize]>) -> Bill {
    let mut left: Vec<f64> = prices.times().map(|it| it.unwrap_or(0.0)).collect();
    let mut bill = Bill::default();
    for cycle in cycles {
        let edges: BTreeSet<usize> = cycle.iter().copied().collect();
        let rounds = edges.iter().map(|edge| left[*edge]).fold(f64::INFINITY, f64::min);
        if rounds.is_finite() && rounds > 0.0 {
            for edge in &edges {
                left[*edge] -= rounds;
            }
            bill.add(prices.bill(cycle, rounds));
        }
    }
    bill
}

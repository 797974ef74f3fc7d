//! What a cycle costs: rounds, work, delay and money, which are never added to each other.
//!
//! An edge folds several hand-overs; one round takes each of them as often as it is done, so the
//! effort of a round is Σ times × effort × people ÷ Σ times, and waiting likewise. Waiting is the larger
//! of what was said and what zones and working hours add, hand-over by hand-over. What a hand-over does
//! not say counts as nothing and is counted.

use std::collections::{BTreeMap, HashMap};

use events::{ids::UnitId, money::Money};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    evidence::rounded,
    loops::{
        fold::{Edge, Fold},
        level::{Places, Spot},
        waits::{Waited, Waits},
    },
    registry::Registry,
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

impl UnknownFigures {
    fn and(self, other: Self) -> Self {
        Self {
            times: self.times + other.times,
            effort: self.effort + other.effort,
            wait: self.wait + other.wait,
        }
    }
}

/// One round over an edge.
#[derive(Debug, Clone, Default)]
struct Round {
    times: Option<f64>,
    members: usize,
    unknown: UnknownFigures,
    work_hours: f64,
    wait_hours: f64,
    /// What zones and working hours explain of it, at most.
    zones_hours: f64,
    waited: Waited,
    /// By currency.
    money: BTreeMap<String, f64>,
}

/// What so many rounds come to.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Bill {
    pub(super) work_hours: f64,
    pub(super) delay_hours: f64,
    /// Of the delay, what zones and working hours explain, at most.
    pub(super) zones_hours: f64,
    pub(super) money: BTreeMap<String, f64>,
}

/// What an hour costs where work is handed over.
type Rates<'a> = HashMap<Spot, Option<&'a Money>>;

/// The figures of all edges of a fold.
#[derive(Debug, Default)]
pub(super) struct Prices {
    rounds: Vec<Round>,
    /// By edge: its ends, and the number of the last change there.
    of: Vec<((usize, usize), u64)>,
}

impl Prices {
    /// Those of before are taken where nothing has changed since; of a fold with the same nodes.
    pub(super) fn new(
        places: Places<'_>,
        fold: &Fold<'_>,
        waits: &Waits<'_>,
        mut before: Self,
    ) -> Self {
        let mut rates = Rates::default();
        let mut round = |edge: &Edge<'_>| {
            let mut rate = |spot: &Spot| {
                let of = || Some(rate_from(places.registry, places.unit_at(spot)?)?.1);
                *rates.entry(*spot).or_insert_with(of)
            };
            round(edge, waits.of(edge), &mut rate)
        };
        let changed =
            |(at, edge): (usize, &Edge<'_>)| ((edge.from, edge.to), fold.changed(&[], &[at]));
        let of: Vec<_> = fold.edges.iter().enumerate().map(changed).collect();
        // Both are ascending.
        let mut at = 0;
        let rounds = fold.edges.iter().zip(&of).map(|(edge, it)| {
            at += before.of[at..].iter().take_while(|known| known.0 < it.0).count();
            let is_known = before.of.get(at) == Some(it);
            if is_known { std::mem::take(&mut before.rounds[at]) } else { round(edge) }
        });
        Self { rounds: rounds.collect(), of }
    }

    /// Working hours and waiting hours of one round over an edge.
    pub(super) fn a_round(&self, edge: usize) -> [f64; 2] {
        [self.rounds[edge].work_hours, self.rounds[edge].wait_hours]
    }

    /// The same without what time zones add: which cycles are found does not depend on the day.
    pub(super) fn a_round_as_said(&self, edge: usize) -> [f64; 2] {
        let Round { work_hours, waited, .. } = &self.rounds[edge];
        let claimed = if waited.weight > 0.0 { waited.claimed / waited.weight } else { 0.0 };
        [*work_hours, claimed]
    }

    pub(super) fn waited(&self, edge: usize) -> &Waited {
        &self.rounds[edge].waited
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
            bill.zones_hours += rounds * round.zones_hours;
            for (currency, amount) in &round.money {
                *bill.money.entry(currency.clone()).or_default() += rounds * amount;
            }
        }
        bill
    }

    pub(super) fn unknown(&self, cycle: &[usize]) -> UnknownFigures {
        let all = cycle.iter().map(|edge| self.rounds[*edge].unknown);
        all.fold(UnknownFigures::default(), UnknownFigures::and)
    }

    /// Hand-overs of which no waiting is known, neither said nor computed.
    pub(super) fn without_wait(&self, cycle: &[usize]) -> usize {
        cycle.iter().map(|edge| self.rounds[*edge].waited.unknown).sum()
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
        self.zones_hours += other.zones_hours;
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

fn round<'m>(
    edge: &Edge<'_>,
    waited: Waited,
    rate: &mut impl FnMut(&Spot) -> Option<&'m Money>,
) -> Round {
    let times = edge.times();
    let a_time = |hours: f64| if times.is_some_and(|it| it > 0.0) { hours } else { 0.0 };
    let all = times.unwrap_or(1.0);
    let mut round = Round {
        times,
        members: edge.len(),
        wait_hours: a_time(waited.larger / all),
        zones_hours: a_time(waited.zones / all),
        waited,
        ..Round::default()
    };
    for part in edge.parts.iter() {
        let sums = &part.passing.sums;
        round.unknown = round.unknown.and(sums.unknown);
        let work_hours = a_time(sums.work_hours / all);
        round.work_hours += work_hours;
        if work_hours > 0.0
            && let Some(rate) = rate(part.from)
        {
            *round.money.entry(rate.currency.clone()).or_default() += work_hours * rate.amount;
        }
    }
    round
}

/// The planning rate of a unit, else of the nearest unit above it, and which unit that is.
pub(super) fn rate_from(registry: &Registry, unit: UnitId) -> Option<(UnitId, &Money)> {
    let own =
        |unit: UnitId| Some((unit, registry.units().get(&unit)?.fact.planning_rate.as_ref()?));
    own(unit).or_else(|| registry.ancestors(unit).find_map(own))
}

/// What several cycles come to together, in the order given: each takes its rounds from its edges,
/// so that a later one finds only what is left, and nothing is paid twice.
pub(super) fn together<'a>(prices: &Prices, cycles: impl Iterator<Item = &'a [usize]>) -> Bill {
    let mut left: Vec<f64> = prices.times().map(|it| it.unwrap_or(0.0)).collect();
    let mut bill = Bill::default();
    for cycle in cycles {
        // No edge comes twice on a cycle.
        let rounds = cycle.iter().map(|edge| left[*edge]).fold(f64::INFINITY, f64::min);
        if rounds.is_finite() && rounds > 0.0 {
            for edge in cycle {
                left[*edge] -= rounds;
            }
            bill.add(prices.bill(cycle, rounds));
        }
    }
    bill
}

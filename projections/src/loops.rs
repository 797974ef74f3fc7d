//! Coordination loops: where hand-overs go round, what that costs, and what was measured of it.
//!
//! The process map is the graph, and a question folds it to its level. So the answer depends on what is
//! so now and not on how it came about; `traffic` is a cache of sums, kept up event by event, so that
//! a question about a large company does not look at every hand-over again. The search is bounded by
//! arcs looked at, never by time.

pub mod answer;
mod behind;
mod claimed;
#[cfg(test)]
pub(crate) mod company;
pub mod compared;
mod counted;
pub mod cycle_kind;
mod fold;
mod handed_over;
mod key;
pub mod level;
mod measured;
pub(crate) mod one_by_one;
pub mod price;
mod remembered;
pub mod scope;
mod search;
pub mod tangle;
mod traffic;
pub mod trend;
pub(crate) mod waits;

use std::{collections::BTreeSet, sync::OnceLock};

use events::{Position, Recorded, ids::LogId, log::ActivityBound};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    process_map::ProcessMap,
    registry::{Known, Registry},
};
use answer::{LoopsAnswer, LoopsQuery};
use key::Key;
use level::{Level, Places};
use measured::Measured;
use remembered::{Kept, Remembered};
use search::Asked;
use traffic::{Traffic, moves_much};

/// What logs measured, and sums over the process map.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Loops {
    measured: Measured,
    /// Made when it is first asked for.
    #[serde(skip)]
    traffic: OnceLock<Traffic>,
    #[serde(skip)]
    remembered: Remembered,
}

impl Loops {
    /// Neither the map nor the registry knows the event yet.
    pub(crate) fn before(&mut self, event: &Recorded, map: &ProcessMap) {
        if moves_much(event) {
            self.traffic = OnceLock::new();
        } else if let Some(traffic) = self.traffic.get_mut() {
            traffic.before(event, map);
        }
    }

    /// Both know it.
    pub(crate) fn apply(&mut self, event: &Recorded, map: &ProcessMap, registry: &Registry) {
        self.measured.apply(event);
        self.remembered.hear(event);
        if let Some(traffic) = self.traffic.get_mut() {
            traffic.after(event, map, registry);
        }
    }

    /// Does ahead of time what the next question would have to do first.
    pub(crate) fn settle(&self, map: &ProcessMap, registry: &Registry) {
        self.traffic(map, registry);
    }

    /// What is known of logs, without anything that is kept for questions.
    #[cfg(test)]
    fn forgetful(&self) -> Self {
        Self { measured: self.measured.clone(), ..Self::default() }
    }

    fn traffic(&self, map: &ProcessMap, registry: &Registry) -> &Traffic {
        self.traffic.get_or_init(|| Traffic::of_all(map, registry))
    }

    /// The activities of a log that stand for steps.
    pub fn bound_activities(&self, log: LogId) -> impl Iterator<Item = &Known<ActivityBound>> {
        self.measured.activities(log)
    }

    /// Where coordination goes round.
    pub fn answer(
        &self,
        map: &ProcessMap,
        registry: &Registry,
        question: LoopsQuery,
    ) -> LoopsAnswer {
        if !is_kept_up(&question) {
            return self.ask(map, registry, question, |asked| asked.answer());
        }
        let places = Places { level: question.level, map, registry };
        let traffic = self.traffic(map, registry);
        let kept = self.remembered.take(question.level, question.day, traffic.gone());
        let asked = Asked::new(places, question, traffic, (&self.measured, kept));
        let answer = asked.answer();
        self.remembered.keep(places.level, asked.into_kept());
        answer
    }

    /// The question whose answer has a figure of that name: `loops/unit/0189…,018a…`.
    pub(crate) fn question(of: &str, now: Timestamp) -> Option<LoopsQuery> {
        let Key { level, scope, .. } = Key::read(of)?;
        Some(LoopsQuery { level, scope, limit: answer::LIMIT_MAX, ..LoopsQuery::at(now) })
    }

    /// All events behind a figure, by what its evidence is named: `loops/unit/0189…,018a…`. None if
    /// there is no such figure.
    pub fn evidence(
        &self,
        map: &ProcessMap,
        registry: &Registry,
        of: &str,
    ) -> Option<BTreeSet<Position>> {
        let Key { level, about, scope } = Key::read(of)?;
        // Which events are behind a figure does not depend on the day.
        let question = LoopsQuery { level, scope, ..LoopsQuery::at(Timestamp::UNIX_EPOCH) };
        self.ask(map, registry, question, |asked| asked.evidence(&about))
    }

    fn ask<T>(
        &self,
        map: &ProcessMap,
        registry: &Registry,
        question: LoopsQuery,
        answer: impl FnOnce(Asked<'_>) -> T,
    ) -> T {
        let places = Places { level: question.level, map, registry };
        if is_kept_up(&question) {
            let traffic = self.traffic(map, registry);
            answer(Asked::new(places, question, traffic, (&self.measured, Kept::default())))
        } else {
            let traffic = Traffic::of_some(places, &question.scope);
            answer(Asked::new(places, question, &traffic, (&self.measured, Kept::default())))
        }
    }
}

/// Whether sums are kept for the question.
fn is_kept_up(question: &LoopsQuery) -> bool {
    question.scope.is_all() && question.level != Level::Step
}

#[cfg(test)]
mod tests;

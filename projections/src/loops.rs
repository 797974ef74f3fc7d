//! Coordination loops: where hand-overs go round, what that costs, and what was measured of it.
//!
//! Nothing is precomputed but what logs measured: the process map is the graph, and a question folds
//! it to its level. So the answer depends on what is so now and not on how it came about. The search
//! is bounded by arcs looked at, never by time.

pub mod answer;
#[cfg(test)]
pub(crate) mod company;
pub mod cycle_kind;
mod fold;
mod key;
pub mod level;
mod measured;
pub mod price;
mod search;
pub mod tangle;

use std::collections::BTreeSet;

use events::{Position, Recorded, ids::LogId, log::ActivityBound};
use serde::{Deserialize, Serialize};

use crate::{
    process_map::ProcessMap,
    registry::{Known, Registry},
};
use answer::{LoopsAnswer, LoopsQuery};
use fold::Fold;
use key::Key;
use level::Places;
use measured::Measured;
use search::Asked;

/// What logs measured; the rest is in the process map.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Loops {
    measured: Measured,
}

impl Loops {
    pub(crate) fn apply(&mut self, event: &Recorded) {
        self.measured.apply(event);
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
        let places = Places { level: question.level, map, registry };
        let fold = Fold::new(places, question.process);
        let measured = self.measured.at(places);
        Asked { places, question, fold, measured }.answer()
    }

    /// The question whose answer has a figure of that name: `loops/unit/0189…,018a…`.
    pub(crate) fn question(of: &str) -> Option<LoopsQuery> {
        let Key { level, process, .. } = Key::read(of)?;
        Some(LoopsQuery { level, process, limit: answer::LIMIT_MAX })
    }

    /// All events behind a figure, by what its evidence is named: `loops/unit/0189…,018a…`. None if
    /// there is no such figure.
    pub fn evidence(
        &self,
        map: &ProcessMap,
        registry: &Registry,
        of: &str,
    ) -> Option<BTreeSet<Position>> {
        let Key { level, about, process } = Key::read(of)?;
        let places = Places { level, map, registry };
        let question = LoopsQuery { level, process, ..LoopsQuery::default() };
        let fold = Fold::new(places, process);
        Asked { places, question, fold, measured: self.measured.at(places) }.evidence(&about)
    }
}

#[cfg(test)]
mod tests;

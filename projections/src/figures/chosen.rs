//! The figures that are compared between two moments.

use std::collections::BTreeSet;

use events::{duplicate::DuplicateKind, ids::PainPointId};
use jiff::Timestamp;
use serde_json::json;

use super::{Answers, Figures, gathered};
use crate::{
    Projections,
    ideas::IdeaFilter,
    loops::{
        answer::{LIMIT_MAX, LoopsQuery},
        level::Level,
    },
    pain_points::Stand,
};

/// The duplicates that are compared where nobody says which: work, processes and data. Of pain points and
/// ideas there are too many, and too much is written in them, to be compared at two moments unasked.
pub const COMPARED: [DuplicateKind; 4] =
    [DuplicateKind::Step, DuplicateKind::Process, DuplicateKind::Data, DuplicateKind::DataObject];

/// Which figures.
#[derive(Debug, Clone, Copy)]
pub struct Chosen<'a> {
    /// Of which answers.
    pub answers: &'a [Answers],
    /// The level of loops.
    pub level: Level,
    /// The kinds of duplicates.
    pub kinds: &'a [DuplicateKind],
    /// Only these pain points; all where it is not said.
    pub pain_points: Option<&'a BTreeSet<PainPointId>>,
}

impl Chosen<'_> {
    /// All that are compared, those of loops at a level.
    pub const fn all(level: Level) -> Self {
        Self { answers: &Answers::ALL, level, kinds: &COMPARED, pain_points: None }
    }
}

impl Projections {
    /// These figures, as of `now`.
    pub fn figures_of(&self, chosen: &Chosen<'_>, now: Timestamp) -> Figures {
        let own = |it: &Answers| {
            let answers = *it;
            let figures = self.figures_in(answers, chosen, now);
            figures.into_iter().filter(move |(name, _)| answers.has(name))
        };
        chosen.answers.iter().flat_map(own).collect()
    }

    fn figures_in(&self, answers: Answers, chosen: &Chosen<'_>, now: Timestamp) -> Figures {
        match answers {
            Answers::Coverage => gathered(&json!(self.coverage_answer(now))),
            Answers::PainPoints => self.figures_of_pain_points(chosen.pain_points),
            Answers::Ideas => gathered(&json!(self.ideas_answer(&IdeaFilter::default(), now))),
            Answers::Duplicates => {
                let answers = chosen.kinds.iter().map(|it| self.duplicates_figures(*it));
                gathered(&json!(answers.collect::<Vec<_>>()))
            }
            Answers::Loops => {
                let level = chosen.level;
                let query = LoopsQuery { level, limit: LIMIT_MAX, ..LoopsQuery::at(now) };
                gathered(&json!(self.loops.answer(&self.process_map, &self.registry, query)))
            }
        }
    }

    /// One after the other, as there may be many.
    fn figures_of_pain_points(&self, only: Option<&BTreeSet<PainPointId>>) -> Figures {
        let all = self.pain_points.all().map(|it| it.0);
        let chosen = all.filter(|it| only.is_none_or(|only| only.contains(it)));
        let items = chosen.filter_map(|it| self.pain_point_item(it));
        items.flat_map(|it| gathered(&json!(it))).collect()
    }
}

/// Those that stand otherwise, came or went, by id, `limit` of them at most; both lists are by id.
pub fn differing_pain_points(
    before: &[(PainPointId, Stand)],
    after: &[(PainPointId, Stand)],
    limit: usize,
) -> BTreeSet<PainPointId> {
    let (mut before, mut after) = (before.iter().peekable(), after.iter().peekable());
    let mut differing = BTreeSet::new();
    while differing.len() < limit {
        let Some(id) = before.peek().into_iter().chain(after.peek()).map(|it| it.0).min() else {
            break;
        };
        let was = before.next_if(|it| it.0 == id);
        let is = after.next_if(|it| it.0 == id);
        if was != is {
            differing.insert(id);
        }
    }
    differing
}

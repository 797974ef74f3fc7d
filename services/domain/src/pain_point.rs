//! A pain point: what holds work up, who has it, and whether it still does.

mod back_pain_point;
mod comment_on_pain_point;
mod log_pain_point;
mod merge_pain_point;
mod place_pain_point;
mod reopen_pain_point;
mod resolve_pain_point;
mod revise_pain_point;
mod sort_pain_point;

pub use back_pain_point::{BackPainPoint, WithdrawBacking};
pub use comment_on_pain_point::CommentOnPainPoint;
pub use log_pain_point::LogPainPoint;
pub use merge_pain_point::{MergePainPoint, UnmergePainPoint};
pub use place_pain_point::PlacePainPoint;
pub use reopen_pain_point::ReopenPainPoint;
pub use resolve_pain_point::ResolvePainPoint;
pub use revise_pain_point::RevisePainPoint;
pub use sort_pain_point::SortPainPoint;

use std::collections::BTreeMap;

use events::{
    Noun,
    hours::Effort,
    ids::{PainPointId, UnitId},
    pain_point::{Event, Logged, Resolved},
};
use uuid::Uuid;

use crate::{
    Aggregate,
    comments::Comments,
    founded::{Founded, change},
};

/// The most things one pain point can be about.
pub const TARGETS_MAX: usize = 8;

/// What decisions about a pain point need to know.
#[derive(Debug, Clone, Default)]
pub struct PainPoint {
    logged: Option<Founded<Logged>>,
    /// The units that have it, each with what it costs there.
    backings: BTreeMap<UnitId, Option<Effort>>,
    /// How it was resolved, per unit; `None` stands for everywhere.
    resolutions: BTreeMap<Option<UnitId>, Resolved>,
    merged_into: Option<PainPointId>,
    comments: Comments,
}

impl Aggregate for PainPoint {
    type Event = Event;
    const NOUN: Noun = Noun::PainPoint;

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::Logged(it) => {
                self.backings.extend(it.unit.map(|unit| (unit, it.hours)));
                self.logged = Some(Founded::new(it));
            }
            Event::Sorted(it) => change(&mut self.logged, |now| now.sort(it)),
            Event::Placed(it) => change(&mut self.logged, |now| now.on.clone_from(&it.on)),
            Event::Revised(it) => change(&mut self.logged, |now| now.revise(it)),
            Event::Backed(it) => {
                self.backings.insert(it.unit, it.hours);
                self.resolutions.remove(&Some(it.unit));
            }
            Event::BackingWithdrawn(it) => drop(self.backings.remove(&it.unit)),
            Event::Resolved(it) => self.resolve(it),
            Event::Reopened(_) => self.resolutions.clear(),
            Event::Merged(it) => self.merged_into = Some(it.into),
            Event::Unmerged(_) => self.merged_into = None,
        }
    }

    fn exists(&self) -> bool {
        self.logged.is_some()
    }

    fn merged_into(&self) -> Option<Uuid> {
        self.merged_into.map(|it| it.0)
    }

    fn comments(&self) -> Option<&Comments> {
        Some(&self.comments)
    }

    fn comments_mut(&mut self) -> Option<&mut Comments> {
        Some(&mut self.comments)
    }
}

impl PainPoint {
    fn resolve(&mut self, resolved: &Resolved) {
        let units = resolved.units.iter().map(|unit| Some(*unit));
        let everywhere = resolved.units.is_empty().then_some(None);
        self.resolutions.extend(units.chain(everywhere).map(|it| (it, resolved.clone())));
    }

    fn is_resolved_everywhere(&self) -> bool {
        self.resolutions.contains_key(&None)
    }
}

#[cfg(test)]
pub(crate) mod fixtures {
    //! A pain point that one unit has, for the tests of its commands.

    use events::{
        hours::{Effort, Occurrences, Period},
        ids::UnitId,
        pain_point::Logged,
        samples::id,
    };

    pub(crate) const PUNE: UnitId = UnitId(id(11));
    pub(crate) const TOLUCA: UnitId = UnitId(id(12));

    pub(crate) fn logged() -> Logged {
        Logged {
            text: "Lieferantendaten pflegen wir in drei Excel-Listen".into(),
            on: vec![],
            kind: None,
            areas: vec![],
            unit: Some(PUNE),
            hours: Some(daily(0.25)),
            sought: None,
            link: None,
            language: None,
        }
    }

    pub(crate) fn daily(per_occurrence: f64) -> Effort {
        let occurrences = Occurrences { n: 1.0, per: Period::Day };
        Effort { per_occurrence, occurrences, people: 4.0 }
    }
}

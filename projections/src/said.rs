//! What people say, without the work that it is about: who is there, what hurts, which ideas there are, and who
//! takes care of what. Questions about coverage need no more, and a moment of the past at which they are asked is
//! sooner there without the rest.

use events::{Position, Recorded};
use jiff::Timestamp;

use crate::{
    Projections,
    coverage::{AreasAnswer, CoverageAnswer},
    parts,
};

/// Folded by itself.
#[derive(Debug, Clone, Default)]
pub struct Said(
    /// All else in it stays empty, so that nobody may look.
    Projections,
);

impl Said {
    /// The last event that it knows.
    pub fn position(&self) -> Position {
        self.0.position()
    }

    /// Takes in the next event.
    pub fn apply(&mut self, event: &Recorded) {
        self.0.apply_said(event);
    }

    /// Of the parts of all projections, as [`Projections::of_parts`] takes them; only some are asked for.
    ///
    /// # Errors
    ///
    /// Those of `part`, and where the bytes are no such part.
    pub fn of_parts<E: From<postcard::Error> + Send>(
        part: impl Fn(usize) -> Result<Vec<u8>, E> + Sync,
    ) -> Result<Self, E> {
        parts::said(&part).map(Self)
    }

    /// What can be asked of it.
    pub fn view(&self) -> SaidView<'_> {
        SaidView(&self.0)
    }
}

/// What is said, to be asked: folded by itself, or among all else.
#[derive(Debug, Clone, Copy)]
pub struct SaidView<'a>(&'a Projections);

impl SaidView<'_> {
    /// When the last event was recorded that is known here.
    pub fn recorded(&self) -> Timestamp {
        self.0.recorded()
    }

    /// Coverage, where evidence of the twelve months before `now` counts.
    pub fn coverage_answer(&self, now: Timestamp) -> CoverageAnswer {
        self.0.coverage_answer(now)
    }

    /// The thirteen areas.
    pub fn areas_answer(&self) -> AreasAnswer {
        self.0.areas_answer()
    }
}

impl Projections {
    /// What is said among all that they know.
    pub fn said(&self) -> SaidView<'_> {
        SaidView(self)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::written::histories;

    proptest! {
        #[test]
        fn asked_by_itself_it_answers_what_it_answers_among_all_else(
            events in histories(), cut in any::<prop::sample::Index>(),
        ) {
            let (before, after) = events.split_at(cut.index(events.len() + 1));
            let mut all = Projections::default();
            for it in before {
                all.apply(it);
            }
            let written = all.parts();
            let part = |at: usize| Ok::<_, postcard::Error>(written[at].clone());
            let mut alone = Said::of_parts(part).expect("it can be read");
            for event in after {
                all.apply(event);
                alone.apply(event);
            }
            let now = all.recorded();
            prop_assert_eq!((alone.position(), alone.view().recorded()), (all.position(), now));
            prop_assert_eq!(alone.view().coverage_answer(now), all.said().coverage_answer(now));
            prop_assert_eq!(alone.view().areas_answer(), all.said().areas_answer());
        }
    }
}

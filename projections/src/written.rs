//! What is folded can be written down and read again, and goes on as if nothing had been: the base of
//! every snapshot. A new projection takes part in one of the parts; without that [`Projections`] does not
//! build.

use std::collections::BTreeSet;

use events::{Event, Position, Recorded, samples};
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};

use crate::{Projections, history::TimelineFilter};

/// Samples of all events in any order, each of one of three things of its noun. Much of it makes no
/// sense, as with editors who did not see each other.
pub(crate) fn histories() -> impl Strategy<Value = Vec<Recorded>> {
    let samples = samples::all();
    let told = (0..samples.len(), 0..3_u128);
    prop::collection::vec(told, 0..120).prop_map(move |told| {
        let events = told.into_iter().zip(1..).map(|((place, thing), position)| {
            let mut event = samples[place].clone();
            event.position = Position(position);
            event.stream.id = samples::id(u128::from(event.stream.id.as_bytes()[15]) * 10 + thing);
            event
        });
        events.collect()
    })
}

#[test]
fn histories_tell_every_event_that_there_is() {
    let mut runner = TestRunner::deterministic();
    let mut told = BTreeSet::new();
    for _ in 0..200 {
        let history = histories().new_tree(&mut runner).expect("a history").current();
        told.extend(history.iter().map(|it| it.event.tag()));
    }
    let never: Vec<_> = Event::kinds().map(|it| it.tag).filter(|it| !told.contains(it)).collect();
    assert!(never.is_empty(), "never told: {never:?}");
}

fn fold(events: &[Recorded]) -> Projections {
    let mut projections = Projections::default();
    for event in events {
        projections.apply(event);
    }
    projections
}

/// Written down and read again.
pub(crate) fn reread(folded: &Projections) -> Projections {
    let written = folded.parts();
    let part = |at: usize| Ok::<_, postcard::Error>(written[at].clone());
    let read = Projections::of_parts(part).expect("it can be read");
    assert_eq!(read.parts(), written, "the same bytes");
    read
}

proptest! {
    #[test]
    fn what_was_written_down_goes_on_as_the_fold_does(
        events in histories(), cut in any::<prop::sample::Index>(), is_settled in any::<bool>(),
    ) {
        let (before, after) = events.split_at(cut.index(events.len() + 1));
        let first = fold(before);
        if is_settled {
            first.settle();
        }
        let mut read = reread(&first);
        for event in after {
            read.apply(event);
        }
        let all = fold(&events);
        prop_assert_eq!((read.position(), read.recorded()), (all.position(), all.recorded()));
        prop_assert_eq!(read.every_answer(all.recorded()), all.every_answer(all.recorded()));
        let found = |it: &Projections| it.timeline.find(&TimelineFilter::default(), None, usize::MAX);
        prop_assert_eq!(found(&read), found(&all));
    }
}

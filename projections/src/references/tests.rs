use events::{
    Area, Change, Event, Noun, Stream,
    hand_over::{Destination, HandOverRemoved},
    ids::{HandOverId, PainPointId, ProcessId, StepId, UnitId},
    pain_point::{Merged, Unmerged},
    samples::id,
    step::StepRemoved,
    unit::Moved,
};
use proptest::prelude::*;

use super::*;
use crate::{
    Projections,
    testing::{self, hand_over, process, recorded, step, unit},
};

#[test]
fn a_name_is_a_twin_until_the_other_thing_has_another_name() {
    let mut references = References::default();
    let (one, other) = (unit_of(1), unit_of(2));
    apply(&mut references, 1, one, unit("Einkauf", None));
    assert!(!references.has_twin(one, "Einkauf") && references.has_twin(other, "Einkauf"));
    apply(&mut references, 2, other, unit("Einkauf", None));
    assert!(references.has_twin(one, "Einkauf"));
    let revised = unit::Revised {
        name: Change::Set("Verkauf".into()),
        head_count: Change::Keep,
        working_hours: Change::Keep,
        planning_rate: Change::Keep,
    };
    apply(&mut references, 3, other, revised);
    assert!(!references.has_twin(one, "Einkauf") && references.has_twin(one, "Verkauf"));
    assert!(!references.has_twin(Stream::new(Noun::Site, id(9)), "Einkauf"));
}

#[test]
fn what_was_merged_counts_as_all_that_it_went_into() {
    let mut references = References::default();
    let [one, other, third] = [1, 2, 3].map(|it| Stream::new(Noun::PainPoint, id(it)));
    references.merge(one, other.id);
    references.merge(other, third.id);
    assert!(references.counts_as(one, third.id) && !references.counts_as(third, one.id));
    references.unmerge(other);
    assert!(!references.counts_as(one, third.id));
}

#[test]
fn nothing_leads_to_a_step_that_is_gone() {
    let mut references = References::default();
    let (own, other) = (process_of(1), process_of(2));
    let to = Destination { process: Some(ProcessId(own.id)), step: StepId(id(11)) };
    apply(&mut references, 1, own, step(StepId(id(11)), "Prüfen", None));
    apply(&mut references, 2, other, step(StepId(id(12)), "Buchen", None));
    apply(&mut references, 3, other, hand_over(21, StepId(id(12)), to, 1.0));
    assert_eq!(references.leading_to(to.step).collect::<Vec<_>>(), [HandOverId(id(21))]);
    apply(&mut references, 4, own, StepRemoved { step: to.step });
    assert_eq!(references.leading_to(to.step).count(), 0);
}

fn apply(references: &mut References, position: u64, stream: Stream, event: impl Into<Event>) {
    references.apply(Position(position), stream, &event.into());
}

fn unit_of(n: u128) -> Stream {
    Stream::new(Noun::Unit, id(n))
}

fn process_of(n: u128) -> Stream {
    Stream::new(Noun::Process, id(100 + n))
}

fn pain_point_of(n: u128) -> Stream {
    Stream::new(Noun::PainPoint, id(200 + n))
}

/// Anything that can happen to four units, four pain points and three processes, races included.
fn happening() -> impl Strategy<Value = (Stream, Event)> {
    let parent = || prop::option::of((0..4_u128).prop_map(|it| UnitId(id(it))));
    let steps = || (0..6_u128).prop_map(|it| StepId(id(20 + it)));
    let name = prop::sample::select(vec!["Einkauf", "Verkauf", "Lager"]);
    prop_oneof![
        (0..4_u128, name, parent())
            .prop_map(|(it, name, parent)| (unit_of(it), unit(name, parent).into())),
        (0..4_u128, parent()).prop_map(|(it, parent)| {
            let parent = parent.map_or(Change::Clear, Change::Set);
            (unit_of(it), Moved { parent, site: Change::Keep }.into())
        }),
        (0..4_u128, prop::sample::select(vec!["Einkauf", "Lager"])).prop_map(|(it, name)| {
            let name = Change::Set(name.into());
            let (head_count, working_hours) = (Change::Keep, Change::Keep);
            let planning_rate = Change::Keep;
            (unit_of(it), unit::Revised { name, head_count, working_hours, planning_rate }.into())
        }),
        (0..4_u128).prop_map(|it| (pain_point_of(it), testing::pain_point("Doppelt").into())),
        (0..4_u128, 0..4_u128).prop_map(|(it, into)| {
            (pain_point_of(it), Merged { into: PainPointId(pain_point_of(into).id) }.into())
        }),
        (0..4_u128).prop_map(|it| (pain_point_of(it), Unmerged {}.into())),
        (0..3_u128).prop_map(|it| (process_of(it), process("Bestellen", Area::Support).into())),
        (0..3_u128, steps()).prop_map(|(it, at)| (process_of(it), step(at, "Prüfen", None).into())),
        (0..3_u128, steps()).prop_map(|(it, step)| (process_of(it), StepRemoved { step }.into())),
        (0..3_u128, 0..5_u128, steps(), steps(), 0..3_u128).prop_map(|(it, n, from, step, to)| {
            let to = Destination { process: Some(ProcessId(process_of(to).id)), step };
            (process_of(it), hand_over(40 + n, from, to, 1.0).into())
        }),
        (0..3_u128, 0..5_u128).prop_map(|(it, n)| {
            (process_of(it), HandOverRemoved { hand_over: HandOverId(id(40 + n)) }.into())
        }),
    ]
}

proptest! {
    #[test]
    fn folded_it_is_what_is_read_off_the_projections(
        happened in prop::collection::vec(happening(), 0..60)
    ) {
        let (mut references, mut projections) = (References::default(), Projections::default());
        let mut registered = std::collections::HashSet::new();
        for (place, (stream, event)) in (1..).zip(happened) {
            // A thing is registered first, and once; what was merged is left alone.
            let is_first = matches!(
                event,
                Event::Unit(unit::Event::Registered(_))
                    | Event::PainPoint(pain_point::Event::Logged(_))
            );
            let is_process = stream.noun == Noun::Process;
            let is_merge = matches!(event, Event::PainPoint(pain_point::Event::Merged(_)));
            if !is_process && registered.contains(&stream) == is_first
                || is_merge && references.merged_into(stream).is_some()
            {
                continue;
            }
            registered.insert(stream);
            projections.apply(&recorded(place, stream, event.clone()));
            references.apply(Position(place), stream, &event);
        }
        prop_assert_eq!(References::of(&projections), references);
    }
}

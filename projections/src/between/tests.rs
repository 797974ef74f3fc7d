//! What must be true of differences and of the reasons of a figure.

use std::collections::{BTreeMap, BTreeSet};

use events::{
    Area, Change, Event, Noun, Position, Recorded, Stream,
    community::{AreaAddressed, AreaLeft, ManagerAppointed, PainPointTakenUp, UnitRepresented},
    idea,
    ids::{ActorId, CommunityId, IdeaId, PainPointId, ProcessId, StepId, UnitId},
    pain_point::{Backed, BackingWithdrawn, Logged, Merged, Reopened, Resolved, Unmerged},
    samples::{self, id},
    step::{StepRemoved, StepRevised},
    unit as unit_event,
    words::{Seal, Words},
};
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};
use serde_json::{Value, json};

use super::{
    figures::{FigureDifference, figures},
    things::{Moments, Persons, What, delta, thing},
    why::{Changed, Reasons, why},
    *,
};
use crate::{
    figures::{Chosen, Figures, differing_pain_points},
    history::Erased,
    loops::level::Level,
    testing::{Told, community, day, monthly, pain_point, process as mapped, step, unit},
};

const TEAM: UnitId = UnitId(id(11));
const BUYING: ProcessId = ProcessId(id(31));
const CHECK: StepId = StepId(id(51));
const CIRCLE: CommunityId = CommunityId(id(61));
const LISTS: PainPointId = PainPointId(id(41));
const SEALS: PainPointId = PainPointId(id(42));

#[test]
fn a_field_that_changed_twice_tells_first_and_last_value_and_both_events() {
    let told = checking().tell(BUYING.0, minutes(35.0)).tell(BUYING.0, minutes(30.0));
    let told = told.tell(BUYING.0, minutes(25.0));
    let found = thing(&of(&told, BUYING.0), moments(4, 6), Persons::Hidden).unwrap();
    let [part] = &found.changes[..] else { panic!("one step changed: {found:#?}") };
    let change = &part.fields[0];
    assert_eq!((part.what, &change.from, &change.to), (What::Changed, &json!(35.0), &json!(25.0)));
    assert_eq!(part.of.as_deref(), Some("Prüfen"));
    let positions: Vec<_> = part.events.iter().map(|it| it.position.0).collect();
    assert_eq!((positions, part.events_count), (vec![6, 5], 2));
}

#[test]
fn what_came_and_went_in_between_is_no_difference() {
    let told = checking().tell(BUYING.0, minutes(35.0)).tell(BUYING.0, StepRemoved { step: CHECK });
    let at = told.events().len() as u64;
    let told = told.tell(BUYING.0, step(CHECK, "Prüfen", Some(TEAM)));
    assert!(thing(&of(&told, BUYING.0), moments(3, at + 1), Persons::Hidden).is_none());
}

#[test]
fn a_step_that_another_unit_performs_was_moved_and_a_new_one_was_added() {
    let to = StepRevised { unit: Change::Set(UnitId(id(12))), ..kept() };
    let told = checking().tell(BUYING.0, to).tell(BUYING.0, step(StepId(id(52)), "Buchen", None));
    let found = thing(&of(&told, BUYING.0), moments(3, 5), Persons::Hidden).unwrap();
    let what: Vec<_> = found.changes.iter().map(|it| (it.what, it.of.clone().unwrap())).collect();
    let expected = [(What::Moved, "Prüfen".to_owned()), (What::Added, "Buchen".to_owned())];
    assert_eq!((found.what, what), (What::Changed, expected.to_vec()));
}

#[test]
fn merging_resolving_and_deciding_are_called_so() {
    let resolved = Resolved { how: "So".into(), units: vec![TEAM], idea: None, found_at: None };
    let told = lists().tell(LISTS.0, resolved).tell(LISTS.0, Merged { into: SEALS });
    let what = |told: &Told, of_stream, from| -> Vec<What> {
        let events = of(told, of_stream);
        let found = thing(&events, moments(from, 99), Persons::Hidden).unwrap();
        found.changes.iter().map(|it| it.what).collect()
    };
    assert_eq!(what(&told, LISTS.0, 3), [What::Merged, What::Resolved]);
    let told = told.tell(LISTS.0, Unmerged {}).tell(LISTS.0, Reopened {});
    assert_eq!(what(&told, LISTS.0, 5), [What::Unmerged, What::Reopened]);
    let told = told.tell(id(71), proposed()).tell(id(71), idea::Accepted { reason: "Gut".into() });
    assert!(what(&told, id(71), 8).contains(&What::Decided));
}

#[test]
fn persons_are_told_only_where_an_auditor_asks() {
    let appointed = ManagerAppointed { person: ActorId(id(2)) };
    let told = lists().tell(CIRCLE.0, community("Netz")).tell(CIRCLE.0, appointed);
    let shown = |persons| {
        serde_json::to_string(&thing(&of(&told, CIRCLE.0), moments(4, 5), persons)).unwrap()
    };
    let persons = [id(1), id(2)].map(|it| it.to_string());
    assert!(persons.iter().all(|it| !shown(Persons::Hidden).contains(it)));
    assert!(persons.iter().all(|it| shown(Persons::Told).contains(it)));
}

#[test]
fn words_that_were_erased_show_as_erased_and_still_as_a_change() {
    let erased = Words::Erased(Seal([7; 32]).into());
    let named = StepRevised { name: Change::Set(erased), ..kept() };
    let told = checking().tell(BUYING.0, named);
    let found = thing(&of(&told, BUYING.0), moments(3, 4), Persons::Hidden).unwrap();
    let change = &found.changes[0].fields[0];
    assert_eq!((&change.to, change.erased), (&Value::Null, Some(Erased::To)));
}

#[test]
fn a_figure_changed_because_of_the_one_event_that_changed_it() {
    let told = lists()
        .tell(SEALS.0, Logged { unit: Some(TEAM), hours: Some(monthly(2.0)), ..pain_point("x") })
        .tell(LISTS.0, Backed { unit: TEAM, hours: Some(monthly(5.0)) })
        .tell(CIRCLE.0, community("Netz"));
    let reasons = reasons(&told, 3, &format!("pain-points/{LISTS}"), Some("hours_per_month"));
    assert_eq!((reasons.events, reasons.minimal), (vec![Position(5)], true));
    assert_eq!(reasons.values[0].difference, Some(4.0));
}

#[test]
fn a_change_through_what_is_no_evidence_is_found_all_the_same() {
    // An ancestor adds only what exceeds its descendants: moving the unit changes the hours.
    let whole = UnitId(id(12));
    let told = lists()
        .tell(whole.0, unit("Werk", None))
        .tell(LISTS.0, Backed { unit: whole, hours: Some(monthly(3.0)) })
        .tell(CIRCLE.0, community("Netz"));
    let moved = unit_event::Moved { parent: Change::Set(whole), site: Change::Keep };
    let told = told.tell(TEAM.0, moved).tell(SEALS.0, pain_point("y"));
    let reasons = reasons(&told, 5, &format!("pain-points/{LISTS}"), Some("hours_per_month"));
    assert_eq!((reasons.events, reasons.minimal), (vec![Position(7)], true));
}

#[test]
fn evidence_that_grew_old_is_a_change_without_events() {
    let told = lists()
        .tell(CIRCLE.0, community("Netz"))
        .tell(CIRCLE.0, UnitRepresented { unit: TEAM })
        .tell(CIRCLE.0, PainPointTakenUp { pain_point: LISTS });
    let told = told.on_day(400).tell(SEALS.0, pain_point("x"));
    let reasons = reasons(&told, 6, "areas/support", Some("elsewhere_hours"));
    assert!(reasons.events.is_empty());
    assert_eq!(reasons.time_passed, reasons.values);
    assert_eq!(reasons.values[0].to, json!(1.0));
}

#[test]
fn of_a_figure_that_never_was_nothing_is_told() {
    let told = lists();
    let changed = Changed { figure: "units/0", value: None, then: day(0), now: day(0) };
    assert_eq!(why(&folded(&told.events()[..1]), &told.events()[1..], &changed), None);
}

/// What happens next: which thing, what, and a number for names, units and hours.
/// Steps of a script that say what moves figures; those behind tell any event at all, by its sample.
const TELLING: u8 = 18;

fn scripts() -> impl Strategy<Value = Vec<(u8, u8, u8)>> {
    let samples = u8::try_from(samples::all().len()).expect("fewer than two hundred");
    let what = prop_oneof![3 => 0..TELLING, 2 => TELLING..TELLING + samples];
    prop::collection::vec((0..3_u8, what, 1..4_u8), 1..24)
}

/// A small company to which all of that happens, a month after the other.
fn scripted(script: &[(u8, u8, u8)]) -> Told {
    let told = lists()
        .tell(UnitId(id(12)).0, unit("Werk", None))
        .tell(CIRCLE.0, community("Netz"))
        .tell(BUYING.0, mapped("Kaufen", Area::Support));
    let months = script.iter().zip(1..);
    months.fold(told, |told, (&next, month)| happens(told.on_day(30 * month), next))
}

fn happens(told: Told, (which, what, number): (u8, u8, u8)) -> Told {
    let thing = PainPointId(id(41 + u128::from(which)));
    let other = PainPointId(id(41 + u128::from((which + number) % 3)));
    let unit = UnitId(id(10 + u128::from(number)));
    let hours = Some(monthly(f64::from(number)));
    let step_id = StepId(id(51 + u128::from(which)));
    let idea_id = IdeaId(id(71 + u128::from(which)));
    match what {
        0 => told.tell(thing.0, Logged { unit: Some(unit), hours, ..pain_point("Warten") }),
        1..=3 => told.tell(thing.0, Backed { unit, hours }),
        4 => told.tell(thing.0, BackingWithdrawn { unit }),
        5 => told.tell(
            thing.0,
            Resolved { how: "So".into(), units: vec![unit], idea: None, found_at: None },
        ),
        6 => told.tell(thing.0, Reopened {}),
        7 => told.tell(thing.0, Merged { into: other }),
        8 => told.tell(thing.0, Unmerged {}),
        9 => told.tell(CIRCLE.0, PainPointTakenUp { pain_point: thing }),
        10 => told.tell(CIRCLE.0, UnitRepresented { unit }),
        11 => told.tell(CIRCLE.0, AreaAddressed { area: Area::ALL[usize::from(number)] }),
        12 => told.tell(CIRCLE.0, AreaLeft { area: Area::ALL[usize::from(number)] }),
        13 => {
            let parent = Change::Set(UnitId(id(12)));
            told.tell(TEAM.0, unit_event::Moved { parent, site: Change::Keep })
        }
        14 => told.tell(BUYING.0, step(step_id, "Lieferanten prüfen", Some(unit))),
        15 => told.tell(BUYING.0, StepRemoved { step: step_id }),
        16 => told.tell(idea_id.0, proposed()),
        17 => told.tell(idea_id.0, idea::Accepted { reason: "Gut".into() }),
        sample => {
            let Recorded { stream, event, .. } =
                samples::all().swap_remove(usize::from(sample - TELLING));
            // Some happen to the things of the script, some to others.
            let of_script = match stream.noun {
                Noun::PainPoint => thing.0,
                Noun::Idea => idea_id.0,
                Noun::Process => BUYING.0,
                Noun::Community => CIRCLE.0,
                Noun::Unit => unit.0,
                _ => stream.id,
            };
            let id = if number == 1 { stream.id } else { of_script };
            told.tell_of(Stream::new(stream.noun, id), event)
        }
    }
}

#[test]
fn scripts_tell_every_event_that_there_is() {
    let mut runner = TestRunner::deterministic();
    let mut told = BTreeSet::new();
    for _ in 0..400 {
        let script = scripts().new_tree(&mut runner).expect("a script").current();
        told.extend(scripted(&script).events().iter().map(|it| it.event.tag()));
    }
    let never: Vec<_> = Event::kinds().map(|it| it.tag).filter(|it| !told.contains(it)).collect();
    assert!(never.is_empty(), "never told: {never:?}");
}

/// Every field of every thing, as of a position.
fn everything(told: &Told, at: u64) -> BTreeMap<Stream, BTreeMap<String, Value>> {
    let mut all = BTreeMap::<Stream, BTreeMap<String, Value>>::new();
    for event in told.events().iter().filter(|it| it.position.0 <= at) {
        let state = all.entry(event.stream).or_default();
        crate::history::delta(state, event).apply(state);
    }
    all.retain(|_, state| !state.is_empty());
    all
}

/// The difference of every thing that was touched, and of every figure, as one.
fn deltas(told: &Told, from: u64, to: u64) -> BTreeMap<Stream, Delta> {
    let timeline = told.projections().timeline;
    let touched = timeline.touched(Position(from.min(to)), Position(from.max(to)));
    let deltas = touched.into_iter().map(|stream| {
        let events: Vec<_> = of(told, stream.id)
            .into_iter()
            .filter(|it| it.stream == stream && it.position.0 <= from.max(to))
            .collect();
        (stream, delta(&events, moments(from, to)))
    });
    deltas.filter(|(_, delta)| !delta.is_empty()).collect()
}

fn composed(
    mut first: BTreeMap<Stream, Delta>,
    second: BTreeMap<Stream, Delta>,
) -> BTreeMap<Stream, Delta> {
    for (stream, later) in second {
        let earlier = first.remove(&stream).unwrap_or_default();
        first.insert(stream, earlier.then(later));
    }
    first.retain(|_, delta| !delta.is_empty());
    first
}

proptest! {
    #[test]
    fn what_was_and_then_the_difference_is_what_is(script in scripts(), a in 0..24_u64, b in 0..24_u64) {
        let told = scripted(&script);
        let mut state = everything(&told, a);
        for (stream, delta) in deltas(&told, a, b) {
            delta.apply(state.entry(stream).or_default());
        }
        state.retain(|_, fields| !fields.is_empty());
        prop_assert_eq!(state, everything(&told, b));
    }

    #[test]
    fn two_differences_in_a_row_are_the_difference_over_both(
        script in scripts(), a in 0..24_u64, b in 0..24_u64, c in 0..24_u64
    ) {
        let told = scripted(&script);
        let both = composed(deltas(&told, a, b), deltas(&told, b, c));
        prop_assert_eq!(both, deltas(&told, a, c));
    }

    #[test]
    fn backwards_a_difference_is_its_own_undoing_and_of_one_moment_there_is_none(
        script in scripts(), a in 0..24_u64, b in 0..24_u64
    ) {
        let told = scripted(&script);
        let back: BTreeMap<_, _> =
            deltas(&told, a, b).into_iter().map(|(stream, it)| (stream, it.inverse())).collect();
        prop_assert_eq!(back, deltas(&told, b, a));
        prop_assert!(deltas(&told, a, a).is_empty());
    }

    #[test]
    fn figures_then_their_difference_are_the_figures_later(
        script in scripts(), a in 0..24_usize, b in 0..24_usize
    ) {
        let told = scripted(&script);
        let at = |it: usize| {
            let events = &told.events()[..it.min(told.events().len())];
            let projections = folded(events);
            projections.figures_of(&Chosen::all(Level::Unit), projections.recorded())
        };
        let (before, after) = (at(a), at(b));
        let mut values = flat(&before);
        for it in figures(&before, &after) {
            for value in it.values {
                let key = (it.figure.clone(), value.value);
                if value.to.is_null() { values.remove(&key); } else { values.insert(key, value.to); }
            }
        }
        prop_assert_eq!(values, flat(&after));
        prop_assert!(figures(&after, &after).is_empty());
    }

    #[test]
    fn the_pain_points_that_stand_otherwise_are_those_whose_figures_differ(
        script in scripts(), a in 0..24_usize, b in 0..24_usize
    ) {
        let told = scripted(&script);
        let [before, after] = [a, b].map(|it| folded(&told.events()[..it.min(told.events().len())]));
        let stands = [&before, &after].map(crate::Projections::pain_points_stand);
        let otherwise = differing_pain_points(&stands[0], &stands[1], usize::MAX);
        let differences = |pain_points| {
            let chosen = Chosen { pain_points, ..Chosen::all(Level::Unit) };
            let at = |it: &crate::Projections| it.figures_of(&chosen, it.recorded());
            figures(&at(&before), &at(&after))
        };
        let all = differences(None);
        prop_assert_eq!(differences(Some(&otherwise)), all.clone());
        let told = all.iter().filter(|it| it.figure.starts_with("pain-points/")).count();
        prop_assert_eq!(otherwise.len(), told);
    }
}

proptest! {
    #[test]
    fn a_figure_that_differs_rests_on_something_that_happened_in_between(
        script in scripts(), a in 0..24_usize
    ) {
        let told = scripted(&script);
        let (early, span) = told.events().split_at(a.min(told.events().len()));
        let (before, after) = (folded(early), folded(told.events()));
        // At one time, so that nothing only grew old.
        let now = after.recorded();
        let [was, is] = [&before, &after].map(|it| it.figures_of(&Chosen::all(Level::Unit), now));
        let happened: BTreeSet<_> = span.iter().map(|it| it.position).collect();
        // Whether what a pain point is about is there, the history of that thing tells; and whether enough is known
        // to call something a gap, that of all units.
        let told_elsewhere = ["orphaned", "gap"];
        let is_own = |it: &FigureDifference| {
            it.values.iter().any(|it| !told_elsewhere.contains(&it.value.as_str()))
        };
        for it in figures(&was, &is).into_iter().filter(is_own) {
            // Where a community stands rests on what it did; where the pain points lie that it took up, they tell.
            let stands = it.figure.starts_with("coverage/");
            let taken_up = after.coverage.standing(CIRCLE).into_iter().flat_map(|it| it.taken_up.keys());
            let lying = taken_up.filter(|_| stands).map(|it| format!("pain-points/{it}"));
            let names = lying.chain([it.figure.clone()]);
            let evidence = |at: &crate::Projections| -> BTreeSet<Position> {
                names.clone().filter_map(|it| at.evidence_of(&it)).flatten().collect()
            };
            let behind = evidence(&after);
            // What was dropped, withdrawn or removed stands behind nothing any more.
            let gone = evidence(&before);
            // And what is said of a thing before it is there shows once it is.
            let is_new = it.what == What::Added
                && span.iter().any(|event| it.figure.contains(&event.stream.id.to_string()));
            let is_told = is_new || !behind.is_disjoint(&happened) || !gone.is_subset(&behind);
            prop_assert!(is_told, "{it:#?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_events_named_for_a_change_suffice_and_none_of_them_can_be_left_out(
        script in scripts(), a in 6..24_usize
    ) {
        let told = scripted(&script);
        let (early, span) = told.events().split_at(a.min(told.events().len()));
        let (before, after) = (folded(early), folded(told.events()));
        let (then, now) = (before.recorded(), after.recorded());
        let names: BTreeMap<_, _> =
            [&before, &after].into_iter().flat_map(|it| it.figures_of(&Chosen::all(Level::Unit), now)).collect();
        for figure in names.keys() {
            let changed = Changed { figure, value: None, then, now };
            let reasons = why(&before, span, &changed).expect("it is there at one of them");
            let without = |left_out: &[Position]| {
                let mut fork = before.clone();
                let told = span.iter().filter(|it| !left_out.contains(&it.position));
                for event in told {
                    fork.apply(event);
                }
                fork.figure(figure, now).map(|it| it.values).unwrap_or_default()
            };
            let aged = before.figure(figure, now).map(|it| it.values).unwrap_or_default();
            prop_assert!(reasons.minimal);
            prop_assert_eq!(without(&reasons.events), aged.clone(), "{}", figure);
            for place in 0..reasons.events.len() {
                let mut fewer = reasons.events.clone();
                fewer.remove(place);
                prop_assert_ne!(without(&fewer), aged.clone(), "{}", figure);
            }
        }
    }
}

fn flat(figures: &Figures) -> BTreeMap<(String, String), Value> {
    let values = |(name, it): (&String, &crate::figures::Figure)| {
        let name = name.clone();
        it.values.clone().into_iter().map(move |(key, value)| ((name.clone(), key), value))
    };
    figures.iter().flat_map(values).collect()
}

fn reasons(told: &Told, at: usize, figure: &str, value: Option<&str>) -> Reasons {
    let (early, span) = told.events().split_at(at);
    let (before, after) = (folded(early), folded(told.events()));
    let changed = Changed { figure, value, then: before.recorded(), now: after.recorded() };
    why(&before, span, &changed).expect("a figure")
}

fn folded(events: &[Recorded]) -> crate::Projections {
    let mut projections = crate::Projections::default();
    for event in events {
        projections.apply(event);
    }
    projections
}

fn of(told: &Told, thing: uuid::Uuid) -> Vec<Recorded> {
    told.events().iter().filter(|it| it.stream.id == thing).cloned().collect()
}

fn moments(from: u64, to: u64) -> Moments {
    Moments { from: Position(from), to: Position(to) }
}

/// A unit, a pain point of it that costs an hour a month, and another one.
fn lists() -> Told {
    let areas = vec![Area::Support];
    Told::default()
        .tell(TEAM.0, unit("Einkauf", None))
        .tell(
            LISTS.0,
            Logged { unit: Some(TEAM), hours: Some(monthly(1.0)), areas, ..pain_point("Listen") },
        )
        .tell(SEALS.0, pain_point("Siegel"))
}

fn checking() -> Told {
    Told::default()
        .tell(TEAM.0, unit("Einkauf", None))
        .tell(BUYING.0, mapped("Kaufen", Area::Support))
        .tell(BUYING.0, step(CHECK, "Prüfen", Some(TEAM)))
}

fn minutes(minutes: f64) -> StepRevised {
    StepRevised { minutes_per_run: Change::Set(minutes), ..kept() }
}

fn kept() -> StepRevised {
    StepRevised {
        step: CHECK,
        name: Change::Keep,
        description: Change::Keep,
        unit: Change::Keep,
        site: Change::Keep,
        role: Change::Keep,
        tools: Change::Keep,
        minutes_per_run: Change::Keep,
        runs_per_month: Change::Keep,
        people: Change::Keep,
    }
}

fn proposed() -> idea::Proposed {
    idea::Proposed {
        title: "Eine Liste".into(),
        text: "Für alle".into(),
        outcomes: vec![],
        areas: vec![],
        pain_points: vec![LISTS],
        link: None,
        language: None,
    }
}

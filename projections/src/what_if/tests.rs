//! What must be true of what is only tried out.

use events::{
    Area,
    community::{PainPointTakenUp, UnitRepresented},
    hand_over::{HandOverRemoved, HandOverRevised},
    ids::{CommunityId, HandOverId, PainPointId, UnitId},
    pain_point::{Logged, Resolved},
    samples::id,
    step::StepAdded,
};

use super::*;
use crate::{
    difference::Difference,
    evidence::Evidence,
    loops::company::Company,
    testing::{self, day, monthly, pain_point},
};

const PROCESS: u128 = 31;
const LISTS: u128 = 41;
const CIRCLE: u128 = 71;

#[test]
fn without_one_hand_over_its_loop_is_gone_with_work_and_delay() {
    let answer = tried(vec![removed(1, 2)]);
    assert_eq!(answer.loops.cycles, Difference::of_counts(1, 0));
    // Ten rounds of two hours' work, and of four hours' waiting.
    assert_eq!(answer.loops.work_hours_per_month, Difference::between(20.0, 0.0));
    assert_eq!(answer.loops.delay_hours_per_month, Difference::between(40.0, 0.0));
    let gone = &answer.loops.gone[0];
    assert_eq!((answer.loops.gone_count, gone.hand_overs), (1, 2));
    assert!(gone.evidence.hypothetical.is_empty(), "it is what is, not what would be");
    assert_eq!((answer.loops.new_count, answer.loops.changed_count), (0, 0));
}

#[test]
fn a_hand_over_that_a_rule_demands_is_told_where_it_would_go_alone_or_with_its_process() {
    let mut before = told();
    let rule =
        HandOverRevised { required_by: events::Change::Set("four eyes".into()), ..kept(1, 2) };
    before.apply(&recorded(&happening(rule.into()), day(0)));
    let retired = events::process::Retired {}.into();
    for what in [removed(1, 2), retired] {
        let demanded = before.what_if(&[happening(what)], Level::Unit, day(1)).demanded;
        let told: Vec<_> =
            demanded.iter().map(|it| (it.line, it.hand_over, it.required_by.as_deref())).collect();
        assert_eq!(told, [(1, hand_over_id(1, 2), Some("four eyes"))]);
    }
    let other = before.what_if(&[happening(removed(2, 1))], Level::Unit, day(1));
    assert_eq!(other.demanded, []);
}

#[test]
fn a_loop_that_would_cost_less_is_told_before_and_after_with_the_line_that_makes_it_so() {
    let mut rarer = HandOverRevised { times_per_month: events::Change::Set(4.0), ..kept(1, 2) };
    rarer.wait_hours = events::Change::Set(1.0);
    let answer = tried(vec![rarer.into()]);
    let changed = &answer.loops.changed[0];
    assert_eq!(changed.before.rounds_per_month, Some(10.0));
    assert_eq!(changed.after.rounds_per_month, Some(4.0));
    assert_eq!(answer.loops.delay_hours_per_month, Difference::between(40.0, 12.0));
    assert_eq!(changed.after.evidence.hypothetical, [1]);
    assert!(changed.after.evidence.evidence_count > 0, "and the events of the log beside it");
}

#[test]
fn a_step_that_would_be_done_elsewhere_too_makes_a_cluster_of_duplicated_work() {
    let twice = twin();
    let other = Stream::new(events::Noun::Process, id(PROCESS + 1));
    let answer = told().what_if(
        &[Happening { line: 7, stream: other, event: twice.into() }],
        Level::Unit,
        day(1),
    );
    assert_eq!(answer.duplicates.clusters, Difference::of_counts(0, 1));
    assert_eq!(answer.duplicates.hours_involved, Difference::between(0.0, 20.0));
    assert_eq!(answer.duplicates.new[0].evidence.hypothetical, [7]);
}

#[test]
fn what_would_be_over_and_taken_up_shows_in_hours_and_in_coverage() {
    let over = Resolved { how: "Eine Liste".into(), units: vec![], idea: None, found_at: None };
    let stream = Stream::new(events::Noun::PainPoint, id(LISTS));
    let answer =
        told().what_if(&[Happening { line: 1, stream, event: over.into() }], Level::Unit, day(1));
    assert_eq!(answer.pain_points.hours_per_month, Difference::between(30.0, 0.0));
    let changed = &answer.pain_points.changed[0];
    assert_eq!((changed.open_before, changed.open_after), (true, false));
    assert_eq!(changed.evidence.hypothetical, [1]);
    let taken = PainPointTakenUp { pain_point: PainPointId(id(LISTS)) };
    let circle = CommunityId(id(CIRCLE));
    let stream = Stream::new(events::Noun::Community, circle.0);
    let answer =
        told().what_if(&[Happening { line: 1, stream, event: taken.into() }], Level::Unit, day(1));
    let support = &answer.coverage.areas[1];
    assert_eq!(support.area, Area::Support);
    assert_eq!(support.uncovered_hours, Difference::between(30.0, 0.0));
    assert_eq!(support.communities[0].evidence.hypothetical, [1]);
    assert!(support.evidence.evidence_link.contains("of=events/"), "no log has such a change");
}

#[test]
fn nothing_that_is_tried_out_changes_what_is() {
    let projections = told();
    let before = projections.every_answer(day(1));
    let answer = projections.what_if(&[happening(removed(1, 2))], Level::Step, day(1));
    assert_eq!(answer.loops.gone_count, 1);
    assert_eq!(projections.every_answer(day(1)), before);
    assert_eq!(answer, projections.what_if(&[happening(removed(1, 2))], Level::Step, day(1)));
}

#[test]
fn whatever_it_touches_the_figures_are_those_of_the_same_events_in_the_log() {
    let revised = |parent: u128| events::unit::Moved {
        parent: events::Change::Set(UnitId(id(parent))),
        site: events::Change::Keep,
    };
    let all: Vec<(u128, Event)> = vec![
        (PROCESS, removed(1, 2)),
        (12, revised(11).into()),
        (PROCESS, events::process::Retired {}.into()),
        (PROCESS, StepAdded { unit: None, ..twin() }.into()),
        (CIRCLE, PainPointTakenUp { pain_point: PainPointId(id(LISTS)) }.into()),
    ];
    for (thing, event) in all {
        let stream = Stream::new(event.noun().expect("a noun of its own"), id(thing));
        let what = [Happening { line: 1, stream, event: event.clone() }];
        let figures = told().figures_change(&what, day(1)).0;
        let after = company().then(thing, event).now().figures_change(&[], day(1)).0;
        // Money in a currency that is gone is nothing.
        let of = |name: &str| {
            after.iter().find(|it| it.figure == name).map_or(0.0, |it| it.amount.after)
        };
        for figure in figures {
            let is_so = (figure.amount.after - of(&figure.figure)).abs() < 1e-9;
            assert!(is_so, "{figure:?} by {what:?}");
        }
    }
}

#[test]
fn trying_nothing_out_differs_in_nothing() {
    let figures = told().figures_change(&[], day(1));
    assert!(figures.0.iter().all(|it| it.amount.difference == 0.0), "{figures:?}");
    let of = |name| figures.0.iter().find(|it| it.figure == name).map(|it| it.amount.after);
    assert_eq!((of("loop_work_hours"), of("loop_money_EUR")), (Some(20.0), Some(1000.0)));
    assert_eq!((of("pain_point_hours"), of("uncovered_hours")), (Some(30.0), Some(30.0)));
}

#[test]
fn the_evidence_of_what_is_gone_leads_to_its_events_in_the_log() {
    let answer = tried(vec![removed(1, 2)]);
    let Evidence { evidence_link, evidence_count, .. } = &answer.loops.gone[0].evidence;
    let of = evidence_link.split_once("of=").unwrap().1;
    assert_eq!(told().evidence_of(of).map(|it| it.len()), Some(*evidence_count));
}

/// Two steps of two units that hand over to each other; a pain point that nobody took up.
fn told() -> Projections {
    company().now()
}

fn company() -> Company {
    let euros = |it: &mut events::unit::Registered| {
        it.planning_rate = Some(crate::loops::company::euros(50.0));
    };
    Company::default()
        .unit_with(11, euros)
        .unit_with(12, euros)
        .process(PROCESS, None)
        .process(PROCESS + 1, None)
        .step(PROCESS, 1, 11, "Lieferantendaten prüfen")
        .step(PROCESS, 2, 12, "Rechnung buchen")
        .hand_over(PROCESS, 1, 2)
        .hand_over(PROCESS, 2, 1)
        .then(CIRCLE, testing::community("Stammdaten"))
        .then(CIRCLE, UnitRepresented { unit: UnitId(id(11)) })
        .then(
            LISTS,
            Logged {
                areas: vec![Area::Support],
                unit: Some(UnitId(id(11))),
                hours: Some(monthly(30.0)),
                ..pain_point("Drei Listen")
            },
        )
}

/// A step that says the same as the first one.
fn twin() -> StepAdded {
    StepAdded {
        runs_per_month: Some(10.0),
        minutes_per_run: Some(60.0),
        ..testing::step(events::ids::StepId(id(9)), "Lieferantendaten prüfen", Some(UnitId(id(12))))
    }
}

fn tried(events: Vec<Event>) -> WhatIfAnswer {
    let what: Vec<_> = events.into_iter().map(happening).collect();
    told().what_if(&what, Level::Unit, day(1))
}

fn happening(event: Event) -> Happening {
    Happening { line: 1, stream: Stream::new(events::Noun::Process, id(PROCESS)), event }
}

fn hand_over_id(from: u128, to: u128) -> HandOverId {
    HandOverId(id(1_000_000 + from * 1_000 + to))
}

fn removed(from: u128, to: u128) -> Event {
    HandOverRemoved { hand_over: hand_over_id(from, to) }.into()
}

/// A revision that changes nothing yet.
fn kept(from: u128, to: u128) -> HandOverRevised {
    HandOverRevised {
        hand_over: hand_over_id(from, to),
        kind: events::Change::Keep,
        channel: events::Change::Keep,
        effort_minutes: events::Change::Keep,
        wait_hours: events::Change::Keep,
        times_per_month: events::Change::Keep,
        people: events::Change::Keep,
        share: events::Change::Keep,
        condition: events::Change::Keep,
        required_by: events::Change::Keep,
    }
}

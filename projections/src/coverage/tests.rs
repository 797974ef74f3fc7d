//! What must be true of the ladder, of gaps and of overlap.

use events::{
    Area, Basis,
    community::{
        AreaAddressed, AreaLeft, PainPointDropped, PainPointTakenUp, UnitLeft, UnitRepresented,
    },
    idea,
    ids::{CommunityId, IdeaId, PainPointId, UnitId},
    pain_point::{Backed, Logged, Reopened, Resolved},
    samples::id,
};
use jiff::civil::date;

use super::*;
use crate::known::KnownUnits;
use crate::{
    evidence::Evidence,
    testing::{Told, community, day, monthly, pain_point, unit},
};

const DIVISION: UnitId = UnitId(id(10));
const TEAM: UnitId = UnitId(id(11));
const OTHER: UnitId = UnitId(id(12));
const CIRCLE: CommunityId = CommunityId(id(71));
const NETWORK: CommunityId = CommunityId(id(72));
const LISTS: PainPointId = PainPointId(id(41));
const SEALS: PainPointId = PainPointId(id(42));
const IDEA: IdeaId = IdeaId(id(81));
const SUPPORT: usize = 1;

#[test]
fn answers_for_all_thirteen_areas_in_order_also_when_nothing_is_known() {
    let answer = Told::default().projections().coverage_answer(day(0));
    let areas: Vec<_> = answer.areas.iter().map(|it| it.area).collect();
    assert_eq!(areas, Area::ALL);
    assert_eq!(answer.note, Some("too little recorded yet"));
    assert!(answer.areas.iter().all(|it| it.gap_share.is_none() && !it.gap));
}

#[test]
fn very_many_pain_points_are_each_counted_once_however_many_look_through_them() {
    let many = 10_000_u128;
    let told = (0..many).fold(organisation(), |told, number| {
        let (unit, hours) = (Some(TEAM), Some(monthly(0.5)));
        told.tell(id(100_000 + number), Logged { unit, hours, ..pain_point("Listen") })
    });
    let before = organisation().projections().coverage_answer(day(0)).total_distinct;
    let total = told.projections().coverage_answer(day(0)).total_distinct;
    assert_eq!(total.pain_points - before.pain_points, 10_000);
    assert!((total.hours_per_month - before.hours_per_month - 5_000.0).abs() < 1e-6);
    assert_eq!(total.evidence.evidence_count - before.evidence.evidence_count, 10_000);
}

#[test]
fn declaring_is_step_one_and_leaving_takes_it_away() {
    let told = organisation().tell(CIRCLE.0, AreaAddressed { area: Area::Support });
    assert_eq!(strength(&told, 0), Some((1, false)));
    assert_eq!(strength(&told.tell(CIRCLE.0, AreaLeft { area: Area::Support }), 0), None);
}

#[test]
fn taking_up_a_pain_point_of_the_area_is_step_two_until_it_is_dropped() {
    let told = organisation().tell(CIRCLE.0, took_up(LISTS));
    assert_eq!(strength(&told, 0), Some((2, false)));
    assert_eq!(strength(&told.tell(CIRCLE.0, PainPointDropped { pain_point: LISTS }), 0), None);
}

#[test]
fn only_a_measured_ending_that_still_holds_is_step_four() {
    let told = organisation().tell(CIRCLE.0, took_up(LISTS)).tell(LISTS.0, resolved(vec![TEAM]));
    assert_eq!(strength(&told, 0), Some((2, false)));
    let told = told.with_basis(Basis::Measured).tell(LISTS.0, resolved(vec![]));
    assert_eq!(strength(&told, 0), Some((4, false)));
    assert_eq!(strength(&told.tell(LISTS.0, Reopened {}), 0), Some((2, false)));
}

#[test]
fn evidence_older_than_twelve_months_rests_and_fresh_evidence_of_a_lower_step_wins() {
    let told = organisation().tell(CIRCLE.0, took_up(LISTS));
    assert_eq!(strength(&told, 365), Some((2, false)));
    assert_eq!(strength(&told, 366), Some((2, true)));
    let told = told.on_day(300).tell(CIRCLE.0, AreaAddressed { area: Area::Support });
    assert_eq!(strength(&told, 366), Some((1, false)));
}

#[test]
fn speaking_for_the_division_covers_what_its_team_has() {
    let told = organisation().tell(CIRCLE.0, took_up(LISTS));
    assert_eq!(hours(&told, 0), (0.0, 30.0));
    let told = told.tell(CIRCLE.0, UnitRepresented { unit: DIVISION });
    assert_eq!(hours(&told, 0), (0.0, 0.0));
    assert_eq!(hours(&told.tell(CIRCLE.0, UnitLeft { unit: DIVISION }), 0), (0.0, 30.0));
}

#[test]
fn a_team_does_not_speak_for_its_division() {
    let told = organisation()
        .tell(SEALS.0, Logged { unit: Some(DIVISION), ..in_support(2.0) })
        .tell(CIRCLE.0, UnitRepresented { unit: TEAM })
        .tell(CIRCLE.0, took_up(SEALS));
    assert_eq!(hours(&told, 0), (30.0, 2.0));
}

#[test]
fn work_that_rests_does_not_cover_it_is_elsewhere() {
    let told = organisation()
        .tell(CIRCLE.0, UnitRepresented { unit: TEAM })
        .tell(CIRCLE.0, took_up(LISTS));
    assert_eq!(hours(&told, 365), (0.0, 0.0));
    assert_eq!(hours(&told, 366), (0.0, 30.0));
}

#[test]
fn a_gap_begins_where_half_of_the_hours_are_uncovered() {
    let told = organisation()
        .tell(CIRCLE.0, UnitRepresented { unit: TEAM })
        .tell(CIRCLE.0, took_up(LISTS))
        .tell(SEALS.0, Logged { unit: Some(TEAM), ..in_support(29.9) });
    assert!(!support(&told, 0).gap);
    let told = told.tell(SEALS.0, Backed { unit: TEAM, hours: Some(monthly(30.0)) });
    let support = support(&told, 0);
    assert_eq!((support.gap, support.gap_share), (true, Some(0.5)));
}

#[test]
fn without_a_third_of_the_units_reporting_nothing_is_called_a_gap() {
    let told = organisation();
    assert!(support(&told, 0).gap, "one of three units is a third");
    let told = told.tell(id(13), unit("Vierte", None));
    let answer = told.projections().coverage_answer(day(0));
    assert_eq!(answer.known, KnownUnits { units_reporting: 1, of: 4 });
    assert_eq!(answer.note, Some("too little recorded yet"));
    assert_eq!((answer.areas[SUPPORT].gap, answer.areas[SUPPORT].gap_share), (false, Some(1.0)));
}

#[test]
fn gaps_are_told_by_their_uncovered_hours_and_not_while_too_little_is_known() {
    let told = organisation().tell(
        SEALS.0,
        Logged {
            areas: vec![Area::Exchange],
            unit: Some(TEAM),
            hours: Some(monthly(40.0)),
            ..pain_point("Allein")
        },
    );
    let gaps = told.projections().coverage_answer(day(0)).gaps;
    let areas: Vec<_> = gaps.iter().map(|it| (it.area, it.uncovered_hours)).collect();
    assert_eq!(areas, [(Area::Exchange, 40.0), (Area::Support, 30.0)]);
    assert_eq!(gaps[1].pain_points[0].id, LISTS);
    let told = told.tell(id(13), unit("Vierte", None));
    assert_eq!(told.projections().coverage_answer(day(0)).gaps, []);
}

#[test]
fn an_overlap_names_the_pain_point_and_those_who_took_it_up() {
    let told = organisation().tell(CIRCLE.0, took_up(LISTS)).tell(NETWORK.0, took_up(LISTS));
    let overlaps = told.projections().coverage_answer(day(0)).overlaps;
    assert_eq!(overlaps[0].pain_point.id, LISTS);
    let names: Vec<_> =
        overlaps[0].communities.iter().filter_map(|it| it.name.as_deref()).collect();
    assert_eq!(names, ["Stammdaten", "Einkaufsnetz"]);
}

#[test]
fn an_idea_that_was_implemented_is_step_three_until_somebody_measured_it() {
    let told = with_an_idea(organisation().tell(CIRCLE.0, took_up(LISTS)));
    assert_eq!(strength(&told, 0), Some((2, false)), "only proposed");
    let told = told.tell(IDEA.0, idea::Accepted { reason: "Trägt sich".into() });
    assert_eq!(strength(&told, 0), Some((3, false)));
    let told = told.tell(IDEA.0, idea::Implemented { units: vec![TEAM] });
    assert_eq!(strength(&told, 0), Some((3, false)));
    assert_eq!(strength(&told.tell(IDEA.0, measured()), 0), Some((4, false)));
}

#[test]
fn an_ending_by_an_idea_that_was_measured_is_step_four() {
    let told = organisation().tell(CIRCLE.0, took_up(LISTS)).tell(IDEA.0, proposed(vec![]));
    let over = Resolved { idea: Some(IDEA), ..resolved(vec![TEAM]) };
    let told = told.tell(LISTS.0, over).tell(LISTS.0, Backed { unit: OTHER, hours: None });
    assert_eq!(strength(&told, 0), Some((2, false)));
    let told = told.tell(IDEA.0, idea::Implemented { units: vec![TEAM] }).tell(IDEA.0, measured());
    assert_eq!(strength(&told, 0), Some((4, false)));
}

#[test]
fn two_communities_on_one_open_pain_point_overlap() {
    let told = organisation().tell(CIRCLE.0, took_up(LISTS)).tell(NETWORK.0, took_up(LISTS));
    assert_eq!(support(&told, 0).overlap, 1);
    assert_eq!(support(&told.tell(LISTS.0, resolved(vec![])), 0).overlap, 0);
}

#[test]
fn a_pain_point_of_two_areas_counts_in_both_and_once_in_the_total() {
    let areas = vec![Area::Support, Area::Service];
    let told = organisation().tell(SEALS.0, Logged { areas, ..in_support(5.0) });
    let answer = told.projections().coverage_answer(day(0));
    let count = |area| answer.areas.iter().find(|it| it.area == area).unwrap().figure.pain_points;
    assert_eq!((count(Area::Support), count(Area::Service)), (2, 1));
    assert_eq!(answer.total_distinct.pain_points, 2);
    assert!((answer.total_distinct.hours_per_month - 35.0).abs() < 1e-9);
}

#[test]
fn every_link_leads_to_exactly_the_events_that_were_counted() {
    let told = organisation()
        .tell(CIRCLE.0, UnitRepresented { unit: TEAM })
        .tell(CIRCLE.0, took_up(LISTS))
        .tell(SEALS.0, pain_point("Nobody told us."));
    let projections = told.projections();
    let answer = projections.coverage_answer(day(0));
    let areas = answer.areas.iter();
    let linked = areas
        .flat_map(|it| it.communities.iter().map(|it| &it.evidence).chain([&it.figure.evidence]))
        .chain([&answer.unplaced.evidence, &answer.total_distinct.evidence])
        .chain(answer.gaps.iter().map(|it| &it.evidence));
    for evidence in linked {
        let of = evidence.evidence_link.split_once("of=").unwrap().1;
        let all = projections.coverage_evidence(of).unwrap();
        assert_eq!(Evidence::new(&all, of), *evidence);
    }
    assert_eq!(answer.areas[SUPPORT].figure.evidence.evidence_count, 3);
    assert_eq!(projections.coverage_evidence("areas/nowhere"), None);
}

#[test]
fn an_area_tells_its_question_its_hours_and_the_processes_that_are_run() {
    let told = organisation()
        .tell(id(31), crate::testing::process("Kaufen", Area::Support))
        .tell(id(32), crate::testing::process("Verkaufen", Area::Support))
        .tell(id(32), events::process::Retired {});
    let support = told.projections().areas_answer().items.swap_remove(SUPPORT);
    assert_eq!((support.german, support.processes), ("Unterstützungsprozesse", 1));
    assert_eq!(support.figure.pain_points, 1);
    assert!(support.question.starts_with("Which duplicated work"));
}

#[test]
fn an_area_is_written_flat_as_the_interface_says() {
    let told = organisation().tell(CIRCLE.0, took_up(LISTS));
    let written = serde_json::to_value(support(&told, 0)).unwrap();
    for field in ["area", "pain_points", "hours_per_month", "gap", "gap_share", "overlap"] {
        assert!(!written[field].is_null(), "{field}");
    }
    let community = &written["communities"][0];
    assert_eq!(community["strength"], 2);
    assert_eq!(community["rests"], false);
    assert_eq!(community["evidence"], serde_json::json!([7]));
    assert_eq!(community["evidence_count"], 1);
    let link = format!("/api/v1/evidence?of=coverage/support/{CIRCLE}");
    assert_eq!(community["evidence_link"], link);
}

#[test]
fn the_schema_of_an_area_names_the_fields_that_are_written_flat() {
    let schema = schemars::schema_for!(AreaCoverage).to_value();
    for field in ["area", "pain_points", "evidence_link", "communities"] {
        assert!(!schema["properties"][field].is_null(), "{field}");
    }
}

#[test]
fn no_hours_are_written_as_zero_and_not_as_minus_zero() {
    let answer = organisation().projections().coverage_answer(day(0));
    assert!(answer.areas.iter().all(|it| it.elsewhere_hours.is_sign_positive()));
    assert!(answer.areas.iter().all(|it| it.figure.hours_per_month.is_sign_positive()));
    assert!(answer.unplaced.hours_per_month.is_sign_positive());
}

fn organisation() -> Told {
    Told::default()
        .tell(DIVISION.0, unit("Einkauf", None))
        .tell(TEAM.0, unit("Serie", Some(DIVISION)))
        .tell(OTHER.0, unit("Montage", None))
        .tell(CIRCLE.0, community("Stammdaten"))
        .tell(NETWORK.0, community("Einkaufsnetz"))
        .tell(LISTS.0, Logged { unit: Some(TEAM), ..in_support(30.0) })
}

fn in_support(hours: f64) -> Logged {
    Logged { areas: vec![Area::Support], hours: Some(monthly(hours)), ..pain_point("Drei Listen") }
}

fn with_an_idea(told: Told) -> Told {
    told.tell(IDEA.0, proposed(vec![LISTS]))
}

fn proposed(pain_points: Vec<PainPointId>) -> idea::Proposed {
    idea::Proposed {
        title: "Eine Liste".into(),
        text: "Für alle".into(),
        outcomes: vec![],
        areas: vec![],
        pain_points,
        link: None,
        language: None,
    }
}

fn measured() -> idea::BenefitMeasured {
    let (from, to) = (date(2026, 1, 1), date(2026, 1, 31));
    idea::BenefitMeasured { hours_per_month: 9.0, from, to, how: "Strichliste".into() }
}

fn took_up(pain_point: PainPointId) -> PainPointTakenUp {
    PainPointTakenUp { pain_point }
}

fn resolved(units: Vec<UnitId>) -> Resolved {
    Resolved { how: "Eine Liste".into(), units, idea: None, found_at: None }
}

fn support(told: &Told, on_day: i64) -> AreaCoverage {
    told.projections().coverage_answer(day(on_day)).areas.swap_remove(SUPPORT)
}

fn strength(told: &Told, on_day: i64) -> Option<(u8, bool)> {
    let support = support(told, on_day);
    support.communities.iter().find(|it| it.id == CIRCLE).map(|it| (it.strength, it.rests))
}

/// Uncovered, then elsewhere.
fn hours(told: &Told, on_day: i64) -> (f64, f64) {
    let support = support(told, on_day);
    (support.uncovered_hours, support.elsewhere_hours)
}

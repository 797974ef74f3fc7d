//! What must be true of where ideas stand, whom they wait for, and what merging them moves.

use events::{
    Basis, Change,
    idea::{
        Accepted, BenefitMeasured, DecisionAsked, Implemented, Merged, PilotStarted, Supported,
        Unmerged,
    },
    samples::id,
};
use jiff::civil::date;

use super::*;
use crate::{
    testing::{Told, day, monthly, pain_point, start, unit},
    waiting,
};

const TEAM: UnitId = UnitId(id(11));
const OTHER: UnitId = UnitId(id(12));
const LISTS: PainPointId = PainPointId(id(41));
const ONE_LIST: IdeaId = IdeaId(id(71));
const ONE_TABLE: IdeaId = IdeaId(id(72));
const ANA: ActorId = ActorId(id(1));
const BEN: ActorId = ActorId(id(2));

#[test]
fn an_idea_counts_what_the_open_pain_points_cost_that_it_addresses() {
    let item = detail(&told()).item;
    assert!((item.hours_addressed - 40.0).abs() < 1e-9);
    let over = pain_point::Resolved {
        how: "Eine Liste".into(),
        units: vec![],
        idea: Some(ONE_LIST),
        found_at: None,
    };
    assert!(detail(&told().tell(LISTS.0, over)).item.hours_addressed.abs() < 1e-9);
}

#[test]
fn whoever_supports_it_twice_counts_once_and_no_answer_says_who() {
    let told = told()
        .tell(ONE_LIST.0, Supported { supporter: ANA, unit: None })
        .tell(ONE_LIST.0, Supported { supporter: ANA, unit: Some(TEAM) })
        .tell(ONE_LIST.0, Supported { supporter: BEN, unit: None });
    let detail = detail(&told);
    assert_eq!(detail.item.support, 2);
    assert!(!serde_json::to_string(&detail).unwrap().contains(&BEN.to_string()));
}

#[test]
fn merged_supporters_of_both_count_once_and_unmerging_restores_each() {
    let told = told()
        .tell(ONE_TABLE.0, proposed("Eine Tabelle", vec![]))
        .tell(ONE_LIST.0, Supported { supporter: ANA, unit: None })
        .tell(ONE_TABLE.0, Supported { supporter: ANA, unit: None })
        .tell(ONE_TABLE.0, Supported { supporter: BEN, unit: None })
        .tell(ONE_LIST.0, Merged { into: ONE_TABLE });
    let merged = told.projections();
    let it = merged.idea_answer(ONE_LIST, start()).unwrap();
    assert_eq!((it.item.id, it.item.support), (ONE_TABLE, 2));
    assert_eq!(it.item.pain_points, BTreeSet::from([LISTS]));
    assert_eq!(merged.ideas_answer(&IdeaFilter::default(), start()).total, 1);
    let apart = told.tell(ONE_LIST.0, Unmerged {}).projections();
    let support = |id| apart.idea_answer(id, start()).unwrap().item.support;
    assert_eq!((support(ONE_LIST), support(ONE_TABLE)), (1, 2));
}

#[test]
fn a_decision_that_is_asked_for_waits_for_that_unit_and_is_overdue_after_its_day() {
    let told = told().tell(ONE_LIST.0, DecisionAsked { unit: TEAM, by: date(2026, 1, 20) });
    let projections = told.projections();
    let waits = |now| projections.waiting_answer(now).remove(0);
    let on_the_day = waits(day(15));
    assert_eq!((on_the_day.what, on_the_day.unit), (waiting::What::Decision, Some(TEAM)));
    assert_eq!((on_the_day.overdue, on_the_day.days), (false, Some(0)));
    assert_eq!((waits(day(17)).overdue, waits(day(17)).days), (true, Some(-2)));
    assert!(projections.idea_answer(ONE_LIST, day(17)).unwrap().item.asked.unwrap().overdue);
}

#[test]
fn what_is_decided_waits_for_what_comes_next_until_its_benefit_is_measured() {
    let accepted = told().tell(ONE_LIST.0, Accepted { reason: "Trägt sich".into() });
    let piloted = PilotStarted { units: vec![TEAM, OTHER], until: Some(date(2026, 3, 1)) };
    assert_eq!(waiting_for(&accepted), [waiting::What::Start]);
    let piloted = accepted.tell(ONE_LIST.0, piloted);
    assert_eq!(waiting_for(&piloted), [waiting::What::PilotEnd; 2]);
    let done = piloted.tell(ONE_LIST.0, Implemented { units: vec![TEAM] });
    assert_eq!(waiting_for(&done), [waiting::What::Measurement]);
    assert!(waiting_for(&done.tell(ONE_LIST.0, measured())).is_empty());
}

#[test]
fn an_idea_lifts_whoever_took_up_its_pain_point_to_the_third_and_the_fourth_step() {
    let community = events::ids::CommunityId(id(61));
    let taken_up = events::community::PainPointTakenUp { pain_point: LISTS };
    let accepted = told()
        .tell(community.0, crate::testing::community("Stammdaten"))
        .tell(community.0, taken_up)
        .tell(ONE_LIST.0, Accepted { reason: "Trägt sich".into() });
    assert_eq!(strength(&accepted), 3);
    let implemented = accepted.tell(ONE_LIST.0, Implemented { units: vec![TEAM] });
    assert_eq!(strength(&implemented), 3, "the fourth step takes a measured effect");
    assert_eq!(strength(&implemented.with_basis(Basis::Measured).tell(ONE_LIST.0, measured())), 4);
}

#[test]
fn lists_can_be_asked_by_where_ideas_stand_and_whom_they_concern() {
    let projections = told()
        .tell(ONE_TABLE.0, proposed("Eine Tabelle", vec![]))
        .tell(ONE_TABLE.0, idea::Withdrawn {})
        .tell(ONE_LIST.0, DecisionAsked { unit: TEAM, by: date(2026, 1, 20) })
        .projections();
    let ask = |filter| -> Vec<IdeaId> {
        projections.ideas_answer(&filter, start()).items.into_iter().map(|it| it.id).collect()
    };
    let of = |status: &str| IdeaFilter {
        status: Some(status.parse().unwrap()),
        ..IdeaFilter::default()
    };
    assert_eq!(ask(of("open")), [ONE_LIST]);
    assert_eq!(ask(of("withdrawn")), [ONE_TABLE]);
    assert_eq!(ask(IdeaFilter { unit: Some(TEAM), ..IdeaFilter::default() }), [ONE_LIST]);
    assert_eq!(ask(IdeaFilter { pain_point: Some(LISTS), ..IdeaFilter::default() }), [ONE_LIST]);
    assert!(ask(IdeaFilter { unit: Some(OTHER), ..IdeaFilter::default() }).is_empty());
}

#[test]
fn a_new_title_shows_in_the_list() {
    let wish = idea::Revised {
        title: Change::Set("Eine Liste für alle".into()),
        text: Change::Keep,
        outcomes: Change::Keep,
        areas: Change::Keep,
        link: Change::Keep,
        language: Change::Keep,
    };
    let title = detail(&told().tell(ONE_LIST.0, wish)).item.title;
    assert_eq!(title.as_deref(), Some("Eine Liste für alle"));
}

fn told() -> Told {
    let costs = pain_point::Logged {
        unit: Some(TEAM),
        hours: Some(monthly(40.0)),
        kind: Some(events::kind::PainPointKind::DuplicatedData),
        ..pain_point("Drei Listen")
    };
    Told::default()
        .tell(TEAM.0, unit("Einkauf", None))
        .tell(LISTS.0, costs)
        .tell(ONE_LIST.0, proposed("Eine Liste", vec![LISTS]))
}

fn proposed(title: &'static str, pain_points: Vec<PainPointId>) -> Proposed {
    Proposed {
        title: title.into(),
        text: "Eine für alle Lieferanten".into(),
        outcomes: vec![],
        areas: vec![],
        pain_points,
        link: None,
        language: None,
    }
}

fn measured() -> BenefitMeasured {
    let (from, to) = (date(2026, 2, 1), date(2026, 2, 28));
    BenefitMeasured { hours_per_month: 30.0, from, to, how: "Strichliste".into() }
}

fn detail(told: &Told) -> IdeaDetail {
    told.projections().idea_answer(ONE_LIST, start()).unwrap()
}

fn waiting_for(told: &Told) -> Vec<waiting::What> {
    told.projections().waiting_answer(start()).into_iter().map(|it| it.what).collect()
}

fn strength(told: &Told) -> u8 {
    let projections = told.projections();
    let areas = projections.coverage_answer(start()).areas;
    let support = areas.into_iter().find(|it| it.area == events::Area::Support).unwrap();
    support.communities[0].strength
}

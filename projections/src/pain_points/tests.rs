//! What must be true of hours, areas, endings and the list.

use events::{
    Area, Basis, Change, Noun, Stream,
    any::{self, CommentRetracted, Commented},
    community::PainPointTakenUp,
    ids::{CommentId, CommunityId, PainPointId, ProcessId, StepId, UnitId},
    kind::PainPointKind,
    pain_point::{
        Backed, BackingWithdrawn, Logged, Merged, ProcessTarget, Reopened, Resolved, Revised,
        Sorted, StepTarget, Target, Unmerged,
    },
    process,
    samples::id,
    step::StepRemoved,
};
use proptest::prelude::*;

use super::*;
use crate::{
    Projections,
    testing::{Told, community, monthly, pain_point, process, step, unit},
};

const DIVISION: UnitId = UnitId(id(10));
const TEAM: UnitId = UnitId(id(11));
const OTHER_TEAM: UnitId = UnitId(id(12));
const SQUAD: UnitId = UnitId(id(13));
const LISTS: PainPointId = PainPointId(id(41));
const SECOND: PainPointId = PainPointId(id(42));
const MASTERS: CommunityId = CommunityId(id(61));
const BUYING: ProcessId = ProcessId(id(31));

#[test]
fn a_division_adds_only_what_exceeds_its_teams() {
    let told =
        organisation().tell(LISTS.0, logged(TEAM, 40.0)).tell(LISTS.0, backed(DIVISION, 46.0));
    assert!((hours(&told) - 46.0).abs() < 1e-9);
    let told = told.tell(LISTS.0, backed(OTHER_TEAM, 10.0));
    assert!((hours(&told) - 50.0).abs() < 1e-9);
}

#[test]
fn a_squad_counts_towards_the_division_also_when_the_team_between_them_says_nothing() {
    let told =
        organisation().tell(LISTS.0, logged(SQUAD, 40.0)).tell(LISTS.0, backed(DIVISION, 46.0));
    assert!((hours(&told) - 46.0).abs() < 1e-9);
}

#[test]
fn each_level_takes_the_larger_of_its_own_and_what_is_below() {
    let told = organisation()
        .tell(LISTS.0, logged(SQUAD, 8.0))
        .tell(LISTS.0, backed(TEAM, 5.0))
        .tell(LISTS.0, backed(OTHER_TEAM, 4.0))
        .tell(LISTS.0, backed(DIVISION, 11.0));
    assert!((hours(&told) - 12.0).abs() < 1e-9);
}

#[test]
fn a_unit_in_which_it_is_resolved_drops_out_until_it_backs_again() {
    let told = organisation()
        .tell(LISTS.0, logged(TEAM, 40.0))
        .tell(LISTS.0, backed(OTHER_TEAM, 10.0))
        .tell(LISTS.0, resolved(vec![TEAM]));
    assert!((hours(&told) - 10.0).abs() < 1e-9);
    assert!(is_open(&told));
    assert!((hours(&told.tell(LISTS.0, backed(TEAM, 30.0))) - 40.0).abs() < 1e-9);
}

#[test]
fn one_whose_every_unit_is_resolved_is_over_until_it_is_reopened() {
    let told = organisation().tell(LISTS.0, logged(TEAM, 40.0)).tell(LISTS.0, resolved(vec![TEAM]));
    assert!(!is_open(&told));
    assert!(is_open(&told.tell(LISTS.0, Reopened {})));
}

#[test]
fn one_that_nobody_backs_is_open_and_one_resolved_everywhere_is_not() {
    let told = organisation().tell(LISTS.0, pain_point("Nobody told us."));
    assert!(is_open(&told));
    assert!(!is_open(&told.tell(LISTS.0, resolved(vec![]))));
}

#[test]
fn a_backing_withdrawn_after_its_unit_was_resolved_opens_nothing() {
    let told = organisation()
        .tell(LISTS.0, logged(TEAM, 40.0))
        .tell(LISTS.0, resolved(vec![TEAM]))
        .tell(LISTS.0, BackingWithdrawn { unit: TEAM });
    assert!(!is_open(&told));
}

#[test]
fn hours_without_a_unit_count_as_a_backing_of_a_unit_unsaid() {
    let told = organisation()
        .tell(LISTS.0, Logged { hours: Some(monthly(3.0)), ..pain_point("Formulare") })
        .tell(LISTS.0, Backed { unit: TEAM, hours: None });
    let answer = told.projections().pain_point_answer(LISTS).unwrap();
    assert!((answer.item.hours_per_month - 3.0).abs() < 1e-9);
    assert_eq!((answer.item.units, answer.item.without_hours), (vec![TEAM], 1));
    assert_eq!(answer.backings.len(), 2);
}

#[test]
fn the_basis_is_the_weakest_that_was_said_and_none_where_none_was() {
    let told = organisation().tell(LISTS.0, logged(TEAM, 40.0));
    assert_eq!(basis(&told), None);
    let told = told.with_basis(Basis::Measured).tell(LISTS.0, backed(OTHER_TEAM, 10.0));
    assert_eq!(basis(&told), Some(Basis::Estimated));
    let told = told.with_basis(Basis::Counted).tell(LISTS.0, backed(TEAM, 40.0));
    assert_eq!(basis(&told), Some(Basis::Counted));
    let told = told.with_basis(Basis::Imported).tell(LISTS.0, backed(TEAM, 40.0));
    assert_eq!(basis(&told), Some(Basis::Measured));
    let told = told.with_basis(Basis::Guessed).tell(LISTS.0, backed(SQUAD, 1.0));
    assert_eq!(basis(&told), Some(Basis::Guessed));
}

#[test]
fn its_own_areas_come_before_its_process_and_that_before_the_home_of_its_kind() {
    let kind = Some(PainPointKind::TimeZone);
    let told = organisation().tell(LISTS.0, Logged { kind, ..pain_point("Abends erst Antwort") });
    assert_eq!(areas(&told), [Area::Coordination]);
    let on = vec![Target::Process(ProcessTarget { process: BUYING })];
    let told = told.tell(LISTS.0, pain_point::Placed { on });
    assert_eq!(areas(&told), [Area::Support, Area::Communication]);
    let areas_said = Change::Set(vec![Area::Decision]);
    let sorted = Sorted { kind: PainPointKind::TimeZone, areas: areas_said };
    assert_eq!(areas(&told.tell(LISTS.0, sorted)), [Area::Decision]);
}

#[test]
fn evidence_names_the_event_that_gave_its_process_the_areas() {
    let on = vec![Target::Process(ProcessTarget { process: BUYING })];
    let told = organisation().tell(LISTS.0, Logged { on, ..pain_point("Formulare") });
    let mapped = told.events().iter().find(|it| it.stream.id == BUYING.0).unwrap().position;
    let projections = told.projections();
    let evidence = projections.pain_points.evidence(LISTS, &projections.registry);
    assert_eq!(evidence, [mapped, told.events().last().unwrap().position].into());
}

#[test]
fn is_orphaned_once_its_step_is_removed_or_its_process_is_retired() {
    let there = StepId(id(51));
    let on = vec![Target::Step(StepTarget { process: BUYING, step: there })];
    let told = organisation()
        .tell(BUYING.0, process::Event::from(step(there, "Prüfen", None)))
        .tell(LISTS.0, Logged { on, ..pain_point("Formulare") });
    assert!(!item(&told).orphaned);
    let removed = organisation_with(told.events()).tell(BUYING.0, StepRemoved { step: there });
    assert!(item(&removed).orphaned);
    assert!(item(&told.tell(BUYING.0, process::Retired {})).orphaned);
}

#[test]
fn lists_the_dearest_first_and_pages_after_the_last_one_seen() {
    let told = organisation().tell(SECOND.0, logged(TEAM, 1.0)).tell(LISTS.0, logged(TEAM, 2.0));
    let projections = told.projections();
    let first = ask(&projections, PainPointFilter { limit: Some(1), ..Default::default() });
    assert_eq!((first.items[0].id, first.next, first.total), (LISTS, Some(LISTS), 2));
    let rest = ask(&projections, PainPointFilter { after: first.next, ..Default::default() });
    assert_eq!((rest.items[0].id, rest.next), (SECOND, None));
}

#[test]
fn filters_by_division_area_kind_status_and_community() {
    let kind = Some(PainPointKind::TimeZone);
    let told = organisation()
        .tell(LISTS.0, logged(SQUAD, 1.0))
        .tell(SECOND.0, Logged { kind, ..pain_point("Abends erst Antwort") })
        .tell(id(71), PainPointTakenUp { pain_point: SECOND });
    let projections = told.projections();
    let ids = |filter| ask(&projections, filter).items.iter().map(|it| it.id).collect::<Vec<_>>();
    let all = PainPointFilter::default;
    assert_eq!(ids(PainPointFilter { unit: Some(DIVISION), ..all() }), [LISTS]);
    assert_eq!(ids(PainPointFilter { area: "unplaced".parse().ok(), ..all() }), [LISTS]);
    assert_eq!(ids(PainPointFilter { kind: "time_zone".parse().ok(), ..all() }), [SECOND]);
    assert_eq!(ids(PainPointFilter { kind: "unsorted".parse().ok(), ..all() }), [LISTS]);
    assert_eq!(ids(PainPointFilter { taken_up: Some(true), ..all() }), [SECOND]);
    assert!(ids(PainPointFilter { status: "resolved".parse().ok(), ..all() }).is_empty());
    let taken = ask(&projections, PainPointFilter { taken_up: Some(true), ..all() });
    assert_eq!(taken.items[0].communities, [CommunityId(id(71))]);
}

fn organisation() -> Told {
    let areas = vec![Area::Communication];
    Told::default()
        .tell(DIVISION.0, unit("Einkauf", None))
        .tell(TEAM.0, unit("Serie", Some(DIVISION)))
        .tell(OTHER_TEAM.0, unit("Sonder", Some(DIVISION)))
        .tell(SQUAD.0, unit("Serie Nord", Some(TEAM)))
        .tell(
            BUYING.0,
            process::Mapped { further_areas: areas, ..process("Kaufen", Area::Support) },
        )
}

#[test]
fn whoever_has_it_on_both_sides_counts_once_with_the_figures_of_the_one_that_stays() {
    let told = two_that_say_the_same().tell(SECOND.0, Merged { into: LISTS });
    assert!((hours(&told) - (40.0 + 7.0)).abs() < 1e-9);
    let listed = ask(&told.projections(), PainPointFilter::default());
    assert_eq!(listed.items.iter().map(|it| it.id).collect::<Vec<_>>(), [LISTS]);
    assert_eq!(listed.items[0].merged, [SECOND]);
    let detail = told.projections().pain_point_answer(SECOND).unwrap();
    assert_eq!((detail.item.id, detail.merged_into), (LISTS, Some(LISTS)));
}

#[test]
fn merged_edited_on_both_sides_and_unmerged_everything_is_as_if_it_had_never_been_merged() {
    let text = |text: &'static str| Revised {
        text: Change::Set(text.into()),
        sought: Change::Keep,
        link: Change::Keep,
        language: Change::Keep,
    };
    let edited = |told: Told| {
        told.tell(LISTS.0, text("Vier Listen")).tell(SECOND.0, backed(OTHER_TEAM, 9.0))
    };
    let apart = edited(two_that_say_the_same()).projections();
    let merged = two_that_say_the_same().tell(SECOND.0, Merged { into: LISTS });
    let unmerged = edited(merged).tell(SECOND.0, Unmerged {}).projections();
    let what_counts = |all: &Projections, id| {
        let PainPointItem { text, units, hours_per_month, merged, .. } =
            all.pain_point_item(id).unwrap();
        (text, units, hours_per_month, merged)
    };
    for id in [LISTS, SECOND] {
        assert_eq!(what_counts(&unmerged, id), what_counts(&apart, id));
    }
}

#[test]
fn of_two_that_were_merged_into_each_other_the_later_merge_is_ignored_and_listed() {
    let told = two_that_say_the_same()
        .tell(SECOND.0, Merged { into: LISTS })
        .tell(LISTS.0, Merged { into: SECOND });
    let projections = told.projections();
    assert_eq!(ask(&projections, PainPointFilter::default()).items[0].id, LISTS);
    let last = told.events().last().unwrap().position;
    assert_eq!(projections.unresolved_answer()[0].position, last);
}

#[test]
fn communities_and_comments_of_what_was_merged_count_where_it_went() {
    let comment = CommentId(id(91));
    let below = Stream::new(Noun::PainPoint, SECOND.0);
    let told = two_that_say_the_same()
        .tell(MASTERS.0, community("Stammdaten"))
        .tell(MASTERS.0, PainPointTakenUp { pain_point: SECOND })
        .tell_of(
            below,
            any::Event::from(Commented { comment, text: "Auch in Brno".into(), unit: None }),
        )
        .tell(SECOND.0, Merged { into: LISTS });
    let item = item(&told);
    assert_eq!((item.communities, item.comments), (vec![MASTERS], 1));
    let detail = told.projections().pain_point_answer(LISTS).unwrap();
    assert_eq!(detail.comments[0].text.as_deref(), Some("Auch in Brno"));
}

#[test]
fn a_comment_that_was_taken_back_is_told_without_its_text() {
    let (comment, below) = (CommentId(id(91)), Stream::new(Noun::PainPoint, LISTS.0));
    let written = Commented { comment, text: "Frau Maier weiß es".into(), unit: None };
    let told = organisation()
        .tell(LISTS.0, logged(TEAM, 40.0))
        .tell_of(below, any::Event::from(written))
        .tell_of(below, any::Event::from(CommentRetracted { comment }));
    let projections = told.projections();
    let detail = projections.pain_point_answer(LISTS).unwrap();
    assert_eq!((detail.comments[0].text.as_deref(), detail.comments[0].retracted), (None, true));
    let written = projections.comments.position_of(below, comment).unwrap();
    assert_eq!(projections.comments.redacted()[0].event, written);
}

/// One unit has both, with other figures; a second unit has the second only.
fn two_that_say_the_same() -> Told {
    organisation()
        .tell(LISTS.0, logged(TEAM, 40.0))
        .tell(SECOND.0, logged(TEAM, 55.0))
        .tell(SECOND.0, backed(OTHER_TEAM, 7.0))
}

fn organisation_with(events: &[Recorded]) -> Told {
    events.iter().fold(Told::default(), |told, it| told.tell(it.stream.id, it.event.clone()))
}

fn logged(unit: UnitId, hours: f64) -> Logged {
    Logged { unit: Some(unit), hours: Some(monthly(hours)), ..pain_point("Drei Listen") }
}

fn backed(unit: UnitId, hours: f64) -> Backed {
    Backed { unit, hours: Some(monthly(hours)) }
}

fn resolved(units: Vec<UnitId>) -> Resolved {
    Resolved { how: "Eine Liste".into(), units, idea: None, found_at: None }
}

fn hours(told: &Told) -> f64 {
    let projections = told.projections();
    projections.pain_points.get(LISTS).unwrap().hours_per_month(&projections.registry)
}

fn is_open(told: &Told) -> bool {
    told.projections().pain_points.get(LISTS).unwrap().is_open()
}

fn basis(told: &Told) -> Option<Basis> {
    told.projections().pain_points.get(LISTS).unwrap().basis()
}

fn item(told: &Told) -> PainPointItem {
    told.projections().pain_point_item(LISTS).unwrap()
}

fn areas(told: &Told) -> Vec<Area> {
    item(told).areas.into_iter().collect()
}

fn ask(projections: &Projections, filter: PainPointFilter) -> PainPointsAnswer {
    projections.pain_points_answer(&filter)
}

proptest! {
    #[test]
    fn hours_lie_between_the_dearest_unit_and_the_sum_of_all(said in prop::collection::vec((10..14_u128, 1..50_u8), 1..8)) {
        let told = organisation().tell(LISTS.0, pain_point("Drei Listen"));
        let told = said.iter().fold(told, |told, &(unit, hours)| {
            told.tell(LISTS.0, backed(UnitId(id(unit)), f64::from(hours)))
        });
        let last: BTreeMap<_, _> = said.iter().copied().collect();
        let dearest = last.values().copied().max().map_or(0.0, f64::from);
        let sum: f64 = last.values().copied().map(f64::from).sum();
        prop_assert!(dearest <= hours(&told) && hours(&told) <= sum);
    }
}

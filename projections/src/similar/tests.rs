//! What must be true of what is shown to somebody who types.

use events::{
    ids::CommunityId,
    pain_point::{Merged, Revised},
    samples::id,
};

use super::*;
use crate::testing::{Told, monthly, pain_point, process, step, unit};

const TEAM: UnitId = UnitId(id(11));
const LISTS: PainPointId = PainPointId(id(41));
const SECOND: PainPointId = PainPointId(id(42));

#[test]
fn a_pain_point_in_other_words_is_found_with_its_unit_its_hours_and_why() {
    let projections = told().projections();
    let found = projections.similar_answer(
        "Wir pflegen Lieferantendaten in mehreren Listen",
        Some(SimilarKind::PainPoint),
        5,
    );
    let first = &found.items[0];
    assert_eq!((first.id, first.hours_per_month), (LISTS.0, Some(40.0)));
    assert_eq!(first.unit_names, ["Einkauf"]);
    assert!(first.reasons.iter().any(|it| it.detail.to_lowercase().contains("lieferantendaten")));
}

#[test]
fn what_says_something_else_is_not_shown() {
    let projections = told().projections();
    let found = projections.similar_answer("Die Kantine schließt zu früh", None, 5);
    assert_eq!(found.items, []);
}

#[test]
fn steps_are_found_among_the_rest_and_can_be_asked_for_alone() {
    let projections = told().projections();
    let kinds = |kind| -> Vec<SimilarKind> {
        let found = projections.similar_answer("Lieferantendaten pflegen", kind, 5);
        found.items.into_iter().map(|it| it.kind).collect()
    };
    assert!(
        kinds(None).contains(&SimilarKind::Step) && kinds(None).contains(&SimilarKind::PainPoint)
    );
    assert!(kinds(Some(SimilarKind::Step)).iter().all(|it| *it == SimilarKind::Step));
}

#[test]
fn what_changes_its_words_or_is_merged_is_found_as_it_is_now() {
    let text = "Die Reisekosten prüft jeder anders";
    let revised = Revised {
        text: events::Change::Set(text.into()),
        sought: events::Change::Keep,
        link: events::Change::Keep,
        language: events::Change::Keep,
    };
    let told = told().tell(SECOND.0, pain_point("Lieferantendaten in Listen pflegen"));
    let mut projections = told.projections();
    let ids = |all: &Projections, asked: &str| -> Vec<Uuid> {
        let found = all.similar_answer(asked, Some(SimilarKind::PainPoint), 5);
        found.items.into_iter().map(|it| it.id).collect()
    };
    assert_eq!(ids(&projections, "Lieferantendaten in Listen pflegen").len(), 2);
    let more = told.tell(SECOND.0, Merged { into: LISTS }).tell(LISTS.0, revised);
    more.events()[told_len(&projections)..].iter().for_each(|it| projections.apply(it));
    assert_eq!(ids(&projections, "Reisekosten prüfen"), [LISTS.0]);
    assert_eq!(ids(&projections, "Lieferantendaten in Listen pflegen"), Vec::<Uuid>::new());
}

fn told_len(projections: &Projections) -> usize {
    usize::try_from(projections.position().0).unwrap()
}

fn told() -> Told {
    let buying = ProcessId(id(31));
    let costs = events::pain_point::Logged {
        unit: Some(TEAM),
        hours: Some(monthly(40.0)),
        ..pain_point("Lieferantendaten pflegen wir in drei Excel-Listen")
    };
    Told::default()
        .tell(TEAM.0, unit("Einkauf", None))
        .tell(CommunityId(id(61)).0, crate::testing::community("Stammdaten"))
        .tell(buying.0, process("Einkaufen", events::Area::Support))
        .tell(buying.0, step(StepId(id(51)), "Lieferantendaten pflegen", Some(TEAM)))
        .tell(LISTS.0, costs)
}

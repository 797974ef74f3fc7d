//! Other things than steps, and what links them.

use events::{
    community, data_object,
    data_use::{DataUseRecorded, Entry, Usage},
    duplicate::{Confirmed, DismissalCause, Dismissed, DuplicateKind, DuplicateSort, duplicate_id},
    ids::{DataObjectId, IdeaId, PainPointId, ProcessId, StepId, UnitId},
    pain_point::{Backed, Logged, Merged},
    samples::id,
};

use super::{answer, company, twice};
use crate::{
    Projections,
    duplicates::{
        DuplicatesQuery, OfVerdict,
        answer::{DuplicateCluster, DuplicatesAnswer},
    },
    loops::company::Company,
    testing::{self, monthly},
};

fn asked(projections: &Projections, kind: DuplicateKind) -> DuplicatesAnswer {
    projections.duplicates_answer(&DuplicatesQuery { kind, ..DuplicatesQuery::default() })
}

fn clusters(company: &Company, kind: DuplicateKind) -> Vec<DuplicateCluster> {
    asked(&company.now(), kind).clusters
}

fn ids(cluster: &DuplicateCluster) -> Vec<uuid::Uuid> {
    cluster.members.iter().map(|it| it.id).collect()
}

const ADDRESSES: u128 = 81;

/// The data object 81, and a step of each of two units.
fn addresses() -> Company {
    let registered = data_object::Registered { name: "Adressen".into(), description: None };
    company().then(ADDRESSES, registered).step(31, 101, 11, "Adressen pflegen").step(
        32,
        201,
        12,
        "Urlaub beantragen",
    )
}

fn keeps(
    process: u128,
    step: u128,
    store: &'static str,
    entry: Option<Entry>,
) -> (u128, DataUseRecorded) {
    let (step, data_object) = (StepId(id(step)), DataObjectId(id(ADDRESSES)));
    let usage = Usage::Keeps;
    (process, DataUseRecorded { step, data_object, usage, store: Some(store.into()), entry })
}

impl Company {
    fn kept(self, (process, fact): (u128, DataUseRecorded)) -> Self {
        self.then(process, fact)
    }
}

const BY_HAND: Option<Entry> = Some(Entry::ByHand);

#[test]
fn a_data_object_kept_by_hand_in_two_stores_is_duplicated_with_its_keepers_and_its_master() {
    let company = addresses()
        .kept(keeps(31, 101, "Excel", BY_HAND))
        .kept(keeps(32, 201, "Access", BY_HAND))
        .then(ADDRESSES, data_object::MasterNamed { store: "Excel".into() });
    let found = clusters(&company, DuplicateKind::Data).remove(0);
    let names: Vec<_> = found.members.iter().filter_map(|it| it.name.as_deref()).collect();
    assert_eq!(names, ["Access", "Excel"]);
    assert_eq!(ids(&found), [id(ADDRESSES), id(ADDRESSES)]);
    assert_eq!(found.id, duplicate_id(DuplicateKind::Data, &[id(ADDRESSES)]));
    let data = found.data_object.unwrap();
    assert_eq!(
        (data.name.as_deref(), data.master_store.as_deref()),
        (Some("Adressen"), Some("Excel"))
    );
    assert_eq!(found.hours_involved, Some(20.0));
    let keeper = &found.members[0].kept_by[0];
    assert_eq!((keeper.step.0, keeper.unit_name.as_deref()), (id(201), Some("Unit 12")));
    assert_eq!(found.reasons[0].detail, "Access, Excel");
}

#[test]
fn a_replica_that_an_interface_feeds_is_none_and_what_nobody_says_is_not_known_to_be_by_hand() {
    let company = addresses()
        .kept(keeps(31, 101, "Excel", BY_HAND))
        .kept(keeps(32, 201, "Access", Some(Entry::Automatic)))
        .kept(keeps(32, 201, "Papier", None))
        .kept(keeps(32, 201, " excel ", BY_HAND));
    assert_eq!(clusters(&company, DuplicateKind::Data), []);
}

#[test]
fn a_verdict_on_duplicated_data_is_about_the_stores_of_that_moment() {
    let about = duplicate_id(DuplicateKind::Data, &[id(ADDRESSES)]).0;
    let (kind, members) = (DuplicateKind::Data, vec![id(ADDRESSES)]);
    let two = || {
        addresses().kept(keeps(31, 101, "Excel", BY_HAND)).kept(keeps(32, 201, "Access", BY_HAND))
    };
    let sort = DuplicateSort::SameResult;
    let confirmed = two().happens_to(about, Confirmed { kind, members: members.clone(), sort });
    let found = clusters(&confirmed, kind).remove(0);
    assert_eq!(found.avoidable_hours, Some(10.0));
    assert!(!found.verdict.unwrap().stale);
    let because = DismissalCause::Intended;
    let dismissed = two().happens_to(about, Dismissed { kind, members, because });
    assert_eq!(clusters(&dismissed, kind), []);
    let query = DuplicatesQuery { kind, verdict: Some(OfVerdict::Dismissed), limit: 9 };
    assert_eq!(dismissed.now().duplicates_answer(&query).clusters.len(), 1);
    let third = dismissed.kept(keeps(32, 201, "Papier", BY_HAND));
    let verdict = clusters(&third, kind).remove(0).verdict.unwrap();
    assert_eq!((verdict.joined, verdict.stale), (1, true), "it is shown again, with what was said");
}

fn pains() -> Company {
    let logged = |unit: u128, text| Logged {
        unit: Some(UnitId(id(unit))),
        hours: Some(monthly(8.0)),
        ..testing::pain_point(text)
    };
    company()
        .then(41, logged(11, "Lieferantendaten pflegen wir in drei Listen"))
        .then(42, logged(12, "Lieferantendaten pflegen wir in drei Listen!"))
}

#[test]
fn pain_points_of_different_units_that_say_the_same_are_shown_unless_they_are_merged() {
    let kind = DuplicateKind::PainPoint;
    let found = clusters(&pains(), kind).remove(0);
    assert_eq!(ids(&found), [id(41), id(42)]);
    assert_eq!((found.hours_involved, found.avoidable_hours), (Some(16.0), None));
    let merged = pains().then(42, Merged { into: PainPointId(id(41)) });
    assert_eq!(clusters(&merged, kind), []);
    let back = merged.then(42, events::pain_point::Unmerged {});
    assert_eq!(clusters(&back, kind).len(), 1);
    let shared = pains().then(42, Backed { unit: UnitId(id(11)), hours: None });
    assert_eq!(clusters(&shared, kind), [], "one unit has both, so it knows of both");
}

#[test]
fn processes_of_different_owners_and_data_objects_of_anybody_are_compared_by_name() {
    let mapped = |name, owner: u128| events::process::Mapped {
        owner: Some(UnitId(id(owner))),
        ..testing::process(name, events::Area::Support)
    };
    let registered =
        |name: &'static str| data_object::Registered { name: name.into(), description: None };
    let company = company()
        .then(35, mapped("Lieferanten qualifizieren", 11))
        .then(36, mapped("Qualifizierung der Lieferanten", 12))
        .then(37, mapped("Lieferanten qualifizieren", 12))
        .step(35, 101, 11, "Anlegen")
        .then(81, registered("Lieferantenstammdaten"))
        .then(82, registered("Lieferanten-Stammdaten"));
    let found = clusters(&company, DuplicateKind::Process).remove(0);
    assert!(found.members.iter().any(|it| it.id == id(35)) && found.members.len() == 2);
    assert_eq!(found.hours_involved, Some(10.0));
    let found = clusters(&company, DuplicateKind::DataObject).remove(0);
    assert_eq!(ids(&found), [id(81), id(82)]);
}

#[test]
fn ideas_that_say_the_same_are_shown_while_they_may_still_come() {
    let proposed = || events::idea::Proposed {
        title: "Ein Lieferantenstamm".into(),
        text: "Adressen pflegt nur noch eine Stelle".into(),
        outcomes: vec![],
        areas: vec![],
        pain_points: vec![],
        link: None,
        language: None,
    };
    let adopted = |unit: u128| events::idea::Adopted { unit: UnitId(id(unit)) };
    let company = company()
        .then(71, proposed())
        .then(72, proposed())
        .then(71, adopted(11))
        .then(72, adopted(12));
    let kind = DuplicateKind::Idea;
    assert_eq!(ids(&clusters(&company, kind)[0]), [id(71), id(72)]);
    let merged = company.then(72, events::idea::Merged { into: IdeaId(id(71)) });
    assert_eq!(clusters(&merged, kind), []);
}

/// What links 11 and 12, in words.
fn links(company: &Company) -> Vec<(&'static str, String)> {
    let links = answer(company).clusters.remove(0).links;
    assert!(links.iter().all(|it| !it.evidence.is_empty()), "{links:#?}");
    links.into_iter().map(|it| (it.what, it.detail)).collect()
}

#[test]
fn a_hand_over_links_two_units_in_words() {
    let company = twice()
        .process(33, None)
        .step(33, 301, 12, "Paket senden")
        .step(33, 302, 11, "Kiste öffnen")
        .hand_over(33, 301, 302);
    let detail = "Unit 12 hands over to Unit 11: Paket senden → Kiste öffnen".to_owned();
    assert_eq!(links(&company), [("hand_over", detail)]);
}

#[test]
fn a_community_that_speaks_for_both_links_them_until_it_is_dissolved() {
    let company = twice()
        .then(61, testing::community("Stammdaten"))
        .then(61, community::UnitRepresented { unit: UnitId(id(11)) });
    assert_eq!(links(&company), []);
    let company = company.then(61, community::UnitRepresented { unit: UnitId(id(12)) });
    let detail = "Stammdaten speaks for Unit 11, Unit 12".to_owned();
    assert_eq!(links(&company), [("community", detail)]);
    assert_eq!(links(&company.then(61, community::Dissolved {})), []);
}

#[test]
fn data_in_one_store_link_their_users_and_a_pain_point_links_those_who_have_it() {
    let registered = data_object::Registered { name: "Adressen".into(), description: None };
    let reads = |step: u128| DataUseRecorded {
        step: StepId(id(step)),
        data_object: DataObjectId(id(ADDRESSES)),
        usage: Usage::Reads,
        store: Some("ERP".into()),
        entry: None,
    };
    let company = twice()
        .then(ADDRESSES, registered)
        .then(31, reads(101))
        .then(32, reads(201))
        .then(41, Logged { unit: Some(UnitId(id(11))), ..testing::pain_point("Es dauert") })
        .then(41, Backed { unit: UnitId(id(12)), hours: None });
    let data = "Unit 11, Unit 12 use Adressen in one store: erp".to_owned();
    let pain = "Es dauert is backed by Unit 11, Unit 12".to_owned();
    assert_eq!(links(&company), [("data", data), ("pain_point", pain)]);
}

#[test]
fn an_idea_that_both_work_by_links_them() {
    let proposed = events::idea::Proposed {
        title: "Ein Stamm".into(),
        text: "Nur noch einer".into(),
        outcomes: vec![],
        areas: vec![],
        pain_points: vec![],
        link: None,
        language: None,
    };
    let units = vec![UnitId(id(11)), UnitId(id(12))];
    let company = twice().then(71, proposed).then(71, events::idea::Implemented { units });
    let detail = "Ein Stamm is tried or used by Unit 11, Unit 12".to_owned();
    assert_eq!(links(&company), [("idea", detail)]);
}

#[test]
fn a_variant_of_a_process_is_linked_to_it() {
    let mapped = |owner: u128| events::process::Mapped {
        owner: Some(UnitId(id(owner))),
        ..testing::process("Lieferanten qualifizieren", events::Area::Support)
    };
    let of = ProcessId(id(35));
    let company = company()
        .then(35, mapped(11))
        .then(36, mapped(12))
        .then(36, events::process::VariantDeclared { of });
    let found = clusters(&company, DuplicateKind::Process).remove(0);
    assert_eq!((found.linked, found.links[0].what), (true, "variant"));
}

//! Whole answers, from events to clusters.

mod kinds;
mod lessons;
mod standing;
mod verdicts;

use events::{
    Change, Position, Words,
    duplicate::{DuplicateKind, duplicate_id},
    ids::{StepId, UnitId},
    process,
    samples::id,
    step::{StepRemoved, StepRevised},
    unit,
    words::Seal,
};
use proptest::prelude::*;

use uuid::Uuid;

use crate::{
    Projections,
    duplicates::{DuplicatesQuery, answer::DuplicatesAnswer},
    loops::company::Company,
};

/// Units 11, 12 and 13, of which 13 is part of 12; processes 31 and 32, the latter owned by 12.
fn company() -> Company {
    Company::default()
        .unit(11, None)
        .unit(12, None)
        .unit(13, Some(12))
        .process(31, None)
        .process(32, Some(12))
}

/// Steps 101 of unit 11 and 201 of unit 12.
fn twice() -> Company {
    company().step(31, 101, 11, "Lieferantendaten prüfen").step(
        32,
        201,
        12,
        "Prüfung der Lieferantendaten",
    )
}

fn asked(projections: &Projections) -> DuplicatesAnswer {
    projections.duplicates_answer(&DuplicatesQuery::default())
}

fn answer(company: &Company) -> DuplicatesAnswer {
    asked(&company.now())
}

fn members(company: &Company) -> Vec<Vec<Uuid>> {
    let ids = |it: &crate::duplicates::answer::DuplicateCluster| {
        it.members.iter().map(|it| it.id).collect()
    };
    answer(company).clusters.iter().map(ids).collect()
}

#[test]
fn steps_that_came_from_one_file_are_never_duplicates_of_each_other() {
    let imported = |process: u128| events::log::Imported {
        name: "Störungen".into(),
        sha256: "ab".repeat(32),
        mapping: events::log::Mapping {
            case: "case".into(),
            time: "time".into(),
            activity: "activity".into(),
            by: vec![],
        },
        process: Some(events::ids::ProcessId(id(process))),
        cases: 1,
        events: 1,
        from: jiff::Timestamp::UNIX_EPOCH,
        to: jiff::Timestamp::UNIX_EPOCH,
    };
    assert_eq!(members(&twice()).len(), 1);
    let company = twice().then(91, imported(31)).then(92, imported(32));
    assert_eq!(members(&company).len(), 0);
}

fn renamed(step: u128, name: impl Into<Words>) -> StepRevised {
    StepRevised { name: Change::Set(name.into()), ..keep(step) }
}

fn keep(step: u128) -> StepRevised {
    StepRevised {
        step: StepId(id(step)),
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

#[test]
fn finds_steps_that_say_the_same_with_their_hours_and_reasons_and_no_saving() {
    let answer = answer(&twice());
    let found = &answer.clusters[0];
    assert_eq!(found.members.iter().map(|it| it.id).collect::<Vec<_>>(), [id(101), id(201)]);
    assert_eq!((found.kind, found.hours_involved), (DuplicateKind::Step, Some(20.0)));
    assert_eq!((found.avoidable_hours, found.linked), (None, false));
    assert_eq!(found.reasons[0].detail, "Lieferantendaten prüfen");
    assert_eq!(found.pairs[0].score.to_bits(), found.score.to_bits());
    assert_eq!(found.evidence.evidence, [Position(7), Position(6)]);
    assert_eq!((answer.total.hours_involved, answer.total.clusters), (Some(20.0), 1));
}

#[test]
fn steps_of_one_process_are_never_duplicates() {
    let company = company().step(31, 101, 11, "check data").step(31, 102, 12, "check data");
    assert!(members(&company).is_empty());
}

#[test]
fn steps_of_one_unit_are_never_duplicates_also_where_it_only_owns_the_process() {
    let company =
        company().step(31, 101, 12, "check data").step_with(32, 201, "check data", |_| {});
    assert!(members(&company).is_empty());
}

#[test]
fn steps_of_a_unit_and_of_a_part_of_it_are_never_duplicates() {
    let company = company().step(31, 101, 13, "check data").step(32, 201, 12, "check data");
    assert!(members(&company).is_empty());
    let parent = Change::Clear;
    let moved = company.then(13, unit::Moved { parent, site: Change::Keep });
    assert_eq!(members(&moved).len(), 1);
}

#[test]
fn a_step_whose_unit_nobody_knows_is_no_duplicate() {
    let company =
        company().step_with(31, 101, "check data", |_| {}).step(32, 201, 12, "check data");
    assert!(members(&company).is_empty());
    let unit = Change::Set(UnitId(id(11)));
    assert_eq!(members(&company.then(31, StepRevised { unit, ..keep(101) })).len(), 1);
}

#[test]
fn another_owner_of_a_process_is_another_unit_of_its_steps() {
    let company =
        company().step_with(31, 101, "check data", |_| {}).step(32, 201, 12, "check data");
    let (name, description) = (Change::Keep, Change::Keep);
    let owner = Change::Set(UnitId(id(11)));
    let company = company.then(31, process::Revised { name, description, owner });
    assert_eq!(members(&company).len(), 1);
}

#[test]
fn what_was_renamed_removed_or_retired_is_no_duplicate_any_more() {
    let gone = [
        twice().then(32, renamed(201, "Urlaub beantragen")),
        twice().then(32, StepRemoved { step: StepId(id(201)) }),
        twice().then(32, process::Retired {}),
    ];
    assert!(gone.iter().all(|it| members(it).is_empty()));
}

#[test]
fn erased_names_are_not_compared() {
    let erased = || Words::erased(Seal([7; 32]));
    let company = twice().then(31, renamed(101, erased())).then(32, renamed(201, erased()));
    assert!(members(&company).is_empty());
}

#[test]
fn a_step_that_is_added_to_a_retired_process_does_not_count() {
    let company = company().step(31, 101, 11, "check data").then(32, process::Retired {}).step(
        32,
        201,
        12,
        "check data",
    );
    assert!(members(&company).is_empty());
}

#[test]
fn units_that_hand_over_to_each_other_anywhere_are_linked() {
    let linked = |it: &Company| answer(it).clusters[0].linked;
    let company = twice().process(33, None).step(33, 301, 12, "send the parcel").step(
        33,
        302,
        11,
        "open the box",
    );
    assert!(!linked(&company));
    let company = company.hand_over(33, 301, 302);
    assert!(linked(&company));
    assert!(!linked(&company.then(33, process::Retired {})));
}

#[test]
fn hours_that_nobody_says_are_not_known_and_come_last() {
    let company = twice()
        .step_with(31, 102, "Angebot schreiben", |it| it.unit = Some(UnitId(id(11))))
        .step_with(32, 202, "Angebot schreiben", |it| it.unit = Some(UnitId(id(12))));
    let hours: Vec<_> = answer(&company).clusters.iter().map(|it| it.hours_involved).collect();
    assert_eq!(hours, [Some(20.0), None]);
}

#[test]
fn the_id_follows_from_the_members_whatever_their_order() {
    let of_both = duplicate_id(DuplicateKind::Step, &[id(201), id(101)]);
    assert_eq!(answer(&twice()).clusters[0].id, of_both);
}

#[test]
fn the_link_of_a_cluster_leads_to_all_of_its_evidence() {
    let projections = twice().then(31, renamed(101, "Prüfen der Lieferantendaten")).now();
    let evidence = &asked(&projections).clusters[0].evidence;
    let of = evidence.evidence_link.split_once("of=").unwrap().1;
    let all = projections.duplicates_evidence(of).unwrap();
    assert_eq!((all.len(), evidence.evidence_count), (3, 3));
    assert_eq!(projections.duplicates_evidence("duplicates/x"), None);
}

#[test]
fn every_member_knows_its_cluster() {
    let by_step = twice().now().clusters_by_step();
    assert_eq!(by_step.len(), 2);
    assert_eq!(by_step[&StepId(id(101))], by_step[&StepId(id(201))]);
}

#[test]
fn only_the_first_pairs_of_a_large_cluster_are_listed() {
    let company = (0..20).fold(Company::default(), |it, n| {
        it.unit(1_000 + n, None).process(2_000 + n, None).step(
            2_000 + n,
            3_000 + n,
            1_000 + n,
            "check data",
        )
    });
    let found = answer(&company).clusters.remove(0);
    assert_eq!((found.members.len(), found.pairs.len()), (20, 91));
    assert!(found.pairs_truncated);
}

#[derive(Debug, Clone)]
enum Told {
    Add(u128, &'static str),
    Rename(u128, &'static str),
    Remove(u128),
    Retire(u128),
    Own(u128, u128),
}

fn change() -> impl Strategy<Value = Told> {
    let name = || {
        prop::sample::select(vec![
            "check data",
            "checking of data",
            "data check",
            "Rechnung prüfen",
            "Prüfung der Rechnung",
            "pay",
        ])
    };
    prop_oneof![
        6 => (0..30_u128, name()).prop_map(|(step, name)| Told::Add(step, name)),
        2 => (0..30_u128, name()).prop_map(|(step, name)| Told::Rename(step, name)),
        1 => (0..30_u128).prop_map(Told::Remove),
        1 => (0..6_u128).prop_map(Told::Retire),
        1 => (0..6_u128, 11..14_u128).prop_map(|(process, unit)| Told::Own(process, unit)),
    ]
}

fn told(changes: &[Told]) -> Company {
    let start = (0..6).fold(company(), |it, n| it.process(50 + n, Some(11 + n % 3)));
    changes.iter().fold(start, |it, change| match *change {
        Told::Add(step, name) => it.step_with(50 + step % 6, 100 + step, name, |_| {}),
        Told::Rename(step, name) => it.then(50 + step % 6, renamed(100 + step, name)),
        Told::Remove(step) => it.then(50 + step % 6, StepRemoved { step: StepId(id(100 + step)) }),
        Told::Retire(process) => it.then(50 + process, process::Retired {}),
        Told::Own(process, unit) => {
            let (name, description) = (Change::Keep, Change::Keep);
            let owner = Change::Set(UnitId(id(unit)));
            it.then(50 + process, process::Revised { name, description, owner })
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn settled_after_each_event_or_once_or_folded_anew_the_answer_is_the_same(
        changes in prop::collection::vec(change(), 1..60),
    ) {
        let company = told(&changes);
        let mut each = Projections::default();
        for event in company.events() {
            each.apply(event);
            each.settle();
        }
        prop_assert_eq!(asked(&each), answer(&company));
        prop_assert_eq!(answer(&company), asked(&company.now()));
    }
}

//! What must be true of the four lenses.

use events::{
    data_object::Registered,
    data_use::{DataUseRecorded, Entry, Usage},
    hand_over::{Channel, HandOverAdded, HandOverKind},
    ids::{DataObjectId, HandOverId},
    process::{Attested, Released, VariantDeclared},
    samples::id,
    step::StepRevised,
};

use jiff::civil::Date;

use super::coordination::HandOverAcross;
use super::*;
use crate::{evidence::Evidence, loops::company::Company};

/// A Wednesday of a week without a change of clocks.
const DAY: Date = Date::constant(2026, 1, 14);
const HEAD: u128 = 11;
const PART: u128 = 12;
const OTHER: u128 = 13;

#[test]
fn a_report_to_a_unit_below_runs_only_top_down_until_one_comes_back() {
    let told = company().hand_over_with(31, 1, 2, |it| it.kind = HandOverKind::Report);
    let lens = told.now().communication_lens().answer;
    assert_eq!((lens.paths, lens.downwards, lens.upwards), (1, 1, 0));
    let path = &lens.only_top_down[0];
    assert_eq!((path.from, path.to), (UnitId(id(HEAD)), UnitId(id(PART))));
    assert_eq!(lens.no_way_back_count, 1);
    let told = told.hand_over_with(31, 2, 1, |it| it.kind = HandOverKind::Information);
    let lens = told.now().communication_lens().answer;
    assert_eq!((lens.only_top_down_count, lens.no_way_back_count, lens.upwards), (0, 0, 1));
}

#[test]
fn work_that_comes_back_through_others_is_a_way_back_but_does_not_report_upwards() {
    let told = company()
        .hand_over_with(31, 1, 2, |it| it.kind = HandOverKind::Information)
        .hand_over(31, 2, 3)
        .hand_over(31, 3, 1);
    let lens = told.now().communication_lens().answer;
    assert_eq!((lens.only_top_down_count, lens.no_way_back_count), (1, 0));
}

#[test]
fn only_hand_overs_between_sites_are_priced_with_work_and_waiting_apart() {
    let told = company().hand_over(31, 1, 2).hand_over(31, 1, 3).hand_over_with(31, 2, 3, |_| {});
    let lens = told.now().coordination_lens(DAY).answer;
    // The head and its part work at one site, the third unit at another.
    assert_eq!((lens.total.hand_overs, lens.total.without_delay), (2, 1));
    assert_eq!((lens.total.work_hours_per_month, lens.total.delay_hours_per_month), (10.0, 20.0));
    assert_eq!(lens.hand_overs[0].delay_hours_per_month, Some(20.0));
    assert_eq!(lens.hand_overs[1].delay_hours_per_month, None);
    assert_eq!(lens.between_sites.len(), 1);
    assert_eq!(lens.between_sites[0].from.as_deref(), Some("Site 21"));
}

#[test]
fn across_sites_waiting_is_the_larger_of_what_people_say_and_what_zones_add_and_never_their_sum() {
    let mail = |number, waits: Option<f64>| {
        move |it: &mut HandOverAdded| {
            it.hand_over = HandOverId(id(number));
            it.channel = Some(Channel::Email);
            it.times_per_month = Some(10.0);
            it.wait_hours = waits;
        }
    };
    let meeting = |it: &mut HandOverAdded| {
        it.channel = Some(Channel::Meeting);
        it.times_per_month = Some(1.0);
        it.wait_hours = Some(30.0);
    };
    let told = Company::default()
        .site_in(21, "Europe/Berlin", None)
        .site_in(22, "Asia/Shanghai", None)
        .site_in(23, "America/Los_Angeles", None)
        .unit_with(HEAD, |it| it.site = Some(SiteId(id(21))))
        .unit_with(PART, |it| it.site = Some(SiteId(id(22))))
        .unit_with(OTHER, |it| it.site = Some(SiteId(id(23))))
        .process(31, Some(HEAD))
        .step(31, 1, HEAD, "Bestellung schreiben")
        .step(31, 2, PART, "Ware prüfen")
        .step(31, 3, OTHER, "Rechnung buchen")
        .hand_over_with(31, 1, 2, mail(51, Some(1.0)))
        .hand_over_with(31, 1, 2, mail(52, Some(48.0)))
        .hand_over_with(31, 1, 2, mail(53, None))
        .hand_over_with(31, 1, 3, meeting);
    let lens = told.now().coordination_lens(DAY).answer;
    // Berlin to Shanghai in January by mail: 19.34 h, 3.06 h of it in the sender's working time.
    let figures = |it: &HandOverAcross| {
        [it.wait_hours, it.claimed_wait_hours, it.time_zones_hours_max, it.delay_hours_per_month]
    };
    let zones = Some(19.3375);
    let mut mails: Vec<_> = lens.hand_overs[..3].iter().map(figures).collect();
    mails.sort_by(|a, b| a[1].partial_cmp(&b[1]).unwrap());
    assert_eq!(mails[0], [zones, None, zones, Some(193.375)]);
    assert_eq!(mails[1], [zones, Some(1.0), zones, Some(193.375)]);
    assert_eq!(mails[2], [Some(48.0), Some(48.0), zones, Some(480.0)]);
    let meeting = &lens.hand_overs[3];
    assert_eq!((meeting.without_shared_hour, meeting.shared_hours_per_day), (true, Some(0.0)));
    assert_eq!(figures(meeting), [Some(30.0), Some(30.0), None, Some(30.0)]);
    let total = &lens.total;
    assert_eq!((total.delay_hours_per_month, total.claimed_delay_hours_per_month), (896.75, 520.0));
    assert_eq!((total.time_zones_hours_per_month_max, total.hand_overs), (580.125, 4));
    assert_eq!((total.without_shared_hour, total.without_delay), (1, 0));
    assert_eq!(lens.time_zones.assumed_hours.len(), 3);
}

#[test]
fn data_that_is_kept_by_hand_in_two_stores_is_told_and_a_replica_is_none() {
    let told = company().then(81, Registered { name: "Stammdaten".into(), description: None });
    let told = told.then(31, kept(1, "Excel", Entry::ByHand));
    let told = told.then(31, kept(2, "ERP", Entry::Automatic));
    assert_eq!(
        told.now().support_lens(crate::testing::start()).answer.duplicated_data.data_objects,
        0
    );
    let told = told.then(31, kept(3, "Access", Entry::ByHand));
    let data = told.now().support_lens(crate::testing::start()).answer.duplicated_data;
    assert_eq!(data.dearest[0].stores, ["Access", "Excel"].map(str::to_owned).into());
    assert_eq!(data.hours_involved, Some(20.0), "ten hours each of the two steps that keep it so");
}

#[test]
fn a_variant_is_told_with_the_steps_that_only_one_side_has() {
    let told = company()
        .process(32, Some(OTHER))
        .step(32, 4, OTHER, "Bestellung schreiben")
        .step(32, 5, OTHER, "Etwas anderes")
        .then(32, VariantDeclared { of: ProcessId(id(31)) });
    let lens = told.now().transparency_lens().answer;
    let variant = &lens.variants[0];
    assert_eq!((variant.a.id, variant.b.id), (ProcessId(id(32)), ProcessId(id(31))));
    assert_eq!((variant.shared_steps, variant.only_a_count, variant.only_b_count), (1, 1, 2));
    assert_eq!(variant.only_a, [Some("Etwas anderes".to_owned())]);
    assert_eq!(lens.alike_count, 0, "what is declared is not told again");
}

#[test]
fn processes_of_different_units_that_are_called_alike_are_told_where_nobody_declared_it() {
    let told = company().process(32, Some(OTHER));
    let lens = told.now().transparency_lens().answer;
    assert_eq!((lens.alike_count, lens.alike[0].called_alike), (1, true));
    let same_owner = company().process(32, Some(HEAD));
    assert_eq!(same_owner.now().transparency_lens().answer.alike_count, 0);
}

#[test]
fn a_unit_that_runs_it_otherwise_and_changes_behind_a_release_are_told() {
    let told = company()
        .then(31, Attested { unit: UnitId(id(HEAD)), agrees: true, text: None })
        .then(31, Released { label: "2026-1".into(), valid_from: None, reviewed_by: None });
    let lens = told.now().transparency_lens().answer;
    assert_eq!((lens.disagreements_count, lens.changed_since_release_count), (0, 0));
    let revised = StepRevised {
        step: StepId(id(1)),
        name: events::Change::Set("Ganz anders bestellen".into()),
        description: events::Change::Keep,
        unit: events::Change::Keep,
        site: events::Change::Keep,
        role: events::Change::Keep,
        tools: events::Change::Keep,
        minutes_per_run: events::Change::Keep,
        runs_per_month: events::Change::Keep,
        people: events::Change::Keep,
    };
    let told = told
        .then(
            31,
            Attested { unit: UnitId(id(PART)), agrees: false, text: Some("Erst später".into()) },
        )
        .then(31, revised);
    let lens = told.now().transparency_lens().answer;
    assert_eq!(lens.disagreements[0].agrees, [UnitId(id(HEAD))]);
    assert_eq!(lens.disagreements[0].disagrees[0].text.as_deref(), Some("Erst später"));
    let changed = &lens.changed_since_release[0];
    assert_eq!((changed.label.as_deref(), changed.changed), (Some("2026-1"), 1));
    assert_eq!(changed.evidence.evidence_count, 1);
}

#[test]
fn below_a_third_of_the_units_on_the_map_totals_stay_and_nothing_is_ranked() {
    let told = (200..220).fold(company().hand_over(31, 1, 3), |told, unit| told.unit(unit, None));
    let projections = told.now();
    let lens = projections.coordination_lens(DAY);
    assert_eq!(lens.note, Some("too little recorded yet"));
    assert_eq!((lens.answer.total.hand_overs, lens.answer.hand_overs.len()), (1, 0));
    assert!(projections.support_lens(crate::testing::start()).answer.loops.dearest.is_empty());
    assert!(projections.transparency_lens().answer.alike.is_empty());
    assert!(projections.communication_lens().answer.no_way_back.is_empty());
}

#[test]
fn the_link_of_every_total_leads_to_all_of_its_events() {
    let told = company()
        .then(81, Registered { name: "Stammdaten".into(), description: None })
        .then(31, kept(1, "Excel", Entry::ByHand))
        .then(31, kept(3, "Access", Entry::ByHand))
        .hand_over_with(31, 1, 3, |it| it.kind = HandOverKind::Report);
    let projections = told.now();
    let (data, across, told) = (
        projections.support_lens(crate::testing::start()).answer.duplicated_data.evidence,
        projections.coordination_lens(DAY).answer.total.evidence,
        projections.communication_lens().answer.evidence,
    );
    for evidence in [data, across, told] {
        let of = evidence.evidence_link.split_once("of=").unwrap().1;
        assert_eq!(Evidence::new(&projections.evidence_of(of).unwrap(), of), evidence);
    }
}

/// A unit, its part and another one; a process of three steps, one each.
fn company() -> Company {
    let at = |site: u128| move |it: &mut events::unit::Registered| it.site = Some(SiteId(id(site)));
    Company::default()
        .site(21, None)
        .site(22, None)
        .unit_with(HEAD, at(21))
        .unit_with(PART, |it| it.parent = Some(UnitId(id(HEAD))))
        .unit_with(OTHER, at(22))
        .process(31, Some(HEAD))
        .step(31, 1, HEAD, "Bestellung schreiben")
        .step(31, 2, PART, "Ware prüfen")
        .step(31, 3, OTHER, "Rechnung buchen")
}

fn kept(step: u128, store: &'static str, entry: Entry) -> DataUseRecorded {
    DataUseRecorded {
        step: StepId(id(step)),
        data_object: DataObjectId(id(81)),
        usage: Usage::Keeps,
        store: Some(store.into()),
        entry: Some(entry),
    }
}

//! What must be true of plain lists.

use events::{
    Area, Change, Words,
    community::{AreaAddressed, PainPointTakenUp, UnitRepresented},
    hand_over::Destination,
    ids::{CommunityId, LogId, PainPointId, ProcessId, SiteId, StepId, UnitId},
    pain_point::Logged,
    process, samples,
    samples::id,
    site, unit as unit_events,
    words::Seal,
};

use crate::{
    evidence::Evidence,
    testing::{Told, community, hand_over, pain_point, process as mapped, step, unit},
};

const WORKS: SiteId = SiteId(id(21));
const DIVISION: UnitId = UnitId(id(10));
const TEAM: UnitId = UnitId(id(11));
const NET: CommunityId = CommunityId(id(71));
const BUYING: ProcessId = ProcessId(id(31));
const CHECK: StepId = StepId(id(51));

#[test]
fn a_site_counts_the_units_below_its_units() {
    let projections = company().projections();
    assert_eq!(projections.sites_answer()[0].units, 2);
    assert_eq!(projections.site_answer(WORKS), projections.sites_answer().pop());
}

#[test]
fn a_unit_tells_where_it_works_and_how_many_open_pain_points_it_backs() {
    let projections = company().projections();
    let team = projections.unit_answer(TEAM).unwrap();
    assert_eq!((team.site, team.works_at, team.pain_points), (None, Some(WORKS), 1));
    assert_eq!(team.evidence.evidence_link, format!("/api/v1/evidence?of=units/{TEAM}"));
    assert!(projections.units_answer().contains(&team));
}

#[test]
fn lists_are_ordered_by_name_and_the_nameless_come_last() {
    let erased = Words::erased(Seal([1; 32]));
    let told = company()
        .tell(id(9), unit_events::Registered { name: erased, ..unit("", None) })
        .tell(id(13), unit("arbeitsvorbereitung", None));
    let names: Vec<_> = told.projections().units_answer().into_iter().map(|it| it.name).collect();
    let expected = [Some("arbeitsvorbereitung"), Some("Einkauf"), Some("Serie"), None];
    assert_eq!(names, expected.map(|it| it.map(str::to_owned)));
}

#[test]
fn a_community_tells_what_it_stands_for() {
    let net = company().projections().communities_answer().pop().unwrap();
    assert_eq!(net.areas, [Area::Exchange]);
    assert_eq!((net.units, net.pain_points), (vec![TEAM], vec![PainPointId(id(41))]));
    assert_eq!(net.evidence.evidence_count, 4);
}

#[test]
fn a_process_is_told_with_its_steps_and_hand_overs_and_retired_ones_are_marked() {
    let told = company();
    let detail = told.projections().process_answer(BUYING).unwrap();
    assert_eq!((detail.process.steps, detail.process.hand_overs), (1, 2));
    assert_eq!(detail.steps[0].unit, Some(TEAM));
    assert_eq!(detail.hand_overs.len(), 2);
    let retired = told.tell(BUYING.0, process::Retired {}).projections().processes_answer();
    assert!(retired[0].retired);
    assert_eq!(detail.process.steps, retired[0].steps);
}

#[test]
fn a_hand_over_that_waits_for_its_step_is_unresolved() {
    let unresolved = company().projections().unresolved_answer();
    assert_eq!(unresolved.len(), 1);
    assert_eq!(unresolved[0].process, Some(BUYING));
    assert_eq!(unresolved[0].hand_over.map(|it| it.0), Some(id(62)));
}

#[test]
fn a_unit_that_would_be_part_of_itself_is_unresolved() {
    let moved = unit_events::Moved { parent: Change::Set(TEAM), site: Change::Keep };
    let told = Told::default()
        .tell(DIVISION.0, unit("Einkauf", None))
        .tell(TEAM.0, unit("Serie", Some(DIVISION)))
        .tell(DIVISION.0, moved);
    assert_eq!(told.projections().unresolved_answer()[0].position.0, 3);
}

#[test]
fn a_log_tells_its_columns() {
    let told = samples::all().into_iter().filter(|it| it.stream.noun == events::Noun::Log);
    let told = told.fold(Told::default(), |told, it| told.tell(it.stream.id, it.event));
    let projections = told.projections();
    let log = projections.logs_answer().pop().unwrap();
    assert_eq!(log.mapping.by, [Some("Involved Org line 3".to_owned())]);
    assert_eq!(projections.log_answer(LogId(told.events()[0].stream.id)), Some(log));
}

#[test]
fn every_link_leads_to_the_events_behind_the_item() {
    let projections = company().projections();
    let detail = projections.process_answer(BUYING).unwrap();
    let evidence: Vec<Evidence> = [
        projections.sites_answer().pop().map(|it| it.evidence),
        projections.units_answer().pop().map(|it| it.evidence),
        projections.communities_answer().pop().map(|it| it.evidence),
        Some(detail.process.evidence),
        detail.steps.into_iter().next().map(|it| it.evidence),
        detail.hand_overs.into_iter().next().map(|it| it.evidence),
        projections.pain_point_answer(PainPointId(id(41))).map(|it| it.item.evidence),
    ]
    .into_iter()
    .flatten()
    .collect();
    assert_eq!(evidence.len(), 7);
    for shown in evidence {
        let of = shown.evidence_link.split_once("of=").unwrap().1;
        assert_eq!(Evidence::new(&projections.evidence_of(of).unwrap(), of), shown);
    }
    assert_eq!(projections.evidence_of("sites/nowhere"), None);
}

fn company() -> Told {
    let works = site::Registered {
        name: "Stuttgart".into(),
        country: "DE".to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
        region: None,
        working_hours: None,
        holidays: vec![],
    };
    let within = |step| Destination { process: None, step };
    Told::default()
        .tell(WORKS.0, works)
        .tell(DIVISION.0, unit_events::Registered { site: Some(WORKS), ..unit("Einkauf", None) })
        .tell(TEAM.0, unit("Serie", Some(DIVISION)))
        .tell(NET.0, community("Netz"))
        .tell(NET.0, AreaAddressed { area: Area::Exchange })
        .tell(NET.0, UnitRepresented { unit: TEAM })
        .tell(id(41), Logged { unit: Some(TEAM), ..pain_point("Drei Listen") })
        .tell(NET.0, PainPointTakenUp { pain_point: PainPointId(id(41)) })
        .tell(BUYING.0, process::Mapped { owner: Some(TEAM), ..mapped("Kaufen", Area::Support) })
        .tell(BUYING.0, step(CHECK, "Prüfen", None))
        .tell(BUYING.0, hand_over(61, CHECK, within(CHECK), 1.0))
        .tell(BUYING.0, hand_over(62, CHECK, within(StepId(id(99))), 1.0))
}

//! What must be true of maps.

use events::{
    Area,
    hand_over::{Channel, Destination, HandOverAdded, HandOverKind},
    ids::{PainPointId, ProcessId, SiteId, StepId, UnitId},
    pain_point::{Logged, StepTarget, Target, UnitTarget},
    process,
    samples::id,
    unit as unit_events,
};

use super::*;
use crate::testing::{Told, hand_over, pain_point, process as mapped, step, unit};

const BUYING: ProcessId = ProcessId(id(31));
const PAYING: ProcessId = ProcessId(id(32));
const ASK: StepId = StepId(id(51));
const CHECK: StepId = StepId(id(52));
const ORDER: StepId = StepId(id(53));
const PAY: StepId = StepId(id(54));
const TEAM: UnitId = UnitId(id(11));
const FINANCE: UnitId = UnitId(id(12));

#[test]
fn a_process_shows_its_steps_and_the_steps_of_others_next_to_them() {
    let map = process_map(&company());
    let ids: Vec<_> = map.nodes.iter().map(|it| StepId(it.id)).collect();
    assert_eq!(ids, [ASK, CHECK, ORDER, PAY]);
    assert_eq!(map.nodes[3].process, Some(PAYING));
    assert_eq!(map.edges.len(), 4);
}

#[test]
fn only_the_way_round_is_marked() {
    let map = process_map(&company());
    let marked: Vec<_> = map.edges.iter().map(|it| it.in_cycle).collect();
    assert_eq!(marked, [true, true, false, false]);
}

#[test]
fn a_retired_process_is_shown_when_asked_for_and_nowhere_else() {
    let told = company().tell(PAYING.0, process::Retired {});
    assert_eq!(process_map(&told).nodes.len(), 3);
    let projections = told.projections();
    let paying = projections.map_answer(MapQuestion::Process(PAYING), |_| 0).unwrap();
    assert_eq!((paying.nodes.len(), paying.edges.len()), (2, 1));
    let units = projections.map_answer(MapQuestion::Level(Level::Unit), |_| 0).unwrap();
    assert_eq!(units.nodes.len(), 2);
}

#[test]
fn an_unknown_process_has_no_map() {
    assert_eq!(
        company().projections().map_answer(MapQuestion::Process(ProcessId(id(99))), |_| 0),
        None
    );
}

#[test]
fn an_area_shows_every_process_that_lies_in_it() {
    let told = company().tell(
        BUYING.0,
        process::AreasAssigned { primary_area: Area::Service, further_areas: vec![Area::Support] },
    );
    let projections = told.projections();
    let nodes = |area| projections.map_answer(MapQuestion::Area(area), |_| 0).unwrap().nodes.len();
    assert_eq!((nodes(Area::Support), nodes(Area::Decision)), (4, 0));
}

#[test]
fn a_step_counts_its_open_pain_points_and_duplicates() {
    let on = vec![Target::Step(StepTarget { process: BUYING, step: CHECK })];
    let told = company().tell(id(41), Logged { on, ..pain_point("Zweimal geprüft") });
    let map = told.projections();
    let map = map.map_answer(MapQuestion::Process(BUYING), |it| usize::from(it == CHECK)).unwrap();
    let check = map.nodes.iter().find(|it| it.id == CHECK.0).unwrap();
    assert_eq!((check.pain_points, check.duplicates), (1, 1));
    assert_eq!((check.unit, check.name.as_deref()), (Some(FINANCE), Some("Prüfen")));
}

#[test]
fn units_bundle_their_hand_overs_and_add_up_how_often() {
    let told = company().tell(
        BUYING.0,
        HandOverAdded {
            channel: Some(Channel::Phone),
            kind: HandOverKind::Question,
            wait_hours: Some(3.0),
            ..hand_over(69, ASK, within(CHECK), 5.0)
        },
    );
    let projections = told.projections();
    let map = projections.map_answer(MapQuestion::Level(Level::Unit), |_| 1).unwrap();
    let edge = &map.edges[0];
    assert_eq!(edge.id, format!("{TEAM}>{FINANCE}"));
    assert_eq!((edge.count, edge.times_per_month, edge.wait_hours), (3, Some(23.0), Some(3.0)));
    assert_eq!((edge.kind, edge.channel), (None, None));
    assert!(edge.in_cycle);
    assert_eq!(map.left_out, 0);
    assert_eq!(map.nodes.iter().map(|it| it.duplicates).sum::<usize>(), 4);
}

#[test]
fn the_link_of_what_is_drawn_names_it_and_leads_to_all_its_events() {
    let projections = company()
        .tell(
            PainPointId(id(41)).0,
            Logged {
                on: vec![Target::Step(StepTarget { process: BUYING, step: CHECK })],
                ..pain_point("Zweimal geprüft")
            },
        )
        .projections();
    let map = projections.map_answer(MapQuestion::Level(Level::Unit), |_| 0).unwrap();
    let drawn = map.nodes.iter().map(|it| &it.evidence);
    let drawn: Vec<_> = drawn.chain(map.edges.iter().map(|it| &it.evidence)).collect();
    assert!(drawn.len() > 2);
    for evidence in drawn {
        let of = evidence.evidence_link.split_once("of=").unwrap().1;
        let all = projections.evidence_of(of).unwrap();
        assert_eq!(all.iter().rev().copied().collect::<Vec<_>>(), evidence.evidence);
        assert!(of.starts_with("map/unit/"), "{of}");
    }
    for wrong in ["map/unit/1", "map/region/1", "map/unit/", "map/unit/1,2"] {
        assert_eq!(projections.evidence_of(wrong), None, "{wrong}");
    }
}

#[test]
fn a_pain_point_about_a_unit_and_its_step_counts_once_there() {
    let on = vec![
        Target::Unit(UnitTarget { unit: FINANCE }),
        Target::Step(StepTarget { process: BUYING, step: CHECK }),
    ];
    let told =
        company().tell(PainPointId(id(41)).0, Logged { on, ..pain_point("Zweimal geprüft") });
    let map = told.projections().map_answer(MapQuestion::Level(Level::Unit), |_| 0).unwrap();
    let finance = map.nodes.iter().find(|it| it.id == FINANCE.0).unwrap();
    assert_eq!(finance.pain_points, 1);
}

#[test]
fn sites_leave_out_steps_of_which_nobody_knows_where() {
    let told = company().tell(
        TEAM.0,
        unit_events::Moved {
            parent: events::Change::Keep,
            site: events::Change::Set(SiteId(id(21))),
        },
    );
    let map = told.projections().map_answer(MapQuestion::Level(Level::Site), |_| 0).unwrap();
    assert_eq!((map.nodes.len(), map.edges.len(), map.left_out), (1, 0, 2));
}

#[test]
fn shows_two_thousand_steps_and_says_that_there_are_more() {
    let told = Told::default().tell(BUYING.0, mapped("Kaufen", Area::Support));
    let mut projections = told.projections();
    for number in 0..2_001 {
        let added: events::Event = step(StepId(id(5_000 + number)), "Schritt", None).into();
        let stream = events::Stream::new(events::Noun::Process, BUYING.0);
        let position = 2 + u64::try_from(number).unwrap();
        projections.apply(&crate::testing::recorded(position, stream, added));
    }
    let map = projections.map_answer(MapQuestion::Process(BUYING), |_| 0).unwrap();
    assert_eq!((map.nodes.len(), map.truncated, map.reason), (2_000, true, Some("nodes")));
}

/// Ask and check go round within buying; order comes after, and pays in another process.
fn company() -> Told {
    let paid = Destination { process: Some(PAYING), step: PAY };
    Told::default()
        .tell(TEAM.0, unit("Einkauf", None))
        .tell(FINANCE.0, unit("Finanzen", None))
        .tell(BUYING.0, mapped("Kaufen", Area::Support))
        .tell(PAYING.0, mapped("Zahlen", Area::Management))
        .tell(BUYING.0, step(ASK, "Anfragen", Some(TEAM)))
        .tell(BUYING.0, step(CHECK, "Prüfen", Some(FINANCE)))
        .tell(BUYING.0, step(ORDER, "Bestellen", Some(TEAM)))
        .tell(PAYING.0, step(PAY, "Zahlen", Some(FINANCE)))
        .tell(BUYING.0, hand_over(61, ASK, within(CHECK), 10.0))
        .tell(BUYING.0, hand_over(62, CHECK, within(ASK), 4.0))
        .tell(BUYING.0, hand_over(63, ASK, within(ORDER), 8.0))
        .tell(BUYING.0, hand_over(64, ORDER, paid, 8.0))
}

fn within(step: StepId) -> Destination {
    Destination { process: None, step }
}

fn process_map(told: &Told) -> MapAnswer {
    told.projections().map_answer(MapQuestion::Process(BUYING), |_| 0).unwrap()
}

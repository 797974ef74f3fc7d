//! What must be true of changes and of the timeline.

use events::{
    Area, Change, Noun, Stream,
    community::{AreaAddressed, AreaLeft},
    hand_over::{Destination, HandOverRemoved},
    ids::{ProcessId, StepId, UnitId},
    pain_point::{Backed, BackingWithdrawn, Logged, Reopened, Resolved},
    process, samples,
    samples::id,
    site,
    step::{StepRemoved, StepRevised},
    unit::{self as unit_event},
    words::{Seal, Words},
};
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::testing::{
    Told, community, day, hand_over, monthly, pain_point, process as mapped, step, unit,
};

const BUYING: ProcessId = ProcessId(id(31));
const CHECK: StepId = StepId(id(51));
const PAIN: uuid::Uuid = id(41);
const TEAM: UnitId = UnitId(id(11));

#[test]
fn a_revision_tells_old_and_new_and_says_nothing_of_what_it_kept() {
    let told = checking().tell(BUYING.0, renamed("Daten prüfen"));
    let name = format!("steps/{CHECK}/name");
    assert_eq!(last(&told), [change(&name, json!("Prüfen"), json!("Daten prüfen"))]);
}

#[test]
fn a_change_of_a_step_tells_what_people_called_the_step_before_and_the_process_now() {
    let told = checking().tell(BUYING.0, renamed("Daten prüfen"));
    let item = items(told.events()).pop().unwrap();
    assert_eq!(item.changes[0].of.as_deref(), Some("Prüfen"));
    assert!(item.name.is_some());
}

#[test]
fn removing_a_step_ends_every_field_that_it_had() {
    let told = checking().tell(BUYING.0, StepRemoved { step: CHECK });
    let (name, by) = (format!("steps/{CHECK}/name"), format!("steps/{CHECK}/unit"));
    let ended =
        [change(&name, json!("Prüfen"), Value::Null), change(&by, json!(TEAM), Value::Null)];
    assert_eq!(last(&told), ended);
}

#[test]
fn clearing_a_field_and_a_list_tells_null() {
    let told = Told::default()
        .tell(
            BUYING.0,
            process::Mapped {
                further_areas: vec![Area::Service],
                owner: Some(TEAM),
                ..mapped("Kaufen", Area::Support)
            },
        )
        .tell(
            BUYING.0,
            process::Revised {
                name: Change::Keep,
                description: Change::Keep,
                owner: Change::Clear,
            },
        );
    assert_eq!(last(&told), [change("owner", json!(TEAM), Value::Null)]);
    let primary_area = Area::Support;
    let told = told.tell(BUYING.0, process::AreasAssigned { primary_area, further_areas: vec![] });
    assert_eq!(last(&told), [change("further_areas", json!(["service"]), Value::Null)]);
}

#[test]
fn members_of_sets_come_and_go() {
    let area = Area::Exchange;
    let told = Told::default().tell(id(71), community("Netz")).tell(id(71), AreaAddressed { area });
    assert_eq!(last(&told), [change("areas/exchange", Value::Null, json!(true))]);
    let told = told.tell(id(71), AreaLeft { area });
    assert_eq!(last(&told), [change("areas/exchange", json!(true), Value::Null)]);
}

#[test]
fn backings_and_endings_stand_under_their_unit() {
    let backing = format!("backings/{TEAM}");
    let told = Told::default().tell(PAIN, Logged { unit: Some(TEAM), ..pain_point("Listen") });
    assert!(last(&told).contains(&change(&backing, Value::Null, json!(true))));
    let told = told.tell(
        PAIN,
        Resolved { how: "Eine Liste".into(), units: vec![TEAM], idea: None, found_at: None },
    );
    let resolved = format!("resolved/{TEAM}");
    let how = json!({ "how": "Eine Liste", "idea": null, "found_at": null });
    assert_eq!(last(&told), [change(&resolved, Value::Null, how.clone())]);
    let hours = json!(monthly(2.0));
    let again = told.tell(PAIN, Backed { unit: TEAM, hours: Some(monthly(2.0)) });
    let both = [change(&backing, json!(true), hours), change(&resolved, how, Value::Null)];
    assert_eq!(last(&again), both);
    let withdrawn = again.tell(PAIN, BackingWithdrawn { unit: TEAM });
    assert_eq!(last(&withdrawn)[0].to, Value::Null);
}

#[test]
fn reopening_ends_every_ending() {
    let resolved = |units| Resolved { how: "So".into(), units, idea: None, found_at: None };
    let told = Told::default()
        .tell(PAIN, Logged { unit: Some(TEAM), ..pain_point("Listen") })
        .tell(PAIN, resolved(vec![TEAM]))
        .tell(PAIN, resolved(vec![]))
        .tell(PAIN, Reopened {});
    assert_eq!(last(&told).len(), 2);
    assert!(last(&told).iter().all(|it| it.to.is_null()));
}

#[test]
fn erased_words_read_as_null_and_the_change_stays() {
    let told = checking().tell(BUYING.0, renamed(Words::erased(Seal([7; 32]))));
    let name = format!("steps/{CHECK}/name");
    let erased = |from, erased| FieldChange { erased, ..change(&name, from, Value::Null) };
    assert_eq!(last(&told), [erased(json!("Prüfen"), Some(Erased::To))]);
    let told = told.tell(BUYING.0, renamed(Words::erased(Seal([8; 32]))));
    assert_eq!(last(&told), [erased(Value::Null, Some(Erased::Both))]);
}

#[test]
fn an_item_tells_who_when_why_and_because_of_what() {
    let items = items(&samples::all()[..1]);
    let item = &items[0];
    assert_eq!((item.tag, item.revision), ("site_registered", 1));
    assert_eq!(item.why.as_deref(), Some("Seit der Umstellung"));
    let written = serde_json::to_value(item).unwrap();
    assert_eq!(written["type"], "site_registered");
    assert_eq!(written["because_of"]["pain_point"], id(41).to_string());
    assert_eq!(written["actor"]["kind"], "person");
}

/// Facts that end something, and say nothing where it never was.
const ENDINGS: [&str; 15] = [
    "area_left",
    "unit_left",
    "pain_point_dropped",
    "manager_released",
    "step_removed",
    "hand_over_removed",
    "data_use_removed",
    "backing_withdrawn",
    "pain_point_reopened",
    "pain_point_unmerged",
    "support_withdrawn",
    "idea_unmerged",
    "unbound",
    "comment_retracted",
    "verdict_withdrawn",
];

#[test]
fn every_sample_event_but_those_that_end_what_never_was_tells_a_change() {
    for event in samples::all() {
        let changes = &items(std::slice::from_ref(&event))[0].changes;
        let tag = event.event.tag();
        assert_eq!(changes.is_empty(), ENDINGS.contains(&tag), "{tag}");
    }
}

/// A script of changes to one process: which step, what to do with it, a number for names and owners.
fn scripts() -> impl Strategy<Value = Vec<(u8, u8, u8)>> {
    prop::collection::vec((0..3_u8, 0..7_u8, 0..4_u8), 0..40)
}

fn scripted(script: &[(u8, u8, u8)]) -> Told {
    let told = Told::default().tell(BUYING.0, mapped("Kaufen", Area::Support));
    script.iter().fold(told, |told, &(which, what, number)| {
        let at = StepId(id(50 + u128::from(which)));
        let name: Words = format!("Name {number}").into();
        let owner =
            if number == 0 { Change::Clear } else { Change::Set(UnitId(id(number.into()))) };
        match what {
            0 => told.tell(BUYING.0, events::step::StepAdded { name, ..step(at, "", Some(TEAM)) }),
            1 => told.tell(BUYING.0, StepRevised { step: at, unit: owner, ..renamed(name) }),
            2 => told.tell(BUYING.0, StepRemoved { step: at }),
            3 => told.tell(
                BUYING.0,
                process::Revised { name: Change::Set(name), description: Change::Keep, owner },
            ),
            4 => told.tell(
                BUYING.0,
                process::AreasAssigned {
                    primary_area: Area::ALL[usize::from(number)],
                    further_areas: vec![Area::Service; usize::from(which)],
                },
            ),
            5 => {
                told.tell(BUYING.0, hand_over(61, at, Destination { process: None, step: at }, 1.0))
            }
            _ => {
                told.tell(BUYING.0, HandOverRemoved { hand_over: events::ids::HandOverId(id(61)) })
            }
        }
    })
}

proptest! {
    #[test]
    fn replaying_the_changes_gives_the_process_as_it_is(script in scripts()) {
        let told = scripted(&script);
        let projections = told.projections();
        let replayed = replay(&items(told.events()));
        let fact = serde_json::to_value(&projections.registry.processes()[&BUYING].fact).unwrap();
        for (field, value) in fact.as_object().unwrap() {
            prop_assert_eq!(replayed.get(field), Some(value));
        }
        let of_process = replayed.keys().filter(|it| !it.contains('/')).count();
        prop_assert_eq!(of_process, fact.as_object().unwrap().len());
    }

    #[test]
    fn each_change_begins_where_the_last_one_ended(script in scripts()) {
        let items = items(scripted(&script).events());
        for (at, item) in items.iter().enumerate() {
            let before = replay(&items[..at]);
            for change in &item.changes {
                prop_assert_eq!(&change.from, before.get(&change.field).unwrap_or(&Value::Null));
            }
        }
    }
}

#[test]
fn replaying_the_revisions_of_a_site_and_a_unit_gives_them_as_they_are() {
    let samples = samples::all();
    let told = samples.iter().filter(|it| matches!(it.stream.noun, Noun::Site | Noun::Unit));
    let told = told.fold(Told::default(), |told, it| told.tell(it.stream.id, it.event.clone()));
    for noun in [Noun::Site, Noun::Unit] {
        let stream: Vec<_> =
            told.events().iter().filter(|it| it.stream.noun == noun).cloned().collect();
        let fact = match &stream[0].event {
            events::Event::Site(site::Event::Registered(_)) => {
                let id = events::ids::SiteId(stream[0].stream.id);
                serde_json::to_value(&told.projections().registry.sites()[&id].fact)
            }
            events::Event::Unit(unit_event::Event::Registered(_)) => {
                let id = UnitId(stream[0].stream.id);
                serde_json::to_value(&told.projections().registry.units()[&id].fact)
            }
            _ => panic!("a sample begins with its registration"),
        };
        let replayed: serde_json::Map<_, _> = replay(&items(&stream)).into_iter().collect();
        assert_eq!(Value::Object(replayed), fact.unwrap());
    }
}

#[test]
fn the_timeline_finds_the_newest_first_and_goes_on_after_the_last_one_seen() {
    let timeline = renamings().projections().timeline;
    let all = TimelineFilter::default();
    assert_eq!(timeline.find(&all, None, 2), [Position(5), Position(4)]);
    assert_eq!(timeline.find(&all, Some(Position(4)), 9), [3, 2, 1].map(Position));
    let oldest = TimelineFilter { order: Order::OldestFirst, ..all };
    assert_eq!(timeline.find(&oldest, Some(Position(2)), 2), [3, 4].map(Position));
}

#[test]
fn the_timeline_filters_by_thing_noun_type_unit_and_time() {
    let timeline = renamings().projections().timeline;
    let find = |filter: TimelineFilter| -> Vec<u64> {
        timeline.find(&filter, None, 9).into_iter().map(|it| it.0).collect()
    };
    let all = TimelineFilter::default;
    assert_eq!(find(TimelineFilter { noun: Some(Noun::Unit), ..all() }), [1]);
    assert_eq!(find(TimelineFilter { unit: Some(TEAM), ..all() }), [1]);
    let stream = Some(Stream::new(Noun::Process, BUYING.0));
    assert_eq!(find(TimelineFilter { stream, from: Some(day(2)), ..all() }), [5, 4]);
    let tag = Some("step_revised".to_owned());
    assert_eq!(find(TimelineFilter { tag, to: Some(day(2)), ..all() }), [4]);
    let unheard = Some("idea_proposed".to_owned());
    assert!(find(TimelineFilter { tag: unheard, ..all() }).is_empty());
    assert!(find(TimelineFilter { from: Some(day(3)), to: Some(day(2)), ..all() }).is_empty());
}

#[test]
fn the_timeline_finds_what_was_said_for_a_unit() {
    let told = renamings();
    let mut timeline = told.projections().timeline;
    let mut event = told.events()[4].clone();
    event.position = Position(6);
    event.origin.meta.on_behalf_of = Some(TEAM);
    timeline.apply(&event);
    let filter = TimelineFilter { unit: Some(TEAM), ..Default::default() };
    assert_eq!(timeline.find(&filter, None, 9), [Position(6), Position(1)]);
}

#[test]
fn a_moment_is_the_last_position_recorded_by_then() {
    let timeline = renamings().projections().timeline;
    assert_eq!(timeline.last_at(day(-1)), None);
    assert_eq!(timeline.last_at(day(2)), Some(Position(4)));
    assert_eq!(timeline.last_at(day(99)), Some(Position(5)));
}

fn renamings() -> Told {
    let told = Told::default().tell(TEAM.0, unit("Einkauf", None));
    let told = told.on_day(1).tell(BUYING.0, mapped("Kaufen", Area::Support));
    let told = told.tell(BUYING.0, step(CHECK, "Prüfen", Some(TEAM)));
    let told = told.on_day(2).tell(BUYING.0, renamed("Daten prüfen"));
    told.on_day(3).tell(BUYING.0, renamed("Angaben prüfen"))
}

fn checking() -> Told {
    Told::default()
        .tell(BUYING.0, mapped("Kaufen", Area::Support))
        .tell(BUYING.0, step(CHECK, "Prüfen", Some(TEAM)))
}

fn renamed(name: impl Into<Words>) -> StepRevised {
    StepRevised {
        step: CHECK,
        name: Change::Set(name.into()),
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

fn change(field: &str, from: Value, to: Value) -> FieldChange {
    FieldChange { field: field.to_owned(), of: None, from, to, erased: None }
}

/// The changes of the last event, but for what people call their parts.
fn last(told: &Told) -> Vec<FieldChange> {
    let changes = items(told.events()).pop().unwrap().changes;
    changes.into_iter().map(|it| FieldChange { of: None, ..it }).collect()
}

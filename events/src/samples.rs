//! One sample of every event: for documentation, golden files and tests.

use jiff::{Timestamp, civil::date};
use serde_json::json;
use uuid::Uuid;

use crate::{
    Actor, ActorKind, Area, Basis, Because, Change, Event, Meta, Noun, Position, Recorded, Stream,
    any, community, data_object,
    data_use::{DataUseRecorded, DataUseRemoved, Entry, Usage},
    duplicate::{self, DismissalCause, DuplicateKind, DuplicateSort},
    hand_over,
    hand_over::{Channel, Destination, HandOverKind},
    hours::{Effort, Occurrences, Period},
    idea,
    ids::{
        ActorId, CommentId, DataObjectId, EventId, HandOverId, IdeaId, PainPointId, ProcessId,
        SiteId, StepId, UnitId,
    },
    kind::PainPointKind,
    log,
    money::Money,
    pain_point::{self, StepTarget, Target},
    process,
    recorded::{KeyUse, Origin},
    site,
    sketch::{ChangeSketched, ExpectedFigure, SketchedCommand},
    step, unit,
    working_hours::{Interval, TimeOfDay, Weekday, WorkingHours},
};

/// One sample of every event, in the order of [`Event::kinds`], each in its place.
pub fn all() -> Vec<Recorded> {
    let events = sites().into_iter().chain(units()).chain(communities()).chain(processes());
    events
        .chain(data_objects())
        .chain(pain_points())
        .chain(ideas())
        .chain(duplicates())
        .chain(logs())
        .chain(anything())
        .zip(1..)
        .map(|(event, n)| recorded(event, n))
        .collect()
}

/// A fixed id for samples and tests.
pub const fn id(n: u128) -> Uuid {
    Uuid::from_u128(0x0189_0000_0000_7000_8000_0000_0000_0000 + n)
}

fn recorded(event: Event, n: u64) -> Recorded {
    let noun = event.noun().unwrap_or(Noun::Idea);
    let stream = Stream::new(noun, id(1000 + noun_place(noun)));
    let recorded = "2026-03-31T08:15:00.25Z".parse::<Timestamp>().expect("a time");
    let id = EventId(id(2000 + u128::from(n)));
    Recorded { id, position: Position(n), stream, revision: n, recorded, origin: origin(), event }
}

fn noun_place(noun: Noun) -> u128 {
    Noun::ALL.into_iter().zip(0..).find(|(it, _)| *it == noun).map_or(0, |(_, place)| place)
}

fn origin() -> Origin {
    let unit = Some(UnitId(id(11)));
    Origin {
        actor: Actor { id: ActorId(id(1)), kind: ActorKind::Person, unit },
        meta: Meta {
            happened: Some("2026-03-30T12:00:00Z".parse().expect("a time")),
            why: Some("Seit der Umstellung".into()),
            because_of: Some(Because::PainPoint(PainPointId(id(41)))),
            on_behalf_of: unit,
            basis: Some(Basis::Counted),
        },
        correlation: id(3000),
        causation: Some(EventId(id(2999))),
        key: Some(KeyUse { key: "form-7".to_owned(), request: "5f1e".into() }),
    }
}

fn working_hours() -> WorkingHours {
    let day = Interval { from: TimeOfDay(8 * 60), to: TimeOfDay(16 * 60 + 30) };
    WorkingHours([(Weekday::Monday, vec![day]), (Weekday::Friday, vec![day])].into())
}

fn sites() -> Vec<Event> {
    vec![
        site::Registered {
            name: "Stuttgart".into(),
            country: "DE".to_owned(),
            time_zone: "Europe/Berlin".to_owned(),
            region: Some("Europa".into()),
            working_hours: Some(working_hours()),
            holidays: vec![date(2026, 10, 3)],
        }
        .into(),
        site::Revised {
            name: Change::Set("Stuttgart-Vaihingen".into()),
            country: Change::Keep,
            time_zone: Change::Keep,
            region: Change::Clear,
            working_hours: Change::Set(working_hours()),
            holidays: Change::Set(vec![date(2026, 12, 25)]),
        }
        .into(),
    ]
}

fn units() -> Vec<Event> {
    let rate = Money { amount: 62.5, currency: "EUR".to_owned() };
    vec![
        unit::Registered {
            name: "Einkauf".into(),
            parent: Some(UnitId(id(12))),
            site: Some(SiteId(id(21))),
            head_count: Some(14),
            working_hours: Some(working_hours()),
            planning_rate: Some(rate.clone()),
        }
        .into(),
        unit::Revised {
            name: Change::Set("Einkauf Serie".into()),
            head_count: Change::Set(15),
            working_hours: Change::Clear,
            planning_rate: Change::Set(rate),
        }
        .into(),
        unit::Moved { parent: Change::Clear, site: Change::Set(SiteId(id(22))) }.into(),
    ]
}

fn communities() -> Vec<Event> {
    let (unit, pain_point) = (UnitId(id(11)), PainPointId(id(41)));
    vec![
        community::Founded {
            name: "Stammdaten".into(),
            purpose: "Eine Wahrheit über jeden Lieferanten".into(),
            link: Some("https://intranet.example/stammdaten".into()),
            member_count: Some(40),
            sponsor_unit: Some(unit),
        }
        .into(),
        community::Revised {
            name: Change::Keep,
            purpose: Change::Set("Eine Wahrheit über Lieferanten und Kunden".into()),
            link: Change::Clear,
            member_count: Change::Set(44),
            sponsor_unit: Change::Keep,
        }
        .into(),
        community::AreaAddressed { area: Area::Exchange }.into(),
        community::AreaLeft { area: Area::Exchange }.into(),
        community::UnitRepresented { unit }.into(),
        community::UnitLeft { unit }.into(),
        community::PainPointTakenUp { pain_point }.into(),
        community::PainPointDropped { pain_point }.into(),
        community::ManagerAppointed { person: ActorId(id(2)) }.into(),
        community::ManagerReleased { person: ActorId(id(2)) }.into(),
        community::GoalSet {
            goal: "Listen, die es doppelt gibt".into(),
            target: 3.0,
            by: date(2026, 12, 31),
        }
        .into(),
        community::GoalRecorded { goal: "Listen, die es doppelt gibt".into(), value: 7.0 }.into(),
        community::Dissolved {}.into(),
    ]
}

fn processes() -> Vec<Event> {
    let mut events = vec![
        process::Mapped {
            name: "Lieferanten anlegen".into(),
            description: Some("Vom Antrag bis zur ersten Bestellung".into()),
            owner: Some(UnitId(id(11))),
            primary_area: Area::Support,
            further_areas: vec![Area::Communication],
        }
        .into(),
        process::Revised {
            name: Change::Set("Lieferanten aufnehmen".into()),
            description: Change::Clear,
            owner: Change::Set(UnitId(id(12))),
        }
        .into(),
        process::AreasAssigned { primary_area: Area::Coordination, further_areas: vec![] }.into(),
    ];
    events.extend(steps());
    events.extend(hand_overs());
    events.extend(descriptions());
    events.push(process::Retired {}.into());
    events
}

fn steps() -> Vec<Event> {
    let step = StepId(id(51));
    vec![
        step_added(step).into(),
        step::StepRevised {
            step,
            name: Change::Set("Lieferantendaten prüfen und ergänzen".into()),
            description: Change::Clear,
            unit: Change::Set(UnitId(id(12))),
            site: Change::Clear,
            role: Change::Set("Einkäufer".into()),
            tools: Change::Set(vec!["SAP".into()]),
            minutes_per_run: Change::Set(12.5),
            runs_per_month: Change::Keep,
            people: Change::Keep,
        }
        .into(),
        step::StepRemoved { step }.into(),
    ]
}

fn step_added(step: StepId) -> step::StepAdded {
    step::StepAdded {
        step,
        name: "Lieferantendaten prüfen".into(),
        description: Some("Gegen das Handelsregister".into()),
        unit: Some(UnitId(id(11))),
        site: Some(SiteId(id(21))),
        role: Some("Sachbearbeitung".into()),
        tools: vec!["SAP".into(), "Excel".into()],
        minutes_per_run: Some(15.0),
        runs_per_month: Some(80.0),
        people: Some(1.0),
    }
}

fn hand_overs() -> Vec<Event> {
    let hand_over = HandOverId(id(61));
    vec![
        hand_over::HandOverAdded {
            hand_over,
            from: StepId(id(51)),
            to: Destination { process: Some(ProcessId(id(31))), step: StepId(id(52)) },
            kind: HandOverKind::Approval,
            channel: Some(Channel::Email),
            effort_minutes: Some(10.0),
            wait_hours: Some(8.0),
            times_per_month: Some(80.0),
            people: Some(2.0),
            share: Some(0.4),
            condition: Some("über 10.000 EUR".into()),
            required_by: Some("Vier-Augen-Prinzip".into()),
        }
        .into(),
        hand_over::HandOverRevised {
            hand_over,
            kind: Change::Set(HandOverKind::Information),
            channel: Change::Set(Channel::Platform),
            effort_minutes: Change::Set(2.0),
            wait_hours: Change::Set(0.5),
            times_per_month: Change::Keep,
            people: Change::Clear,
            share: Change::Keep,
            condition: Change::Clear,
            required_by: Change::Clear,
        }
        .into(),
        hand_over::HandOverRemoved { hand_over }.into(),
    ]
}

fn descriptions() -> Vec<Event> {
    let (step, data_object) = (StepId(id(51)), DataObjectId(id(81)));
    let (usage, store) = (Usage::Keeps, Some("Excel-Liste Einkauf".into()));
    vec![
        process::VariantDeclared { of: ProcessId(id(32)) }.into(),
        DataUseRecorded {
            step,
            data_object,
            usage,
            store: store.clone(),
            entry: Some(Entry::ByHand),
        }
        .into(),
        DataUseRemoved { step, data_object, usage, store }.into(),
        process::Attested {
            unit: UnitId(id(11)),
            agrees: false,
            text: Some("Freigabe erst ab 50.000 EUR".into()),
        }
        .into(),
        process::Released {
            label: "2026-04".into(),
            valid_from: Some(date(2026, 4, 1)),
            reviewed_by: Some(ActorId(id(2))),
        }
        .into(),
    ]
}

fn data_objects() -> Vec<Event> {
    vec![
        data_object::Registered {
            name: "Lieferantenstamm".into(),
            description: Some("Wer uns beliefert, mit Adresse und Bank".into()),
        }
        .into(),
        data_object::Revised {
            name: Change::Set("Lieferantenstammdaten".into()),
            description: Change::Clear,
        }
        .into(),
        data_object::MasterNamed { store: "SAP".into() }.into(),
    ]
}

fn pain_points() -> Vec<Event> {
    let unit = UnitId(id(11));
    let occurrences = Occurrences { n: 2.0, per: Period::Day };
    let hours = Some(Effort { per_occurrence: 0.25, occurrences, people: 4.0 });
    let on = vec![Target::Step(StepTarget { process: ProcessId(id(31)), step: StepId(id(51)) })];
    vec![
        pain_point::Logged {
            text: "Lieferantendaten pflegen wir in drei Excel-Listen".into(),
            on: on.clone(),
            kind: Some(PainPointKind::DuplicatedData),
            areas: vec![Area::Support],
            unit: Some(unit),
            hours,
            sought: Some("eine Stelle, die es weiß".into()),
            link: Some("https://intranet.example/4711".into()),
            language: Some("de".to_owned()),
        }
        .into(),
        pain_point::Sorted {
            kind: PainPointKind::DuplicatedWork,
            areas: Change::Set(vec![Area::Exchange]),
        }
        .into(),
        pain_point::Placed { on }.into(),
        pain_point::Revised {
            text: Change::Set("Lieferantendaten pflegen wir in vier Excel-Listen".into()),
            sought: Change::Clear,
            link: Change::Keep,
            language: Change::Keep,
        }
        .into(),
        pain_point::Backed { unit, hours }.into(),
        pain_point::BackingWithdrawn { unit }.into(),
        pain_point::Resolved {
            how: "Eine Liste, ein Verantwortlicher".into(),
            units: vec![unit],
            idea: Some(IdeaId(id(71))),
            found_at: Some("im Werk Brno".into()),
        }
        .into(),
        pain_point::Reopened {}.into(),
        pain_point::Merged { into: PainPointId(id(42)) }.into(),
        pain_point::Unmerged {}.into(),
    ]
}

fn ideas() -> Vec<Event> {
    let (unit, supporter) = (UnitId(id(11)), ActorId(id(1)));
    let reason = "Trägt sich in vier Monaten";
    proposals()
        .into_iter()
        .chain([
            idea::Supported { supporter, unit: Some(unit) }.into(),
            idea::SupportWithdrawn { supporter }.into(),
            idea::DecisionAsked { unit, by: date(2026, 5, 15) }.into(),
            idea::AskedBack { question: "Wer pflegt sie im Urlaub?".into() }.into(),
            idea::PutOff { until: date(2026, 9, 1), reason: "Erst die Inventur".into() }.into(),
            idea::Accepted { reason: reason.into() }.into(),
            idea::Rejected { reason: "Zu teuer".into() }.into(),
            idea::Withdrawn {}.into(),
            idea::Reopened { reason: "Die Lage ist anders".into() }.into(),
            idea::PilotStarted { units: vec![unit], until: Some(date(2026, 7, 31)) }.into(),
            idea::PilotEnded { result: "Eine Stunde am Tag weniger".into() }.into(),
            idea::Implemented { units: vec![unit] }.into(),
            idea::Adopted { unit: UnitId(id(12)) }.into(),
            idea::BenefitEstimated { hours_per_month: 40.0, one_off_hours: Some(80.0) }.into(),
            idea::BenefitMeasured {
                hours_per_month: -2.5,
                from: date(2026, 8, 1),
                to: date(2026, 10, 31),
                how: "Strichliste".into(),
            }
            .into(),
            sketched().into(),
            idea::Merged { into: IdeaId(id(72)) }.into(),
            idea::Unmerged {}.into(),
        ])
        .collect()
}

/// A hand-over revised in a sketch: with words, an id and figures in its body.
fn sketched() -> ChangeSketched {
    let body = json!({ "hand_over": id(51), "wait_hours": 2.5, "condition": "nur über 5.000 €" });
    let command = "revise-hand-over".to_owned();
    let noun = Noun::Process.path().to_owned();
    let figure = "loop_delay_hours".to_owned();
    ChangeSketched {
        commands: vec![SketchedCommand { noun, id: id(31), command, body: body.into() }],
        expected: vec![ExpectedFigure { figure, before: 90.0, after: 30.0 }],
    }
}

fn proposals() -> Vec<Event> {
    vec![
        idea::Proposed {
            title: "Eine Liste für alle Lieferanten".into(),
            text: "Das Werk Brno führt sie schon".into(),
            outcomes: vec![idea::Outcome::Leaner, idea::Outcome::MoreTransparent],
            areas: vec![Area::Support],
            pain_points: vec![PainPointId(id(41))],
            link: Some("https://intranet.example/4712".into()),
            language: Some("de".to_owned()),
        }
        .into(),
        idea::Revised {
            title: Change::Set("Eine Liste für Lieferanten und Kunden".into()),
            text: Change::Keep,
            outcomes: Change::Set(vec![idea::Outcome::Simpler]),
            areas: Change::Clear,
            link: Change::Clear,
            language: Change::Keep,
        }
        .into(),
        idea::PainPointAddressed { pain_point: PainPointId(id(42)) }.into(),
    ]
}

fn anything() -> Vec<Event> {
    let comment = CommentId(id(91));
    vec![
        any::Commented { comment, text: "Bei uns in Brno auch".into(), unit: Some(UnitId(id(11))) }
            .into(),
        any::CommentRetracted { comment }.into(),
        any::TextRedacted {
            event: Position(17),
            field: "/text".to_owned(),
            reason: "Nennt eine Person".into(),
        }
        .into(),
    ]
}

fn duplicates() -> Vec<Event> {
    let (kind, members) = (DuplicateKind::Step, vec![id(51), id(52)]);
    vec![
        duplicate::Confirmed { kind, members: members.clone(), sort: DuplicateSort::SameResult }
            .into(),
        duplicate::Dismissed { kind, members, because: DismissalCause::DifferentWork }.into(),
        duplicate::VerdictWithdrawn {}.into(),
    ]
}

fn logs() -> Vec<Event> {
    let values = vec!["Org line A2".into(), "Org line C".into()];
    let month = "2012-04".to_owned();
    vec![
        log::Imported {
            name: "Störungen".into(),
            sha256: "ab".repeat(32),
            mapping: log::Mapping {
                case: "SR Number".into(),
                time: "Change Date+Time".into(),
                activity: "Status".into(),
                by: vec!["Involved Org line 3".into()],
            },
            process: Some(ProcessId(id(31))),
            cases: 7554,
            events: 65533,
            from: "2010-03-31T14:59:42Z".parse().expect("a time"),
            to: "2012-05-22T23:22:25Z".parse().expect("a time"),
        }
        .into(),
        log::HandOversMeasured {
            level: "Involved Org line 3".into(),
            month: month.clone(),
            part: 0,
            values: values.clone(),
            pairs: vec![log::MeasuredHandOver { from: 0, to: 1, times: 890, median_hours: 3.5 }],
        }
        .into(),
        log::BouncesMeasured {
            level: "Involved Org line 3".into(),
            month,
            part: 0,
            values,
            pairs: vec![log::MeasuredBounce {
                between: (0, 1),
                cases: 400,
                occurrences: 612,
                median_stay_hours: 20.25,
            }],
        }
        .into(),
        log::CasesCompared {
            level: "Involved Org line 3".into(),
            equally_often: vec![log::EquallyOften {
                hand_overs: 2,
                bounced: log::CasesAndMedian { cases: 309, median_days: Some(7.75) },
                not_bounced: log::CasesAndMedian { cases: 664, median_days: Some(10.5) },
            }],
        }
        .into(),
        log::ValueBound {
            by: "Involved Org line 3".into(),
            value: "Org line C".into(),
            unit: Some(UnitId(id(11))),
            site: None,
        }
        .into(),
        log::ActivityBound {
            activity: "Accepted/In Progress".into(),
            process: ProcessId(id(31)),
            step: StepId(id(51)),
        }
        .into(),
        log::Unbound {
            by: Some("Involved Org line 3".into()),
            value: Some("Org line C".into()),
            activity: None,
        }
        .into(),
    ]
}

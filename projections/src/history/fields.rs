//! What each fact says about which fields: the table behind history.
//!
//! Most facts are written as they are, field by field. The others are about a part of the thing (a
//! step, a hand-over), about a member of a set (an area, a backing), or end something.

use std::collections::BTreeMap;

use events::{
    Event, Words, any, community, data_object, data_use::Usage, duplicate, hours::Effort, idea,
    ids, log, pain_point, process, site, unit,
};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// What a thing is: fields that are set, by path.
pub(crate) type Fields = BTreeMap<String, Value>;

/// Fields and what they hold from now on; `null` where nothing.
type Told = Vec<(String, Value)>;

/// Fields that a thing never lacks; a wish to clear one does nothing.
const NEVER_CLEARED: [&str; 7] =
    ["name", "title", "country", "time_zone", "purpose", "text", "kind"];

pub(super) fn told_by(event: &Event, state: &Fields) -> Told {
    match event {
        Event::Site(site::Event::Registered(it)) => as_written("", it),
        Event::Site(site::Event::Revised(it)) => as_written("", it),
        Event::Unit(unit::Event::Registered(it)) => as_written("", it),
        Event::Unit(unit::Event::Revised(it)) => as_written("", it),
        Event::Unit(unit::Event::Moved(it)) => as_written("", it),
        Event::Community(it) => by_community(it),
        Event::Process(it) => by_process(it, state),
        Event::PainPoint(it) => by_pain_point(it, state),
        Event::DataObject(data_object::Event::Registered(it)) => as_written("", it),
        Event::DataObject(data_object::Event::Revised(it)) => as_written("", it),
        Event::DataObject(data_object::Event::MasterNamed(it)) => {
            vec![("master_store".to_owned(), json!(it.store))]
        }
        Event::Idea(it) => by_idea(it),
        Event::Log(it) => by_log(it),
        Event::Duplicate(it) => by_duplicate(it),
        Event::Any(it) => by_any(it),
    }
}

fn by_community(event: &community::Event) -> Told {
    use community::Event as E;
    match event {
        E::Founded(it) => as_written("", it),
        E::Revised(it) => as_written("", it),
        E::AreaAddressed(it) => member("areas", it.area.key(), json!(true)),
        E::AreaLeft(it) => member("areas", it.area.key(), Value::Null),
        E::UnitRepresented(it) => member("units", it.unit, json!(true)),
        E::UnitLeft(it) => member("units", it.unit, Value::Null),
        E::PainPointTakenUp(it) => member("pain_points", it.pain_point, json!(true)),
        E::PainPointDropped(it) => member("pain_points", it.pain_point, Value::Null),
        E::ManagerAppointed(it) => member("managers", it.person, json!(true)),
        E::ManagerReleased(it) => member("managers", it.person, Value::Null),
        E::GoalSet(it) => {
            member("goals", segment(&it.goal), json!({ "target": it.target, "by": it.by }))
        }
        E::GoalRecorded(it) => {
            vec![(format!("goals/{}/value", segment(&it.goal)), json!(it.value))]
        }
        E::Dissolved(_) => vec![("dissolved".to_owned(), json!(true))],
    }
}

fn by_process(event: &process::Event, state: &Fields) -> Told {
    use process::Event as E;
    match event {
        E::Mapped(it) => as_written("", it),
        E::Revised(it) => as_written("", it),
        E::AreasAssigned(it) => {
            let further = [("further_areas".to_owned(), Value::Null)];
            later_wins(further.into_iter().chain(as_written("", it)))
        }
        E::StepAdded(it) => part("steps", it.step, "step", it),
        E::StepRevised(it) => part("steps", it.step, "step", it),
        E::StepRemoved(it) => gone(&format!("steps/{}/", it.step), state),
        E::HandOverAdded(it) => part("hand_overs", it.hand_over, "hand_over", it),
        E::HandOverRevised(it) => part("hand_overs", it.hand_over, "hand_over", it),
        E::HandOverRemoved(it) => gone(&format!("hand_overs/{}/", it.hand_over), state),
        E::VariantDeclared(it) => vec![("variant_of".to_owned(), json!(it.of))],
        E::DataUseRecorded(it) => {
            let place = data_use(it.step, it.data_object, it.usage, it.store.as_ref());
            member("data_uses", place, it.entry.map_or(json!(true), |it| json!(it)))
        }
        E::DataUseRemoved(it) => {
            let place = data_use(it.step, it.data_object, it.usage, it.store.as_ref());
            member("data_uses", place, Value::Null)
        }
        E::Attested(it) => {
            member("attested", it.unit, json!({ "agrees": it.agrees, "text": it.text }))
        }
        E::Released(it) => member(
            "released",
            segment(&it.label),
            json!({ "valid_from": it.valid_from, "reviewed_by": it.reviewed_by }),
        ),
        E::Retired(_) => vec![("retired".to_owned(), json!(true))],
    }
}

fn by_pain_point(event: &pain_point::Event, state: &Fields) -> Told {
    use pain_point::Event as E;
    match event {
        E::Logged(it) => {
            let is_backed = it.unit.is_some() || it.hours.is_some();
            let unit = it.unit.map_or_else(|| "unsaid".to_owned(), |it| it.to_string());
            let first = is_backed.then(|| member("backings", unit, backing(it.hours)));
            let is_own = |(field, _): &(String, Value)| field != "unit" && field != "hours";
            as_written("", it)
                .into_iter()
                .filter(is_own)
                .chain(first.into_iter().flatten())
                .collect()
        }
        E::Sorted(it) => as_written("", it),
        E::Placed(it) => vec![("on".to_owned(), or_null(json!(it.on)))],
        E::Revised(it) => as_written("", it),
        E::Backed(it) => [
            member("backings", it.unit, backing(it.hours)),
            member("resolved", it.unit, Value::Null),
        ]
        .concat(),
        E::BackingWithdrawn(it) => member("backings", it.unit, Value::Null),
        E::Resolved(it) => {
            let how = json!({ "how": it.how, "idea": it.idea, "found_at": it.found_at });
            if it.units.is_empty() {
                return vec![("resolved".to_owned(), how)];
            }
            it.units.iter().flat_map(|unit| member("resolved", unit, how.clone())).collect()
        }
        E::Reopened(_) => {
            [gone("resolved/", state), vec![("resolved".to_owned(), Value::Null)]].concat()
        }
        E::Merged(it) => vec![("merged_into".to_owned(), json!(it.into))],
        E::Unmerged(_) => vec![("merged_into".to_owned(), Value::Null)],
    }
}

fn by_log(event: &log::Event) -> Told {
    use log::Event as E;
    match event {
        E::Imported(it) => as_written("", it),
        E::HandOversMeasured(it) => {
            let place = format!("{}/{}/{}", segment(&it.level), it.month, it.part);
            member("measured_hand_overs", place, json!({ "pairs": it.pairs.len() }))
        }
        E::BouncesMeasured(it) => {
            let place = format!("{}/{}/{}", segment(&it.level), it.month, it.part);
            member("measured_bounces", place, json!({ "pairs": it.pairs.len() }))
        }
        E::ValueBound(it) => {
            let place = format!("{}/{}", segment(&it.by), segment(&it.value));
            member("bound", place, json!({ "unit": it.unit, "site": it.site }))
        }
        E::ActivityBound(it) => {
            let step = json!({ "process": it.process, "step": it.step });
            member("bound_activities", segment(&it.activity), step)
        }
        E::Unbound(it) => {
            let value = it.by.as_ref().zip(it.value.as_ref()).map(|(by, value)| {
                (format!("bound/{}/{}", segment(by), segment(value)), Value::Null)
            });
            let activity = it
                .activity
                .as_ref()
                .map(|it| (format!("bound_activities/{}", segment(it)), Value::Null));
            value.into_iter().chain(activity).collect()
        }
    }
}

/// An idea's fields and where it stands. Who supports it is not told, only that one more does.
fn by_idea(event: &idea::Event) -> Told {
    use idea::Event as E;
    let status = |status: idea::Status| ("status".to_owned(), json!(status.key()));
    let moved = |fields: Told| {
        let to = status(idea::Status::default().after(event));
        std::iter::once(to).chain(fields).collect()
    };
    match event {
        E::Proposed(it) => moved(as_written("", it)),
        E::Revised(it) => as_written("", it),
        E::PainPointAddressed(it) => member("addresses", it.pain_point, json!(true)),
        E::Supported(it) => member("supporters", it.supporter, json!({ "unit": it.unit })),
        E::SupportWithdrawn(it) => member("supporters", it.supporter, Value::Null),
        E::DecisionAsked(it) => moved(vec![("asked".to_owned(), json!(it))]),
        E::AskedBack(it) => moved(vec![("question".to_owned(), json!(it.question))]),
        E::PutOff(it) => moved(vec![("put_off".to_owned(), json!(it))]),
        E::Accepted(it) => moved(vec![("reason".to_owned(), json!(it.reason))]),
        E::Rejected(it) => moved(vec![("reason".to_owned(), json!(it.reason))]),
        E::Withdrawn(_) => moved(vec![]),
        E::Reopened(it) => moved(vec![("reason".to_owned(), json!(it.reason))]),
        E::PilotStarted(it) => moved(vec![("pilot".to_owned(), json!(it))]),
        E::PilotEnded(it) => moved(vec![("pilot_result".to_owned(), json!(it.result))]),
        E::Implemented(it) => {
            moved(it.units.iter().flat_map(|it| member("working", it, json!(true))).collect())
        }
        E::Adopted(it) => member("working", it.unit, json!(true)),
        E::BenefitEstimated(it) => vec![("benefit_estimated".to_owned(), json!(it))],
        E::BenefitMeasured(it) => {
            let days = format!("{}..{}", it.from, it.to);
            member(
                "benefit_measured",
                days,
                json!({ "hours_per_month": it.hours_per_month, "how": it.how }),
            )
        }
        E::ChangeSketched(it) => vec![("sketch".to_owned(), json!(it.commands))],
        E::Merged(it) => vec![("merged_into".to_owned(), json!(it.into))],
        E::Unmerged(_) => vec![("merged_into".to_owned(), Value::Null)],
    }
}

/// Members never change: the id follows from them.
fn by_duplicate(event: &duplicate::Event) -> Told {
    use duplicate::Event as E;
    let said = |kind: duplicate::DuplicateKind, members: &[uuid::Uuid], verdict: Value| -> Told {
        let named = [("kind".to_owned(), json!(kind)), ("verdict".to_owned(), verdict)];
        let members = members.iter().flat_map(|it| member("members", it, json!(true)));
        named.into_iter().chain(members).collect()
    };
    match event {
        E::Confirmed(it) => said(it.kind, &it.members, json!({ "sort": it.sort })),
        E::Dismissed(it) => said(it.kind, &it.members, json!({ "because": it.because })),
        E::VerdictWithdrawn(_) => vec![("verdict".to_owned(), Value::Null)],
    }
}

fn by_any(event: &any::Event) -> Told {
    use any::Event as E;
    match event {
        E::Commented(it) => {
            member("comments", it.comment, json!({ "text": it.text, "unit": it.unit }))
        }
        E::CommentRetracted(it) => member("comments", it.comment, Value::Null),
        E::TextRedacted(it) => {
            member("redacted", format!("{}{}", it.event, it.field), json!({ "reason": it.reason }))
        }
    }
}

fn data_use(
    step: ids::StepId,
    data_object: ids::DataObjectId,
    usage: Usage,
    store: Option<&Words>,
) -> String {
    let store = store.map(|it| format!("/{}", segment(it))).unwrap_or_default();
    format!("{step}/{data_object}/{}{store}", usage.key())
}

/// A fact field by field, as it is written; empty lists are nothing.
fn as_written(prefix: &str, fact: &impl Serialize) -> Told {
    let written = serde_json::to_value(fact).expect("facts have string keys and finite numbers");
    let Value::Object(fields) = written else { return Told::new() };
    told(prefix, fields)
}

fn told(prefix: &str, fields: Map<String, Value>) -> Told {
    let is_meant = |(name, value): &(String, Value)| {
        !(value.is_null() && NEVER_CLEARED.contains(&name.as_str()))
    };
    let path = |(name, value)| (format!("{prefix}{name}"), or_null(value));
    fields.into_iter().filter(is_meant).map(path).collect()
}

/// A fact about a step or hand-over; its own id is in the path already.
fn part(whole: &str, id: impl std::fmt::Display, own: &str, fact: &impl Serialize) -> Told {
    let prefix = format!("{whole}/{id}/");
    let own = format!("{prefix}{own}");
    as_written(&prefix, fact).into_iter().filter(|(field, _)| *field != own).collect()
}

fn member(set: &str, of: impl std::fmt::Display, value: Value) -> Told {
    vec![(format!("{set}/{of}"), value)]
}

/// Every field below a path ends.
fn gone(prefix: &str, state: &Fields) -> Told {
    let below = state.range(prefix.to_owned()..).take_while(|(field, _)| field.starts_with(prefix));
    below.map(|(field, _)| (field.clone(), Value::Null)).collect()
}

fn later_wins(told: impl Iterator<Item = (String, Value)>) -> Told {
    told.collect::<Fields>().into_iter().collect()
}

fn backing(hours: Option<Effort>) -> Value {
    hours.map_or(json!(true), |it| json!(it))
}

fn or_null(value: Value) -> Value {
    if value.as_array().is_some_and(Vec::is_empty) { Value::Null } else { value }
}

/// Words as a part of a path, written as in a JSON pointer.
fn segment(words: &Words) -> String {
    match words {
        Words::Text(text) => text.replace('~', "~0").replace('/', "~1"),
        Words::Erased(seal) => format!("erased-{}", &seal.to_string()[7..15]),
    }
}

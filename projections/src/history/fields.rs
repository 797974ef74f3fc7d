//! What each fact says about which fields: the table behind history.
//!
//! Most facts are written as they are, field by field. The others are about a part of the thing (a
//! step, a hand-over), about a member of a set (an area, a backing), or end something.

use std::collections::BTreeMap;

use events::{Event, Words, community, hours::Effort, log, pain_point, process, site, unit};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// What a thing is: fields that are set, by path.
pub(super) type Fields = BTreeMap<String, Value>;

/// Fields and what they hold from now on; `null` where nothing.
type Told = Vec<(String, Value)>;

/// Fields that a thing never lacks; a wish to clear one does nothing.
const NEVER_CLEARED: [&str; 6] = ["name", "country", "time_zone", "purpose", "text", "kind"];

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
        Event::Log(it) => by_log(it),
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
    }
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

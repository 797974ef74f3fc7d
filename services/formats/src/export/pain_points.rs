//! A pain point as the row that an import takes: what was said of it, and beside it what follows.

use events::ids::PainPointId;
use projections::Projections;
use serde_json::{Value, json};

use super::{
    lists::{elements, value},
    names::Names,
    rows::Item,
};
use crate::tables::{Noun, joined};

pub(super) fn item(projections: &Projections, id: PainPointId, names: &Names) -> Option<Item> {
    let Value::Object(mut item) = value(projections.pain_point_answer(id)?) else { return None };
    let said_of_it = projections.pain_points.get(id)?;
    let said = [("areas", "in_areas"), ("units", "all_units")];
    for (follows, column) in said {
        let value = item.remove(follows).unwrap_or_default();
        item.insert(column.to_owned(), value);
    }
    named(&mut item, "all_units", Noun::Units, names);
    named(&mut item, "communities", Noun::Communities, names);
    let everywhere = elements(item.get("resolutions").unwrap_or(&Value::Null))
        .find(|it| it["unit"].is_null())
        .map(|it| it["how"].clone());
    // The unit that says it longest is the one that the row speaks for.
    let backings = elements(item.get("backings").unwrap_or(&Value::Null));
    let first = backings.min_by_key(|it| it["position"].as_u64()).cloned().unwrap_or_default();
    let hours = first["hours"].clone();
    for (column, value) in [
        ("areas", value(said_of_it.areas)),
        ("unit", first["unit"].clone()),
        ("per_occurrence", hours["per_occurrence"].clone()),
        ("occurrences", hours["occurrences"]["n"].clone()),
        ("per", hours["occurrences"]["per"].clone()),
        ("people", hours["people"].clone()),
        ("resolved", everywhere.unwrap_or_default()),
    ] {
        item.insert(column.to_owned(), value);
    }
    for (column, text) in places(&value(&said_of_it.on), names) {
        item.insert(column.to_owned(), json!(text));
    }
    Some(item)
}

fn named(item: &mut Item, column: &str, noun: Noun, names: &Names) {
    let ids = item.remove(column).unwrap_or_default();
    let names = elements(&ids).filter_map(Value::as_str).map(|it| names.meant(noun, None, it));
    item.insert(column.to_owned(), json!(joined(names)));
}

/// The columns that say what it is about. Where the order of the columns is not that of what was said,
/// all of it stands in the last one.
fn places(on: &Value, names: &Names) -> Vec<(&'static str, String)> {
    let id = |it: &Value, key: &str| it[key].as_str().map(str::to_owned);
    let (mut columns, mut others, mut reached) = (Vec::new(), Vec::new(), 0);
    for target in elements(on) {
        let (process, step) = (id(target, "process"), id(target, "step"));
        let place = match (&process, id(target, "unit"), id(target, "site")) {
            (Some(_), ..) if target["hand_over"].is_null() => 1,
            (_, Some(_), _) => 2,
            (_, _, Some(_)) => 3,
            _ => 4,
        };
        if place == 4 || place <= reached || !others.is_empty() {
            others.push(written(target));
            continue;
        }
        reached = place;
        let meant = |noun, id: String| names.meant(noun, None, &id);
        if let Some(process) = process {
            if let Some(step) = step {
                columns.push(("on_step", names.meant(Noun::Steps, Some(&process), &step)));
            }
            columns.push(("on_process", meant(Noun::Processes, process)));
        }
        columns.extend(id(target, "unit").map(|it| ("on_unit", meant(Noun::Units, it))));
        columns.extend(id(target, "site").map(|it| ("on_site", meant(Noun::Sites, it))));
    }
    columns.push(("also_on", joined(others)));
    columns
}

/// `unit:ID`, `step:PROCESS/ID`
fn written(target: &Value) -> String {
    let text = |key: &str| target[key].as_str().unwrap_or_default();
    for part in ["step", "hand_over"] {
        if !target[part].is_null() {
            return format!("{part}:{}/{}", text("process"), text(part));
        }
    }
    let mut members = target.as_object().into_iter().flatten();
    let only =
        members.next().map(|(kind, id)| format!("{kind}:{}", id.as_str().unwrap_or_default()));
    only.unwrap_or_default()
}

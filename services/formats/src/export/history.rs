//! What happened as a table: a row for every field that an event changed, newest first.

use projections::history::HistoryItem;
use serde_json::Value;

use super::{
    lists::{elements, value},
    names::Names,
    rows::plain,
    sheet::{Cell, Sheet},
};

/// Events in one table, at most; what is older is told in a last row.
pub const EVENTS_MAX: usize = 20_000;

const COLUMNS: [&str; 17] = [
    "position",
    "recorded",
    "happened",
    "actor_kind",
    "actor",
    "on_behalf_of",
    "noun",
    "thing",
    "type",
    "field",
    "of",
    "from",
    "to",
    "why",
    "because_of",
    "basis",
    "id",
];

/// The rows of these events. Of more than [`EVENTS_MAX`] the first so many are told.
pub fn history(items: &[HistoryItem], names: &Names) -> Sheet {
    let mut rows: Vec<_> =
        items.iter().take(EVENTS_MAX).flat_map(|it| of_event(&value(it), names)).collect();
    if items.len() > EVENTS_MAX {
        let mut last = vec![Cell::Empty; COLUMNS.len()];
        last[8] = Cell::text(format!("cut short: only the newest {EVENTS_MAX} events are told"));
        rows.push(last);
    }
    Sheet { name: "history", columns: COLUMNS.to_vec(), rows }
}

fn of_event(event: &Value, names: &Names) -> Vec<Vec<Cell>> {
    let changes: Vec<&Value> = elements(&event["changes"]).collect();
    let nothing = Value::Null;
    let changes = if changes.is_empty() { vec![&nothing] } else { changes };
    changes.into_iter().map(|change| row(event, change, names)).collect()
}

fn row(event: &Value, change: &Value, names: &Names) -> Vec<Cell> {
    let said = |name: &str| plain(event.get(name));
    let changed = |name: &str| called(&change[name], names);
    let stream = event["stream"].as_str().and_then(|it| it.split_once('/'));
    let (noun, id) = stream.unwrap_or_default();
    vec![
        said("position"),
        said("recorded"),
        said("happened"),
        plain(event["actor"].get("kind")),
        plain(event["actor"].get("id")),
        called(&event["on_behalf_of"], names),
        Cell::text(noun),
        said("name"),
        said("type"),
        plain(change.get("field")),
        plain(change.get("of")),
        changed("from"),
        changed("to"),
        said("why"),
        because(&event["because_of"]),
        said("basis"),
        Cell::text(id),
    ]
}

/// What has a name is told by it.
fn called(value: &Value, names: &Names) -> Cell {
    match value.as_str().and_then(|id| names.name(id)) {
        Some(name) => Cell::text(name),
        None => plain(Some(value)),
    }
}

/// `idea 0189…`
fn because(value: &Value) -> Cell {
    let said = value.as_object().and_then(|it| it.iter().next());
    said.map_or(Cell::Empty, |(kind, id)| {
        Cell::text(format!("{kind} {}", id.as_str().unwrap_or_default()))
    })
}

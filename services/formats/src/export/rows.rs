//! Things as the API lists them, to the rows that an import takes.

use serde_json::{Map, Value};

use super::{
    names::Names,
    sheet::{Cell, Sheet},
};
use crate::tables::{
    Noun,
    columns::{Field, ID, Shape, fields, shown},
    joined, working_hours,
};

/// A thing as the API lists it, with a member for each column of which it has none by that name.
pub(crate) type Item = Map<String, Value>;

/// A table of one noun: the columns of its template, the id, and what else is worth seeing.
pub(crate) fn table(noun: Noun, items: &[Item], names: &Names) -> Sheet {
    let columns = fields(noun).iter().map(|it| it.name);
    let columns = columns.chain([ID]).chain(shown(noun).iter().copied()).collect();
    let row = |item: &Item| {
        let own = fields(noun).iter().map(|field| cell(noun, field, item, names));
        let others = [ID].iter().chain(shown(noun)).map(|name| plain(item.get(*name)));
        own.chain(others).collect()
    };
    Sheet { name: noun.name(), columns, rows: items.iter().map(row).collect() }
}

fn cell(noun: Noun, field: &Field, item: &Item, names: &Names) -> Cell {
    let value = item.get(field.name);
    let said = value.filter(|it| !it.is_null());
    match field.shape {
        Shape::WorkingHours => Cell::text(said.map(working_hours::written).unwrap_or_default()),
        Shape::Money => Cell::text(said.map(money).unwrap_or_default()),
        Shape::Reference(of) => said
            .and_then(Value::as_str)
            .map_or(Cell::Empty, |id| Cell::text(names.meant(of, None, id))),
        Shape::References(of) => {
            let ids = said.and_then(Value::as_array).into_iter().flatten();
            Cell::text(joined(ids.filter_map(Value::as_str).map(|it| names.meant(of, None, it))))
        }
        Shape::Part if noun == Noun::Communities && field.name == "units" => {
            let ids = said.and_then(Value::as_array).into_iter().flatten();
            let names = ids.filter_map(Value::as_str).map(|it| names.meant(Noun::Units, None, it));
            Cell::text(joined(names))
        }
        Shape::Text | Shape::Whole | Shape::Number | Shape::List | Shape::Part => plain(value),
    }
}

/// Any JSON as a cell: lists with bars between their entries.
pub(crate) fn plain(value: Option<&Value>) -> Cell {
    match value {
        None | Some(Value::Null) => Cell::Empty,
        Some(Value::String(text)) => Cell::text(text.as_str()),
        Some(Value::Number(number)) => number.as_f64().map_or(Cell::Empty, Cell::Number),
        Some(Value::Bool(it)) => Cell::text(if *it { "yes" } else { "" }),
        Some(Value::Array(all)) => Cell::text(joined(all.iter().map(|it| match it {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        }))),
        Some(object) => Cell::text(object.to_string()),
    }
}

/// `85.5 EUR`
pub(crate) fn money(value: &Value) -> String {
    match (value["amount"].as_f64(), value["currency"].as_str()) {
        (Some(amount), Some(currency)) => format!("{amount} {currency}"),
        _ => String::new(),
    }
}

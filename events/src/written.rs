//! JSON of any shape in which every text can be erased.
//!
//! Which texts somebody wrote and which are only the keys of a list, such as a channel, is not known
//! here, so all are sealed, but for ids.

use std::{borrow::Cow, collections::BTreeMap};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::words::{HasWords, Walk, Words};

/// A JSON value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(untagged, from = "Value")]
pub enum Written {
    /// `null`
    #[default]
    Nothing,
    /// `true`
    Flag(bool),
    /// A number.
    Number(serde_json::Number),
    /// A text that is an id, as ids are written.
    Id(Uuid),
    /// Any other text.
    Text(Words),
    /// A list.
    List(Vec<Written>),
    /// An object.
    Fields(BTreeMap<String, Written>),
}

impl Written {
    /// Whether it is `null`.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing)
    }

    /// As JSON; a text that was erased is `null`.
    pub fn to_json(&self) -> Value {
        match self {
            Self::Nothing => Value::Null,
            Self::Flag(it) => (*it).into(),
            Self::Number(it) => it.clone().into(),
            Self::Id(it) => it.to_string().into(),
            Self::Text(it) => it.text().into(),
            Self::List(items) => items.iter().map(Self::to_json).collect(),
            Self::Fields(fields) => {
                fields.iter().map(|(name, it)| (name.clone(), it.to_json())).collect()
            }
        }
    }
}

impl From<Value> for Written {
    fn from(json: Value) -> Self {
        match json {
            Value::Null => Self::Nothing,
            Value::Bool(it) => Self::Flag(it),
            Value::Number(it) => Self::Number(it),
            Value::String(it) => match Uuid::parse_str(&it) {
                Ok(id) if id.to_string() == it => Self::Id(id),
                _ => Self::Text(Words::read(it)),
            },
            Value::Array(items) => Self::List(items.into_iter().map(Self::from).collect()),
            Value::Object(fields) => {
                Self::Fields(fields.into_iter().map(|(name, it)| (name, it.into())).collect())
            }
        }
    }
}

impl HasWords for Written {
    fn walk_words(&mut self, walk: &mut Walk<'_>) {
        match self {
            Self::Nothing | Self::Flag(_) | Self::Number(_) | Self::Id(_) => {}
            Self::Text(words) => words.walk_words(walk),
            Self::List(items) => items.walk_words(walk),
            Self::Fields(fields) => {
                for (name, it) in fields {
                    walk.field(&name.replace('~', "~0").replace('/', "~1"), it);
                }
            }
        }
    }
}

impl JsonSchema for Written {
    fn schema_name() -> Cow<'static, str> {
        "Written".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "description": "JSON of any shape." })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_read_is_written_the_same_and_every_text_but_ids_is_met_with_its_pointer() {
        let id = "00000000-0000-4000-8000-000000000001";
        let json = json!({ "to": { "step": id }, "name": "Prüfen", "tools": ["SAP", "a/b"], "n": 1.5,
                           "x": null, "is": true });
        let mut written: Written = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(serde_json::to_value(&written).unwrap(), json);
        assert_eq!(written.to_json(), json);
        let mut met = vec![];
        let mut visit = |pointer: &str, words: &mut Words| {
            met.push((pointer.to_owned(), words.as_str().to_owned()));
        };
        written.walk_words(&mut Walk::from("", &mut visit));
        let expected = [("/name", "Prüfen"), ("/tools/0", "SAP"), ("/tools/1", "a/b")];
        assert_eq!(met, expected.map(|(at, it)| (at.to_owned(), it.to_owned())));
    }

    #[test]
    fn an_erased_text_reads_as_nothing() {
        let seal = Words::erased(crate::words::Seal([7; 32]));
        let written = Written::from(serde_json::to_value(&seal).unwrap());
        assert_eq!(written, Written::Text(seal));
        assert_eq!(written.to_json(), Value::Null);
    }
}

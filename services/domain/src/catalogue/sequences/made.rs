//! Bodies of commands made of their schemas and of bytes: small pools, so that what is said meets what was
//! said before.

use events::{Actor, ActorKind, ids::ActorId, samples::id};
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::catalogue::Entry;

/// Bytes that choose; behind their end the first of every choice is taken.
pub(super) struct Tape<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tape<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub(super) const fn is_left(&self) -> bool {
        self.at < self.bytes.len()
    }

    pub(super) fn below(&mut self, count: usize) -> usize {
        let byte = self.bytes.get(self.at).copied().unwrap_or_default();
        self.at += 1;
        usize::from(byte) % count.max(1)
    }
}

/// The same bytes for the same number, and others for another (`splitmix64`, Steele and others 2014).
pub(super) fn noise(seed: u32, count: usize) -> Vec<u8> {
    let mut state = u64::from(seed);
    let next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed.to_be_bytes()[0]
    };
    std::iter::repeat_with(next).take(count).collect()
}

/// One of two people.
pub(super) fn actor(tape: &mut Tape<'_>) -> Actor {
    Actor { id: ActorId(one_id(tape)), kind: ActorKind::Person, unit: None }
}

/// What a command takes.
pub(super) struct Taken {
    pub(super) entry: &'static Entry,
    schema: Value,
    definitions: Map<String, Value>,
}

impl Taken {
    pub(super) fn by(entry: &'static Entry) -> Self {
        let mut generator = SchemaSettings::draft2020_12().into_generator();
        let schema = (entry.schema)(&mut generator).to_value();
        Self { entry, schema, definitions: generator.take_definitions(true) }
    }

    /// A body with all that is needed and some of the rest.
    pub(super) fn body(&self, tape: &mut Tape<'_>) -> Value {
        Maker { definitions: &self.definitions, tape }.made("", &self.schema)
    }
}

struct Maker<'a, 'b> {
    definitions: &'a Map<String, Value>,
    tape: &'a mut Tape<'b>,
}

impl Maker<'_, '_> {
    fn made(&mut self, name: &str, schema: &Value) -> Value {
        if let Some(reference) = schema["$ref"].as_str().and_then(|it| it.rsplit('/').next()) {
            return self.made(name, &self.definitions[reference]);
        }
        for key in ["anyOf", "oneOf"] {
            if let Some(ways) = schema[key].as_array() {
                let way = self.tape.below(ways.len());
                return self.made(name, &ways[way]);
            }
        }
        if let Some(choices) = schema["enum"].as_array() {
            return choices[self.tape.below(choices.len().min(3))].clone();
        }
        if !schema["const"].is_null() {
            return schema["const"].clone();
        }
        match self.kind(schema).as_str() {
            "object" => self.object(schema),
            "array" => self.array(name, schema),
            "string" if schema["format"] == "uuid" => json!(one_id(self.tape)),
            "string" => json!(self.text(name)),
            "number" => json!([0.5, 1.0, 0.25][self.tape.below(3)]),
            "integer" => json!([5, 1, 0][self.tape.below(3)]),
            "boolean" => json!(self.tape.below(2) == 0),
            "null" => Value::Null,
            _ => json!({}),
        }
    }

    /// The type, one of them where there are several.
    fn kind(&mut self, schema: &Value) -> String {
        let kind = match schema["type"].as_array() {
            Some(kinds) => &kinds[self.tape.below(kinds.len())],
            None => &schema["type"],
        };
        kind.as_str().unwrap_or_default().to_owned()
    }

    fn object(&mut self, schema: &Value) -> Value {
        let required: Vec<_> = schema["required"].as_array().into_iter().flatten().collect();
        let mut object = Map::new();
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            let is_needed = required.iter().any(|it| *it == name);
            if is_needed || self.tape.below(3) == 0 {
                object.insert(name.clone(), self.made(name, field));
            }
        }
        Value::Object(object)
    }

    fn array(&mut self, name: &str, schema: &Value) -> Value {
        let least = if schema["minItems"].is_null() { 0 } else { 2 };
        let count = self.tape.below(3).max(least);
        let items = schema.get("items").or_else(|| schema["prefixItems"].get(0));
        let mut made: Vec<_> =
            (0..count).map(|_| self.made(name, items.unwrap_or(&Value::Null))).collect();
        // Members of a set are told in their order, and each once.
        made.sort_by_key(Value::to_string);
        made.dedup();
        Value::Array(made)
    }

    fn text(&mut self, name: &str) -> &'static str {
        const ENDS: &[&str] =
            &["2026-01-31", "2026-02-28", "2026-01-31T12:00:00Z", "A", "B", "08:00", "16:00"];
        let pool: &[&str] = match name {
            "country" => &["DE", "IN"],
            "time_zone" => &["Europe/Berlin", "Asia/Kolkata"],
            "currency" => &["EUR", "INR"],
            "month" => &["2012-04", "2012-05"],
            "sha256" => &["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
            "language" => &["de", "en"],
            "link" => &["https://example.org/a", "https://example.org/b"],
            "by" | "until" | "valid_from" | "holidays" => &["2026-01-31", "2026-02-28"],
            "from" | "to" => ENDS,
            "between" => &["A", "B"],
            "noun" => &["units"],
            "command" => &["revise-unit"],
            _ => &["Drei Listen", "Vier Listen"],
        };
        pool[self.tape.below(pool.len())]
    }
}

fn one_id(tape: &mut Tape<'_>) -> Uuid {
    id([1, 2, 3][tape.below(3)])
}

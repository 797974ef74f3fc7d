//! The members of a JSON object as they were written. One that stands twice is refused: which of the two
//! was meant, nobody can know.

use std::fmt;

use serde::{
    Deserializer as _,
    de::{Error as _, MapAccess, Visitor},
};
use serde_json::value::RawValue;

/// Names and values, in the order of the text.
#[derive(Debug, Default)]
pub(crate) struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'a> Members<'a> {
    /// Reads an object; an empty text is one without members.
    pub(crate) fn read(text: &'a [u8]) -> serde_json::Result<Self> {
        if text.is_empty() {
            return Ok(Self::default());
        }
        let mut reader = serde_json::Deserializer::from_slice(text);
        let members = reader.deserialize_map(Object)?;
        reader.end()?;
        Ok(members)
    }

    /// The value of a member, as it was written.
    pub(crate) fn get(&self, name: &str) -> Option<&'a str> {
        self.0.iter().find(|(it, _)| it == name).map(|(_, value)| value.get())
    }

    /// The object without one of its members.
    pub(crate) fn without(&self, name: &str) -> String {
        let others = self.0.iter().filter(|(it, _)| it != name);
        let others = others.map(|(name, value)| format!("{}:{value}", serde_json::json!(name)));
        format!("{{{}}}", others.collect::<Vec<_>>().join(","))
    }
}

struct Object;

impl<'de> Visitor<'de> for Object {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Members::default();
        while let Some((name, value)) = map.next_entry::<String, &RawValue>()? {
            if members.get(&name).is_some() {
                return Err(A::Error::custom(format!("the member `{name}` stands twice")));
            }
            members.0.push((name, value));
        }
        Ok(members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_taken_apart_and_put_together_as_it_was_written() {
        let members = Members::read(br#" {"a": 1.50, "meta": {"why": "x"}, "b\n": [] }"#).unwrap();
        assert_eq!(members.get("meta"), Some(r#"{"why": "x"}"#));
        assert_eq!(members.without("meta"), r#"{"a":1.50,"b\n":[]}"#);
    }

    #[test]
    fn a_member_that_stands_twice_is_refused() {
        let error = Members::read(br#"{"name": "a", "name": "b"}"#).unwrap_err();
        assert!(error.to_string().starts_with("the member `name` stands twice"), "{error}");
    }

    #[test]
    fn what_is_no_object_is_refused() {
        for text in ["[]", "null", "{} {}", "{", "\"x\""] {
            assert!(Members::read(text.as_bytes()).is_err(), "{text}");
        }
    }
}

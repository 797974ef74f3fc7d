//! Words that people wrote: texts and names, the only part of history that may ever be erased.
//!
//! In the stored envelope words stand as a [`Seal`], a salted SHA-256 of the text. Salt and text lie
//! beside the envelope, in the sealed part. Take that part away and the words read as erased, while
//! the envelope and every proof over it stay as they were.

use std::{borrow::Cow, fmt, sync::Arc};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Text or a name that somebody wrote, or what is left of it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Words {
    /// As written.
    Text(Arc<str>),
    /// Erased, or not opened yet: only the seal is known. It lies apart, so that a text takes no more room.
    Erased(Arc<Seal>),
}

/// SHA-256 of salt and text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seal(pub [u8; 32]);

/// How a seal is written, so that it cannot be taken for a text.
const SEAL_PREFIX: &str = "sha256:";

impl Words {
    /// Words of which only this is known.
    pub fn erased(seal: Seal) -> Self {
        Self::Erased(Arc::new(seal))
    }

    /// The text, unless it was erased.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Erased(_) => None,
        }
    }

    /// Words as they are written: a seal, else a text.
    pub(crate) fn read(written: String) -> Self {
        Seal::parse(&written).map_or_else(|| written.into(), Self::erased)
    }

    /// The text, or nothing where it was erased.
    pub fn as_str(&self) -> &str {
        self.text().unwrap_or_default()
    }
}

impl<T: Into<Arc<str>>> From<T> for Words {
    fn from(text: T) -> Self {
        Self::Text(text.into())
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Erased(seal) => write!(f, "erased({seal})"),
        }
    }
}

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(SEAL_PREFIX)?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Seal {
    /// As it is written: `sha256:` and 64 digits.
    pub fn parse(written: &str) -> Option<Self> {
        let digits = written.strip_prefix(SEAL_PREFIX)?.as_bytes();
        let mut bytes = [0; 32];
        if digits.len() != 64 {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = hex_digit(pair[0])? << 4 | hex_digit(pair[1])?;
        }
        Some(Self(bytes))
    }
}

fn hex_digit(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

impl Serialize for Words {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Erased(seal) => serializer.collect_str(seal),
        }
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Words;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_str<E: serde::de::Error>(self, written: &str) -> Result<Words, E> {
                Ok(Words::read(written.to_owned()))
            }
        }
        deserializer.deserialize_str(Visitor)
    }
}

impl JsonSchema for Words {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Words".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string" })
    }
}

/// What may hold words. The walk meets them in a fixed order, each with its JSON pointer.
pub trait HasWords {
    /// Shows every words value inside to `walk`.
    fn walk_words(&mut self, walk: &mut Walk<'_>);
}

/// A walk over the words of a fact.
pub struct Walk<'a> {
    pointer: String,
    visit: &'a mut dyn FnMut(&str, &mut Words),
}

impl fmt::Debug for Walk<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Walk at {}", self.pointer)
    }
}

impl<'a> Walk<'a> {
    /// Starts a walk at `root` (empty, or a pointer such as `/meta`).
    pub fn from(root: &str, visit: &'a mut dyn FnMut(&str, &mut Words)) -> Self {
        Self { pointer: root.to_owned(), visit }
    }

    pub(crate) fn field(&mut self, name: &str, value: &mut impl HasWords) {
        let here = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(name);
        value.walk_words(self);
        self.pointer.truncate(here);
    }
}

impl HasWords for Words {
    fn walk_words(&mut self, walk: &mut Walk<'_>) {
        (walk.visit)(&walk.pointer, self);
    }
}

impl<T: HasWords> HasWords for Option<T> {
    fn walk_words(&mut self, walk: &mut Walk<'_>) {
        if let Some(value) = self {
            value.walk_words(walk);
        }
    }
}

impl<T: HasWords> HasWords for Vec<T> {
    fn walk_words(&mut self, walk: &mut Walk<'_>) {
        for (place, value) in self.iter_mut().enumerate() {
            walk.field(&place.to_string(), value);
        }
    }
}

/// Types in facts that never hold words.
macro_rules! wordless {
    ($($type:ty),+ $(,)?) => {
        $(impl $crate::words::HasWords for $type {
            fn walk_words(&mut self, _: &mut $crate::words::Walk<'_>) {}
        })+
    };
}
pub(crate) use wordless;

wordless!(bool, u32, u64, f64, String, jiff::Timestamp, jiff::civil::Date, crate::Position);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_survives_writing_and_reading() {
        let seal = Words::erased(Seal([0xa5; 32]));
        let written = serde_json::to_string(&seal).unwrap();
        assert_eq!(serde_json::from_str::<Words>(&written).unwrap(), seal);
    }

    #[test]
    fn a_text_that_only_begins_like_a_seal_stays_a_text() {
        let words: Words = serde_json::from_str(r#""sha256:see below""#).unwrap();
        assert_eq!(words.text(), Some("sha256:see below"));
    }
}

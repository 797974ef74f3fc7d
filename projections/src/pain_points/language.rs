//! The language of a text. Nearly every pain point has one, and nearly every tag is short.

use serde::{Deserialize, Serialize};

/// Bytes of a tag that is kept in place: `de`, `en-GB`, `zh-Hans-CN`. Few are longer.
const SHORT: usize = 14;

/// A language tag as in BCP 47.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub(super) enum Language {
    Short(u8, [u8; SHORT]),
    #[expect(clippy::box_collection, reason = "rare, and in place it takes a third of the room")]
    Long(Box<String>),
}

impl Language {
    pub(super) fn of(tag: &str) -> Self {
        let mut bytes = [0; SHORT];
        match (u8::try_from(tag.len()), bytes.get_mut(..tag.len())) {
            (Ok(length), Some(place)) => {
                place.copy_from_slice(tag.as_bytes());
                Self::Short(length, bytes)
            }
            _ => Self::Long(Box::new(tag.to_owned())),
        }
    }

    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Short(length, bytes) => str::from_utf8(&bytes[..usize::from(*length)])
                .expect("it was a text when it was put in place"),
            Self::Long(tag) => tag,
        }
    }
}

impl From<String> for Language {
    fn from(tag: String) -> Self {
        Self::of(&tag)
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.as_str().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_of_any_length_reads_as_it_was() {
        for tag in ["", "de", "de-x-abcdefg-h", "de-x-abcdefg-hi", "de-x-wörtlich"] {
            assert_eq!(Language::of(tag).as_str(), tag);
        }
        assert_eq!(size_of::<Option<Language>>(), 16);
    }
}

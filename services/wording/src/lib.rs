//! What happened and what differs, in words: sentences, labels, numbers and dates in German and English.
//!
//! Invariant: pure. Persons are never named; words that were erased read as erased. Both languages say
//! the same: their files in `words/` have the same keys.

pub mod difference;
pub mod figures;
pub mod names;
mod phrases;
pub mod sentence;
pub mod sentences;
mod values;

use std::str::FromStr;

pub use phrases::{Phrases, args};

/// A language that Acker speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English, where nobody says otherwise.
    #[default]
    English,
    /// German.
    German,
}

impl Language {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::English, Self::German];

    /// As it stands in questions and in `lang` of a page.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// That of an environment, such as `de_DE.UTF-8`; English where Acker does not speak it.
    pub fn of_environment(variable: &str) -> Self {
        variable.get(..2).and_then(|it| it.to_lowercase().parse().ok()).unwrap_or_default()
    }
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(tag: &str) -> Result<Self, UnknownLanguage> {
        Self::ALL.into_iter().find(|it| it.tag() == tag).ok_or(UnknownLanguage)
    }
}

/// A language that Acker does not speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownLanguage;

impl std::fmt::Display for UnknownLanguage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not one of `de`, `en`")
    }
}

#[cfg(test)]
mod tests;

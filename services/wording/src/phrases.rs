//! The phrases of one language, read from its file once.

use std::{fmt, sync::LazyLock};

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use unic_langid::LanguageIdentifier;

use crate::Language;

const GERMAN: &str = include_str!("../words/de.ftl");
const ENGLISH: &str = include_str!("../words/en.ftl");

static BUNDLES: LazyLock<[FluentBundle<FluentResource>; 2]> =
    LazyLock::new(|| [bundle("en", ENGLISH), bundle("de", GERMAN)]);

/// The phrases of one language.
#[derive(Clone, Copy)]
pub struct Phrases {
    language: Language,
    bundle: &'static FluentBundle<FluentResource>,
}

impl fmt::Debug for Phrases {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phrases({:?})", self.language)
    }
}

impl Phrases {
    /// Those of a language.
    pub fn of(language: Language) -> Self {
        let place = match language {
            Language::English => 0,
            Language::German => 1,
        };
        Self { language, bundle: &BUNDLES[place] }
    }

    /// Their language.
    pub fn language(self) -> Language {
        self.language
    }

    /// A phrase without gaps; its key where there is none, which a test excludes.
    pub fn word(self, key: &str) -> String {
        self.said(key, &FluentArgs::new())
    }

    /// A phrase, with its gaps filled.
    pub fn said(self, key: &str, gaps: &FluentArgs<'_>) -> String {
        self.find(key, gaps).unwrap_or_else(|| key.to_owned())
    }

    /// A phrase, if there is one of that key.
    pub fn find(self, key: &str, gaps: &FluentArgs<'_>) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let said = self.bundle.format_pattern(pattern, Some(gaps), &mut vec![]);
        Some(said.into_owned())
    }

    /// A word from a fixed list: `in_pilot`; as it stands where the list grew.
    pub fn listed(self, word: &str) -> String {
        self.known(word).unwrap_or_else(|| word.replace('_', " "))
    }

    /// The same, if it is known.
    pub fn known(self, word: &str) -> Option<String> {
        self.find(&format!("word-{word}"), &FluentArgs::new())
    }
}

/// Gaps of a phrase, by name.
pub fn args<'a>(gaps: impl IntoIterator<Item = (&'static str, String)>) -> FluentArgs<'a> {
    gaps.into_iter().collect()
}

fn bundle(tag: &str, text: &str) -> FluentBundle<FluentResource> {
    let language: LanguageIdentifier = tag.parse().expect("a language tag");
    let resource = FluentResource::try_new(text.to_owned()).expect("a file that a test reads");
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // Isolation marks are for mixed directions of writing; both languages run from left to right.
    bundle.set_use_isolating(false);
    bundle.add_resource(resource).expect("every key stands there once");
    bundle
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn keys(text: &str) -> BTreeSet<&str> {
        let is_key = |line: &&str| line.starts_with(|it: char| it.is_ascii_alphabetic());
        text.lines().filter(is_key).filter_map(|it| it.split_once(" = ")).map(|it| it.0).collect()
    }

    fn gaps(text: &str, key: &str) -> BTreeSet<String> {
        let line = text.lines().find(|it| it.starts_with(&format!("{key} = "))).expect("a phrase");
        line.split("{ $")
            .skip(1)
            .filter_map(|it| it.split_once(' '))
            .map(|it| it.0.to_owned())
            .collect()
    }

    #[test]
    fn both_languages_have_the_same_keys_with_the_same_gaps() {
        assert_eq!(keys(GERMAN), keys(ENGLISH));
        for key in keys(GERMAN) {
            assert_eq!(gaps(GERMAN, key), gaps(ENGLISH, key), "{key}");
        }
    }

    #[test]
    fn both_files_are_read_whole() {
        for (language, text) in [(Language::German, GERMAN), (Language::English, ENGLISH)] {
            let phrases = Phrases::of(language);
            assert!(keys(text).iter().all(|it| phrases.bundle.has_message(it)));
        }
    }
}

//! The language of whoever sits at the terminal, and how things are written in it.
//!
//! A sentence stands where it is said, in English and in German beside each other ([`told`]): none can be
//! missing in one language, and both have the same gaps, or the program does not build. Words from fixed
//! lists, and what other rooms say, are translated in `wording`, once for everybody.

use std::{ffi::OsString, sync::OnceLock};

use clap::ValueEnum;
use jiff::{Timestamp, civil::Date};
use serde_json::Value;
use wording::{Language, Phrases, figures, sentences};

/// A language that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Tongue {
    /// Deutsch
    De,
    /// English
    En,
}

static LANGUAGE: OnceLock<Language> = OnceLock::new();

/// A sentence in English, the same in German, and what fills the gaps of both.
macro_rules! told {
    ($english:literal, $german:literal $(, $gap:expr)* $(,)?) => {
        match $crate::words::language() {
            wording::Language::English => format!($english $(, $gap)*),
            wording::Language::German => format!($german $(, $gap)*),
        }
    };
}
pub(crate) use told;

/// Speaks the language that is asked for from now on, else that of the environment. Read before the command
/// line is, so that what is wrong with that is told in it too.
pub(crate) fn speak_as_asked(arguments: &[OsString]) {
    let said = ["LC_ALL", "LC_MESSAGES", "LANG"];
    let environment = said.iter().filter_map(|it| std::env::var(it).ok()).find(|it| !it.is_empty());
    let language =
        asked(arguments).or_else(|| environment.as_deref().map(Language::of_environment));
    LANGUAGE.get_or_init(|| language.unwrap_or_default());
}

/// What `--lang` says, wherever it stands.
fn asked(arguments: &[OsString]) -> Option<Language> {
    let arguments: Vec<_> = arguments.iter().map(|it| it.to_string_lossy()).collect();
    let said =
        arguments.iter().enumerate().find_map(|(place, it)| match it.strip_prefix("--lang") {
            Some("") => arguments.get(place + 1).map(ToString::to_string),
            Some(rest) => rest.strip_prefix('=').map(str::to_owned),
            None => None,
        });
    said?.parse().ok()
}

/// The language that is spoken.
pub(crate) fn language() -> Language {
    LANGUAGE.get().copied().unwrap_or_default()
}

/// The one of two that is in the language that is spoken.
pub(crate) fn one_of<'a>(english: &'a str, german: &'a str) -> &'a str {
    match language() {
        Language::English => english,
        Language::German => german,
    }
}

/// A word from a fixed list of the API: `in_pilot`; a dash where there is none.
pub(crate) fn listed(word: &Value) -> String {
    word.as_str().map_or_else(|| "–".to_owned(), |it| Phrases::of(language()).listed(it))
}

/// A sentence that another room says in English; as it stands where nobody translated it.
pub(crate) fn said(english: &str) -> String {
    sentences::said(language(), english)
}

/// A figure of an answer with one decimal; a dash where it is not known.
pub(crate) fn figure(value: &Value) -> String {
    value.as_f64().map_or_else(|| "–".to_owned(), |it| decimals(it, 1))
}

/// A figure with so many decimals, as it is written in this language.
pub(crate) fn decimals(value: f64, count: usize) -> String {
    written(language(), value, count)
}

fn written(language: Language, value: f64, count: usize) -> String {
    let plain = format!("{value:.count$}");
    match language {
        Language::English => plain,
        Language::German => plain.replace('.', ","),
    }
}

/// A share as a whole per cent.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// A day of an answer: `31.03.2026` or `31 Mar 2026`; a dash where there is none.
pub(crate) fn day(value: &Value) -> String {
    let written = value.as_str().unwrap_or("–");
    let day = written.get(..10).and_then(|it| it.parse::<Date>().ok());
    day.map_or_else(|| written.to_owned(), |it| figures::day(language(), it))
}

/// A time of an answer, to the minute, in UTC.
pub(crate) fn time(value: &Value) -> String {
    let written = value.as_str().unwrap_or_default();
    let time = written.parse::<Timestamp>().ok();
    time.map_or_else(|| written.to_owned(), |it| figures::time(language(), it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_a_comma_in_german() {
        let both = [Language::English, Language::German].map(|it| written(it, 36.66, 1));
        assert_eq!(both, ["36.7", "36,7"]);
    }

    #[test]
    fn the_language_is_found_wherever_it_is_said_and_another_one_is_not() {
        let asked = |line: &str| asked(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        assert_eq!(asked("acker loops --lang de"), Some(Language::German));
        assert_eq!(asked("acker --lang=en loops"), Some(Language::English));
        assert_eq!(asked("acker loops --lang fr"), None);
        assert_eq!(asked("acker loops --language de"), None);
        assert_eq!(asked("acker loops --lang"), None);
    }
}

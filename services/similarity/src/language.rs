//! German or English, told from as little as a label: by the words that only one of them has, by
//! umlauts, by endings, and by nouns in capitals behind the first word.

use crate::{lexicon::Senses, normalise::Word};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    German,
    English,
}

#[rustfmt::skip]
const GERMAN: [&str; 44] = [
    "als", "am", "an", "auf", "aus", "bei", "beim", "bis", "das", "dem", "den", "der", "des", "die",
    "durch", "ein", "eine", "einem", "einen", "einer", "eines", "fuer", "im", "ins", "ist", "mit",
    "nach", "oder", "ohne", "sich", "sind", "ueber", "und", "vom", "von", "vor", "werden", "wie",
    "wird", "wurde", "zu", "zum", "zur", "zwischen",
];

#[rustfmt::skip]
const ENGLISH: [&str; 27] = [
    "and", "are", "at", "be", "been", "by", "for", "from", "has", "have", "if", "into", "is", "it",
    "of", "on", "or", "that", "the", "their", "this", "to", "was", "were", "whether", "with",
    "without",
];

const GERMAN_ENDINGS: [&str; 8] =
    ["ung", "ungen", "keit", "heit", "schaft", "ieren", "lich", "isch"];
const ENGLISH_ENDINGS: [&str; 7] = ["tion", "tions", "ment", "ness", "ing", "ity", "ies"];

/// German where nothing tells: there, fewer rules read something into the order of words.
pub(crate) fn of<'a>(words: impl Iterator<Item = (&'a Word, Option<Senses>)>) -> Language {
    let mut leaning = 0_i32;
    for (place, (word, senses)) in words.enumerate() {
        leaning += lean(word, senses);
        let is_noun = word.written.starts_with(char::is_uppercase)
            && word.written.chars().skip(1).any(char::is_lowercase);
        // A few English words stand in capitals too, so this tells little.
        leaning += i32::from(place > 0 && is_noun);
    }
    if leaning < 0 { Language::English } else { Language::German }
}

/// How much a word leans towards German, or away from it.
fn lean(word: &Word, senses: Option<Senses>) -> i32 {
    let folded = word.folded.as_str();
    let is_of = |words: &[&str]| words.binary_search(&folded).is_ok();
    let has_ending = |endings: &[&str]| endings.iter().any(|it| folded.ends_with(it));
    let mut leaning = 3 * (i32::from(is_of(&GERMAN)) - i32::from(is_of(&ENGLISH)));
    leaning += 3 * i32::from(word.written.contains(['ä', 'ö', 'ü', 'ß', 'Ä', 'Ö', 'Ü']));
    if let Some(senses) = senses {
        leaning += 2 * (i32::from(senses.is_german) - i32::from(senses.is_english));
    }
    leaning + i32::from(has_ending(&GERMAN_ENDINGS)) - i32::from(has_ending(&ENGLISH_ENDINGS))
}

/// Of any text: what a label, a pain point or a whole description is written in.
pub fn language(text: &str) -> Language {
    let words = crate::normalise::words(text);
    of(words.iter().map(|it| (it, crate::lexicon::lexicon().exact(&it.folded))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_the_language_of_short_labels() {
        for text in [
            "Lieferantendaten prüfen",
            "Rechnung buchen",
            "Freigabe der Bestellung",
            "Ware annehmen",
            "Messprotokoll ablegen",
        ] {
            assert_eq!(language(text), Language::German, "{text}");
        }
        for text in [
            "check supplier data",
            "Approve invoice",
            "Send to customer",
            "Registration of students",
            "Update Spare Parts List",
        ] {
            assert_eq!(language(text), Language::English, "{text}");
        }
    }

    #[test]
    fn lists_are_in_order() {
        assert!(GERMAN.is_sorted_by(|a, b| a < b) && ENGLISH.is_sorted_by(|a, b| a < b));
    }
}

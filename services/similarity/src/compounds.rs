//! A word in its parts: "Lieferantendatenprüfung" as supplier, data, check.
//!
//! The cheapest way to cover a word with known ones, joined by the letters that German puts between
//! them (after Koehn and Knight, *Empirical Methods for Compound Splitting*, 2003, with what the
//! glossary knows instead of a corpus). One part at most may be unknown, and never the smaller part
//! of the word alone is known.

use crate::lexicon::{Lexicon, Senses};

const LETTERS_MIN: usize = 8;
const LETTERS_MAX: usize = 60;
const PART_MIN: usize = 3;
const UNKNOWN_MIN: usize = 4;
/// Letters of a head that is not known, and of what is known before it.
const HEAD_MIN: usize = 6;
const HEAD_FRONT_MIN: usize = 5;
const LINKS: [&str; 6] = ["s", "es", "n", "en", "er", "e"];

/// A part as it stands in the word, and what it may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) text: Box<str>,
    pub(crate) senses: Option<Senses>,
}

/// The cheapest way to some place in the word.
#[derive(Debug, Clone, Copy)]
struct Way {
    cost: u32,
    from: usize,
    senses: Option<Senses>,
    unknown: usize,
}

/// Two parts or more; nothing for a word that is no compound of known ones.
pub(crate) fn parts(word: &str, lexicon: &Lexicon) -> Option<Vec<Part>> {
    let length = word.len();
    if !(LETTERS_MIN..=LETTERS_MAX).contains(&length)
        || !word.bytes().all(|it| it.is_ascii_lowercase())
    {
        return None;
    }
    let mut ways: Vec<Option<Way>> = vec![None; length + 1];
    ways[0] = Some(Way { cost: 0, from: 0, senses: None, unknown: 0 });
    for from in 0..=length - PART_MIN {
        let Some(way) = ways[from] else { continue };
        for to in from + PART_MIN..=length {
            if from == 0 && to == length {
                continue;
            }
            let part = &word[from..to];
            let senses = meaning(part, to == length, lexicon);
            let Some((cost, unknown)) = cost(part, senses, way.unknown) else { continue };
            let next = Way { cost: way.cost + cost, from, senses, unknown };
            if ways[to].is_none_or(|known| next.cost < known.cost) {
                ways[to] = Some(next);
            }
        }
    }
    let whole = ways[length].filter(|it| it.unknown * 5 <= length * 3)?;
    let is_german_head = whole.senses.is_some_and(|it| it.is_german);
    let is_long_head = whole.senses.is_none()
        && whole.unknown >= HEAD_MIN
        && length - whole.unknown >= HEAD_FRONT_MIN;
    (whole.unknown == 0 || is_german_head || is_long_head).then(|| trace(word, &ways))
}

fn meaning(part: &str, is_head: bool, lexicon: &Lexicon) -> Option<Senses> {
    let exact = lexicon.exact(part);
    if is_head || exact.is_some() {
        return exact;
    }
    let unlinked = LINKS.iter().filter_map(|it| part.strip_suffix(it));
    let mut known =
        unlinked.filter(|it| it.len() >= UNKNOWN_MIN).filter_map(|it| lexicon.exact(it));
    known.next().or_else(|| {
        let action = lexicon.stem(part)?;
        Some(Senses { action: Some(action), is_german: true, ..Senses::default() })
    })
}

/// In hundredths, and how many letters are unknown then; nothing where it may not be.
fn cost(part: &str, senses: Option<Senses>, unknown: usize) -> Option<(u32, usize)> {
    let letters = part.len();
    match senses {
        Some(_) if letters == PART_MIN => Some((170, unknown)),
        Some(_) => Some((100, unknown)),
        None if unknown == 0 && letters >= UNKNOWN_MIN => {
            Some((150 + 40 * u32::try_from(letters).ok()?, letters))
        }
        None => None,
    }
}

fn trace(word: &str, ways: &[Option<Way>]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut to = word.len();
    while let Some(way) = ways[to].filter(|_| to > 0) {
        parts.push(Part { text: word[way.from..to].into(), senses: way.senses });
        to = way.from;
    }
    parts.reverse();
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::lexicon;

    #[test]
    fn compounds_are_taken_apart() {
        assert_eq!(parted("lieferantendatenpruefung"), "lieferanten daten pruefung");
        assert_eq!(parted("rechnungspruefung"), "rechnungs pruefung");
        assert_eq!(parted("bestellnummer"), "bestell nummer");
        assert_eq!(parted("angebotsannahme"), "angebots annahme");
        assert_eq!(parted("hydraulikrechnung"), "hydraulik rechnung");
    }

    #[test]
    fn other_words_stay_whole() {
        for word in ["verantwortung", "understanding", "performance", "besonderheit", "daten"] {
            assert_eq!(parted(word), "", "{word}");
        }
    }

    fn parted(word: &str) -> String {
        let parts = parts(word, lexicon()).unwrap_or_default();
        parts.iter().map(|it| &*it.text).collect::<Vec<_>>().join(" ")
    }
}

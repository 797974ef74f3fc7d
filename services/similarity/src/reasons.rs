//! Why two texts are held to say the same, in words a reader can check.

use crate::{
    normalise::{Word, folded_pieces, words},
    stop_words::is_stop_word,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Words that both use, in whatever form.
    Words,
    /// Parts of compounds that both use.
    Parts,
}

/// One reason. The detail is what they share, as the first text writes it and in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    pub what: What,
    pub detail: String,
}

impl What {
    /// For programs: `words`, `parts`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Parts => "parts",
        }
    }
}

/// Letters that two words, or two parts, must share.
const SHARED_MIN: usize = 4;

/// Words first, then parts of the words that are not shared. Empty only if the texts share nothing.
pub fn reasons(first: &str, second: &str) -> Vec<Reason> {
    let (first, second) = (telling(first), telling(second));
    let is_shared = |word: &&Word| second.iter().any(|it| is_same(&word.folded, &it.folded));
    let (shared, alone): (Vec<&Word>, Vec<&Word>) = first.iter().partition(is_shared);
    let parts: Vec<String> = alone.iter().filter_map(|word| part(word, &second)).collect();
    let shared: Vec<String> = shared.iter().map(|it| it.written.clone()).collect();
    [(What::Words, shared), (What::Parts, parts)]
        .into_iter()
        .filter(|(_, found)| !found.is_empty())
        .map(|(what, found)| Reason { what, detail: found.join(" ") })
        .collect()
}

/// The words that say something; all of them if none does.
fn telling(text: &str) -> Vec<Word> {
    let words = words(text);
    let telling: Vec<Word> = words.iter().filter(|it| !is_stop_word(&it.folded)).cloned().collect();
    if telling.is_empty() { words } else { telling }
}

/// Equal, or with the same beginning and only an ending of their own: prüfen, Prüfung.
fn is_same(a: &str, b: &str) -> bool {
    let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let ending = |word: &str| word.chars().count() - shared;
    a == b || (shared >= SHARED_MIN && ending(a) <= 3 && ending(b) <= 3)
}

/// The longest part that the word shares with any of the others, as it is written.
fn part(word: &Word, others: &[Word]) -> Option<String> {
    let pieces = folded_pieces(&word.written);
    let mut best = 0..0;
    for start in 0..pieces.len() {
        for end in start + best.len() + 1..=pieces.len() {
            let part = pieces[start..end].concat();
            if !others.iter().any(|it| it.folded.contains(&part)) {
                break;
            }
            best = start..end;
        }
    }
    let part: String = word.written.chars().skip(best.start).take(best.len()).collect();
    (best.len() >= SHARED_MIN).then_some(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_shared_words_as_the_first_text_writes_them() {
        assert_eq!(
            told("Lieferantendaten prüfen", "Prüfung der Lieferanten-Daten"),
            [("words", "Lieferantendaten prüfen".to_owned())]
        );
        assert_eq!(
            told("Checking of supplier data", "check supplier data"),
            [("words", "Checking supplier data".to_owned())]
        );
    }

    #[test]
    fn names_parts_of_compounds_when_no_word_is_shared() {
        assert_eq!(told("Rechnungsprüfung", "Rechnung prüfen"), [("parts", "Rechnung".to_owned())]);
        assert_eq!(told("Größenmaß", "Außengroesse"), [("parts", "Größe".to_owned())]);
    }

    #[test]
    fn does_not_count_words_that_say_little() {
        assert!(told("Prüfung der Daten", "Einkauf der Ware").is_empty());
    }

    fn told(first: &str, second: &str) -> Vec<(&'static str, String)> {
        reasons(first, second).into_iter().map(|it| (it.what.key(), it.detail)).collect()
    }
}

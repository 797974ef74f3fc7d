//! Why two texts are held to say the same, in words a reader can check.

use crate::{
    language::language,
    lexicon::{Relation, lexicon},
    normalise::{Word, folded_pieces, words},
    reading::{Reader, Said},
    stop_words::is_stop_word,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Words that both use, in whatever form.
    Words,
    /// Parts of compounds that both use.
    Parts,
    /// Words of both languages that mean the same.
    Translation,
    /// Words of one language that mean the same.
    Synonyms,
    /// Words that stand near each other.
    Near,
    /// Elements before and after that are alike too.
    Neighbours,
    /// Done by the same, by name.
    Lane,
    /// The same data, by name.
    Data,
}

/// One reason. The detail is what they share, as the first text writes it and in its order; of words
/// that mean the same, both: `prüfen = check`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    pub what: What,
    pub detail: String,
}

impl What {
    /// For programs: `words`, `parts`, `translation` …
    pub fn key(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Parts => "parts",
            Self::Translation => "translation",
            Self::Synonyms => "synonyms",
            Self::Near => "near",
            Self::Neighbours => "neighbours",
            Self::Lane => "lane",
            Self::Data => "data",
        }
    }
}

/// Letters that two words, or two parts, must share.
const SHARED_MIN: usize = 4;

/// Words first, then parts of the words that are not shared, then what means the same in other words.
/// Empty only if the texts share nothing.
pub fn reasons(first: &str, second: &str) -> Vec<Reason> {
    let (of_first, of_second) = (telling(first), telling(second));
    let is_shared = |word: &&Word| of_second.iter().any(|it| is_same(&word.folded, &it.folded));
    let (shared, alone): (Vec<&Word>, Vec<&Word>) = of_first.iter().partition(is_shared);
    let parts: Vec<String> = alone.iter().filter_map(|word| part(word, &of_second)).collect();
    let shared: Vec<String> = shared.iter().map(|it| it.written.clone()).collect();
    let by_letters = [(What::Words, shared), (What::Parts, parts)];
    let mut reasons: Vec<Reason> = by_letters
        .into_iter()
        .filter(|(_, found)| !found.is_empty())
        .map(|(what, found)| Reason { what, detail: found.join(" ") })
        .collect();
    reasons.extend(meanings(first, second));
    reasons
}

/// What is said by both in words of their own.
fn meanings(first: &str, second: &str) -> Vec<Reason> {
    let is_translated = language(first) != language(second);
    let same = if is_translated { What::Translation } else { What::Synonyms };
    let mut reader = Reader::default();
    let (of_first, of_second) = (reader.explain(first), reader.explain(second));
    let mut found: Vec<(What, String)> = Vec::new();
    let mut is_told = vec![false; of_second.len()];
    for said in &of_first {
        let related = |it: &(usize, &Said)| !is_told[it.0] && is_related(said, it.1).is_some();
        let Some((at, other)) = of_second.iter().enumerate().find(related) else { continue };
        is_told[at] = true;
        if is_same(&said.folded, &other.folded) {
            continue;
        }
        let what = if is_related(said, other) == Some(Relation::Near) { What::Near } else { same };
        found.push((what, format!("{} = {}", said.written, other.written)));
    }
    let of_kind = |what: What| {
        let told: Vec<&str> =
            found.iter().filter(|it| it.0 == what).map(|it| it.1.as_str()).collect();
        (!told.is_empty()).then(|| Reason { what, detail: told.join(", ") })
    };
    [What::Translation, What::Synonyms, What::Near].into_iter().filter_map(of_kind).collect()
}

fn is_related(a: &Said, b: &Said) -> Option<Relation> {
    if a.term == b.term {
        return Some(Relation::Same);
    }
    let (of_a, of_b) = (lexicon().of_term(&a.term)?, lexicon().of_term(&b.term)?);
    let relation = lexicon().relation(of_a, of_b);
    matches!(relation, Relation::Same | Relation::Cognate | Relation::Near).then_some(relation)
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
    fn names_what_means_the_same_in_other_words() {
        assert_eq!(
            told("Lieferantendaten prüfen", "check supplier data"),
            [("translation", "Lieferanten = supplier, daten = data, prüfen = check".to_owned())]
        );
        assert_eq!(
            told("Unterlagen ablegen", "Dokumente archivieren"),
            [("synonyms", "Unterlagen = Dokumente, ablegen = archivieren".to_owned())]
        );
    }

    #[test]
    fn does_not_count_words_that_say_little() {
        assert!(told("Prüfung der Daten", "Einkauf der Ware").is_empty());
    }

    fn told(first: &str, second: &str) -> Vec<(&'static str, String)> {
        reasons(first, second).into_iter().map(|it| (it.what.key(), it.detail)).collect()
    }
}

//! Sentences that rooms without languages say in English, in German: why something was refused, what is
//! wrong with a file, what an answer says of itself.
//!
//! Each is known by its English, with gaps for what differs: whoever says it need not know that it will be
//! read in another language. What nobody translated stays as it is; a test finds it.

use std::{cmp::Reverse, sync::LazyLock};

use crate::{Language, Phrases};

const FILES: [&str; 3] = [
    include_str!("../words/sentences/refusals.txt"),
    include_str!("../words/sentences/questions.txt"),
    include_str!("../words/sentences/files.txt"),
];

/// A sentence with gaps holds sentences, and these may again; deeper than that nobody speaks.
const DEPTH_MAX: usize = 4;

/// One sentence in both languages.
struct Pair {
    /// What stands between the gaps; one more than there are gaps.
    english: Vec<&'static str>,
    /// Whether the first gap holds a number.
    is_counted: bool,
    german: &'static str,
}

/// Those with most words first, so that a general one does not take what a special one says.
static PAIRS: LazyLock<Vec<Pair>> = LazyLock::new(|| {
    let mut pairs: Vec<_> = FILES.into_iter().flat_map(pairs_of).collect();
    pairs.sort_by_key(|it| Reverse(it.english.iter().map(|it| it.len()).sum::<usize>()));
    pairs
});

/// The sentence in a language; as it stands where nobody translated it.
pub fn said(language: Language, english: &str) -> String {
    match language {
        Language::English => english.to_owned(),
        Language::German => in_german(english).unwrap_or_else(|| english.to_owned()),
    }
}

/// The same in German, where somebody translated it.
pub fn in_german(english: &str) -> Option<String> {
    within(english, DEPTH_MAX)
}

fn within(english: &str, depth: usize) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    let (pair, gaps) = PAIRS.iter().find_map(|it| Some((it, it.gaps(english)?)))?;
    Some(filled(pair.german, &gaps, depth))
}

impl Pair {
    fn gaps<'a>(&self, text: &'a str) -> Option<Vec<&'a str>> {
        let is_number = |it: &&str| it.bytes().all(|it| it.is_ascii_digit());
        let gaps = gaps(&self.english, text)?;
        (!self.is_counted || gaps.first().is_some_and(is_number)).then_some(gaps)
    }
}

/// What stands in the gaps, if the text is that sentence. No gap is empty.
fn gaps<'a>(between: &[&str], text: &'a str) -> Option<Vec<&'a str>> {
    let (first, rest) = between.split_first()?;
    let mut left = text.strip_prefix(first)?;
    let Some((last, inner)) = rest.split_last() else {
        return left.is_empty().then(Vec::new);
    };
    let mut gaps = Vec::with_capacity(rest.len());
    for literal in inner {
        let (gap, behind) = left.split_once(literal)?;
        gaps.push(gap);
        left = behind;
    }
    gaps.push(left.strip_suffix(last)?);
    gaps.iter().all(|it| !it.is_empty()).then_some(gaps)
}

/// The German sentence with its gaps filled: `{}` in order, `{1}` by number; `{~}` holds a sentence.
fn filled(german: &str, gaps: &[&str], depth: usize) -> String {
    let mut parts = german.split('{');
    let mut told = parts.next().unwrap_or_default().to_owned();
    for (place, part) in parts.enumerate() {
        let (gap, behind) = part.split_once('}').unwrap_or((part, ""));
        let number = gap.trim_end_matches('~').parse().unwrap_or(place);
        let held = gaps.get(number).copied().unwrap_or_default();
        told += &if gap.ends_with('~') { nested(held, depth) } else { held.to_owned() };
        told += behind;
    }
    told
}

/// A sentence, a word from a fixed list, or several of either with commas.
fn nested(english: &str, depth: usize) -> String {
    let one = |it: &str| within(it, depth).or_else(|| word(it));
    let all: Option<Vec<_>> = english.split(", ").map(one).collect();
    let told = all.map(|it| it.join(", ")).or_else(|| within(english, depth));
    told.unwrap_or_else(|| english.to_owned())
}

/// A word from a fixed list, also between backticks.
fn word(english: &str) -> Option<String> {
    let bare = english.trim_matches('`');
    let word = Phrases::of(Language::German).known(&bare.replace(' ', "_"))?;
    Some(english.replace(bare, &word))
}

/// An English line, and the German one below it that begins with `= `.
fn pairs_of(file: &'static str) -> impl Iterator<Item = Pair> {
    let lines = file.lines().filter(|it| !it.is_empty() && !it.starts_with('#'));
    let lines: Vec<_> = lines.collect();
    let pairs: Vec<_> = lines.chunks(2).map(<[_]>::to_vec).collect();
    pairs.into_iter().map(|it| Pair {
        english: it[0].split("{#}").flat_map(|it| it.split("{}")).collect(),
        is_counted: it[0].contains("{#}"),
        german: it.get(1).and_then(|it| it.strip_prefix("= ")).unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn german(english: &str) -> String {
        said(Language::German, english)
    }

    #[test]
    fn every_sentence_stands_there_once_and_has_a_german_one_with_gaps_of_its_own() {
        let mut seen = BTreeSet::new();
        for pair in FILES.into_iter().flat_map(pairs_of) {
            let english = pair.english.join("{}");
            assert!(!english.starts_with("= "), "two German ones: {english}");
            assert!(!pair.german.is_empty(), "{english}");
            assert!(seen.insert(english.clone()), "twice: {english}");
            let gaps = pair.english.len() - 1;
            assert!(pair.german.matches('{').count() <= gaps, "{english}");
            let marks: Vec<String> = (0..gaps).map(|it| format!("§{it}§")).collect();
            let marks: Vec<_> = marks.iter().map(String::as_str).collect();
            let told = filled(pair.german, &marks, DEPTH_MAX);
            assert!(marks.iter().all(|it| told.contains(it)), "{english}: {told}");
        }
    }

    #[test]
    fn a_sentence_is_known_by_its_words_whatever_stands_in_its_gaps() {
        assert_eq!(german("must not be blank"), "darf nicht leer sein");
        assert_eq!(german("there is no unit `7`"), "eine Einheit `7` gibt es nicht");
        assert_eq!(
            german("there is no step `7` in this process"),
            "einen Schritt `7` gibt es in diesem Prozess nicht"
        );
        assert_eq!(german("nobody said this"), "nobody said this");
        assert_eq!(said(Language::English, "must not be blank"), "must not be blank");
    }

    #[test]
    fn gaps_change_places_and_hold_sentences_words_and_lists() {
        assert_eq!(
            german("2 backings, 1 comment count for `7` now"),
            "es zählt jetzt bei `7`: 2 Meldungen, 1 Kommentar"
        );
        assert_eq!(
            german("the idea is `in_pilot`; this can be done while it is `proposed`, `put_off`"),
            "die Idee ist `in Erprobung`; möglich ist das nur im Stand `vorgeschlagen`, `zurückgestellt`"
        );
        assert_eq!(
            german("another pain point is called `Listen` too"),
            "so heißt schon etwas anderes: Schmerzpunkt `Listen`"
        );
    }
}

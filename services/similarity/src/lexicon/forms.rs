//! The forms of a word of the glossary, by rule: inflections of both languages, nominalisations
//! (prüfen, Prüfung), and how a word stands inside a compound.
//!
//! Rules may make forms that nobody says; they do no harm, because only what people write is looked
//! up.

use crate::{
    lexicon::{Kind, glossary::Line},
    normalise::words,
};

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Form {
    /// Folded; of more than one word for a phrase.
    pub(super) text: String,
    pub(super) is_verb: bool,
    /// Only the front of a compound.
    pub(super) is_stem: bool,
    pub(super) is_german: bool,
}

const SEPARABLE: [&str; 29] = [
    "ab",
    "an",
    "auf",
    "aus",
    "bei",
    "bereit",
    "dar",
    "durch",
    "ein",
    "entgegen",
    "fest",
    "frei",
    "gegen",
    "gegenueber",
    "heraus",
    "herauf",
    "her",
    "hin",
    "hinzu",
    "los",
    "nach",
    "um",
    "vor",
    "weg",
    "weiter",
    "wieder",
    "zurueck",
    "zusammen",
    "zu",
];

pub(super) fn of(line: &Line) -> Vec<Form> {
    let english = line.english.iter().flat_map(|it| english(line.kind, it));
    let german = line.german.iter().flat_map(|it| german(line.kind, it));
    english.chain(german).collect()
}

fn form(text: impl Into<String>, is_verb: bool, is_german: bool) -> Form {
    Form { text: text.into(), is_verb, is_stem: false, is_german }
}

fn folded(written: &str) -> String {
    let folded: Vec<String> = words(written).into_iter().map(|it| it.folded).collect();
    folded.join(" ")
}

fn english(kind: Kind, written: &str) -> Vec<Form> {
    let folded = folded(written);
    let (first, rest) = folded.split_once(' ').unwrap_or((&folded, ""));
    let made = |(text, is_verb): (String, bool)| {
        let text = if rest.is_empty() { text } else { format!("{text} {rest}") };
        form(text, is_verb, false)
    };
    match kind {
        Kind::Verb => in_both_spellings(english_verb(first)).map(made).collect(),
        Kind::Object => {
            // The last word of a compound is inflected, not the first.
            let (front, head) = folded.rsplit_once(' ').unwrap_or(("", &folded));
            let whole = |it: String| if front.is_empty() { it } else { format!("{front} {it}") };
            plurals(head).into_iter().map(|it| form(whole(it), false, false)).collect()
        }
        Kind::Other => vec![form(folded, false, false)],
    }
}

fn in_both_spellings(forms: Vec<(String, bool)>) -> impl Iterator<Item = (String, bool)> {
    let british = |it: &str| {
        let other = it.replace("iz", "is").replace("yz", "ys");
        (other != it).then_some(other)
    };
    forms.into_iter().flat_map(move |(it, is_verb)| {
        let other = british(&it).map(|it| (it, is_verb));
        [Some((it, is_verb)), other].into_iter().flatten()
    })
}

/// Nominalisations stand in the glossary as verbs do; by their endings they are told apart.
fn english_verb(word: &str) -> Vec<(String, bool)> {
    const NOMINAL: [&str; 9] = ["ion", "ment", "al", "ance", "ence", "ure", "ing", "ery", "age"];
    if NOMINAL.iter().any(|it| word.ends_with(it)) && word.len() > 5 {
        return plurals(word).into_iter().map(|it| (it, false)).collect();
    }
    let mut forms: Vec<(String, bool)> = plurals(word).into_iter().map(|it| (it, true)).collect();
    let stem = word.strip_suffix('e').unwrap_or(word);
    let past = word.strip_suffix('y').map_or_else(|| format!("{stem}ed"), |it| format!("{it}ied"));
    forms.push((past, true));
    forms.push((format!("{word}ed"), true));
    forms.push((format!("{stem}ing"), false));
    if let Some(last) = word.chars().next_back().filter(|it| !"aeiouwxy".contains(*it)) {
        forms.push((format!("{word}{last}ed"), true));
        forms.push((format!("{word}{last}ing"), false));
    }
    forms
}

fn plurals(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned(), format!("{word}s")];
    if let Some(stem) = word.strip_suffix('y') {
        forms.push(format!("{stem}ies"));
    }
    if ["s", "x", "ch", "sh", "z"].iter().any(|it| word.ends_with(it)) {
        forms.push(format!("{word}es"));
    }
    forms
}

fn german(kind: Kind, written: &str) -> Vec<Form> {
    let folded = folded(written);
    let is_noun = written.chars().next().is_some_and(char::is_uppercase);
    if folded.contains(' ') {
        let is_verb = kind == Kind::Verb && !is_noun;
        return phrase(&folded).into_iter().map(|it| form(it, is_verb, true)).collect();
    }
    match kind {
        Kind::Other => endings(&folded, &["", "e", "er", "es", "en", "em"]),
        Kind::Object => noun(&folded),
        Kind::Verb if is_noun => noun(&folded),
        Kind::Verb => verb(&folded),
    }
}

/// A phrase in front of or behind its object: "nehmen in Empfang" is "in Empfang nehmen".
fn phrase(folded: &str) -> Vec<String> {
    let turned = folded.rsplit_once(' ').map(|(front, verb)| format!("{verb} {front}"));
    [Some(folded.to_owned()), turned].into_iter().flatten().collect()
}

fn endings(word: &str, endings: &[&str]) -> Vec<Form> {
    endings.iter().map(|it| form(format!("{word}{it}"), false, true)).collect()
}

fn noun(word: &str) -> Vec<Form> {
    let mut forms = endings(word, &["", "e", "en", "n", "er", "ern", "s", "es", "nen"]);
    // Risiko, Risiken; Studium, Studien; Firma, Firmen.
    let foreign = ["o", "um", "a"].iter().find_map(|it| word.strip_suffix(it));
    forms.extend(foreign.map(|it| form(format!("{it}en"), false, true)));
    if let Some(umlaut) = umlaut(word) {
        forms.extend(endings(&umlaut, &["", "e", "en", "er", "ern", "n"]));
    }
    if let Some(stem) = word.strip_suffix('e') {
        forms.push(Form { is_stem: true, ..form(stem, false, true) });
    }
    forms
}

/// The last vowel changed as plurals do: Antrag, Anträge.
fn umlaut(word: &str) -> Option<String> {
    let (at, vowel) = word.char_indices().rev().find(|(_, it)| "aou".contains(*it))?;
    let is_free = |letter: &str| !word[at + 1..].starts_with(letter);
    if !is_free("e") || !is_free("u") {
        return None;
    }
    let is_diphthong = vowel == 'u' && word[..at].ends_with('a');
    let at_front = if is_diphthong { at - 1 } else { at };
    let changed = if is_diphthong { "aeu".to_owned() } else { format!("{vowel}e") };
    Some(format!("{}{changed}{}", &word[..at_front], &word[at + 1..]))
}

fn verb(word: &str) -> Vec<Form> {
    let Some(stem) = word.strip_suffix("en").or_else(|| word.strip_suffix('n')) else {
        return vec![form(word, true, true)];
    };
    let link = if stem.ends_with(['t', 'd']) { "e" } else { "" };
    let mut forms = vec![form(word, true, true)];
    forms.extend(["t", "te", "ten"].map(|it| form(format!("{stem}{link}{it}"), true, true)));
    forms.extend(["end", "ende", "enden"].map(|it| form(format!("{stem}{it}"), true, true)));
    forms.push(form(format!("ge{stem}{link}t"), true, true));
    for front in SEPARABLE {
        let Some(rest) = stem.strip_prefix(front).filter(|it| it.len() > 2) else { continue };
        forms.push(form(format!("{front}ge{rest}{link}t"), true, true));
        forms.push(form(format!("{front}zu{}", &word[front.len()..]), true, true));
    }
    let noun = stem.strip_suffix("el").map_or_else(|| stem.to_owned(), |it| format!("{it}l"));
    for stem in [stem, &noun] {
        let nouns = ["ung", "ungen", "ungs"].map(|it| form(format!("{stem}{it}"), false, true));
        forms.extend(nouns);
    }
    forms.push(form(format!("{word}s"), false, true));
    if stem.len() >= 4 {
        forms.push(Form { is_stem: true, ..form(stem, false, true) });
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn german_verbs_have_participles_and_nouns() {
        let forms: Vec<String> = verb("ablehnen").into_iter().map(|it| it.text).collect();
        for wanted in ["ablehnen", "abgelehnt", "abzulehnen", "ablehnung", "ablehnungen"] {
            assert!(forms.iter().any(|it| it == wanted), "{wanted}");
        }
        assert!(verb("sammeln").iter().any(|it| it.text == "sammlung"));
    }

    #[test]
    fn german_nouns_have_their_umlauts() {
        assert_eq!(umlaut("antrag").as_deref(), Some("antraeg"));
        assert_eq!(umlaut("kauf").as_deref(), Some("kaeuf"));
        assert_eq!(umlaut("gebuehr"), None);
    }

    #[test]
    fn english_verbs_have_their_endings_and_spellings() {
        let forms: Vec<String> =
            english(Kind::Verb, "analyze").into_iter().map(|it| it.text).collect();
        for wanted in ["analyzed", "analysed", "analysing", "analyzes"] {
            assert!(forms.iter().any(|it| it == wanted), "{wanted}");
        }
        assert!(english(Kind::Verb, "ship").iter().any(|it| it.text == "shipped"));
        assert!(english(Kind::Verb, "fill in").iter().any(|it| it.text == "filling in"));
        assert!(
            english(Kind::Object, "purchase order").iter().any(|it| it.text == "purchase orders")
        );
    }
}

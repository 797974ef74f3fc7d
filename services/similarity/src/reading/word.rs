//! What a word means by itself.

use std::ops::Range;

use crate::{
    compounds::{Part, parts},
    lexicon::{ConceptId, Senses, lexicon},
    normalise::{Word, folded_pieces},
    reading::Said,
};

/// Of a whole word, or of the parts of a compound, the head last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Meaning {
    parts: Vec<Part>,
    is_not: bool,
}

impl Meaning {
    pub(super) fn of(word: &Word) -> Self {
        let lexicon = lexicon();
        let folded = word.folded.as_str();
        if let Some(senses) = lexicon.exact(folded) {
            return Self::of_senses(senses);
        }
        let is_cut = word.is_cut && folded.len() > 2;
        if let Some(senses) = is_cut.then(|| lexicon.abbreviated(folded)).flatten() {
            return Self::of_senses(senses);
        }
        if let Some(parts) = hyphenated(word).or_else(|| parts(folded, lexicon)) {
            return Self { parts, is_not: false };
        }
        let senses = lexicon.senses(folded);
        Self { parts: vec![Part { text: folded.into(), senses }], is_not: false }
    }

    pub(super) fn of_senses(senses: Senses) -> Self {
        Self { parts: vec![Part { text: "".into(), senses: Some(senses) }], is_not: false }
    }

    pub(super) fn not() -> Self {
        Self { parts: Vec::new(), is_not: true }
    }

    /// What the last part may mean.
    pub(super) fn head(&self) -> Option<Senses> {
        self.parts.last()?.senses
    }

    pub(super) fn is_known(&self) -> bool {
        self.is_not || self.parts.iter().any(|it| it.senses.is_some())
    }

    pub(super) fn is_action(&self) -> bool {
        self.head().is_some_and(|it| it.action.is_some())
    }

    /// An act and nothing else.
    pub(super) fn is_only_action(&self) -> bool {
        self.head()
            .is_some_and(|it| it.action.is_some() && it.object.is_none() && it.other.is_none())
    }

    /// "Approval", "payment", "Prüfung".
    pub(super) fn is_noun_of_action(&self) -> bool {
        self.is_action() && !self.is_verb()
    }

    pub(super) fn is_verb(&self) -> bool {
        self.head().is_some_and(|it| it.action.is_some() && it.is_verb)
    }

    pub(super) fn is_light(&self) -> bool {
        let action = self.head().filter(|it| it.object.is_none()).and_then(|it| it.action);
        action.is_some_and(|it| lexicon().concept(it).is_light)
    }

    pub(super) fn is_contrast(&self) -> bool {
        let other = self.head().and_then(|it| it.other);
        other.is_some_and(|it| !lexicon().opposites(it).is_empty())
    }

    /// Where it is what is done.
    pub(super) fn action_term(&self, word: &Word) -> String {
        match self.head().and_then(|it| it.action) {
            Some(action) => term(action),
            None => format!("!{}", stem(&word.folded)),
        }
    }

    /// All it says besides what is done.
    pub(super) fn other_terms(&self, word: &Word, is_action: bool) -> Vec<String> {
        if self.is_not {
            return vec![super::NOT.to_owned()];
        }
        if self.parts.len() == 1 {
            let own = || self.head().map_or_else(|| stem(&word.folded).to_owned(), attribute);
            return if is_action { Vec::new() } else { vec![own()] };
        }
        let heads = self.parts.len() - usize::from(is_action);
        self.parts[..heads].iter().map(of_part).collect()
    }
}

impl Meaning {
    /// The terms with what says them.
    pub(super) fn said(&self, word: &Word, is_action: bool) -> Vec<Said> {
        let others = self.other_terms(word, is_action);
        let terms = others.into_iter().chain(is_action.then(|| self.action_term(word)));
        let mut rest = word.folded.as_str();
        let mut from = 0;
        let is_part = self.parts.len() > 1;
        let of_part = |(term, part): (String, &Part)| {
            let folded = if is_part { part.text.to_string() } else { word.folded.clone() };
            from += rest.find(folded.as_str()).unwrap_or(0);
            rest = &word.folded[from..];
            let written = written(word, from..from + folded.len());
            Said { term, written, folded, is_part }
        };
        terms.zip(&self.parts).map(of_part).collect()
    }
}

/// What stands at a place of the folded word, as it is written.
fn written(word: &Word, place: Range<usize>) -> String {
    let mut at = 0;
    let pieces = folded_pieces(&word.written);
    let is_inside = |piece: &String| {
        let begin = at;
        at += piece.len();
        place.contains(&begin)
    };
    let inside: Vec<bool> = pieces.iter().map(is_inside).collect();
    let letters = word.written.chars().zip(inside).filter(|it| it.1).map(|it| it.0);
    letters.collect::<String>().trim_matches('-').to_owned()
}

fn of_part(part: &Part) -> String {
    part.senses.map_or_else(|| stem(&part.text).to_owned(), attribute)
}

fn attribute(senses: Senses) -> String {
    let known = senses.object.or(senses.other).map(term);
    let action = || senses.action.map(|it| lexicon().attribute(it));
    known.or_else(action).unwrap_or_default()
}

fn term(concept: ConceptId) -> String {
    lexicon().concept(concept).term.clone()
}

/// Each part on its own, if the word as a whole is none that is known.
fn hyphenated(word: &Word) -> Option<Vec<Part>> {
    let pieces: Vec<&str> = word.written.split('-').filter(|it| !it.is_empty()).collect();
    if pieces.len() < 2 {
        return None;
    }
    let lexicon = lexicon();
    let of_piece = |piece: &&str| {
        let folded = folded_pieces(piece).concat();
        let unlinked = folded.strip_suffix('s').and_then(|it| lexicon.exact(it));
        let senses = lexicon.exact(&folded).or(unlinked);
        match senses.is_none().then(|| parts(&folded, lexicon)).flatten() {
            Some(parts) => parts,
            None => vec![Part { text: folded.into(), senses }],
        }
    };
    let parts: Vec<Part> = pieces.iter().flat_map(of_piece).collect();
    parts.iter().any(|it| it.senses.is_some()).then_some(parts)
}

/// A word without the ending that it may have in either language; never so short that it could be
/// another.
pub(crate) fn stem(folded: &str) -> &str {
    const ENDINGS: [&str; 17] = [
        "ungen", "ung", "ings", "ing", "edly", "ed", "ern", "em", "en", "er", "es", "est", "et",
        "e", "n", "s", "t",
    ];
    const STEM_MIN: usize = 4;
    if folded.bytes().any(|it| it.is_ascii_digit()) {
        return folded;
    }
    let shorter = ENDINGS.iter().filter_map(|it| folded.strip_suffix(it));
    shorter.filter(|it| it.chars().count() >= STEM_MIN).min_by_key(|it| it.len()).unwrap_or(folded)
}

//! The one word in which two labels differ.

use serde::{Deserialize, Serialize};

use crate::{
    contrast,
    lexicon::{Relation, lexicon},
    reading::{Reader, Said, stem},
    vocabulary::is_light,
};

/// Terms of the longest text that teaches anything.
const TERMS_MAX: usize = 8;

/// Letters that two forms of one word share.
const FORM_MIN: usize = 4;

/// A text, word by word, without what says little.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading(Vec<Said>);

/// Two words that labels differ in, in order: as terms, or, where both are one term, as they are spelt.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Names {
    /// What both mean as far as the glossary knows, if it is the same.
    pub(super) term: Option<String>,
    pub(super) a: String,
    pub(super) b: String,
}

impl Names {
    pub(super) fn of_terms(a: &str, b: &str) -> Self {
        Self { term: None, a: a.min(b).to_owned(), b: a.max(b).to_owned() }
    }

    fn of_words(term: &str, a: &str, b: &str) -> Self {
        Self { term: Some(term.to_owned()), ..Self::of_terms(a, b) }
    }

    /// Whether one of two terms is this one.
    pub(super) fn holds(&self, term: &str) -> bool {
        self.term.is_none() && (self.a == term || self.b == term)
    }
}

impl Reading {
    pub fn of(text: &str) -> Self {
        let said = Reader::default().explain(text).into_iter();
        Self(said.filter(|it| !is_light(&it.term, lexicon().of_term(&it.term))).collect())
    }

    /// Nothing unless they differ in exactly one word of the same role, and share another.
    pub(super) fn difference(&self, other: &Self) -> Option<Names> {
        let count = self.0.len();
        if count < 2 || count != other.0.len() || count > TERMS_MAX {
            return None;
        }
        let (alone, others) = (self.without(other), other.without(self));
        match (&alone[..], &others[..]) {
            ([a], [b]) if may_be_taught(a, b) => Some(Names::of_terms(&a.term, &b.term)),
            ([], []) => self.other_word(other),
            _ => None,
        }
    }

    /// The words whose terms only this text says.
    fn without(&self, other: &Self) -> Vec<&Said> {
        let is_shared = |it: &&Said| other.0.iter().any(|its| its.term == it.term);
        self.0.iter().filter(|it| !is_shared(it)).collect()
    }

    /// Where all terms are the same, the one that is said by other words and not by a form of the same.
    fn other_word(&self, other: &Self) -> Option<Names> {
        let said_otherwise = self.0.iter().filter_map(|it| {
            let its = other.0.iter().find(|its| its.term == it.term)?;
            let (a, b) = (stem(&it.folded), stem(&its.folded));
            (!are_forms(a, b)).then(|| Names::of_words(&it.term, a, b))
        });
        let mut found = said_otherwise.collect::<Vec<_>>();
        found.pop().filter(|_| found.is_empty())
    }

    /// Each word that only one of them says with each that only the other says.
    pub(super) fn others<'a>(&'a self, other: &'a Self) -> Vec<(&'a Said, &'a Said)> {
        let others = other.without(self);
        let each = self.without(other).into_iter();
        each.flat_map(|a| others.iter().map(move |b| (a, *b))).collect()
    }
}

/// Words of one role that are neither opposites nor numbers.
fn may_be_taught(a: &Said, b: &Said) -> bool {
    let is_action = |it: &Said| it.term.starts_with('!');
    let has_number = |it: &Said| it.folded.bytes().any(|it| it.is_ascii_digit());
    let are_opposed = match (lexicon().of_term(&a.term), lexicon().of_term(&b.term)) {
        (Some(a), Some(b)) => lexicon().relation(a, b) == Relation::Opposite,
        _ => contrast::are_opposed([&*a.folded].into_iter(), [&*b.folded].into_iter()),
    };
    is_action(a) == is_action(b) && !has_number(a) && !has_number(b) && !are_opposed
}

/// Whether two words may be one in other forms: they share a part of some letters.
fn are_forms(a: &str, b: &str) -> bool {
    let starts = || a.char_indices().map(|it| it.0);
    let part = |from: usize| {
        let end = a[from..].char_indices().nth(FORM_MIN).map_or(a.len(), |it| from + it.0);
        &a[from..end]
    };
    a == b || starts().map(part).any(|it| it.chars().count() == FORM_MIN && b.contains(it))
}

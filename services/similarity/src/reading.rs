//! What a text says: the terms it consists of, those of what is done first.
//!
//! A *term* is a concept of the lexicon, or the stem of a word that is not in it. So "check supplier
//! data", "Prüfung der Lieferantendaten" and "Lieferantendatenprüfung" are the same three terms. In a
//! label the verb is told from its object by the order of words and their forms, in both languages
//! (after Leopold, Smirnov and Mendling, *On the Refactoring of Activity Labels in Business Process
//! Models*, 2012).

mod roles;
mod word;

use std::collections::HashMap;

use crate::{
    lexicon::{Senses, lexicon},
    normalise::{self, Word},
    stop_words::is_stop_word,
};
use word::Meaning;
pub(crate) use word::stem;

/// Words whose meaning is kept at hand, at most.
const KNOWN_MAX: usize = 1 << 17;

/// Words of the longest phrase.
const PHRASE_MAX: usize = 5;

/// Turns the sense of what stands beside it.
pub(crate) const NOT: &str = "-not";

#[rustfmt::skip]
const NOTS: [&str; 13] = [
    "cannot", "kein", "keine", "keinem", "keinen", "keiner", "never", "nicht", "nie", "niemals", "not",
    "unable", "weder",
];

/// A term, and where it is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) term: String,
    /// As the text writes it.
    pub(crate) written: String,
    pub(crate) folded: String,
    /// It is not the whole word.
    pub(crate) is_part: bool,
}

/// Reads texts; keeps what it found out about their words, which changes nothing but the time it
/// takes.
#[derive(Debug, Clone, Default)]
pub struct Reader {
    known: HashMap<Box<str>, Meaning>,
}

/// A word of a text, or several that stand for one.
#[derive(Debug)]
pub(crate) struct Token {
    pub(crate) word: Word,
    pub(crate) meaning: Meaning,
    pub(crate) is_stop: bool,
}

impl Reader {
    /// The terms of a text: what is done in front, marked with `!`; the others sorted; each once.
    pub fn read(&mut self, text: &str) -> Vec<String> {
        let tokens = self.tokens(text);
        let actions = roles::actions(&tokens);
        let mut terms = Vec::new();
        for token in actions.iter().map(|at| &tokens[*at]) {
            let term = token.meaning.action_term(&token.word);
            if !terms.contains(&term) {
                terms.push(term);
            }
        }
        let mut others = Vec::new();
        for (at, token) in tokens.iter().enumerate().filter(|it| !it.1.is_stop) {
            if token.meaning.is_light() && !actions.contains(&at) && !actions.is_empty() {
                continue;
            }
            others.extend(token.meaning.other_terms(&token.word, actions.contains(&at)));
        }
        if terms.is_empty() && others.is_empty() {
            others.extend(tokens.into_iter().map(|it| it.word.folded));
        }
        others.sort_unstable();
        others.dedup();
        terms.extend(others);
        terms
    }

    /// Each term with the words, or the parts of words, that say it, as they are written.
    pub(crate) fn explain(&mut self, text: &str) -> Vec<Said> {
        let tokens = self.tokens(text);
        let actions = roles::actions(&tokens);
        let each = tokens.iter().enumerate().filter(|it| !it.1.is_stop);
        each.flat_map(|(at, it)| it.meaning.said(&it.word, actions.contains(&at))).collect()
    }

    fn tokens(&mut self, text: &str) -> Vec<Token> {
        let words = normalise::words(text);
        let mut tokens = Vec::with_capacity(words.len());
        let mut rest = &words[..];
        while let Some((word, behind)) = rest.split_first() {
            if let Some((senses, length)) = phrase(rest) {
                tokens.push(Token {
                    word: whole(&rest[..length]),
                    meaning: Meaning::of_senses(senses),
                    is_stop: false,
                });
                rest = &rest[length..];
                continue;
            }
            tokens.push(self.token(word));
            rest = behind;
        }
        tokens
    }

    fn token(&mut self, word: &Word) -> Token {
        if NOTS.binary_search(&word.folded.as_str()).is_ok() {
            return Token { word: word.clone(), meaning: Meaning::not(), is_stop: false };
        }
        let meaning = self.meaning(word);
        // A preposition that has an opposite says more than others.
        let is_stop = is_stop_word(&word.folded) && !meaning.is_contrast();
        Token { word: word.clone(), meaning, is_stop }
    }

    fn meaning(&mut self, word: &Word) -> Meaning {
        if let Some(known) = self.known.get(word.written.as_str()).filter(|_| !word.is_cut) {
            return known.clone();
        }
        let meaning = Meaning::of(word);
        if !word.is_cut {
            if self.known.len() >= KNOWN_MAX {
                self.known.clear();
            }
            self.known.insert(word.written.as_str().into(), meaning.clone());
        }
        meaning
    }
}

/// Whether a label is a verb and nothing else ("Accepted"): nobody knows with what it is done.
pub fn is_bare_verb(text: &str) -> bool {
    let tokens = Reader::default().tokens(text);
    let mut telling = tokens.iter().filter(|it| !it.is_stop);
    telling.next().is_some_and(|it| it.meaning.is_verb()) && telling.next().is_none()
}

/// The longest phrase that begins here, and of how many words it is.
fn phrase(words: &[Word]) -> Option<(Senses, usize)> {
    let lexicon = lexicon();
    if !lexicon.begins_phrase(&words.first()?.folded) {
        return None;
    }
    (2..=PHRASE_MAX.min(words.len())).rev().find_map(|length| {
        let folded: Vec<&str> = words[..length].iter().map(|it| it.folded.as_str()).collect();
        Some((lexicon.phrase(&folded.join(" "))?, length))
    })
}

fn whole(words: &[Word]) -> Word {
    let join = |of: fn(&Word) -> &str, gap| words.iter().map(of).collect::<Vec<_>>().join(gap);
    Word { written: join(|it| &it.written, " "), folded: join(|it| &it.folded, " "), is_cut: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_is_read_from_all_the_ways_to_say_it() {
        for text in [
            "check supplier data",
            "Lieferantendaten prüfen",
            "Prüfung der Lieferantendaten",
            "Lieferanten-Daten prüfen",
            "Lieferantendatenprüfung",
            "supplier data check",
            "checking of supplier data",
            "Supplier data were checked",
            "Prüfung der Lieferantendaten durchführen",
            "Carry out verification of vendor data",
            "checkSupplierData",
            "Lieferantendaten sind zu prüfen",
        ] {
            assert_eq!(said(text), "!check | =data =supplier", "{text}");
        }
    }

    #[test]
    fn verb_and_object_are_told_apart_where_a_word_can_be_both() {
        assert_eq!(said("Order material"), "!order | =material");
        assert_eq!(said("Approve purchase order"), "!approve | =order");
        assert_eq!(said("purchase order approval"), "!approve | =order");
        assert_eq!(said("Bestellung auslösen"), "!start | =order");
        assert_eq!(said("Bestellung von Material"), "!order | =material");
        assert_eq!(said("Return and archive documents"), "!return !archive | =document");
        assert_eq!(said("Antrag prüfen und genehmigen"), "!check !approve | =application");
        assert_eq!(said("Prüfbericht schreiben"), "!create | =inspection report");
    }

    #[test]
    fn small_words_that_turn_the_sense_are_kept() {
        assert_eq!(said("Antrag nicht genehmigen"), "!approve | -not =application");
        assert_eq!(said("Rechnung ohne Bestellung buchen"), "!book | -without =invoice =order");
    }

    #[test]
    fn a_verb_alone_does_not_say_with_what_it_is_done() {
        assert!(["Accepted", "Queued", "prüfen", "is checked"].into_iter().all(is_bare_verb));
        let others = ["Accept offer", "Inventur", "Rechnungsprüfung", "", "Zwirbel"];
        assert!(!others.into_iter().any(is_bare_verb));
    }

    #[test]
    fn unknown_words_are_their_stems() {
        assert_eq!(said("Blorken der Zwirbel"), said("blorken Zwirbels"));
        assert_eq!(said("???"), " | ");
        assert_eq!(said("der"), " | der");
    }

    fn said(text: &str) -> String {
        let terms = Reader::default().read(text);
        let (actions, others): (Vec<_>, Vec<_>) =
            terms.into_iter().partition(|it| it.starts_with('!'));
        format!("{} | {}", actions.join(" "), others.join(" "))
    }
}

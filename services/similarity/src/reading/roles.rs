//! Which words of a label say what is done.

use crate::{
    language::{self, Language},
    reading::{Meaning, Token},
};

/// In longer texts nobody is told what to do.
const WORDS_MAX: usize = 12;

/// The words that are the act, in order; none where it is not said.
pub(super) fn actions(tokens: &[Token]) -> Vec<usize> {
    let content: Vec<usize> = (0..tokens.len()).filter(|at| !tokens[*at].is_stop).collect();
    if content.is_empty() || content.len() > WORDS_MAX {
        return Vec::new();
    }
    let label = Label { tokens, content };
    let words = tokens.iter().map(|it| (&it.word, it.meaning.head()));
    let found = match language::of(words) {
        Language::English => label.english(),
        Language::German => label.german(),
    };
    label.without_light(found)
}

#[derive(Debug)]
struct Label<'a> {
    tokens: &'a [Token],
    /// The places of the words that say something.
    content: Vec<usize>,
}

impl Label<'_> {
    fn is(&self, at: usize, holds: impl Fn(&Meaning) -> bool) -> bool {
        holds(&self.tokens[at].meaning)
    }

    fn first(&self) -> usize {
        self.content[0]
    }

    fn last(&self) -> usize {
        self.content[self.content.len() - 1]
    }

    /// An imperative in front; else a participle or a noun of action behind; else one in between.
    fn english(&self) -> Vec<usize> {
        let (first, last) = (self.first(), self.last());
        let ends_in_act =
            last != first && self.is(last, |it| it.is_only_action() || it.is_noun_of_action());
        let is_noun = self.is(first, |it| it.is_action() && !it.is_only_action());
        if self.is(first, Meaning::is_verb) && !(is_noun && ends_in_act) {
            return self.with_joined(first, Meaning::is_verb);
        }
        let of = self.content.iter().copied().find(|at| self.is_before(*at, &["of", "for"]));
        if let Some(at) = of.filter(|at| self.is(*at, Meaning::is_action)) {
            return vec![at];
        }
        if ends_in_act {
            return vec![last];
        }
        let acts = |at: &usize| self.is(*at, Meaning::is_only_action);
        let only = self.content.iter().copied().rev().find(acts);
        let single = (first == last && self.is(first, Meaning::is_action)).then_some(first);
        only.or(single).into_iter().collect()
    }

    /// A verb, mostly at the end; else a noun of action in front; else one behind or in between.
    fn german(&self) -> Vec<usize> {
        let is_verb = |at: &usize| self.is(*at, Meaning::is_verb);
        if let Some(verb) = self.content.iter().copied().rev().find(is_verb) {
            let mut verbs = self.joined_before(verb);
            verbs.push(verb);
            return verbs;
        }
        if let Some(verb) = self.unknown_verb() {
            return vec![verb];
        }
        let (first, last) = (self.first(), self.last());
        if first != last && self.is(first, Meaning::is_action) {
            const GENITIVE: [&str; 8] =
                ["der", "des", "von", "vom", "eines", "einer", "fuer", "durch"];
            if self.is(first, Meaning::is_only_action) || self.is_before(first, &GENITIVE) {
                return vec![first];
            }
        }
        let acts = |at: &usize| self.is(*at, Meaning::is_only_action);
        let only = self.content.iter().copied().rev().find(acts);
        let single = (first == last && self.is(first, Meaning::is_action)).then_some(first);
        only.or(single).into_iter().collect()
    }

    /// "blorken": nobody knows it, but so stands a verb in German.
    fn unknown_verb(&self) -> Option<usize> {
        let last = self.last();
        let word = &self.tokens[last].word;
        let is_lower = word.written.starts_with(char::is_lowercase);
        let ends = ["en", "ern", "eln"].iter().any(|it| word.folded.ends_with(it));
        let is_unknown = !self.is(last, Meaning::is_known);
        (last != self.first() && is_lower && ends && is_unknown).then_some(last)
    }

    fn is_before(&self, at: usize, words: &[&str]) -> bool {
        self.tokens.get(at + 1).is_some_and(|it| words.contains(&it.word.folded.as_str()))
    }

    /// What is joined to an act by "and" or "or", behind it.
    fn with_joined(&self, at: usize, holds: impl Fn(&Meaning) -> bool) -> Vec<usize> {
        let mut acts = vec![at];
        let mut last = at;
        while self.is_before(last, &["and", "or"])
            && self.tokens.get(last + 2).is_some_and(|it| holds(&it.meaning))
        {
            last += 2;
            acts.push(last);
        }
        acts
    }

    fn joined_before(&self, at: usize) -> Vec<usize> {
        let mut acts = Vec::new();
        let mut first = at;
        while first >= 2
            && ["und", "oder", "bzw"].contains(&self.tokens[first - 1].word.folded.as_str())
            && self.is(first - 2, Meaning::is_verb)
        {
            first -= 2;
            acts.insert(0, first);
        }
        acts
    }

    /// "Carry out a check": the check is what is done.
    fn without_light(&self, found: Vec<usize>) -> Vec<usize> {
        if found.is_empty() || !found.iter().all(|at| self.is(*at, Meaning::is_light)) {
            return found;
        }
        let acts = |at: &usize| {
            !found.contains(at) && self.is(*at, |it| it.is_only_action() && !it.is_light())
        };
        match self.content.iter().copied().find(acts) {
            Some(at) => vec![at],
            None => found,
        }
    }
}

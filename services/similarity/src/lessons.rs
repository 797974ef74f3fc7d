//! What people teach by their verdicts: words that mean the same in their house, and words that do not.
//!
//! Two labels that somebody confirmed as the same and that differ in one word, each in the same role (what is
//! done, or with what), teach that these words mean the same; two that somebody dismissed as different work,
//! that they do not. Words that are opposites, numbers and words that only turn the sense teach nothing, and
//! nothing is learned from labels that differ in more than one word.
//!
//! A verdict counts once, however many labels it is about. Words are *synonyms* when somebody said so and
//! nobody said the contrary, or at least [`OUTWEIGHED`] times as many said so; they are held *apart* when more
//! said that they are not the same. Invariant: what is learned depends on what is said, not on its order.

mod difference;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use difference::Names;
pub use difference::Reading;

use crate::lexicon::{Relation, lexicon};

/// As many more must say that words are the same as say the contrary.
pub const OUTWEIGHED: usize = 3;

/// Verdicts by their keys, and what follows from them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "BTreeMap<Key, Said>", into = "BTreeMap<Key, Said>")]
#[serde(bound(
    serialize = "Key: Serialize + Copy + Ord",
    deserialize = "Key: Deserialize<'de> + Copy + Ord"
))]
pub struct Lessons<Key> {
    said: BTreeMap<Key, Said>,
    tallies: BTreeMap<Names, Tally<Key>>,
}

/// What one verdict says of words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Said {
    is_same: bool,
    differences: BTreeSet<Names>,
}

/// Who says what of two words.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Tally<Key> {
    same: BTreeSet<Key>,
    other: BTreeSet<Key>,
}

/// Two words that are the same because of a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Learned<Key> {
    /// As the texts write them.
    pub words: (String, String),
    /// The first of the verdicts that say so.
    pub by: Key,
}

/// By term, the one that stands for it and for all that mean the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Synonyms(BTreeMap<String, String>);

impl<Key> Default for Lessons<Key> {
    fn default() -> Self {
        Self { said: BTreeMap::new(), tallies: BTreeMap::new() }
    }
}

impl<Key: Copy + Ord> From<Lessons<Key>> for BTreeMap<Key, Said> {
    fn from(lessons: Lessons<Key>) -> Self {
        lessons.said
    }
}

impl<Key: Copy + Ord> From<BTreeMap<Key, Said>> for Lessons<Key> {
    fn from(said: BTreeMap<Key, Said>) -> Self {
        let mut lessons = Self::default();
        for (key, said) in said {
            lessons.say(key, Some(said));
        }
        lessons
    }
}

impl<Key: Copy + Ord> Lessons<Key> {
    /// Somebody says that these texts mean the same work. Returns whether that says anything new of words, as
    /// the others do.
    pub fn confirm(&mut self, key: Key, texts: &[impl AsRef<str>]) -> bool {
        self.say(key, Some(Said { is_same: true, differences: differences(texts) }))
    }

    /// Somebody says that these texts only sound alike.
    pub fn tell_apart(&mut self, key: Key, texts: &[impl AsRef<str>]) -> bool {
        self.say(key, Some(Said { is_same: false, differences: differences(texts) }))
    }

    /// Nobody says so any more, or it teaches nothing.
    pub fn forget(&mut self, key: Key) -> bool {
        self.say(key, None)
    }

    fn say(&mut self, key: Key, said: Option<Said>) -> bool {
        let said = said.filter(|it| !it.differences.is_empty());
        if self.said.get(&key) == said.as_ref() {
            return false;
        }
        if let Some(before) = self.said.remove(&key) {
            for names in &before.differences {
                let Some(tally) = self.tallies.get_mut(names) else { continue };
                tally.side(before.is_same).remove(&key);
                if tally.same.is_empty() && tally.other.is_empty() {
                    self.tallies.remove(names);
                }
            }
        }
        if let Some(said) = said {
            self.count(key, &said);
            self.said.insert(key, said);
        }
        true
    }

    fn count(&mut self, key: Key, said: &Said) {
        for names in &said.differences {
            self.tallies.entry(names.clone()).or_default().side(said.is_same).insert(key);
        }
    }

    /// What means the same in this house.
    pub fn synonyms(&self) -> Synonyms {
        let mut groups: Vec<BTreeSet<&str>> = Vec::new();
        let taught = self.tallies.iter().filter(|(names, it)| names.term.is_none() && it.is_same());
        for (names, _) in taught {
            let place = |it: &str| groups.iter().position(|group| group.contains(it));
            let whole =
                |it| place(it).map_or_else(|| BTreeSet::from([it]), |at| groups[at].clone());
            let (of_a, of_b) = (whole(names.a.as_str()), whole(names.b.as_str()));
            if of_a.iter().all(|a| of_b.iter().all(|b| self.may_be_one(a, b))) {
                groups.retain(|it| *it != of_a && *it != of_b);
                groups.push(&of_a | &of_b);
            }
        }
        let of_group = |group: &BTreeSet<&str>| {
            let is_unknown = |term: &&&str| lexicon().of_term(term).is_none();
            let stands = group.iter().min_by_key(|it| (is_unknown(it), **it)).map_or("", |it| it);
            let others = group.iter().filter(|it| **it != stands);
            others.map(|it| ((*it).to_owned(), stands.to_owned())).collect::<Vec<_>>()
        };
        Synonyms(groups.iter().flat_map(of_group).collect())
    }

    /// Words of one group may not be opposites or held apart, whoever brought them together.
    fn may_be_one(&self, a: &str, b: &str) -> bool {
        let both = lexicon().of_term(a).zip(lexicon().of_term(b));
        let are_opposed = both.is_some_and(|(a, b)| lexicon().relation(a, b) == Relation::Opposite);
        !are_opposed && !self.tallies.get(&Names::of_terms(a, b)).is_some_and(Tally::is_other)
    }

    /// Whether any words are held apart at all.
    pub fn hold_apart_any(&self) -> bool {
        self.tallies.values().any(Tally::is_other)
    }

    /// Whether two texts differ just as others did that are not the same.
    pub fn hold_apart(&self, a: &Reading, b: &Reading) -> bool {
        let tally = a.difference(b).and_then(|it| self.tallies.get(&it));
        tally.is_some_and(Tally::is_other)
    }

    /// Which words of two texts are the same because of what was said.
    pub fn between(&self, first: &str, second: &str) -> Vec<Learned<Key>> {
        if self.tallies.is_empty() {
            return Vec::new();
        }
        let synonyms = self.synonyms();
        let (of_first, of_second) = (Reading::of(first), Reading::of(second));
        let mut learned = Vec::new();
        for (a, b) in of_first.others(&of_second) {
            if synonyms.of(&a.term) == synonyms.of(&b.term) {
                let by = self.taught_by(&a.term, &b.term);
                let words = (a.written.clone(), b.written.clone());
                learned.extend(by.map(|by| Learned { words, by }));
            }
        }
        learned
    }

    /// The first verdict on two words, or on one of them with a third.
    fn taught_by(&self, a: &str, b: &str) -> Option<Key> {
        let same = self.tallies.iter().filter(|it| it.1.is_same());
        let told = same.map(|(names, it)| (names.holds(a) && names.holds(b), names, it));
        let told = told.filter(|(_, names, _)| names.holds(a) || names.holds(b));
        let best = told.max_by_key(|(both, names, _)| (*both, std::cmp::Reverse(*names)))?;
        best.2.same.first().copied()
    }
}

/// In which words any two of these texts differ.
fn differences(texts: &[impl AsRef<str>]) -> BTreeSet<Names> {
    let readings: Vec<Reading> = texts.iter().map(|it| Reading::of(it.as_ref())).collect();
    let mut found = BTreeSet::new();
    for (at, a) in readings.iter().enumerate() {
        found.extend(readings[at + 1..].iter().filter_map(|b| a.difference(b)));
    }
    found
}

impl<Key> Default for Tally<Key> {
    fn default() -> Self {
        Self { same: BTreeSet::new(), other: BTreeSet::new() }
    }
}

impl<Key> Tally<Key> {
    fn side(&mut self, is_same: bool) -> &mut BTreeSet<Key> {
        if is_same { &mut self.same } else { &mut self.other }
    }

    fn is_same(&self) -> bool {
        !self.same.is_empty() && self.same.len() >= OUTWEIGHED * self.other.len()
    }

    fn is_other(&self) -> bool {
        self.other.len() > self.same.len()
    }
}

impl Synonyms {
    /// What stands for a term: itself, if nobody taught another.
    pub(crate) fn of<'a>(&'a self, term: &'a str) -> &'a str {
        self.0.get(term).map_or(term, String::as_str)
    }

    /// The terms that stand for another.
    pub(crate) fn terms(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests;

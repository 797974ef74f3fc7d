//! The words of business, German and English: which mean the same, which are near each other, and
//! which are opposites.
//!
//! What is known stands in three files of our own writing, `glossary/verbs.txt`, `objects.txt` and
//! `others.txt`; a line there is a *concept*. Forms of words are made from them by rule
//! (`lexicon/forms.rs`), because a suffix stemmer loses just what matters here: Snowball keeps
//! "Prüfung" whole beside "prüf", and makes "Rechnung" of "rechnen".

mod forms;
mod glossary;
mod spelling;

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use forms::Form;
use glossary::Line;
use spelling::Spelling;

/// A concept's place among all that are known.
pub(crate) type ConceptId = u16;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);

/// Marks an act that only says which object is meant.
const ATTRIBUTE: char = '~';

/// What a word may be in a label.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Senses {
    /// What is done.
    pub(crate) action: Option<ConceptId>,
    /// What it is done with.
    pub(crate) object: Option<ConceptId>,
    /// What is said about it.
    pub(crate) other: Option<ConceptId>,
    /// It is a verb as it stands: "prüfen", "geprüft", "checked", and not "Prüfung" or "approval".
    pub(crate) is_verb: bool,
    pub(crate) is_english: bool,
    pub(crate) is_german: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Verb,
    Object,
    Other,
}

#[derive(Debug)]
pub(crate) struct Concept {
    /// Unlike any word that people write: `!check`, `=invoice`, `-new`.
    pub(crate) term: String,
    /// As it is called in reasons: its first word, as the glossary writes it.
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// It says little by itself: to perform, to handle.
    pub(crate) is_light: bool,
    near: Vec<ConceptId>,
    opposites: Vec<ConceptId>,
    /// The same word as an act and as its object: to order, an order.
    cognates: Vec<ConceptId>,
}

#[derive(Debug)]
pub(crate) struct Lexicon {
    concepts: Vec<Concept>,
    terms: HashMap<String, ConceptId>,
    forms: HashMap<Box<str>, Senses>,
    /// How a verb stands in front of a compound: "Bestell" in "Bestellnummer".
    stems: HashMap<Box<str>, ConceptId>,
    /// Longer than a word, in folded words with a gap between them.
    phrases: HashMap<Box<str>, Senses>,
    /// The first words of phrases.
    openings: HashSet<Box<str>>,
    spelling: Spelling,
}

pub(crate) fn lexicon() -> &'static Lexicon {
    &LEXICON
}

/// How two concepts stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relation {
    Same,
    /// An act and its object, called by the same word.
    Cognate,
    Near,
    /// Both are near a third.
    Around,
    Opposite,
    None,
}

impl Lexicon {
    fn read() -> Self {
        let lines = glossary::lines();
        let mut lexicon = Self {
            concepts: Vec::with_capacity(lines.len()),
            terms: HashMap::new(),
            forms: HashMap::new(),
            stems: HashMap::new(),
            phrases: HashMap::new(),
            openings: HashSet::new(),
            spelling: Spelling::default(),
        };
        for line in &lines {
            lexicon.add(line);
        }
        lexicon.relate(&lines);
        lexicon.find_cognates();
        lexicon.spelling = Spelling::of(lexicon.forms.keys());
        lexicon
    }

    fn add(&mut self, line: &Line) {
        let id = ConceptId::try_from(self.concepts.len()).expect("fewer concepts than 2^16");
        let term = format!("{}{}", line.kind.mark(), line.name());
        self.terms.insert(term.clone(), id);
        if line.kind == Kind::Verb {
            self.terms.insert(format!("{ATTRIBUTE}{}", line.name()), id);
        }
        self.concepts.push(Concept {
            term,
            name: line.name(),
            kind: line.kind,
            is_light: line.is_light,
            near: Vec::new(),
            opposites: Vec::new(),
            cognates: Vec::new(),
        });
        for form in forms::of(line) {
            self.add_form(id, line.kind, form);
        }
    }

    /// The first concept that has a form keeps it.
    fn add_form(&mut self, id: ConceptId, kind: Kind, form: Form) {
        let Form { text, is_verb, is_stem, is_german } = form;
        if is_stem {
            self.stems.entry(text.into()).or_insert(id);
            return;
        }
        if let Some((first, _)) = text.split_once(' ') {
            self.openings.insert(first.into());
        }
        let forms = if text.contains(' ') { &mut self.phrases } else { &mut self.forms };
        let senses = forms.entry(text.into()).or_default();
        let sense = match kind {
            Kind::Verb => &mut senses.action,
            Kind::Object => &mut senses.object,
            Kind::Other => &mut senses.other,
        };
        if sense.is_none() {
            *sense = Some(id);
            senses.is_verb |= is_verb;
        }
        senses.is_german |= is_german;
        senses.is_english |= !is_german;
    }

    /// Opposites are so from both sides, and what is near is near from both sides.
    fn relate(&mut self, lines: &[Line]) {
        let mut named = HashMap::new();
        for (id, line) in (0..).zip(lines) {
            for word in &line.english {
                named.entry((line.kind.mark(), *word)).or_insert(id);
            }
        }
        let find = |kind: Kind, word: &&str| named.get(&(kind.mark(), *word)).copied();
        for (id, line) in (0..).zip(lines) {
            for other in line.near.iter().filter_map(|it| find(line.kind, it)) {
                self.concepts[usize::from(id)].near.push(other);
                self.concepts[usize::from(other)].near.push(id);
            }
            for other in line.opposites.iter().filter_map(|it| find(line.kind, it)) {
                self.concepts[usize::from(id)].opposites.push(other);
                self.concepts[usize::from(other)].opposites.push(id);
            }
        }
    }

    fn find_cognates(&mut self) {
        let forms = self.forms.values().chain(self.phrases.values());
        let mut both: Vec<_> = forms.filter_map(|it| it.action.zip(it.object)).collect();
        both.sort_unstable();
        both.dedup();
        for (action, object) in both {
            self.concepts[usize::from(action)].cognates.push(object);
            self.concepts[usize::from(object)].cognates.push(action);
        }
    }

    pub(crate) fn concept(&self, id: ConceptId) -> &Concept {
        &self.concepts[usize::from(id)]
    }

    /// What a term stands for, if it is no word of somebody's own.
    pub(crate) fn of_term(&self, term: &str) -> Option<ConceptId> {
        self.terms.get(term).copied()
    }

    /// Of a folded word, spelt as it should be or with one slip.
    pub(crate) fn senses(&self, folded: &str) -> Option<Senses> {
        let known = self.forms.get(folded);
        known.or_else(|| self.forms.get(self.spelling.mend(folded)?)).copied()
    }

    /// Of a folded word that is spelt right.
    pub(crate) fn exact(&self, folded: &str) -> Option<Senses> {
        self.forms.get(folded).copied()
    }

    pub(crate) fn stem(&self, folded: &str) -> Option<ConceptId> {
        self.stems.get(folded).copied()
    }

    pub(crate) fn begins_phrase(&self, folded: &str) -> bool {
        self.openings.contains(folded)
    }

    pub(crate) fn phrase(&self, words: &str) -> Option<Senses> {
        self.phrases.get(words).copied()
    }

    /// The only concept that a cut-off word can mean: "notific.", "munic.".
    pub(crate) fn abbreviated(&self, folded: &str) -> Option<Senses> {
        let mut meant: Option<Senses> = None;
        for (_, senses) in self.forms.iter().filter(|it| it.0.starts_with(folded)) {
            let first = meant.get_or_insert(*senses);
            if (first.action, first.object, first.other)
                != (senses.action, senses.object, senses.other)
            {
                return None;
            }
        }
        meant
    }

    pub(crate) fn relation(&self, a: ConceptId, b: ConceptId) -> Relation {
        let of_a = self.concept(a);
        match b {
            _ if a == b => Relation::Same,
            _ if of_a.opposites.contains(&b) => Relation::Opposite,
            _ if of_a.cognates.contains(&b) => Relation::Cognate,
            _ if of_a.near.contains(&b) => Relation::Near,
            _ if of_a.near.iter().any(|it| self.concept(*it).near.contains(&b)) => Relation::Around,
            _ => Relation::None,
        }
    }

    /// What an act is called where it only says which object is meant: "Bestell" in "Bestellnummer".
    pub(crate) fn attribute(&self, action: ConceptId) -> String {
        let concept = self.concept(action);
        match concept.cognates.first().filter(|_| concept.kind == Kind::Verb) {
            Some(object) => self.concept(*object).term.clone(),
            None if concept.kind == Kind::Verb => format!("{ATTRIBUTE}{}", concept.name),
            None => concept.term.clone(),
        }
    }

    pub(crate) fn cognates(&self, id: ConceptId) -> &[ConceptId] {
        &self.concept(id).cognates
    }

    pub(crate) fn opposites(&self, id: ConceptId) -> &[ConceptId] {
        &self.concept(id).opposites
    }
}

impl Concept {
    pub(crate) fn has_opposites(&self) -> bool {
        !self.opposites.is_empty()
    }
}

impl Kind {
    const fn mark(self) -> char {
        match self {
            Self::Verb => '!',
            Self::Object => '=',
            Self::Other => '-',
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_both_languages_in_any_form_mean_the_same() {
        for word in ["pruefen", "geprueft", "ueberpruefung", "checked", "verification", "checks"] {
            assert_eq!(action(word), Some("check"), "{word}");
        }
        for word in ["lieferanten", "vendor", "suppliers", "kreditors"] {
            assert_eq!(object(word), Some("supplier"), "{word}");
        }
        assert_eq!(object("antraege"), object("applications"));
        assert_eq!(action("abgelehnt"), action("refusing"));
    }

    #[test]
    fn one_slip_of_the_pen_is_forgiven_in_a_long_word() {
        assert_eq!(object("certficate"), Some("certificate"));
        assert_eq!(object("liefferanten"), Some("supplier"));
        assert_eq!(lexicon().senses("wert4"), None);
    }

    #[test]
    fn a_cut_off_word_means_what_only_it_can_mean() {
        let senses = lexicon().abbreviated("municip").expect("one concept");
        assert_eq!(senses.object.map(|it| lexicon().concept(it).name), Some("municipality"));
        assert_eq!(lexicon().abbreviated("pro"), None);
    }

    #[test]
    fn opposites_are_so_from_both_sides() {
        for (id, concept) in (0..).zip(&lexicon().concepts) {
            for other in &concept.opposites {
                assert!(lexicon().opposites(*other).contains(&id), "{}", concept.name);
                assert!(!concept.near.contains(other), "{} is near its opposite", concept.name);
            }
        }
    }

    #[test]
    fn what_a_line_refers_to_is_there() {
        let lines = glossary::lines();
        for line in &lines {
            let is_there = |word: &&&str| {
                lines.iter().any(|it| it.kind == line.kind && it.english.contains(*word))
            };
            let lost: Vec<_> =
                line.near.iter().chain(&line.opposites).filter(|it| !is_there(it)).collect();
            assert!(lost.is_empty(), "{} refers to {lost:?}", line.name());
        }
    }

    #[test]
    fn each_word_stands_on_one_line_of_a_file() {
        let mut known: HashMap<(char, &str), &str> = HashMap::new();
        for line in glossary::lines() {
            for word in line.english.iter().chain(&line.german) {
                let known = known.insert((line.kind.mark(), word), line.name());
                assert_eq!(known, None, "{word} stands also under {}", line.name());
            }
        }
    }

    fn action(word: &str) -> Option<&'static str> {
        lexicon().senses(word)?.action.map(|it| lexicon().concept(it).name)
    }

    fn object(word: &str) -> Option<&'static str> {
        lexicon().senses(word)?.object.map(|it| lexicon().concept(it).name)
    }
}

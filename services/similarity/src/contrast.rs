//! Texts that share nearly all letters and say different things: opposites and other numbers.

use std::cell::OnceCell;

/// Two sides of each contrast, as beginnings of folded words. A word that ends in `$` is meant
/// whole.
const OPPOSITES: [(&[&str], &[&str]); 26] = [
    (&["accept", "approv", "confirm"], &["reject", "declin", "refus", "deny", "denied"]),
    (
        &["annehm", "annahme", "genehmig", "bewillig", "akzeptier", "zusag", "zustimm"],
        &["ablehn", "absag", "zurueckweis", "verweiger", "widersprech"],
    ),
    (&["open"], &["clos"]),
    (&["oeffn", "eroeffn"], &["schliess", "abschliess", "abschluss"]),
    (&["buy", "purchas", "procur"], &["sell", "sale$", "sales$", "sold$"]),
    (&["kauf", "einkauf", "beschaff"], &["verkauf", "vertrieb"]),
    (&["send", "sent$", "dispatch"], &["receiv", "receipt"]),
    (&["send", "versend", "versand", "absend"], &["empfang", "empfaeng", "erhalt"]),
    (&["creat", "add$", "adding$", "insert"], &["delet", "remov"]),
    (&["anleg", "erstell", "hinzufueg"], &["loesch", "entfern"]),
    (&["start", "begin"], &["stop", "finish", "end$", "ending$"]),
    (&["beginn", "start"], &["beend", "ende$"]),
    (&["hire$", "hiring$", "recruit"], &["fire$", "firing$", "dismiss", "terminat"]),
    (&["einstell"], &["kuendig", "entlass"]),
    (&["increas", "rais"], &["decreas", "reduc", "lower"]),
    (&["erhoeh", "steiger"], &["senk", "reduzier", "verringer"]),
    (&["lock"], &["unlock"]),
    (&["sperr"], &["entsperr", "freigeb", "freigab"]),
    (&["block"], &["unblock", "releas"]),
    (&["load"], &["unload"]),
    (&["belad"], &["entlad"]),
    (&["activat", "enabl"], &["deactivat", "disabl"]),
    (&["aktivier"], &["deaktivier"]),
    (&["customer", "client"], &["supplier", "vendor"]),
    (&["kunde"], &["lieferant"]),
    (&["intern"], &["extern"]),
];

/// Particles that turn a word into its opposite: Wareneingang, Warenausgang.
const PARTICLES: [(&str, &str); 8] = [
    ("ein", "aus"),
    ("an", "ab"),
    ("auf", "ab"),
    ("im", "ex"),
    ("in", "out"),
    ("in", "de"),
    ("up", "down"),
    ("vor", "nach"),
];

/// Letters that the words must share after the particle.
const REST_MIN: usize = 3;

/// What a single word says about contrasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sides {
    left: u32,
    right: u32,
    is_number: bool,
}

impl Sides {
    pub(crate) fn of(word: &str) -> Self {
        let (mut left, mut right) = (0, 0);
        for ((some, others), bit) in OPPOSITES.iter().zip(0_u32..) {
            left |= u32::from(says_any(word, some)) << bit;
            right |= u32::from(says_any(word, others)) << bit;
        }
        Self { left, right, is_number: word.chars().all(|it| it.is_ascii_digit()) }
    }
}

/// A text with the side of each contrast it stands on, to be held against many others.
#[derive(Debug)]
pub(crate) struct Stance<'a> {
    words: Vec<(&'a str, Sides)>,
    sides: (u32, u32),
    numbers: Vec<&'a str>,
    /// How the words of a text begin that turns one of ours, with the number of that one.
    turns: OnceCell<Vec<(usize, String)>>,
}

impl<'a> Stance<'a> {
    pub(crate) fn new(words: Vec<(&'a str, Sides)>) -> Self {
        let (sides, numbers) = (sides(words.iter().copied()), numbers(words.iter().copied()));
        Self { sides, numbers, words, turns: OnceCell::new() }
    }

    /// The same from either side.
    pub(crate) fn is_opposed_to<'b>(
        &self,
        others: impl Iterator<Item = (&'b str, Sides)> + Clone,
    ) -> bool {
        let (left, right) = sides(others.clone());
        self.sides.0 & right != 0
            || self.sides.1 & left != 0
            || self.names_other_numbers(others.clone())
            || self.is_turned_by(others)
    }

    fn names_other_numbers<'b>(&self, others: impl Iterator<Item = (&'b str, Sides)>) -> bool {
        if self.numbers.is_empty() {
            return false;
        }
        let numbers = numbers(others);
        !numbers.is_empty() && self.numbers != numbers
    }

    fn is_turned_by<'b>(&self, others: impl Iterator<Item = (&'b str, Sides)> + Clone) -> bool {
        let turns = self.turns.get_or_init(|| {
            let each = self.words.iter().enumerate();
            each.flat_map(|(at, it)| turns(it.0).map(move |begin| (at, begin))).collect()
        });
        turns.iter().any(|(at, begin)| {
            let is_ours = |word: &str| self.words.iter().any(|it| it.0 == word);
            let turned = others.clone().any(|it| it.0.starts_with(begin) && !is_ours(it.0));
            turned && !others.clone().any(|it| it.0 == self.words[*at].0)
        })
    }
}

/// A text that names both sides ("accept or reject") takes none.
fn sides<'a>(words: impl Iterator<Item = (&'a str, Sides)>) -> (u32, u32) {
    let (left, right) = words.fold((0, 0), |set, it| (set.0 | it.1.left, set.1 | it.1.right));
    (left & !right, right & !left)
}

fn numbers<'a>(words: impl Iterator<Item = (&'a str, Sides)>) -> Vec<&'a str> {
    let mut numbers: Vec<&str> = words.filter(|it| it.1.is_number).map(|it| it.0).collect();
    numbers.sort_unstable();
    numbers
}

/// How a word begins that becomes this one, or that this one becomes, when one particle is
/// exchanged, endings aside.
fn turns(word: &str) -> impl Iterator<Item = String> {
    let both_ways = PARTICLES.iter().flat_map(|&(a, b)| [(a, b), (b, a)]);
    both_ways.flat_map(move |(from, to)| {
        word.match_indices(from).filter_map(move |(at, _)| {
            let rest = &word[at + from.len()..];
            let (end, letter) = rest.char_indices().nth(REST_MIN - 1)?;
            Some(format!("{}{to}{}", &word[..at], &rest[..end + letter.len_utf8()]))
        })
    })
}

fn says_any(word: &str, stems: &[&str]) -> bool {
    stems.iter().any(|stem| is_of(word, stem))
}

fn is_of(word: &str, stem: &str) -> bool {
    stem.strip_suffix('$').map_or_else(|| word.starts_with(stem), |whole| word == whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opposite_verbs_are_opposed_in_any_form() {
        assert!(is_opposed("angebot annehmen", "ablehnung des angebots"));
        assert!(is_opposed("accept offer", "rejecting an offer"));
        assert!(is_opposed("add user", "remove user"));
        assert!(!is_opposed("check address", "remove address"));
    }

    #[test]
    fn a_particle_turns_a_word() {
        assert!(is_opposed("wareneingang buchen", "warenausgang buchen"));
        assert!(is_opposed("einbuchen", "ausbuchung"));
        assert!(is_opposed("import data", "export data"));
        assert!(is_opposed("inbound delivery", "outbound delivery"));
        assert!(!is_opposed("planung", "planungen"));
    }

    #[test]
    fn whoever_names_both_sides_takes_none() {
        assert!(!is_opposed("accept or reject offer", "reject offer"));
    }

    #[test]
    fn other_numbers_are_other_things_but_a_missing_number_is_none() {
        assert!(is_opposed("halle 3 reinigen", "halle 4 reinigen"));
        assert!(!is_opposed("halle 3 reinigen", "halle reinigen"));
    }

    fn is_opposed(a: &str, b: &str) -> bool {
        let words = |text| str::split(text, ' ').map(|word| (word, Sides::of(word)));
        let (of_a, of_b) = (Stance::new(words(a).collect()), Stance::new(words(b).collect()));
        assert_eq!(of_a.is_opposed_to(words(b)), of_b.is_opposed_to(words(a)));
        of_a.is_opposed_to(words(b))
    }
}

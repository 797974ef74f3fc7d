//! Texts that share nearly all letters and say different things: words of which one turns the other
//! (Wareneingang, Warenausgang), and other numbers. Opposites that share none stand in the glossary.

use std::cell::OnceCell;

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

/// A text to be held against many others.
#[derive(Debug)]
pub(crate) struct Stance<'a> {
    words: Vec<&'a str>,
    numbers: Vec<&'a str>,
    /// How the words of a text begin that turns one of ours, with the number of that one.
    turns: OnceCell<Vec<(usize, String)>>,
}

impl<'a> Stance<'a> {
    pub(crate) fn new(words: Vec<&'a str>) -> Self {
        Self { numbers: numbers(words.iter().copied()), words, turns: OnceCell::new() }
    }

    /// The same from either side.
    pub(crate) fn is_opposed_to<'b>(&self, others: impl Iterator<Item = &'b str> + Clone) -> bool {
        self.names_other_numbers(others.clone()) || self.is_turned_by(others)
    }

    fn names_other_numbers<'b>(&self, others: impl Iterator<Item = &'b str>) -> bool {
        if self.numbers.is_empty() {
            return false;
        }
        let numbers = numbers(others);
        !numbers.is_empty() && self.numbers != numbers
    }

    fn is_turned_by<'b>(&self, others: impl Iterator<Item = &'b str> + Clone) -> bool {
        let turns = self.turns.get_or_init(|| {
            let each = self.words.iter().enumerate();
            each.flat_map(|(at, it)| turns(it).map(move |begin| (at, begin))).collect()
        });
        turns.iter().any(|(at, begin)| {
            let is_ours = |word: &str| self.words.contains(&word);
            let turned = others.clone().any(|it| it.starts_with(begin) && !is_ours(it));
            turned && !others.clone().any(|it| it == self.words[*at])
        })
    }
}

fn numbers<'a>(words: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let is_number = |word: &&str| word.bytes().all(|it| it.is_ascii_digit());
    let mut numbers: Vec<&str> = words.filter(is_number).collect();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_particle_turns_a_word() {
        assert!(is_opposed("wareneingang buchen", "warenausgang buchen"));
        assert!(is_opposed("einbuchen", "ausbuchung"));
        assert!(is_opposed("import data", "export data"));
        assert!(is_opposed("inbound delivery", "outbound delivery"));
        assert!(!is_opposed("planung", "planungen"));
    }

    #[test]
    fn other_numbers_are_other_things_but_a_missing_number_is_none() {
        assert!(is_opposed("halle 3 reinigen", "halle 4 reinigen"));
        assert!(!is_opposed("halle 3 reinigen", "halle reinigen"));
    }

    fn is_opposed(a: &str, b: &str) -> bool {
        let words = |text| str::split(text, ' ');
        let (of_a, of_b) = (Stance::new(words(a).collect()), Stance::new(words(b).collect()));
        assert_eq!(of_a.is_opposed_to(words(b)), of_b.is_opposed_to(words(a)));
        of_a.is_opposed_to(words(b))
    }
}

//! Texts that share nearly all letters and say different things: words of which one turns the other
//! (Wareneingang, Warenausgang), and other numbers. Opposites that share none stand in the glossary.

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

/// Whether words of one text turn those of another one, or name other numbers; the same from either
/// side. Asked of every pair that is looked at closely, so it keeps nothing.
pub(crate) fn are_opposed<'a>(
    a: impl Iterator<Item = &'a str> + Clone,
    b: impl Iterator<Item = &'a str> + Clone,
) -> bool {
    name_other_numbers(a.clone(), b.clone()) || is_turned(a, &b)
}

fn name_other_numbers<'a>(
    a: impl Iterator<Item = &'a str>,
    b: impl Iterator<Item = &'a str>,
) -> bool {
    let a = numbers(a);
    let b = if a.is_empty() { vec![] } else { numbers(b) };
    !b.is_empty() && a != b
}

fn numbers<'a>(words: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let is_number = |word: &&str| word.bytes().all(|it| it.is_ascii_digit());
    let mut numbers: Vec<&str> = words.filter(is_number).collect();
    numbers.sort_unstable();
    numbers
}

/// Words that both say turn nothing.
fn is_turned<'a>(
    mut a: impl Iterator<Item = &'a str> + Clone,
    b: &(impl Iterator<Item = &'a str> + Clone),
) -> bool {
    let ours = a.clone();
    a.any(|word| {
        let is_said_by_both = b.clone().any(|it| it == word);
        let turns = |it: &str| turns(word, it) && !ours.clone().any(|word| word == it);
        !is_said_by_both && b.clone().any(turns)
    })
}

/// Whether one word becomes the other when one particle is exchanged, endings aside. The particles
/// begin where the words part, or before what the particles themselves share.
fn turns(word: &str, other: &str) -> bool {
    let parted = shared(word, other);
    let both_ways = PARTICLES.iter().flat_map(|&(a, b)| [(a, b), (b, a)]);
    both_ways.into_iter().any(|(from, to)| {
        let at = parted.checked_sub(shared(from, to));
        let rests = rest(word, at, from).zip(rest(other, at, to));
        rests.is_some_and(|(a, b)| a.chars().take(REST_MIN).eq(b.chars().take(REST_MIN)))
    })
}

/// What follows a particle at a place of a word, if that is enough.
fn rest<'a>(word: &'a str, at: Option<usize>, particle: &str) -> Option<&'a str> {
    let rest = word.get(at?..)?.strip_prefix(particle)?;
    (rest.chars().count() >= REST_MIN).then_some(rest)
}

/// How many bytes two words share from their beginning.
fn shared(a: &str, b: &str) -> usize {
    a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count()
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
        assert_eq!(are_opposed(words(a), words(b)), are_opposed(words(b), words(a)));
        are_opposed(words(a), words(b))
    }
}

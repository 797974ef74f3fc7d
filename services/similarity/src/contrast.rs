//! Texts that share nearly all letters and say different things: words of which one turns the other
//! (Wareneingang, Warenausgang), and other numbers. Opposites that share none stand in the glossary.

/// Particles that turn a word into its opposite (Wareneingang, Warenausgang): what both begin with, and
/// how either goes on.
const PARTICLES: [(&str, &str, &str); 8] = [
    ("", "ein", "aus"),
    ("a", "n", "b"),
    ("a", "uf", "b"),
    ("", "im", "ex"),
    ("", "in", "out"),
    ("", "in", "de"),
    ("", "up", "down"),
    ("", "vor", "nach"),
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
        let is_said_by_both = || b.clone().any(|it| it == word);
        let is_ours = |it: &str| ours.clone().any(|word| word == it);
        b.clone().any(|it| turns(word, it) && !is_ours(it) && !is_said_by_both())
    })
}

/// Whether one word becomes the other when one particle is exchanged, endings aside. The particles go on
/// where the words part.
fn turns(word: &str, other: &str) -> bool {
    let parted = shared(word, other);
    let next = |it: &str| it.as_bytes().get(parted).copied();
    let (Some(ours), Some(theirs)) = (next(word), next(other)) else { return false };
    let both_ways = PARTICLES.iter().flat_map(|&(begin, a, b)| [(begin, a, b), (begin, b, a)]);
    let mut parting = both_ways.into_iter().filter(|(begin, from, to)| {
        from.starts_with(char::from(ours))
            && to.starts_with(char::from(theirs))
            && word.as_bytes()[..parted].ends_with(begin.as_bytes())
    });
    parting.any(|(_, from, to)| {
        let rests = rest(word, parted, from).zip(rest(other, parted, to));
        rests.is_some_and(|(a, b)| a.chars().take(REST_MIN).eq(b.chars().take(REST_MIN)))
    })
}

/// Where a particle stands: which one of two, what is in front of it, and how it goes on behind.
pub(crate) type Turn<'a> = (usize, &'a str, &'a str);

/// All places of a word where exchanging a particle may make another word of it, each with whether it is
/// the second of the two. Words turn each other that have such a place in common, on two sides.
pub(crate) fn turns_in(word: &str) -> impl Iterator<Item = (Turn<'_>, bool)> {
    let sides = (0..)
        .zip(PARTICLES)
        .flat_map(|(number, (begin, a, b))| [(number, begin, a, false), (number, begin, b, true)]);
    sides.flat_map(move |(number, begin, tail, side)| {
        let places = word.match_indices(tail).filter(move |it| word[..it.0].ends_with(begin));
        places.filter_map(move |(at, _)| {
            let rest = rest(word, at, tail)?;
            let end = rest.char_indices().nth(REST_MIN).map_or(rest.len(), |it| it.0);
            Some(((number, &word[..at], &rest[..end]), side))
        })
    })
}

/// What follows a particle at a place of a word, if that is enough.
fn rest<'a>(word: &'a str, at: usize, particle: &str) -> Option<&'a str> {
    let rest = word.get(at..)?.strip_prefix(particle)?;
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
        assert!(is_opposed("anmelden", "abmelden") && is_opposed("aufbau", "abbau"));
        assert!(!is_opposed("einbuchen ausbuchen", "ausbuchen"));
        assert!(!is_opposed("planung", "planungen"));
    }

    #[test]
    fn words_turn_each_other_that_have_a_place_for_it_in_common() {
        let words = ["wareneingang", "warenausgang", "anmelden", "abmelden", "import", "export"];
        for (a, b) in words.iter().flat_map(|a| words.iter().map(move |b| (a, b))) {
            let have_one = turns_in(a).any(|(at, side)| turns_in(b).any(|it| it == (at, !side)));
            assert_eq!(turns(a, b), have_one, "{a}, {b}");
        }
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

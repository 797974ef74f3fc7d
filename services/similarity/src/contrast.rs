//! Texts that share nearly all letters and say different things: opposites and other numbers.

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

/// On which side of each contrast a text stands, and which numbers it names.
#[derive(Debug, Clone)]
pub(crate) struct Stance {
    words: Vec<String>,
    left: u32,
    right: u32,
    numbers: Vec<String>,
}

impl Stance {
    pub(crate) fn new(words: Vec<String>) -> Self {
        let sides = OPPOSITES.iter().zip(0_u32..).map(|((left, right), bit)| {
            (u32::from(says_any(&words, left)) << bit, u32::from(says_any(&words, right)) << bit)
        });
        let (left, right) = sides.fold((0, 0), |set, bits| (set.0 | bits.0, set.1 | bits.1));
        let mut numbers: Vec<String> =
            words.iter().filter(|it| it.chars().all(|it| it.is_ascii_digit())).cloned().collect();
        numbers.sort_unstable();
        // A text that names both sides ("accept or reject") takes none.
        Self { left: left & !right, right: right & !left, numbers, words }
    }

    pub(crate) fn is_opposed_to(&self, other: &Self) -> bool {
        self.left & other.right != 0
            || self.right & other.left != 0
            || self.names_other_numbers(other)
            || self.turns_a_word_of(other)
            || other.turns_a_word_of(self)
    }

    fn names_other_numbers(&self, other: &Self) -> bool {
        !self.numbers.is_empty() && !other.numbers.is_empty() && self.numbers != other.numbers
    }

    fn turns_a_word_of(&self, other: &Self) -> bool {
        let is_new = |word: &&String| !other.words.contains(word);
        let turns = |word: &String| {
            other.words.iter().filter(|it| !self.words.contains(it)).any(|it| is_turned(word, it))
        };
        self.words.iter().filter(is_new).any(turns)
    }
}

fn says_any(words: &[String], stems: &[&str]) -> bool {
    words.iter().any(|word| stems.iter().any(|stem| is_of(word, stem)))
}

fn is_of(word: &str, stem: &str) -> bool {
    stem.strip_suffix('$').map_or_else(|| word.starts_with(stem), |whole| word == whole)
}

/// Whether the first word becomes the second when one particle is exchanged, endings aside.
fn is_turned(first: &str, second: &str) -> bool {
    PARTICLES.iter().any(|(from, to)| {
        first.match_indices(from).any(|(at, _)| {
            let rest = &first[at + from.len()..];
            second
                .strip_prefix(&first[..at])
                .and_then(|it| it.strip_prefix(to))
                .is_some_and(|it| shared_letters(rest, it) >= REST_MIN)
        })
    })
}

fn shared_letters(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count()
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
        let stance = |text: &str| Stance::new(text.split(' ').map(str::to_owned).collect());
        let (a, b) = (stance(a), stance(b));
        assert_eq!(a.is_opposed_to(&b), b.is_opposed_to(&a));
        a.is_opposed_to(&b)
    }
}

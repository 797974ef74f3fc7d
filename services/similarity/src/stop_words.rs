//! Words that say little by themselves, German and English, in folded spelling and in order.

#[rustfmt::skip]
const WORDS: [&str; 83] = [
    "a", "ab", "als", "am", "an", "and", "are", "as", "at", "auf", "aus", "be", "bei", "beim",
    "by", "das", "dem", "den", "der", "des", "die", "durch", "ein", "eine", "einem", "einen",
    "einer", "eines", "er", "es", "etc", "for", "from", "fuer", "haben", "has", "have", "i",
    "ich", "im", "in", "ins", "into", "is", "ist", "it", "its", "mit", "nach", "oder", "of", "on",
    "or", "our", "per", "s", "sich", "sie", "sind", "so", "that", "the", "their", "this", "to",
    "ueber", "um", "und", "unser", "unsere", "via", "vom", "von", "vor", "we", "werden", "wir",
    "wird", "with", "zu", "zum", "zur", "zwischen",
];

pub(crate) fn is_stop_word(folded: &str) -> bool {
    WORDS.binary_search(&folded).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_both_languages() {
        assert!(["der", "fuer", "zwischen", "a", "the", "of"].into_iter().all(is_stop_word));
        assert!(!is_stop_word("daten"));
    }

    #[test]
    fn lists_each_word_once_in_order() {
        assert!(WORDS.is_sorted_by(|a, b| a < b));
    }
}

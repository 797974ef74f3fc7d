//! Words that say little by themselves, German and English, in folded spelling and in order.

#[rustfmt::skip]
const WORDS: [&str; 163] = [
    "a", "ab", "all", "alle", "allen", "aller", "als", "also", "am", "an", "and", "any", "are",
    "as", "at", "auch", "auf", "aus", "b", "be", "been", "bei", "beim", "being", "by", "bzw",
    "can", "could", "das", "dass", "dem", "den", "der", "deren", "des", "die", "diese",
    "dieser", "dieses", "do", "does", "durch", "ein", "eine", "einem", "einen", "einer",
    "eines", "er", "es", "etc", "for", "from", "fuer", "ggf", "haben", "has", "have", "he",
    "her", "his", "how", "i", "ich", "if", "ihr", "ihre", "ihrer", "ihres", "im", "in", "ins",
    "into", "is", "ist", "it", "its", "jede", "jeder", "jedes", "kann", "koennen", "man", "mit",
    "muessen", "muss", "must", "nach", "noch", "nur", "ob", "oder", "of", "on", "or", "our",
    "per", "s", "sein", "seine", "seines", "shall", "she", "should", "sich", "sie", "sind",
    "so", "soll", "sollen", "sowie", "than", "that", "the", "their", "then", "there", "these",
    "they", "this", "those", "to", "too", "ueber", "um", "und", "unser", "unsere", "via", "vom",
    "von", "vor", "war", "waren", "was", "we", "welche", "welcher", "welches", "werden", "were",
    "what", "when", "where", "whether", "which", "who", "wie", "will", "wir", "wird", "with",
    "worden", "would", "wurde", "wurden", "you", "your", "z", "zu", "zum", "zur", "zwischen",
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

//! Words that say little by themselves, German and English, in folded spelling and in order.

#[rustfmt::skip]
const WORDS: [&str; 183] = [
    "a", "ab", "about", "according", "all", "alle", "allen", "aller", "als", "also", "am",
    "an", "and", "any", "are", "as", "at", "auch", "auf", "aufgrund", "aus", "b", "be",
    "been", "bei", "beim", "being", "bereits", "between", "bezueglich", "by", "bzw", "can",
    "concerning", "could", "dabei", "damit", "das", "dass", "dazu", "dem", "den", "der",
    "deren", "des", "die", "diese", "dieser", "dieses", "do", "does", "durch", "during",
    "ein", "eine", "einem", "einen", "einer", "eines", "er", "es", "etc", "for", "from",
    "fuer", "gemaess", "ggf", "haben", "has", "have", "he", "her", "hinsichtlich", "his",
    "how", "i", "ich", "if", "ihr", "ihre", "ihrer", "ihres", "im", "in", "innerhalb",
    "ins", "into", "is", "ist", "it", "its", "jede", "jeder", "jedes", "kann", "koennen",
    "laut", "man", "mit", "muessen", "muss", "must", "nach", "noch", "nur", "ob", "oder",
    "of", "on", "or", "our", "per", "regarding", "s", "sein", "seine", "seines", "shall",
    "she", "should", "sich", "sie", "sind", "so", "soll", "sollen", "sowie", "than", "that",
    "the", "their", "then", "there", "these", "they", "this", "those", "to", "too", "ueber",
    "um", "und", "unser", "unsere", "upon", "via", "vom", "von", "vor", "waehrend", "war",
    "waren", "was", "we", "wegen", "welche", "welcher", "welches", "werden", "were", "what",
    "when", "where", "whether", "which", "who", "wie", "will", "wir", "wird", "with",
    "within", "worden", "would", "wurde", "wurden", "you", "your", "z", "zu", "zum", "zur",
    "zwischen",
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

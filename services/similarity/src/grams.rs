//! Trigrams of a word with a gap before and after it, so that beginnings and ends count and the
//! parts of a compound are found again.

use crate::lexicon::ConceptId;

/// Three characters in one number, 21 bits each; or a concept, with the highest bit.
pub(crate) type Gram = u64;

const CONCEPT: Gram = 1 << 63;

/// Of a term.
pub(crate) fn features(term: &str, concept: Option<ConceptId>) -> Vec<Gram> {
    match concept {
        Some(concept) => vec![CONCEPT | Gram::from(concept)],
        None => grams(term.trim_start_matches('!')),
    }
}

/// As many as the word has characters.
fn grams(folded: &str) -> Vec<Gram> {
    let padded: Vec<u64> =
        [' '].into_iter().chain(folded.chars()).chain([' ']).map(u64::from).collect();
    padded.windows(3).map(|it| (it[0] << 42) | (it[1] << 21) | it[2]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_one_trigram_for_each_character() {
        assert_eq!(grams("daten").len(), 5);
        assert_eq!(grams("a").len(), 1);
    }

    #[test]
    fn a_compound_holds_the_inside_of_its_parts() {
        let compound = grams("lieferantendaten");
        let shared = grams("daten").iter().filter(|it| compound.contains(it)).count();
        assert_eq!(shared, 4);
    }
}

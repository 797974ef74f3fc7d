//! A text as words in one spelling: lower case, umlauts and ß written out, hyphens and apostrophes
//! closed up, digits kept, all other punctuation a gap, and a gap before each hump of a camel.

/// Letters of the shortest part of a word that is written in humps.
const HUMP_MIN: usize = 3;

/// One word, as it was written and as it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) written: String,
    pub(crate) folded: String,
    /// A full stop stands behind it, so that it may be cut off: "notific."
    pub(crate) is_cut: bool,
}

pub(crate) fn words(text: &str) -> Vec<Word> {
    let pieces = text.split_inclusive(|it| !is_inside(it));
    pieces.flat_map(|piece| humps(piece).filter_map(word)).collect()
}

/// `checkSupplierData` in three; what is shorter than three letters begins no word: `GmbH`, `eMail`.
fn humps(piece: &str) -> impl Iterator<Item = &str> {
    let mut from = 0;
    let letters: Vec<(usize, char)> = piece.char_indices().collect();
    let mut bounds: Vec<usize> = Vec::new();
    for at in HUMP_MIN..letters.len().saturating_sub(HUMP_MIN - 1) {
        let is_hump = letters[at].1.is_uppercase() && letters[at + 1].1.is_lowercase();
        if is_hump
            && letters[at - HUMP_MIN..at].iter().all(|it| it.1.is_alphabetic())
            && letters[at - 1].1.is_lowercase()
        {
            bounds.push(letters[at].0);
        }
    }
    bounds.push(piece.len());
    bounds.into_iter().map(move |to| &piece[std::mem::replace(&mut from, to)..to])
}

fn word(piece: &str) -> Option<Word> {
    let written = piece.trim_matches(|it: char| !it.is_alphanumeric());
    let folded = folded(written);
    let is_cut = piece.ends_with('.');
    (!folded.is_empty()).then(|| Word { written: written.to_owned(), folded, is_cut })
}

/// The pieces of the folded spelling, one for each character as it was written.
pub(crate) fn folded_pieces(written: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for it in written.chars() {
        let last = pieces.last().and_then(|piece| piece.chars().next_back());
        pieces.push(folded_char(it, last));
    }
    pieces
}

fn folded(written: &str) -> String {
    folded_pieces(written).concat()
}

fn folded_char(it: char, last: Option<char>) -> String {
    match it {
        'ä' | 'Ä' | 'æ' | 'Æ' => "ae".to_owned(),
        'ö' | 'Ö' | 'ø' | 'Ø' => "oe".to_owned(),
        'ü' | 'Ü' => "ue".to_owned(),
        'ß' | 'ẞ' => "ss".to_owned(),
        'á' | 'à' | 'â' | 'ã' | 'å' | 'Á' | 'À' | 'Â' | 'Ã' | 'Å' => "a".to_owned(),
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => "e".to_owned(),
        'í' | 'ì' | 'î' | 'ï' | 'Í' | 'Ì' | 'Î' | 'Ï' => "i".to_owned(),
        'ó' | 'ò' | 'ô' | 'õ' | 'Ó' | 'Ò' | 'Ô' | 'Õ' => "o".to_owned(),
        'ú' | 'ù' | 'û' | 'Ú' | 'Ù' | 'Û' => "u".to_owned(),
        'ç' | 'Ç' => "c".to_owned(),
        'ñ' | 'Ñ' => "n".to_owned(),
        // Decomposed umlauts, as some file systems write them.
        '\u{308}' if matches!(last, Some('a' | 'o' | 'u')) => "e".to_owned(),
        _ if it.is_alphanumeric() => it.to_lowercase().filter(|it| it.is_alphanumeric()).collect(),
        _ => String::new(),
    }
}

fn is_inside(it: char) -> bool {
    it.is_alphanumeric() || is_closed_up(it) || ('\u{300}'..='\u{36f}').contains(&it)
}

/// Hyphens, soft and hard, and apostrophes.
fn is_closed_up(it: char) -> bool {
    matches!(it, '-' | '\u{ad}' | '\u{2010}' | '\u{2011}' | '\'' | '\u{2019}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_out_umlauts_and_closes_up_hyphens() {
        assert_eq!(folded_of("Lieferanten-Daten prüfen"), ["lieferantendaten", "pruefen"]);
        assert_eq!(folded_of("GRÖSSE, Größe; Öl"), ["groesse", "groesse", "oel"]);
    }

    #[test]
    fn reads_decomposed_umlauts_like_composed_ones() {
        assert_eq!(folded_of("pru\u{308}fen"), ["pruefen"]);
    }

    #[test]
    fn keeps_digits_and_drops_punctuation() {
        assert_eq!(folded_of("(4711) Werk/Halle – „3“?"), ["4711", "werk", "halle", "3"]);
    }

    #[test]
    fn keeps_the_spelling_as_written() {
        let written: Vec<String> =
            words("-Prüfung- der E-Mail!").into_iter().map(|it| it.written).collect();
        assert_eq!(written, ["Prüfung", "der", "E-Mail"]);
    }

    #[test]
    fn parts_words_that_are_written_in_humps() {
        assert_eq!(folded_of("checkSupplierData"), ["check", "supplier", "data"]);
        assert_eq!(
            folded_of("send_eMail toGmbH McKinsey"),
            ["send", "email", "togmbh", "mckinsey"]
        );
    }

    #[test]
    fn has_no_words_where_nothing_is_said() {
        assert!(words(" – ?! ''").is_empty());
    }

    fn folded_of(text: &str) -> Vec<String> {
        words(text).into_iter().map(|it| it.folded).collect()
    }
}

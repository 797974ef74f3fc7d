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
    let may_have_humps = piece.chars().skip(HUMP_MIN).any(char::is_uppercase);
    let letters: Vec<(usize, char)> =
        if may_have_humps { piece.char_indices().collect() } else { Vec::new() };
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
    let (mut folded, mut pieces) = (String::new(), Vec::new());
    for it in written.chars() {
        let from = folded.len();
        fold(it, &mut folded);
        pieces.push(folded[from..].to_owned());
    }
    pieces
}

fn folded(written: &str) -> String {
    let mut folded = String::with_capacity(written.len() + 2);
    written.chars().for_each(|it| fold(it, &mut folded));
    folded
}

/// Adds a character to what stands before it.
fn fold(it: char, folded: &mut String) {
    let plain = match it {
        'a'..='z' | '0'..='9' => return folded.push(it),
        'A'..='Z' => return folded.push(it.to_ascii_lowercase()),
        'ä' | 'Ä' | 'æ' | 'Æ' => "ae",
        'ö' | 'Ö' | 'ø' | 'Ø' => "oe",
        'ü' | 'Ü' => "ue",
        'ß' | 'ẞ' => "ss",
        'á' | 'à' | 'â' | 'ã' | 'å' | 'Á' | 'À' | 'Â' | 'Ã' | 'Å' => "a",
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => "e",
        'í' | 'ì' | 'î' | 'ï' | 'Í' | 'Ì' | 'Î' | 'Ï' => "i",
        'ó' | 'ò' | 'ô' | 'õ' | 'Ó' | 'Ò' | 'Ô' | 'Õ' => "o",
        'ú' | 'ù' | 'û' | 'Ú' | 'Ù' | 'Û' => "u",
        'ç' | 'Ç' => "c",
        'ñ' | 'Ñ' => "n",
        // Decomposed umlauts, as some file systems write them.
        '\u{308}' if folded.ends_with(['a', 'o', 'u']) => "e",
        _ if it.is_alphanumeric() => {
            return folded.extend(it.to_lowercase().filter(|it| it.is_alphanumeric()));
        }
        _ => return,
    };
    folded.push_str(plain);
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

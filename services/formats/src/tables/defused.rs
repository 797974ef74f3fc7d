//! Texts that a spreadsheet would take for a formula, defused by an apostrophe in front and restored.
//!
//! Spreadsheets run what begins with `=`, `+`, `-` or `@`, also behind blanks, tabs and line ends
//! (OWASP, CSV injection). Text that already begins with apostrophes before such a sign gets one more, so
//! that restoring is exact.

use std::borrow::Cow;

const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Whether a spreadsheet might run the text, or may have been kept from it by apostrophes.
pub(crate) fn is_risky(text: &str) -> bool {
    let behind = text.trim_start_matches('\'');
    behind.starts_with(['\t', '\r', '\n']) || behind.trim_start().starts_with(SIGNS)
}

/// The text as a cell that no spreadsheet runs.
pub(crate) fn defused(text: &str) -> Cow<'_, str> {
    if is_risky(text) { format!("'{text}").into() } else { text.into() }
}

/// The text of a cell as it was before it was defused.
pub(super) fn restored(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|it| is_risky(it)).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_get_an_apostrophe_and_plain_text_none() {
        for text in ["=1+1", "+49 711", "-5", "@SUM(A1)", "\t=1", "\r=1", " =1", "'=1", "＝1"] {
            assert_eq!(defused(text), format!("'{text}"));
        }
        for text in ["a=b", "'t is", "5", "Köln - Pune", "", "'"] {
            assert_eq!(defused(text), text);
        }
    }

    #[test]
    fn an_apostrophe_that_people_wrote_stays() {
        assert_eq!(restored("'t is"), "'t is");
        assert_eq!(restored("'=1+1"), "=1+1");
        assert_eq!(restored("=1+1"), "=1+1");
    }

    proptest! {
        #[test]
        fn what_is_defused_is_restored(text in "['=+@\t\r -]{0,4}.{0,3}") {
            let cell = defused(&text);
            prop_assert!(!cell.starts_with(SIGNS));
            prop_assert_eq!(restored(&cell), text.as_str());
        }
    }
}

//! One cell at a time: text to JSON, or why not.

use serde_json::{Value, json};

/// A number; `0,5` where semicolons separate the cells.
pub fn number(text: &str, has_decimal_comma: bool) -> Result<f64, String> {
    let plain = if has_decimal_comma && text.contains(',') {
        text.replace('.', "").replacen(',', ".", 1)
    } else {
        text.to_owned()
    };
    let is_written_plainly =
        plain.bytes().all(|it| it.is_ascii_digit() || matches!(it, b'.' | b'-' | b'+'));
    let parsed = plain.parse::<f64>().ok().filter(|it| is_written_plainly && it.is_finite());
    parsed.ok_or_else(|| format!("`{text}` is no number"))
}

pub(super) fn whole(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("`{text}` is no whole number"))
}

/// Entries between bars; `\|` is a bar of the entry itself.
pub(super) fn entries(text: &str) -> Vec<String> {
    let (mut entries, mut entry, mut backslashes) = (Vec::new(), String::new(), 0);
    for letter in text.chars() {
        match letter {
            '\\' => backslashes += 1,
            '|' => {
                entry.extend(std::iter::repeat_n('\\', backslashes / 2));
                if backslashes % 2 == 1 {
                    entry.push('|');
                } else {
                    entries.push(std::mem::take(&mut entry));
                }
                backslashes = 0;
            }
            other => {
                entry.extend(std::iter::repeat_n('\\', backslashes));
                backslashes = 0;
                entry.push(other);
            }
        }
    }
    entry.extend(std::iter::repeat_n('\\', backslashes));
    entries.push(entry);
    let trimmed = entries.iter().map(|it| it.trim().to_owned());
    trimmed.filter(|it| !it.is_empty()).collect()
}

/// Entries as one cell, which [`entries`] takes apart again.
pub(crate) fn joined<S: AsRef<str>>(entries: impl IntoIterator<Item = S>) -> String {
    let escaped = entries.into_iter().map(|it| escaped(it.as_ref())).collect::<Vec<_>>();
    let Some((last, before)) = escaped.split_last() else { return String::new() };
    let before = before.iter().map(|it| {
        let backslashes = it.len() - it.trim_end_matches('\\').len();
        format!("{it}{}|", "\\".repeat(backslashes))
    });
    before.collect::<String>() + last
}

/// Backslashes are doubled where a bar follows, and nowhere else.
fn escaped(entry: &str) -> String {
    let (mut text, mut backslashes) = (String::new(), 0);
    for letter in entry.chars() {
        if letter == '|' {
            text.extend(std::iter::repeat_n('\\', backslashes + 1));
        }
        backslashes = if letter == '\\' { backslashes + 1 } else { 0 };
        text.push(letter);
    }
    text
}

/// Whether a cell that asks yes or no says yes.
pub fn is_yes(text: &str) -> Result<bool, String> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "x" | "1" | "ja" | "wahr" => Ok(true),
        "false" | "no" | "0" | "nein" | "falsch" => Ok(false),
        _ => Err(format!("`{text}` is neither `yes` nor `no`")),
    }
}

/// `85 EUR`, `85,50 EUR` or `EUR 85`.
pub fn money(text: &str, has_decimal_comma: bool) -> Result<Value, String> {
    let wrong = || format!("`{text}` is no amount with a currency, such as `85 EUR`");
    let (first, second) = text.split_once(' ').ok_or_else(wrong)?;
    let is_currency = |it: &str| it.len() == 3 && it.bytes().all(|b| b.is_ascii_uppercase());
    let (amount, currency) = if is_currency(first) { (second, first) } else { (first, second) };
    if !is_currency(currency) {
        return Err(wrong());
    }
    let amount = number(amount, has_decimal_comma).map_err(|_| wrong())?;
    Ok(json!({ "amount": amount, "currency": currency }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_comma_is_decimal_only_between_semicolons() {
        assert_eq!(number("0,5", true), Ok(0.5));
        assert_eq!(number("1.234,5", true), Ok(1234.5));
        assert_eq!(number("0.5", true), Ok(0.5));
        assert_eq!(number("0.5", false), Ok(0.5));
        assert_eq!(number("0,5", false), Err("`0,5` is no number".to_owned()));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "NaN", "inf", "1e400", "1,2,3", "four", "1 000"] {
            assert!(number(text, true).is_err(), "{text}");
        }
        assert!(whole("1.5").is_err() && whole("-1").is_err());
    }

    #[test]
    fn bars_separate_entries_unless_a_backslash_stands_before_them() {
        assert_eq!(entries("ERP| Excel ||"), ["ERP", "Excel"]);
        assert_eq!(entries(r"a\|b|\\server\share"), ["a|b", r"\\server\share"]);
        assert_eq!(joined(["a|b", r"c\", "d"]), r"a\|b|c\\|d");
    }

    proptest! {
        #[test]
        fn joined_entries_come_apart_as_they_were(
            all in prop::collection::vec(r"[a\\|]{0,6}b?", 0..5)
        ) {
            let all: Vec<_> = all.into_iter().filter(|it| !it.is_empty()).collect();
            prop_assert_eq!(entries(&joined(&all)), all);
        }
    }

    #[test]
    fn money_has_a_currency_on_either_side() {
        let euro = json!({ "amount": 85.5, "currency": "EUR" });
        assert_eq!(money("85,50 EUR", true), Ok(euro.clone()));
        assert_eq!(money("EUR 85.5", false), Ok(euro));
        assert!(money("85", false).is_err() && money("85 euros", false).is_err());
    }
}

//! One cell at a time: text to JSON, or why not.

use serde_json::{Value, json};

/// A number; `0,5` where semicolons separate the cells.
pub(super) fn number(text: &str, has_decimal_comma: bool) -> Result<f64, String> {
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

pub(super) fn list(text: &str) -> Value {
    text.split('|').map(str::trim).filter(|it| !it.is_empty()).collect()
}

/// `85 EUR`, `85,50 EUR` or `EUR 85`.
pub(super) fn money(text: &str, has_decimal_comma: bool) -> Result<Value, String> {
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
    fn money_has_a_currency_on_either_side() {
        let euro = json!({ "amount": 85.5, "currency": "EUR" });
        assert_eq!(money("85,50 EUR", true), Ok(euro.clone()));
        assert_eq!(money("EUR 85.5", false), Ok(euro));
        assert!(money("85", false).is_err() && money("85 euros", false).is_err());
    }
}

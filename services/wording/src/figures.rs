//! Numbers and dates as a reader of the language writes them.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::Language;

/// Decimals of a figure, at most.
const DECIMALS: usize = 2;

/// A number: `1.234,5` or `1,234.5`.
pub fn number(language: Language, figure: f64) -> String {
    let written = format!("{:.DECIMALS$}", figure.abs());
    let (whole, part) = written.split_once('.').unwrap_or((&written, ""));
    let part = part.trim_end_matches('0');
    let is_nothing = whole == "0" && part.is_empty();
    let (thousands, comma) = match language {
        Language::German => ('.', ','),
        Language::English => (',', '.'),
    };
    let mut text = String::new();
    if figure < 0.0 && !is_nothing {
        text.push('−');
    }
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push(thousands);
        }
        text.push(digit);
    }
    if !part.is_empty() {
        text.push(comma);
        text.push_str(part);
    }
    text
}

/// A number with its sign, for a difference: `+4,5`.
pub fn signed(language: Language, figure: f64) -> String {
    let text = number(language, figure);
    if figure > 0.0 && text != "0" { format!("+{text}") } else { text }
}

/// A day: `31.03.2026` or `31 Mar 2026`.
pub fn day(language: Language, day: Date) -> String {
    let pattern = match language {
        Language::German => "%d.%m.%Y",
        Language::English => "%-d %b %Y",
    };
    day.strftime(pattern).to_string()
}

/// A time to the minute, in UTC as all times of answers are: `31.03.2026 14:05`.
pub fn time(language: Language, time: Timestamp) -> String {
    let then = TimeZone::UTC.to_datetime(time);
    format!("{} {}", day(language, then.date()), then.strftime("%H:%M"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_readers_write_them() {
        let de = |it| number(Language::German, it);
        let en = |it| number(Language::English, it);
        assert_eq!(
            (de(1_234_567.891), en(1_234_567.891)),
            ("1.234.567,89".into(), "1,234,567.89".into())
        );
        assert_eq!(
            (de(35.0), en(0.5), en(-2.5), en(-0.001)),
            ("35".into(), "0.5".into(), "−2.5".into(), "0".into())
        );
        assert_eq!(
            (signed(Language::German, 4.5), signed(Language::English, -4.5)),
            ("+4,5".into(), "−4.5".into())
        );
    }

    #[test]
    fn days_and_times_read_as_readers_write_them() {
        let then: Timestamp = "2026-03-31T14:05:59Z".parse().expect("a time");
        assert_eq!(time(Language::German, then), "31.03.2026 14:05");
        assert_eq!(time(Language::English, then), "31 Mar 2026 14:05");
    }
}

//! Times as logs write them. What has no zone is taken as UTC, and the caller is told.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

/// A time that was read, and whether it said its zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    pub at: Timestamp,
    pub has_zone: bool,
}

/// RFC 3339 also with a blank, `2010-12-30 14:32`, `30.12.2010 14:32[:00]`, `2010/12/30 14:32:00.000`.
pub fn parse(text: &str) -> Option<Moment> {
    let text = text.trim();
    let bytes = text.as_bytes();
    if bytes.get(4) == Some(&b'/') {
        return parse_iso(&text.replace('/', "-"));
    }
    let is_day_first = bytes
        .iter()
        .position(|it| !it.is_ascii_digit())
        .is_some_and(|i| bytes[i] == b'.' && (1..=2).contains(&i));
    if is_day_first { parse_day_first(text) } else { parse_iso(text) }
}

fn parse_iso(text: &str) -> Option<Moment> {
    if let Ok(at) = text.parse() {
        return Some(Moment { at, has_zone: true });
    }
    if let Ok(local) = text.parse::<DateTime>() {
        return in_utc(local);
    }
    // `2010-12-30 14:32:00 +01:00` and `… UTC`
    let (local, zone) = text.rsplit_once(' ')?;
    let zone = if matches!(zone, "UTC" | "GMT") { "Z" } else { zone };
    let at = format!("{local}{zone}").parse().ok()?;
    Some(Moment { at, has_zone: true })
}

fn parse_day_first(text: &str) -> Option<Moment> {
    let text = text.replacen(", ", " ", 1);
    ["%d.%m.%Y %H:%M:%S%.f", "%d.%m.%Y %H:%M", "%d.%m.%YT%H:%M:%S%.f", "%d.%m.%Y"]
        .iter()
        .find_map(|format| day_first_as(format, &text))
        .and_then(in_utc)
}

fn day_first_as(format: &str, text: &str) -> Option<DateTime> {
    let broken = jiff::fmt::strtime::parse(format, text).ok()?;
    // A date alone is its midnight.
    broken.to_datetime().or_else(|_| broken.to_date().map(|it| it.at(0, 0, 0, 0))).ok()
}

fn in_utc(local: DateTime) -> Option<Moment> {
    let at = TimeZone::UTC.to_timestamp(local).ok()?;
    Some(Moment { at, has_zone: false })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_times_that_say_their_zone() {
        for text in [
            "2010-12-30T14:32:00+01:00",
            "2010-12-30 14:32:00+01:00",
            "2010-12-30T14:32:00.000+01:00",
            "2010-12-30 14:32:00 +01:00",
            "2010-12-30T13:32:00Z",
            "2010-12-30 13:32:00 UTC",
            "2010/12/30 14:32:00.000+01:00",
        ] {
            assert_eq!(read(text), ("2010-12-30T13:32:00Z".to_owned(), true), "{text}");
        }
    }

    #[test]
    fn takes_times_without_a_zone_as_utc_and_says_so() {
        for text in [
            "2010-12-30 14:32:00",
            "2010-12-30T14:32",
            "30.12.2010 14:32",
            "30.12.2010 14:32:00",
            "30.12.2010, 14:32:00",
            "2010/12/30 14:32:00",
            "2010/12/30 14:32:00.000",
        ] {
            assert_eq!(read(text), ("2010-12-30T14:32:00Z".to_owned(), false), "{text}");
        }
        assert_eq!(read("1.2.2010"), ("2010-02-01T00:00:00Z".to_owned(), false));
        assert_eq!(read("2010/12/30 14:32:00.250").0, "2010-12-30T14:32:00.25Z");
    }

    #[test]
    fn what_is_no_time_is_not_guessed() {
        for text in ["", "yesterday", "31.02.2010 10:00", "2010-13-01", "12/30/2010", "1.5", "42"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_written_time_is_read_as_it_was(second in -4_000_000_000_i64..8_000_000_000) {
            let at = Timestamp::from_second(second).unwrap();
            prop_assert_eq!(parse(&at.to_string()), Some(Moment { at, has_zone: true }));
            let german = at.strftime("%d.%m.%Y %H:%M:%S").to_string();
            prop_assert_eq!(parse(&german), Some(Moment { at, has_zone: false }));
        }

        #[test]
        fn no_text_makes_it_panic(text in ".*") {
            parse(&text);
        }
    }

    fn read(text: &str) -> (String, bool) {
        let moment = parse(text).unwrap();
        (moment.at.to_string(), moment.has_zone)
    }
}

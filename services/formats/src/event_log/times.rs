//! Times as logs write them. What has no zone is taken as UTC, and the caller is told.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

/// A time that was read, and whether it said its zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    pub at: Timestamp,
    pub has_zone: bool,
}

/// Which comes first in `01/02/2011`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum First {
    Day,
    Month,
}

/// What a text says of a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Read {
    /// A moment; and, where only one order makes it one, that order.
    Moment(Moment, Option<First>),
    /// A time that may be of either order.
    Either,
    NoTime,
}

/// Times of a day behind a date; a date alone is its midnight.
const TIMES: [&str; 5] = [" %H:%M:%S%.f", " %H:%M", " %I:%M:%S %p", " %I:%M %p", ""];
const DAY_FIRST: [&str; 1] = ["%d.%m.%Y"];
const WITH_MONTH_NAMES: [&str; 4] = ["%d-%b-%Y", "%d %b %Y", "%b %d %Y", "%d. %b %Y"];

/// Whether it is a time in whatever order.
pub fn is_time(text: &str) -> bool {
    read(text, None) != Read::NoTime
}

/// RFC 3339 also with a blank, `2010-12-30 14:32`, `30.12.2010 14:32[:00]`, `30-12-2010 14:32`,
/// `2010/12/30 14:32:00.000`, `30-Dec-2010 14:32`, `12/30/2010 2:32 PM`, `30/12/2010 14:32`. Whether day
/// or month comes first between slashes is what was found out before, else what the numbers say.
pub fn read(text: &str, first: Option<First>) -> Read {
    let text = text.trim();
    match slashed(text) {
        Some(ends) => by_order(text, ends, first),
        None => parse(text).map_or(Read::NoTime, |it| Read::Moment(it, None)),
    }
}

/// The first two numbers of `30/12/2010 …`.
fn slashed(text: &str) -> Option<(u8, u8)> {
    let mut parts = text.splitn(3, '/');
    let mut next = || parts.next().filter(|it| it.len() <= 2)?.parse().ok();
    Some((next()?, next()?))
}

fn by_order(text: &str, (one, two): (u8, u8), first: Option<First>) -> Read {
    let has_half_days = text.ends_with(['M', 'm']);
    let told = match (one, two) {
        (13.., _) => Some(First::Day),
        (_, 13..) => Some(First::Month),
        // Whoever counts half days writes the month first.
        _ if has_half_days => Some(First::Month),
        _ => None,
    };
    // Of one day and month the order does not matter.
    let order = first.or(told).or((one == two).then_some(First::Day));
    let Some(order) = order else { return Read::Either };
    let date = if order == First::Day { "%d/%m/%Y" } else { "%m/%d/%Y" };
    by_formats(text, &[date]).map_or(Read::NoTime, |it| Read::Moment(it, told))
}

fn parse(text: &str) -> Option<Moment> {
    let bytes = text.as_bytes();
    if bytes.get(4) == Some(&b'/') {
        return parse_iso(&text.replace('/', "-"));
    }
    let digits = bytes.iter().take_while(|it| it.is_ascii_digit()).count();
    match bytes.get(digits) {
        Some(b'.') if (1..=2).contains(&digits) => parse_day_first(text),
        Some(b'-') if (1..=2).contains(&digits) => parse_dashed(text),
        Some(b' ') if (1..=2).contains(&digits) => with_month_names(text),
        Some(it) if digits == 0 && it.is_ascii_alphabetic() => with_month_names(text),
        _ => parse_iso(text),
    }
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
    if zone.eq_ignore_ascii_case("am") || zone.eq_ignore_ascii_case("pm") {
        return by_formats(text, &["%Y-%m-%d"]);
    }
    let zone = if matches!(zone, "UTC" | "GMT") { "Z" } else { zone };
    let at = format!("{local}{zone}").parse().ok()?;
    Some(Moment { at, has_zone: true })
}

fn parse_day_first(text: &str) -> Option<Moment> {
    let text = text.replacen(", ", " ", 1).replacen('T', " ", 1);
    by_formats(&text, &DAY_FIRST).or_else(|| with_month_names(&text))
}

/// `30-12-2010 14:32`, `30-Dec-2010 14:32`, and `30-12-2010:14.32`.
fn parse_dashed(text: &str) -> Option<Moment> {
    if text.contains(|it: char| it.is_ascii_alphabetic()) {
        return with_month_names(text);
    }
    let (date, time) = text.split_at_checked(text.find([' ', ':', 'T']).unwrap_or(text.len()))?;
    let time = match time.strip_prefix(':') {
        Some(time) => format!(" {}", time.replace('.', ":")),
        None => time.to_owned(),
    };
    by_formats(&format!("{}{time}", date.replace('-', ".")), &DAY_FIRST)
}

fn with_month_names(text: &str) -> Option<Moment> {
    by_formats(&text.replace(',', ""), &WITH_MONTH_NAMES)
}

fn by_formats(text: &str, dates: &[&str]) -> Option<Moment> {
    let mut formats =
        dates.iter().flat_map(|date| TIMES.iter().map(move |it| [*date, it].concat()));
    formats.find_map(|format| by_format(&format, text)).and_then(in_utc)
}

fn by_format(format: &str, text: &str) -> Option<DateTime> {
    let broken = jiff::fmt::strtime::parse(format, text).ok()?;
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
            assert_eq!(told(text), ("2010-12-30T13:32:00Z".to_owned(), true), "{text}");
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
            "30-12-2010 14:32",
            "30-12-2010:14.32",
            "30-Dec-2010 14:32:00",
            "30 Dec 2010 14:32",
            "Dec 30, 2010 02:32 PM",
            "2010-12-30 02:32 PM",
            "30/12/2010 14:32",
            "12/30/2010 14:32:00",
            "12/30/2010 02:32 PM",
        ] {
            assert_eq!(told(text), ("2010-12-30T14:32:00Z".to_owned(), false), "{text}");
        }
        assert_eq!(told("1.2.2010"), ("2010-02-01T00:00:00Z".to_owned(), false));
        assert_eq!(told("2010/12/30 14:32:00.250").0, "2010-12-30T14:32:00.25Z");
    }

    #[test]
    fn between_slashes_day_or_month_comes_first_as_the_numbers_or_others_say_and_is_not_guessed() {
        let at = |text, first| match read(text, first) {
            Read::Moment(it, told) => (it.at.to_string(), told),
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(read("01/02/2011 08:00", None), Read::Either);
        let february = ("2011-02-01T08:00:00Z".to_owned(), None);
        assert_eq!(at("01/02/2011 08:00", Some(First::Day)), february);
        assert_eq!(at("02/01/2011 08:00", Some(First::Month)), february);
        assert_eq!(at("31/12/2010", None), ("2010-12-31T00:00:00Z".to_owned(), Some(First::Day)));
        assert_eq!(at("12/31/2010", None).1, Some(First::Month));
        assert_eq!(at("01/01/2011", None), ("2011-01-01T00:00:00Z".to_owned(), None));
        assert_eq!(read("31/12/2010", Some(First::Month)), Read::NoTime);
    }

    #[test]
    fn what_is_no_time_is_not_guessed() {
        for text in [
            "",
            "yesterday",
            "31.02.2010 10:00",
            "2010-13-01",
            "13/30/2010",
            "1.5",
            "42",
            "1293703320",
        ] {
            assert_eq!(read(text, None), Read::NoTime, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_written_time_is_read_as_it_was(second in -4_000_000_000_i64..8_000_000_000) {
            let at = Timestamp::from_second(second).unwrap();
            let zoned = Moment { at, has_zone: true };
            prop_assert_eq!(read(&at.to_string(), None), Read::Moment(zoned, None));
            let german = at.strftime("%d.%m.%Y %H:%M:%S").to_string();
            let zoneless = Moment { at, has_zone: false };
            prop_assert_eq!(read(&german, None), Read::Moment(zoneless, None));
        }

        #[test]
        fn no_text_makes_it_panic(text in ".*") {
            read(&text, None);
        }
    }

    fn told(text: &str) -> (String, bool) {
        let Read::Moment(moment, _) = read(text, None) else { panic!("{text}: no time") };
        (moment.at.to_string(), moment.has_zone)
    }
}

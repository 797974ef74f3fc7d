//! Working hours of a site or unit, per weekday, in local time.

use std::{borrow::Cow, collections::BTreeMap, fmt, str::FromStr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use serde_with::{DeserializeFromStr, SerializeDisplay};

use crate::words::wordless;

/// The intervals worked on each weekday; a weekday that is missing is free.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct WorkingHours(pub BTreeMap<Weekday, Vec<Interval>>);

/// A day of the week.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Weekday {
    #[serde(alias = "mon")]
    Monday,
    #[serde(alias = "tue")]
    Tuesday,
    #[serde(alias = "wed")]
    Wednesday,
    #[serde(alias = "thu")]
    Thursday,
    #[serde(alias = "fri")]
    Friday,
    #[serde(alias = "sat")]
    Saturday,
    #[serde(alias = "sun")]
    Sunday,
}

/// From when to when; a shift over midnight is two intervals. Written `{"from": "08:00", "to": "16:30"}`;
/// `"08:00-16:30"` is read as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "Written")]
pub struct Interval {
    /// The first minute worked.
    pub from: TimeOfDay,
    /// The first minute not worked any more.
    pub to: TimeOfDay,
}

/// The ways in which an interval may be written.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged, expecting = "an interval such as {\"from\": \"08:00\", \"to\": \"16:30\"}")]
enum Written {
    Ends(Ends),
    Short(#[schemars(with = "String")] Short),
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Ends {
    from: TimeOfDay,
    to: TimeOfDay,
}

#[derive(DeserializeFromStr)]
struct Short(TimeOfDay, TimeOfDay);

impl FromStr for Short {
    type Err = NotATimeOfDay;

    fn from_str(written: &str) -> Result<Self, NotATimeOfDay> {
        let (from, to) = written.split_once(['-', '–']).ok_or(NotATimeOfDay)?;
        Ok(Self(from.trim().parse()?, to.trim().parse()?))
    }
}

impl From<Written> for Interval {
    fn from(written: Written) -> Self {
        let (from, to) = match written {
            Written::Ends(Ends { from, to }) | Written::Short(Short(from, to)) => (from, to),
        };
        Self { from, to }
    }
}

/// Minutes since midnight, 0 to 1,440, written `08:30`; `24:00` is the end of the day.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, SerializeDisplay, DeserializeFromStr,
)]
pub struct TimeOfDay(pub u16);

wordless!(WorkingHours);

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl FromStr for TimeOfDay {
    type Err = NotATimeOfDay;

    fn from_str(written: &str) -> Result<Self, NotATimeOfDay> {
        let (hour, minute) = written.split_once(':').ok_or(NotATimeOfDay)?;
        let is_two_digits = |it: &str| it.len() == 2 && it.bytes().all(|it| it.is_ascii_digit());
        if !is_two_digits(hour) || !is_two_digits(minute) {
            return Err(NotATimeOfDay);
        }
        let hour: u16 = hour.parse().map_err(|_| NotATimeOfDay)?;
        let minute: u16 = minute.parse().map_err(|_| NotATimeOfDay)?;
        let minutes = hour * 60 + minute;
        if minute > 59 || minutes > 24 * 60 {
            return Err(NotATimeOfDay);
        }
        Ok(Self(minutes))
    }
}

/// Not a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a time of day from `00:00` to `24:00`")]
pub struct NotATimeOfDay;

impl JsonSchema for TimeOfDay {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "TimeOfDay".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_may_be_written_short() {
        let long: WorkingHours =
            serde_json::from_str(r#"{"monday": [{"from": "08:00", "to": "16:30"}]}"#).unwrap();
        let short: WorkingHours = serde_json::from_str(r#"{"mon": ["08:00-16:30"]}"#).unwrap();
        assert_eq!(long, short);
        assert!(serde_json::from_str::<WorkingHours>(r#"{"mon": ["8-16"]}"#).is_err());
    }

    #[test]
    fn the_end_of_the_day_is_a_time_and_a_minute_later_is_none() {
        assert_eq!("24:00".parse(), Ok(TimeOfDay(1440)));
        assert_eq!("24:01".parse::<TimeOfDay>(), Err(NotATimeOfDay));
        assert_eq!("8:00".parse::<TimeOfDay>(), Err(NotATimeOfDay));
    }
}

//! How much time something costs, as people say it: "15 min, twice a day, 4 people".

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::words::wordless;

/// Working days in a year, the basis of every conversion between periods.
pub const WORKING_DAYS_A_YEAR: f64 = 220.0;
const WORKING_DAYS_A_WEEK: f64 = 5.0;
const MONTHS_A_YEAR: f64 = 12.0;

/// Hours per occurrence × occurrences × people per occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Effort {
    /// Hours that one occurrence takes one person.
    pub per_occurrence: f64,
    /// How often.
    pub occurrences: Occurrences,
    /// People busy with one occurrence.
    #[serde(default = "one_person")]
    pub people: f64,
}

fn one_person() -> f64 {
    1.0
}

/// How often something happens: `{"n": 2, "per": "day"}`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Occurrences {
    /// How many times.
    pub n: f64,
    /// In which period.
    pub per: Period,
}

/// A period of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// A working day; a year has 220.
    Day,
    /// A working week of five such days; a year has 44.
    Week,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// Twelve months.
    Year,
}

wordless!(Effort, Occurrences, Period);

impl Effort {
    /// Hours a month: hours per occurrence × occurrences a month × people.
    pub fn hours_per_month(&self) -> f64 {
        self.per_occurrence * self.occurrences.n * self.occurrences.per.per_month() * self.people
    }
}

impl Period {
    /// How many of this period a month has, in working time.
    pub fn per_month(self) -> f64 {
        match self {
            Self::Day => WORKING_DAYS_A_YEAR / MONTHS_A_YEAR,
            Self::Week => WORKING_DAYS_A_YEAR / WORKING_DAYS_A_WEEK / MONTHS_A_YEAR,
            Self::Month => 1.0,
            Self::Quarter => 1.0 / 3.0,
            Self::Year => 1.0 / MONTHS_A_YEAR,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_of_an_hour_twice_a_day_for_four_people_is_36_7_hours_a_month() {
        let occurrences = Occurrences { n: 2.0, per: Period::Day };
        let effort = Effort { per_occurrence: 0.25, occurrences, people: 4.0 };
        assert!((effort.hours_per_month() - 36.666_666).abs() < 1e-5);
    }

    #[test]
    fn a_working_year_has_44_weeks() {
        assert!((Period::Week.per_month() * 12.0 - 44.0).abs() < 1e-9);
    }
}

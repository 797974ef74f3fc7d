//! An effort as a formula: its three factors, and what they come to in a month.

use events::hours::{Effort, Period};

use super::Language;

const MINUTES: f64 = 60.0;
/// Up to so many, one occurrence in several periods is told as `every 3 weeks`.
const PERIODS_MAX: u32 = 120;

/// The factors and their product.
pub(super) fn formula(effort: &Effort, language: Language) -> String {
    let hours = format!("{:.1}", effort.hours_per_month());
    let (hours, month) = match language {
        Language::English => (hours, "h a month"),
        Language::German => (hours.replace('.', ","), "Std. im Monat"),
    };
    format!("{} = {hours} {month}", factors(effort, language))
}

/// Only the factors, exact.
pub(super) fn factors(effort: &Effort, language: Language) -> String {
    let Effort { per_occurrence, occurrences, people } = effort;
    let duration = duration(*per_occurrence, language);
    let how_often = how_often(occurrences.n, occurrences.per, language);
    let who = match (language, is_one(*people)) {
        (Language::English, true) => "person",
        (Language::English, false) => "people",
        (Language::German, true) => "Person",
        (Language::German, false) => "Leute",
    };
    format!("{duration} × {how_often} × {} {who}", exact(*people, language))
}

/// In minutes below an hour, where that is exact; else in hours.
fn duration(hours: f64, language: Language) -> String {
    let minutes = hours * MINUTES;
    let in_minutes = exact(minutes, language);
    // The same to the last bit, or it would not read back.
    let is_exact = (minutes / MINUTES).to_bits() == hours.to_bits();
    if hours < 1.0 && is_exact && in_minutes.len() <= 6 {
        return format!("{in_minutes} min");
    }
    match language {
        Language::English => format!("{} h", exact(hours, language)),
        Language::German => format!("{} Std.", exact(hours, language)),
    }
}

fn how_often(n: f64, per: Period, language: Language) -> String {
    if let Some(periods) =
        (2..=PERIODS_MAX).find(|it| (1.0 / f64::from(*it)).to_bits() == n.to_bits())
        && !(per == Period::Day && periods.is_multiple_of(7))
    {
        return format!("{} {periods} {}", every(language), plural(per, language));
    }
    format!("{} {}", exact(n, language), in_a(per, language))
}

const fn every(language: Language) -> &'static str {
    match language {
        Language::English => "every",
        Language::German => "alle",
    }
}

const fn plural(per: Period, language: Language) -> &'static str {
    match (language, per) {
        (Language::English, Period::Day) => "days",
        (Language::English, Period::Week) => "weeks",
        (Language::English, Period::Month) => "months",
        (Language::English, Period::Quarter) => "quarters",
        (Language::English, Period::Year) => "years",
        (Language::German, Period::Day) => "Tage",
        (Language::German, Period::Week) => "Wochen",
        (Language::German, Period::Month) => "Monate",
        (Language::German, Period::Quarter) => "Quartale",
        (Language::German, Period::Year) => "Jahre",
    }
}

const fn in_a(per: Period, language: Language) -> &'static str {
    match (language, per) {
        (Language::English, Period::Day) => "a day",
        (Language::English, Period::Week) => "a week",
        (Language::English, Period::Month) => "a month",
        (Language::English, Period::Quarter) => "a quarter",
        (Language::English, Period::Year) => "a year",
        (Language::German, Period::Day) => "am Tag",
        (Language::German, Period::Week) => "in der Woche",
        (Language::German, Period::Month) => "im Monat",
        (Language::German, Period::Quarter) => "im Quartal",
        (Language::German, Period::Year) => "im Jahr",
    }
}

/// The shortest figure that reads back to the same. Three decimals get a fourth, or they could be taken
/// for thousands.
fn exact(figure: f64, language: Language) -> String {
    let mut written = figure.to_string();
    if super::tokens::number(&written).is_err() {
        written.push('0');
    }
    match language {
        Language::English => written,
        Language::German => written.replace('.', ","),
    }
}

fn is_one(people: f64) -> bool {
    people.to_bits() == 1.0_f64.to_bits()
}

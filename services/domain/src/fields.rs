//! Checks of single fields. All of a command's wrong fields are told at once.

use std::{collections::BTreeSet, sync::LazyLock};

use events::{
    Area, Change, Words, hours::Effort, ids::UnitId, money::Money, working_hours::WorkingHours,
};
use jiff::tz::TimeZoneDatabase;
use uuid::Uuid;

use crate::{FieldError, Rejection, countries};

/// The longest name, in characters.
pub const NAME_MAX: usize = 200;
/// The longest text, in bytes.
pub const TEXT_MAX: usize = 20_000;

/// The most units that one command names.
pub const UNITS_MAX: usize = 500;

/// The largest figure, in whatever unit: products and sums of such figures stay finite.
pub const AMOUNT_MAX: f64 = 1e9;

/// The zones that came with this program, so that a decision asks no file system.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// Collects what is wrong, field by field.
#[derive(Debug, Default)]
pub struct Fields(Vec<FieldError>);

impl Fields {
    /// Refuses, if any field was wrong.
    pub fn finish(self) -> Result<(), Rejection> {
        if self.0.is_empty() { Ok(()) } else { Err(Rejection::Fields(self.0)) }
    }

    /// Notes a wrong field.
    pub fn wrong(&mut self, pointer: &str, code: &'static str, detail: impl Into<String>) {
        self.0.push(FieldError { pointer: pointer.to_owned(), code, detail: detail.into() });
    }

    /// An id that something new is to have: any but the nil one.
    pub fn id(&mut self, pointer: &str, id: Uuid) {
        if id.is_nil() {
            self.wrong(pointer, "nil", "must not be the nil id");
        }
    }

    /// A name: one line, neither blank nor longer than [`NAME_MAX`] characters.
    pub fn name(&mut self, pointer: &str, name: &Words) {
        let text = self.written(pointer, name);
        if text.chars().count() > NAME_MAX {
            self.wrong(
                pointer,
                "too-long",
                format!("must not be longer than {NAME_MAX} characters"),
            );
        } else if text.chars().any(char::is_control) {
            self.wrong(pointer, "not-one-line", "must be one line without control characters");
        }
    }

    /// A text: neither blank nor longer than [`TEXT_MAX`] bytes.
    pub fn text(&mut self, pointer: &str, text: &Words) {
        let text = self.written(pointer, text);
        if text.len() > TEXT_MAX {
            self.wrong(pointer, "too-long", format!("must not be longer than {TEXT_MAX} bytes"));
        }
    }

    fn written<'a>(&mut self, pointer: &str, words: &'a Words) -> &'a str {
        match words.text() {
            Some(text) if text.trim().is_empty() => {
                self.wrong(pointer, "blank", "must not be blank");
                ""
            }
            Some(text) => text,
            None => {
                self.wrong(pointer, "sealed", "must be a text, not the seal of one");
                ""
            }
        }
    }

    /// An optional name.
    pub fn some_name(&mut self, pointer: &str, name: Option<&Words>) {
        if let Some(name) = name {
            self.name(pointer, name);
        }
    }

    /// An optional text.
    pub fn some_text(&mut self, pointer: &str, text: Option<&Words>) {
        if let Some(text) = text {
            self.text(pointer, text);
        }
    }

    /// A field that something always has.
    pub fn not_cleared<T>(&mut self, pointer: &str, change: &Change<T>) {
        if matches!(change, Change::Clear) {
            self.wrong(pointer, "missing", "must not be cleared");
        }
    }

    /// A figure from zero to [`AMOUNT_MAX`].
    pub fn amount(&mut self, pointer: &str, amount: Option<&f64>) {
        match amount {
            Some(it) if !it.is_finite() => {
                self.wrong(pointer, "not-finite", "must be a finite number");
            }
            Some(it) if *it < 0.0 => self.wrong(pointer, "negative", "must not be negative"),
            Some(it) if *it > AMOUNT_MAX => {
                self.wrong(pointer, "too-large", format!("must not be more than {AMOUNT_MAX:e}"));
            }
            _ => {}
        }
    }

    /// A figure that may be negative, from -[`AMOUNT_MAX`] to [`AMOUNT_MAX`].
    pub fn balance(&mut self, pointer: &str, balance: f64) {
        self.amount(pointer, Some(&balance.abs()));
    }

    /// Units: one at least, none named twice.
    pub fn units(&mut self, pointer: &str, units: &[UnitId]) {
        self.at_most(pointer, units.len(), UNITS_MAX);
        if units.is_empty() {
            self.wrong(pointer, "missing", "must name one unit at least");
        }
        self.distinct(pointer, units);
    }

    /// A list in which nothing stands twice.
    pub fn distinct<T: PartialEq>(&mut self, pointer: &str, entries: &[T]) {
        for (place, entry) in entries.iter().enumerate() {
            if entries[..place].contains(entry) {
                self.wrong(&format!("{pointer}/{place}"), "repeated", "is named twice");
            }
        }
    }

    /// A part of a whole, 0 to 1.
    pub fn share(&mut self, pointer: &str, share: Option<&f64>) {
        if share.is_some_and(|it| !(0.0..=1.0).contains(it)) {
            self.wrong(pointer, "out-of-range", "must be between 0 and 1");
        }
    }

    /// At most so many entries.
    pub fn at_most(&mut self, pointer: &str, len: usize, max: usize) {
        if len > max {
            self.wrong(pointer, "too-many", format!("must not have more than {max} entries"));
        }
    }

    /// Tools: up to 50 names.
    pub fn tools(&mut self, pointer: &str, tools: &[Words]) {
        self.at_most(pointer, tools.len(), 50);
        for (place, tool) in tools.iter().enumerate() {
            self.name(&format!("{pointer}/{place}"), tool);
        }
    }

    /// A country: ISO 3166-1 alpha-2.
    pub fn country(&mut self, pointer: &str, country: &str) {
        if !countries::is_known(country) {
            let detail =
                format!("`{country}` is not a country of ISO 3166-1 alpha-2, such as `DE`");
            self.wrong(pointer, "unknown", detail);
        }
    }

    /// A time zone: a name of the IANA database.
    pub fn time_zone(&mut self, pointer: &str, zone: &str) {
        if ZONES.get(zone).is_err() {
            let detail = format!("`{zone}` is not an IANA time zone, such as `Europe/Berlin`");
            self.wrong(pointer, "unknown", detail);
        }
    }

    /// Working hours: intervals of a day in order, none empty, none overlapping.
    pub fn working_hours(&mut self, pointer: &str, hours: Option<&WorkingHours>) {
        for (day, intervals) in hours.into_iter().flat_map(|it| &it.0) {
            let pointer = format!("{pointer}/{}", format!("{day:?}").to_lowercase());
            self.at_most(&pointer, intervals.len(), 24);
            if intervals.iter().any(|it| it.from >= it.to) {
                self.wrong(
                    &pointer,
                    "empty",
                    "must begin before it ends; split a shift at midnight",
                );
            } else if intervals.windows(2).any(|it| it[0].to > it[1].from) {
                self.wrong(
                    &pointer,
                    "overlapping",
                    "must have its intervals in order, none overlapping",
                );
            }
        }
    }

    /// A rate: an amount in a currency of three capital letters.
    pub fn money(&mut self, pointer: &str, money: Option<&Money>) {
        let Some(Money { amount, currency }) = money else { return };
        self.amount(&format!("{pointer}/amount"), Some(amount));
        if currency.len() != 3 || !currency.bytes().all(|it| it.is_ascii_uppercase()) {
            let detail = format!("`{currency}` is not a currency of ISO 4217, such as `EUR`");
            self.wrong(&format!("{pointer}/currency"), "unknown", detail);
        }
    }

    /// An effort: every figure finite and not negative.
    pub fn effort(&mut self, pointer: &str, effort: Option<&Effort>) {
        let Some(Effort { per_occurrence, occurrences, people }) = effort else { return };
        self.amount(&format!("{pointer}/per_occurrence"), Some(per_occurrence));
        self.amount(&format!("{pointer}/occurrences/n"), Some(&occurrences.n));
        self.amount(&format!("{pointer}/people"), Some(people));
    }

    /// Areas: none named twice.
    pub fn areas(&mut self, pointer: &str, areas: &[Area], primary: Option<Area>) {
        let mut seen: BTreeSet<_> = primary.into_iter().collect();
        for (place, area) in areas.iter().enumerate() {
            if !seen.insert(*area) {
                let pointer = format!("{pointer}/{place}");
                self.wrong(&pointer, "repeated", format!("`{}` is named twice", area.key()));
            }
        }
    }

    /// A language tag as in BCP 47: letters, digits and hyphens.
    pub fn language(&mut self, pointer: &str, language: Option<&String>) {
        let is_tag = |it: &String| {
            (2..=35).contains(&it.len())
                && it.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        if language.is_some_and(|it| !is_tag(it)) {
            self.wrong(pointer, "unknown", "must be a language tag, such as `de` or `en-GB`");
        }
    }
}

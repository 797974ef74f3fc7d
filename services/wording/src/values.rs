//! What a field holds, in words: with its unit, names instead of ids, numbers and days as readers write
//! them.

use jiff::{Timestamp, civil::Date};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    Language, Phrases, args,
    figures::{day, number, time},
    names::{Name, Names},
};

/// Texts longer than this are cut, so that a sentence stays one.
const LETTERS_MAX: usize = 160;

/// Fields in which people write sentences, which stand in quotes.
const SENTENCES: [&str; 12] = [
    "name",
    "title",
    "text",
    "purpose",
    "description",
    "question",
    "reason",
    "result",
    "how",
    "sought",
    "found_at",
    "pilot_result",
];

const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// How values are said.
pub(crate) struct Values<'a> {
    pub(crate) phrases: Phrases,
    pub(crate) names: &'a dyn Names,
}

impl Values<'_> {
    fn language(&self) -> Language {
        self.phrases.language()
    }

    /// What a thing is called.
    pub(crate) fn name(&self, id: Uuid) -> String {
        match self.names.name(id) {
            Name::Called(name) => short(&name),
            Name::Erased => self.phrases.word("erased"),
            Name::Unknown => self.phrases.word("unknown"),
        }
    }

    /// What a field of that name holds.
    pub(crate) fn said(&self, field: &str, value: &Value) -> String {
        match value {
            Value::Null => self.phrases.word("erased"),
            Value::Bool(true) => self.phrases.word("yes"),
            Value::Bool(false) => self.phrases.word("no"),
            Value::Number(it) => self.figure(field, it.as_f64().unwrap_or_default()),
            Value::String(text) => self.text(field, text),
            Value::Array(commands) if field == "sketch" => {
                let n = number(self.language(), commands.len() as f64);
                self.phrases.said("value-commands", &args([("n", n)]))
            }
            Value::Array(items) => {
                let items: Vec<_> = items.iter().map(|it| self.said(field, it)).collect();
                items.join(", ")
            }
            Value::Object(_) => self.parts(field, value),
        }
    }

    fn figure(&self, field: &str, figure: f64) -> String {
        let n = |figure| number(self.language(), figure);
        let with = |key, n| self.phrases.said(key, &args([("n", n)]));
        match field {
            "minutes_per_run" | "effort_minutes" => with("value-minutes", n(figure)),
            "wait_hours" | "one_off_hours" => with("value-hours", n(figure)),
            "hours_per_month" => with("value-hours-per-month", n(figure)),
            "runs_per_month" | "times_per_month" => with("value-per-month", n(figure)),
            "share" => with("value-percent", n(figure * 100.0)),
            "pairs" => with("value-pairs", n(figure)),
            _ => n(figure),
        }
    }

    fn text(&self, field: &str, text: &str) -> String {
        if let Ok(id) = Uuid::parse_str(text) {
            return self.name(id);
        }
        if let Ok(day_said) = text.parse::<Date>() {
            return day(self.language(), day_said);
        }
        if let Ok(time_said) = text.parse::<Timestamp>() {
            return time(self.language(), time_said);
        }
        match field {
            "status" | "kind" | "channel" | "outcomes" | "areas" | "primary_area"
            | "further_areas" | "data_uses" | "sort" | "because" | "verdict" | "basis" => {
                self.phrases.listed(text)
            }
            _ if SENTENCES.contains(&field) => {
                self.phrases.said("quoted", &args([("text", short(text))]))
            }
            _ => short(text),
        }
    }

    /// Values that have parts: an effort, a rate, a goal, a resolution.
    fn parts(&self, field: &str, value: &Value) -> String {
        let said = |key: &str| self.said(key, &value[key]);
        if value.get("per_occurrence").is_some() {
            let occurrences = &value["occurrences"];
            let period = occurrences["per"].as_str().unwrap_or("month");
            return self.phrases.said(
                "value-effort",
                &args([
                    ("hours", said("per_occurrence")),
                    ("times", self.said("n", &occurrences["n"])),
                    ("period", self.phrases.word(&format!("per-{period}"))),
                    ("people", said("people")),
                ]),
            );
        }
        if let (Some(amount), Some(currency)) =
            (value["amount"].as_f64(), value["currency"].as_str())
        {
            let n = number(self.language(), amount);
            return self
                .phrases
                .said("value-money", &args([("n", n), ("currency", currency.to_owned())]));
        }
        if value.get("target").is_some() && value.get("by").is_some() {
            let gaps = args([("target", said("target")), ("by", said("by"))]);
            return self.phrases.said("value-target", &gaps);
        }
        if field == "working_hours" {
            return self.working_hours(value);
        }
        self.each(value)
    }

    /// Weekdays with the same hours together: `Mo–Do 08:00–17:00, Fr 08:00–15:00`.
    fn working_hours(&self, hours: &Value) -> String {
        let on = |day: &str| {
            let intervals = hours[day].as_array().into_iter().flatten();
            let ends = intervals.filter_map(|it| Some((it["from"].as_str()?, it["to"].as_str()?)));
            ends.map(|(from, to)| format!("{from}–{to}")).collect::<Vec<_>>().join(" + ")
        };
        let days = WEEKDAYS.map(|day| (self.phrases.word(&format!("weekday-{day}")), on(day)));
        let alike = days.chunk_by(|one, next| one.1 == next.1).filter(|it| !it[0].1.is_empty());
        let told = alike.map(|days| match days {
            [(day, hours)] => format!("{day} {hours}"),
            [(first, hours), .., (last, _)] => format!("{first}–{last} {hours}"),
            [] => String::new(),
        });
        told.collect::<Vec<_>>().join(", ")
    }

    /// Every part that says something, the most telling first.
    fn each(&self, value: &Value) -> String {
        let agrees = value["agrees"]
            .as_bool()
            .map(|it| self.phrases.word(if it { "value-agrees" } else { "value-disagrees" }));
        let fields = value.as_object().into_iter().flatten();
        // The step says more than its process; a person is never told.
        let is_told = |key: &str| match key {
            "agrees" | "reviewed_by" | "supporter" => false,
            "process" => value.get("step").is_none_or(Value::is_null),
            _ => true,
        };
        let told = fields.filter(|(key, it)| !it.is_null() && is_told(key));
        let told = told.map(|(key, it)| self.said(key, it)).filter(|it| !it.is_empty());
        agrees.into_iter().chain(told).collect::<Vec<_>>().join(", ")
    }
}

/// The beginning of a long text.
pub(crate) fn short(text: &str) -> String {
    if text.chars().count() <= LETTERS_MAX {
        return text.to_owned();
    }
    let beginning: String = text.chars().take(LETTERS_MAX - 1).collect();
    format!("{}…", beginning.trim_end())
}

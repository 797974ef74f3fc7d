//! The columns of each table, in the order of the templates.

use super::Noun;

/// One column.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    pub(super) is_required: bool,
    pub(super) example: &'static str,
}

/// How a cell is read, and where it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Text,
    Whole,
    Number,
    /// Entries separated by `|`.
    List,
    /// `85 EUR`
    Money,
    /// `Mon-Fri 09:00-17:00`
    WorkingHours,
    /// The name or the id of one of these.
    Reference(Noun),
    /// Not a field of its own: several cells make one.
    Part,
}

pub(super) const ID: &str = "id";

/// The place of a column's cell; the id has the place behind all fields.
pub(super) fn position(noun: Noun, name: &str) -> Option<usize> {
    let fields = fields(noun);
    if name == ID {
        return Some(fields.len());
    }
    fields.iter().position(|it| it.name == name)
}

pub(super) const fn fields(noun: Noun) -> &'static [Field] {
    match noun {
        Noun::Sites => SITES,
        Noun::Units => UNITS,
        Noun::Communities => COMMUNITIES,
        Noun::Processes => PROCESSES,
        Noun::Steps => STEPS,
        Noun::HandOvers => HAND_OVERS,
        Noun::PainPoints => PAIN_POINTS,
    }
}

const fn must(name: &'static str, shape: Shape, example: &'static str) -> Field {
    Field { name, shape, is_required: true, example }
}

const fn may(name: &'static str, shape: Shape, example: &'static str) -> Field {
    Field { name, shape, is_required: false, example }
}

use Shape::{List, Money, Number, Part, Reference, Text, Whole, WorkingHours};

const SITES: &[Field] = &[
    must("name", Text, "Pune"),
    must("country", Text, "IN"),
    must("time_zone", Text, "Asia/Kolkata"),
    may("region", Text, "APAC"),
    may("working_hours", WorkingHours, "Mon-Fri 09:00-13:00 14:00-18:00, Sat 09:00-12:00"),
    may("holidays", List, "2026-01-26|2026-08-15"),
];
const UNITS: &[Field] = &[
    must("name", Text, "Purchasing"),
    may("parent", Reference(Noun::Units), ""),
    may("site", Reference(Noun::Sites), "Pune"),
    may("head_count", Whole, "12"),
    may("working_hours", WorkingHours, "Mon-Fri 08:00-16:00"),
    may("planning_rate", Money, "85 EUR"),
];
const COMMUNITIES: &[Field] = &[
    must("name", Text, "Master data"),
    must("purpose", Text, "Supplier data is kept in one place"),
    may("link", Text, "https://example.org/communities/master-data"),
    may("member_count", Whole, "40"),
    may("sponsor_unit", Reference(Noun::Units), "Purchasing"),
];
const PROCESSES: &[Field] = &[
    must("name", Text, "Onboard a supplier"),
    may("description", Text, "From the first request to the first order"),
    may("owner", Reference(Noun::Units), "Purchasing"),
    must("primary_area", Text, "support"),
    may("further_areas", List, "coordination|communication"),
];
const STEPS: &[Field] = &[
    must("process", Part, "Onboard a supplier"),
    must("name", Text, "Check supplier data"),
    may("description", Text, ""),
    may("unit", Reference(Noun::Units), "Purchasing"),
    may("site", Reference(Noun::Sites), "Pune"),
    may("role", Text, "Buyer"),
    may("tools", List, "ERP|Spreadsheet"),
    may("minutes_per_run", Number, "20"),
    may("runs_per_month", Number, "60"),
    may("people", Number, "1.5"),
];
pub(super) const SECOND_STEP: &str = "Onboard a supplier,Approve the supplier,,Purchasing,,,,,,";
const HAND_OVERS: &[Field] = &[
    must("process", Part, "Onboard a supplier"),
    must("from", Part, "Check supplier data"),
    must("to", Part, "Approve the supplier"),
    may("to_process", Part, ""),
    must("kind", Text, "approval"),
    may("channel", Text, "email"),
    may("effort_minutes", Number, "10"),
    may("wait_hours", Number, "16"),
    may("times_per_month", Number, "30"),
    may("people", Number, "2"),
    may("share", Number, "0.3"),
    may("condition", Text, "above 10 000 EUR"),
    may("required_by", Text, "four-eyes principle"),
];
const PAIN_POINTS: &[Field] = &[
    must("text", Text, "We keep supplier data in three spreadsheets"),
    may("per_occurrence", Part, "0.25"),
    may("occurrences", Part, "2"),
    may("per", Part, "day"),
    may("people", Part, "4"),
    may("unit", Reference(Noun::Units), "Purchasing"),
    may("kind", Text, "duplicated_data"),
    may("areas", List, "support"),
    may("on_process", Part, "Onboard a supplier"),
    may("on_step", Part, "Check supplier data"),
    may("on_unit", Part, ""),
    may("on_site", Part, ""),
    may("sought", Text, ""),
    may("link", Text, ""),
    may("language", Text, "en"),
];

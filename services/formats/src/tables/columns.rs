//! The columns of each table, in the order of the templates.

use super::Noun;

/// One column.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    pub(crate) is_required: bool,
    pub(crate) example: &'static str,
}

/// How a cell is read, and where it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
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
    /// Several of them, separated by `|`.
    References(Noun),
    /// Not a field of its own: several cells make one, or a command of its own follows.
    Part,
}

pub(crate) const ID: &str = "id";

/// The place of a column's cell; the id has the place behind all fields.
pub(super) fn position(noun: Noun, name: &str) -> Option<usize> {
    let fields = fields(noun);
    if name == ID {
        return Some(fields.len());
    }
    fields.iter().position(|it| it.name == name)
}

pub(crate) const fn fields(noun: Noun) -> &'static [Field] {
    match noun {
        Noun::Sites => SITES,
        Noun::Units => UNITS,
        Noun::DataObjects => DATA_OBJECTS,
        Noun::Communities => COMMUNITIES,
        Noun::Processes => PROCESSES,
        Noun::Steps => STEPS,
        Noun::HandOvers => HAND_OVERS,
        Noun::DataUses => DATA_USES,
        Noun::PainPoints => PAIN_POINTS,
        Noun::Ideas => IDEAS,
    }
}

/// Columns that an exported table shows beside the fields. They follow from other facts and are not read
/// in.
pub(crate) const fn shown(noun: Noun) -> &'static [&'static str] {
    match noun {
        Noun::Sites => &["unit_count"],
        Noun::Units => &["works_at", "pain_points"],
        Noun::DataObjects => &["stores", "read_by", "kept_by"],
        Noun::DataUses | Noun::HandOvers => &[],
        Noun::Communities => &["took_up"],
        Noun::Processes => &["step_count", "hand_over_count"],
        Noun::Steps => &["hours_per_month"],
        Noun::PainPoints => &[
            "status",
            "hours_per_month",
            "all_units",
            "in_areas",
            "basis",
            "communities",
            "logged",
        ],
        Noun::Ideas => &["status", "in_areas", "hours_addressed", "support", "comments"],
    }
}

pub(super) fn is_shown(noun: Noun, name: &str) -> bool {
    shown(noun).contains(&name)
}

const fn must(name: &'static str, shape: Shape, example: &'static str) -> Field {
    Field { name, shape, is_required: true, example }
}

const fn may(name: &'static str, shape: Shape, example: &'static str) -> Field {
    Field { name, shape, is_required: false, example }
}

use Shape::{List, Money, Number, Part, Reference, References, Text, Whole, WorkingHours};

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
const DATA_OBJECTS: &[Field] = &[
    must("name", Text, "Supplier"),
    may("description", Text, "Whom we buy from, with address and bank account"),
    may("master_store", Part, "ERP"),
];
const COMMUNITIES: &[Field] = &[
    must("name", Text, "Master data"),
    must("purpose", Text, "Supplier data is kept in one place"),
    may("link", Text, "https://example.org/communities/master-data"),
    may("member_count", Whole, "40"),
    may("sponsor_unit", Reference(Noun::Units), "Purchasing"),
    may("areas", Part, "support|exchange"),
    may("units", Part, "Purchasing"),
];
const PROCESSES: &[Field] = &[
    must("name", Text, "Onboard a supplier"),
    may("description", Text, "From the first request to the first order"),
    may("owner", Reference(Noun::Units), "Purchasing"),
    must("primary_area", Text, "support"),
    may("further_areas", List, "coordination|communication"),
    may("retired", Part, ""),
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
pub(super) const SECOND_STEP: [&str; 10] =
    ["Onboard a supplier", "Approve the supplier", "", "Purchasing", "", "", "", "", "", ""];
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
const DATA_USES: &[Field] = &[
    must("process", Part, "Onboard a supplier"),
    must("step", Part, "Check supplier data"),
    must("data_object", Reference(Noun::DataObjects), "Supplier"),
    must("use", Text, "keeps"),
    may("store", Text, "Spreadsheet"),
    may("entry", Text, "by_hand"),
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
    may("also_on", Part, ""),
    may("sought", Text, ""),
    may("link", Text, ""),
    may("language", Text, "en"),
    may("resolved", Part, ""),
];
const IDEAS: &[Field] = &[
    must("title", Text, "One list of suppliers"),
    must("text", Text, "The ERP keeps the suppliers, and everybody reads them there"),
    may("outcomes", List, "leaner|simpler"),
    may("areas", List, "support"),
    may("pain_points", References(Noun::PainPoints), "We keep supplier data in three spreadsheets"),
    may("link", Text, ""),
    may("language", Text, "en"),
];

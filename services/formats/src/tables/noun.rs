//! What a table can be about, and how that is seen.

use domain::catalogue::CATALOGUE;
use serde::Serialize;

use super::{
    columns::{self, fields},
    folded,
};

/// What a table is about. In this order, later ones refer to earlier ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Noun {
    Sites,
    Units,
    DataObjects,
    Communities,
    Processes,
    Steps,
    HandOvers,
    DataUses,
    PainPoints,
    Ideas,
}

impl Noun {
    /// All of them, in the order in which they are sent.
    pub const ALL: [Self; 10] = [
        Self::Sites,
        Self::Units,
        Self::DataObjects,
        Self::Communities,
        Self::Processes,
        Self::Steps,
        Self::HandOvers,
        Self::DataUses,
        Self::PainPoints,
        Self::Ideas,
    ];

    /// Those whose command is in the catalogue: only they can be read in.
    pub fn taken() -> impl Iterator<Item = Self> {
        let is_command = |it: &Self| CATALOGUE.iter().any(|entry| entry.name == it.command().1);
        Self::ALL.into_iter().filter(is_command)
    }

    /// As it stands in file names: `hand-overs`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sites => "sites",
            Self::Units => "units",
            Self::DataObjects => "data-objects",
            Self::Communities => "communities",
            Self::Processes => "processes",
            Self::Steps => "steps",
            Self::HandOvers => "hand-overs",
            Self::DataUses => "data-uses",
            Self::PainPoints => "pain-points",
            Self::Ideas => "ideas",
        }
    }

    /// The names of all of them, to be told.
    pub fn names() -> String {
        Self::taken().map(Self::name).collect::<Vec<_>>().join(", ")
    }

    /// What a row becomes: to which noun of the catalogue, and which command.
    pub(super) const fn command(self) -> (&'static str, &'static str) {
        match self {
            Self::Sites => ("sites", "register-site"),
            Self::Units => ("units", "register-unit"),
            Self::DataObjects => ("data-objects", "register-data-object"),
            Self::Communities => ("communities", "found-community"),
            Self::Processes => ("processes", "map-process"),
            Self::Steps => ("processes", "add-step"),
            Self::HandOvers => ("processes", "add-hand-over"),
            Self::DataUses => ("processes", "record-data-use"),
            Self::PainPoints => ("pain-points", "log-pain-point"),
            Self::Ideas => ("ideas", "propose-idea"),
        }
    }

    /// The column by which a row is meant elsewhere.
    pub(super) const fn called_by(self) -> &'static str {
        match self {
            Self::PainPoints => "text",
            Self::Ideas => "title",
            _ => "name",
        }
    }

    /// Whether its rows stand in a process.
    pub(super) const fn is_in_a_process(self) -> bool {
        matches!(self, Self::Steps | Self::HandOvers | Self::DataUses)
    }

    /// The noun of this name, as it stands in files and on sheets: `Hand overs`.
    pub fn named(name: &str) -> Option<Self> {
        let name = hyphened(name.trim());
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    /// What a file or sheet is about, and why: by its name (`2024_units.csv`), else by its columns.
    pub fn guess(stem: &str, headers: &[String]) -> Option<(Self, String)> {
        if let Some(noun) = Self::in_name(stem) {
            return Some((noun, format!("it is called `{stem}`")));
        }
        let covered = |noun: &Self| headers.iter().filter(|it| noun.knows(it)).count();
        let noun = Self::ALL
            .into_iter()
            .filter(|noun| noun.required().all(|it| headers.iter().any(|h| folded(h) == it)))
            .rev()
            .max_by_key(covered)?;
        // A single column that fits says too little.
        let count = covered(&noun);
        (count >= 2).then(|| (noun, format!("{count} of its columns are those of {}", noun.name())))
    }

    fn in_name(stem: &str) -> Option<Self> {
        let stem = hyphened(stem);
        let by_name = |it: &Self| {
            let before = stem.strip_suffix(it.name());
            before.is_some_and(|rest| rest.is_empty() || rest.ends_with(['-', '.']))
        };
        Self::ALL.into_iter().find(by_name)
    }

    fn knows(self, header: &str) -> bool {
        columns::position(self, &folded(header)).is_some()
    }

    pub(super) fn required(self) -> impl Iterator<Item = &'static str> {
        fields(self).iter().filter(|it| it.is_required).map(|it| it.name)
    }
}

fn hyphened(name: &str) -> String {
    name.to_lowercase().replace(['_', ' '], "-")
}

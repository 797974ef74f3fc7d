//! Files out: every list as a table, the map as a graph. Rows in, bytes out; nothing here knows a file or
//! HTTP.
//!
//! | module | what it does |
//! |---|---|
//! | [`lists`] | every list as a [`sheet`] |
//! | [`separated`], [`xlsx`] | sheets as CSV and XLSX |
//! | [`drawing`] | the map with its groups and names |
//! | [`dot`], [`graphml`], [`mermaid`], [`ndjson`] | the drawing in each format |
//!
//! Invariants: the same content gives the same bytes; no name breaks a format; no text is a formula; a
//! table of things that was written is read in as it was.

mod answers;
pub mod dot;
pub mod drawing;
pub mod graphml;
pub mod history;
pub mod lists;
pub mod mermaid;
pub mod names;
pub mod ndjson;
mod pain_points;
mod rows;
pub mod separated;
pub mod sheet;
pub mod xlsx;

/// What can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The map for Graphviz.
    Dot,
    /// The map as XML.
    GraphMl,
    /// The map for Mermaid.
    Mermaid,
    /// The map as lines of JSON.
    Ndjson,
    /// One list.
    Csv,
    /// One list or all of them.
    Xlsx,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Dot, Self::GraphMl, Self::Mermaid, Self::Ndjson, Self::Csv, Self::Xlsx];

    /// As commands and addresses call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dot => "dot",
            Self::GraphMl => "graphml",
            Self::Mermaid => "mermaid",
            Self::Ndjson => "ndjson",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// The format of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    /// The names of all of them, to be told.
    pub fn names() -> String {
        Self::ALL.map(Self::name).join(", ")
    }

    /// Whether it holds tables, not the map.
    pub const fn is_of_tables(self) -> bool {
        matches!(self, Self::Csv | Self::Xlsx)
    }

    /// The end of a file's name.
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::Mermaid => "mmd",
            Self::Dot | Self::GraphMl | Self::Ndjson | Self::Csv | Self::Xlsx => self.name(),
        }
    }

    /// What a program is told that it gets.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Dot => "text/vnd.graphviz; charset=utf-8",
            Self::GraphMl => "application/graphml+xml; charset=utf-8",
            Self::Mermaid => "text/vnd.mermaid; charset=utf-8",
            Self::Ndjson => "application/x-ndjson",
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

#[cfg(test)]
mod tests;

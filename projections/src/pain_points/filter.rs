//! Which pain points a list is asked for.

use std::{fmt, str::FromStr};

use events::{
    Area,
    area::UnknownArea,
    ids::{PainPointId, UnitId},
    kind::{PainPointKind, UnknownKind},
};
use schemars::JsonSchema;
use serde::Serialize;

use super::PainPoint;
use crate::Projections;

/// Which pain points are asked for. The default is all that are open.
#[derive(Debug, Clone, Default)]
pub struct PainPointFilter {
    /// Those that lie in an area, or in none.
    pub area: Option<InArea>,
    /// Those of a kind, or of none yet.
    pub kind: Option<OfKind>,
    /// Those that this unit or a part of it backs.
    pub unit: Option<UnitId>,
    /// Open ones, resolved ones, or all.
    pub status: Option<Status>,
    /// Those that a community works on, or that none does.
    pub taken_up: Option<bool>,
    /// Only what comes after this one.
    pub after: Option<PainPointId>,
    /// At most so many.
    pub limit: Option<usize>,
}

/// Where a pain point lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InArea {
    /// In this area, maybe in others as well.
    Area(Area),
    /// Nobody said where, and nothing says it for them.
    Unplaced,
}

/// What sort a pain point is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfKind {
    /// This one.
    Kind(PainPointKind),
    /// Not sorted yet.
    Unsorted,
}

/// Whether a pain point is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It holds work up.
    Open,
    /// It is over everywhere, or in every unit that had it.
    Resolved,
    /// Either. Only asked for, never answered.
    #[serde(skip)]
    All,
}

impl Status {
    /// As it stands in questions and answers.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Resolved => "resolved",
            Self::All => "all",
        }
    }
}

impl PainPointFilter {
    pub(super) fn admits(
        &self,
        id: PainPointId,
        it: &PainPoint,
        projections: &Projections,
    ) -> bool {
        let Self { area, kind, unit, status, taken_up, after: _, limit: _ } = self;
        let registry = &projections.registry;
        let has_status = match status.unwrap_or(Status::Open) {
            Status::Open => it.is_open(),
            Status::Resolved => !it.is_open(),
            Status::All => true,
        };
        let lies_in = |area: InArea| match area {
            InArea::Area(area) => it.lies_in(registry).contains(area),
            InArea::Unplaced => it.lies_in(registry).is_empty(),
        };
        let is_of = |kind: OfKind| match kind {
            OfKind::Kind(kind) => it.kind == Some(kind),
            OfKind::Unsorted => it.kind.is_none(),
        };
        let is_backed_in = |whole| {
            it.backings.iter().filter_map(|it| it.0).any(|it| registry.is_part_of(it, whole))
        };
        has_status
            && kind.is_none_or(is_of)
            && taken_up.is_none_or(|wanted| projections.takers(id).is_empty() != wanted)
            && unit.is_none_or(is_backed_in)
            && area.is_none_or(lies_in)
    }
}

impl FromStr for InArea {
    type Err = UnknownArea;

    fn from_str(key: &str) -> Result<Self, UnknownArea> {
        if key == "unplaced" { Ok(Self::Unplaced) } else { key.parse().map(Self::Area) }
    }
}

impl FromStr for OfKind {
    type Err = UnknownKind;

    fn from_str(key: &str) -> Result<Self, UnknownKind> {
        if key == "unsorted" { Ok(Self::Unsorted) } else { key.parse().map(Self::Kind) }
    }
}

impl FromStr for Status {
    type Err = UnknownStatus;

    fn from_str(key: &str) -> Result<Self, UnknownStatus> {
        match key {
            "open" => Ok(Self::Open),
            "resolved" => Ok(Self::Resolved),
            "all" => Ok(Self::All),
            _ => Err(UnknownStatus),
        }
    }
}

/// Not a status of pain points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownStatus;

impl fmt::Display for UnknownStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not one of `open`, `resolved`, `all`")
    }
}

impl std::error::Error for UnknownStatus {}

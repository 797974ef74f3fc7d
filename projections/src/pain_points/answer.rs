//! The list of pain points: what costs most first.

use std::{collections::BTreeSet, str::FromStr};

use events::{
    Area, Basis, Position,
    area::UnknownArea,
    ids::{CommunityId, PainPointId, UnitId},
    kind::{PainPointKind, UnknownKind},
    pain_point::Target,
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::PainPoint;
use crate::{
    Projections,
    evidence::{Evidence, rounded, shown},
};

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

/// Pain points, the dearest first.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PainPointsAnswer {
    /// Ordered by hours a month, the most first, then by when they were logged.
    pub items: Vec<PainPointItem>,
    /// How many there are in all.
    pub total: usize,
    /// Ask for what comes after this one; none where the list is complete.
    pub next: Option<PainPointId>,
}

/// One pain point in a list.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PainPointItem {
    /// The pain point.
    pub id: PainPointId,
    /// In the words of whoever logged it; none where they were erased.
    pub text: Option<String>,
    /// The language of the words.
    pub language: Option<String>,
    /// What sort; none means not sorted yet.
    pub kind: Option<PainPointKind>,
    /// The areas it lies in; none means unplaced.
    pub areas: BTreeSet<Area>,
    /// What it is about.
    pub on: Vec<Target>,
    /// The units that still have it.
    pub units: Vec<UnitId>,
    /// How many those are.
    pub unit_count: usize,
    /// What it costs them together.
    pub hours_per_month: f64,
    /// How many of them did not say what it costs.
    pub without_hours: usize,
    /// How well the hours are known.
    pub basis: Option<Basis>,
    /// Whether it is over.
    pub status: Status,
    /// Something it is about is gone.
    pub orphaned: bool,
    /// The communities that took it up.
    pub communities: Vec<CommunityId>,
    /// When it was logged.
    #[schemars(with = "String")]
    pub logged: Timestamp,
    /// The events behind it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

impl Projections {
    /// The pain points that pass a filter, the dearest first.
    pub fn pain_points_answer(&self, filter: &PainPointFilter) -> PainPointsAnswer {
        let mut found: Vec<(f64, Position, PainPointId)> = self
            .pain_points
            .all()
            .iter()
            .filter(|(id, it)| filter.admits(**id, it, self))
            .map(|(id, it)| (rounded(it.hours_per_month(&self.registry)), it.position(), *id))
            .collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let total = found.len();
        let seen = |after| found.iter().position(|(.., id)| *id == after).map_or(0, |it| it + 1);
        let start = filter.after.map_or(0, seen);
        let end = filter.limit.map_or(total, |limit| total.min(start.saturating_add(limit)));
        let page = &found[start..end];
        let items = page.iter().filter_map(|(.., id)| self.pain_point_item(*id)).collect();
        let next = page.last().filter(|_| end < total).map(|(.., id)| *id);
        PainPointsAnswer { items, total, next }
    }

    /// One pain point as lists show it.
    pub(crate) fn pain_point_item(&self, id: PainPointId) -> Option<PainPointItem> {
        let it = self.pain_points.get(id)?;
        let fact = &it.known.fact;
        let units: Vec<_> = it.open_units().collect();
        Some(PainPointItem {
            id,
            text: shown(&fact.text),
            language: fact.language.clone(),
            kind: fact.kind,
            areas: it.areas(&self.registry),
            on: fact.on.clone(),
            unit_count: units.len(),
            units,
            hours_per_month: rounded(it.hours_per_month(&self.registry)),
            without_hours: it.without_hours(),
            basis: it.basis(),
            status: if it.is_open() { Status::Open } else { Status::Resolved },
            orphaned: it.is_orphaned(self),
            communities: self.coverage.takers(id).map(|(community, _)| community).collect(),
            logged: it.logged,
            evidence: Evidence::new(&self.pain_points.evidence(id), &format!("pain-points/{id}")),
        })
    }
}

impl PainPointFilter {
    fn admits(&self, id: PainPointId, it: &PainPoint, projections: &Projections) -> bool {
        let Self { area, kind, unit, status, taken_up, after: _, limit: _ } = self;
        let Projections { registry, coverage, .. } = projections;
        let has_status = match status.unwrap_or(Status::Open) {
            Status::Open => it.is_open(),
            Status::Resolved => !it.is_open(),
            Status::All => true,
        };
        let lies_in = |area: InArea| match area {
            InArea::Area(area) => it.areas(registry).contains(&area),
            InArea::Unplaced => it.areas(registry).is_empty(),
        };
        let is_of = |kind: OfKind| match kind {
            OfKind::Kind(kind) => it.known.fact.kind == Some(kind),
            OfKind::Unsorted => it.known.fact.kind.is_none(),
        };
        let is_backed_in =
            |whole| it.backings.keys().flatten().any(|unit| registry.is_part_of(*unit, whole));
        has_status
            && kind.is_none_or(is_of)
            && taken_up.is_none_or(|wanted| coverage.takers(id).next().is_some() == wanted)
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

impl std::fmt::Display for UnknownStatus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not one of `open`, `resolved`, `all`")
    }
}

impl std::error::Error for UnknownStatus {}

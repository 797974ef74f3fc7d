//! The list of pain points: what costs most first.

use std::collections::BTreeSet;

use events::{
    Area, Basis, Noun, Position,
    ids::{CommunityId, IdeaId, PainPointId, UnitId},
    kind::PainPointKind,
    pain_point::Target,
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::{PainPointFilter, Stand, Status};
use crate::{
    Projections,
    evidence::{Evidence, rounded},
};

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
    /// The ideas that address it.
    pub ideas: Vec<IdeaId>,
    /// Those that were merged into it.
    pub merged: Vec<PainPointId>,
    /// How many comments stand below it.
    pub comments: usize,
    /// When it was logged.
    #[schemars(with = "String")]
    pub logged: Timestamp,
    /// The events behind it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

impl Projections {
    /// The events behind a pain point: what was said of it, and below it.
    pub(crate) fn pain_point_evidence(&self, id: PainPointId) -> BTreeSet<Position> {
        let ids = self.pain_point_ids(id);
        let below = self.comments.positions(Noun::PainPoint, ids.iter().map(|it| it.0));
        self.pain_points.evidence(id, &self.registry).into_iter().chain(below).collect()
    }

    /// The pain points that pass a filter, the dearest first.
    pub fn pain_points_answer(&self, filter: &PainPointFilter) -> PainPointsAnswer {
        let mut found: Vec<(f64, Position, PainPointId)> = self
            .pain_points
            .all()
            .filter(|(id, it)| filter.admits(*id, it, self))
            .map(|(id, it)| (rounded(it.hours_per_month(&self.registry)), it.position(), id))
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
        let id = self.pain_points.merges().root(id);
        let it = self.pain_points.get(id)?;
        let stand = self.stand(id, it);
        let Stand { kind, unit_count, hours_per_month, without_hours, .. } = stand;
        let Stand { basis, status, orphaned, comments, .. } = stand;
        Some(PainPointItem {
            id,
            text: it.text.as_deref().map(str::to_owned),
            language: it.language().map(str::to_owned),
            kind,
            areas: it.lies_in(&self.registry).iter().collect(),
            on: it.on.to_vec(),
            units: it.open_units().collect(),
            unit_count,
            hours_per_month,
            without_hours,
            basis,
            status,
            orphaned,
            communities: self.takers(id).into_keys().collect(),
            ideas: self.ideas.addressing(&self.pain_point_ids(id)),
            merged: self.pain_points.merges().members(id),
            comments,
            logged: it.logged(),
            evidence: Evidence::new(&self.pain_point_evidence(id), &format!("pain-points/{id}")),
        })
    }
}

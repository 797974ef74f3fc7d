//! One pain point in full: who has it, what it costs each of them, and how it ended where it did.

use std::collections::BTreeMap;

use events::{
    Basis, Noun, Position,
    hours::Effort,
    ids::{IdeaId, PainPointId, UnitId},
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Backing, PainPoint, PainPointItem, Resolution};
use crate::{
    Projections,
    comments::CommentItem,
    evidence::{rounded, shown},
};

/// A pain point in full.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PainPointDetail {
    /// As lists show it; where it was merged into another, that one.
    #[serde(flatten)]
    pub item: PainPointItem,
    /// Where it was merged into another, the next of the chain.
    pub merged_into: Option<PainPointId>,
    /// What people wrote below it.
    #[serde(rename = "discussion")]
    pub comments: Vec<CommentItem>,
    /// What was looked for.
    pub sought: Option<String>,
    /// Where it was said.
    pub link: Option<String>,
    /// Who has it, also where it is over.
    pub backings: Vec<BackingItem>,
    /// How it ended.
    pub resolutions: Vec<ResolutionItem>,
}

/// That a unit has a pain point.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct BackingItem {
    /// The unit; none where hours were given without one.
    pub unit: Option<UnitId>,
    /// What it costs, as it was said.
    pub hours: Option<Effort>,
    /// The same a month.
    pub hours_per_month: Option<f64>,
    /// How well that is known.
    pub basis: Option<Basis>,
    /// Whether the unit still has it.
    pub open: bool,
    /// The event that says so.
    pub position: Position,
}

/// That a pain point has ended.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ResolutionItem {
    /// In this unit; none means everywhere.
    pub unit: Option<UnitId>,
    /// What ended it.
    pub how: Option<String>,
    /// The idea that ended it.
    pub idea: Option<IdeaId>,
    /// Where what was sought was found.
    pub found_at: Option<String>,
    /// How well that is known.
    pub basis: Option<Basis>,
    /// When it was recorded.
    #[schemars(with = "String")]
    pub recorded: Timestamp,
    /// The event that says so.
    pub position: Position,
}

impl Projections {
    /// One pain point in full.
    pub fn pain_point_answer(&self, id: PainPointId) -> Option<PainPointDetail> {
        let ids = self.pain_point_ids(id);
        let it = self.pain_points.get(id)?;
        Some(PainPointDetail {
            merged_into: self.pain_points.merges().target(id),
            comments: self.comments_below(Noun::PainPoint, ids.iter().map(|it| it.0)),
            item: self.pain_point_item(id)?,
            sought: it.sought().map(str::to_owned),
            link: it.link().map(str::to_owned),
            backings: backings(it),
            resolutions: it.resolutions().map(|(unit, it)| resolution_item(unit, it)).collect(),
        })
    }
}

fn backings(pain_point: &PainPoint) -> Vec<BackingItem> {
    let open: BTreeMap<_, _> = pain_point.open_backings().collect();
    let item = |(unit, it): (Option<UnitId>, Backing)| BackingItem {
        unit,
        hours: it.hours,
        hours_per_month: it.hours.map(|it| rounded(it.hours_per_month())),
        basis: it.basis,
        open: open.contains_key(&unit),
        position: it.position,
    };
    pain_point.backings.iter().map(item).collect()
}

fn resolution_item(unit: Option<UnitId>, it: &Resolution) -> ResolutionItem {
    ResolutionItem {
        unit,
        how: shown(&it.fact.how),
        idea: it.fact.idea,
        found_at: it.fact.found_at.as_ref().and_then(shown),
        basis: it.basis,
        recorded: it.recorded,
        position: it.position,
    }
}

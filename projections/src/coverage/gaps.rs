//! Where nobody works on what hurts, and where several do without knowing of each other.

use std::collections::BTreeMap;

use events::{
    Area, Noun, Position,
    ids::{CommunityId, PainPointId},
};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    answer::AreaCoverage,
    survey::{Reach, Surveyed},
};
use crate::{
    Projections,
    evidence::{Evidence, rounded},
};

/// Pain points that are listed below a gap, and overlaps, at most; the dearest.
const LISTED: usize = 20;

/// An area in which at least half of the hours are uncovered.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Gap {
    /// The area.
    pub area: Area,
    /// Hours of pain points that nobody took up.
    pub uncovered_hours: f64,
    /// The same ÷ all hours of the area.
    pub gap_share: Option<f64>,
    /// How many pain points nobody took up, also those without hours.
    pub uncovered: usize,
    /// The dearest of them, at most twenty.
    pub pain_points: Vec<PainPointBrief>,
    /// The events behind the uncovered ones.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// A pain point in one line.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PainPointBrief {
    /// The pain point.
    pub id: PainPointId,
    /// In the words of whoever logged it; none where they were erased.
    pub text: Option<String>,
    /// What it costs a month.
    pub hours_per_month: f64,
}

/// A pain point that two or more communities took up without a common manager.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Overlap {
    /// The pain point.
    #[serde(flatten)]
    pub pain_point: PainPointBrief,
    /// Who took it up.
    pub communities: Vec<NamedCommunity>,
    /// The events behind it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// A community by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NamedCommunity {
    /// The community.
    pub id: CommunityId,
    /// What people call it.
    pub name: Option<String>,
}

impl Projections {
    /// The areas with a gap, the one with the most uncovered hours first.
    pub(super) fn gaps(
        &self,
        areas: &[AreaCoverage],
        lying: &BTreeMap<Area, Vec<&Surveyed>>,
    ) -> Vec<Gap> {
        let with_gap = areas.iter().filter(|it| it.gap);
        let mut gaps: Vec<_> = with_gap.map(|it| self.gap(it, &lying[&it.area])).collect();
        gaps.sort_by(|a, b| b.uncovered_hours.total_cmp(&a.uncovered_hours));
        gaps
    }

    fn gap(&self, area: &AreaCoverage, lying: &[&Surveyed]) -> Gap {
        let is_uncovered = |it: &&Surveyed| it.reach == Reach::Uncovered;
        let mut uncovered: Vec<_> = lying.iter().copied().filter(is_uncovered).collect();
        dearest_first(&mut uncovered);
        let listed = uncovered.iter().take(LISTED);
        Gap {
            area: area.area,
            uncovered_hours: area.uncovered_hours,
            gap_share: area.gap_share,
            uncovered: uncovered.len(),
            pain_points: listed.map(|it| self.pain_point_brief(it.id, it.hours)).collect(),
            evidence: Evidence::of_all(behind(&uncovered), &format!("gaps/{}", area.area.key())),
        }
    }

    /// The dearest pain points on which communities work without a common manager.
    pub(super) fn overlaps(&self, survey: &[Surveyed]) -> Vec<Overlap> {
        let mut overlapping: Vec<_> = survey.iter().filter(|it| it.is_overlapping).collect();
        dearest_first(&mut overlapping);
        let listed = overlapping.into_iter().take(LISTED).map(|it| Overlap {
            pain_point: self.pain_point_brief(it.id, it.hours),
            communities: self
                .takers(it.id)
                .into_keys()
                .map(|it| self.named_community(it))
                .collect(),
            evidence: Evidence::of_all(it.evidence.iter().copied(), &format!("overlaps/{}", it.id)),
        });
        listed.collect()
    }

    pub(super) fn pain_point_brief(&self, id: PainPointId, hours: f64) -> PainPointBrief {
        let text = self.pain_points.get(id).and_then(|it| it.text.as_deref().map(str::to_owned));
        PainPointBrief { id, text, hours_per_month: rounded(hours) }
    }

    pub(super) fn named_community(&self, id: CommunityId) -> NamedCommunity {
        NamedCommunity { id, name: self.registry.name_of(Noun::Community, id.0) }
    }
}

pub(super) fn behind(points: &[&Surveyed]) -> impl Iterator<Item = Position> {
    points.iter().flat_map(|it| it.evidence.iter().copied())
}

fn dearest_first(points: &mut [&Surveyed]) {
    points.sort_by(|a, b| b.hours.total_cmp(&a.hours).then(a.id.cmp(&b.id)));
}

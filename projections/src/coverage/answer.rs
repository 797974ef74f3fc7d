//! The answer to: which areas do communities cover, where are gaps, where do several work on the same?

use std::collections::{BTreeMap, BTreeSet};

use events::{Area, Position, ids::CommunityId};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    change::CoverageChange,
    gaps::{Gap, Overlap},
    ladder::{Climb, climbs, fresh_from},
    survey::{Reach, Surveyed},
};
use crate::{
    Projections,
    evidence::{Evidence, rounded, shown},
    known::KnownUnits,
};

/// From this share of uncovered hours on, an area has a gap.
const GAP_SHARE_MIN: f64 = 0.5;

/// Coverage of all thirteen areas.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CoverageAnswer {
    /// Every open pain point once; areas overlap, so theirs add up to more.
    pub total_distinct: Figure,
    /// Those that lie in no area.
    pub unplaced: Figure,
    /// How much of the organisation the answer rests on.
    pub known: KnownUnits,
    /// Said where that is too little to call anything a gap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<&'static str>,
    /// All thirteen, in order.
    pub areas: Vec<AreaCoverage>,
    /// The areas with a gap, the one with the most uncovered hours first; none while too little is known.
    pub gaps: Vec<Gap>,
    /// Pain points on which communities work without a common manager, the dearest twenty.
    pub overlaps: Vec<Overlap>,
    /// What changed since an earlier moment, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<CoverageChange>,
}

/// Coverage at a moment, with all that it rests on: what later moments are compared with.
#[derive(Debug, Clone)]
pub struct CoverageAt {
    /// The answer.
    pub answer: CoverageAnswer,
    /// After which event.
    pub position: Position,
    pub(super) survey: Vec<Surveyed>,
    /// All events behind where a community stands.
    pub(super) stands: Stands,
}

/// Pain points and what they cost.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Figure {
    /// How many are open.
    pub pain_points: usize,
    /// What they cost.
    pub hours_per_month: f64,
    /// The events behind it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// Coverage of one area.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AreaCoverage {
    /// The area.
    pub area: Area,
    /// The open pain points that lie in it, and the events behind all its figures.
    #[serde(flatten)]
    pub figure: Figure,
    /// Whether at least half of the hours are uncovered.
    pub gap: bool,
    /// Uncovered hours ÷ hours; none where there are no hours.
    pub gap_share: Option<f64>,
    /// Open pain points that two or more communities took up without a common manager.
    pub overlap: usize,
    /// Hours of pain points that nobody took up.
    pub uncovered_hours: f64,
    /// Hours of those that were taken up only by communities that do not speak for who has them, or
    /// more than twelve months ago.
    pub elsewhere_hours: f64,
    /// The communities that stand in the area, the strongest first.
    pub communities: Vec<CommunityCoverage>,
}

/// How one community stands in one area.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CommunityCoverage {
    /// The community.
    pub id: CommunityId,
    /// What people call it.
    pub name: Option<String>,
    /// 1 declared only · 2 took up a pain point · 3 an idea accepted or in pilot · 4 a measured effect.
    pub strength: u8,
    /// All its evidence is older than twelve months.
    pub rests: bool,
    /// The events behind it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

impl CoverageAt {
    /// What pain points cost that nobody took up, each once, whatever areas they lie in.
    pub(crate) fn uncovered_hours(&self) -> f64 {
        added(self.survey.iter().filter(|it| it.reach == Reach::Uncovered))
    }
}

type ByArea = BTreeMap<Area, Vec<CommunityCoverage>>;
type Stands = BTreeMap<(Area, CommunityId), BTreeSet<Position>>;

impl Projections {
    /// Coverage, where evidence of the twelve months before `now` counts.
    pub fn coverage_answer(&self, now: Timestamp) -> CoverageAnswer {
        self.coverage_at(now).answer
    }

    /// Coverage, with all that it rests on.
    pub fn coverage_at(&self, now: Timestamp) -> CoverageAt {
        let fresh_from = fresh_from(now);
        let (mut communities, stands) = self.communities_by_area(fresh_from);
        let survey = self.survey(fresh_from);
        let known = self.known(survey.units.iter().copied());
        let lying = survey.by_area();
        let in_areas = || {
            let areas = lying.iter().map(|(area, lying)| {
                let communities = communities.remove(area).unwrap_or_default();
                area_coverage(*area, lying, communities, known.is_enough())
            });
            let areas: Vec<_> = areas.collect();
            (self.gaps(&areas, &lying), areas)
        };
        let over_all = || {
            let all: Vec<_> = survey.points.iter().collect();
            let unplaced = figure(&survey.unplaced(), "areas/unplaced");
            (figure(&all, "areas/all"), unplaced, self.overlaps(&survey.points))
        };
        let (in_areas, over_all) = survey.both(in_areas, over_all);
        let ((gaps, areas), (total_distinct, unplaced, overlaps)) = (in_areas, over_all);
        let note = known.note();
        let answer = CoverageAnswer {
            known,
            note,
            areas,
            gaps,
            overlaps,
            unplaced,
            total_distinct,
            since: None,
        };
        CoverageAt { answer, position: self.position(), survey: survey.points, stands }
    }

    /// Who stands where, the strongest first, those at rest last, then by id; and all events behind it.
    fn communities_by_area(&self, fresh_from: Timestamp) -> (ByArea, Stands) {
        let (mut by_area, mut stand) = (ByArea::new(), Stands::new());
        for (id, climbs) in self.registry.communities().keys().map(|id| (*id, self.climbs(*id))) {
            for (area, climb) in climbs {
                stand.insert((area, id), climb.evidence());
                let stands = self.community_coverage(id, area, &climb, fresh_from);
                by_area.entry(area).or_default().push(stands);
            }
        }
        for communities in by_area.values_mut() {
            communities.sort_by_key(|it| (it.rests, std::cmp::Reverse(it.strength), it.id));
        }
        (by_area, stand)
    }

    pub(super) fn climbs(&self, community: CommunityId) -> BTreeMap<Area, Climb> {
        let standing = self.coverage.standing(community);
        let standing = standing.filter(|it| it.dissolved.is_none());
        let climbs = standing.map(|it| climbs(it, self));
        climbs.unwrap_or_default()
    }

    pub(super) fn community_coverage(
        &self,
        id: CommunityId,
        area: Area,
        climb: &Climb,
        fresh_from: Timestamp,
    ) -> CommunityCoverage {
        let (strength, rests) = climb.strength(fresh_from);
        let of = format!("coverage/{}/{id}", area.key());
        CommunityCoverage {
            id,
            name: self.registry.communities().get(&id).and_then(|it| shown(&it.fact.name)),
            strength,
            rests,
            evidence: Evidence::new(&climb.evidence(), &of),
        }
    }
}

fn area_coverage(
    area: Area,
    lying: &[&Surveyed],
    communities: Vec<CommunityCoverage>,
    is_enough: bool,
) -> AreaCoverage {
    let hours = |reach| added(lying.iter().copied().filter(|it| it.reach == reach));
    let (uncovered, elsewhere) = (hours(Reach::Uncovered), hours(Reach::Elsewhere));
    let all = uncovered + elsewhere + hours(Reach::Covered);
    let gap_share = (all > 0.0).then(|| rounded(uncovered / all));
    AreaCoverage {
        area,
        figure: figure(lying, &format!("areas/{}", area.key())),
        gap: is_enough && gap_share.is_some_and(|it| it >= GAP_SHARE_MIN),
        gap_share,
        overlap: lying.iter().filter(|it| it.is_overlapping).count(),
        uncovered_hours: rounded(uncovered),
        elsewhere_hours: rounded(elsewhere),
        communities,
    }
}

/// The figures of some open pain points.
pub(super) fn figure(pain_points: &[&Surveyed], of: &str) -> Figure {
    let evidence = pain_points.iter().flat_map(|it| &it.evidence).copied();
    Figure {
        pain_points: pain_points.len(),
        hours_per_month: rounded(added(pain_points.iter().copied())),
        evidence: Evidence::of_all(evidence, of),
    }
}

/// Hours together; of none, 0 and not the -0 that an empty sum of floats is.
fn added<'a>(pain_points: impl Iterator<Item = &'a Surveyed>) -> f64 {
    pain_points.fold(0.0, |sum, it| sum + it.hours)
}

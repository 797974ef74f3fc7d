//! All events behind a figure of coverage, by the key that its link carries.

use std::collections::BTreeSet;

use events::{
    Area, Position,
    ids::{CommunityId, PainPointId},
};
use jiff::Timestamp;
use uuid::Uuid;

use super::survey::{Reach, Surveyed};
use crate::Projections;

impl Projections {
    /// All positions behind `areas/{area}`, `areas/unplaced`, `areas/all`, `gaps/{area}`, `overlaps/{id}`,
    /// `coverage/{area}/{community}`, `taken-up/{community}/{pain point}` or `pain-points/{id}`; none where the
    /// key names nothing that is known.
    pub fn coverage_evidence(&self, of: &str) -> Option<BTreeSet<Position>> {
        let (what, rest) = of.split_once('/')?;
        match what {
            "areas" => self.area_evidence(rest),
            "gaps" => Some(self.gap_evidence(rest.parse().ok()?)),
            "overlaps" => {
                let id = PainPointId(uuid(rest)?);
                self.is_overlapping(id).then(|| self.survey_evidence(id))
            }
            "coverage" => {
                let (area, community) = rest.split_once('/')?;
                self.stands_evidence(area.parse().ok()?, CommunityId(uuid(community)?))
            }
            "taken-up" => {
                let (community, id) = rest.split_once('/')?;
                let (community, id) = (CommunityId(uuid(community)?), PainPointId(uuid(id)?));
                self.pain_points.get(id)?;
                self.registry.communities().get(&community)?;
                Some(self.survey_evidence(id))
            }
            "pain-points" => {
                let id = PainPointId(uuid(rest)?);
                self.pain_points.get(id)?;
                Some(self.pain_point_evidence(id))
            }
            _ => None,
        }
    }

    fn area_evidence(&self, key: &str) -> Option<BTreeSet<Position>> {
        let area: Option<Area> = match key {
            "all" | "unplaced" => None,
            _ => Some(key.parse().ok()?),
        };
        let survey = self.survey(Timestamp::MIN).points;
        let lies_there = survey.iter().filter(|it| match area {
            Some(area) => it.areas.contains(area),
            None => key == "all" || it.areas.is_empty(),
        });
        Some(lies_there.flat_map(|it| it.evidence.iter().copied()).collect())
    }

    fn gap_evidence(&self, area: Area) -> BTreeSet<Position> {
        let survey = self.survey(Timestamp::MIN).points;
        let is_uncovered = |it: &&Surveyed| it.reach == Reach::Uncovered && it.areas.contains(area);
        survey.iter().filter(is_uncovered).flat_map(|it| it.evidence.iter().copied()).collect()
    }

    fn stands_evidence(&self, area: Area, community: CommunityId) -> Option<BTreeSet<Position>> {
        self.registry.communities().get(&community)?;
        Some(
            self.climbs(community)
                .get(&area)
                .map(super::ladder::Climb::evidence)
                .unwrap_or_default(),
        )
    }
}

fn uuid(text: &str) -> Option<Uuid> {
    Uuid::parse_str(text).ok()
}

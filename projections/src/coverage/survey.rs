//! Every open pain point with its areas, its hours, and whether somebody who speaks for those who have it
//! works on it.

use std::collections::BTreeSet;

use events::{
    Area, Position,
    ids::{CommunityId, PainPointId, UnitId},
};
use jiff::Timestamp;

use super::Said;
use crate::{Projections, pain_points::PainPoint};

/// An open pain point, as coverage sees it.
#[derive(Debug, Clone)]
pub(super) struct Surveyed {
    pub(super) areas: BTreeSet<Area>,
    pub(super) hours: f64,
    pub(super) reach: Reach,
    /// How many communities work on it, fresh or not.
    pub(super) takers: usize,
    /// The events that say what it is, who took it up, and for whom they speak.
    pub(super) evidence: BTreeSet<Position>,
}

/// How far the communities reach a pain point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// One that speaks for somebody who has it took it up within the last twelve months.
    Covered,
    /// One took it up, but for others, or too long ago.
    Elsewhere,
    /// None works on it.
    Uncovered,
}

impl Projections {
    pub(super) fn survey(&self, fresh_from: Timestamp) -> Vec<Surveyed> {
        let surveyed = |(id, point): (PainPointId, &PainPoint)| Surveyed {
            areas: point.areas(&self.registry),
            hours: point.hours_per_month(&self.registry),
            reach: self.reach(id, fresh_from),
            takers: self.coverage.takers(id).count(),
            evidence: self.survey_evidence(id),
        };
        self.pain_points.open().map(surveyed).collect()
    }

    fn reach(&self, id: PainPointId, fresh_from: Timestamp) -> Reach {
        let mut takers = self.coverage.takers(id).peekable();
        if takers.peek().is_none() {
            return Reach::Uncovered;
        }
        let covers = |(community, said): (CommunityId, Said)| {
            said.is_fresh(fresh_from) && self.speaking_for(community, id).next().is_some()
        };
        if takers.any(covers) { Reach::Covered } else { Reach::Elsewhere }
    }

    /// The representations by which a community speaks for a unit that has the pain point.
    fn speaking_for(&self, community: CommunityId, id: PainPointId) -> impl Iterator<Item = Said> {
        let units = self.coverage.standing(community).map(|it| &it.units);
        let backers = self.pain_points.get(id).into_iter().flat_map(PainPoint::open_units);
        backers.flat_map(move |backer| {
            let above = std::iter::once(backer).chain(self.registry.ancestors(backer));
            above.filter_map(move |unit: UnitId| units?.get(&unit).copied())
        })
    }

    fn survey_evidence(&self, id: PainPointId) -> BTreeSet<Position> {
        let mut evidence = self.pain_points.evidence(id);
        for (community, said) in self.coverage.takers(id) {
            evidence.insert(said.position);
            evidence.extend(self.speaking_for(community, id).map(|it| it.position));
        }
        evidence
    }
}

//! Every open pain point with its areas, its hours, and whether somebody who speaks for those who have it
//! works on it.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    panic::resume_unwind,
    thread::{self, available_parallelism},
};

use events::{
    Area, Position,
    ids::{ActorId, CommunityId, PainPointId, UnitId},
};
use jiff::Timestamp;
use smallvec::SmallVec;

use super::Said;
use crate::{
    Projections,
    pain_points::{Areas, PainPoint},
};

/// The communities that work on a pain point, and what says so.
pub(crate) type Takers = BTreeMap<CommunityId, Said>;

/// Pain points that are worth a thread of their own.
const SHARE_MIN: usize = 4_096;

/// An open pain point, as coverage sees it.
#[derive(Debug, Clone)]
pub(super) struct Surveyed {
    pub(super) id: PainPointId,
    pub(super) areas: Areas,
    pub(super) hours: f64,
    pub(super) reach: Reach,
    /// Whether communities work on it that no manager has in common.
    pub(super) is_overlapping: bool,
    /// The events that say what it is, who took it up, and for whom they speak, ascending.
    pub(super) evidence: Behind,
}

/// Positions of events, ascending.
type Behind = SmallVec<[Position; 4]>;

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

/// A unit that has a pain point, and for which a community speaks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Represented {
    backer: UnitId,
    /// The unit that the community represents: that one, or one above it.
    unit: UnitId,
    /// Where it was said that it does.
    position: Position,
}

/// Every open pain point, and who has them.
#[derive(Debug, Clone, Default)]
pub(super) struct Survey {
    /// By id.
    pub(super) points: Vec<Surveyed>,
    /// The units that have one.
    pub(super) units: HashSet<UnitId>,
}

impl Survey {
    /// By area; one that lies in several comes in each.
    pub(super) fn by_area(&self) -> BTreeMap<Area, Vec<&Surveyed>> {
        let mut by_area: BTreeMap<_, _> = Area::ALL.into_iter().map(|it| (it, vec![])).collect();
        for point in &self.points {
            for area in point.areas.iter() {
                by_area.entry(area).or_default().push(point);
            }
        }
        by_area
    }

    /// Those that lie in no area.
    pub(super) fn unplaced(&self) -> Vec<&Surveyed> {
        self.points.iter().filter(|it| it.areas.is_empty()).collect()
    }

    /// Two answers about it, beside each other where there is much to look at.
    pub(super) fn both<A, B: Send>(
        &self,
        one: impl FnOnce() -> A,
        other: impl FnOnce() -> B + Send,
    ) -> (A, B) {
        if self.points.len() < SHARE_MIN {
            return (one(), other());
        }
        thread::scope(|scope| {
            let other = scope.spawn(other);
            (one(), other.join().unwrap_or_else(|it| resume_unwind(it)))
        })
    }

    fn and(mut self, later: Self) -> Self {
        self.points.extend(later.points);
        self.units.extend(later.units);
        self
    }
}

impl Projections {
    pub(super) fn survey(&self, fresh_from: Timestamp) -> Survey {
        let all: Vec<_> = self.pain_points.all().collect();
        let each = all.len().div_ceil(available_parallelism().map_or(1, usize::from));
        let share = each.max(SHARE_MIN);
        if all.len() <= share {
            return self.survey_of(&all, fresh_from);
        }
        // Each looks at what follows one another, so that sums come out the same however many look.
        thread::scope(|scope| {
            let parts = all.chunks(share);
            let parts: Vec<_> =
                parts.map(|part| scope.spawn(|| self.survey_of(part, fresh_from))).collect();
            let seen = parts.into_iter().map(|it| it.join().unwrap_or_else(|it| resume_unwind(it)));
            seen.reduce(Survey::and).unwrap_or_default()
        })
    }

    fn survey_of(&self, all: &[(PainPointId, &PainPoint)], fresh_from: Timestamp) -> Survey {
        let mut survey = Survey::default();
        for (id, point) in all.iter().filter(|(_, it)| it.is_open()) {
            let takers = self.takers(*id);
            survey.units.extend(point.open_units());
            survey.points.push(Surveyed {
                id: *id,
                areas: point.lies_in(&self.registry),
                hours: point.hours_per_month(&self.registry),
                reach: self.reach(*id, &takers, fresh_from),
                is_overlapping: self.are_overlapping(&takers),
                evidence: self.behind(*id, point, &takers),
            });
        }
        survey
    }

    /// The communities that work on a pain point, or on one that was merged into it, by id.
    pub(crate) fn takers(&self, id: PainPointId) -> Takers {
        let is_there = |id| self.coverage.standing(id).is_some_and(|it| it.dissolved.is_none());
        let ids = self.pain_point_ids(id);
        let takers = ids.into_iter().flat_map(|it| self.coverage.takers(it));
        // The pain point itself comes first; what was said of it outlasts what was said of others.
        let mut found = BTreeMap::new();
        for (community, said) in takers.filter(|(id, _)| is_there(*id)) {
            found.entry(community).or_insert(said);
        }
        found
    }

    /// Taken up by two or more communities without a common manager.
    pub(super) fn is_overlapping(&self, id: PainPointId) -> bool {
        self.are_overlapping(&self.takers(id))
    }

    fn are_overlapping(&self, takers: &Takers) -> bool {
        let communities: Vec<_> = takers.keys().copied().collect();
        communities.len() >= 2 && !self.have_common_manager(&communities)
    }

    /// Whether somebody manages all of them.
    pub(super) fn have_common_manager(&self, communities: &[CommunityId]) -> bool {
        let managers = |it: &CommunityId| match self.coverage.standing(*it) {
            Some(standing) => standing.managers.keys().copied().collect(),
            None => BTreeSet::<ActorId>::new(),
        };
        let all = communities.iter().map(managers);
        let common = all.reduce(|common, it| common.intersection(&it).copied().collect());
        common.is_some_and(|it| !it.is_empty())
    }

    fn reach(&self, id: PainPointId, takers: &Takers, fresh_from: Timestamp) -> Reach {
        if takers.is_empty() {
            return Reach::Uncovered;
        }
        let covers = |(community, said): (&CommunityId, &Said)| {
            said.is_fresh(fresh_from) && self.speaking_for(*community, id).next().is_some()
        };
        if takers.iter().any(covers) { Reach::Covered } else { Reach::Elsewhere }
    }

    /// The units that have the pain point and for which a community speaks, each with what it represents: the
    /// unit itself, or one above it.
    pub(super) fn speaking_for(
        &self,
        community: CommunityId,
        id: PainPointId,
    ) -> impl Iterator<Item = Represented> {
        let units = self.coverage.standing(community).map(|it| &it.units);
        let backers = self.pain_points.get(id).into_iter().flat_map(PainPoint::open_units);
        backers.flat_map(move |backer| {
            let above = std::iter::once(backer).chain(self.registry.ancestors(backer));
            above.filter_map(move |unit: UnitId| {
                Some(Represented { backer, unit, position: units?.get(&unit)?.position })
            })
        })
    }

    pub(super) fn survey_evidence(&self, id: PainPointId) -> BTreeSet<Position> {
        let point = self.pain_points.get(id);
        point.into_iter().flat_map(|it| self.behind(id, it, &self.takers(id))).collect()
    }

    fn behind(&self, id: PainPointId, point: &PainPoint, takers: &Takers) -> Behind {
        let mut evidence: Behind = self.pain_points.behind(point, &self.registry).collect();
        for (community, said) in takers {
            evidence.push(said.position);
            for it in self.speaking_for(*community, id) {
                evidence.push(it.position);
                evidence.extend(self.registry.placed_below(it.backer, it.unit));
            }
        }
        // Most of them are in order already.
        if !evidence.is_sorted_by(|a, b| a < b) {
            evidence.sort_unstable();
            evidence.dedup();
        }
        evidence
    }
}

//! Which ideas a list is asked for.

use std::{fmt, str::FromStr};

use events::{
    Area,
    idea::Status,
    ids::{IdeaId, PainPointId, UnitId},
};

use super::Idea;
use crate::{Projections, pain_points::InArea};

/// Which ideas are asked for. The default is all.
#[derive(Debug, Clone, Default)]
pub struct IdeaFilter {
    /// Those that stand there.
    pub status: Option<OfStatus>,
    /// Those that lie in an area, or in none.
    pub area: Option<InArea>,
    /// Those that a decision is asked for of this unit, or that it or a part of it tries or works by.
    pub unit: Option<UnitId>,
    /// Those that address this pain point, or one that was merged into it.
    pub pain_point: Option<PainPointId>,
    /// Those behind this one.
    pub after: Option<IdeaId>,
    /// At most so many.
    pub limit: Option<usize>,
}

/// Where an idea stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfStatus {
    /// Exactly there.
    Status(Status),
    /// Neither rejected, withdrawn nor implemented.
    Open,
}

impl IdeaFilter {
    pub(super) fn admits(&self, id: IdeaId, idea: &Idea, all: &Projections) -> bool {
        let Self { status, area, unit, pain_point, after: _, limit: _ } = self;
        let stands = |wanted: OfStatus| match wanted {
            OfStatus::Status(wanted) => idea.status == wanted,
            OfStatus::Open => idea.is_open(),
        };
        let lies_in = |wanted: InArea| match wanted {
            InArea::Area(area) => all.idea_areas(idea).contains(&area),
            InArea::Unplaced => all.idea_areas(idea).is_empty(),
        };
        let concerns = |whole: UnitId| {
            let asked = idea.asked.iter().map(|(unit, _)| unit);
            let mut units = asked.chain(&idea.proposer).chain(&idea.piloted).chain(&idea.working);
            units.any(|it| all.registry.is_part_of(*it, whole))
        };
        let addresses =
            |wanted: PainPointId| all.ideas.addressing(&all.pain_point_ids(wanted)).contains(&id);
        status.is_none_or(stands)
            && area.is_none_or(lies_in)
            && unit.is_none_or(concerns)
            && pain_point.is_none_or(addresses)
    }
}

impl Idea {
    /// Whether something may still come of it.
    pub fn is_open(&self) -> bool {
        !matches!(self.status, Status::Rejected | Status::Withdrawn | Status::Implemented)
    }
}

impl Projections {
    /// The areas of an idea: its own, else those of the pain points that it addresses.
    pub(crate) fn idea_areas(&self, idea: &Idea) -> std::collections::BTreeSet<Area> {
        if !idea.known.fact.areas.is_empty() {
            return idea.known.fact.areas.iter().copied().collect();
        }
        let points = idea.addresses.iter().filter_map(|it| self.pain_points.get(*it));
        points.flat_map(|it| it.lies_in(&self.registry).iter()).collect()
    }
}

impl FromStr for OfStatus {
    type Err = UnknownIdeaStatus;

    fn from_str(key: &str) -> Result<Self, UnknownIdeaStatus> {
        if key == "open" {
            return Ok(Self::Open);
        }
        let found = Status::ALL.into_iter().find(|it| it.key() == key);
        found.map(Self::Status).ok_or(UnknownIdeaStatus)
    }
}

/// Not a status of ideas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownIdeaStatus;

impl fmt::Display for UnknownIdeaStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys = Status::ALL.map(|it| format!("`{}`", it.key()));
        write!(f, "not one of `open`, {}", keys.join(", "))
    }
}

impl std::error::Error for UnknownIdeaStatus {}

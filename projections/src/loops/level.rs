//! The level at which hand-overs are folded, and the nodes there.

use std::{fmt, str::FromStr};

use events::{
    Words,
    ids::{ProcessId, SiteId, StepId, UnitId},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    evidence::shown,
    process_map::{ProcessMap, Step},
    registry::Registry,
};

/// What hand-overs are folded to.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The steps themselves.
    Step,
    /// The units that perform them.
    Unit,
    /// The units that those are part of; a unit that is part of none stands for itself.
    ParentUnit,
    /// The sites where they are performed.
    Site,
    /// The regions of those sites.
    Region,
}

impl Level {
    /// From the finest to the coarsest.
    pub const ALL: [Self; 5] = [Self::Step, Self::Unit, Self::ParentUnit, Self::Site, Self::Region];

    /// As it stands in questions and answers.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Step => "step",
            Self::Unit => "unit",
            Self::ParentUnit => "parent_unit",
            Self::Site => "site",
            Self::Region => "region",
        }
    }

    /// The next finer one: what a figure opens to.
    pub const fn finer(self) -> Option<Self> {
        match self {
            Self::Step => None,
            Self::Unit => Some(Self::Step),
            Self::ParentUnit => Some(Self::Unit),
            Self::Site => Some(Self::ParentUnit),
            Self::Region => Some(Self::Site),
        }
    }
}

impl FromStr for Level {
    type Err = UnknownLevel;

    fn from_str(key: &str) -> Result<Self, UnknownLevel> {
        Self::ALL.into_iter().find(|it| it.key() == key).ok_or(UnknownLevel)
    }
}

/// Not a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownLevel;

impl fmt::Display for UnknownLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a level: `step`, `unit`, `parent_unit`, `site` or `region`")
    }
}

impl std::error::Error for UnknownLevel {}

/// What hand-overs run between at a level. A region is only the text that its sites share.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Node {
    Step(StepId),
    Unit(UnitId),
    Site(SiteId),
    Region(Words),
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Step(id) => id.fmt(f),
            Self::Unit(id) => id.fmt(f),
            Self::Site(id) => id.fmt(f),
            Self::Region(region) => f.write_str(region.as_str()),
        }
    }
}

/// Where a step is performed, as far as it says so itself. What else that depends on (who owns the
/// process, where the unit is) is looked up when it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Spot {
    /// The step itself.
    Step(StepId),
    /// A unit, and a site if the step names one.
    At { who: Who, site: Option<SiteId> },
}

/// Who performs a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Who {
    Unit(UnitId),
    /// The unit that owns the process, as the step names none.
    OwnerOf(ProcessId),
}

impl Spot {
    pub(super) fn of(step: &Step) -> Self {
        let owner = || Who::OwnerOf(step.process);
        let who = step.known.fact.unit.map_or_else(owner, Who::Unit);
        Self::At { who, site: step.known.fact.site }
    }
}

/// Where things stand at a level.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places<'a> {
    pub(super) level: Level,
    pub(super) map: &'a ProcessMap,
    pub(super) registry: &'a Registry,
}

impl Places<'_> {
    pub(super) fn of_spot(self, spot: &Spot) -> Option<Node> {
        match (spot, self.level) {
            (Spot::Step(step), Level::Step) => Some(Node::Step(*step)),
            (_, Level::Step) => None,
            (_, Level::Unit | Level::ParentUnit) => self.of_unit(self.unit_at(spot)?),
            (_, Level::Site | Level::Region) => self.of_site(self.site_at(spot)?),
        }
    }

    pub(super) fn of_step(self, step: &Step) -> Option<Node> {
        self.of_spot(&self.spot(step))
    }

    /// As finely as the level needs it.
    pub(super) fn spot(self, step: &Step) -> Spot {
        match self.level {
            Level::Step => Spot::Step(step.known.fact.step),
            Level::Unit | Level::ParentUnit | Level::Site | Level::Region => Spot::of(step),
        }
    }

    pub(super) fn of_unit(self, unit: UnitId) -> Option<Node> {
        match self.level {
            Level::Step => None,
            Level::Unit => Some(Node::Unit(unit)),
            Level::ParentUnit => {
                Some(Node::Unit(self.registry.ancestors(unit).next().unwrap_or(unit)))
            }
            Level::Site | Level::Region => self.of_site(self.registry.site_of(unit)?),
        }
    }

    /// The unit that performs what is done there.
    pub(super) fn unit_at(self, spot: &Spot) -> Option<UnitId> {
        match spot {
            Spot::Step(step) => self.map.unit_of(self.map.step(*step)?, self.registry),
            Spot::At { who: Who::Unit(unit), .. } => Some(*unit),
            Spot::At { who: Who::OwnerOf(process), .. } => {
                self.registry.processes().get(process)?.fact.owner
            }
        }
    }

    /// The site where it is done.
    pub(super) fn site_at(self, spot: &Spot) -> Option<SiteId> {
        match spot {
            Spot::Step(step) => self.map.site_of(self.map.step(*step)?, self.registry),
            Spot::At { site: Some(site), .. } => Some(*site),
            Spot::At { site: None, .. } => self.registry.site_of(self.unit_at(spot)?),
        }
    }

    /// A region whose text was erased is none.
    pub(super) fn of_site(self, site: SiteId) -> Option<Node> {
        match self.level {
            Level::Step | Level::Unit | Level::ParentUnit => None,
            Level::Site => Some(Node::Site(site)),
            Level::Region => {
                let region = self.registry.sites().get(&site)?.fact.region.as_ref()?;
                region.text().map(|_| Node::Region(region.clone()))
            }
        }
    }

    /// What people call it.
    pub(super) fn name(self, node: &Node) -> Option<String> {
        match node {
            Node::Step(id) => shown(&self.map.step(*id)?.known.fact.name),
            Node::Unit(id) => shown(&self.registry.units().get(id)?.fact.name),
            Node::Site(id) => shown(&self.registry.sites().get(id)?.fact.name),
            Node::Region(region) => shown(region),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_is_read_and_written_by_its_key() {
        for level in Level::ALL {
            assert_eq!(level.key().parse(), Ok(level));
            assert_eq!(serde_json::to_value(level).unwrap(), level.key());
        }
        assert_eq!("team".parse::<Level>(), Err(UnknownLevel));
    }
}

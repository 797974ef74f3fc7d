//! The level at which hand-overs are folded, and the nodes there.

use std::{fmt, str::FromStr};

use events::{
    Words,
    ids::{SiteId, StepId, UnitId},
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
    /// The sites where they are performed.
    Site,
    /// The regions of those sites.
    Region,
}

impl Level {
    /// From the finest to the coarsest.
    pub const ALL: [Self; 4] = [Self::Step, Self::Unit, Self::Site, Self::Region];

    /// As it stands in questions and answers.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Step => "step",
            Self::Unit => "unit",
            Self::Site => "site",
            Self::Region => "region",
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
        f.write_str("not a level: `step`, `unit`, `site` or `region`")
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

/// Where things stand at a level.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places<'a> {
    pub(super) level: Level,
    pub(super) map: &'a ProcessMap,
    pub(super) registry: &'a Registry,
}

impl Places<'_> {
    pub(super) fn of_step(self, step: &Step) -> Option<Node> {
        match self.level {
            Level::Step => Some(Node::Step(step.known.fact.step)),
            Level::Unit => self.map.unit_of(step, self.registry).map(Node::Unit),
            Level::Site | Level::Region => self.of_site(self.map.site_of(step, self.registry)?),
        }
    }

    pub(super) fn of_unit(self, unit: UnitId) -> Option<Node> {
        match self.level {
            Level::Step => None,
            Level::Unit => Some(Node::Unit(unit)),
            Level::Site | Level::Region => self.of_site(self.registry.site_of(unit)?),
        }
    }

    /// A region whose text was erased is none.
    pub(super) fn of_site(self, site: SiteId) -> Option<Node> {
        match self.level {
            Level::Step | Level::Unit => None,
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

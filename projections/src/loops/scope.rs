//! What a question is about, where it is not about everything: one process, or what goes on within
//! some sites, units or regions. This is how a figure opens to what it is made of.

use std::{convert::Infallible, fmt, str::FromStr};

use events::{
    Words,
    ids::{ProcessId, SiteId, UnitId},
};
use uuid::Uuid;

use crate::{
    loops::{
        key::{escaped, unescaped},
        level::{Node, Places, Spot},
    },
    process_map::{HandOver, Step},
    registry::Registry,
};

/// Which hand-overs are asked about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scope {
    /// Only hand-overs that this process keeps, and nothing that is only measured.
    pub process: Option<ProcessId>,
    /// Only what begins and ends in one of these; in anything, if there is none.
    pub within: Vec<Whole>,
}

/// A site, a unit with all its parts, or a region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whole {
    /// A site or a unit.
    Id(Uuid),
    /// A region, by the name that its sites share.
    Region(Words),
}

impl FromStr for Whole {
    type Err = Infallible;

    fn from_str(written: &str) -> Result<Self, Infallible> {
        let region = || Self::Region(Words::from(written));
        Ok(Uuid::parse_str(written).map_or_else(|_| region(), Self::Id))
    }
}

impl Whole {
    /// Several, with commas between; `,`, `/` and `%` in the name of a region as `%2C`, `%2F` and `%25`.
    pub fn list(written: &str) -> Vec<Self> {
        let filled = written.split(',').filter(|it| !it.is_empty());
        filled.map(|it| unescaped(it.to_owned())).map(|it| it.parse()).map(|Ok(it)| it).collect()
    }

    /// Whether there is such a site, unit or region.
    pub fn is_known(&self, registry: &Registry) -> bool {
        match self {
            Self::Id(id) => {
                registry.sites().contains_key(&SiteId(*id))
                    || registry.units().contains_key(&UnitId(*id))
            }
            Self::Region(region) => {
                registry.sites().values().any(|it| it.fact.region.as_ref() == Some(region))
            }
        }
    }

    /// As [`Self::list`] reads it.
    pub(super) fn written(&self) -> String {
        escaped(self.to_string())
    }
}

impl fmt::Display for Whole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => id.fmt(f),
            Self::Region(region) => f.write_str(region.as_str()),
        }
    }
}

impl Scope {
    pub(super) fn is_all(&self) -> bool {
        self.process.is_none() && self.within.is_empty()
    }

    pub(super) fn has(
        &self,
        places: Places<'_>,
        from: &Step,
        to: &Step,
        hand_over: &HandOver,
    ) -> bool {
        let is_asked = self.process.is_none_or(|process| hand_over.process == process);
        is_asked && self.has_step(places, from) && self.has_step(places, to)
    }

    fn has_step(&self, places: Places<'_>, step: &Step) -> bool {
        self.within.is_empty() || {
            let spot = Spot::of(step);
            self.is_within(places, places.unit_at(&spot), places.site_at(&spot))
        }
    }

    /// Whether a node of the level is within it.
    pub(super) fn has_node(&self, places: Places<'_>, node: &Node) -> bool {
        if self.within.is_empty() {
            return true;
        }
        match node {
            Node::Step(id) => places.map.step(*id).is_some_and(|it| self.has_step(places, it)),
            Node::Unit(id) => self.is_within(places, Some(*id), places.registry.site_of(*id)),
            Node::Site(id) => self.is_within(places, None, Some(*id)),
            Node::Region(name) => self.within.iter().any(|it| *it == Whole::Region(name.clone())),
        }
    }

    fn is_within(&self, places: Places<'_>, unit: Option<UnitId>, site: Option<SiteId>) -> bool {
        let registry = places.registry;
        let region = || registry.sites().get(&site?)?.fact.region.as_ref();
        self.within.iter().any(|whole| match whole {
            Whole::Id(id) => {
                site == Some(SiteId(*id))
                    || unit.is_some_and(|unit| registry.is_part_of(unit, UnitId(*id)))
            }
            Whole::Region(name) => region() == Some(name),
        })
    }
}

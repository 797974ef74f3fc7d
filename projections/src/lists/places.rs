//! Sites and units.

use std::collections::BTreeMap;

use events::{
    ids::{SiteId, UnitId},
    money::Money,
    site::Registered as Site,
    unit::Registered as Unit,
    working_hours::WorkingHours,
};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::{by_name, positions};
use crate::{
    Projections,
    evidence::{Evidence, shown},
    registry::Known,
};

/// A site.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SiteItem {
    /// The site.
    pub id: SiteId,
    /// What people call it.
    pub name: Option<String>,
    /// ISO 3166-1 alpha-2: `DE`.
    pub country: String,
    /// IANA name: `Europe/Berlin`.
    pub time_zone: String,
    /// The part of the world.
    pub region: Option<String>,
    /// When people work there, in local time.
    pub working_hours: Option<WorkingHours>,
    /// Days off.
    #[schemars(with = "Vec<String>")]
    pub holidays: Vec<Date>,
    /// How many units are there, those below a unit there included.
    pub units: usize,
    /// The events behind it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// A unit.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct UnitItem {
    /// The unit.
    pub id: UnitId,
    /// What people call it.
    pub name: Option<String>,
    /// The unit it is part of.
    pub parent: Option<UnitId>,
    /// Its own site, if it said one.
    pub site: Option<SiteId>,
    /// Its own site, else that of the nearest unit above it.
    pub works_at: Option<SiteId>,
    /// How many people.
    pub head_count: Option<u32>,
    /// Where they differ from the site's.
    pub working_hours: Option<WorkingHours>,
    /// What an hour costs in plans.
    pub planning_rate: Option<Money>,
    /// Open pain points that it backs itself.
    pub pain_points: usize,
    /// The events behind it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

impl Projections {
    /// All sites.
    pub fn sites_answer(&self) -> Vec<SiteItem> {
        let units = self.units_by_site();
        let sites = self.registry.sites().iter();
        let items = sites.map(|(id, it)| site_item(*id, it, units.get(id).copied())).collect();
        by_name(items, |it: &SiteItem| (it.name.as_deref(), it.id))
    }

    /// One site.
    pub fn site_answer(&self, id: SiteId) -> Option<SiteItem> {
        let units = self.registry.units().keys();
        let count = units.filter(|unit| self.registry.site_of(**unit) == Some(id)).count();
        self.registry.sites().get(&id).map(|it| site_item(id, it, Some(count)))
    }

    /// All units.
    pub fn units_answer(&self) -> Vec<UnitItem> {
        let mut pain_points = BTreeMap::<UnitId, usize>::new();
        for unit in self.pain_points.open().flat_map(|(_, it)| it.open_units()) {
            *pain_points.entry(unit).or_default() += 1;
        }
        let units = self.registry.units().iter();
        let items = units.map(|(id, it)| self.unit_item(*id, it, pain_points.get(id).copied()));
        by_name(items.collect(), |it: &UnitItem| (it.name.as_deref(), it.id))
    }

    /// One unit.
    pub fn unit_answer(&self, id: UnitId) -> Option<UnitItem> {
        let backed = self.pain_points.open().filter(|(_, it)| it.open_units().any(|it| it == id));
        let count = backed.count();
        self.registry.units().get(&id).map(|it| self.unit_item(id, it, Some(count)))
    }

    fn units_by_site(&self) -> BTreeMap<SiteId, usize> {
        let mut counts = BTreeMap::new();
        for site in self.registry.units().keys().filter_map(|it| self.registry.site_of(*it)) {
            *counts.entry(site).or_default() += 1;
        }
        counts
    }

    fn unit_item(&self, id: UnitId, unit: &Known<Unit>, pain_points: Option<usize>) -> UnitItem {
        let Unit { name, parent, site, head_count, working_hours, planning_rate } = &unit.fact;
        UnitItem {
            id,
            name: shown(name),
            parent: *parent,
            site: *site,
            works_at: self.registry.site_of(id),
            head_count: *head_count,
            working_hours: working_hours.clone(),
            planning_rate: planning_rate.clone(),
            pain_points: pain_points.unwrap_or_default(),
            evidence: Evidence::new(&positions(unit), &format!("units/{id}")),
        }
    }
}

fn site_item(id: SiteId, site: &Known<Site>, units: Option<usize>) -> SiteItem {
    let Site { name, country, time_zone, region, working_hours, holidays } = &site.fact;
    SiteItem {
        id,
        name: shown(name),
        country: country.clone(),
        time_zone: time_zone.clone(),
        region: region.as_ref().and_then(shown),
        working_hours: working_hours.clone(),
        holidays: holidays.clone(),
        units: units.unwrap_or_default(),
        evidence: Evidence::new(&positions(site), &format!("sites/{id}")),
    }
}

//! What does this hand-over cost across sites, time zones included?

use std::collections::{BTreeMap, BTreeSet};

use events::{
    Area, Position,
    hand_over::{Channel, HandOverKind},
    ids::{HandOverId, ProcessId},
};
use schemars::JsonSchema;
use serde::Serialize;

use super::{LISTED, Lens, UnitThere, Way, behind};
use crate::{
    Projections,
    evidence::{Evidence, rounded, shown},
};

/// Hand-overs between sites.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CoordinationLens {
    /// All of them.
    pub total: AcrossSites,
    /// From site to site, those with the most waiting first, at most twenty.
    pub between_sites: Vec<SitePair>,
    /// One by one, those with the most waiting first, at most twenty.
    pub hand_overs: Vec<HandOverAcross>,
}

/// What hand-overs between sites cost. Work and waiting are never added.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AcrossSites {
    /// How many there are.
    pub hand_overs: usize,
    /// Times × effort × people, of those that say it.
    pub work_hours_per_month: f64,
    /// Times × claimed waiting, of those that say it.
    pub delay_hours_per_month: f64,
    /// Those that do not say how often or how long they wait: they count as nothing.
    pub without_delay: usize,
    /// The events behind it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// All hand-overs from one site to another.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SitePair {
    /// The name of the site that hands over.
    pub from: Option<String>,
    /// The name of the site that takes over.
    pub to: Option<String>,
    /// What they cost.
    #[serde(flatten)]
    pub cost: AcrossSites,
}

/// One hand-over from one site to another.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct HandOverAcross {
    /// The hand-over.
    pub id: HandOverId,
    /// The process that keeps it.
    pub process: ProcessId,
    /// What hands over.
    pub from_step: Option<String>,
    /// Who and where.
    pub from: UnitThere,
    /// What takes over.
    pub to_step: Option<String>,
    /// Who and where.
    pub to: UnitThere,
    /// What sort.
    pub kind: HandOverKind,
    /// By which way.
    pub channel: Option<Channel>,
    /// A rule demands it: it must stay.
    pub required: bool,
    /// How often.
    pub times_per_month: Option<f64>,
    /// Claimed time from handing over to going on.
    pub claimed_wait_hours: Option<f64>,
    /// Times × effort × people; nothing where that is not said.
    pub work_hours_per_month: Option<f64>,
    /// Times × claimed waiting; nothing where that is not said.
    pub delay_hours_per_month: Option<f64>,
    /// The events behind it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

impl Projections {
    /// What hand-overs cost across sites.
    pub fn coordination_lens(&self) -> Lens<CoordinationLens> {
        let mut ways: Vec<_> = self.across_sites().collect();
        ways.sort_by(|a, b| {
            let delay = |it: &Way<'_>| it.delay_hours().unwrap_or(-1.0);
            let id = |it: &Way<'_>| it.hand_over.known.fact.hand_over;
            delay(b).total_cmp(&delay(a)).then(id(a).cmp(&id(b)))
        });
        let dearest = ways.iter().take(LISTED).map(|it| self.hand_over_across(*it));
        let answer = CoordinationLens {
            total: AcrossSites::of(&ways, Evidence::new(&behind(&ways), "lenses/coordination")),
            between_sites: self.between_sites(&ways),
            hand_overs: dearest.collect(),
        };
        self.lens(Area::Coordination, answer, |mut it| {
            it.between_sites.clear();
            it.hand_overs.clear();
            it
        })
    }

    pub(super) fn across_sites_evidence(&self) -> BTreeSet<Position> {
        self.across_sites().flat_map(Way::positions).collect()
    }

    /// Those of which both sites are known, and not the same.
    fn across_sites(&self) -> impl Iterator<Item = Way<'_>> {
        let site = |step| self.process_map.site_of(step, &self.registry);
        self.ways().filter(move |it| {
            let ends = site(it.from).zip(site(it.to));
            ends.is_some_and(|(from, to)| from != to)
        })
    }

    fn between_sites(&self, ways: &[Way<'_>]) -> Vec<SitePair> {
        let mut by_pair = BTreeMap::<_, Vec<Way<'_>>>::new();
        let site = |step| self.process_map.site_of(step, &self.registry);
        for way in ways {
            by_pair.entry((site(way.from), site(way.to))).or_default().push(*way);
        }
        let delay =
            |it: &Vec<Way<'_>>| it.iter().filter_map(|it| it.delay_hours()).fold(0.0, |a, b| a + b);
        let mut pairs: Vec<_> = by_pair.into_values().map(|it| (delay(&it), it)).collect();
        // The sort is stable, and the pairs are in the order of their sites.
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
        pairs.iter().take(LISTED).map(|(_, ways)| self.site_pair(ways)).collect()
    }

    fn site_pair(&self, ways: &[Way<'_>]) -> SitePair {
        let first = ways.first().expect("a pair has a hand-over");
        let name = |step| self.unit_there(step).site_name;
        let cost = AcrossSites::of(ways, Evidence::of_events(&behind(ways)));
        SitePair { from: name(first.from), to: name(first.to), cost }
    }

    fn hand_over_across(&self, way: Way<'_>) -> HandOverAcross {
        let fact = &way.hand_over.known.fact;
        HandOverAcross {
            id: fact.hand_over,
            process: way.hand_over.process,
            from_step: shown(&way.from.known.fact.name),
            from: self.unit_there(way.from),
            to_step: shown(&way.to.known.fact.name),
            to: self.unit_there(way.to),
            kind: fact.kind,
            channel: fact.channel,
            required: fact.required_by.is_some(),
            times_per_month: fact.times_per_month,
            claimed_wait_hours: fact.wait_hours,
            work_hours_per_month: way.work_hours().map(rounded),
            delay_hours_per_month: way.delay_hours().map(rounded),
            evidence: Evidence::of_events(&way.positions().collect()),
        }
    }
}

impl Way<'_> {
    fn work_hours(self) -> Option<f64> {
        let fact = &self.hand_over.known.fact;
        let minutes = fact.effort_minutes? * fact.people_or_usual();
        Some(fact.times_per_month? * minutes / 60.0)
    }

    fn delay_hours(self) -> Option<f64> {
        let fact = &self.hand_over.known.fact;
        Some(fact.times_per_month? * fact.wait_hours?)
    }
}

impl AcrossSites {
    fn of(ways: &[Way<'_>], evidence: Evidence) -> Self {
        let sum = |figures: &mut dyn Iterator<Item = f64>| rounded(figures.fold(0.0, |a, b| a + b));
        Self {
            hand_overs: ways.len(),
            work_hours_per_month: sum(&mut ways.iter().filter_map(|it| it.work_hours())),
            delay_hours_per_month: sum(&mut ways.iter().filter_map(|it| it.delay_hours())),
            without_delay: ways.iter().filter(|it| it.delay_hours().is_none()).count(),
            evidence,
        }
    }
}

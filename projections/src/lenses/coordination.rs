//! What does this hand-over cost across sites, time zones included?

use std::collections::{BTreeMap, BTreeSet};

use events::{
    Area, Noun, Position,
    hand_over::{Channel, HandOverAdded, HandOverKind},
    ids::{HandOverId, ProcessId, SiteId},
};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::{LISTED, Lens, UnitThere, Way};
use crate::{
    Projections,
    between_sites::MeanWaiting,
    evidence::{Evidence, rounded, shown},
    loops::{answer::ZonesBasis, one_by_one::OneByOne, waits::Gap},
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
    /// What the waiting between sites rests on.
    pub time_zones: ZonesBasis,
}

/// What hand-overs between sites cost. Work and waiting are never added, and neither is what people
/// say to what zones explain: the delay is the larger of both, hand-over by hand-over.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AcrossSites {
    /// How many there are.
    pub hand_overs: usize,
    /// Times × effort × people, of those that say it.
    pub work_hours_per_month: f64,
    /// Times × waiting, of those of which that is known.
    pub delay_hours_per_month: f64,
    /// Times × waiting as people say, of those that say it.
    pub claimed_delay_hours_per_month: f64,
    /// Of the delay, time zones and working hours explain at most so much.
    pub time_zones_hours_per_month_max: f64,
    /// Of that, inside the working hours of who hands over; the rest is night and days off.
    pub time_zones_working_hours_per_month: f64,
    /// Meetings and calls between sides that share no working hour.
    pub without_shared_hour: usize,
    /// Those that do not say how often, or of which no waiting is known: they count as nothing.
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
    /// From handing over to going on: the larger of what people say and what zones add.
    pub wait_hours: Option<f64>,
    /// As people say.
    pub claimed_wait_hours: Option<f64>,
    /// Of the waiting, time zones and working hours explain at most so much; nothing where it never
    /// goes on, or where who hands over does not work in the week.
    pub time_zones_hours_max: Option<f64>,
    /// Of that, inside the working hours of who hands over.
    pub time_zones_working_hours: Option<f64>,
    /// Hours of a working day of who hands over in which both sides work.
    pub shared_hours_per_day: Option<f64>,
    /// A meeting or a call, and the sides share no working hour.
    pub without_shared_hour: bool,
    /// Times × effort × people; nothing where that is not said.
    pub work_hours_per_month: Option<f64>,
    /// Times × waiting; nothing where that is not known.
    pub delay_hours_per_month: Option<f64>,
    /// The events behind it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// A hand-over, and what waits between its two sites.
#[derive(Debug, Clone, Copy)]
struct Across<'a> {
    way: Way<'a>,
    gap: Gap,
}

impl Projections {
    /// What hand-overs cost across sites, by the clocks, working hours and holidays of the week of
    /// that day.
    pub fn coordination_lens(&self, day: Date) -> Lens<CoordinationLens> {
        let clocks = self.clocks(day);
        let mut all: Vec<_> = self.across_sites(&clocks).collect();
        all.sort_by(|a, b| {
            let delay = |it: &Across<'_>| it.delay_hours().unwrap_or(-1.0);
            let id = |it: &Across<'_>| it.way.hand_over.known.fact.hand_over;
            delay(b).total_cmp(&delay(a)).then(id(a).cmp(&id(b)))
        });
        let behind = |all: &[Across<'_>]| behind_across(all, &clocks);
        let dearest = all.iter().take(LISTED).map(|it| self.hand_over_across(*it, &behind(&[*it])));
        let answer = CoordinationLens {
            total: AcrossSites::of(&all, Evidence::new(&behind(&all), "lenses/coordination")),
            between_sites: self.between_sites(&all, &clocks),
            hand_overs: dearest.collect(),
            time_zones: clocks.basis(),
        };
        self.lens(Area::Coordination, answer, |mut it| {
            it.between_sites.clear();
            it.hand_overs.clear();
            it
        })
    }

    /// Which events are behind it does not depend on the day.
    pub(super) fn across_sites_evidence(&self) -> BTreeSet<Position> {
        let clocks = self.clocks(Date::constant(1970, 1, 1));
        behind_across(&self.across_sites(&clocks).collect::<Vec<_>>(), &clocks)
    }

    fn clocks(&self, day: Date) -> OneByOne<'_> {
        OneByOne::new(&self.process_map, &self.registry, day)
    }

    /// Those of which both sites are known, and not the same.
    fn across_sites<'a>(&'a self, clocks: &OneByOne<'a>) -> impl Iterator<Item = Across<'a>> {
        self.ways().filter_map(|way| Some(Across { way, gap: clocks.gap(way.from, way.to)? }))
    }

    fn between_sites(&self, all: &[Across<'_>], clocks: &OneByOne<'_>) -> Vec<SitePair> {
        let mut by_pair = BTreeMap::<_, Vec<Across<'_>>>::new();
        for it in all {
            by_pair.entry((it.gap.from, it.gap.to)).or_default().push(*it);
        }
        let name = |site: SiteId| self.registry.name_of(Noun::Site, site.0);
        let pair = |((from, to), all): (_, Vec<Across<'_>>)| SitePair {
            from: name(from),
            to: name(to),
            cost: AcrossSites::of(&all, Evidence::of_events(&behind_across(&all, clocks))),
        };
        let mut pairs: Vec<_> = by_pair.into_iter().map(pair).collect();
        // The sort is stable, and the pairs are in the order of their sites.
        let delay = |it: &SitePair| it.cost.delay_hours_per_month;
        pairs.sort_by(|a, b| delay(b).total_cmp(&delay(a)));
        pairs.truncate(LISTED);
        pairs
    }

    fn hand_over_across(&self, it: Across<'_>, behind: &BTreeSet<Position>) -> HandOverAcross {
        let Across { way, gap } = it;
        let (fact, zones) = (&way.hand_over.known.fact, it.zones());
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
            wait_hours: it.wait_hours().map(rounded),
            claimed_wait_hours: fact.wait_hours,
            time_zones_hours_max: zones.map(|it| rounded(it.elapsed_hours)),
            time_zones_working_hours: zones.map(|it| rounded(it.working_hours)),
            shared_hours_per_day: gap.waiting.map(|it| it.shared_hours_per_day),
            without_shared_hour: it.is_without_shared_hour(),
            work_hours_per_month: it.work_hours().map(rounded),
            delay_hours_per_month: it.delay_hours().map(rounded),
            evidence: Evidence::of_events(behind),
        }
    }
}

/// Hand-overs, their steps, and what says where these are.
fn behind_across(all: &[Across<'_>], clocks: &OneByOne<'_>) -> BTreeSet<Position> {
    let mut positions = BTreeSet::new();
    for Across { way, .. } in all {
        positions.extend(way.positions());
        clocks.add_grounds(way.from, &mut positions);
        clocks.add_grounds(way.to, &mut positions);
    }
    positions
}

impl Across<'_> {
    fn fact(&self) -> &HandOverAdded {
        &self.way.hand_over.known.fact
    }

    fn work_hours(&self) -> Option<f64> {
        let fact = self.fact();
        let minutes = fact.effort_minutes? * fact.people_or_usual();
        Some(fact.times_per_month? * minutes / 60.0)
    }

    fn delay_hours(&self) -> Option<f64> {
        self.a_month(self.wait_hours())
    }

    fn a_month(&self, hours: Option<f64>) -> Option<f64> {
        Some(self.fact().times_per_month? * hours?)
    }

    /// That zones add nothing does not say that nothing waits.
    fn wait_hours(&self) -> Option<f64> {
        let zones = self.zones().map(|it| it.elapsed_hours).filter(|it| *it > 0.0);
        match (self.fact().wait_hours, zones) {
            (Some(claimed), Some(zones)) => Some(claimed.max(zones)),
            (claimed, zones) => claimed.or(zones),
        }
    }

    fn zones(&self) -> Option<MeanWaiting> {
        self.gap.waiting?.by(self.fact().channel)
    }

    fn is_without_shared_hour(&self) -> bool {
        let is_synchronous = self.fact().channel.is_some_and(Channel::is_synchronous);
        is_synchronous && self.gap.waiting.is_some_and(|it| it.synchronous.is_none())
    }
}

impl AcrossSites {
    fn of(all: &[Across<'_>], evidence: Evidence) -> Self {
        let sum = |hours: &dyn Fn(&Across<'_>) -> Option<f64>| {
            rounded(all.iter().filter_map(hours).fold(0.0, |a, b| a + b))
        };
        let zones = |hours: fn(MeanWaiting) -> f64| {
            sum(&|it: &Across<'_>| it.a_month(it.zones().map(hours)))
        };
        Self {
            hand_overs: all.len(),
            work_hours_per_month: sum(&|it| it.work_hours()),
            delay_hours_per_month: sum(&|it| it.delay_hours()),
            claimed_delay_hours_per_month: sum(&|it| it.a_month(it.fact().wait_hours)),
            time_zones_hours_per_month_max: zones(|it| it.elapsed_hours),
            time_zones_working_hours_per_month: zones(|it| it.working_hours),
            without_shared_hour: all.iter().filter(|it| it.is_without_shared_hour()).count(),
            without_delay: all.iter().filter(|it| it.delay_hours().is_none()).count(),
            evidence,
        }
    }
}

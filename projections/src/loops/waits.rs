//! What zones and working hours add to the hand-overs of a company: see [`crate::between_sites`].
//!
//! A unit's own working hours count before its site's; zone and holidays are the site's. What stays at
//! one site does not wait for time zones.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use events::{
    hand_over::Channel,
    ids::{SiteId, UnitId},
};
use jiff::civil::Date;

use crate::{
    between_sites::{Side, WaitingBetween, Week, waiting},
    evidence::shown,
    loops::{
        answer::{SiteNamed, ZonesBasis},
        fold::{Edge, Part},
        level::{Places, Spot},
        traffic::{Member, Sums},
    },
};

const HOW: &str = "mean over the sender's working time of the week: a meeting or a call waits for the \
next working hour of both, anything else for the next of who takes it over";

/// Who works when: a site, and a unit if that has hours of its own.
type Home = (SiteId, Option<UnitId>);

/// Waiting in the week that is asked about. Each pair of homes is worked out once.
#[derive(Debug)]
pub(super) struct Waits<'a> {
    places: Places<'a>,
    week: Week,
    known: Worked,
}

/// What was worked out of a week.
#[derive(Debug, Default)]
pub(super) struct Worked {
    sides: RefCell<BTreeMap<Home, Option<Side>>>,
    pairs: RefCell<BTreeMap<(Home, Home), Option<WaitingBetween>>>,
    homes: RefCell<HashMap<Spot, Option<Home>>>,
}

/// Two different sites, and what waits between them; nothing if the sender does not work in the week.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Gap {
    pub(crate) from: SiteId,
    pub(crate) to: SiteId,
    pub(crate) waiting: Option<WaitingBetween>,
}

/// Waiting of some hand-overs, in hours a month, or of one time each where none says how often.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Waited {
    /// Σ times, or how many hand-overs.
    pub(super) weight: f64,
    /// The same of those of which people said it, of which zones and working hours say it, and of which either does.
    pub(super) claimed_weight: f64,
    pub(super) zones_weight: f64,
    pub(super) known_weight: f64,
    /// As people said.
    pub(super) claimed: f64,
    /// The larger of what people said and what is computed, hand-over by hand-over.
    pub(super) larger: f64,
    /// What zones and working hours explain.
    pub(super) zones: f64,
    /// Of that, inside the sender's working hours.
    pub(super) zones_working: f64,
    /// Hand-overs between sites.
    pub(super) between_sites: usize,
    /// Of these, meetings and calls between sides that share no working hour.
    pub(super) without_shared_hour: usize,
    /// Hand-overs of which neither is known.
    pub(super) unknown: usize,
    pub(super) is_claimed: bool,
}

impl<'a> Waits<'a> {
    pub(super) fn new(places: Places<'a>, day: Date) -> Self {
        Self::knowing(places, day, Worked::default())
    }

    /// With what was worked out of the same week.
    pub(super) fn knowing(places: Places<'a>, day: Date, known: Worked) -> Self {
        Self { places, week: Week::of(day), known }
    }

    pub(super) fn into_known(self) -> Worked {
        self.known
    }

    pub(super) fn of(&self, edge: &Edge<'_>) -> Waited {
        let mut sum = Waited::default();
        let is_said = edge.times().is_some();
        for part in edge.parts.iter() {
            let Some(gap) = self.gap(part) else {
                sum.add_all(&part.passing.sums, part.passing.members.len(), is_said);
                continue;
            };
            for member in &part.passing.members {
                let weight = if is_said { member.times.unwrap_or(0.0) } else { 1.0 };
                sum.add(member, weight, gap);
            }
        }
        sum
    }

    /// Nothing where both ends are at one site, or where the site of one of them is not known.
    pub(super) fn gap(&self, part: &Part<'_>) -> Option<Gap> {
        self.between(part.from, part.to)
    }

    pub(super) fn between(&self, from: &Spot, to: &Spot) -> Option<Gap> {
        let (from, to) = (self.home(from)?, self.home(to)?);
        let gap = || Gap { from: from.0, to: to.0, waiting: self.pair(from, to) };
        (from.0 != to.0).then(gap)
    }

    fn pair(&self, from: Home, to: Home) -> Option<WaitingBetween> {
        if let Some(known) = self.known.pairs.borrow().get(&(from, to)) {
            return *known;
        }
        let mut sides = self.known.sides.borrow_mut();
        for home in [from, to] {
            sides.entry(home).or_insert_with(|| self.side(home));
        }
        let found = match (&sides[&from], &sides[&to]) {
            (Some(from), Some(to)) => waiting(from, to, self.week),
            _ => None,
        };
        self.known.pairs.borrow_mut().insert((from, to), found);
        found
    }

    fn home(&self, spot: &Spot) -> Option<Home> {
        *self.known.homes.borrow_mut().entry(*spot).or_insert_with(|| self.home_of(spot))
    }

    fn home_of(&self, spot: &Spot) -> Option<Home> {
        let site = self.places.site_at(spot)?;
        let units = self.places.registry.units();
        let has_hours =
            |it: &UnitId| units.get(it).is_some_and(|it| it.fact.working_hours.is_some());
        Some((site, self.places.unit_at(spot).filter(has_hours)))
    }

    fn side(&self, (site, unit): Home) -> Option<Side> {
        let registry = self.places.registry;
        let site = &registry.sites().get(&site)?.fact;
        let own = unit.and_then(|it| registry.units().get(&it)?.fact.working_hours.as_ref());
        Side::new(&site.time_zone, own.or(site.working_hours.as_ref()), &site.holidays)
    }

    /// What it rests on, as far as it was asked for.
    pub(super) fn basis(&self) -> ZonesBasis {
        let sites = self.places.registry.sites();
        let named = |site| {
            let name = sites.get(&site).and_then(|it| shown(&it.fact.name));
            SiteNamed { site, name }
        };
        let assumed_hours = self.assumed().into_iter().map(named).collect();
        ZonesBasis { week: self.week.into(), how: HOW, assumed_hours }
    }

    /// The sites whose working hours had to be assumed so far.
    fn assumed(&self) -> BTreeSet<SiteId> {
        let sides = self.known.sides.borrow();
        let assumed = sides.iter().filter(|(_, it)| it.as_ref().is_some_and(Side::is_assumed));
        assumed.map(|((site, _), _)| *site).collect()
    }
}

impl Waited {
    /// Hand-overs that wait for no time zone: no need to look at each.
    fn add_all(&mut self, sums: &Sums, members: usize, is_said: bool) {
        let claimed = if is_said { sums.claimed_hours } else { sums.claimed_once };
        let weight = if is_said { sums.times.unwrap_or(0.0) } else { members as f64 };
        self.weight += weight;
        if sums.unknown.wait < members {
            self.claimed_weight += weight;
            self.known_weight += weight;
        }
        self.claimed += claimed;
        self.larger += claimed;
        self.is_claimed |= sums.unknown.wait < members;
        self.unknown += sums.unknown.wait;
    }

    fn add(&mut self, member: &Member, weight: f64, gap: Gap) {
        let waiting = gap.waiting;
        let computed = waiting.and_then(|it| it.by(member.channel));
        let is_synchronous = member.channel.is_some_and(Channel::is_synchronous);
        let has_no_shared_hour = waiting.is_some_and(|it| it.synchronous.is_none());
        let zones = computed.map_or(0.0, |it| it.elapsed_hours);
        let claimed = member.wait_hours.unwrap_or(0.0);
        self.between_sites += 1;
        self.without_shared_hour += usize::from(is_synchronous && has_no_shared_hour);
        self.weight += weight;
        let weight_of = |is_known: bool| if is_known { weight } else { 0.0 };
        self.claimed_weight += weight_of(member.wait_hours.is_some());
        self.zones_weight += weight_of(computed.is_some());
        self.known_weight += weight_of(member.wait_hours.is_some() || computed.is_some());
        self.claimed += weight * claimed;
        self.larger += weight * claimed.max(zones);
        self.zones += weight * zones;
        self.zones_working += weight * computed.map_or(0.0, |it| it.working_hours);
        self.is_claimed |= member.wait_hours.is_some();
        // That zones add nothing does not say that nothing waits.
        self.unknown += usize::from(member.wait_hours.is_none() && zones <= 0.0);
    }
}

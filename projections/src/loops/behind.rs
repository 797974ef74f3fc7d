//! The events behind figures about hand-overs.
//!
//! A way round rests on its hand-overs, on their steps, and on *grounds*: what says where they belong
//! and what an hour costs there, so units, owners, sites and the unit whose rate was taken. Of what
//! may be the whole company (a component, the total) the hand-overs and the grounds are told; their
//! events are counted as they come, and only the newest are looked up.

use std::{
    cell::RefCell,
    cmp::Reverse,
    collections::{BTreeSet, HashMap},
};

use events::{Position, ids::UnitId};

use crate::{
    evidence::SHOWN,
    loops::{
        fold::{Edge, Fold},
        level::{Level, Places, Spot, Who},
        price::rate_from,
        remembered::Kept,
        traffic::Member,
    },
};

/// The events of some edges.
#[derive(Debug, Clone, Copy)]
pub(super) struct Behind<'a> {
    pub(super) places: Places<'a>,
    pub(super) fold: &'a Fold<'a>,
    pub(super) kept: &'a RefCell<Kept>,
}

/// By the place of a spot in a fold.
pub(super) type GroundsOf = HashMap<usize, Grounds>;

/// What says where a spot belongs, and the unit whose rate is taken where work is handed over there.
#[derive(Debug)]
pub(super) struct Grounds {
    place: Vec<Position>,
    rate: Vec<Position>,
}

impl Behind<'_> {
    /// Hand-overs, steps and grounds.
    pub(super) fn round(&self, edges: &[usize]) -> BTreeSet<Position> {
        let mut all = self.whole(edges);
        let map = self.places.map;
        for member in self.edges(edges).flat_map(Edge::members) {
            let Some(hand_over) = map.hand_over(member.hand_over) else { continue };
            let fact = &hand_over.known.fact;
            let steps = [map.step(fact.from), map.step(fact.to.step)];
            all.extend(steps.into_iter().flatten().flat_map(|it| &it.known.evidence));
        }
        all
    }

    /// Hand-overs and grounds.
    pub(super) fn whole(&self, edges: &[usize]) -> BTreeSet<Position> {
        let mut all: BTreeSet<Position> = self.grounds(edges).into_iter().collect();
        all.extend(self.events_of(self.edges(edges).flat_map(Edge::members)));
        all
    }

    /// As many positions as an answer shows of [`Self::whole`], newest first, and how many there are.
    pub(super) fn whole_counted(&self, edges: &[usize]) -> (Vec<Position>, usize) {
        let mut newest = self.grounds(edges);
        let mut count = newest.len();
        let mut by_newest: Vec<(Position, &Edge<'_>)> = Vec::with_capacity(edges.len());
        for edge in self.edges(edges) {
            let sums = || edge.parts.iter().map(|it| &it.passing.sums);
            count += sums().map(|it| it.events).sum::<usize>();
            by_newest.push((sums().map(|it| it.newest).max().unwrap_or_default(), edge));
        }
        // The newest events lie in as many edges, and in as many hand-overs of these.
        keep_newest(&mut by_newest, |it| it.0);
        let mut members: Vec<&Member> =
            by_newest.into_iter().flat_map(|(_, it)| it.members()).collect();
        keep_newest(&mut members, |it| it.newest);
        newest.extend(self.events_of(members.into_iter()));
        newest.sort_unstable_by_key(|it| Reverse(*it));
        newest.dedup();
        newest.truncate(SHOWN);
        (newest, count)
    }

    fn edges<'b>(&'b self, edges: &'b [usize]) -> impl Iterator<Item = &'b Edge<'b>> {
        edges.iter().map(|it| &self.fold.edges[*it])
    }

    fn events_of<'b>(
        &'b self,
        members: impl Iterator<Item = &'b Member>,
    ) -> impl Iterator<Item = Position> {
        let known = members.filter_map(|it| self.places.map.hand_over(it.hand_over));
        known.flat_map(|it| it.known.evidence.iter().copied())
    }

    /// Each once.
    fn grounds(&self, edges: &[usize]) -> Vec<Position> {
        let spots = self.fold.spots.len();
        let parts = || self.edges(edges).flat_map(|it| it.parts.iter());
        let ends = distinct(parts().flat_map(|it| [it.at.0, it.at.1]).collect(), spots);
        let senders = distinct(parts().map(|it| it.at.0).collect(), spots);
        let mut known = self.kept.borrow_mut();
        let of_spot = |spot: usize| self.places.grounds(&self.fold.spots[spot]);
        let mut grounds = Vec::new();
        for spot in ends {
            grounds.extend(&known.grounds.entry(spot).or_insert_with(|| of_spot(spot)).place);
        }
        for spot in senders {
            grounds.extend(&known.grounds.entry(spot).or_insert_with(|| of_spot(spot)).rate);
        }
        grounds.sort_unstable();
        grounds.dedup();
        grounds
    }
}

/// No more than an answer shows, in any order.
fn keep_newest<T>(all: &mut Vec<T>, newest: impl Fn(&T) -> Position) {
    if all.len() > SHOWN {
        all.select_nth_unstable_by_key(SHOWN, |it| Reverse(newest(it)));
        all.truncate(SHOWN);
    }
}

/// Places below an end, each once. Where they are many, none is compared with another.
fn distinct(mut places: Vec<usize>, end: usize) -> Vec<usize> {
    if places.len() < end / 8 {
        places.sort_unstable();
        places.dedup();
        return places;
    }
    let mut is_there = vec![false; end];
    for place in places {
        is_there[place] = true;
    }
    (0..end).filter(|it| is_there[*it]).collect()
}

impl Places<'_> {
    fn grounds(self, spot: &Spot) -> Grounds {
        let (mut place, mut rate) = (BTreeSet::new(), BTreeSet::new());
        self.add_grounds(spot, &mut place);
        let rate_of = |unit| rate_from(self.registry, unit).map(|(from, _)| from);
        self.add_unit(self.unit_at(spot).and_then(rate_of), &mut rate);
        Grounds { place: place.into_iter().collect(), rate: rate.into_iter().collect() }
    }

    /// The unit, the process that it owns if that is why, the site and the unit that says it.
    pub(super) fn add_grounds(self, spot: &Spot, to: &mut BTreeSet<Position>) {
        let Places { registry, .. } = self;
        if let Spot::At { who: Who::OwnerOf(process), .. } = spot {
            to.extend(registry.processes().get(process).into_iter().flat_map(|it| &it.evidence));
        }
        let unit = self.unit_at(spot);
        self.add_unit(unit, to);
        let site = self.site_at(spot);
        to.extend(site.and_then(|it| registry.sites().get(&it)).iter().flat_map(|it| &it.evidence));
        let says_site =
            |unit: &UnitId| registry.units().get(unit).is_some_and(|it| it.fact.site == site);
        let above = || unit.into_iter().flat_map(|it| registry.ancestors(it));
        let is_inherited = site.is_some() && !unit.iter().any(says_site);
        self.add_unit(above().find(says_site).filter(|_| is_inherited), to);
        let is_parent_asked = self.level == Level::ParentUnit;
        self.add_unit(above().next().filter(|_| is_parent_asked), to);
    }

    fn add_unit(self, unit: Option<UnitId>, to: &mut BTreeSet<Position>) {
        let known = unit.and_then(|it| self.registry.units().get(&it));
        to.extend(known.into_iter().flat_map(|it| &it.evidence));
    }
}

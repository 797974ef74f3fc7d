//! The events behind figures about hand-overs.
//!
//! A way round rests on its hand-overs, on their steps, and on *grounds*: what says where they belong
//! and what an hour costs there, so units, owners, sites and the unit whose rate was taken. Of what
//! may be the whole company (a component, the total) the hand-overs and the grounds are told; their
//! events are counted as they come, and only the newest are looked up.

use std::collections::{BTreeSet, HashSet};

use events::{Position, ids::UnitId};

use crate::{
    evidence::SHOWN,
    loops::{
        fold::{Edge, Fold, Part},
        level::{Level, Places, Spot, Who},
        price::rate_from,
    },
};

/// The events of some edges.
#[derive(Debug, Clone, Copy)]
pub(super) struct Behind<'a> {
    pub(super) places: Places<'a>,
    pub(super) fold: &'a Fold<'a>,
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
        let mut all = self.grounds(edges);
        self.edges(edges).for_each(|edge| self.add_hand_overs(edge, &mut all));
        all
    }

    /// As many positions as an answer shows of [`Self::whole`], newest first, and how many there are.
    pub(super) fn whole_counted(&self, edges: &[usize]) -> (Vec<Position>, usize) {
        let mut newest = self.grounds(edges);
        let mut count = newest.len();
        let mut by_newest: Vec<(Position, &Edge<'_>)> = Vec::new();
        for edge in self.edges(edges) {
            let sums = || edge.parts.iter().map(|it| &it.passing.sums);
            count += sums().map(|it| it.events).sum::<usize>();
            by_newest.push((sums().map(|it| it.newest).max().unwrap_or_default(), edge));
        }
        // The newest twenty events lie in the twenty edges with the newest event.
        by_newest.sort_by_key(|(position, _)| std::cmp::Reverse(*position));
        by_newest.iter().take(SHOWN).for_each(|(_, edge)| self.add_hand_overs(edge, &mut newest));
        (newest.into_iter().rev().take(SHOWN).collect(), count)
    }

    fn edges<'b>(&'b self, edges: &'b [usize]) -> impl Iterator<Item = &'b Edge<'b>> {
        edges.iter().map(|it| &self.fold.edges[*it])
    }

    fn add_hand_overs(&self, edge: &Edge<'_>, to: &mut BTreeSet<Position>) {
        let known = edge.members().filter_map(|it| self.places.map.hand_over(it.hand_over));
        to.extend(known.flat_map(|it| &it.known.evidence));
    }

    fn grounds(&self, edges: &[usize]) -> BTreeSet<Position> {
        let parts = || self.edges(edges).flat_map(|it| it.parts.iter());
        let ends: HashSet<&Spot> = parts().flat_map(|Part { from, to, .. }| [*from, *to]).collect();
        let senders: HashSet<&Spot> = parts().map(|it| it.from).collect();
        let mut grounds = BTreeSet::new();
        for spot in ends {
            self.places.add_grounds(spot, &mut grounds);
        }
        for unit in senders.into_iter().filter_map(|it| self.places.unit_at(it)) {
            let rate = rate_from(self.places.registry, unit).map(|(from, _)| from);
            self.places.add_unit(rate, &mut grounds);
        }
        grounds
    }
}

impl Places<'_> {
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

//! All hand-overs from one node to another: how long they wait, between which sites, what they cost.

use std::{cmp::Ordering, collections::BTreeMap};

use events::ids::SiteId;

use crate::{
    evidence::{rounded, shown as name_shown},
    loops::{
        answer::{BetweenSites, HandedOver, Waiting, Way},
        key::About,
        search::Asked,
        waits::Waited,
    },
};

/// Hand-overs and pairs of sites that one entry names, at most.
pub(super) const NAMED_MAX: usize = 20;

impl Asked<'_> {
    /// Those first where most waits, then those with most work.
    pub(super) fn handed_over(&self, limit: usize) -> Vec<HandedOver> {
        let hours = |it: Option<f64>| it.unwrap_or(-1.0);
        let mut order: Vec<(usize, [f64; 2])> = (0..self.fold.edges.len())
            .map(|edge| (edge, self.a_month(edge)))
            .map(|(edge, (work, delay))| (edge, [hours(delay), hours(work)]))
            .collect();
        let compare = |(a, one): &(usize, [f64; 2]), (b, other): &(usize, [f64; 2])| -> Ordering {
            let dearer = other[0].total_cmp(&one[0]).then(other[1].total_cmp(&one[1]));
            dearer.then(a.cmp(b))
        };
        if limit < order.len() {
            order.select_nth_unstable_by(limit, compare);
            order.truncate(limit);
        }
        order.sort_unstable_by(compare);
        order.iter().map(|(edge, _)| self.handed_over_by(*edge)).collect()
    }

    fn handed_over_by(&self, at: usize) -> HandedOver {
        let edge = &self.fold.edges[at];
        let (key, changed) = ((edge.from, edge.to), self.fold.changed(&[], &[at]));
        let known = self.kept.borrow_mut().hand_overs.known(&key, changed);
        known.unwrap_or_else(|| {
            let it = self.worked_out_by(at);
            self.kept.borrow_mut().hand_overs.add(key, changed, it.clone());
            it
        })
    }

    fn worked_out_by(&self, at: usize) -> HandedOver {
        let edge = &self.fold.edges[at];
        let (from, to) = (&self.fold.nodes[edge.from], &self.fold.nodes[edge.to]);
        let (work, delay) = self.a_month(at);
        let about = About::Way(from.clone(), to.clone());
        HandedOver {
            way: self.way(at),
            from_name: self.places.name(from),
            to_name: self.places.name(to),
            hand_overs: edge.len(),
            work_hours_per_month: work,
            delay_hours_per_month: delay,
            must_stay: edge.must_stay(),
            finer_link: self.finer_link([from, to].into_iter()),
            evidence: self.evidence_about(about, &self.behind().round(&[at])),
        }
    }

    /// Work and waiting a month; each nothing where nothing of it is known.
    pub(super) fn a_month(&self, edge: usize) -> (Option<f64>, Option<f64>) {
        let times = self.fold.edges[edge].times();
        let [work, wait] = self.prices.a_round(edge);
        let members = self.prices.members(&[edge]);
        let known = |unknown: usize, hours: f64| {
            times.filter(|_| unknown < members).map(|times| rounded(times * hours))
        };
        let without_effort = self.prices.unknown(&[edge]).effort;
        (known(without_effort, work), known(self.prices.without_wait(&[edge]), wait))
    }

    pub(super) fn way(&self, at: usize) -> Way {
        let edge = &self.fold.edges[at];
        Way {
            from: self.fold.nodes[edge.from].to_string(),
            to: self.fold.nodes[edge.to].to_string(),
            ids: edge.members().take(NAMED_MAX).map(|it| it.hand_over).collect(),
            times_per_month: edge.times().map(rounded),
            waiting: self.waiting(at),
        }
    }

    fn waiting(&self, at: usize) -> Option<Waiting> {
        let waited = self.prices.waited(at);
        let mean = |hours: f64, of: f64| (of > 0.0).then(|| rounded(hours / of));
        let Waited { claimed, larger, zones, zones_working, without_shared_hour, .. } = *waited;
        (waited.between_sites > 0).then(|| Waiting {
            hours: mean(larger, waited.known_weight),
            claimed_hours: mean(claimed, waited.claimed_weight),
            time_zones_hours_max: mean(zones, waited.zones_weight),
            time_zones_working_hours: mean(zones_working, waited.zones_weight),
            without_shared_hour,
            between: self.between_sites(at),
        })
    }

    /// Each pair of sites once; where units of a site work at other hours, the first of them.
    fn between_sites(&self, at: usize) -> Vec<BetweenSites> {
        let gaps = self.fold.edges[at].parts.iter().filter_map(|it| self.waits.gap(it));
        let mut pairs: BTreeMap<(SiteId, SiteId), _> = BTreeMap::new();
        for gap in gaps {
            pairs.entry((gap.from, gap.to)).or_insert(gap.waiting);
        }
        let sites = self.places.registry.sites();
        let name = |site| sites.get(&site).and_then(|it| name_shown(&it.fact.name));
        let shown = |((from, to), week)| BetweenSites {
            from,
            from_name: name(from),
            to,
            to_name: name(to),
            week,
        };
        pairs.into_iter().take(NAMED_MAX).map(shown).collect()
    }
}

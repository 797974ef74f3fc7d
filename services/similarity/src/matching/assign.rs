//! The best pairs of two lists, where an element may have several partners and each further one must
//! be worth more.
//!
//! Of all sets of pairs it is the one of the highest sum: a pair is worth its gain, less `further` for
//! each partner that either side has already. As that price rises with each partner, a flow of least
//! cost finds it (successive shortest paths: Busacker and Gowen 1960; Ahuja, Magnanti and Orlin,
//! *Network Flows*, 1993, section 9.7).

use std::collections::VecDeque;

/// A pair that may be taken, and what it is worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Offer {
    pub(super) a: usize,
    pub(super) b: usize,
    pub(super) gain: f32,
}

/// Partners an element has at most.
const PARTNERS_MAX: usize = 6;

/// So many offers are all looked at. Where there are more, only those that are among the best of either side:
/// an element takes no more partners than that, and seldom the last of them.
const OFFERS_MAX: usize = 20_000;
const BEST_MAX: usize = 2 * PARTNERS_MAX;

/// In whole numbers, so that sums are exact.
const ONE: f32 = 1_000_000.0;

#[derive(Debug, Clone, Copy)]
struct Arc {
    to: usize,
    cost: i64,
    is_open: bool,
}

/// Arcs in pairs, there and back.
#[derive(Debug)]
struct Network {
    arcs: Vec<Arc>,
    leaving: Vec<Vec<usize>>,
}

/// Which of the offers are taken, by their places, ascending.
pub(super) fn assign(offers: &[Offer], further: f32) -> Vec<usize> {
    if offers.len() <= OFFERS_MAX {
        return taken(offers, further);
    }
    let places = best(offers);
    let few: Vec<Offer> = places.iter().map(|it| offers[*it]).collect();
    taken(&few, further).into_iter().map(|it| places[it]).collect()
}

/// Those that are among the best of an element, by their places, ascending.
fn best(offers: &[Offer]) -> Vec<usize> {
    let mut is_best = vec![false; offers.len()];
    for element in [|it: &Offer| it.a, |it: &Offer| it.b] {
        let mut places: Vec<usize> = (0..offers.len()).collect();
        places.sort_by(|&x, &y| {
            let (x, y) = (&offers[x], &offers[y]);
            element(x).cmp(&element(y)).then(y.gain.total_cmp(&x.gain))
        });
        let of_each = places.chunk_by(|x, y| element(&offers[*x]) == element(&offers[*y]));
        of_each.flat_map(|it| it.iter().take(BEST_MAX)).for_each(|it| is_best[*it] = true);
    }
    (0..offers.len()).filter(|it| is_best[*it]).collect()
}

fn taken(offers: &[Offer], further: f32) -> Vec<usize> {
    let of_a = offers.iter().map(|it| it.a + 1).max().unwrap_or(0);
    let of_b = offers.iter().map(|it| it.b + 1).max().unwrap_or(0);
    let (source, sink) = (of_a + of_b, of_a + of_b + 1);
    let mut network = Network { arcs: Vec::new(), leaving: vec![Vec::new(); sink + 1] };
    for offer in offers {
        network.add(offer.a, of_a + offer.b, -whole(offer.gain));
    }
    for rank in 0..PARTNERS_MAX {
        let price = whole(further) * i64::try_from(rank).expect("a few");
        (0..of_a).for_each(|it| network.add(source, it, price));
        (0..of_b).for_each(|it| network.add(of_a + it, sink, price));
    }
    while network.improve(source, sink) {}
    (0..offers.len()).filter(|it| !network.arcs[2 * it].is_open).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "scores are around 1")]
fn whole(gain: f32) -> i64 {
    (gain * ONE).round() as i64
}

impl Network {
    fn add(&mut self, from: usize, to: usize, cost: i64) {
        self.leaving[from].push(self.arcs.len());
        self.arcs.push(Arc { to, cost, is_open: true });
        self.leaving[to].push(self.arcs.len());
        self.arcs.push(Arc { to: from, cost: -cost, is_open: false });
    }

    /// Takes the cheapest way from source to sink if it is worth anything (Bellman and Ford's, with
    /// a queue, as costs are below zero).
    fn improve(&mut self, source: usize, sink: usize) -> bool {
        let (cost, by) = self.cheapest(source);
        if cost[sink] >= 0 {
            return false;
        }
        let mut node = sink;
        while node != source {
            self.arcs[by[node]].is_open = false;
            self.arcs[by[node] ^ 1].is_open = true;
            node = self.arcs[by[node] ^ 1].to;
        }
        true
    }

    /// What it costs to come to each node, and by which arc.
    fn cheapest(&self, source: usize) -> (Vec<i64>, Vec<usize>) {
        let mut cost = vec![i64::MAX; self.leaving.len()];
        let mut by = vec![usize::MAX; self.leaving.len()];
        let mut is_queued = vec![false; self.leaving.len()];
        let mut queue = VecDeque::from([source]);
        cost[source] = 0;
        while let Some(node) = queue.pop_front() {
            is_queued[node] = false;
            let open = self.leaving[node].iter().filter(|it| self.arcs[**it].is_open);
            for &at in open {
                let arc = self.arcs[at];
                if cost[node] + arc.cost >= cost[arc.to] {
                    continue;
                }
                (cost[arc.to], by[arc.to]) = (cost[node] + arc.cost, at);
                if !is_queued[arc.to] {
                    is_queued[arc.to] = true;
                    queue.push_back(arc.to);
                }
            }
        }
        (cost, by)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn gives_up_the_best_pair_where_two_others_are_worth_more() {
        let offers = [offer(0, 0, 0.9), offer(0, 1, 0.8), offer(1, 0, 0.7)];
        assert_eq!(assign(&offers, 1.0), [1, 2]);
    }

    #[test]
    fn a_further_partner_must_be_worth_its_price() {
        let offers = [offer(0, 0, 0.9), offer(0, 1, 0.8), offer(0, 2, 0.1)];
        assert_eq!(assign(&offers, 0.3), [0, 1]);
        assert_eq!(assign(&offers, 0.9), [0]);
    }

    #[test]
    fn of_very_many_offers_the_best_of_each_element_are_taken() {
        let gain = |a: usize, b: usize| if a == b { 0.9 } else { 0.01 * ((a * b) % 7) as f32 };
        let each = |a| (0..150).map(move |b| offer(a, b, gain(a, b)));
        let offers: Vec<Offer> = (0..150).flat_map(each).collect();
        assert!(offers.len() > OFFERS_MAX);
        let found: Vec<usize> = (0..150).map(|it| it * 151).collect();
        assert_eq!(assign(&offers, 1.0), found);
    }

    proptest! {
        #[test]
        fn no_other_set_of_pairs_is_worth_more(
            gains in prop::collection::vec(0.01_f32..1.0, 9),
            further in 0.0_f32..0.6,
        ) {
            let offers: Vec<Offer> =
                gains.iter().enumerate().map(|(at, it)| offer(at / 3, at % 3, *it)).collect();
            let taken = assign(&offers, further);
            let best = (0_u32..512).map(|set| {
                let chosen: Vec<usize> = (0..9).filter(|at| set >> at & 1 == 1).collect();
                worth(&offers, &chosen, further)
            });
            let best = best.fold(0.0, f32::max);
            prop_assert!(worth(&offers, &taken, further) >= best - 1e-4);
        }
    }

    fn worth(offers: &[Offer], taken: &[usize], further: f32) -> f32 {
        let gains: f32 = taken.iter().map(|it| offers[*it].gain).sum();
        let price = |place: fn(&Offer) -> usize| -> f32 {
            let count = |it| taken.iter().filter(|at| place(&offers[**at]) == it).count();
            (0..3).map(|it| further * (count(it) * count(it).saturating_sub(1) / 2) as f32).sum()
        };
        gains - price(|it| it.a) - price(|it| it.b)
    }

    fn offer(a: usize, b: usize, gain: f32) -> Offer {
        Offer { a, b, gain }
    }
}

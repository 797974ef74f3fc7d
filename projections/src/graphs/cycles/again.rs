//! The dearest cycles of a graph of which little has changed since they were last looked for.
//!
//! A cycle that runs along no arc that changed is what it was. So those of the last time stay, but for the ones
//! along such an arc, and only cycles through these arcs are looked for. If the least of the list is then no
//! less than it was, nothing that was left out before can belong there now, and the list is what a search of
//! everything would find; else everything is searched.

use std::cmp::Ordering;

use crate::graphs::{
    Arc,
    cycles::{Cost, Cycle, Cycles, First, Limits, Truncation, dearest, through::Through},
};

/// Arcs that changed, at most; with more of them a search of everything is as good.
const CHANGED_MAX: usize = 4;

/// Since everything was searched, the arcs may have become more or fewer by this part of them. On a cycle of eight
/// nodes in a graph where everything leads everywhere that makes a search a third longer at most.
const DRIFT: usize = 32;

/// And only this part of what it may look at was looked at then.
const EASY: u64 = 8;

/// A graph whose arcs ascend by their ends, each pair of ends once.
#[derive(Debug)]
pub struct Priced {
    /// How many nodes it has.
    pub nodes: usize,
    /// From, to, weight.
    pub arcs: Vec<Arc>,
    /// What a round over each arc costs.
    pub costs: Vec<Cost>,
}

/// What was found the last time.
#[derive(Debug, Default)]
pub struct Again(Option<Last>);

#[derive(Debug)]
struct Last {
    graph: Priced,
    limits: Limits,
    /// Its visits are those of the search of everything.
    found: Cycles,
    /// How many arcs there were then.
    searched: usize,
}

impl Again {
    /// As [`dearest`] finds them. Where that would come near the end of its budget, it is what answers, so that
    /// what is cut short does not depend on what was asked before.
    pub fn dearest(&mut self, graph: Priced, limits: Limits) -> &Cycles {
        let last = self.0.take().filter(|it| it.is_of(&graph, limits));
        let again = last.and_then(|it| Some((it.again(&graph)?, it.searched)));
        let (found, searched) = again.unwrap_or_else(|| {
            (dearest(graph.nodes, &graph.arcs, &graph.costs, limits), graph.arcs.len())
        });
        &self.0.insert(Last { graph, limits, found, searched }).found
    }
}

impl Last {
    /// Whether a search of everything would not end much otherwise.
    fn is_of(&self, graph: &Priced, limits: Limits) -> bool {
        let is_alike = graph.arcs.len().abs_diff(self.searched) <= self.searched / DRIFT;
        let is_easy = self.found.truncation != Truncation::Budget
            && self.found.visits <= limits.visits_max / EASY;
        graph.nodes == self.graph.nodes && limits == self.limits && is_alike && is_easy
    }

    /// None where everything is to be searched.
    fn again(&self, graph: &Priced) -> Option<Cycles> {
        let (before, cycles_max) = (&self.found, self.limits.cycles_max);
        let changed = self.graph.changed(graph)?;
        // Nothing below the last one is known, unless the list was whole.
        let last = match before.truncation {
            Truncation::None => None,
            _ => Some(before.cycles.get(cycles_max.checked_sub(1)?)?),
        };
        let is_untouched = |it: &&Cycle| !changed.iter().any(|arc| runs_along(it, *arc));
        let mut cycles: Vec<Cycle> = before.cycles.iter().filter(is_untouched).cloned().collect();
        let mut through = Through::new(graph, self.limits, last.map(|it| it.cost[0]));
        for (from, to) in changed {
            cycles.extend(through.find(from, to)?);
        }
        cycles.sort_unstable_by(|a, b| First::Dearest.compare(a, b));
        let is_more = cycles.len() > cycles_max;
        cycles.truncate(cycles_max);
        let is_no_less = |it: &Cycle| {
            let least = cycles.get(cycles_max - 1);
            least.is_some_and(|least| First::Dearest.compare(least, it) != Ordering::Greater)
        };
        if last.is_some_and(|it| !is_no_less(it)) {
            return None;
        }
        let truncation = if is_more { Truncation::Count } else { before.truncation };
        Some(Cycles { cycles, truncation, visits: before.visits })
    }
}

impl Priced {
    /// The ends of arcs that came, went, or weigh or cost something else now; none where they are too many.
    fn changed(&self, now: &Self) -> Option<Vec<(usize, usize)>> {
        let (was, is) = (self.figures(), now.figures());
        let mut changed = vec![];
        let (mut was, mut is) = (was.peekable(), is.peekable());
        loop {
            let ends = match (was.peek(), is.peek()) {
                (None, None) => return Some(changed),
                (Some(it), None) | (None, Some(it)) => it.0,
                (Some(was), Some(is)) => was.0.min(is.0),
            };
            let (was, is) = (was.next_if(|it| it.0 == ends), is.next_if(|it| it.0 == ends));
            if was != is {
                changed.push(ends);
            }
            if changed.len() > CHANGED_MAX {
                return None;
            }
        }
    }

    fn figures(&self) -> impl Iterator<Item = ((usize, usize), [f64; 3])> {
        let both = self.arcs.iter().zip(&self.costs);
        both.map(|(&(from, to, weight), cost)| ((from, to), [weight, cost[0], cost[1]]))
    }
}

fn runs_along(cycle: &Cycle, (from, to): (usize, usize)) -> bool {
    let next = cycle.nodes.iter().cycle().skip(1);
    cycle.nodes.iter().zip(next).any(|it| it == (&from, &to))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    type Arcs = BTreeMap<(usize, usize), (u8, u8)>;

    /// Whole numbers, so that sums are exact.
    fn priced(nodes: usize, arcs: &Arcs) -> Priced {
        let weighed = |(ends, (weight, _)): (&(usize, usize), &(u8, u8))| {
            (ends.0, ends.1, f64::from(*weight))
        };
        Priced {
            nodes,
            arcs: arcs.iter().map(weighed).collect(),
            costs: arcs.values().map(|(_, cost)| [f64::from(*cost), 1.0]).collect(),
        }
    }

    fn few(cycles_max: usize) -> Limits {
        Limits { cycles_max, length_max: 5, visits_max: 1_000_000, first: First::Dearest }
    }

    fn ring(nodes: usize) -> Arcs {
        let both = |n: usize| [((n, (n + 1) % nodes), (3, 1)), (((n + 1) % nodes, n), (2, 1))];
        (0..nodes).flat_map(both).collect()
    }

    #[test]
    fn one_arc_more_or_dearer_needs_no_search_of_everything() {
        let (nodes, limits) = (60, few(10));
        let mut arcs = ring(nodes);
        let mut again = Again::default();
        again.dearest(priced(nodes, &arcs), limits);
        for change in [((7, 3), (9, 9)), ((7, 8), (5, 2)), ((50, 51), (4, 1))] {
            arcs.insert(change.0, change.1);
            let graph = priced(nodes, &arcs);
            let last = again.0.as_ref().expect("it was asked before");
            assert!(last.again(&graph).is_some(), "{change:?}");
            again.dearest(graph, limits);
        }
    }

    #[test]
    fn where_a_dear_cycle_went_everything_is_searched_for_what_follows() {
        let (nodes, limits) = (60, few(10));
        let mut arcs = ring(nodes);
        arcs.insert((7, 8), (9, 9));
        arcs.insert((8, 7), (9, 9));
        let mut again = Again::default();
        again.dearest(priced(nodes, &arcs), limits);
        arcs.remove(&(7, 8));
        let graph = priced(nodes, &arcs);
        assert!(again.0.as_ref().expect("it was asked before").again(&graph).is_none());
        assert_eq!(again.dearest(graph, limits).cycles.len(), 10);
    }

    #[test]
    fn of_very_many_cycles_through_an_arc_everything_is_searched() {
        let complete = (0..20).flat_map(|a| (0..20).map(move |b| ((a, b), (1, 1))));
        let mut arcs: Arcs = complete.filter(|((a, b), _)| a != b).collect();
        let limits = Limits { length_max: 8, visits_max: 50_000, ..few(100) };
        let mut again = Again::default();
        again.dearest(priced(20, &arcs), limits);
        arcs.insert((3, 4), (2, 2));
        let graph = priced(20, &arcs);
        let whole = dearest(graph.nodes, &graph.arcs, &graph.costs, limits);
        assert_eq!(again.dearest(graph, limits), &whole);
    }

    proptest! {
        #[test]
        fn after_any_changes_it_is_what_a_search_of_everything_finds(
            nodes in 2..9_usize,
            arcs in prop::collection::btree_map((0..9_usize, 0..9_usize), (0..9_u8, 0..9_u8), 0..40),
            changes in prop::collection::vec((0..9_usize, 0..9_usize, prop::option::of((0..9_u8, 0..9_u8))), 1..20),
            cycles_max in 1..30_usize,
        ) {
            let fits = |ends: &(usize, usize)| ends.0 < nodes && ends.1 < nodes;
            let mut arcs: Arcs = arcs.into_iter().filter(|(ends, _)| fits(ends)).collect();
            let mut again = Again::default();
            for (from, to, figures) in changes.into_iter().filter(|it| fits(&(it.0, it.1))) {
                match figures {
                    Some(figures) => arcs.insert((from, to), figures),
                    None => arcs.remove(&(from, to)),
                };
                let graph = priced(nodes, &arcs);
                let whole = dearest(nodes, &graph.arcs, &graph.costs, few(cycles_max));
                let found = again.dearest(graph, few(cycles_max));
                prop_assert_eq!(&found.cycles, &whole.cycles);
                // Where there are just as many as asked for, neither need know that there are no more.
                let is_just_full = found.cycles.len() == cycles_max;
                prop_assert!(is_just_full || found.truncation == whole.truncation);
            }
        }
    }
}

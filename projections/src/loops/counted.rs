//! What only logs measured: the graph of counted hand-overs, and what goes round in it.
//!
//! A pair between which work came back in cases of a log is rework. A longer way round is only known
//! from hand-overs that were counted one by one; no single case need have gone all the way, so it is
//! mutual, like what no single process carries. What was described both ways is not listed again.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    sync,
};

use events::Position;

use crate::{
    evidence::Evidence,
    graphs::{
        Arc,
        cycles::{Cost, dearest},
    },
    loops::{
        answer::{CutShort, Loop},
        claimed::{Described, cut_short, limits},
        cycle_kind::CycleKind,
        fold::Edge,
        key::About,
        level::Node,
        measured::Between,
        price::UnknownFigures,
        remembered::Label,
        search::Asked,
        tangle::{MustStay, Removed, Tangled, tangled},
        trend::MeasuredLoop,
    },
};

/// Who handed over to whom how often.
pub(super) struct CountedGraph<'c, 'a> {
    asked: &'c Asked<'a>,
    nodes: Vec<Node>,
    /// Ascending by their ends, with how often.
    arcs: Vec<(usize, usize, u64)>,
}

/// A way round that only logs show.
#[derive(Debug)]
pub(super) struct OnlyMeasured<'c> {
    nodes: Vec<Node>,
    /// If it is between two.
    between: Option<&'c Between>,
    occurrences: u64,
}

impl<'c, 'a> CountedGraph<'c, 'a> {
    /// Of nothing where one process was asked about: a log says nothing of it.
    pub(super) fn new(asked: &'c Asked<'a>) -> Self {
        let scope = &asked.question.scope;
        let is_asked = |node: &Node| scope.process.is_none() && scope.has_node(asked.places, node);
        let mut between: BTreeMap<(&Node, &Node), u64> = BTreeMap::new();
        for ((a, b), it) in &asked.measured.between {
            let all = it.all();
            for (ends, times) in [((a, b), all.there), ((b, a), all.back)] {
                if times > 0 && is_asked(a) && is_asked(b) {
                    between.insert(ends, times);
                }
            }
        }
        let nodes: BTreeSet<&Node> = between.keys().flat_map(|(a, b)| [*a, *b]).collect();
        let nodes: Vec<Node> = nodes.into_iter().cloned().collect();
        let place = |node: &Node| nodes.binary_search(node).expect("every end is a node");
        let arcs = between.iter().map(|((a, b), times)| (place(a), place(b), *times)).collect();
        Self { asked, nodes, arcs }
    }

    /// Where work came back most often first, then what can have gone round most often.
    pub(super) fn loops(&self) -> (Vec<OnlyMeasured<'c>>, Option<CutShort>) {
        let mut pairs: Vec<OnlyMeasured<'_>> = self.pairs().collect();
        // The sort is stable, and the pairs are in the order of their nodes.
        let hand_overs = |it: &Between| it.all().hand_overs();
        pairs.sort_by_key(|it| Reverse((it.occurrences, it.between.map_or(0, hand_overs))));
        let arcs: Vec<Arc> = self.arcs.iter().map(|&(a, b, times)| (a, b, times as f64)).collect();
        let costs = vec![Cost::default(); arcs.len()];
        let found = dearest(self.nodes.len(), &arcs, &costs, limits());
        let longer = found.cycles.iter().filter(|it| it.nodes.len() > 2).map(|it| OnlyMeasured {
            nodes: it.nodes.iter().map(|it| self.nodes[*it].clone()).collect(),
            between: None,
            occurrences: 0,
        });
        pairs.extend(longer.filter(|it| !self.is_described(&it.nodes)));
        (pairs, cut_short(found.truncation))
    }

    fn pairs(&self) -> impl Iterator<Item = OnlyMeasured<'c>> {
        let asked = self.asked;
        let there = self.arcs.iter().filter(|(a, b, _)| a < b);
        let ends = there.map(|(a, b, _)| [&self.nodes[*a], &self.nodes[*b]].map(Clone::clone));
        let both = ends.filter(|nodes| !self.is_described(nodes));
        both.filter_map(move |nodes| {
            let between = asked.between(&nodes)?;
            let all = between.all();
            let is_both_ways = all.back > 0 || all.occurrences > 0;
            is_both_ways.then(|| OnlyMeasured {
                nodes: nodes.to_vec(),
                between: Some(between),
                occurrences: all.occurrences,
            })
        })
    }

    fn is_described(&self, nodes: &[Node]) -> bool {
        let fold = &self.asked.fold;
        let places: Option<Vec<usize>> = nodes.iter().map(|it| fold.place(it)).collect();
        places.is_some_and(|it| fold.round(&it).is_some())
    }

    pub(super) fn shown(&self, found: &OnlyMeasured<'_>) -> Loop {
        let asked = self.asked;
        let nodes = &found.nodes;
        let positions = self.behind_round(nodes);
        Loop {
            members: nodes.iter().map(Node::to_string).collect(),
            member_names: nodes.iter().map(|it| asked.places.name(it)).collect(),
            // The cases of a log are those of one process, and they came back.
            kind: if found.occurrences > 0 { CycleKind::Rework } else { CycleKind::Mutual },
            carried_by: vec![],
            claimed: false,
            hand_overs: 0,
            rounds_per_month: None,
            work_hours_per_month: None,
            delay_hours_per_month: None,
            waiting: None,
            money_per_month: vec![],
            unknown: UnknownFigures::default(),
            measured: found.between.map(|it| MeasuredLoop::new(it, &asked.measured)),
            ways: vec![],
            finer_link: asked.finer_link(nodes.iter()),
            evidence: asked.evidence_about(About::Cycle(nodes.clone()), &positions),
        }
    }

    /// The events behind what was measured from each node to the next.
    pub(super) fn behind_round(&self, nodes: &[Node]) -> BTreeSet<Position> {
        let next = nodes.iter().cycle().skip(1);
        let pairs = nodes.iter().zip(next).filter_map(|(a, b)| {
            let (a, b) = (a.clone(), b.clone());
            self.asked.between(&[a, b])
        });
        let is_whole = nodes.len() == 2 || self.has_round(nodes);
        pairs.filter(|_| is_whole).flat_map(|it| &it.evidence).copied().collect()
    }

    fn has_round(&self, nodes: &[Node]) -> bool {
        let place = |node| self.nodes.binary_search(node).ok();
        let next = nodes.iter().cycle().skip(1);
        nodes
            .iter()
            .zip(next)
            .all(|(a, b)| place(a).zip(place(b)).is_some_and(|ends| self.arc(ends).is_some()))
    }

    fn arc(&self, ends: (usize, usize)) -> Option<u64> {
        let at = self.arcs.binary_search_by_key(&ends, |&(a, b, _)| (a, b)).ok()?;
        Some(self.arcs[at].2)
    }

    pub(super) fn behind_component(&self, node: &Node) -> Option<BTreeSet<Position>> {
        let place = self.nodes.binary_search(node).ok()?;
        let found = tangled(self.nodes.len(), &self.arcs());
        let (_, arcs) = found.into_iter().find(|(members, _)| members.contains(&place))?;
        Some(self.behind(&arcs))
    }

    fn behind(&self, arcs: &[usize]) -> BTreeSet<Position> {
        let ends = arcs.iter().map(|at| self.ends(*at));
        let between = ends.filter_map(|(a, b)| self.asked.between(&[a.clone(), b.clone()]));
        between.flat_map(|it| &it.evidence).copied().collect()
    }

    fn ends(&self, arc: usize) -> (&Node, &Node) {
        let (from, to, _) = self.arcs[arc];
        (&self.nodes[from], &self.nodes[to])
    }

    /// The described hand-overs on the same way, if there are any.
    fn described(&self, arc: usize) -> Option<usize> {
        let (from, to) = self.ends(arc);
        let fold = &self.asked.fold;
        fold.edge(fold.place(from)?, fold.place(to)?)
    }
}

impl Tangled for CountedGraph<'_, '_> {
    fn size(&self) -> usize {
        self.nodes.len()
    }

    fn arcs(&self) -> Vec<Arc> {
        let weight = |(at, times): (usize, u64)| {
            let described = self.described(at).map(|it| &self.asked.fold.edges[it]);
            let must_stay = described.is_some_and(Edge::must_stay);
            if must_stay { f64::INFINITY } else { times as f64 }
        };
        let arcs = self.arcs.iter().enumerate();
        arcs.map(|(at, &(from, to, times))| (from, to, weight((at, times)))).collect()
    }

    fn label(&self, node: usize) -> Label {
        self.asked.label_of(&self.nodes[node])
    }

    fn hand_overs(&self, arc: usize) -> usize {
        usize::try_from(self.arcs[arc].2).unwrap_or(usize::MAX)
    }

    fn removed(&self, arc: usize) -> sync::Arc<Removed> {
        let (from, to, times) = self.arcs[arc];
        let ((from, from_name), (to, to_name)) = (self.label(from), self.label(to));
        sync::Arc::new(Removed {
            from,
            from_name,
            to,
            to_name,
            weight: times as f64,
            work_hours_per_month: None,
            delay_hours_per_month: None,
            hand_overs: 0,
            ids: vec![],
        })
    }

    fn kept(&self, arc: usize) -> Option<MustStay> {
        let kept = Described(self.asked).kept(self.described(arc)?)?;
        Some(MustStay { weight: self.arcs[arc].2 as f64, ..kept })
    }

    fn is_claimed(&self) -> bool {
        false
    }

    fn finer_link(&self, members: &[usize]) -> Option<String> {
        self.asked.finer_link(members.iter().map(|it| &self.nodes[*it]))
    }

    fn evidence(&self, members: &[usize], arcs: &[usize]) -> Evidence {
        let about = About::Measured(self.nodes[members[0]].clone());
        self.asked.evidence_about(about, &self.behind(arcs))
    }
}

//! From the folded graph to the answer.

use std::{cell::RefCell, collections::BTreeSet, mem::take};

use events::{Position, log::CasesCompared};

use crate::{
    evidence::{Evidence, rounded},
    loops::{
        answer::{CutShort, LIMIT_MAX, Loop, LoopsAnswer, LoopsQuery, LoopsTotal},
        behind::Behind,
        claimed::{Claimed, Described, LENGTH_MAX, VISITS_MAX},
        compared::compared,
        counted::CountedGraph,
        cycle_kind::Budget,
        fold::Fold,
        key::{About, Key, escaped, in_query},
        level::{Node, Places},
        measured::{AtLevel, Between, Measured},
        price::{Prices, shown, together},
        remembered::{Kept, Label},
        tangle::{Tangled, tangled, tangles},
        traffic::Traffic,
        waits::Waits,
    },
    registry::Known,
};

/// A question, and what it is asked of.
#[derive(Debug)]
pub(super) struct Asked<'a> {
    pub(super) places: Places<'a>,
    pub(super) question: LoopsQuery,
    pub(super) fold: Fold<'a>,
    logs: &'a Measured,
    pub(super) measured: AtLevel,
    pub(super) waits: Waits<'a>,
    pub(super) prices: Prices,
    pub(super) kept: RefCell<Kept>,
}

impl<'a> Asked<'a> {
    pub(super) fn new(
        places: Places<'a>,
        question: LoopsQuery,
        traffic: &'a Traffic,
        (logs, kept): (&'a Measured, Kept),
    ) -> Self {
        let measured = logs.at(places);
        let fold = Fold::new(places, traffic);
        let mut kept = kept.fitting(&fold);
        let Kept { waits, prices, .. } = &mut kept;
        let waits = Waits::knowing(places, question.day, take(waits));
        let prices = Prices::new(places, &fold, &waits, take(prices));
        Self { places, question, fold, logs, measured, waits, prices, kept: RefCell::new(kept) }
    }

    /// What is known for the next answer.
    pub(super) fn into_kept(self) -> Kept {
        let Self { waits, prices, kept, .. } = self;
        let mut known = kept.into_inner();
        (known.waits, known.prices) = (waits.into_known(), prices);
        known
    }

    /// The id of a node, and what people call it.
    pub(super) fn label(&self, node: usize) -> Label {
        let label = || self.label_of(&self.fold.nodes[node]);
        let labels = &mut self.kept.borrow_mut().labels;
        labels.resize(self.fold.nodes.len(), None);
        labels[node].get_or_insert_with(label).clone()
    }

    pub(super) fn label_of(&self, node: &Node) -> Label {
        (node.to_string().into(), self.places.name(node).map(Into::into))
    }

    pub(super) fn answer(&self) -> LoopsAnswer {
        let (claimed, mut reason) = self.claimed();
        let counted = CountedGraph::new(self);
        let (only_measured, measured_reason) = counted.loops();
        let limit = self.question.limit.min(LIMIT_MAX);
        let (mut components, mut of) = tangles(&Described(self), limit);
        let (measured, of_measured) = tangles(&counted, limit - components.len());
        components.extend(measured);
        of += of_measured;
        reason = reason.or(measured_reason);
        if claimed.len() + only_measured.len() > limit || of > components.len() {
            reason = reason.or(Some(CutShort::Count));
        }
        let total = self.total(&claimed);
        let mut cycles = self.shown_claimed(&claimed[..claimed.len().min(limit)]);
        if cycles.len() < claimed.len().min(limit) {
            reason = Some(CutShort::Budget);
        } else {
            let room = limit - cycles.len();
            cycles.extend(only_measured.iter().take(room).map(|it| counted.shown(it)));
        }
        LoopsAnswer {
            level: self.question.level,
            components,
            total,
            hand_overs: self.handed_over(limit),
            hand_overs_count: self.fold.edges.len(),
            length_max: LENGTH_MAX,
            truncated: reason.is_some(),
            reason,
            returned: cycles.len(),
            cycles,
            unplaced_hand_overs: self.fold.unplaced,
            unplaced_values: self.measured.unplaced_values,
            time_zones: self.waits.basis(),
            compared: compared(self.logs, self.places.registry, &self.question.scope),
        }
    }

    /// As many of them as there is a budget for.
    fn shown_claimed(&self, claimed: &[Claimed]) -> Vec<Loop> {
        let mut budget = Budget(VISITS_MAX);
        claimed.iter().map_while(|it| self.shown(it, &mut budget)).collect()
    }

    fn total(&self, claimed: &[Claimed]) -> LoopsTotal {
        let priced = claimed.iter().filter(|it| it.is_carried);
        let total = together(&self.prices, priced.map(|it| it.edges.as_slice()));
        LoopsTotal {
            work_hours_per_month: rounded(total.work_hours),
            delay_hours_per_month: rounded(total.delay_hours),
            time_zones_hours_per_month_max: rounded(total.zones_hours),
            money_per_month: shown(total.money),
            evidence: self.evidence_counted(About::All, &priced_edges(claimed)),
        }
    }

    pub(super) fn behind(&self) -> Behind<'_> {
        Behind { places: self.places, fold: &self.fold, kept: &self.kept }
    }

    pub(super) fn evidence_about(&self, about: About, positions: &BTreeSet<Position>) -> Evidence {
        Evidence::new(positions, &self.link_to(about))
    }

    pub(super) fn evidence_counted(&self, about: About, edges: &[usize]) -> Evidence {
        let (newest, count) = self.behind().whole_counted(edges);
        let link = self.link_to(about);
        let one_by_one = || Evidence::new(&self.behind().whole(edges), &link);
        Evidence::counted(&newest, count, &link).unwrap_or_else(one_by_one)
    }

    fn link_to(&self, about: About) -> String {
        let LoopsQuery { level, scope, .. } = &self.question;
        in_query(&Key { level: *level, about, scope: scope.clone() }.written())
    }

    /// What goes on within these, one level finer.
    pub(super) fn finer_link<'n>(&self, nodes: impl Iterator<Item = &'n Node>) -> Option<String> {
        let LoopsQuery { level, scope, .. } = &self.question;
        let finer = level.finer()?.key();
        let within: Vec<String> = nodes.map(|it| escaped(it.to_string())).collect();
        let within = in_query(&within.join(","));
        let process = scope.process.map(|it| format!("&process={it}")).unwrap_or_default();
        Some(format!("/api/v1/loops?level={finer}&within={within}{process}"))
    }

    /// What was measured between the two nodes of a cycle of two.
    pub(super) fn between(&self, nodes: &[Node]) -> Option<&Between> {
        let [a, b] = nodes else { return None };
        let pair = if a < b { (a.clone(), b.clone()) } else { (b.clone(), a.clone()) };
        self.measured.between.get(&pair)
    }

    /// The events behind a figure, if there is one; it need not be among those that are listed.
    pub(super) fn evidence(&self, about: &About) -> Option<BTreeSet<Position>> {
        match about {
            About::Cycle(nodes) => self.positions_round(nodes),
            About::Around(node) => {
                let place = self.fold.place(node)?;
                let found = tangled(self.fold.nodes.len(), &Described(self).arcs());
                let (_, edges) = found.into_iter().find(|(members, _)| members.contains(&place))?;
                Some(self.behind().whole(&edges))
            }
            About::Measured(node) => CountedGraph::new(self).behind_component(node),
            About::Way(from, to) => {
                let ends = self.fold.place(from).zip(self.fold.place(to))?;
                Some(self.behind().round(&[self.fold.edge(ends.0, ends.1)?]))
            }
            About::Compared(position) => {
                let is_it = |known: &Known<CasesCompared>| known.evidence.contains(position);
                let is_known = self.logs.compared().any(|(_, known)| is_it(known));
                is_known.then(|| BTreeSet::from([*position]))
            }
            About::All => Some(self.behind().whole(&priced_edges(&self.claimed().0))),
        }
    }

    fn positions_round(&self, nodes: &[Node]) -> Option<BTreeSet<Position>> {
        let places: Option<Vec<usize>> = nodes.iter().map(|it| self.fold.place(it)).collect();
        let claimed = places.and_then(|it| self.fold.round(&it)).unwrap_or_default();
        let mut positions = self.behind().round(&claimed);
        positions.extend(CountedGraph::new(self).behind_round(nodes));
        (!positions.is_empty()).then_some(positions)
    }
}

/// The edges of all cycles that are priced.
fn priced_edges(claimed: &[Claimed]) -> Vec<usize> {
    let priced = claimed.iter().filter(|it| it.is_carried);
    let mut edges: Vec<usize> = priced.flat_map(|it| it.edges.iter().copied()).collect();
    edges.sort_unstable();
    edges.dedup();
    edges
}

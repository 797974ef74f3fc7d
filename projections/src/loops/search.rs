//! From the folded graph to the answer.

use std::{cmp::Ordering, collections::BTreeSet};

use events::{Position, ids::ProcessId};

use crate::{
    evidence::{Evidence, rounded},
    graphs::{
        Arc,
        cycles::{Limits, Truncation, cycles},
    },
    loops::{
        answer::{CutShort, LIMIT_MAX, Loop, LoopsAnswer, LoopsQuery, LoopsTotal, MeasuredLoop},
        cycle_kind::{Budget, CycleKind, Ways},
        fold::Fold,
        key::{About, Key, in_query},
        level::{Node, Places},
        measured::{AtLevel, Between},
        price::{Bill, Prices, UnknownFigures, shown, together},
        tangle::{tangled, tangles},
    },
};

/// Nodes on a cycle, at most: what goes round through more is no alignment any more.
const LENGTH_MAX: usize = 8;

/// Arcs looked at to find the cycles, and as many again to find of what kind they are.
const VISITS_MAX: u64 = 2_000_000;

/// A question, and what it is asked of.
#[derive(Debug)]
pub(super) struct Asked<'a> {
    pub(super) places: Places<'a>,
    pub(super) question: LoopsQuery,
    pub(super) fold: Fold<'a>,
    pub(super) measured: AtLevel,
}

/// A cycle of claimed hand-overs.
#[derive(Debug)]
struct Claimed {
    nodes: Vec<usize>,
    edges: Vec<usize>,
    kind: CycleKind,
    carried_by: Vec<ProcessId>,
    rounds: Option<f64>,
    work: Option<f64>,
    delay: Option<f64>,
    bill: Bill,
    occurrences: u64,
}

impl Asked<'_> {
    pub(super) fn answer(&self) -> LoopsAnswer {
        let prices = Prices::new(self.places, &self.fold);
        let (claimed, mut reason) = self.claimed(&prices);
        let priced = claimed.iter().filter(|it| it.kind != CycleKind::Mutual);
        let total = together(&prices, priced.map(|it| it.edges.as_slice()));
        let only_measured = self.only_measured();
        let limit = self.question.limit.min(LIMIT_MAX);
        let around = |node: &Node, edges: &[usize]| {
            self.evidence_about(About::Around(node.clone()), &self.positions(edges))
        };
        let (components, of) = tangles(self.places, &self.fold, limit, around);
        if claimed.len() + only_measured.len() > limit || of > components.len() {
            reason = reason.or(Some(CutShort::Count));
        }
        let behind_all = self.positions_of_all(&claimed);
        let claimed = claimed.iter().map(|it| self.shown(it, &prices));
        let only_measured = only_measured.into_iter().map(|it| self.shown_measured(it));
        let cycles: Vec<Loop> = claimed.chain(only_measured).take(limit).collect();
        LoopsAnswer {
            level: self.question.level,
            components,
            total: LoopsTotal {
                work_hours_per_month: rounded(total.work_hours),
                delay_hours_per_month: rounded(total.delay_hours),
                money_per_month: shown(total.money),
                evidence: self.evidence_about(About::All, &behind_all),
            },
            truncated: reason.is_some(),
            reason,
            returned: cycles.len(),
            cycles,
            unplaced_hand_overs: self.fold.unplaced,
            unplaced_values: self.measured.unplaced_values,
        }
    }

    /// The dearest first.
    fn claimed(&self, prices: &Prices) -> (Vec<Claimed>, Option<CutShort>) {
        let edges = self.fold.edges.iter().zip(prices.times());
        let arcs: Vec<Arc> =
            edges.map(|(it, times)| (it.from, it.to, times.unwrap_or(0.0))).collect();
        let limits =
            Limits { length_max: LENGTH_MAX, cycles_max: LIMIT_MAX, visits_max: VISITS_MAX };
        let found = cycles(self.fold.nodes.len(), &arcs, limits);
        let mut reason = match found.truncation {
            Truncation::None => None,
            Truncation::Budget => Some(CutShort::Budget),
            Truncation::Count => Some(CutShort::Count),
        };
        let ways = Ways::new(self.places, &self.fold, self.question.process);
        let mut budget = Budget(VISITS_MAX);
        let mut claimed = Vec::with_capacity(found.cycles.len());
        for cycle in found.cycles {
            let edges = self.fold.round(&cycle.nodes).expect("a cycle runs along edges");
            let Some(kind) = ways.kind(&cycle.nodes, &edges, &mut budget) else {
                reason = Some(CutShort::Budget);
                break;
            };
            claimed.push(self.priced(cycle.nodes, edges, kind, prices));
        }
        claimed.sort_by(dearest_first);
        (claimed, reason)
    }

    fn priced(
        &self,
        nodes: Vec<usize>,
        edges: Vec<usize>,
        (kind, carried_by): (CycleKind, Vec<ProcessId>),
        prices: &Prices,
    ) -> Claimed {
        let rounds = prices.rounds(&edges);
        let bill = rounds.map(|rounds| prices.bill(&edges, rounds)).unwrap_or_default();
        let (unknown, members) = (prices.unknown(&edges), prices.members(&edges));
        let known = |unknown: usize, hours: f64| {
            rounds.filter(|_| unknown < members).map(|_| rounded(hours))
        };
        let (work, delay) =
            (known(unknown.effort, bill.work_hours), known(unknown.wait, bill.delay_hours));
        let occurrences = self.between(&nodes).map_or(0, |it| it.occurrences);
        Claimed { nodes, edges, kind, carried_by, rounds, work, delay, bill, occurrences }
    }

    fn shown(&self, claimed: &Claimed, prices: &Prices) -> Loop {
        let nodes: Vec<Node> =
            claimed.nodes.iter().map(|it| self.fold.nodes[*it].clone()).collect();
        let is_priced = claimed.kind != CycleKind::Mutual;
        let mut positions = self.positions(&claimed.edges);
        let measured = self.between(&claimed.nodes);
        positions.extend(measured.iter().flat_map(|it| &it.evidence));
        Loop {
            members: nodes.iter().map(Node::to_string).collect(),
            member_names: nodes.iter().map(|it| self.places.name(it)).collect(),
            kind: claimed.kind,
            carried_by: claimed.carried_by.clone(),
            claimed: true,
            hand_overs: prices.members(&claimed.edges),
            rounds_per_month: claimed.rounds.map(rounded),
            work_hours_per_month: claimed.work,
            delay_hours_per_month: claimed.delay,
            money_per_month: if is_priced { shown(claimed.bill.money.clone()) } else { vec![] },
            unknown: prices.unknown(&claimed.edges),
            measured: measured.map(MeasuredLoop::from),
            evidence: self.evidence_of(nodes, &positions),
        }
    }

    fn evidence_of(&self, nodes: Vec<Node>, positions: &BTreeSet<Position>) -> Evidence {
        self.evidence_about(About::Cycle(nodes), positions)
    }

    fn evidence_about(&self, about: About, positions: &BTreeSet<Position>) -> Evidence {
        let LoopsQuery { level, process, .. } = self.question;
        Evidence::new(positions, &in_query(&Key { level, about, process }.written()))
    }

    fn positions(&self, edges: &[usize]) -> BTreeSet<Position> {
        edges.iter().flat_map(|it| self.fold.edges[*it].evidence(self.places)).collect()
    }

    /// What the total rests on.
    fn positions_of_all(&self, claimed: &[Claimed]) -> BTreeSet<Position> {
        let priced = claimed.iter().filter(|it| it.kind != CycleKind::Mutual);
        let edges: BTreeSet<usize> = priced.flat_map(|it| it.edges.iter().copied()).collect();
        self.positions(&edges.into_iter().collect::<Vec<_>>())
    }

    /// What was measured between the two nodes of a cycle of two.
    fn between(&self, nodes: &[usize]) -> Option<&Between> {
        let &[a, b] = nodes else { return None };
        let (a, b) = (a.min(b), a.max(b));
        self.measured.between.get(&(self.fold.nodes[a].clone(), self.fold.nodes[b].clone()))
    }

    /// Pairs between which work came back in a log, but nobody described both ways; those with the
    /// most bounces first. Where one process was asked about, a log says nothing.
    fn only_measured(&self) -> Vec<(&(Node, Node), &Between)> {
        if self.question.process.is_some() {
            return Vec::new();
        }
        let pairs = self.measured.between.iter();
        let mut pairs: Vec<_> =
            pairs.filter(|(nodes, it)| it.occurrences > 0 && !self.is_claimed(nodes)).collect();
        // The sort is stable, and the pairs are in the order of their nodes.
        pairs.sort_by_key(|(_, it)| std::cmp::Reverse((it.occurrences, it.hand_overs)));
        pairs
    }

    fn is_claimed(&self, (a, b): &(Node, Node)) -> bool {
        let places = self.fold.place(a).zip(self.fold.place(b));
        places.is_some_and(|(a, b)| self.fold.round(&[a, b]).is_some())
    }

    fn shown_measured(&self, ((a, b), between): (&(Node, Node), &Between)) -> Loop {
        let nodes = vec![a.clone(), b.clone()];
        Loop {
            members: nodes.iter().map(Node::to_string).collect(),
            member_names: nodes.iter().map(|it| self.places.name(it)).collect(),
            // The cases of a log are those of one process, and they came back.
            kind: CycleKind::Rework,
            carried_by: vec![],
            claimed: false,
            hand_overs: 0,
            rounds_per_month: None,
            work_hours_per_month: None,
            delay_hours_per_month: None,
            money_per_month: vec![],
            unknown: UnknownFigures::default(),
            measured: Some(between.into()),
            evidence: self.evidence_of(nodes, &between.evidence),
        }
    }

    /// The events behind a figure, if there is one; it need not be among those that are listed.
    pub(super) fn evidence(&self, about: &About) -> Option<BTreeSet<Position>> {
        match about {
            About::Cycle(nodes) => self.positions_round(nodes),
            About::Around(node) => {
                let place = self.fold.place(node)?;
                tangled(&self.fold).into_iter().find_map(|(members, edges)| {
                    members.contains(&place).then(|| self.positions(&edges))
                })
            }
            About::All => {
                let (claimed, _) = self.claimed(&Prices::new(self.places, &self.fold));
                Some(self.positions_of_all(&claimed))
            }
        }
    }

    fn positions_round(&self, nodes: &[Node]) -> Option<BTreeSet<Position>> {
        let places: Option<Vec<usize>> = nodes.iter().map(|it| self.fold.place(it)).collect();
        let claimed = places.and_then(|it| self.fold.round(&it)).unwrap_or_default();
        let mut positions = self.positions(&claimed);
        if let [a, b] = nodes {
            let pair = if a < b { (a.clone(), b.clone()) } else { (b.clone(), a.clone()) };
            positions.extend(self.measured.between.get(&pair).iter().flat_map(|it| &it.evidence));
        }
        (!positions.is_empty()).then_some(positions)
    }
}

impl From<&Between> for MeasuredLoop {
    fn from(between: &Between) -> Self {
        let Between { cases, occurrences, hand_overs, evidence: _ } = *between;
        Self { cases, occurrences, hand_overs }
    }
}

/// What is not known comes after what is.
fn dearest_first(a: &Claimed, b: &Claimed) -> Ordering {
    let hours = |it: Option<f64>| it.unwrap_or(-1.0);
    let work = hours(b.work).total_cmp(&hours(a.work));
    let delay = || hours(b.delay).total_cmp(&hours(a.delay));
    work.then_with(delay)
        .then_with(|| b.occurrences.cmp(&a.occurrences))
        .then_with(|| a.nodes.cmp(&b.nodes))
}

//! What people described: its cycles, the dearest first, and the graph that they lie in.

use std::{cmp::Ordering, mem::take, sync};

use crate::{
    evidence::{Evidence, rounded, shown as text_shown},
    graphs::{
        Arc,
        cycles::{Limits, Truncation, again::Priced},
    },
    loops::{
        answer::{CutShort, LIMIT_MAX, Loop, LoopWaiting},
        cycle_kind::{Budget, Ways},
        fold::Edge,
        handed_over::NAMED_MAX,
        key::About,
        level::Node,
        price::{Bill, shown},
        remembered::Label,
        search::Asked,
        tangle::{MustStay, Removed, Tangled},
        trend::MeasuredLoop,
        waits::Waited,
    },
};

/// Nodes on a cycle, at most: what goes round through more is no alignment any more.
pub(super) const LENGTH_MAX: usize = 8;

/// Arcs looked at to find the cycles, and as many again to find of what kind they are.
pub(super) const VISITS_MAX: u64 = 16_000_000;

/// A cycle of described hand-overs.
#[derive(Debug)]
pub(super) struct Claimed {
    nodes: Vec<usize>,
    pub(super) edges: Vec<usize>,
    /// Whether a process carries it, so that it is no mutual one.
    pub(super) is_carried: bool,
    rounds: Option<f64>,
    work: Option<f64>,
    delay: Option<f64>,
    bill: Bill,
    occurrences: u64,
}

impl Asked<'_> {
    /// The dearest first.
    pub(super) fn claimed(&self) -> (Vec<Claimed>, Option<CutShort>) {
        let edges = self.fold.edges.iter().zip(self.prices.times());
        let arcs: Vec<Arc> =
            edges.map(|(it, times)| (it.from, it.to, times.unwrap_or(0.0))).collect();
        let costs = (0..arcs.len()).map(|edge| self.prices.a_round_as_said(edge)).collect();
        let mut again = take(&mut self.kept.borrow_mut().cycles);
        let found = again.dearest(Priced { nodes: self.fold.nodes.len(), arcs, costs }, limits());
        let mut reason = cut_short(found.truncation);
        let mut budget = Budget(VISITS_MAX);
        let mut claimed = Vec::with_capacity(found.cycles.len());
        for cycle in &found.cycles {
            let edges = self.fold.round(&cycle.nodes).expect("a cycle runs along edges");
            let Some(is_carried) = self.is_carried(&cycle.nodes, &edges, &mut budget) else {
                reason = Some(CutShort::Budget);
                break;
            };
            claimed.push(self.priced(cycle.nodes.clone(), edges, is_carried));
        }
        self.kept.borrow_mut().cycles = again;
        claimed.sort_by(dearest_first);
        (claimed, reason)
    }

    /// None where the budget ends; what is remembered costs what it cost to find out.
    fn is_carried(&self, nodes: &[usize], edges: &[usize], budget: &mut Budget) -> Option<bool> {
        let changed = self.fold.changed(nodes, edges);
        if let Some((is_carried, cost)) = self.kept.borrow_mut().carried.known(nodes, changed) {
            return (!budget.is_spent_on(cost)).then_some(is_carried);
        }
        let before = budget.0;
        let is_carried = Ways(&self.fold).is_carried(nodes, edges, budget)?;
        self.kept.borrow_mut().carried.add(
            nodes.to_vec(),
            changed,
            (is_carried, before - budget.0),
        );
        Some(is_carried)
    }

    fn priced(&self, nodes: Vec<usize>, edges: Vec<usize>, is_carried: bool) -> Claimed {
        let rounds = self.prices.rounds(&edges);
        let bill = rounds.map(|rounds| self.prices.bill(&edges, rounds)).unwrap_or_default();
        let members = self.prices.members(&edges);
        let known = |unknown: usize, hours: f64| {
            rounds.filter(|_| unknown < members).map(|_| rounded(hours))
        };
        let work = known(self.prices.unknown(&edges).effort, bill.work_hours);
        let delay = known(self.prices.without_wait(&edges), bill.delay_hours);
        let between = Some(&nodes).filter(|it| it.len() == 2).map(|it| self.nodes(it));
        let between = between.and_then(|it| self.between(&it));
        let occurrences = between.map_or(0, |it| it.all().occurrences);
        Claimed { nodes, edges, is_carried, rounds, work, delay, bill, occurrences }
    }

    fn nodes(&self, places: &[usize]) -> Vec<Node> {
        places.iter().map(|it| self.fold.nodes[*it].clone()).collect()
    }

    /// None where the budget for its kind ends.
    pub(super) fn shown(&self, claimed: &Claimed, budget: &mut Budget) -> Option<Loop> {
        let changed = self.fold.changed(&claimed.nodes, &claimed.edges);
        let known = self.kept.borrow_mut().loops.known(&claimed.nodes, changed);
        if let Some((known, cost)) = known {
            return (!budget.is_spent_on(cost)).then_some(known);
        }
        let before = budget.0;
        let shown = self.worked_out(claimed, budget)?;
        let cost = before - budget.0;
        self.kept.borrow_mut().loops.add(claimed.nodes.clone(), changed, (shown.clone(), cost));
        Some(shown)
    }

    fn worked_out(&self, claimed: &Claimed, budget: &mut Budget) -> Option<Loop> {
        let nodes = self.nodes(&claimed.nodes);
        let (kind, carried_by) = Ways(&self.fold).kind(&claimed.nodes, &claimed.edges, budget)?;
        let mut positions = self.behind().round(&claimed.edges);
        let measured = self.between(&nodes);
        positions.extend(measured.iter().flat_map(|it| &it.evidence));
        let is_priced = claimed.is_carried;
        Some(Loop {
            members: nodes.iter().map(Node::to_string).collect(),
            member_names: nodes.iter().map(|it| self.places.name(it)).collect(),
            kind,
            carried_by,
            claimed: true,
            hand_overs: self.prices.members(&claimed.edges),
            rounds_per_month: claimed.rounds.map(rounded),
            work_hours_per_month: claimed.work,
            delay_hours_per_month: claimed.delay,
            waiting: self.waiting_round(claimed),
            money_per_month: if is_priced { shown(claimed.bill.money.clone()) } else { vec![] },
            unknown: self.prices.unknown(&claimed.edges),
            measured: measured.map(|it| MeasuredLoop::new(it, &self.measured)),
            ways: claimed.edges.iter().map(|it| self.way(*it)).collect(),
            finer_link: self.finer_link(nodes.iter()),
            evidence: self.evidence_about(About::Cycle(nodes), &positions),
        })
    }

    fn waiting_round(&self, claimed: &Claimed) -> Option<LoopWaiting> {
        let waited: Vec<&Waited> = claimed.edges.iter().map(|it| self.prices.waited(*it)).collect();
        let a_month = |hours: fn(&Waited) -> f64| {
            let a_round =
                waited.iter().filter(|it| it.weight > 0.0).map(|it| hours(it) / it.weight);
            Some(rounded(claimed.rounds? * a_round.sum::<f64>()))
        };
        waited.iter().any(|it| it.between_sites > 0).then(|| LoopWaiting {
            claimed_hours_per_month: a_month(|it| it.claimed)
                .filter(|_| waited.iter().any(|it| it.is_claimed)),
            time_zones_hours_per_month_max: a_month(|it| it.zones),
            time_zones_working_hours_per_month: a_month(|it| it.zones_working),
            without_shared_hour: waited.iter().map(|it| it.without_shared_hour).sum(),
        })
    }
}

pub(super) fn limits() -> Limits {
    Limits {
        length_max: LENGTH_MAX,
        cycles_max: LIMIT_MAX,
        visits_max: VISITS_MAX,
        ..Limits::default()
    }
}

pub(super) fn cut_short(truncation: Truncation) -> Option<CutShort> {
    match truncation {
        Truncation::None => None,
        Truncation::Budget => Some(CutShort::Budget),
        Truncation::Count => Some(CutShort::Count),
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

/// The graph of what was described.
pub(super) struct Described<'d, 'a>(pub(super) &'d Asked<'a>);

impl Described<'_, '_> {
    fn edge(&self, at: usize) -> &Edge<'_> {
        &self.0.fold.edges[at]
    }

    fn weight(&self, at: usize) -> f64 {
        rounded(self.edge(at).times().unwrap_or(0.0))
    }

    fn worked_out(&self, arc: usize) -> Removed {
        let edge = self.edge(arc);
        let (work, delay) = self.0.a_month(arc);
        let ((from, from_name), (to, to_name)) = (self.label(edge.from), self.label(edge.to));
        Removed {
            from,
            from_name,
            to,
            to_name,
            weight: self.weight(arc),
            work_hours_per_month: work,
            delay_hours_per_month: delay,
            hand_overs: edge.len(),
            ids: edge.members().take(NAMED_MAX).map(|it| it.hand_over).collect(),
        }
    }
}

impl Tangled for Described<'_, '_> {
    fn size(&self) -> usize {
        self.0.fold.nodes.len()
    }

    fn arcs(&self) -> Vec<Arc> {
        let weight = |it: &Edge<'_>| {
            if it.must_stay() { f64::INFINITY } else { it.times().unwrap_or(0.0) }
        };
        self.0.fold.edges.iter().map(|it| (it.from, it.to, weight(it))).collect()
    }

    fn label(&self, node: usize) -> Label {
        self.0.label(node)
    }

    fn hand_overs(&self, arc: usize) -> usize {
        self.edge(arc).len()
    }

    fn removed(&self, arc: usize) -> sync::Arc<Removed> {
        let edge = self.edge(arc);
        let (key, changed) = ((edge.from, edge.to), self.0.fold.changed(&[], &[arc]));
        let known = self.0.kept.borrow_mut().removed.known(&key, changed);
        known.unwrap_or_else(|| {
            let it = sync::Arc::new(self.worked_out(arc));
            self.0.kept.borrow_mut().removed.add(key, changed, sync::Arc::clone(&it));
            it
        })
    }

    fn kept(&self, arc: usize) -> Option<MustStay> {
        let edge = Some(self.edge(arc)).filter(|it| it.must_stay())?;
        let hand_overs = edge.members().filter_map(|it| self.0.places.map.hand_over(it.hand_over));
        let rules = hand_overs.filter_map(|it| it.known.fact.required_by.as_ref());
        let mut required_by: Vec<String> = Vec::new();
        for rule in rules.filter_map(text_shown) {
            if !required_by.contains(&rule) {
                required_by.push(rule);
            }
        }
        let ((from, from_name), (to, to_name)) = (self.label(edge.from), self.label(edge.to));
        Some(MustStay { from, from_name, to, to_name, weight: self.weight(arc), required_by })
    }

    fn is_claimed(&self) -> bool {
        true
    }

    fn finer_link(&self, members: &[usize]) -> Option<String> {
        self.0.finer_link(members.iter().map(|it| &self.0.fold.nodes[*it]))
    }

    fn evidence(&self, members: &[usize], arcs: &[usize]) -> Evidence {
        let first = self.0.fold.nodes[members[0]].clone();
        self.0.evidence_counted(About::Around(first), arcs)
    }
}

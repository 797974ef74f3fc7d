//! Processes held against each other: which steps both have, and which processes are called alike.
//!
//! Bounded: only so many pairs are looked at, in a fixed order; where there are more, the answer says so.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use events::{
    Position,
    ids::{DuplicateId, ProcessId, StepId},
};
use similarity::{pairs::Pairs, score::ALIKE};

use super::TwoWays;
use crate::{Projections, evidence::Evidence, lenses::LISTED, process_map::Step};

/// Steps that two processes must share to be the same in other words, at least.
const SHARED_MIN: usize = 2;

/// Processes that say the same, at most: what very many say is no sign that two of them are the same.
const SAYING_MAX: usize = 20;

/// Pairs of processes that are looked at, at most: once for their steps, and once for their names.
const PAIRS_MAX: usize = 500_000;

/// Two processes, the smaller id first.
type Pair = (ProcessId, ProcessId);

/// What is compared of all processes that are run.
pub(super) struct Compared<'a> {
    pub(super) steps: BTreeMap<ProcessId, Vec<&'a Step>>,
    /// What each step says; steps that say the same have the same.
    says: BTreeMap<StepId, Said>,
    called_alike: BTreeSet<Pair>,
    /// Of how many of their steps two processes say the same.
    shared: BTreeMap<Pair, usize>,
    /// Whether there are more pairs than were looked at.
    pub(super) is_cut_short: bool,
}

/// Steps say the same where they are in one cluster, or are called the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Said {
    Cluster(DuplicateId),
    Name(String),
    Nothing(StepId),
}

impl Projections {
    pub(super) fn compared(&self) -> Compared<'_> {
        let clusters = self.clusters_by_step();
        let (mut steps, mut says) = (BTreeMap::<_, Vec<&Step>>::new(), BTreeMap::new());
        for step in self.process_map.steps().filter(|it| self.registry.is_run(it.process)) {
            let (id, name) = (step.known.fact.step, step.known.fact.name.text());
            let cluster = clusters.get(&id).copied().map(Said::Cluster);
            let by_name = || name.map_or(Said::Nothing(id), |it| Said::Name(it.to_lowercase()));
            says.insert(id, cluster.unwrap_or_else(by_name));
            steps.entry(step.process).or_default().push(step);
        }
        let (called_alike, many_names) = self.called_alike();
        let (shared, many_steps) = shared(&steps, &says);
        Compared { steps, says, called_alike, shared, is_cut_short: many_names || many_steps }
    }

    /// Pairs that are called alike, of different owners or declared; and whether there are more.
    fn called_alike(&self) -> (BTreeSet<Pair>, bool) {
        let mut names = Pairs::new(ALIKE);
        for id in self.run_processes() {
            if let Some(name) =
                self.registry.processes().get(&id).and_then(|it| it.fact.name.text())
            {
                names.put(id, name);
            }
        }
        let may_be = |a, b| self.have_other_owners(a, b) || self.is_declared(a, b);
        let (mut alike, mut looked_at) = (BTreeSet::new(), 0);
        for cluster in names.clusters(&may_be) {
            looked_at += cluster.members.len().pow(2) / 2;
            if looked_at > PAIRS_MAX {
                return (alike, true);
            }
            alike.extend(pairs_of(&cluster.members));
        }
        (alike, false)
    }

    fn run_processes(&self) -> impl Iterator<Item = ProcessId> {
        self.registry.processes().keys().copied().filter(|it| self.registry.is_run(*it))
    }

    /// The most different first; and how many there are.
    pub(super) fn variants(&self, compared: &Compared<'_>) -> (Vec<TwoWays>, usize) {
        let declared = self.run_processes().filter_map(|a| {
            let b = self.descriptions.get(a)?.variant_of.filter(|it| self.registry.is_run(*it))?;
            let (only_a, only_b) = (compared.only_in(a, b).0, compared.only_in(b, a).0);
            Some((Reverse(only_a.len() + only_b.len()), a, b))
        });
        let mut declared: Vec<_> = declared.collect();
        declared.sort_unstable();
        let listed =
            declared.iter().take(LISTED).map(|(_, a, b)| self.two_ways(compared, (*a, *b)));
        (listed.collect(), declared.len())
    }

    /// Not declared, of different owners, and either called alike or with some steps that say the same;
    /// those that share most first; and how many there are.
    pub(super) fn alike(&self, compared: &Compared<'_>) -> (Vec<TwoWays>, usize) {
        let sharing = compared.shared.iter().filter(|(_, count)| **count >= SHARED_MIN);
        let pairs = sharing.map(|(pair, _)| pair).chain(&compared.called_alike);
        let pairs: BTreeSet<Pair> = pairs.copied().collect();
        let is_told = |(a, b): Pair| self.have_other_owners(a, b) && !self.is_declared(a, b);
        let shared = |pair| compared.shared.get(&pair).copied().unwrap_or_default();
        let told = pairs.into_iter().filter(|it| is_told(*it)).map(|it| (Reverse(shared(it)), it));
        let mut told: Vec<_> = told.collect();
        told.sort_unstable();
        let listed = told.iter().take(LISTED).map(|(_, pair)| self.two_ways(compared, *pair));
        (listed.collect(), told.len())
    }

    fn have_other_owners(&self, a: ProcessId, b: ProcessId) -> bool {
        let owner = |id| self.registry.processes().get(&id).and_then(|it| it.fact.owner);
        owner(a).zip(owner(b)).is_some_and(|(a, b)| a != b)
    }

    fn is_declared(&self, a: ProcessId, b: ProcessId) -> bool {
        let of = |id| self.descriptions.get(id).and_then(|it| it.variant_of);
        of(a) == Some(b) || of(b) == Some(a)
    }

    fn two_ways(&self, compared: &Compared<'_>, (a, b): Pair) -> TwoWays {
        let (only_a, shared) = compared.only_in(a, b);
        let (only_b, _) = compared.only_in(b, a);
        let names = |steps: &[StepId]| {
            steps.iter().take(LISTED).map(|it| self.step_name(*it)).collect::<Vec<_>>()
        };
        TwoWays {
            a: self.named_process(a),
            b: self.named_process(b),
            called_alike: compared.called_alike.contains(&(a.min(b), a.max(b))),
            shared_steps: shared,
            only_a: names(&only_a),
            only_a_count: only_a.len(),
            only_b: names(&only_b),
            only_b_count: only_b.len(),
            evidence: Evidence::of_events(&self.behind_processes(compared, [a, b])),
        }
    }

    fn behind_processes(&self, compared: &Compared<'_>, of: [ProcessId; 2]) -> BTreeSet<Position> {
        let known = of.iter().filter_map(|it| self.registry.processes().get(it));
        let steps = of.iter().filter_map(|it| compared.steps.get(it)).flatten();
        let steps = steps.flat_map(|it| it.known.evidence.iter().copied());
        known.flat_map(|it| it.evidence.iter().copied()).chain(steps).collect()
    }
}

/// Of how many of their steps two processes say the same; and whether there are more pairs.
fn shared(
    steps: &BTreeMap<ProcessId, Vec<&Step>>,
    says: &BTreeMap<StepId, Said>,
) -> (BTreeMap<Pair, usize>, bool) {
    let mut by_saying = BTreeMap::<&Said, BTreeSet<ProcessId>>::new();
    for step in steps.values().flatten() {
        let said = &says[&step.known.fact.step];
        by_saying.entry(said).or_default().insert(step.process);
    }
    let (mut shared, mut looked_at) = (BTreeMap::<Pair, usize>::new(), 0);
    for processes in by_saying.into_values().filter(|it| it.len() <= SAYING_MAX) {
        let processes: Vec<_> = processes.into_iter().collect();
        looked_at += processes.len().pow(2) / 2;
        if looked_at > PAIRS_MAX {
            return (shared, true);
        }
        pairs_of(&processes).for_each(|pair| *shared.entry(pair).or_default() += 1);
    }
    (shared, false)
}

/// Each with each; the processes are ascending.
fn pairs_of(processes: &[ProcessId]) -> impl Iterator<Item = Pair> {
    let each = processes.iter().enumerate();
    each.flat_map(|(at, a)| processes[at + 1..].iter().map(|b| (*a, *b)))
}

impl Compared<'_> {
    /// The steps that only `a` has, and how many of its steps `b` has too.
    fn only_in(&self, a: ProcessId, b: ProcessId) -> (Vec<StepId>, usize) {
        let steps = |id| self.steps.get(&id).into_iter().flatten().map(|it| it.known.fact.step);
        let there: BTreeSet<_> = steps(b).map(|it| &self.says[&it]).collect();
        let (shared, only): (Vec<_>, Vec<_>) =
            steps(a).partition(|it| there.contains(&self.says[it]));
        (only, shared.len())
    }
}

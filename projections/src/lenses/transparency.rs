//! Where is the same process run or described differently by different units?

use std::collections::{BTreeMap, BTreeSet};

use events::{
    Area, Position,
    ids::{ProcessId, StepId, UnitId},
};
use schemars::JsonSchema;
use serde::Serialize;
use similarity::{pairs::Pairs, score::ALIKE};

use super::{LISTED, Lens, NamedProcess};
use crate::{
    Projections,
    descriptions::Description,
    evidence::{Evidence, shown},
    process_map::Step,
};

/// Steps that two processes must share to be the same in other words, at least.
const SHARED_MIN: usize = 2;

/// Processes that are run or described differently.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TransparencyLens {
    /// Processes of which somebody declared that they do the same in another way; the most different first,
    /// at most twenty.
    pub variants: Vec<TwoWays>,
    /// How many those are.
    pub variants_count: usize,
    /// Processes of different units that are called alike or share two steps at least, and of which
    /// nobody declared that they are variants; at most twenty.
    pub alike: Vec<TwoWays>,
    /// How many those are.
    pub alike_count: usize,
    /// Processes that some unit says it does not run as described; at most twenty.
    pub disagreements: Vec<Disagreement>,
    /// How many those are.
    pub disagreements_count: usize,
    /// Processes that changed since their description was released last; at most twenty.
    pub changed_since_release: Vec<ChangedSince>,
    /// How many those are.
    pub changed_since_release_count: usize,
}

/// Two processes that do the same.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TwoWays {
    /// The one; of declared variants, the variant.
    pub a: NamedProcess,
    /// The other; of declared variants, what it is a variant of.
    pub b: NamedProcess,
    /// Whether they are called alike.
    pub called_alike: bool,
    /// Steps of the one that the other has too: in the same words, or in words that say the same.
    pub shared_steps: usize,
    /// Steps that only the one has, by name; at most twenty.
    pub only_a: Vec<Option<String>>,
    /// How many those are.
    pub only_a_count: usize,
    /// Steps that only the other has, by name; at most twenty.
    pub only_b: Vec<Option<String>>,
    /// How many those are.
    pub only_b_count: usize,
    /// The events behind both and their steps.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// A description of which units say different things.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Disagreement {
    /// The process.
    pub process: NamedProcess,
    /// Units that run it as described.
    pub agrees: Vec<UnitId>,
    /// Units that do not, and what differs there.
    pub disagrees: Vec<Differs>,
    /// The events behind it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// That a unit does not run a process as described.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Differs {
    /// The unit.
    pub unit: UnitId,
    /// What people call it.
    pub unit_name: Option<String>,
    /// What differs.
    pub text: Option<String>,
}

/// A process that is another than what was released.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ChangedSince {
    /// The process.
    pub process: NamedProcess,
    /// The label of the last release.
    pub label: Option<String>,
    /// The event of that release.
    pub released: Position,
    /// Steps and hand-overs that came or changed since.
    pub changed: usize,
    /// The events that changed them.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// What is compared of all processes that are run.
struct Compared<'a> {
    steps: BTreeMap<ProcessId, Vec<&'a Step>>,
    /// What each step says: the number of its group; steps that say the same have the same.
    says: BTreeMap<StepId, Said>,
    names: Pairs<ProcessId>,
}

/// Steps say the same where they are in one cluster, or are called the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Said {
    Cluster(events::ids::DuplicateId),
    Name(String),
    Nothing(StepId),
}

impl Projections {
    /// Where the same is run or described differently.
    pub fn transparency_lens(&self) -> Lens<TransparencyLens> {
        let compared = self.compared();
        let variants = self.variants(&compared);
        let alike = self.alike(&compared);
        let disagreements = self.disagreements();
        let changed = self.changed_since_release(&compared);
        let answer = TransparencyLens {
            variants_count: variants.len(),
            variants: variants.into_iter().take(LISTED).collect(),
            alike_count: alike.len(),
            alike: alike.into_iter().take(LISTED).collect(),
            disagreements_count: disagreements.len(),
            disagreements: disagreements.into_iter().take(LISTED).collect(),
            changed_since_release_count: changed.len(),
            changed_since_release: changed.into_iter().take(LISTED).collect(),
        };
        self.lens(Area::Transparency, answer, |mut it| {
            it.variants.clear();
            it.alike.clear();
            it.disagreements.clear();
            it.changed_since_release.clear();
            it
        })
    }

    fn compared(&self) -> Compared<'_> {
        let clusters = self.duplicates.by_step(&self.process_map, &self.registry);
        let (mut steps, mut says) = (BTreeMap::<_, Vec<&Step>>::new(), BTreeMap::new());
        for step in self.process_map.steps().filter(|it| self.registry.is_run(it.process)) {
            let (id, name) = (step.known.fact.step, step.known.fact.name.text());
            let cluster = clusters.get(&id).copied().map(Said::Cluster);
            let by_name = || name.map_or(Said::Nothing(id), |it| Said::Name(it.to_lowercase()));
            says.insert(id, cluster.unwrap_or_else(by_name));
            steps.entry(step.process).or_default().push(step);
        }
        let mut names = Pairs::new(ALIKE);
        for (id, process) in
            self.registry.processes().iter().filter(|it| self.registry.is_run(*it.0))
        {
            process.fact.name.text().into_iter().for_each(|name| names.put(*id, name));
        }
        names.settle();
        Compared { steps, says, names }
    }

    fn variants(&self, compared: &Compared<'_>) -> Vec<TwoWays> {
        let run = self.registry.processes().keys().filter(|it| self.registry.is_run(**it));
        let declared = run.filter_map(|a| {
            let b = self.descriptions.get(*a)?.variant_of.filter(|it| self.registry.is_run(*it))?;
            Some(self.two_ways(compared, (*a, b), compared.called_alike(*a, b)))
        });
        let mut variants: Vec<_> = declared.collect();
        variants.sort_by_key(|it| (std::cmp::Reverse(it.only_a_count + it.only_b_count), it.a.id));
        variants
    }

    /// Not declared, of different owners, and either called alike or with some steps that say the same.
    fn alike(&self, compared: &Compared<'_>) -> Vec<TwoWays> {
        let mut pairs: BTreeMap<(ProcessId, ProcessId), bool> =
            compared.sharing().into_iter().map(|it| (it, false)).collect();
        for cluster in compared.names.clusters(|a, b| self.have_other_owners(a, b)) {
            for (at, a) in cluster.members.iter().enumerate() {
                pairs.extend(cluster.members[at + 1..].iter().map(|b| ((*a, *b), true)));
            }
        }
        let is_told = |(a, b): &(ProcessId, ProcessId)| {
            self.have_other_owners(*a, *b) && !self.is_declared(*a, *b)
        };
        let pairs = pairs.into_iter().filter(|(pair, _)| is_told(pair));
        let mut alike: Vec<_> =
            pairs.map(|(pair, called)| self.two_ways(compared, pair, called)).collect();
        alike.sort_by_key(|it| (std::cmp::Reverse(it.shared_steps), it.a.id, it.b.id));
        alike
    }

    fn have_other_owners(&self, a: ProcessId, b: ProcessId) -> bool {
        let owner = |id| self.registry.processes().get(&id).and_then(|it| it.fact.owner);
        owner(a).zip(owner(b)).is_some_and(|(a, b)| a != b)
    }

    fn is_declared(&self, a: ProcessId, b: ProcessId) -> bool {
        let of = |id| self.descriptions.get(id).and_then(|it| it.variant_of);
        of(a) == Some(b) || of(b) == Some(a)
    }

    fn two_ways(
        &self,
        compared: &Compared<'_>,
        (a, b): (ProcessId, ProcessId),
        called_alike: bool,
    ) -> TwoWays {
        let (only_a, shared) = compared.only_in(a, b);
        let (only_b, _) = compared.only_in(b, a);
        let names = |steps: &[StepId]| {
            steps.iter().take(LISTED).map(|it| self.step_name(*it)).collect::<Vec<_>>()
        };
        TwoWays {
            a: self.named_process(a),
            b: self.named_process(b),
            called_alike,
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

    /// Those with the most units that disagree first.
    fn disagreements(&self) -> Vec<Disagreement> {
        let run = self.registry.processes().keys().filter(|it| self.registry.is_run(**it));
        let told = run.filter_map(|id| Some((*id, self.descriptions.get(*id)?)));
        let mut found: Vec<_> = told.filter_map(|(id, it)| self.disagreement(id, it)).collect();
        found.sort_by_key(|it| (std::cmp::Reverse(it.disagrees.len()), it.process.id));
        found
    }

    fn disagreement(&self, id: ProcessId, description: &Description) -> Option<Disagreement> {
        let (agree, disagree): (Vec<_>, Vec<_>) =
            description.attestations().into_iter().partition(|it| it.agrees);
        if disagree.is_empty() {
            return None;
        }
        let behind = agree.iter().chain(&disagree).map(|it| it.position).collect();
        let differs = |it: crate::descriptions::Attestation| Differs {
            unit: it.unit,
            unit_name: self.registry.units().get(&it.unit).and_then(|it| shown(&it.fact.name)),
            text: it.text,
        };
        Some(Disagreement {
            process: self.named_process(id),
            agrees: agree.iter().map(|it| it.unit).collect(),
            disagrees: disagree.into_iter().map(differs).collect(),
            evidence: Evidence::of_events(&behind),
        })
    }

    /// Those with the most changes first.
    fn changed_since_release(&self, compared: &Compared<'_>) -> Vec<ChangedSince> {
        let run = self.registry.processes().keys().filter(|it| self.registry.is_run(**it));
        let released =
            run.filter_map(|id| Some((*id, self.descriptions.get(*id)?.releases().pop()?)));
        let mut by_process = BTreeMap::<ProcessId, Vec<&[Position]>>::new();
        let hand_overs = self.process_map.hand_overs().map(|(.., it)| it);
        for it in hand_overs.chain(self.process_map.waiting()) {
            by_process.entry(it.process).or_default().push(&it.known.evidence);
        }
        for (id, steps) in &compared.steps {
            let parts = by_process.entry(*id).or_default();
            parts.extend(steps.iter().map(|it| it.known.evidence.as_slice()));
        }
        let mut changed: Vec<_> = released
            .filter_map(|(id, release)| {
                let parts = by_process.get(&id).map_or(&[][..], Vec::as_slice);
                let is_since = |it: &&Position| **it > release.position;
                let since = |it: &&&[Position]| it.iter().any(|it| *it > release.position);
                let behind = parts.iter().flat_map(|it| it.iter()).filter(is_since).copied();
                let behind: BTreeSet<_> = behind.collect();
                (!behind.is_empty()).then(|| ChangedSince {
                    process: self.named_process(id),
                    label: release.label.clone(),
                    released: release.position,
                    changed: parts.iter().filter(since).count(),
                    evidence: Evidence::of_events(&behind),
                })
            })
            .collect();
        changed.sort_by_key(|it| (std::cmp::Reverse(it.changed), it.process.id));
        changed
    }
}

impl Compared<'_> {
    fn called_alike(&self, a: ProcessId, b: ProcessId) -> bool {
        let clusters = self
            .names
            .clusters(|one, other| BTreeSet::from([one, other]) == BTreeSet::from([a, b]));
        !clusters.is_empty()
    }

    /// Pairs of processes that share some steps, the smaller id first.
    fn sharing(&self) -> BTreeSet<(ProcessId, ProcessId)> {
        let mut by_saying = BTreeMap::<&Said, BTreeSet<ProcessId>>::new();
        for step in self.steps.values().flatten() {
            let said = &self.says[&step.known.fact.step];
            by_saying.entry(said).or_default().insert(step.process);
        }
        let mut shared = BTreeMap::<(ProcessId, ProcessId), usize>::new();
        // What very many processes say is no sign that two of them are the same.
        for processes in by_saying.into_values().filter(|it| it.len() <= LISTED) {
            let processes: Vec<_> = processes.into_iter().collect();
            for (at, a) in processes.iter().enumerate() {
                for b in &processes[at + 1..] {
                    *shared.entry((*a, *b)).or_default() += 1;
                }
            }
        }
        shared.into_iter().filter(|(_, count)| *count >= SHARED_MIN).map(|(pair, _)| pair).collect()
    }

    /// The steps that only `a` has, and how many of its steps `b` has too.
    fn only_in(&self, a: ProcessId, b: ProcessId) -> (Vec<StepId>, usize) {
        let steps = |id| self.steps.get(&id).into_iter().flatten().map(|it| it.known.fact.step);
        let there: BTreeSet<_> = steps(b).map(|it| &self.says[&it]).collect();
        let (shared, only): (Vec<_>, Vec<_>) =
            steps(a).partition(|it| there.contains(&self.says[it]));
        (only, shared.len())
    }
}

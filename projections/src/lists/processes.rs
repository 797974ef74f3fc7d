//! Processes, and one process with its steps and hand-overs in full.

use std::collections::BTreeMap;

use events::{
    Area, Noun,
    hand_over::{Channel, Destination, HandOverAdded, HandOverKind},
    ids::{HandOverId, ProcessId, SiteId, StepId, UnitId},
    process::Mapped,
    step::StepAdded,
};
use schemars::JsonSchema;
use serde::Serialize;

use super::{by_name, positions};
use crate::{
    Projections,
    comments::CommentItem,
    descriptions::{Attestation, DataUseItem, Release},
    evidence::{Evidence, rounded, shown},
    process_map::{HandOver, Step},
};

/// A process.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ProcessItem {
    /// The process.
    pub id: ProcessId,
    /// What people call it.
    pub name: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// The unit that answers for it.
    pub owner: Option<UnitId>,
    /// The area it belongs to first.
    pub primary_area: Area,
    /// Areas it belongs to as well.
    pub further_areas: Vec<Area>,
    /// It is not run any more.
    pub retired: bool,
    /// How many steps it has.
    pub steps: usize,
    /// How many hand-overs its steps make, also into other processes.
    pub hand_overs: usize,
    /// The events behind it, without those of its steps and hand-overs.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// A process in full.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ProcessDetail {
    /// The process.
    pub process: ProcessItem,
    /// Its steps, in the order in which they became known.
    pub steps: Vec<StepItem>,
    /// The hand-overs that its steps make, in the order in which they became known.
    pub hand_overs: Vec<HandOverItem>,
    /// The process of which it is a variant.
    pub variant_of: Option<ProcessId>,
    /// What its steps read and keep.
    pub data_uses: Vec<DataUseItem>,
    /// What units say of the description, by unit.
    pub attestations: Vec<Attestation>,
    /// The labels that the description got, oldest first.
    pub releases: Vec<Release>,
    /// What people wrote below it.
    pub discussion: Vec<CommentItem>,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct StepItem {
    /// The step.
    pub id: StepId,
    /// What is done.
    pub name: Option<String>,
    /// How it is done.
    pub description: Option<String>,
    /// Who does it: as said, else the unit that owns the process.
    pub unit: Option<UnitId>,
    /// Where: as said, else where that unit works.
    pub site: Option<SiteId>,
    /// In which role.
    pub role: Option<String>,
    /// With what; erased ones are left out.
    pub tools: Vec<String>,
    /// How long one run takes one person.
    pub minutes_per_run: Option<f64>,
    /// How often.
    pub runs_per_month: Option<f64>,
    /// How many people take part in one run.
    pub people: Option<f64>,
    /// Runs × minutes ÷ 60 × people, one person where nobody said it.
    pub hours_per_month: Option<f64>,
    /// The events behind it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// A hand-over.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct HandOverItem {
    /// The hand-over.
    pub id: HandOverId,
    /// The step that hands over.
    pub from: StepId,
    /// The step that takes over.
    pub to: Destination,
    /// What sort.
    pub kind: HandOverKind,
    /// By which way.
    pub channel: Option<Channel>,
    /// Working time that one hand-over takes each person.
    pub effort_minutes: Option<f64>,
    /// Claimed time from handing over to going on.
    pub wait_hours: Option<f64>,
    /// How often.
    pub times_per_month: Option<f64>,
    /// How many people it takes, as said.
    pub people: Option<f64>,
    /// The part of the cases that goes this way, 0 to 1.
    pub share: Option<f64>,
    /// When it goes this way.
    pub condition: Option<String>,
    /// A rule demands it, also where the rule's name was erased.
    pub required: bool,
    /// That rule.
    pub required_by: Option<String>,
    /// The events behind it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

impl Projections {
    /// All processes, retired ones too.
    pub fn processes_answer(&self) -> Vec<ProcessItem> {
        let (steps, hand_overs) = self.parts_by_process();
        let counted = |id| (count(&steps, id), count(&hand_overs, id));
        let ids = self.registry.processes().keys();
        let items = ids.filter_map(|id| self.process_item(*id, counted(*id))).collect();
        by_name(items, |it: &ProcessItem| (it.name.as_deref(), it.id))
    }

    /// All processes with their steps and hand-overs, retired ones too; each part is looked at once.
    pub fn processes_in_full(&self) -> Vec<ProcessDetail> {
        let mut steps = BTreeMap::<ProcessId, Vec<_>>::new();
        self.process_map.steps().for_each(|it| steps.entry(it.process).or_default().push(it));
        let mut hand_overs = BTreeMap::<ProcessId, Vec<_>>::new();
        self.all_hand_overs().for_each(|it| hand_overs.entry(it.process).or_default().push(it));
        let details = self.registry.processes().keys().filter_map(|id| {
            let steps = steps.remove(id).unwrap_or_default();
            self.process_detail(*id, steps, hand_overs.remove(id).unwrap_or_default())
        });
        let details = details.collect();
        by_name(details, |it: &ProcessDetail| (it.process.name.as_deref(), it.process.id))
    }

    /// One process with its steps and hand-overs.
    pub fn process_answer(&self, id: ProcessId) -> Option<ProcessDetail> {
        let steps = self.process_map.steps().filter(|it| it.process == id).collect();
        let hand_overs = self.all_hand_overs().filter(|it| it.process == id).collect();
        self.process_detail(id, steps, hand_overs)
    }

    fn process_detail(
        &self,
        id: ProcessId,
        mut steps: Vec<&Step>,
        mut hand_overs: Vec<&HandOver>,
    ) -> Option<ProcessDetail> {
        steps.sort_by_key(|it| (it.known.evidence.first().copied(), it.known.fact.step));
        hand_overs.sort_by_key(|it| (it.known.evidence.first().copied(), it.known.fact.hand_over));
        let said = self.descriptions.get(id).cloned().unwrap_or_default();
        Some(ProcessDetail {
            process: self.process_item(id, (steps.len(), hand_overs.len()))?,
            steps: steps.into_iter().map(|it| self.step_item(it)).collect(),
            hand_overs: hand_overs.into_iter().map(hand_over_item).collect(),
            variant_of: said.variant_of,
            data_uses: said.data_uses(id).collect(),
            attestations: said.attestations(),
            releases: said.releases(),
            discussion: self.comments_below(Noun::Process, std::iter::once(id.0)),
        })
    }

    /// Those that wait for a step too.
    fn all_hand_overs(&self) -> impl Iterator<Item = &HandOver> {
        self.process_map.hand_overs().map(|(.., it)| it).chain(self.process_map.waiting())
    }

    fn parts_by_process(&self) -> (BTreeMap<ProcessId, usize>, BTreeMap<ProcessId, usize>) {
        let (mut steps, mut hand_overs) = (BTreeMap::new(), BTreeMap::new());
        self.process_map.steps().for_each(|it| *steps.entry(it.process).or_default() += 1);
        self.all_hand_overs().for_each(|it| *hand_overs.entry(it.process).or_default() += 1);
        (steps, hand_overs)
    }

    fn process_item(&self, id: ProcessId, parts: (usize, usize)) -> Option<ProcessItem> {
        let known = self.registry.processes().get(&id)?;
        let Mapped { name, description, owner, primary_area, further_areas } = &known.fact;
        let (steps, hand_overs) = parts;
        Some(ProcessItem {
            id,
            name: shown(name),
            description: description.as_ref().and_then(shown),
            owner: *owner,
            primary_area: *primary_area,
            further_areas: further_areas.clone(),
            retired: !self.registry.is_run(id),
            steps,
            hand_overs,
            evidence: Evidence::new(&positions(known), &format!("processes/{id}")),
        })
    }

    fn step_item(&self, step: &Step) -> StepItem {
        let StepAdded { step: id, name, description, role, tools, .. } = &step.known.fact;
        let StepAdded { minutes_per_run, runs_per_month, people, .. } = &step.known.fact;
        StepItem {
            id: *id,
            name: shown(name),
            description: description.as_ref().and_then(shown),
            unit: self.process_map.unit_of(step, &self.registry),
            site: self.process_map.site_of(step, &self.registry),
            role: role.as_ref().and_then(shown),
            tools: tools.iter().filter_map(shown).collect(),
            minutes_per_run: *minutes_per_run,
            runs_per_month: *runs_per_month,
            people: *people,
            hours_per_month: step.known.fact.hours_per_month().map(rounded),
            evidence: Evidence::new(&positions(&step.known), &format!("steps/{id}")),
        }
    }
}

fn hand_over_item(hand_over: &HandOver) -> HandOverItem {
    let HandOverAdded { hand_over: id, from, to, kind, channel, .. } = &hand_over.known.fact;
    let HandOverAdded { effort_minutes, wait_hours, times_per_month, .. } = &hand_over.known.fact;
    let HandOverAdded { people, share, condition, required_by, .. } = &hand_over.known.fact;
    HandOverItem {
        id: *id,
        from: *from,
        to: *to,
        kind: *kind,
        channel: *channel,
        effort_minutes: *effort_minutes,
        wait_hours: *wait_hours,
        times_per_month: *times_per_month,
        people: *people,
        share: *share,
        condition: condition.as_ref().and_then(shown),
        required: required_by.is_some(),
        required_by: required_by.as_ref().and_then(shown),
        evidence: Evidence::new(&positions(&hand_over.known), &format!("hand-overs/{id}")),
    }
}

fn count(counts: &BTreeMap<ProcessId, usize>, id: ProcessId) -> usize {
    counts.get(&id).copied().unwrap_or_default()
}

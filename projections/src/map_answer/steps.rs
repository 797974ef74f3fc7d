//! The map of steps: those of the processes asked for, and the steps of others next to them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use events::{
    Position,
    ids::{PainPointId, ProcessId, StepId},
    pain_point::Target,
};
use uuid::Uuid;

use super::{MapAnswer, MapEdge, MapNode, NODES_MAX, NodeKind, mark_cycles};
use crate::{
    Projections,
    evidence::{Evidence, rounded, shown},
    process_map::{HandOver, Step},
};

impl Projections {
    pub(super) fn map_of_steps(
        &self,
        is_asked: impl Fn(ProcessId) -> bool,
        duplicates: &impl Fn(StepId) -> usize,
    ) -> MapAnswer {
        let is_shown = |it: &Step| is_asked(it.process) || self.registry.is_run(it.process);
        let touching = |(from, to, hand_over): &(&Step, &Step, &HandOver)| {
            (is_asked(from.process) || is_asked(to.process))
                && is_shown(from)
                && is_shown(to)
                && (is_asked(hand_over.process) || self.registry.is_run(hand_over.process))
        };
        let hand_overs: Vec<_> = self.process_map.hand_overs().filter(touching).collect();
        let asked = self.process_map.steps().filter(|it| is_asked(it.process));
        let next_to = hand_overs.iter().flat_map(|(from, to, _)| [*from, *to]);
        let mut steps = BTreeMap::new();
        for step in asked.chain(next_to) {
            steps.insert(
                (!is_asked(step.process), first(&step.known.evidence), step.known.fact.step),
                step,
            );
        }
        let truncated = steps.len() > NODES_MAX;
        let pain_points = self.pain_points_by_step();
        let nodes: Vec<_> = steps
            .into_values()
            .take(NODES_MAX)
            .map(|it| self.step_node(it, &pain_points, duplicates))
            .collect();
        let mut edges = edges(&nodes, hand_overs);
        mark_cycles(&nodes, &mut edges);
        MapAnswer { nodes, edges, left_out: 0, truncated, reason: truncated.then_some("nodes") }
    }

    fn step_node(
        &self,
        step: &Step,
        pain_points: &HashMap<StepId, BTreeSet<PainPointId>>,
        duplicates: &impl Fn(StepId) -> usize,
    ) -> MapNode {
        let fact = &step.known.fact;
        let about = pain_points.get(&fact.step);
        MapNode {
            id: fact.step.0,
            kind: NodeKind::Step,
            name: shown(&fact.name),
            unit: self.process_map.unit_of(step, &self.registry),
            site: self.process_map.site_of(step, &self.registry),
            process: Some(step.process),
            pain_points: about.map_or(0, BTreeSet::len),
            duplicates: duplicates(fact.step),
            evidence: Evidence::of_events(&self.said_on_map(&step.known.evidence, about).collect()),
        }
    }

    /// Open pain points about each step.
    fn pain_points_by_step(&self) -> HashMap<StepId, BTreeSet<PainPointId>> {
        let mut found = HashMap::<_, BTreeSet<_>>::new();
        for (id, point) in self.pain_points.open() {
            for step in point.on.iter().filter_map(step_of) {
                found.entry(step).or_default().insert(id);
            }
        }
        found
    }

    /// What was said of a node, and of the pain points that it counts.
    pub(super) fn said_on_map(
        &self,
        own: &[Position],
        pain_points: Option<&BTreeSet<PainPointId>>,
    ) -> impl Iterator<Item = Position> {
        let counted = pain_points.into_iter().flatten();
        let counted = counted.flat_map(|it| self.pain_points.evidence(*it, &self.registry));
        own.iter().copied().chain(counted)
    }
}

pub(super) fn step_of(target: &Target) -> Option<StepId> {
    match target {
        Target::Step(it) => Some(it.step),
        _ => None,
    }
}

pub(super) fn first(evidence: &[Position]) -> Position {
    evidence.first().copied().unwrap_or_default()
}

fn edges(nodes: &[MapNode], hand_overs: Vec<(&Step, &Step, &HandOver)>) -> Vec<MapEdge> {
    let shown: HashSet<Uuid> = nodes.iter().map(|it| it.id).collect();
    let mut hand_overs: Vec<_> = hand_overs.into_iter().map(|(.., it)| it).collect();
    hand_overs.sort_by_key(|it| (first(&it.known.evidence), it.known.fact.hand_over));
    hand_overs
        .into_iter()
        .map(edge)
        .filter(|it| shown.contains(&it.from) && shown.contains(&it.to))
        .collect()
}

fn edge(hand_over: &HandOver) -> MapEdge {
    let fact = &hand_over.known.fact;
    MapEdge {
        id: fact.hand_over.to_string(),
        from: fact.from.0,
        to: fact.to.step.0,
        kind: Some(fact.kind),
        channel: fact.channel,
        times_per_month: fact.times_per_month.map(rounded),
        wait_hours: fact.wait_hours.map(rounded),
        count: 1,
        required: fact.required_by.is_some(),
        measured: false,
        in_cycle: false,
        evidence: Evidence::new(
            &hand_over.known.evidence.iter().copied().collect(),
            &format!("hand-overs/{}", fact.hand_over),
        ),
    }
}

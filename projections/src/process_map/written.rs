//! The process map as it is written down: steps and hand-overs in the order in which their places were
//! given, gaps among them, hand-overs with the places of their steps. Read again it is the same map.

use events::{
    Position, Words,
    hand_over::{Channel, Destination, HandOverAdded, HandOverKind},
    ids::{HandOverId, ProcessId, SiteId, StepId, UnitId},
    step::StepAdded,
};
use petgraph::graph::{DiGraph, NodeIndex};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer, de::Error as _, ser::SerializeTuple as _,
};
use smallvec::SmallVec;

use super::{HandOver, ProcessMap, Step};
use crate::{numbered::Lookup, registry::Known};

type Evidence = SmallVec<[Position; 2]>;

impl Serialize for ProcessMap {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let steps = self.graph.raw_nodes().iter().map(|it| it.weight.as_ref());
        let hand_overs = self.graph.raw_edges().iter().map(|it| {
            (it.source().index(), it.target().index(), it.weight.as_ref().map(HandOverForm::of))
        });
        let mut map = serializer.serialize_tuple(3)?;
        map.serialize_element(&steps.map(|it| it.map(StepForm::of)).collect::<Vec<_>>())?;
        map.serialize_element(&hand_overs.collect::<Vec<_>>())?;
        map.serialize_element(&self.waiting.values().map(HandOverForm::of).collect::<Vec<_>>())?;
        map.end()
    }
}

type Steps = Vec<Option<StepForm>>;
type HandOvers = Vec<(usize, usize, Option<HandOverForm>)>;

impl<'de> Deserialize<'de> for ProcessMap {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (steps, hand_overs, waiting): (Steps, HandOvers, Vec<HandOverForm>) =
            Deserialize::deserialize(deserializer)?;
        let mut map = Self {
            graph: DiGraph::with_capacity(steps.len(), hand_overs.len()),
            steps: Lookup::with_capacity(steps.len()),
            hand_overs: Lookup::with_capacity(hand_overs.len()),
            ..Self::default()
        };
        for step in steps {
            map.put_step(step.map(StepForm::read));
        }
        let there = map.graph.node_count();
        for (from, to, hand_over) in hand_overs {
            if from >= there || to >= there {
                return Err(D::Error::custom("a hand-over without its steps"));
            }
            let hand_over = hand_over.map(HandOverForm::read);
            map.put_hand_over(NodeIndex::new(from), NodeIndex::new(to), hand_over);
        }
        let waiting = waiting.into_iter().map(HandOverForm::read);
        map.waiting = waiting.map(|it| (it.known.fact.hand_over, it)).collect();
        Ok(map)
    }
}

/// All fields, in their order: facts leave out what is empty, so that they are not written as they are.
#[derive(Serialize, Deserialize)]
struct StepForm {
    process: ProcessId,
    evidence: Evidence,
    step: StepId,
    name: Words,
    description: Option<Words>,
    unit: Option<UnitId>,
    site: Option<SiteId>,
    role: Option<Words>,
    tools: Vec<Words>,
    minutes_per_run: Option<f64>,
    runs_per_month: Option<f64>,
    people: Option<f64>,
}

impl StepForm {
    fn of(step: &Step) -> Self {
        let Step { process, known: Known { fact, evidence } } = step.clone();
        let StepAdded { step, name, description, unit, site, role, tools, .. } = fact;
        let StepAdded { minutes_per_run, runs_per_month, people, .. } = fact;
        Self {
            process,
            evidence,
            step,
            name,
            description,
            unit,
            site,
            role,
            tools,
            minutes_per_run,
            runs_per_month,
            people,
        }
    }

    fn read(self) -> Step {
        let Self { process, evidence, step, name, description, unit, site, role, tools, .. } = self;
        let Self { minutes_per_run, runs_per_month, people, .. } = self;
        let fact = StepAdded {
            step,
            name,
            description,
            unit,
            site,
            role,
            tools,
            minutes_per_run,
            runs_per_month,
            people,
        };
        Step { process, known: Known { fact, evidence } }
    }
}

#[derive(Serialize, Deserialize)]
struct HandOverForm {
    process: ProcessId,
    evidence: Evidence,
    hand_over: HandOverId,
    from: StepId,
    to: StepId,
    to_process: Option<ProcessId>,
    kind: HandOverKind,
    channel: Option<Channel>,
    effort_minutes: Option<f64>,
    wait_hours: Option<f64>,
    times_per_month: Option<f64>,
    people: Option<f64>,
    share: Option<f64>,
    condition: Option<Words>,
    required_by: Option<Words>,
}

impl HandOverForm {
    fn of(hand_over: &HandOver) -> Self {
        let HandOver { process, known: Known { fact, evidence } } = hand_over.clone();
        let HandOverAdded { hand_over, from, to, kind, channel, effort_minutes, .. } = fact;
        let HandOverAdded { wait_hours, times_per_month, people, share, .. } = fact;
        let HandOverAdded { condition, required_by, .. } = fact;
        let Destination { process: to_process, step: to } = to;
        Self {
            process,
            evidence,
            hand_over,
            from,
            to,
            to_process,
            kind,
            channel,
            effort_minutes,
            wait_hours,
            times_per_month,
            people,
            share,
            condition,
            required_by,
        }
    }

    fn read(self) -> HandOver {
        let Self { process, evidence, hand_over, from, to, to_process, kind, channel, .. } = self;
        let Self { effort_minutes, wait_hours, times_per_month, people, share, .. } = self;
        let Self { condition, required_by, .. } = self;
        let fact = HandOverAdded {
            hand_over,
            from,
            to: Destination { process: to_process, step: to },
            kind,
            channel,
            effort_minutes,
            wait_hours,
            times_per_month,
            people,
            share,
            condition,
            required_by,
        };
        HandOver { process, known: Known { fact, evidence } }
    }
}

//! The process map: a directed graph of steps and the hand-overs between them.
//!
//! Steps are nodes, hand-overs are edges, parallel ones included. A hand-over whose step is not known
//! waits until that step comes; it can only come from two editors who did not see each other. What is
//! removed leaves its place empty, so that the order of places never depends on what was removed.

mod written;

use std::collections::BTreeMap;

use events::{
    Event, Position, Recorded, Words,
    hand_over::HandOverAdded,
    ids::{HandOverId, ProcessId, SiteId, StepId, UnitId},
    process,
    step::StepAdded,
};
use petgraph::{
    graph::{DiGraph, EdgeIndex, NodeIndex},
    visit::EdgeRef as _,
};

use crate::{
    numbered::{Lookup, Numbered, number},
    registry::{Known, Registry},
};

/// A step in its process.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The process.
    pub process: ProcessId,
    /// As it is now, and the events that say so.
    pub known: Known<StepAdded>,
}

/// A hand-over, kept by the process of the step that hands over.
#[derive(Debug, Clone, PartialEq)]
pub struct HandOver {
    /// That process.
    pub process: ProcessId,
    /// As it is now, and the events that say so.
    pub known: Known<HandOverAdded>,
}

type Graph = DiGraph<Option<Step>, Option<HandOver>>;

/// The graph of steps and hand-overs.
#[derive(Debug, Clone, Default)]
pub struct ProcessMap {
    graph: Graph,
    steps: Lookup,
    hand_overs: Lookup,
    waiting: BTreeMap<HandOverId, HandOver>,
    /// Words that come again and again, each once.
    words: Numbered<Words>,
}

impl ProcessMap {
    pub(crate) fn apply(&mut self, event: &Recorded) {
        let (process, position) = (ProcessId(event.stream.id), event.position);
        let Event::Process(event) = &event.event else { return };
        match event {
            process::Event::StepAdded(it) => self.add_step(process, it, position),
            process::Event::StepRevised(it) => {
                let step = self.node(it.step).and_then(|at| self.graph[at].as_mut());
                if let Some(step) = step {
                    step.known.fact.revise(it);
                    step.known.evidence.push(position);
                    share(&mut self.words, &mut step.known.fact);
                }
            }
            process::Event::StepRemoved(it) => self.remove_step(it.step),
            process::Event::HandOverAdded(it) => {
                let known = Known::new(it.clone(), position);
                self.add_hand_over(HandOver { process, known });
            }
            process::Event::HandOverRevised(it) => {
                if let Some(hand_over) = self.hand_over_mut(it.hand_over) {
                    hand_over.known.fact.revise(it);
                    hand_over.known.evidence.push(position);
                }
            }
            process::Event::HandOverRemoved(it) => self.remove_hand_over(it.hand_over),
            process::Event::Mapped(_)
            | process::Event::Revised(_)
            | process::Event::AreasAssigned(_)
            | process::Event::VariantDeclared(_)
            | process::Event::DataUseRecorded(_)
            | process::Event::DataUseRemoved(_)
            | process::Event::Attested(_)
            | process::Event::Released(_)
            | process::Event::Retired(_) => {}
        }
    }

    fn add_step(&mut self, process: ProcessId, step: &StepAdded, position: Position) {
        if self.node(step.step).is_some() {
            return;
        }
        let known = Known::new(step.clone(), position);
        self.put_step(Some(Step { process, known }));
        if self.waiting.is_empty() {
            return;
        }
        let (ready, waiting) =
            std::mem::take(&mut self.waiting).into_iter().partition(|(_, it)| {
                it.known.fact.to.step == step.step || it.known.fact.from == step.step
            });
        self.waiting = waiting;
        for hand_over in BTreeMap::into_values(ready) {
            self.add_hand_over(hand_over);
        }
    }

    /// What still led to the step from elsewhere waits again, so that nothing is lost.
    fn remove_step(&mut self, step: StepId) {
        let Some(node) = self.steps.remove(&step, step_at(&self.graph)) else { return };
        let node = NodeIndex::from(node);
        let mut edges = self.graph.neighbors_undirected(node).detach();
        while let Some((edge, _)) = edges.next(&self.graph) {
            if let Some(hand_over) = self.take_out(edge) {
                self.waiting.insert(hand_over.known.fact.hand_over, hand_over);
            }
        }
        self.graph[node] = None;
    }

    fn add_hand_over(&mut self, hand_over: HandOver) {
        let fact = &hand_over.known.fact;
        let id = fact.hand_over;
        if self.edge(id).is_some() || self.waiting.contains_key(&id) {
            return;
        }
        match (self.node(fact.from), self.node(fact.to.step)) {
            (Some(from), Some(to)) => self.put_hand_over(from, to, Some(hand_over)),
            _ => drop(self.waiting.insert(id, hand_over)),
        }
    }

    fn remove_hand_over(&mut self, id: HandOverId) {
        self.waiting.remove(&id);
        if let Some(edge) = self.edge(id) {
            self.take_out(edge);
        }
    }

    /// At a place of its own, which nothing takes where something was removed.
    fn put_step(&mut self, mut step: Option<Step>) {
        if let Some(step) = &mut step {
            share(&mut self.words, &mut step.known.fact);
        }
        let is_there = step.is_some();
        let node = self.graph.add_node(step);
        if is_there {
            self.steps.insert(number(node.index()), step_at(&self.graph));
        }
    }

    fn put_hand_over(&mut self, from: NodeIndex, to: NodeIndex, hand_over: Option<HandOver>) {
        let is_there = hand_over.is_some();
        let edge = self.graph.add_edge(from, to, hand_over);
        if is_there {
            self.hand_overs.insert(number(edge.index()), hand_over_at(&self.graph));
        }
    }

    fn take_out(&mut self, edge: EdgeIndex) -> Option<HandOver> {
        let id = self.graph[edge].as_ref()?.known.fact.hand_over;
        self.hand_overs.remove(&id, hand_over_at(&self.graph));
        self.graph[edge].take()
    }

    fn node(&self, id: StepId) -> Option<NodeIndex> {
        self.steps.find(&id, step_at(&self.graph)).map(NodeIndex::from)
    }

    fn edge(&self, id: HandOverId) -> Option<EdgeIndex> {
        self.hand_overs.find(&id, hand_over_at(&self.graph)).map(EdgeIndex::from)
    }

    fn hand_over_mut(&mut self, id: HandOverId) -> Option<&mut HandOver> {
        match self.edge(id) {
            Some(edge) => self.graph[edge].as_mut(),
            None => self.waiting.get_mut(&id),
        }
    }
}

/// Questions.
impl ProcessMap {
    /// The step of this id.
    pub fn step(&self, id: StepId) -> Option<&Step> {
        self.node(id).and_then(|node| self.graph[node].as_ref())
    }

    /// The hand-over of this id.
    pub fn hand_over(&self, id: HandOverId) -> Option<&HandOver> {
        match self.edge(id) {
            Some(edge) => self.graph[edge].as_ref(),
            None => self.waiting.get(&id),
        }
    }

    /// All steps, in the order in which their places were given.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.graph.node_weights().flatten()
    }

    /// All hand-overs whose two steps are known, each with them: (from, to, hand-over).
    pub fn hand_overs(&self) -> impl Iterator<Item = (&Step, &Step, &HandOver)> {
        let graph = &self.graph;
        graph.edge_references().filter_map(|it| {
            let ends = (graph[it.source()].as_ref()?, graph[it.target()].as_ref()?);
            Some((ends.0, ends.1, it.weight().as_ref()?))
        })
    }

    /// Hand-overs that lead to a step.
    pub fn leading_to(&self, step: StepId) -> impl Iterator<Item = &HandOver> {
        self.node(step).into_iter().flat_map(|node| {
            let leading = self.graph.edges_directed(node, petgraph::Direction::Incoming);
            leading.filter_map(|it| it.weight().as_ref())
        })
    }

    /// Hand-overs that begin or end at a step.
    pub fn touching(&self, step: StepId) -> impl Iterator<Item = &HandOver> {
        let leaving = self.node(step).into_iter().flat_map(|node| self.graph.edges(node));
        leaving.filter_map(|it| it.weight().as_ref()).chain(self.leading_to(step))
    }

    /// Hand-overs of which a step is not known.
    pub fn waiting(&self) -> impl Iterator<Item = &HandOver> {
        self.waiting.values()
    }

    /// The unit that performs a step: as said, else the unit that owns its process.
    pub fn unit_of(&self, step: &Step, registry: &Registry) -> Option<UnitId> {
        let owner = || registry.processes().get(&step.process)?.fact.owner;
        step.known.fact.unit.or_else(owner)
    }

    /// The site of a step: as said, else that of the unit that performs it.
    pub fn site_of(&self, step: &Step, registry: &Registry) -> Option<SiteId> {
        let unit_site = || registry.site_of(self.unit_of(step, registry)?);
        step.known.fact.site.or_else(unit_site)
    }
}

/// Only what is there is looked up.
fn step_at<'a>(graph: &'a Graph) -> impl Fn(u32) -> &'a StepId {
    |node| &graph[NodeIndex::from(node)].as_ref().expect("a step is there").known.fact.step
}

fn hand_over_at<'a>(graph: &'a Graph) -> impl Fn(u32) -> &'a HandOverId {
    |edge| {
        &graph[EdgeIndex::from(edge)].as_ref().expect("a hand-over is there").known.fact.hand_over
    }
}

/// Roles and tools come again and again. Names do not: nearly every one is another, and to look for them would take
/// more room than it saves.
fn share(all: &mut Numbered<Words>, step: &mut StepAdded) {
    for words in step.role.iter_mut().chain(&mut step.tools) {
        let number = all.number(words.clone());
        words.clone_from(all.get(number));
    }
}

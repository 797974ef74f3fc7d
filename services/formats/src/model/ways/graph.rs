//! What leads to what, with each expanded sub-process as two places: where it is entered, and where it is left.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::share::shares;
use crate::model::{Element, EventKind, Flow, GatewayKind, Kind, Model, ScopeKind, Trigger};

/// The longest condition of one branch, in characters.
const CONDITION_MAX: usize = 300;

/// A place on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct State {
    element: usize,
    is_left: bool,
}

impl State {
    pub(super) fn entering(element: usize) -> Self {
        Self { element, is_left: false }
    }
}

/// A way from one place to the next.
#[derive(Debug, Clone)]
pub(super) struct Edge {
    pub(super) to: State,
    pub(super) condition: Option<Arc<str>>,
    pub(super) share: Share,
}

/// The part of the cases that goes a way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Share {
    /// Every case: nothing branches here.
    All,
    Said(f64),
    Unsaid,
}

#[derive(Debug)]
pub(super) struct Graph {
    is_step: Vec<bool>,
    /// Sub-processes in whose place their steps stand.
    is_expanded: Vec<bool>,
    /// What leads on from each element, and from the end of each that is expanded.
    entered: Vec<Vec<Edge>>,
    left: Vec<Vec<Edge>>,
    /// Where an activity catches what is thrown in it: the first event at its edge for each trigger.
    catching: BTreeMap<(usize, Trigger), usize>,
}

impl Graph {
    pub(super) fn new(model: &Model) -> Self {
        let (is_step, is_expanded) = steps(model);
        let empty = || (0..is_step.len()).map(|_| Vec::new()).collect();
        let (entered, left) = (empty(), empty());
        let mut catching = BTreeMap::new();
        for (event, element) in model.elements.iter().enumerate() {
            if let (Some(activity), Kind::Event(_, trigger)) = (element.attached_to, element.kind) {
                catching.entry((activity, trigger)).or_insert(event);
            }
        }
        let mut graph = Self { is_step, is_expanded, entered, left, catching };
        graph.draw_flows(model);
        graph.draw_scopes(model);
        graph.draw_edge_events(model);
        graph
    }

    pub(super) fn is_step(&self, element: usize) -> bool {
        self.is_step[element]
    }

    pub(super) fn is_expanded(&self, element: usize) -> bool {
        self.is_expanded[element]
    }

    pub(super) fn step_at(&self, state: State) -> Option<usize> {
        self.is_step[state.element].then_some(state.element)
    }

    pub(super) fn leaving(&self, element: usize) -> State {
        State { element, is_left: self.is_expanded[element] }
    }

    pub(super) fn edges(&self, state: State) -> &[Edge] {
        let all = if state.is_left { &self.left } else { &self.entered };
        &all[state.element]
    }

    fn add(&mut self, from: State, edge: Edge) {
        let all = if from.is_left { &mut self.left } else { &mut self.entered };
        all[from.element].push(edge);
    }

    fn draw_flows(&mut self, model: &Model) {
        let mut leaving: Vec<Vec<&Flow>> = vec![Vec::new(); model.elements.len()];
        for flow in &model.flows {
            leaving[flow.from].push(flow);
        }
        for (from, flows) in leaving.iter().enumerate() {
            let shares = shares(&model.elements[from], flows);
            for (flow, share) in flows.iter().zip(shares) {
                let condition = condition(model, flow, flows.len());
                let to = State::entering(flow.to);
                self.add(self.leaving(from), Edge { to, condition, share });
            }
        }
    }

    /// From the entry of each expanded sub-process to what it begins with, and from what it ends with on.
    fn draw_scopes(&mut self, model: &Model) {
        let mut is_begun = vec![false; model.elements.len()];
        let mut goes_on = is_begun.clone();
        for flow in &model.flows {
            goes_on[flow.from] = true;
            is_begun[flow.to] = true;
        }
        for (place, element) in model.elements.iter().enumerate() {
            let Some(scope) = element.within.filter(|it| self.is_expanded[*it]) else { continue };
            if !is_begun[place] && can_begin(element) {
                self.add(State::entering(scope), Edge::plain(State::entering(place)));
            }
            if !goes_on[place] && can_end(element) {
                self.add(self.leaving(place), Edge::plain(self.exit(element, scope)));
            }
        }
    }

    /// What ends with an error goes on where the error is caught, all else behind the sub-process.
    fn exit(&self, end: &Element, scope: usize) -> State {
        let caught = thrown(end).and_then(|it| self.catching.get(&(scope, it)));
        caught.map_or(State { element: scope, is_left: true }, |it| State::entering(*it))
    }

    /// From each activity to the events at its edge, but for those of expanded sub-processes.
    fn draw_edge_events(&mut self, model: &Model) {
        for (event, element) in model.elements.iter().enumerate() {
            if let Some(activity) = element.attached_to.filter(|it| !self.is_expanded[*it]) {
                self.add_edge_event(model, activity, event);
            }
        }
    }

    pub(super) fn add_edge_event(&mut self, model: &Model, activity: usize, event: usize) {
        let condition = Some(in_short(&what_happens(&model.elements[event])));
        let to = State::entering(event);
        self.add(State::entering(activity), Edge { to, condition, share: Share::Unsaid });
    }

    /// Expanded sub-processes with the events at their edge to which nothing inside leads.
    pub(super) fn open_edge_events(&self, model: &Model) -> BTreeMap<usize, Vec<usize>> {
        let thrown: BTreeSet<(usize, Trigger)> =
            model.elements.iter().filter_map(|it| Some((it.within?, thrown(it)?))).collect();
        let mut open: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (event, element) in model.elements.iter().enumerate() {
            let scope = element.attached_to.filter(|it| self.is_expanded[*it]);
            let (Some(scope), Kind::Event(_, trigger)) = (scope, element.kind) else { continue };
            let is_entered = self.catching.get(&(scope, trigger)) == Some(&event);
            if !(is_entered && thrown.contains(&(scope, trigger))) {
                open.entry(scope).or_default().push(event);
            }
        }
        open
    }
}

impl Edge {
    fn plain(to: State) -> Self {
        Self { to, condition: None, share: Share::All }
    }
}

/// Of each element whether it is a step: named work, but for a sub-process in which there are steps. And
/// whether it is such a sub-process.
fn steps(model: &Model) -> (Vec<bool>, Vec<bool>) {
    let is_work = |it: &Element| it.kind.is_work() && !it.name.is_empty();
    let mut is_step: Vec<bool> = model.elements.iter().map(is_work).collect();
    let mut is_expanded = vec![false; is_step.len()];
    for element in model.elements.iter().filter(|it| is_work(it)) {
        for scope in std::iter::successors(element.within, |it| model.elements[*it].within) {
            is_expanded[scope] = true;
            is_step[scope] = false;
        }
    }
    (is_step, is_expanded)
}

/// Whether a sub-process begins with it where nothing leads to it.
fn can_begin(element: &Element) -> bool {
    let is_aside =
        element.attached_to.is_some() || element.kind == Kind::SubProcess(ScopeKind::OnEvent);
    !is_aside && !element.is_compensation
}

/// Whether a sub-process ends with it where nothing leads on from it.
fn can_end(element: &Element) -> bool {
    element.kind != Kind::SubProcess(ScopeKind::OnEvent) && !element.is_compensation
}

/// What an event in a sub-process throws to the edge of it.
fn thrown(element: &Element) -> Option<Trigger> {
    match element.kind {
        Kind::Event(
            EventKind::End,
            it @ (Trigger::Error | Trigger::Escalation | Trigger::Cancel),
        ) => Some(it),
        _ => None,
    }
}

fn what_happens(event: &Element) -> String {
    if event.name.is_empty() { event.kind.describe() } else { event.name.clone() }
}

/// Under which condition a flow is gone: what is written at it, with the question of the gateway before it.
fn condition(model: &Model, flow: &Flow, branches: usize) -> Option<Arc<str>> {
    let (from, to) = (&model.elements[flow.from], &model.elements[flow.to]);
    if from.kind == Kind::Gateway(GatewayKind::EventBased) && matches!(to.kind, Kind::Event(..)) {
        return Some(in_short(&what_happens(to)));
    }
    let default = || (flow.is_default && branches > 1).then(|| "else".to_owned());
    let answer = flow.name.clone().or_else(|| flow.condition.clone()).or_else(default)?;
    let is_asked = branches > 1 && matches!(from.kind, Kind::Gateway(_)) && !from.name.is_empty();
    Some(in_short(&match from.name.as_str() {
        question if is_asked && question.ends_with(['?', ':']) => format!("{question} {answer}"),
        question if is_asked => format!("{question}: {answer}"),
        _ => answer,
    }))
}

/// A condition is met again and again along the ways: a long one is cut.
fn in_short(condition: &str) -> Arc<str> {
    match condition.char_indices().nth(CONDITION_MAX) {
        Some((end, _)) => format!("{}…", &condition[..end]).into(),
        None => condition.into(),
    }
}

//! Where everything can come back: strongly connected components, and the least to remove so that
//! nothing does.
//!
//! What people described and what logs measured are two graphs, never mixed. What a rule demands stays
//! in both.

use std::sync::Arc;

use events::ids::HandOverId;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    evidence::{Evidence, rounded},
    graphs::{self, components::components, cut::cut},
    loops::remembered::Label,
};

/// The headline over what a cut removes: no promise of savings.
pub const HEADLINE: &str = "the dearest alignments that need not stay";

/// A set of at least two nodes within which every one can be reached from every other.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Tangle {
    /// Ids of steps, units or sites, or the names of regions, ascending.
    pub members: Vec<String>,
    /// What people call them; nothing where the name was erased.
    pub member_names: Vec<Option<String>>,
    /// Whether its hand-overs were described; else logs measured them.
    pub claimed: bool,
    /// How many hand-overs run between them: described ones, or as often as logs counted.
    pub hand_overs: usize,
    /// The least weight of hand-overs without which nothing goes round.
    pub cut: CutShown,
    /// Hand-overs that a rule demands, and which the cut therefore leaves.
    pub must_stay: Vec<MustStay>,
    /// The same at the next finer level.
    pub finer_link: Option<String>,
    /// What it rests on.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// What to remove so that nothing goes round.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CutShown {
    /// What this is: not what could be saved.
    pub note: &'static str,
    /// From where to where, the dearest first.
    pub hand_overs: Vec<Arc<Removed>>,
    /// Their part of the weight of all hand-overs here that need not stay, 0 to 1.
    pub share: f64,
    /// Whether no lighter cut exists.
    pub exact: bool,
}

/// All hand-overs from one member to another, to be removed.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Removed {
    /// The member that hands over.
    pub from: Arc<str>,
    /// What people call it.
    pub from_name: Option<Arc<str>>,
    /// The member that takes over.
    pub to: Arc<str>,
    /// What people call it.
    pub to_name: Option<Arc<str>>,
    /// Times a month, 0 where nobody said it; of what is measured, how often logs counted it.
    pub weight: f64,
    /// The working hours that they take a month; nothing where that is not known.
    pub work_hours_per_month: Option<f64>,
    /// The hours that work waits there a month; nothing where that is not known.
    pub delay_hours_per_month: Option<f64>,
    /// How many hand-overs they are; of what is measured none is known by itself.
    pub hand_overs: usize,
    /// The first twenty of them.
    pub ids: Vec<HandOverId>,
}

/// Hand-overs from one member to another of which a rule demands at least one.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MustStay {
    /// The member that hands over.
    pub from: Arc<str>,
    /// What people call it.
    pub from_name: Option<Arc<str>>,
    /// The member that takes over.
    pub to: Arc<str>,
    /// What people call it.
    pub to_name: Option<Arc<str>>,
    /// As of what is removed.
    pub weight: f64,
    /// The rules, without those whose text was erased.
    pub required_by: Vec<String>,
}

/// A graph to be untangled: described, or measured.
pub(super) trait Tangled {
    /// How many nodes there are.
    fn size(&self) -> usize;
    /// From, to, weight; what must stay weighs without end.
    fn arcs(&self) -> Vec<graphs::Arc>;
    fn label(&self, node: usize) -> Label;
    fn hand_overs(&self, arc: usize) -> usize;
    fn removed(&self, arc: usize) -> Arc<Removed>;
    /// What must stay, where a rule says so.
    fn kept(&self, arc: usize) -> Option<MustStay>;
    fn is_claimed(&self) -> bool;
    fn finer_link(&self, members: &[usize]) -> Option<String>;
    fn evidence(&self, members: &[usize], arcs: &[usize]) -> Evidence;
}

/// The largest first, no more than the limit, and how many there are.
pub(super) fn tangles(graph: &impl Tangled, limit: usize) -> (Vec<Tangle>, usize) {
    let arcs = graph.arcs();
    let found = tangled(graph.size(), &arcs);
    let shown = found.iter().take(limit).map(|(members, inside)| {
        let cut = cut_of(graph, &arcs, members, inside);
        Tangle {
            members: members.iter().map(|it| graph.label(*it).0.to_string()).collect(),
            member_names: members.iter().map(|it| Some(graph.label(*it).1?.to_string())).collect(),
            claimed: graph.is_claimed(),
            hand_overs: inside.iter().map(|it| graph.hand_overs(*it)).sum(),
            cut,
            must_stay: inside.iter().filter_map(|it| graph.kept(*it)).collect(),
            finer_link: graph.finer_link(members),
            evidence: graph.evidence(members, inside),
        }
    });
    (shown.collect(), found.len())
}

/// The components, the largest first: their nodes and the arcs between them, by place.
pub(super) fn tangled(nodes: usize, arcs: &[graphs::Arc]) -> Vec<(Vec<usize>, Vec<usize>)> {
    let found = components(nodes, arcs);
    let mut component = vec![None; nodes];
    for (number, members) in found.iter().enumerate() {
        for node in members {
            component[*node] = Some(number);
        }
    }
    let mut inside = vec![Vec::new(); found.len()];
    for (place, (from, to, _)) in arcs.iter().enumerate() {
        match (component[*from], component[*to]) {
            (Some(from), Some(to)) if from == to => inside[from].push(place),
            _ => {}
        }
    }
    found.into_iter().zip(inside).collect()
}

fn cut_of(
    graph: &impl Tangled,
    arcs: &[graphs::Arc],
    members: &[usize],
    inside: &[usize],
) -> CutShown {
    let place = |node: usize| members.binary_search(&node).expect("both ends are members");
    let own = inside.iter().map(|it| arcs[*it]).map(|(from, to, it)| (place(from), place(to), it));
    let cut = cut(members.len(), &own.collect::<Vec<_>>());
    let mut hand_overs: Vec<Arc<Removed>> =
        cut.arcs.iter().map(|at| graph.removed(inside[*at])).collect();
    let cost = |it: &Removed| {
        [it.work_hours_per_month, it.delay_hours_per_month].map(|it| it.unwrap_or(-1.0))
    };
    hand_overs.sort_by(|a, b| {
        let ([work_a, delay_a], [work_b, delay_b]) = (cost(a), cost(b));
        let dearer = work_b.total_cmp(&work_a).then(delay_b.total_cmp(&delay_a));
        dearer.then(b.weight.total_cmp(&a.weight))
    });
    CutShown { note: HEADLINE, hand_overs, share: rounded(cut.share), exact: cut.exact }
}

//! Where everything can come back: strongly connected components, and the least to remove so that
//! nothing does.

use events::ids::HandOverId;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    evidence::{Evidence, rounded, shown},
    graphs::{Arc, components::components, cut::cut},
    loops::{
        fold::{Edge, Fold},
        level::{Node, Places},
    },
};

/// A set of at least two nodes within which every one can be reached from every other.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Tangle {
    /// Ids of steps, units or sites, or the names of regions, ascending.
    pub members: Vec<String>,
    /// What people call them; nothing where the name was erased.
    pub member_names: Vec<Option<String>>,
    /// How many claimed hand-overs run between them.
    pub hand_overs: usize,
    /// The least weight of hand-overs without which nothing goes round.
    pub cut: CutShown,
    /// Hand-overs that a rule demands, and which the cut therefore leaves.
    pub must_stay: Vec<MustStay>,
    /// What it rests on.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// What to remove so that nothing goes round.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CutShown {
    /// From where to where.
    pub hand_overs: Vec<Removed>,
    /// Their part of the times per month of all hand-overs here that need not stay, 0 to 1.
    pub share: f64,
    /// Whether no lighter cut exists.
    pub exact: bool,
}

/// All hand-overs from one member to another, to be removed.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Removed {
    /// The member that hands over.
    pub from: String,
    /// The member that takes over.
    pub to: String,
    /// Times a month; 0 where nobody said it.
    pub weight: f64,
    /// The hand-overs themselves.
    pub ids: Vec<HandOverId>,
}

/// Hand-overs from one member to another of which a rule demands at least one.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MustStay {
    /// The member that hands over.
    pub from: String,
    /// The member that takes over.
    pub to: String,
    /// Times a month; 0 where nobody said it.
    pub weight: f64,
    /// The rules, without those whose text was erased.
    pub required_by: Vec<String>,
}

/// The largest first, no more than the limit, and how many there are. `evidence` is asked with a node of
/// the component and its edges.
pub(super) fn tangles(
    places: Places<'_>,
    fold: &Fold<'_>,
    limit: usize,
    evidence: impl Fn(&Node, &[usize]) -> Evidence,
) -> (Vec<Tangle>, usize) {
    let found = tangled(fold);
    let shown = found.iter().take(limit).map(|(members, edges)| {
        let inside: Vec<&Edge<'_>> = edges.iter().map(|it| &fold.edges[*it]).collect();
        let evidence = evidence(&fold.nodes[members[0]], edges);
        tangle(places, fold, members, &inside, evidence)
    });
    (shown.collect(), found.len())
}

/// The components, the largest first: their nodes and the edges between them, by place.
pub(super) fn tangled(fold: &Fold<'_>) -> Vec<(Vec<usize>, Vec<usize>)> {
    let arcs: Vec<Arc> = fold.edges.iter().map(arc).collect();
    let found = components(fold.nodes.len(), &arcs);
    let mut component = vec![None; fold.nodes.len()];
    for (number, members) in found.iter().enumerate() {
        for node in members {
            component[*node] = Some(number);
        }
    }
    let mut inside = vec![Vec::new(); found.len()];
    for (place, edge) in fold.edges.iter().enumerate() {
        match (component[edge.from], component[edge.to]) {
            (Some(from), Some(to)) if from == to => inside[from].push(place),
            _ => {}
        }
    }
    found.into_iter().zip(inside).collect()
}

/// What must stay weighs more than anything else.
fn arc(edge: &Edge<'_>) -> Arc {
    let weight = if edge.must_stay() { f64::INFINITY } else { weight(edge) };
    (edge.from, edge.to, weight)
}

fn weight(edge: &Edge<'_>) -> f64 {
    edge.times().unwrap_or(0.0)
}

fn tangle(
    places: Places<'_>,
    fold: &Fold<'_>,
    members: &[usize],
    inside: &[&Edge<'_>],
    evidence: Evidence,
) -> Tangle {
    let place = |node: usize| members.binary_search(&node).expect("both ends are members");
    let arcs: Vec<Arc> = inside
        .iter()
        .map(|it| arc(it))
        .map(|(from, to, weight)| (place(from), place(to), weight))
        .collect();
    let cut = cut(members.len(), &arcs);
    Tangle {
        members: members.iter().map(|it| fold.nodes[*it].to_string()).collect(),
        member_names: members.iter().map(|it| places.name(&fold.nodes[*it])).collect(),
        hand_overs: inside.iter().map(|it| it.members.len()).sum(),
        cut: CutShown {
            hand_overs: cut.arcs.iter().map(|at| removed(fold, inside[*at])).collect(),
            share: rounded(cut.share),
            exact: cut.exact,
        },
        must_stay: inside.iter().filter(|it| it.must_stay()).map(|it| kept(fold, it)).collect(),
        evidence,
    }
}

fn removed(fold: &Fold<'_>, edge: &Edge<'_>) -> Removed {
    Removed {
        from: fold.nodes[edge.from].to_string(),
        to: fold.nodes[edge.to].to_string(),
        weight: rounded(weight(edge)),
        ids: edge.members.iter().map(|it| it.hand_over.known.fact.hand_over).collect(),
    }
}

fn kept(fold: &Fold<'_>, edge: &Edge<'_>) -> MustStay {
    let rules = edge.members.iter().filter_map(|it| it.hand_over.known.fact.required_by.as_ref());
    let mut required_by: Vec<String> = Vec::new();
    for rule in rules.filter_map(shown) {
        if !required_by.contains(&rule) {
            required_by.push(rule);
        }
    }
    MustStay {
        from: fold.nodes[edge.from].to_string(),
        to: fold.nodes[edge.to].to_string(),
        weight: rounded(weight(edge)),
        required_by,
    }
}

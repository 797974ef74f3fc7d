//! The map to be drawn: steps and their hand-overs, of one process or one area, or folded to units or
//! sites.
//!
//! Invariant: at most [`NODES_MAX`] nodes, the earliest known first, and only edges between shown nodes.

mod folded;
mod steps;
#[cfg(test)]
mod tests;

use events::{
    Area,
    hand_over::{Channel, HandOverKind},
    ids::{ProcessId, SiteId, StepId, UnitId},
};
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

use crate::{Projections, evidence::Evidence, graphs::components::components, process_map::Step};

/// The most nodes that one answer shows.
pub const NODES_MAX: usize = 2_000;

/// Which map is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MapQuestion {
    /// The steps of one process, also of a retired one, with the steps of others that it leads to or that
    /// lead to it.
    Process(ProcessId),
    /// The same for all processes of one area that are run.
    Area(Area),
    /// Everything that is run, folded to units or sites.
    Level(Level),
    /// Everything that is run, step by step.
    Steps,
}

/// What steps are folded to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Who performs them.
    Unit,
    /// Where they are performed.
    Site,
}

impl Level {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Unit, Self::Site];

    /// The level in the name of something drawn, `map/unit/ID`, and what is behind it.
    pub(crate) fn drawn(of: &str) -> Option<(Self, &str)> {
        let (level, what) = of.strip_prefix("map/")?.split_once('/')?;
        Some((Self::ALL.into_iter().find(|it| it.key() == level)?, what))
    }

    /// As it stands in questions and in names of figures.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Site => "site",
        }
    }
}

/// A graph to be drawn.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MapAnswer {
    /// Steps, units or sites, the earliest known first; steps of other processes last.
    pub nodes: Vec<MapNode>,
    /// Hand-overs, or bundles of them.
    pub edges: Vec<MapEdge>,
    /// Steps that a folded map cannot show, because nobody said who performs them or where.
    pub left_out: usize,
    /// There are more nodes than are shown.
    pub truncated: bool,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
}

/// What a node stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NodeKind {
    /// One activity.
    Step,
    /// A unit.
    Unit,
    /// A site.
    Site,
}

/// A node.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MapNode {
    /// The step, unit or site.
    pub id: Uuid,
    /// Which of these it is.
    pub kind: NodeKind,
    /// What people call it.
    pub name: Option<String>,
    /// The unit that performs a step.
    pub unit: Option<UnitId>,
    /// Where that is.
    pub site: Option<SiteId>,
    /// The process of a step.
    pub process: Option<ProcessId>,
    /// Open pain points about it; about a unit or a site also those about the steps there.
    pub pain_points: usize,
    /// Clusters of duplicated work that it is in.
    pub duplicates: usize,
    /// What was said of it, and of the pain points about it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// An edge.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MapEdge {
    /// The hand-over; in a folded map `from>to`.
    pub id: String,
    /// The node that hands over.
    pub from: Uuid,
    /// The node that takes over.
    pub to: Uuid,
    /// What sort; none where a bundle has several.
    pub kind: Option<HandOverKind>,
    /// By which way; none where a bundle has several.
    pub channel: Option<Channel>,
    /// How often, of all in a bundle together; none where nobody said it.
    pub times_per_month: Option<f64>,
    /// Claimed waiting; of a bundle the longest.
    pub wait_hours: Option<f64>,
    /// How many hand-overs it stands for.
    pub count: usize,
    /// A rule demands it, or one of a bundle.
    pub required: bool,
    /// Taken from an event log, not from what people said.
    pub measured: bool,
    /// It lies on a way round in the graph that is shown.
    pub in_cycle: bool,
    /// What was said of the hand-overs that it stands for.
    #[serde(flatten)]
    pub evidence: Evidence,
}

impl Projections {
    /// The map that is asked for; none where the process is not known. `duplicates` counts the clusters
    /// of duplicated work that a step is in.
    pub fn map_answer(
        &self,
        question: MapQuestion,
        duplicates: impl Fn(StepId) -> usize,
    ) -> Option<MapAnswer> {
        match question {
            MapQuestion::Process(id) => {
                self.registry.processes().get(&id)?;
                Some(self.map_of_steps(|process| process == id, &duplicates))
            }
            MapQuestion::Area(area) => {
                let is_of = |process| self.registry.is_run(process) && self.lies_in(process, area);
                Some(self.map_of_steps(is_of, &duplicates))
            }
            MapQuestion::Level(level) => Some(self.folded_map(level, &duplicates)),
            MapQuestion::Steps => {
                Some(self.map_of_steps(|process| self.registry.is_run(process), &duplicates))
            }
        }
    }

    fn lies_in(&self, process: ProcessId, area: Area) -> bool {
        self.registry
            .processes()
            .get(&process)
            .is_some_and(|it| it.fact.primary_area == area || it.fact.further_areas.contains(&area))
    }

    fn folds_to(&self, step: &Step, level: Level) -> Option<Uuid> {
        match level {
            Level::Unit => self.process_map.unit_of(step, &self.registry).map(|it| it.0),
            Level::Site => self.process_map.site_of(step, &self.registry).map(|it| it.0),
        }
    }
}

/// Marks the edges that lie on a way round.
fn mark_cycles(nodes: &[MapNode], edges: &mut [MapEdge]) {
    let place: std::collections::HashMap<Uuid, usize> =
        nodes.iter().enumerate().map(|(at, it)| (it.id, at)).collect();
    let arcs: Vec<_> = edges.iter().map(|it| (place[&it.from], place[&it.to], 1.0)).collect();
    let mut component = vec![None; nodes.len()];
    for (number, members) in components(nodes.len(), &arcs).into_iter().enumerate() {
        for node in members {
            component[node] = Some(number);
        }
    }
    for (edge, (from, to, _)) in edges.iter_mut().zip(arcs) {
        let goes_round = component[from].is_some() && component[from] == component[to];
        edge.in_cycle = goes_round || from == to;
    }
}

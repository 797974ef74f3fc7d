//! What it means: graphs folded from events. Throw them away and fold again; they come back the same.
//!
//! Invariant: a projection is a fold. It does no I/O, reads no clock, and owns no position; the
//! registry of names is always first, so that the others can ask it.

pub mod ascending;
pub mod between;
pub mod between_sites;
mod comments;
pub mod coverage;
pub mod descriptions;
pub mod difference;
pub mod duplicates;
mod every_answer;
pub mod evidence;
pub mod figures;
pub mod graphs;
pub mod history;
pub mod ideas;
mod kept;
pub mod known;
pub mod lenses;
pub mod lists;
pub mod loops;
pub mod map_answer;
pub mod merges;
mod moved;
mod numbered;
pub mod pain_points;
pub mod parts;
pub mod process_map;
pub mod references;
pub mod registry;
pub mod said;
pub mod similar;
#[cfg(test)]
mod testing;
pub mod waiting;
pub mod what_if;
#[cfg(test)]
mod written;

use events::{Position, Recorded};
use jiff::Timestamp;

use comments::Comments;
use coverage::Coverage;
use descriptions::Descriptions;
use duplicates::{Duplicates, Sources};
use history::Timeline;
use ideas::Ideas;
use loops::Loops;
use pain_points::PainPoints;
use process_map::ProcessMap;
use registry::Registry;

/// All projections, at one position.
#[derive(Debug, Clone, Default)]
pub struct Projections {
    /// Names, and which unit is where.
    pub registry: Registry,
    /// Steps and hand-overs.
    pub process_map: ProcessMap,
    /// What says the same.
    pub duplicates: Duplicates,
    /// Hand-overs that go round.
    pub loops: Loops,
    /// What holds work up.
    pub pain_points: PainPoints,
    /// What would make it better.
    pub ideas: Ideas,
    /// What people wrote below things.
    pub comments: Comments,
    /// What is said about descriptions of processes.
    pub descriptions: Descriptions,
    /// What communities stand for.
    pub coverage: Coverage,
    /// Where in the log to look.
    pub timeline: Timeline,
    position: Position,
    recorded: Timestamp,
}

impl Projections {
    /// The last event that they know.
    pub fn position(&self) -> Position {
        self.position
    }

    /// When that event was recorded.
    pub fn recorded(&self) -> Timestamp {
        self.recorded
    }

    /// Takes in the next event.
    pub fn apply(&mut self, event: &Recorded) {
        self.loops.before(event, &self.process_map);
        self.apply_said(event);
        self.process_map.apply(event);
        self.loops.apply(event, &self.process_map, &self.registry);
        self.comments.apply(event);
        self.descriptions.apply(event);
        self.timeline.apply(event);
        self.compare(event);
    }

    /// Takes it in where people say something; none of these asks the others.
    pub(crate) fn apply_said(&mut self, event: &Recorded) {
        self.registry.apply(event);
        self.pain_points.apply(event);
        self.ideas.apply(event);
        self.coverage.apply(event);
        self.position = event.position;
        self.recorded = event.recorded;
    }

    /// Does ahead of time what the next question would have to do first.
    pub fn settle(&self) {
        self.settle_duplicates();
        self.loops.settle(&self.process_map, &self.registry);
    }

    /// Last, because it asks the others.
    fn compare(&mut self, event: &Recorded) {
        let Self {
            registry,
            process_map: map,
            pain_points,
            ideas,
            descriptions,
            coverage,
            duplicates,
            ..
        } = self;
        let of = Sources { registry, map, pain_points, ideas, descriptions, coverage };
        duplicates.apply(event, &of);
    }
}

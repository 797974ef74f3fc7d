//! What if: events that never happened, applied to a fork of the graphs, and what that changes.
//!
//! Invariant: the fork is thrown away with the answer. A figure rests on events of the log, named by
//! their positions, and on lines of the what-if, named as `hypothetical`; never on both in one list.

mod cycles;
mod demanded;
mod figures;
mod touched;
mod work;

pub use cycles::{ChangedLoop, LoopsChange};
pub use demanded::Demanded;
pub use figures::{Figure, FiguresChange};
pub use work::{ChangedCluster, DuplicatesChange, PainPointChange, PainPointsChange};

use events::{Event, Meta, Recorded, Stream, ids::EventId, recorded::Origin};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    Projections,
    coverage::{ChangeOf, CoverageChange},
    evidence::hypothetical,
    known::KnownUnits,
    loops::level::Level,
};
use touched::Touched;

/// Things of each sort that are listed, at most: the dearest.
const LISTED: usize = 20;

/// Loops and clusters that are held against each other, at most: the dearest. Totals are over all.
const COMPARED: usize = 200;

/// What would happen by one line: to what, and what.
#[derive(Debug, Clone, PartialEq)]
pub struct Happening {
    /// The line, counted from 1.
    pub line: u64,
    /// To what.
    pub stream: Stream,
    /// What.
    pub event: Event,
}

/// What would change.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct WhatIfAnswer {
    /// Units that perform a step of a process that is run.
    pub known: KnownUnits,
    /// Said where that is too little to rank anything.
    pub note: Option<&'static str>,
    /// Coordination loops.
    pub loops: LoopsChange,
    /// Duplicated work.
    pub duplicates: DuplicatesChange,
    /// What holds work up.
    pub pain_points: PainPointsChange,
    /// Who takes care of it.
    pub coverage: CoverageChange,
    /// Hand-overs that a rule demands and that would be no more, at most twenty.
    pub demanded: Vec<Demanded>,
}

impl Projections {
    /// What would change if this happened now, one after the other.
    pub fn what_if(&self, what: &[Happening], level: Level, now: Timestamp) -> WhatIfAnswer {
        let touched = Touched::by(what);
        let after = self.after(what, touched, now);
        let known = self.on_the_map(());
        WhatIfAnswer {
            known: known.known,
            note: known.note,
            loops: cycles::change(self, touched.loops.then_some(&after), level, now),
            duplicates: work::duplicates(self, touched.duplicates.then_some(&after)),
            pain_points: work::pain_points(self, touched.care.then_some(&after)),
            coverage: if touched.care { &after } else { self }.coverage_change(
                &self.coverage_at(now),
                now,
                ChangeOf::Trial,
            ),
            demanded: demanded::demanded(self, what),
        }
    }

    /// The graphs as they would be if this happened now, as far as it touches them.
    fn after(&self, what: &[Happening], touched: Touched, now: Timestamp) -> Self {
        let mut fork = self.fork(touched);
        for happening in what {
            fork.apply(&recorded(happening, now));
        }
        fork
    }

    /// A copy of what is touched; the rest is empty, and nothing may be asked of it.
    fn fork(&self, touched: Touched) -> Self {
        let mut fork = Self {
            registry: self.registry.clone(),
            position: self.position,
            recorded: self.recorded,
            ..Self::default()
        };
        if touched.loops || touched.duplicates {
            fork.process_map = self.process_map.clone();
            fork.loops = self.loops.clone();
        }
        if touched.duplicates {
            fork.duplicates = self.duplicates.of_steps();
            fork.descriptions = self.descriptions.clone();
        }
        // Pain points, ideas and communities also tell what links those who do the same.
        if touched.care || touched.duplicates {
            fork.pain_points = self.pain_points.clone();
            fork.ideas = self.ideas.clone();
            fork.coverage = self.coverage.clone();
        }
        fork
    }
}

/// As if it had been recorded, behind every position that there is.
fn recorded(happening: &Happening, now: Timestamp) -> Recorded {
    let Happening { line, stream, event } = happening;
    let nobody = events::Actor {
        id: events::ids::ActorId(uuid::Uuid::nil()),
        kind: events::ActorKind::System,
        unit: None,
    };
    let origin = Origin {
        actor: nobody,
        meta: Meta::default(),
        correlation: uuid::Uuid::nil(),
        causation: None,
        key: None,
    };
    Recorded {
        id: EventId(uuid::Uuid::nil()),
        position: hypothetical(*line),
        stream: *stream,
        revision: 0,
        recorded: now,
        origin,
        event: event.clone(),
    }
}

#[cfg(test)]
mod tests;

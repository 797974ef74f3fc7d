//! Figures by name: the one table of what evidence links lead to, and the numbers that stand there.
//!
//! A figure is named as its link names it: `areas/exchange`, `coverage/exchange/ID`, `pain-points/ID`,
//! `loops/unit/ID,ID`, `duplicates/all`. Whatever an answer shows beside such a link are its values, so
//! that no answer and this table can say two things.

mod chosen;
mod gathered;

use std::collections::{BTreeMap, BTreeSet};

use events::{
    Position,
    duplicate::DuplicateKind,
    ids::{
        CommunityId, DataObjectId, HandOverId, IdeaId, LogId, PainPointId, ProcessId, SiteId,
        StepId, UnitId,
    },
};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    Projections,
    duplicates::{DuplicatesQuery, OfVerdict},
    evidence::named_events,
    loops::{Loops, answer::LoopsQuery},
    map_answer::{self, MapQuestion},
};
pub use chosen::{COMPARED, Chosen, differing_pain_points};
use gathered::gathered;

/// What stands beside an evidence link.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Figure {
    /// What people call what it is about; none where that has no name, or it was erased.
    pub about: Option<String>,
    /// The numbers and the words from fixed lists: `hours_per_month`, `benefit/one_off_hours`, `status`.
    pub values: BTreeMap<String, Value>,
}

/// Figures by name.
pub type Figures = BTreeMap<String, Figure>;

/// One sort of figure.
struct Sort {
    /// How its names begin.
    prefix: &'static str,
    /// The answer in which one of them stands.
    one: fn(&Projections, &str, Timestamp) -> Option<Value>,
    /// The events behind one of them.
    evidence: fn(&Projections, &str) -> Option<BTreeSet<Position>>,
}

const SORTS: [Sort; 20] = [
    Sort {
        prefix: "areas/",
        one: |it, _, now| Some(json!(it.coverage_answer(now))),
        evidence: Projections::coverage_evidence,
    },
    Sort {
        prefix: "coverage/",
        one: |it, _, now| Some(json!(it.coverage_answer(now))),
        evidence: Projections::coverage_evidence,
    },
    Sort {
        prefix: "gaps/",
        one: |it, _, now| Some(json!(it.coverage_answer(now))),
        evidence: Projections::coverage_evidence,
    },
    Sort {
        prefix: "overlaps/",
        one: |it, _, now| Some(json!(it.coverage_answer(now))),
        evidence: Projections::coverage_evidence,
    },
    Sort {
        prefix: "taken-up/",
        one: |it, of, now| {
            let (community, _) = of.strip_prefix("taken-up/")?.split_once('/')?;
            let community = CommunityId(Uuid::parse_str(community).ok()?);
            written(it.community_stands(community, now))
        },
        evidence: Projections::coverage_evidence,
    },
    Sort { prefix: "pain-points/", one: pain_point, evidence: Projections::coverage_evidence },
    Sort { prefix: "ideas/", one: idea, evidence: Projections::list_evidence },
    Sort {
        prefix: "duplicates/",
        one: |it, of, _| Some(duplicates_of(it, of)),
        evidence: Projections::duplicates_evidence,
    },
    Sort {
        prefix: "loops/",
        one: loops,
        evidence: |it, of| it.loops.evidence(&it.process_map, &it.registry, of),
    },
    Sort {
        prefix: "sites/",
        one: |it, of, _| written(it.site_answer(SiteId(id(of)?))),
        evidence: Projections::list_evidence,
    },
    Sort {
        prefix: "units/",
        one: |it, of, _| written(it.unit_answer(UnitId(id(of)?))),
        evidence: Projections::list_evidence,
    },
    Sort {
        prefix: "communities/",
        one: |it, of, _| written(it.community_answer(CommunityId(id(of)?))),
        evidence: Projections::list_evidence,
    },
    Sort {
        prefix: "data-objects/",
        one: |it, of, _| written(it.data_object_answer(DataObjectId(id(of)?))),
        evidence: Projections::list_evidence,
    },
    Sort {
        prefix: "processes/",
        one: |it, of, _| written(it.process_answer(ProcessId(id(of)?))),
        evidence: Projections::list_evidence,
    },
    Sort {
        prefix: "steps/",
        one: |it, of, _| written(it.process_answer(it.process_map.step(StepId(id(of)?))?.process)),
        evidence: Projections::list_evidence,
    },
    Sort {
        prefix: "hand-overs/",
        one: |it, of, _| {
            let from = it.process_map.hand_over(HandOverId(id(of)?))?.known.fact.from;
            written(it.process_answer(it.process_map.step(from)?.process))
        },
        evidence: Projections::list_evidence,
    },
    Sort { prefix: "lenses/", one: lens, evidence: Projections::lens_evidence },
    Sort { prefix: "map/", one: map, evidence: Projections::map_evidence },
    // Not a figure of the company's: events that somebody lists.
    Sort {
        prefix: "events/",
        one: |_, _, _| None,
        evidence: |it, of| named_events(of, it.position()),
    },
    Sort {
        prefix: "logs/",
        one: |it, of, _| written(it.log_answer(LogId(id(of)?))),
        evidence: Projections::list_evidence,
    },
];

/// Answers whose figures are compared between two moments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answers {
    /// Areas, and communities in them.
    Coverage,
    /// What holds work up.
    PainPoints,
    /// Improvements.
    Ideas,
    /// Work that is done twice.
    Duplicates,
    /// What goes round, at one level.
    Loops,
}

impl Answers {
    /// All of them, in the order of reports.
    pub const ALL: [Self; 5] =
        [Self::Coverage, Self::PainPoints, Self::Ideas, Self::Duplicates, Self::Loops];

    /// Whether a figure is its own; some show those of others beside theirs.
    pub fn has(self, of: &str) -> bool {
        // A gap is told by its area.
        let own: &[&str] = match self {
            Self::Coverage => &["areas/", "coverage/", "overlaps/"],
            Self::PainPoints => &["pain-points/"],
            Self::Ideas => &["ideas/"],
            Self::Duplicates => &["duplicates/"],
            Self::Loops => &["loops/"],
        };
        own.iter().any(|it| of.starts_with(it))
    }

    /// As it stands in questions.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Coverage => "coverage",
            Self::PainPoints => "pain-points",
            Self::Ideas => "ideas",
            Self::Duplicates => "duplicates",
            Self::Loops => "loops",
        }
    }
}

impl Projections {
    /// The figure of a name, as of `now`; none where there is none of it.
    pub fn figure(&self, of: &str, now: Timestamp) -> Option<Figure> {
        let answer = (sort(of)?.one)(self, of, now)?;
        gathered(&answer).remove(of)
    }

    /// All positions behind any name that the link of a figure carries.
    pub fn evidence_of(&self, of: &str) -> Option<BTreeSet<Position>> {
        (sort(of)?.evidence)(self, of)
    }
}

/// Whether a name is one of a sort of figure that there is.
pub fn is_name(of: &str) -> bool {
    sort(of).is_some()
}

fn sort(of: &str) -> Option<&'static Sort> {
    SORTS.iter().find(|it| of.starts_with(it.prefix))
}

fn id(of: &str) -> Option<Uuid> {
    Uuid::parse_str(of.split_once('/')?.1).ok()
}

fn written(answer: Option<impl Serialize>) -> Option<Value> {
    answer.map(|it| json!(it))
}

fn pain_point(it: &Projections, of: &str, _: Timestamp) -> Option<Value> {
    written(it.pain_point_item(PainPointId(id(of)?)))
}

/// The idea itself, or what came of the change that was sketched on it.
fn idea(it: &Projections, of: &str, now: Timestamp) -> Option<Value> {
    written(it.idea_answer(IdeaId(id(of.strip_suffix("/led-to").unwrap_or(of))?), now))
}

/// The clusters of one verdict, or all: also those that were dismissed.
fn duplicates_of(it: &Projections, of: &str) -> Value {
    let verdict = of.rsplit('/').next().and_then(|it| it.parse::<OfVerdict>().ok());
    let verdicts: &[_] = match verdict {
        Some(verdict) => &[Some(verdict)],
        None => &[None, Some(OfVerdict::Dismissed)],
    };
    let answer = |(kind, verdict)| {
        it.duplicates_answer(&DuplicatesQuery { kind, verdict, ..DuplicatesQuery::default() })
    };
    let kind = of.split('/').nth(1).and_then(|it| it.parse::<DuplicateKind>().ok());
    let kinds = DuplicateKind::ALL.into_iter().filter(|it| kind.is_none_or(|kind| kind == *it));
    let asked = kinds.flat_map(|kind| verdicts.iter().map(move |it| (kind, *it)));
    json!(asked.map(answer).collect::<Vec<_>>())
}

fn lens(it: &Projections, of: &str, now: Timestamp) -> Option<Value> {
    match of {
        "lenses/support/data" => written(Some(it.support_lens(now))),
        "lenses/coordination" => written(Some(it.coordination_lens(LoopsQuery::at(now).day))),
        "lenses/communication" => written(Some(it.communication_lens())),
        _ => None,
    }
}

fn map(it: &Projections, of: &str, _: Timestamp) -> Option<Value> {
    let (level, _) = map_answer::Level::drawn(of)?;
    let clusters = it.clusters_by_step();
    let duplicates = |step| usize::from(clusters.contains_key(&step));
    written(it.map_answer(MapQuestion::Level(level), duplicates))
}

fn loops(it: &Projections, of: &str, now: Timestamp) -> Option<Value> {
    let query = Loops::question(of, now)?;
    written(Some(it.loops.answer(&it.process_map, &it.registry, query)))
}

#[cfg(test)]
mod tests;

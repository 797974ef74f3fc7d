//! Every question there is, as it is asked where nobody says more.

use jiff::Timestamp;
use projections::{
    Projections,
    duplicates::DuplicatesQuery,
    history::TimelineFilter,
    loops::{answer::LoopsQuery, level::Level},
    map_answer::{self, MapQuestion},
    pain_points::PainPointFilter,
};
use serde_json::Error;

/// A question: gives the bytes of its answer, so that all of it has to be made.
pub(crate) type Question = fn(&Projections, Timestamp) -> Result<usize, Error>;

/// By name.
pub(crate) const ALL: [(&str, Question); 17] = [
    ("sites", |it, _| bytes(&it.sites_answer())),
    ("units", |it, _| bytes(&it.units_answer())),
    ("communities", |it, _| bytes(&it.communities_answer())),
    ("processes", |it, _| bytes(&it.processes_answer())),
    ("logs", |it, _| bytes(&it.logs_answer())),
    ("unresolved", |it, _| bytes(&it.unresolved_answer())),
    ("areas", |it, _| bytes(&it.areas_answer())),
    ("pain points", pain_points),
    ("coverage", |it, now| bytes(&it.coverage_answer(now))),
    ("duplicates", |it, _| {
        bytes(&it.duplicates_answer(&DuplicatesQuery { limit: 100, ..DuplicatesQuery::default() }))
    }),
    ("loops by step", |it, now| loops(it, now, Level::Step)),
    ("loops by unit", |it, now| loops(it, now, Level::Unit)),
    ("loops by parent unit", |it, now| loops(it, now, Level::ParentUnit)),
    ("loops by site", |it, now| loops(it, now, Level::Site)),
    ("loops by region", |it, now| loops(it, now, Level::Region)),
    ("map of units", map),
    ("history", |it, _| Ok(it.timeline.find(&TimelineFilter::default(), None, 101).len())),
];

fn pain_points(it: &Projections, _: Timestamp) -> Result<usize, Error> {
    let filter = PainPointFilter { limit: Some(100), ..PainPointFilter::default() };
    bytes(&it.pain_points_answer(&filter))
}

fn loops(it: &Projections, now: Timestamp, level: Level) -> Result<usize, Error> {
    let question = LoopsQuery { level, ..LoopsQuery::at(now) };
    bytes(&it.loops.answer(&it.process_map, &it.registry, question))
}

fn map(it: &Projections, _: Timestamp) -> Result<usize, Error> {
    let clusters = it.clusters_by_step();
    let question = MapQuestion::Level(map_answer::Level::Unit);
    bytes(&it.map_answer(question, |step| usize::from(clusters.contains_key(&step))))
}

fn bytes(answer: &impl serde::Serialize) -> Result<usize, Error> {
    serde_json::to_vec(answer).map(|it| it.len())
}

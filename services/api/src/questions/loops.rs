//! `GET loops`: what goes round between steps, units, sites or regions.

use axum::{extract::State, routing::get};
use jiff::civil::Date;
use projections::{
    known::OnTheMap,
    loops::{
        answer::{LoopsAnswer, LoopsQuery},
        level::Level,
        scope::{Scope, Whole},
    },
};

use super::Question;
use crate::{App, Problem, answer::Answer, asked::Asked, parse::Id};

/// Cycles shown where the caller does not say how many.
const CYCLES: usize = 20;

pub(crate) const LOOPS: Question = Question {
    path: "loops",
    summary: "Coordination loops, the dearest first, and the hand-overs that would end them",
    parameters: &[
        (
            "level",
            "`step`, `unit`, `parent_unit`, `site` or `region`; `unit` where it is not said.",
        ),
        ("process", "Only hand-overs of this process."),
        (
            "within",
            "Only what begins and ends within these: ids of sites or units, names of regions, with commas between.",
        ),
        (
            "day",
            "A day of the week whose clocks, working hours and holidays count; that of `at` where it is not said.",
        ),
        ("limit", "At most so many cycles, 1 to 1,000; 20 where it is not said."),
    ],
    is_paged: false,
    is_heavy: true,
    answer: |schemas| schemas.subschema_for::<Answer<OnTheMap<LoopsAnswer>>>(),
    route: || get(loops),
};

async fn loops(
    State(app): State<App>,
    mut asked: Asked,
) -> Result<Answer<OnTheMap<LoopsAnswer>>, Problem> {
    let level: Option<Level> = asked.take("level")?;
    let limit = asked.limit(CYCLES)?;
    let scope = Scope {
        process: asked.take::<Id>("process")?.map(Id::into),
        within: asked.take_text("within").map(|it| Whole::list(&it)).unwrap_or_default(),
    };
    let day: Option<Date> = asked.take("day")?;
    asked
        .answer(&app, move |view| {
            let projections = view.projections;
            let (map, registry) = (&projections.process_map, &projections.registry);
            let usual = LoopsQuery::at(view.now);
            let (level, day) = (level.unwrap_or(usual.level), day.unwrap_or(usual.day));
            let query = LoopsQuery { level, limit, scope, day };
            projections.on_the_map(projections.loops.answer(map, registry, query))
        })
        .await
}

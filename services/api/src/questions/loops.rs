//! `GET loops`: what goes round between steps, units, sites or regions.

use axum::{extract::State, routing::get};
use projections::{
    known::OnTheMap,
    loops::answer::{LoopsAnswer, LoopsQuery},
};

use super::Question;
use crate::{App, Problem, answer::Answer, asked::Asked, parse::Id};

/// Cycles shown where the caller does not say how many.
const CYCLES: usize = 20;

pub(crate) const LOOPS: Question = Question {
    path: "loops",
    summary: "Coordination loops, the dearest first, and the hand-overs that would end them",
    parameters: &[
        ("level", "`step`, `unit`, `site` or `region`; `unit` where it is not said."),
        ("process", "Only hand-overs of this process."),
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
    let usual = LoopsQuery::default();
    let query = LoopsQuery {
        level: asked.take("level")?.unwrap_or(usual.level),
        limit: asked.limit(CYCLES)?,
        process: asked.take::<Id>("process")?.map(Id::into),
    };
    asked
        .answer(&app, move |view| {
            let projections = view.projections;
            let (map, registry) = (&projections.process_map, &projections.registry);
            projections.on_the_map(projections.loops.answer(map, registry, query))
        })
        .await
}

//! `GET loops`: what goes round between steps, units, sites or regions.

use axum::{extract::State, routing::get};
use projections::{
    known::OnTheMap,
    loops::{
        answer::{LoopsAnswer, LoopsQuery},
        level::Level,
        scope::{Scope, Whole},
    },
    registry::Registry,
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
    let day = asked.take_day("day")?;
    let answer = asked.answer(&app, move |view| {
        let projections = view.projections;
        let (map, registry) = (&projections.process_map, &projections.registry);
        must_be_there(&scope, registry)?;
        let usual = LoopsQuery::at(view.now);
        let (level, day) = (level.unwrap_or(usual.level), day.unwrap_or(usual.day));
        let query = LoopsQuery { level, limit, scope, day };
        let answer = projections.loops.answer(map, registry, query);
        Ok::<_, Problem>(projections.on_the_map(answer))
    });
    let Answer { position, answer } = answer.await?;
    Ok(Answer { position, answer: answer? })
}

/// What nobody knows has no loops, and that would read as if there were none.
fn must_be_there(scope: &Scope, registry: &Registry) -> Result<(), Problem> {
    if let Some(it) = scope.process.filter(|it| !registry.processes().contains_key(it)) {
        return Err(Problem::parameter("process", format!("`{it}` is known as no process here")));
    }
    match scope.within.iter().find(|it| !it.is_known(registry)) {
        Some(it) => {
            let detail = format!("`{it}` is known as no site, unit or region here");
            Err(Problem::parameter("within", detail))
        }
        None => Ok(()),
    }
}

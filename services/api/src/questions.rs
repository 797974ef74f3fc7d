//! The table of questions: a file each, registered and documented by one entry here.

mod areas;
mod coverage;
mod diff;
mod duplicates;
mod event;
mod evidence;
pub(crate) mod history;
mod ideas;
mod lenses;
mod lists;
mod loops;
pub(crate) mod map;
mod pain_points;
mod similar;
mod story;
mod unresolved;
mod waiting;
mod why;

use axum::{Router, middleware, routing::MethodRouter};
use projections::Projections;
use schemars::{Schema, SchemaGenerator};

use crate::{App, Problem, answer::Answer, asked::Asked, kept_answers, parse::Id};

/// One question that can be asked.
pub(crate) struct Question {
    /// Behind `/api/v1/`.
    pub(crate) path: &'static str,
    /// What it answers.
    pub(crate) summary: &'static str,
    /// Query parameters of its own, with what they mean.
    pub(crate) parameters: &'static [(&'static str, &'static str)],
    /// Whether it takes `limit` and `cursor`.
    pub(crate) is_paged: bool,
    /// Whether it looks at much of the graphs: it then waits its turn, and its answer is kept.
    pub(crate) is_heavy: bool,
    /// The JSON Schema of the answer.
    pub(crate) answer: fn(&mut SchemaGenerator) -> Schema,
    /// Its handler.
    pub(crate) route: fn() -> MethodRouter<App>,
}

/// All questions, in the order of the documentation.
pub(crate) const TABLE: &[Question] = &[
    lists::SITES,
    lists::SITE,
    lists::UNITS,
    lists::UNIT,
    lists::DATA_OBJECTS,
    lists::DATA_OBJECT,
    lists::COMMUNITIES,
    lists::COMMUNITY,
    lists::PROCESSES,
    lists::PROCESS,
    pain_points::PAIN_POINTS,
    pain_points::PAIN_POINT,
    ideas::IDEAS,
    ideas::IDEA,
    waiting::WAITING,
    similar::SIMILAR,
    lists::LOGS,
    lists::LOG,
    map::MAP,
    duplicates::DUPLICATES,
    duplicates::DUPLICATE,
    loops::LOOPS,
    coverage::COVERAGE,
    coverage::COMMUNITY_COVERAGE,
    areas::AREAS,
    lenses::TRANSPARENCY,
    lenses::SUPPORT,
    lenses::COMMUNICATION,
    lenses::COORDINATION,
    history::HISTORY,
    story::STORY,
    diff::DIFF,
    why::WHY,
    event::EVENT,
    evidence::EVIDENCE,
    unresolved::UNRESOLVED,
];

pub(crate) fn routes(app: &App) -> Router<App> {
    TABLE.iter().fold(Router::new(), |router, question| {
        let route = (question.route)();
        let route = if question.is_heavy {
            route.layer(middleware::from_fn_with_state(app.clone(), kept_answers::heavy))
        } else {
            route
        };
        router.route(&format!("/api/v1/{}", question.path), route)
    })
}

/// Asks for one thing by its id; 404 where there is none.
async fn one<T: Send + 'static>(
    app: &App,
    asked: &Asked,
    id: &str,
    what: &str,
    find: impl FnOnce(&Projections, Id) -> Option<T> + Send + 'static,
) -> Result<Answer<T>, Problem> {
    let unknown = || Problem::unknown(format!("there is no {what} `{id}`"));
    let parsed: Id = id.parse().map_err(|_| unknown())?;
    let Answer { position, answer } =
        asked.answer(app, move |view| find(view.projections, parsed)).await?;
    Ok(Answer { position, answer: answer.ok_or_else(unknown)? })
}

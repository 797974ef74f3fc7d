//! `GET areas`: the thirteen areas, what hurts in each, how many processes lie in it.

use axum::{extract::State, routing::get};
use projections::coverage::AreasAnswer;

use super::Question;
use crate::{App, Problem, answer::Answer, asked::Asked};

pub(crate) const AREAS: Question = Question {
    path: "areas",
    summary: "The thirteen process areas, each with its question and its pain points",
    parameters: &[],
    is_paged: false,
    is_heavy: true,
    answer: |schemas| schemas.subschema_for::<Answer<AreasAnswer>>(),
    route: || get(areas),
};

async fn areas(State(app): State<App>, asked: Asked) -> Result<Answer<AreasAnswer>, Problem> {
    asked.answer_of_said(&app, |view| view.said.areas_answer()).await
}

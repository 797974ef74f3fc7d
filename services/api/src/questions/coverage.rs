//! `GET coverage`: community × area, gaps and overlaps.

use axum::{extract::State, routing::get};
use projections::coverage::CoverageAnswer;

use super::Question;
use crate::{App, Problem, answer::Answer, asked::Asked};

pub(crate) const COVERAGE: Question = Question {
    path: "coverage",
    summary: "Which communities address which of the thirteen areas, and where nobody does",
    parameters: &[],
    is_paged: false,
    is_heavy: true,
    answer: |schemas| schemas.subschema_for::<Answer<CoverageAnswer>>(),
    route: || get(coverage),
};

async fn coverage(State(app): State<App>, asked: Asked) -> Result<Answer<CoverageAnswer>, Problem> {
    asked.answer(&app, |view| view.projections.coverage_answer(view.now)).await
}

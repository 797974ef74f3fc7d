//! `GET unresolved`: what two editors who did not see each other left behind.

use axum::{extract::State, routing::get};
use projections::lists::UnresolvedItem;

use super::Question;
use crate::{
    App, Problem,
    answer::{Answer, Page},
    asked::Asked,
};

pub(crate) const UNRESOLVED: Question = Question {
    path: "unresolved",
    summary: "Facts that could not be followed, and why",
    parameters: &[],
    is_paged: true,
    is_heavy: false,
    answer: |schemas| schemas.subschema_for::<Answer<Page<UnresolvedItem>>>(),
    route: || get(unresolved),
};

async fn unresolved(
    State(app): State<App>,
    mut asked: Asked,
) -> Result<Answer<Page<UnresolvedItem>>, Problem> {
    let (first, limit) = asked.page()?;
    asked
        .answer(&app, move |view| Page::cut(view.projections.unresolved_answer(), first, limit))
        .await
}

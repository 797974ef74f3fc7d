//! `GET logs`, and one of them.

use axum::{
    extract::{Path, State},
    routing::get,
};
use projections::lists::LogItem;

use super::{Question, one};
use crate::{
    App, Problem,
    answer::{Answer, Page},
    asked::Asked,
};

pub(crate) const LOGS: Question = Question {
    path: "logs",
    summary: "All imported event logs, by name",
    parameters: &[],
    is_paged: true,
    answer: |schemas| schemas.subschema_for::<Answer<Page<LogItem>>>(),
    route: || get(logs),
};

pub(crate) const LOG: Question = Question {
    path: "logs/{id}",
    summary: "One imported event log",
    parameters: &[],
    is_paged: false,
    answer: |schemas| schemas.subschema_for::<Answer<LogItem>>(),
    route: || get(log),
};

async fn logs(State(app): State<App>, mut asked: Asked) -> Result<Answer<Page<LogItem>>, Problem> {
    let (first, limit) = asked.page()?;
    asked.answer(&app, move |view| Page::cut(view.projections.logs_answer(), first, limit)).await
}

async fn log(
    State(app): State<App>,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Answer<LogItem>, Problem> {
    one(&app, &asked, &id, "log", |it, id| it.log_answer(id.into())).await
}

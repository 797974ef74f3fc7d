//! `GET processes`, and one of them.

use axum::{
    extract::{Path, State},
    routing::get,
};
use projections::lists::{ProcessDetail, ProcessItem};

use super::{Question, one};
use crate::{
    App, Problem,
    answer::{Answer, Page},
    asked::Asked,
};

pub(crate) const PROCESSES: Question = Question {
    path: "processes",
    summary: "All processes, by name",
    parameters: &[],
    is_paged: true,
    answer: |schemas| schemas.subschema_for::<Answer<Page<ProcessItem>>>(),
    route: || get(processes),
};

pub(crate) const PROCESS: Question = Question {
    path: "processes/{id}",
    summary: "One process with its steps and hand-overs",
    parameters: &[],
    is_paged: false,
    answer: |schemas| schemas.subschema_for::<Answer<ProcessDetail>>(),
    route: || get(process),
};

async fn processes(
    State(app): State<App>,
    mut asked: Asked,
) -> Result<Answer<Page<ProcessItem>>, Problem> {
    let (first, limit) = asked.page()?;
    asked
        .answer(&app, move |view| Page::cut(view.projections.processes_answer(), first, limit))
        .await
}

async fn process(
    State(app): State<App>,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Answer<ProcessDetail>, Problem> {
    one(&app, &asked, &id, "process", |it, id| it.process_answer(id.into())).await
}

//! `GET duplicates`: what is done twice, and what people say of it.

use axum::{
    extract::{Path, State},
    routing::get,
};
use projections::{
    duplicates::{
        DuplicatesQuery,
        answer::{DuplicateCluster, DuplicatesAnswer},
    },
    known::OnTheMap,
};

use super::{Question, one};
use crate::{App, Problem, answer::Answer, asked::Asked};

pub(crate) const DUPLICATES: Question = Question {
    path: "duplicates",
    summary: "Things of different units that say the same, with what people say of them",
    parameters: &[
        (
            "kind",
            "`step` (duplicated work), `data` (one data object kept by hand in several stores), `data_object`, `process`, `pain_point` or `idea`; `step` where it is not said.",
        ),
        (
            "verdict",
            "`open`, `confirmed` or `dismissed`; all that are not dismissed where it is not said.",
        ),
        ("limit", "At most so many clusters, 1 to 1,000; 100 where it is not said."),
    ],
    is_paged: false,
    is_heavy: true,
    answer: |schemas| schemas.subschema_for::<Answer<OnTheMap<DuplicatesAnswer>>>(),
    route: || get(duplicates),
};

pub(crate) const DUPLICATE: Question = Question {
    path: "duplicates/{id}",
    summary: "One cluster of duplicates, or what a verdict is about",
    parameters: &[],
    is_paged: false,
    is_heavy: true,
    answer: |schemas| schemas.subschema_for::<Answer<DuplicateCluster>>(),
    route: || get(duplicate),
};

async fn duplicates(
    State(app): State<App>,
    mut asked: Asked,
) -> Result<Answer<OnTheMap<DuplicatesAnswer>>, Problem> {
    let usual = DuplicatesQuery::default();
    let query = DuplicatesQuery {
        kind: asked.take("kind")?.unwrap_or(usual.kind),
        verdict: asked.take("verdict")?,
        limit: asked.limit(crate::limits::ITEMS)?,
    };
    asked
        .answer(&app, move |view| {
            view.projections.on_the_map(view.projections.duplicates_answer(&query))
        })
        .await
}

async fn duplicate(
    State(app): State<App>,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Answer<DuplicateCluster>, Problem> {
    one(&app, &asked, &id, "cluster or verdict", |it, id| it.duplicate_answer(id.into())).await
}

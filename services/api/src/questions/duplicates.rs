//! `GET duplicates`: what is done twice.

use axum::{extract::State, routing::get};
use projections::{duplicates::answer::DuplicatesAnswer, known::OnTheMap};

use super::Question;
use crate::{App, Problem, answer::Answer, asked::Asked};

pub(crate) const DUPLICATES: Question = Question {
    path: "duplicates",
    summary: "Steps of different units, in different processes, that say the same",
    parameters: &[
        ("kind", "`step`; the other kinds come later."),
        ("limit", "At most so many clusters, 1 to 1,000; 100 where it is not said."),
    ],
    is_paged: false,
    is_heavy: true,
    answer: |schemas| schemas.subschema_for::<Answer<OnTheMap<DuplicatesAnswer>>>(),
    route: || get(duplicates),
};

async fn duplicates(
    State(app): State<App>,
    mut asked: Asked,
) -> Result<Answer<OnTheMap<DuplicatesAnswer>>, Problem> {
    let limit = asked.limit(crate::limits::ITEMS)?;
    match asked.take_text("kind").as_deref() {
        None | Some("step") => {}
        Some(other) => {
            return Err(Problem::parameter("kind", format!("`{other}` is not a kind; `step` is")));
        }
    }
    asked
        .answer(&app, move |view| {
            let projections = view.projections;
            let map = &projections.process_map;
            let answer = projections.duplicates.answer(map, &projections.registry, limit);
            projections.on_the_map(answer)
        })
        .await
}

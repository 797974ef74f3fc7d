//! `GET similar`: what says something like a text, for whoever is about to write it down.

use axum::{extract::State, routing::get};
use projections::similar::{SIMILAR_MAX, SimilarAnswer, SimilarKind};

use super::Question;
use crate::{App, Problem, answer::Answer, asked::Asked};

/// Shown where nobody says how many.
const SHOWN: usize = 5;
/// The longest text that is looked for, in bytes.
const TEXT_MAX: usize = 20_000;

pub(crate) const SIMILAR: Question = Question {
    path: "similar",
    summary: "What says something like a text, the most alike first",
    parameters: &[
        ("q", "The text."),
        (
            "kind",
            "`pain_point`, `idea`, `step`, `process` or `data_object`; all where it is not said.",
        ),
        ("limit", "At most so many, 1 to 20; 5 where it is not said."),
    ],
    is_paged: false,
    is_heavy: true,
    answer: |schemas| schemas.subschema_for::<Answer<SimilarAnswer>>(),
    route: || get(similar),
};

async fn similar(
    State(app): State<App>,
    mut asked: Asked,
) -> Result<Answer<SimilarAnswer>, Problem> {
    let Some(text) = asked.take_text("q").filter(|it| !it.trim().is_empty()) else {
        return Err(Problem::parameter("q", "must say what to look for"));
    };
    if text.len() > TEXT_MAX {
        return Err(Problem::parameter("q", format!("must not be longer than {TEXT_MAX} bytes")));
    }
    let kind: Option<SimilarKind> = asked.take("kind")?;
    let limit @ 1..=SIMILAR_MAX = asked.take("limit")?.unwrap_or(SHOWN) else {
        return Err(Problem::parameter("limit", format!("must be 1 to {SIMILAR_MAX}")));
    };
    asked.answer(&app, move |view| view.projections.similar_answer(&text, kind, limit)).await
}

//! `GET pain-points`: what holds work up, the dearest first; and each in full.

use axum::{
    extract::{Path, State},
    routing::get,
};
use projections::pain_points::{PainPointDetail, PainPointFilter, PainPointsAnswer};

use super::{Question, one};
use crate::{App, Problem, answer::Answer, asked::Asked, limits, parse::Id};

pub(crate) const PAIN_POINTS: Question = Question {
    path: "pain-points",
    summary: "What holds work up, the dearest first",
    parameters: &[
        ("area", "In this area, or `unplaced`."),
        ("kind", "Of this kind, or `unsorted`."),
        ("unit", "That this unit or a part of it has."),
        ("status", "`open`, `resolved` or `all`; `open` where it is not said."),
        ("taken_up", "`true`: a community works on it; `false`: none does."),
    ],
    is_paged: true,
    is_heavy: false,
    answer: |schemas| schemas.subschema_for::<Answer<PainPointsAnswer>>(),
    route: || get(pain_points),
};

pub(crate) const PAIN_POINT: Question = Question {
    path: "pain-points/{id}",
    summary: "One pain point with every unit that has it",
    parameters: &[],
    is_paged: false,
    is_heavy: false,
    answer: |schemas| schemas.subschema_for::<Answer<PainPointDetail>>(),
    route: || get(pain_point),
};

async fn pain_points(
    State(app): State<App>,
    mut asked: Asked,
) -> Result<Answer<PainPointsAnswer>, Problem> {
    let filter = PainPointFilter {
        area: asked.take("area")?,
        kind: asked.take("kind")?,
        unit: asked.take::<Id>("unit")?.map(Id::into),
        status: asked.take("status")?,
        taken_up: asked.take("taken_up")?,
        after: asked.take::<Id>("cursor")?.map(Id::into),
        limit: Some(asked.limit(limits::ITEMS)?),
    };
    asked.answer(&app, move |view| view.projections.pain_points_answer(&filter)).await
}

async fn pain_point(
    State(app): State<App>,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Answer<PainPointDetail>, Problem> {
    one(&app, &asked, &id, "pain point", |it, id| it.pain_point_answer(id.into())).await
}

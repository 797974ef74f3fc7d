//! `GET ideas`: what would make it better, what addresses most first; and each in full.

use axum::{
    extract::{Path, State},
    routing::get,
};
use projections::ideas::{IdeaDetail, IdeaFilter, IdeasAnswer};

use super::Question;
use crate::{App, Problem, answer::Answer, asked::Asked, limits, parse::Id};

pub(crate) const IDEAS: Question = Question {
    path: "ideas",
    summary: "What would make it better, what addresses most first",
    parameters: &[
        (
            "status",
            "Where it stands: `proposed`, `decision_asked`, …; or `open`: what may still become something.",
        ),
        ("area", "In this area, or `unplaced`."),
        ("unit", "Proposed for, asked of, tried by or adopted by this unit or a part of it."),
        ("pain_point", "That addresses this pain point."),
    ],
    is_paged: true,
    is_heavy: true,
    answer: |schemas| schemas.subschema_for::<Answer<IdeasAnswer>>(),
    route: || get(ideas),
};

pub(crate) const IDEA: Question = Question {
    path: "ideas/{id}",
    summary: "One idea with its decision, its trial and what it brought",
    parameters: &[],
    is_paged: false,
    is_heavy: false,
    answer: |schemas| schemas.subschema_for::<Answer<IdeaDetail>>(),
    route: || get(idea),
};

async fn ideas(State(app): State<App>, mut asked: Asked) -> Result<Answer<IdeasAnswer>, Problem> {
    let filter = IdeaFilter {
        status: asked.take("status")?,
        area: asked.take("area")?,
        unit: asked.take::<Id>("unit")?.map(Id::into),
        pain_point: asked.take::<Id>("pain_point")?.map(Id::into),
        after: asked.take::<Id>("cursor")?.map(Id::into),
        limit: Some(asked.limit(limits::ITEMS)?),
    };
    asked.answer(&app, move |view| view.projections.ideas_answer(&filter, view.now)).await
}

async fn idea(
    State(app): State<App>,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Answer<IdeaDetail>, Problem> {
    let unknown = || Problem::unknown(format!("there is no idea `{id}`"));
    let parsed: Id = id.parse().map_err(|_| unknown())?;
    let find = move |view: engine::View<'_>| {
        let id = parsed.into();
        let answer = view.projections.idea_answer(id, view.now)?;
        Some((answer, view.projections.idea_led_to(id)))
    };
    let Answer { position, answer } = asked.answer(&app, find).await?;
    let (mut answer, led_to) = answer.ok_or_else(unknown)?;
    if let (Some(sketch), Some(led_to)) = (&mut answer.sketch, led_to)
        && let Some(happened) = app.engine.happened(answer.item.id, led_to).await?
    {
        sketch.tell_what_happened(happened);
    }
    Ok(Answer { position, answer })
}

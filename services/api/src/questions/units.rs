//! `GET units`, and one of them.

use axum::{
    extract::{Path, State},
    routing::get,
};
use projections::lists::UnitItem;

use super::{Question, one};
use crate::{
    App, Problem,
    answer::{Answer, Page},
    asked::Asked,
};

pub(crate) const UNITS: Question = Question {
    path: "units",
    summary: "All teams, departments and divisions, by name",
    parameters: &[],
    is_paged: true,
    answer: |schemas| schemas.subschema_for::<Answer<Page<UnitItem>>>(),
    route: || get(units),
};

pub(crate) const UNIT: Question = Question {
    path: "units/{id}",
    summary: "One unit",
    parameters: &[],
    is_paged: false,
    answer: |schemas| schemas.subschema_for::<Answer<UnitItem>>(),
    route: || get(unit),
};

async fn units(
    State(app): State<App>,
    mut asked: Asked,
) -> Result<Answer<Page<UnitItem>>, Problem> {
    let (first, limit) = asked.page()?;
    asked.answer(&app, move |view| Page::cut(view.projections.units_answer(), first, limit)).await
}

async fn unit(
    State(app): State<App>,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Answer<UnitItem>, Problem> {
    one(&app, &asked, &id, "unit", |it, id| it.unit_answer(id.into())).await
}

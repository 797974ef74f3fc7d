//! `GET sites`, and one of them.

use axum::{
    extract::{Path, State},
    routing::get,
};
use projections::lists::SiteItem;

use super::{Question, one};
use crate::{
    App, Problem,
    answer::{Answer, Page},
    asked::Asked,
};

pub(crate) const SITES: Question = Question {
    path: "sites",
    summary: "All places, by name",
    parameters: &[],
    is_paged: true,
    answer: |schemas| schemas.subschema_for::<Answer<Page<SiteItem>>>(),
    route: || get(sites),
};

pub(crate) const SITE: Question = Question {
    path: "sites/{id}",
    summary: "One place",
    parameters: &[],
    is_paged: false,
    answer: |schemas| schemas.subschema_for::<Answer<SiteItem>>(),
    route: || get(site),
};

async fn sites(
    State(app): State<App>,
    mut asked: Asked,
) -> Result<Answer<Page<SiteItem>>, Problem> {
    let (first, limit) = asked.page()?;
    asked.answer(&app, move |view| Page::cut(view.projections.sites_answer(), first, limit)).await
}

async fn site(
    State(app): State<App>,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Answer<SiteItem>, Problem> {
    one(&app, &asked, &id, "site", |it, id| it.site_answer(id.into())).await
}

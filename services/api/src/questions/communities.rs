//! `GET communities`, and one of them.

use axum::{
    extract::{Path, State},
    routing::get,
};
use projections::lists::CommunityItem;

use super::{Question, one};
use crate::{
    App, Problem,
    answer::{Answer, Page},
    asked::Asked,
};

pub(crate) const COMMUNITIES: Question = Question {
    path: "communities",
    summary: "All communities with what they stand for, by name",
    parameters: &[],
    is_paged: true,
    answer: |schemas| schemas.subschema_for::<Answer<Page<CommunityItem>>>(),
    route: || get(communities),
};

pub(crate) const COMMUNITY: Question = Question {
    path: "communities/{id}",
    summary: "One community",
    parameters: &[],
    is_paged: false,
    answer: |schemas| schemas.subschema_for::<Answer<CommunityItem>>(),
    route: || get(community),
};

async fn communities(
    State(app): State<App>,
    mut asked: Asked,
) -> Result<Answer<Page<CommunityItem>>, Problem> {
    let (first, limit) = asked.page()?;
    asked
        .answer(&app, move |view| Page::cut(view.projections.communities_answer(), first, limit))
        .await
}

async fn community(
    State(app): State<App>,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Answer<CommunityItem>, Problem> {
    one(&app, &asked, &id, "community", |it, id| it.community_answer(id.into())).await
}

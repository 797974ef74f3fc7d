//! `GET evidence`: all events behind one figure, by the name that its link carries.

use std::collections::BTreeSet;

use axum::{extract::State, routing::get};
use events::Position;
use projections::history::HistoryItem;

use super::{Question, coverage::change_evidence, history::told};
use crate::{
    App, Problem,
    answer::{Answer, Page},
    asked::Asked,
};

pub(crate) const EVIDENCE: Question = Question {
    path: "evidence",
    summary: "All events behind a figure; follow its `evidence_link`",
    parameters: &[("of", "The name of the figure: `coverage/exchange/ID`.")],
    is_paged: true,
    is_heavy: false,
    answer: |schemas| schemas.subschema_for::<Answer<Page<HistoryItem>>>(),
    route: || get(evidence),
};

async fn evidence(
    State(app): State<App>,
    mut asked: Asked,
) -> Result<Answer<Page<HistoryItem>>, Problem> {
    let of = asked.take_text("of").ok_or_else(|| Problem::parameter("of", "must be said"))?;
    let (first, limit) = asked.page()?;
    if let Some(change) = change_evidence(&app, &asked, &of).await? {
        let Answer { position, answer } = change;
        return Ok(Answer { position, answer: page(&app, answer, first, limit).await? });
    }
    let name = of.clone();
    let find = move |view: engine::View<'_>| view.projections.evidence_of(&name);
    let Answer { position, answer } = asked.answer(&app, find).await?;
    let positions = answer.ok_or_else(|| Problem::unknown(format!("there is no figure `{of}`")))?;
    Ok(Answer { position, answer: page(&app, positions, first, limit).await? })
}

/// The newest first.
async fn page(
    app: &App,
    positions: BTreeSet<Position>,
    first: usize,
    limit: usize,
) -> Result<Page<HistoryItem>, Problem> {
    let Page { items, next } = Page::cut(positions.into_iter().rev().collect(), first, limit);
    Ok(Page { items: told(app, &items).await?, next })
}

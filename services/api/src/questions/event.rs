//! `GET events/{position}`: one event, as it is kept, with the words that were not erased.

use axum::{
    extract::{Path, State},
    routing::get,
};
use events::Position;
use projections::history::HistoryItem;

use super::{Question, history::told};
use crate::{App, Problem, answer::Answer, asked::Asked};

pub(crate) const EVENT: Question = Question {
    path: "events/{position}",
    summary: "One event: what it changed, by whom, when and why",
    parameters: &[],
    is_paged: false,
    is_heavy: false,
    answer: |schemas| schemas.subschema_for::<Answer<OneEvent>>(),
    route: || get(event),
};

/// One event.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub(crate) struct OneEvent {
    event: HistoryItem,
}

async fn event(
    State(app): State<App>,
    Path(at): Path<String>,
    asked: Asked,
) -> Result<Answer<OneEvent>, Problem> {
    let unknown = || Problem::unknown(format!("there is no event at position `{at}`"));
    let at = Position(at.parse().map_err(|_| unknown())?);
    let Answer { position, .. } = asked.answer(&app, |_| ()).await?;
    let event =
        told(&app, &[at]).await?.pop().filter(|_| at <= position.position).ok_or_else(unknown)?;
    Ok(Answer { position, answer: OneEvent { event } })
}

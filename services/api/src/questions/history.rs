//! `GET history`: who changed what, when and why, with the old and the new value of every field.

use std::collections::BTreeMap;

use axum::{extract::State, routing::get};
use engine::Moment;
use events::{Noun, Position, Stream};
use jiff::Timestamp;
use projections::history::{HistoryItem, TimelineFilter, items};

use super::Question;
use crate::{
    App, Problem,
    answer::{Answer, Page},
    asked::Asked,
    limits,
    parse::Id,
};

pub(crate) const HISTORY: Question = Question {
    path: "history",
    summary: "Who changed what, when and why; newest first",
    parameters: &[
        ("stream", "Of one thing: `processes/ID`."),
        ("noun", "Of all things of a noun: `processes`."),
        ("type", "Of one type of event: `step_revised`."),
        ("unit", "By or for this unit."),
        ("from", "Recorded then or later."),
        ("to", "Recorded then or earlier."),
        ("order", "`newest` first or `oldest` first."),
    ],
    is_paged: true,
    is_heavy: false,
    answer: |schemas| schemas.subschema_for::<Answer<Page<HistoryItem>>>(),
    route: || get(history),
};

async fn history(
    State(app): State<App>,
    mut asked: Asked,
) -> Result<Answer<Page<HistoryItem>>, Problem> {
    let filter = filter(&mut asked)?;
    let limit = asked.limit(limits::ITEMS)?;
    let after = asked.take("cursor")?.map(Position);
    let find =
        move |view: engine::View<'_>| view.projections.timeline.find(&filter, after, limit + 1);
    let Answer { position, answer: mut found } = asked.answer(&app, find).await?;
    let has_more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| has_more).map(ToString::to_string);
    Ok(Answer { position, answer: Page { items: told(&app, &found).await?, next } })
}

fn filter(asked: &mut Asked) -> Result<TimelineFilter, Problem> {
    Ok(TimelineFilter {
        stream: asked.take::<Stream>("stream")?,
        noun: asked.take("noun")?,
        tag: asked.take_text("type"),
        unit: asked.take::<Id>("unit")?.map(Id::into),
        from: asked.take_text("from").map(|it| from(&it)).transpose()?,
        to: asked.take_time("to")?,
        order: asked.take("order")?.unwrap_or_default(),
    })
}

/// The beginning of a time or of a day.
fn from(written: &str) -> Result<Timestamp, Problem> {
    let day = |_| format!("{written}T00:00:00Z").parse();
    written.parse().or_else(day).map_err(|_: jiff::Error| {
        Problem::parameter("from", format!("`{written}` is neither a time nor a day"))
    })
}

/// The items at these positions, in this order. What a field held before is read from the history of
/// its own stream.
pub(super) async fn told(app: &App, positions: &[Position]) -> Result<Vec<HistoryItem>, Problem> {
    let mut last: BTreeMap<Stream, Position> = BTreeMap::new();
    for position in positions {
        let event = app.engine.event(*position).await?;
        let Some(event) = event else { continue };
        let reach = last.entry(event.stream).or_insert(*position);
        *reach = (*reach).max(*position);
    }
    let mut all = BTreeMap::new();
    for (stream, position) in last {
        let events = app.engine.stream(stream, position).await?;
        all.extend(items(&events).into_iter().map(|it| (it.position, it)));
    }
    let mut items: Vec<_> = positions.iter().filter_map(|position| all.remove(position)).collect();
    if items.iter().any(is_verdict) {
        items = with_members_named(app, items).await?;
    }
    Ok(items)
}

fn is_verdict(item: &HistoryItem) -> bool {
    item.stream.parse::<Stream>().is_ok_and(|it| it.noun == Noun::Duplicate)
}

/// What the things are called now that verdicts are about: the verdicts know them by their ids alone.
async fn with_members_named(
    app: &App,
    mut items: Vec<HistoryItem>,
) -> Result<Vec<HistoryItem>, Problem> {
    let last = items.iter().map(|it| it.position).max().unwrap_or_default();
    let name = move |view: engine::View<'_>| {
        for item in items.iter_mut().filter(|it| is_verdict(it)) {
            view.projections.name_members(item);
        }
        items
    };
    Ok(app.engine.ask(Moment::Now, last, name).await?)
}

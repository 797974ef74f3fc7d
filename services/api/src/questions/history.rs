//! `GET history`: who changed what, when and why, with the old and the new value of every field.

use std::collections::BTreeMap;

use axum::{extract::State, routing::get};
use engine::Moment;
use events::{Noun, Position, Stream};
use jiff::Timestamp;
use projections::history::{HistoryItem, TimelineFilter, items};
use wording::{Language, sentence::Teller};

use super::Question;
use crate::{
    App, Problem,
    answer::{Answer, Page},
    asked::Asked,
    caller::Caller,
    limits, moments,
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
        (
            "from",
            "Recorded then or later: a time, the beginning of a day, or a moment as `diff` takes it.",
        ),
        ("to", "Recorded then or earlier."),
        ("order", "`newest` first or `oldest` first."),
        ("lang", "`de` or `en`: each event also as a sentence."),
    ],
    is_paged: true,
    is_heavy: false,
    answer: |schemas| schemas.subschema_for::<Answer<Page<SaidItem>>>(),
    route: || get(history),
};

/// An event of a history, and what it says.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub(crate) struct SaidItem {
    #[serde(flatten)]
    pub(super) item: HistoryItem,
    /// The event as a sentence, where a language was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sentence: Option<String>,
}

async fn history(
    State(app): State<App>,
    caller: Caller,
    mut asked: Asked,
) -> Result<Answer<Page<SaidItem>>, Problem> {
    let language: Option<Language> = asked.take("lang")?;
    let since = since(&app, &caller, &mut asked).await?;
    let filter = TimelineFilter { from: since.time, since: since.position, ..filter(&mut asked)? };
    let limit = asked.limit(limits::ITEMS)?;
    let after = asked.take("cursor")?.map(Position);
    let find =
        move |view: engine::View<'_>| view.projections.timeline.find(&filter, after, limit + 1);
    let Answer { position, answer: mut found } = asked.answer(&app, find).await?;
    let has_more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| has_more).map(ToString::to_string);
    let items = told(&app, &found).await?;
    let items = said(&app, &asked, items, language).await?;
    Ok(Answer { position, answer: Page { items, next } })
}

fn filter(asked: &mut Asked) -> Result<TimelineFilter, Problem> {
    Ok(TimelineFilter {
        stream: asked.take::<Stream>("stream")?,
        noun: asked.take("noun")?,
        tag: asked.take_text("type"),
        unit: asked.take::<Id>("unit")?.map(Id::into),
        from: None,
        since: None,
        to: asked.take_time("to")?,
        order: asked.take("order")?.unwrap_or_default(),
    })
}

/// From when on: by time, or right after a position.
#[derive(Debug, Default)]
struct Since {
    time: Option<Timestamp>,
    position: Option<Position>,
}

/// A time or the beginning of a day, else any other moment.
async fn since(app: &App, caller: &Caller, asked: &mut Asked) -> Result<Since, Problem> {
    let Some(written) = asked.take_text("from") else { return Ok(Since::default()) };
    let beginning = |_| format!("{written}T00:00:00Z").parse();
    if let Ok(time) = written.parse().or_else(beginning) {
        return Ok(Since { time: Some(time), position: None });
    }
    let found =
        moments::find(app, caller.actor.id, ("from", &written), Position::default()).await?;
    Ok(Since { time: None, position: Some(found.position) })
}

/// Items with their sentences, with what things are called at the moment that is asked about.
pub(super) async fn said(
    app: &App,
    asked: &Asked,
    items: Vec<HistoryItem>,
    language: Option<Language>,
) -> Result<Vec<SaidItem>, Problem> {
    let Some(language) = language else {
        return Ok(items.into_iter().map(|item| SaidItem { item, sentence: None }).collect());
    };
    let say = move |view: engine::View<'_>| {
        let teller = Teller::new(language, view.projections);
        let said = items.into_iter().map(|item| {
            let sentence = Some(teller.sentence(&item));
            SaidItem { item, sentence }
        });
        said.collect()
    };
    Ok(asked.answer(app, say).await?.answer)
}

/// The items at these positions, in this order. What a field held before is read from the history of
/// its own stream.
pub(crate) async fn told(app: &App, positions: &[Position]) -> Result<Vec<HistoryItem>, Problem> {
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

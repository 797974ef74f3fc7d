//! `GET story`: the whole history of one thing in sentences, oldest first. Where it was merged into
//! another, its story goes on there; where others were merged into it, that is told.

use std::collections::BTreeMap;

use axum::{extract::State, routing::get};
use engine::View;
use events::{
    Noun, Position, Stream,
    ids::{IdeaId, PainPointId},
};
use futures_util::future::BoxFuture;
use projections::{
    Projections,
    history::{HistoryItem, items},
};
use uuid::Uuid;
use wording::sentence::Teller;

use super::{Question, history::SaidItem};
use crate::{
    App, Problem,
    answer::{Answer, Page},
    asked::Asked,
};

/// Merges that are followed one behind the other, at most.
const MERGES_MAX: usize = 32;

pub(crate) const STORY: Question = Question {
    path: "story",
    summary: "The whole story of one thing in sentences, oldest first, through its merges",
    parameters: &[
        ("stream", "Of which thing: `pain-points/ID`."),
        ("lang", "`de` or `en`; `en` where it is not said."),
    ],
    is_paged: true,
    is_heavy: false,
    answer: |schemas| schemas.subschema_for::<Answer<Page<SaidItem>>>(),
    route: || get(story),
};

async fn story(
    State(app): State<App>,
    mut asked: Asked,
) -> Result<Answer<Page<SaidItem>>, Problem> {
    let stream: Stream =
        asked.take("stream")?.ok_or_else(|| Problem::parameter("stream", "must be said"))?;
    let language = asked.take("lang")?.unwrap_or_default();
    let (first, limit) = asked.page()?;
    let sources = move |view: View<'_>| sources(view.projections, stream);
    let Answer { position: given, answer: sources } = asked.answer(&app, sources).await?;
    let position = given.position;
    let mut told = chapter(&app, stream, (Position(0), position), MERGES_MAX).await?;
    if told.is_empty() {
        return Err(Problem::unknown(format!("there is no `{stream}`")));
    }
    for source in sources {
        let events = items(&app.engine.stream(source, position).await?);
        told.extend(events.into_iter().filter(|it| turn_of(it).is_some()));
    }
    told.sort_by_key(|it| it.position);
    let Page { items, next } = Page::cut(told, first, limit);
    let say = move |view: View<'_>| {
        let teller = Teller::new(language, view.projections);
        items.into_iter().map(|it| said(&teller, it)).collect()
    };
    let Answer { answer: items, .. } = asked.answer(&app, say).await?;
    Ok(Answer { position: given, answer: Page { items, next } })
}

fn said(teller: &Teller<'_>, item: HistoryItem) -> SaidItem {
    let turn = turn_of(&item).map(|turn| match turn {
        Turn::Into(target) => teller.continues(item.name.as_deref(), target),
        Turn::Back => teller.returns(item.name.as_deref()),
    });
    let sentence = [Some(teller.sentence(&item)), turn];
    let sentence = sentence.into_iter().flatten().collect::<Vec<_>>().join(" ");
    SaidItem { item, sentence: Some(sentence) }
}

/// A merge, or its undoing.
#[derive(Debug, Clone, Copy)]
enum Turn {
    /// From here on it counts as that one.
    Into(Uuid),
    /// From here on it stands for itself again.
    Back,
}

fn turn_of(item: &HistoryItem) -> Option<Turn> {
    let change = item.changes.iter().find(|it| it.field == "merged_into")?;
    let target = change.to.as_str().and_then(|it| Uuid::parse_str(it).ok());
    Some(target.map_or(Turn::Back, Turn::Into))
}

/// What is merged into it now, without what was merged into that.
fn sources(projections: &Projections, stream: Stream) -> Vec<Stream> {
    let id = stream.id;
    let ids: Vec<Uuid> = match stream.noun {
        Noun::PainPoint => {
            let merges = projections.pain_points.merges();
            let its = |it: &PainPointId| merges.target(*it) == Some(PainPointId(id));
            merges.members(PainPointId(id)).into_iter().filter(its).map(|it| it.0).collect()
        }
        Noun::Idea => {
            let merges = projections.ideas.merges();
            let its = |it: &IdeaId| merges.target(*it) == Some(IdeaId(id));
            merges.members(IdeaId(id)).into_iter().filter(its).map(|it| it.0).collect()
        }
        _ => vec![],
    };
    ids.into_iter().map(|id| Stream::new(stream.noun, id)).collect()
}

/// What happened to a thing within a span, and while it counted as another one, to that.
fn chapter(
    app: &App,
    stream: Stream,
    (after, upto): (Position, Position),
    merges: usize,
) -> BoxFuture<'_, Result<Vec<HistoryItem>, Problem>> {
    Box::pin(async move {
        let own = items(&app.engine.stream(stream, upto).await?);
        let turns: BTreeMap<Position, Turn> =
            own.iter().filter_map(|it| turn_of(it).map(|turn| (it.position, turn))).collect();
        let mut told: Vec<_> = own.into_iter().filter(|it| it.position > after).collect();
        let ends = turns.keys().skip(1).copied().chain([upto]);
        for ((from, turn), to) in turns.iter().zip(ends).filter(|_| merges > 0) {
            let Turn::Into(target) = turn else { continue };
            let target = Stream::new(stream.noun, *target);
            told.extend(chapter(app, target, ((*from).max(after), to), merges - 1).await?);
        }
        told.sort_by_key(|it| it.position);
        Ok(told)
    })
}

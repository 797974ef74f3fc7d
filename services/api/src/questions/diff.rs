//! `GET diff`: what differs between two moments, as facts with who, when and why, and as figures with both
//! values; as JSON, or as a report to be printed.

mod of;
mod report;

use std::{collections::BTreeSet, panic::resume_unwind, sync::Arc};

use axum::{
    extract::State,
    http::{
        HeaderMap,
        header::{ACCEPT, CACHE_CONTROL},
    },
    response::{IntoResponse as _, Response},
    routing::get,
};
use engine::{EngineError, View};
use events::{Noun, Position, Stream, duplicate::DuplicateKind, ids::PainPointId};
use futures_util::{StreamExt as _, stream};
use projections::{
    between::{
        figures::{FigureDifference, figures},
        things::{Moments, Persons, ThingDifference, thing},
    },
    figures::{Answers, COMPARED, Chosen, Figures, differing_pain_points},
    loops::level::Level,
};
use schemars::JsonSchema;
use serde::Serialize;
use wording::{Language, sentence::Teller};

use self::of::Of;
use super::Question;
use crate::{
    App, Problem,
    answer::Answer,
    asked::Asked,
    caller::Caller,
    kept_answers::NO_STORE,
    limits,
    moments::{self, Found, MOMENTS},
};

pub(crate) const DIFF: Question = Question {
    path: "diff",
    summary: "What differs between two moments: facts with who, when and why, and figures with both values",
    parameters: &[
        ("from", MOMENTS),
        ("to", "The other moment; now where it is not said. An earlier one tells the way back."),
        (
            "of",
            "`all`, `map`, `coverage`, `duplicates`, `loops`, a noun such as `ideas`, or one thing: `processes/ID`.",
        ),
        (
            "level",
            "Of loops: `step`, `unit`, `parent_unit`, `site` or `region`; `unit` where it is not said.",
        ),
        (
            "kind",
            "Of duplicates: one kind, such as `pain_point`; work, processes and data where it is not said.",
        ),
        ("lang", "`de` or `en`; `en` where it is not said."),
        ("actors", "`true` for pseudonyms of persons, for auditors."),
        (
            "format",
            "`json`, or `html` for a report to be printed; `Accept: text/html` asks for it too.",
        ),
    ],
    is_paged: true,
    is_heavy: true,
    answer: |schemas| schemas.subschema_for::<Answer<Differences>>(),
    route: || get(diff),
};

/// Histories that are read beside each other: each is short, and waiting for one after the other takes longer than
/// reading them.
const READ_AT_ONCE: usize = 32;

/// What differs between two moments.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Differences {
    /// The one moment.
    from: Found,
    /// The other one.
    to: Found,
    /// What was looked at.
    of: String,
    /// The level of loops.
    level: Level,
    /// The kinds of duplicates.
    kinds: Vec<DuplicateKind>,
    /// Things to which something happened in between.
    touched: usize,
    /// Those that differ, by noun, then by id.
    items: Vec<ThingDifference>,
    /// The cursor of the next page; none at the end.
    next: Option<String>,
    /// Figures that differ, by name; on the first page.
    figures: Vec<FigureDifference>,
    /// Whether there are more of them than are listed.
    figures_truncated: bool,
}

/// A question, read.
#[derive(Debug, Clone)]
struct Wanted {
    from: Found,
    to: Found,
    of: Of,
    level: Level,
    kinds: Vec<DuplicateKind>,
    language: Language,
    persons: Persons,
    cursor: Option<Stream>,
    limit: usize,
    after: Position,
}

async fn diff(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    mut asked: Asked,
) -> Result<Response, Problem> {
    let is_report = is_report(&headers, &mut asked)?;
    let wanted = wanted(&app, &caller, &mut asked).await?;
    let may_change = wanted.from.is_of_bookmark || wanted.to.is_of_bookmark;
    let response = if is_report {
        report::report(&app, wanted).await?
    } else {
        let position = wanted.from.position.max(wanted.to.position);
        Answer { position: position.into(), answer: difference(&app, &wanted).await? }
            .into_response()
    };
    Ok(no_store(response, may_change))
}

/// Marks an answer that may change although nothing happens.
pub(super) fn no_store(mut response: Response, may_change: bool) -> Response {
    if may_change {
        response.headers_mut().insert(CACHE_CONTROL, NO_STORE);
    }
    response
}

fn is_report(headers: &HeaderMap, asked: &mut Asked) -> Result<bool, Problem> {
    match asked.take_text("format").as_deref() {
        None => {
            let accept = headers.get(ACCEPT).and_then(|it| it.to_str().ok());
            Ok(accept.is_some_and(|it| it.contains("text/html")))
        }
        Some("html") => Ok(true),
        Some("json") => Ok(false),
        Some(other) => {
            Err(Problem::parameter("format", format!("`{other}` is neither `json` nor `html`")))
        }
    }
}

async fn wanted(app: &App, caller: &Caller, asked: &mut Asked) -> Result<Wanted, Problem> {
    let must = || Problem::parameter("from", format!("must be said: {MOMENTS}"));
    let from = asked.take_text("from").ok_or_else(must)?;
    let to = asked.take_text("to").unwrap_or_else(|| "now".to_owned());
    let of = asked.take("of")?.unwrap_or(Of::All);
    let level = asked.take("level")?.unwrap_or(Level::Unit);
    let kind = asked.take("kind")?;
    let kinds = kind.map_or_else(|| COMPARED.to_vec(), |it| vec![it]);
    let language = asked.take("lang")?.unwrap_or_default();
    let is_for_auditor = asked.take::<bool>("actors")?.unwrap_or_default();
    let cursor = asked.take("cursor")?;
    let limit = asked.limit(limits::ITEMS)?;
    let after = asked.between()?;
    let actor = caller.actor.id;
    Ok(Wanted {
        from: moments::find(app, actor, ("from", &from), after).await?,
        to: moments::find(app, actor, ("to", &to), after).await?,
        of,
        level,
        kinds,
        language,
        persons: if is_for_auditor { Persons::Told } else { Persons::Hidden },
        cursor,
        limit,
        after,
    })
}

async fn difference(app: &App, wanted: &Wanted) -> Result<Differences, Problem> {
    let (touched, things, next) = things(app, wanted).await?;
    let mut figures = if wanted.cursor.is_none() { compared(app, wanted).await? } else { vec![] };
    let figures_truncated = figures.len() > limits::FIGURES;
    figures.truncate(limits::FIGURES);
    let language = wanted.language;
    let say = move |view: View<'_>| {
        let teller = Teller::new(language, view.projections);
        let (mut things, mut figures) = (things, figures);
        for thing in &mut things {
            teller.tell(thing);
        }
        for figure in &mut figures {
            teller.label_figure(figure);
        }
        (things, figures)
    };
    // What is gone since is still known by name at the later moment.
    let (items, figures) = app.engine.ask(wanted.later().moment, wanted.after, say).await?;
    Ok(Differences {
        from: wanted.from,
        to: wanted.to,
        of: wanted.of.to_string(),
        level: wanted.level,
        kinds: wanted.kinds.clone(),
        touched,
        items,
        next,
        figures,
        figures_truncated,
    })
}

impl Wanted {
    fn later(&self) -> Found {
        if self.from.position > self.to.position { self.from } else { self.to }
    }

    fn earlier(&self) -> Position {
        self.from.position.min(self.to.position)
    }
}

/// How many things were touched, a page of those that differ, and where the next one begins.
async fn things(
    app: &App,
    wanted: &Wanted,
) -> Result<(usize, Vec<ThingDifference>, Option<String>), Problem> {
    let (of, earlier, later) = (wanted.of.clone(), wanted.earlier(), wanted.later().position);
    let touched = move |view: View<'_>| {
        let touched = view.projections.timeline.touched(earlier, later);
        touched.into_iter().filter(|it| of.has(*it)).collect::<Vec<_>>()
    };
    let mut touched = app.engine.ask(engine::Moment::Now, wanted.after, touched).await?;
    touched.sort_by_key(in_order);
    let count = touched.len();
    let seen = wanted
        .cursor
        .map_or(0, |it| touched.partition_point(|other| in_order(other) <= in_order(&it)));
    let moments = Moments { from: wanted.from.position, to: wanted.to.position };
    let (mut found, mut last) = (Vec::new(), None);
    let streams = stream::iter(&touched[seen..]);
    let persons = wanted.persons;
    let differing = |stream: &Stream| {
        let (engine, stream) = (Arc::clone(&app.engine), *stream);
        // Each a task of its own, so that all processors read.
        let task = tokio::spawn(async move {
            let events = engine.stream(stream, later).await?;
            Ok::<_, EngineError>(thing(&events, moments, persons))
        });
        async move { (stream, task.await.unwrap_or_else(|it| resume_unwind(it.into_panic()))) }
    };
    let mut told = streams.map(differing).buffered(READ_AT_ONCE);
    while let Some((stream, differs)) = told.next().await {
        if found.len() == wanted.limit {
            return Ok((count, found, last));
        }
        found.extend(differs?);
        last = Some(stream.to_string());
    }
    Ok((count, found, None))
}

/// In the order of the documentation, then by id.
fn in_order(stream: &Stream) -> (usize, uuid::Uuid) {
    let noun = Noun::ALL.iter().position(|it| *it == stream.noun);
    (noun.unwrap_or(Noun::ALL.len()), stream.id)
}

/// The figures at both moments, and which differ.
async fn compared(app: &App, wanted: &Wanted) -> Result<Vec<FigureDifference>, Problem> {
    let answers = wanted.of.answers();
    if answers.is_empty()
        || wanted.from.position == wanted.to.position && wanted.from.time == wanted.to.time
    {
        return Ok(vec![]);
    }
    let otherwise = if answers.contains(&Answers::PainPoints) {
        Some(Arc::new(otherwise(app, wanted).await?))
    } else {
        None
    };
    let before = figures_at(app, wanted, wanted.from, otherwise.clone()).await?;
    let after = figures_at(app, wanted, wanted.to, otherwise).await?;
    Ok(figures(&before, &after))
}

/// The pain points that stand otherwise, one more at most than figures are listed. Of many hardly any do, so
/// that only those are written out.
async fn otherwise(app: &App, wanted: &Wanted) -> Result<BTreeSet<PainPointId>, Problem> {
    let look = |view: View<'_>| view.projections.pain_points_stand();
    let before = app.engine.ask(wanted.from.moment, wanted.after, look).await?;
    let after = app.engine.ask(wanted.to.moment, wanted.after, look).await?;
    Ok(differing_pain_points(&before, &after, limits::FIGURES + 1))
}

async fn figures_at(
    app: &App,
    wanted: &Wanted,
    at: Found,
    pain_points: Option<Arc<BTreeSet<PainPointId>>>,
) -> Result<Figures, Problem> {
    let (answers, level, kinds) = (wanted.of.answers(), wanted.level, wanted.kinds.clone());
    let look = move |view: View<'_>| {
        let pain_points = pain_points.as_deref();
        let chosen = Chosen { answers, level, kinds: &kinds, pain_points };
        view.projections.figures_of(&chosen, view.now)
    };
    Ok(app.engine.ask(at.moment, wanted.after, look).await?)
}

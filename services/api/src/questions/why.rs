//! `GET why`: the events between two moments without which a figure would be what it was.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
    routing::get,
};
use engine::View;
use events::{Position, Recorded};
use projections::between::why::{Changed, Reasons, why};
use schemars::JsonSchema;
use serde::Serialize;
use wording::{Language, sentence::Teller};

use super::{
    Question,
    diff::no_store,
    history::{SaidItem, said, told},
};
use crate::{
    App, Problem,
    answer::Answer,
    asked::Asked,
    caller::Caller,
    limits,
    moments::{self, Found, MOMENTS},
};

/// Events told with their changes and sentences, the newest ones; all positions are in the answer.
const TOLD_MAX: usize = 100;
const PAGE: usize = 2_000;

pub(crate) const WHY: Question = Question {
    path: "why",
    summary: "Why a figure changed: the events without which it would be what it was",
    parameters: &[
        (
            "figure",
            "As evidence links name it: `areas/exchange`, `pain-points/ID`, `loops/unit/all`.",
        ),
        ("value", "Only one of its values: `hours_per_month`."),
        ("from", MOMENTS),
        ("to", "The later moment; now where it is not said."),
        ("lang", "`de` or `en`; `en` where it is not said."),
    ],
    is_paged: false,
    is_heavy: true,
    answer: |schemas| schemas.subschema_for::<Answer<Why>>(),
    route: || get(answered),
};

/// Why a figure is not what it was.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Why {
    /// The earlier moment.
    from: Found,
    /// The later one.
    to: Found,
    /// What readers call the figure.
    label: String,
    #[serde(flatten)]
    reasons: Reasons,
    /// The events themselves, oldest first; the newest hundred where there are more.
    items: Vec<SaidItem>,
}

async fn answered(
    State(app): State<App>,
    caller: Caller,
    mut asked: Asked,
) -> Result<Response, Problem> {
    let must = |name| move || Problem::parameter(name, "must be said");
    let figure = asked.take_text("figure").ok_or_else(must("figure"))?;
    let (figure, since) = of_change(figure);
    let value = asked.take_text("value");
    let language: Language = asked.take("lang")?.unwrap_or_default();
    let from = asked.take_text("from").or(since).ok_or_else(must("from"))?;
    let to = asked.take_text("to").unwrap_or_else(|| "now".to_owned());
    let after = asked.between()?;
    if !projections::figures::is_name(&figure) {
        let detail =
            format!("`{figure}` is no figure; follow an `evidence_link`, such as `areas/all`");
        return Err(Problem::parameter("figure", detail));
    }
    let from = moments::find(&app, caller.actor.id, ("from", &from), after).await?;
    let to = moments::find(&app, caller.actor.id, ("to", &to), after).await?;
    if from.position > to.position {
        return Err(Problem::parameter("from", "must not be after `to`"));
    }
    let span = span(&app, from.position, to.position).await?;
    let unknown = || Problem::unknown(format!("there is no figure `{figure}` at either moment"));
    let name = figure.clone();
    let look = move |view: View<'_>| {
        let changed =
            Changed { figure: &name, value: value.as_deref(), then: view.now, now: to.time };
        let reasons = why(view.projections, &span, &changed)?;
        let teller = Teller::new(language, view.projections);
        let label = teller.figure_label(&reasons.figure, reasons.about.as_deref());
        Some((label, reasons))
    };
    let (label, reasons) = app.engine.ask(from.moment, after, look).await?.ok_or_else(unknown)?;
    let newest = reasons.events.len().saturating_sub(TOLD_MAX);
    let items = told(&app, &reasons.events[newest..]).await?;
    let items = said(&app, &asked, items, Some(language)).await?;
    let answer = Why { from, to, label, reasons, items };
    let response = Answer { position: to.position.into(), answer }.into_response();
    Ok(no_store(response, from.is_of_bookmark || to.is_of_bookmark))
}

/// A change of coverage, as its link names it, is the change of an area or of a community in it since a
/// position: `coverage-change/402/support` is `areas/support` since 402.
fn of_change(figure: String) -> (String, Option<String>) {
    let change = figure.strip_prefix("coverage-change/").and_then(|it| it.split_once('/'));
    let Some((since, of)) = change else { return (figure, None) };
    let sort = if of.contains('/') { "coverage" } else { "areas" };
    (format!("{sort}/{of}"), Some(since.to_owned()))
}

/// All that happened between two positions, within bounds.
async fn span(app: &App, after: Position, upto: Position) -> Result<Vec<Recorded>, Problem> {
    let (mut events, mut last) = (Vec::new(), after);
    while last < upto {
        let page = app.engine.events(last, PAGE).await?;
        let Some(end) = page.last() else { break };
        last = end.position;
        events.extend(page.into_iter().filter(|it| it.position <= upto));
        if events.len() > limits::SPAN {
            let detail = format!("is too far back: at most {} events are told anew", limits::SPAN);
            return Err(Problem::parameter("from", detail));
        }
    }
    Ok(events)
}

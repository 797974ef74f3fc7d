//! `GET lenses/{area}`: what an area asks, answered from the graphs. An area without a lens has no route.

use axum::{extract::State, routing::get};
use jiff::Timestamp;
use projections::{
    Projections,
    lenses::{
        Lens, communication::CommunicationLens, coordination::CoordinationLens,
        support::SupportLens, transparency::TransparencyLens,
    },
    loops::answer::LoopsQuery,
};
use schemars::JsonSchema;
use serde::Serialize;

use super::Question;
use crate::{App, Problem, answer::Answer, asked::Asked};

/// The question of one lens, with what answers it.
macro_rules! lens {
    ($name:ident: $path:literal $answer:ty, $lens:expr, $summary:literal) => {
        pub(crate) const $name: Question = Question {
            path: $path,
            summary: $summary,
            parameters: &[],
            is_paged: false,
            is_heavy: true,
            answer: |schemas| schemas.subschema_for::<Answer<Lens<$answer>>>(),
            route: || {
                get(async |State(app): State<App>, asked: Asked| look(&app, &asked, $lens).await)
            },
        };
    };
}

lens!(SUPPORT: "lenses/support" SupportLens, Projections::support_lens,
    "Which duplicated work, duplicated data and loops cost most, each sort for itself");
lens!(COMMUNICATION: "lenses/communication" CommunicationLens, |it, _| it.communication_lens(),
    "Which paths of reports and information run only top-down, and which have no way back");
lens!(TRANSPARENCY: "lenses/transparency" TransparencyLens, |it, _| it.transparency_lens(),
    "Where the same is run or described differently by different units");

pub(crate) const COORDINATION: Question = Question {
    path: "lenses/coordination",
    summary: "What hand-overs between sites cost, time zones included",
    parameters: &[(
        "day",
        "A day of the week whose clocks, working hours and holidays count; that of `at` where it is not said.",
    )],
    is_paged: false,
    is_heavy: true,
    answer: |schemas| schemas.subschema_for::<Answer<Lens<CoordinationLens>>>(),
    route: || get(coordination),
};

async fn coordination(
    State(app): State<App>,
    mut asked: Asked,
) -> Result<Answer<Lens<CoordinationLens>>, Problem> {
    let day = asked.take_day("day")?;
    let usual = |now| LoopsQuery::at(now).day;
    asked
        .answer(&app, move |view| {
            view.projections.coordination_lens(day.unwrap_or_else(|| usual(view.now)))
        })
        .await
}

async fn look<T: Serialize + JsonSchema + Send + 'static>(
    app: &App,
    asked: &Asked,
    lens: fn(&Projections, Timestamp) -> Lens<T>,
) -> Result<Answer<Lens<T>>, Problem> {
    asked.answer(app, move |view| lens(view.projections, view.now)).await
}

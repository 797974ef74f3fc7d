//! `GET lenses/{area}`: what an area asks, answered from the graphs. An area without a lens has no route.

use axum::{extract::State, routing::get};
use jiff::Timestamp;
use projections::{
    Projections,
    lenses::{
        Lens, communication::CommunicationLens, coordination::CoordinationLens,
        support::SupportLens, transparency::TransparencyLens,
    },
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
lens!(COORDINATION: "lenses/coordination" CoordinationLens, |it, _| it.coordination_lens(),
    "What hand-overs between sites cost");
lens!(COMMUNICATION: "lenses/communication" CommunicationLens, |it, _| it.communication_lens(),
    "Which paths of reports and information run only top-down, and which have no way back");
lens!(TRANSPARENCY: "lenses/transparency" TransparencyLens, |it, _| it.transparency_lens(),
    "Where the same is run or described differently by different units");

async fn look<T: Serialize + JsonSchema + Send + 'static>(
    app: &App,
    asked: &Asked,
    lens: fn(&Projections, Timestamp) -> Lens<T>,
) -> Result<Answer<Lens<T>>, Problem> {
    asked.answer(app, move |view| lens(view.projections, view.now)).await
}

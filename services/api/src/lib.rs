//! HTTP in, HTTP out: one generic handler for all commands, a short one for each question.
//!
//! Invariant: this crate and the pages are the only ones that know HTTP. Every failure is a
//! [`Problem`]; no cause of one reaches a client.

mod answer;
mod asked;
mod bookmarks;
mod bulk;
mod caller;
mod command;
mod export;
mod feed;
mod guard;
mod health;
mod kept_answers;
mod language;
pub mod limits;
mod members;
mod moments;
pub mod openapi;
mod parse;
mod problem;
mod questions;
mod serve;
mod what_if;

pub use problem::{Problem, WrongField};
pub use serve::serve;

use std::sync::Arc;

use axum::{Router, middleware, routing::post};
use engine::Engine;
use events::ids::ActorId;
use kept_answers::KeptAnswers;
use store::bookmarks::Bookmarks;
use tokio::sync::{Semaphore, watch};
use tower_http::{
    compression::{
        CompressionLayer, Predicate,
        predicate::{DefaultPredicate, NotForContentType},
    },
    timeout::RequestBodyTimeoutLayer,
    trace::TraceLayer,
};

/// What every handler needs.
#[derive(Debug, Clone)]
pub struct App {
    /// Runs commands and questions.
    pub engine: Arc<Engine>,
    /// Who acts where the caller does not say.
    pub local_actor: ActorId,
    /// True from the moment the server is to stop.
    pub stopping: watch::Receiver<bool>,
    subscribers: Arc<Semaphore>,
    kept: Arc<KeptAnswers>,
    bookmarks: Arc<Bookmarks>,
}

impl App {
    /// An application over one engine.
    pub fn new(engine: Arc<Engine>, local_actor: ActorId, stopping: watch::Receiver<bool>) -> Self {
        let subscribers = Arc::new(Semaphore::new(limits::SUBSCRIBERS));
        let (kept, bookmarks) = Default::default();
        Self { engine, local_actor, stopping, subscribers, kept, bookmarks }
    }

    /// The same, with bookmarks that are kept; else they are gone with the program.
    #[must_use]
    pub fn with_bookmarks(self, bookmarks: Bookmarks) -> Self {
        Self { bookmarks: Arc::new(bookmarks), ..self }
    }
}

/// All routes, with their limits.
pub fn router(app: App) -> Router {
    let commands =
        command::creating_routes().route("/api/v1/{noun}/{id}/{command}", post(command::addressed));
    let quick = questions::routes(&app)
        .merge(export::routes())
        .merge(bookmarks::routes())
        .merge(commands)
        .route(what_if::PATH, post(what_if::what_if))
        .merge(health::routes())
        .merge(openapi::routes())
        .layer(middleware::from_fn(guard::in_time));
    let slow = Router::new()
        .route("/api/v1/commands", post(bulk::commands))
        .route("/api/v1/feed", axum::routing::get(feed::feed));
    quick
        .merge(slow)
        .fallback(guard::no_such_route)
        .method_not_allowed_fallback(guard::no_such_method)
        .layer(middleware::from_fn(guard::same_site))
        .layer(middleware::from_fn(language::of_problems))
        .layer(RequestBodyTimeoutLayer::new(limits::BODY_IDLE))
        .layer(compression())
        .layer(TraceLayer::new_for_http().on_failure(()))
        .with_state(app)
}

/// Answers are compressed, but for those that a client reads while they are written.
fn compression() -> CompressionLayer<impl Predicate> {
    let predicate =
        DefaultPredicate::new().and(NotForContentType::const_new("application/x-ndjson"));
    CompressionLayer::new().compress_when(predicate)
}

//! The table of questions: a file each, registered and documented by one entry here.

use axum::{Router, routing::MethodRouter};
use schemars::{Schema, SchemaGenerator};

use crate::App;

/// One question that can be asked.
pub(crate) struct Question {
    /// Behind `/api/v1/`.
    pub(crate) path: &'static str,
    /// What it answers.
    pub(crate) summary: &'static str,
    /// Query parameters of its own, with what they mean.
    pub(crate) parameters: &'static [(&'static str, &'static str)],
    /// Whether it takes `limit` and `cursor`.
    pub(crate) is_paged: bool,
    /// The JSON Schema of the answer.
    pub(crate) answer: fn(&mut SchemaGenerator) -> Schema,
    /// Its handler.
    pub(crate) route: fn() -> MethodRouter<App>,
}

/// All questions, in the order of the documentation.
pub(crate) const TABLE: &[Question] = &[];

pub(crate) fn routes() -> Router<App> {
    TABLE.iter().fold(Router::new(), |router, question| {
        router.route(&format!("/api/v1/{}", question.path), (question.route)())
    })
}

//! Answers: JSON with the position they were given at, in the body and in the header `Acker-Position`.

use axum::{
    http::{HeaderName, HeaderValue, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use events::Position;
use schemars::JsonSchema;
use serde::Serialize;

/// The header that says at which position an answer was given.
pub(crate) const POSITION: HeaderName = HeaderName::from_static("acker-position");

/// An answer at a position.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Answer<T> {
    /// The last event that the answer knows.
    pub(crate) position: Position,
    #[serde(flatten)]
    pub(crate) answer: T,
}

impl<T: Serialize> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        json(self.position, &self)
    }
}

/// JSON that was true at a position.
pub(crate) fn json(position: Position, body: &impl Serialize) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (POSITION, HeaderValue::from(position.0)),
    ];
    (headers, serde_json::to_string(body).expect("answers have string keys")).into_response()
}

/// One page of a list.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Page<T> {
    /// In a fixed order.
    pub(crate) items: Vec<T>,
    /// The cursor of the next page; none at the end.
    pub(crate) next: Option<String>,
}

impl<T> Page<T> {
    /// Cuts one page out of a whole list.
    pub(crate) fn cut(all: Vec<T>, first: usize, limit: usize) -> Self {
        let more = all.len() > first + limit;
        let next = more.then(|| (first + limit).to_string());
        Self { items: all.into_iter().skip(first).take(limit).collect(), next }
    }
}

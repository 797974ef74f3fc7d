//! Answers: JSON with the position they were given at, in the body and in the header `Acker-Position`.

use axum::{
    http::{HeaderName, HeaderValue, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use events::Position;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

/// The header that says at which position an answer was given.
pub(crate) const POSITION: HeaderName = HeaderName::from_static("acker-position");

/// An answer at a position.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Answer<T> {
    /// The last event that the answer knows.
    #[schemars(with = "Position")]
    pub(crate) position: Given,
    #[serde(flatten)]
    pub(crate) answer: T,
}

/// When an answer was given: at a position, and of what was so at a time if that was asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Given {
    pub(crate) position: Position,
    pub(crate) happened: Option<Timestamp>,
}

impl From<Position> for Given {
    fn from(position: Position) -> Self {
        Self { position, happened: None }
    }
}

impl Serialize for Given {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.position.serialize(serializer)
    }
}

impl<T: Serialize> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        let pin = match self.position {
            Given { happened: Some(time), .. } => format!("happened_at={time}"),
            Given { position, .. } => format!("at_position={position}"),
        };
        response(self.position.position, &self, &pin)
    }
}

/// JSON that was true at a position.
pub(crate) fn json(position: Position, body: &impl Serialize) -> Response {
    response(position, body, &format!("at_position={position}"))
}

fn response(position: Position, body: &impl Serialize, pin: &str) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (POSITION, HeaderValue::from(position.0)),
    ];
    let body = serde_json::to_string(body).expect("answers have string keys");
    (headers, pinned(&body, pin)).into_response()
}

/// Lets every link to evidence lead to what it was at this moment. What people wrote is not touched:
/// in it, quotes are escaped.
fn pinned(body: &str, pin: &str) -> String {
    const LINK: &str = r#""evidence_link":"/api/v1/evidence?"#;
    body.replace(LINK, &format!("{LINK}{pin}&"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_are_pinned_and_never_what_people_wrote() {
        let said = r#"see "evidence_link":"/api/v1/evidence?of=x""#;
        let body = serde_json::json!({ "evidence_link": "/api/v1/evidence?of=a", "text": said });
        let read: serde_json::Value =
            serde_json::from_str(&pinned(&body.to_string(), "at_position=7")).expect("still JSON");
        assert_eq!(read["evidence_link"], "/api/v1/evidence?at_position=7&of=a");
        assert_eq!(read["text"], said);
    }
}

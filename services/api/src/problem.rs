//! Every failure that a client can see, as `application/problem+json` (RFC 9457). The one place that
//! turns a "no" or a failure into a status.

use std::borrow::Cow;

use axum::{
    http::{
        HeaderValue, StatusCode,
        header::{CONTENT_TYPE, RETRY_AFTER},
    },
    response::{IntoResponse, Response},
};
use domain::{FieldError, Rejection};
use engine::{EngineError, QueryError, Refusal};
use schemars::JsonSchema;
use serde::Serialize;
use store::StoreError;
use wording::{Language, sentences::said};

const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");

/// Why something was refused or failed.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Problem {
    /// Stable, for programs: `/problems/name-blank`.
    #[serde(rename = "type")]
    pub kind: Cow<'static, str>,
    /// What sort of problem, for people.
    pub title: Cow<'static, str>,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong, for people. May change at any time.
    pub detail: String,
    /// The fields that are wrong, where fields are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<WrongField>,
}

/// One wrong field.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct WrongField {
    /// JSON pointer into the body: `/hours/people`; or the name of a query parameter.
    pub pointer: String,
    /// What is wrong with it.
    pub detail: String,
}

impl Problem {
    /// A problem of a kind such as `too-large`.
    pub fn new(
        status: StatusCode,
        kind: &str,
        title: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        let (kind, status) = (format!("/problems/{kind}").into(), status.as_u16());
        Self { kind, title: title.into(), status, detail: detail.into(), errors: vec![] }
    }

    /// Something that does not exist.
    pub fn unknown(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "unknown", "not found", detail)
    }

    /// Not JSON, or otherwise not readable at all.
    pub fn unreadable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "unreadable", "the request cannot be read", detail)
    }

    /// A body above its limit.
    pub fn too_large(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "the body is too large", detail)
    }

    /// Too much at once; worth trying again soon.
    pub fn busy(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "too busy", detail)
    }

    /// A wrong query parameter.
    pub fn parameter(name: &str, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        let error = WrongField { pointer: name.to_owned(), detail: detail.clone() };
        let kind = format!("{}-wrong", name.replace('_', "-"));
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        let title = "a query parameter is wrong";
        Self {
            errors: vec![error],
            ..Self::new(status, &kind, title, format!("`{name}` {detail}"))
        }
    }

    /// The same in a language: what is said for people, and nothing else.
    #[must_use]
    pub fn told_in(self, language: Language) -> Self {
        let Self { kind, title, status, detail, errors } = self;
        let told =
            |field: WrongField| WrongField { detail: said(language, &field.detail), ..field };
        let of_fields = errors.iter().any(|it| detail.contains(&it.detail));
        let errors: Vec<_> = errors.into_iter().map(told).collect();
        let detail = if of_fields {
            // Fields are told one after the other, each by its name.
            let each = errors.iter().map(|it| format!("`{}` {}", it.pointer, it.detail));
            each.collect::<Vec<_>>().join("; ")
        } else {
            said(language, &detail)
        };
        let title = said(language, &title).into();
        Self { kind, title, status, detail, errors }
    }

    fn failure(error: &dyn std::error::Error) -> Self {
        // The cause goes to the log, once, and never to the client.
        let cause = error.source().map(ToString::to_string).unwrap_or_default();
        tracing::error!(%error, cause, "a request failed");
        let detail = "nothing was changed; the cause is in the server's log";
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "unavailable",
            "the service is not available",
            detail,
        )
    }
}

impl From<Rejection> for Problem {
    fn from(rejection: Rejection) -> Self {
        let detail = rejection.to_string();
        let (status, title) = match &rejection {
            Rejection::Fields(_) => (StatusCode::UNPROCESSABLE_ENTITY, "a field is wrong"),
            Rejection::Unknown(_) => (StatusCode::NOT_FOUND, "not found"),
            Rejection::IdTaken(_) => (StatusCode::CONFLICT, "the id is taken"),
            Rejection::Retired => (StatusCode::CONFLICT, "the process is retired"),
            Rejection::StepInUse(_) => (StatusCode::CONFLICT, "the step is in use"),
            Rejection::Resolved => (StatusCode::CONFLICT, "the pain point is resolved"),
            Rejection::Dissolved => (StatusCode::CONFLICT, "the community is dissolved"),
            Rejection::Merged(_) => (StatusCode::CONFLICT, "it was merged into another"),
            Rejection::MergeCycle(_) => (StatusCode::CONFLICT, "a merge cannot go round"),
            Rejection::Status(..) => (StatusCode::CONFLICT, "not where the idea stands"),
            Rejection::ParentCycle(_) => (StatusCode::CONFLICT, "a unit cannot be part of itself"),
        };
        let problem = Self::new(status, &rejection.code(), title, detail);
        match rejection {
            Rejection::Fields(errors) => {
                Self { errors: errors.into_iter().map(WrongField::from).collect(), ..problem }
            }
            Rejection::Unknown(_)
            | Rejection::IdTaken(_)
            | Rejection::Retired
            | Rejection::StepInUse(_)
            | Rejection::Resolved
            | Rejection::Dissolved
            | Rejection::Merged(_)
            | Rejection::MergeCycle(_)
            | Rejection::Status(..)
            | Rejection::ParentCycle(_) => problem,
        }
    }
}

impl From<FieldError> for WrongField {
    fn from(error: FieldError) -> Self {
        let FieldError { pointer, code: _, detail } = error;
        Self { pointer, detail }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let detail = refusal.to_string();
        match refusal {
            Refusal::Rejected(rejection) => rejection.into(),
            Refusal::Stale { .. } => {
                let title = "it was changed meanwhile";
                Self::new(StatusCode::PRECONDITION_FAILED, "stale-revision", title, detail)
            }
            Refusal::KeyReused => {
                let title = "the idempotency key was used for something else";
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "key-reused", title, detail)
            }
            Refusal::Busy(_) | Refusal::Behind => Self::busy(detail),
            Refusal::Engine(error) => error.into(),
        }
    }
}

impl From<EngineError> for Problem {
    fn from(error: EngineError) -> Self {
        match &error {
            EngineError::Store(cause) => match &**cause {
                StoreError::UnknownOutcome(_) => {
                    let problem = Self::failure(&**cause);
                    let detail = "whether it was kept is not known; ask, or send it again with the same idempotency key";
                    Self {
                        detail: detail.to_owned(),
                        kind: "/problems/unknown-outcome".into(),
                        ..problem
                    }
                }
                StoreError::ReadOnly => {
                    let title = "this store was opened for reading only";
                    Self::new(StatusCode::FORBIDDEN, "read-only", title, cause.to_string())
                }
                StoreError::Unavailable(_)
                | StoreError::Locked { .. }
                | StoreError::Damaged { .. } => Self::failure(&**cause),
            },
            EngineError::Unreadable { .. } => Self::failure(&error),
        }
    }
}

impl From<QueryError> for Problem {
    fn from(error: QueryError) -> Self {
        let detail = error.to_string();
        match error {
            QueryError::NotReached { .. } => {
                let title = "the position is not reached yet";
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "position-not-reached", title, detail)
            }
            QueryError::CatchingUp => Self::busy(detail),
            QueryError::Engine(error) => error.into(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_string(&self).expect("a problem has string keys");
        let mut response = (status, [(CONTENT_TYPE, PROBLEM_JSON)], body).into_response();
        // Whoever knows the language that was asked for tells it anew.
        response.extensions_mut().insert(self);
        if matches!(status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS) {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}

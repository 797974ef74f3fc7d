//! Who calls, and what the headers of a command say: actor, idempotency key, revision seen.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, StatusCode, header::IF_MATCH, request::Parts},
};
use engine::Context;
use events::{Actor, ActorKind, Meta, ids::ActorId};
use uuid::Uuid;

use crate::{App, Problem};

/// What the headers of a command say.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) actor: Actor,
    pub(crate) key: Option<String>,
    pub(crate) expected: Option<u64>,
}

impl Caller {
    /// The context of a command that this caller sends.
    pub(crate) fn context(self, meta: Meta) -> Context {
        let Self { actor, key, expected } = self;
        Context { actor, key, expected, meta }
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let headers = &parts.headers;
        let id = match text(headers, "acker-actor")? {
            None => app.local_actor,
            Some(id) => ActorId(
                Uuid::parse_str(id)
                    .map_err(|_| Problem::unreadable("the header `Acker-Actor` must be a UUID"))?,
            ),
        };
        let kind = match text(headers, "acker-actor-kind")? {
            None | Some("person") => ActorKind::Person,
            Some("import") => ActorKind::Import,
            Some(_) => {
                let detail = "the header `Acker-Actor-Kind` must be `person` or `import`";
                return Err(Problem::unreadable(detail));
            }
        };
        let key = text(headers, "idempotency-key")?.map(str::to_owned);
        let expected = text(headers, IF_MATCH.as_str())?.map(revision).transpose()?;
        Ok(Self { actor: Actor { id, kind, unit: None }, key, expected })
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, Problem> {
    let header = headers.get(name).map(|it| it.to_str()).transpose();
    header.map_err(|_| Problem::unreadable(format!("the header `{name}` must be ASCII text")))
}

fn revision(written: &str) -> Result<u64, Problem> {
    let digits = written.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    digits.and_then(|it| it.parse().ok()).ok_or_else(|| {
        let detail = format!("`If-Match: {written}` is not a revision in quotes, such as `\"7\"`");
        Problem::new(
            StatusCode::BAD_REQUEST,
            "if-match-malformed",
            "the header cannot be read",
            detail,
        )
    })
}

//! `POST /api/v1/{noun}/{id}/{command}`: one handler for every command of the catalogue.

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{FromRequest, Path, Request, State},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{CONTENT_TYPE, LOCATION},
    },
    response::{IntoResponse, Response},
    routing::post,
};
use domain::{
    AnyCommand, FieldError, Rejection,
    catalogue::{CATALOGUE, Entry, find, for_people},
};
use engine::Done;
use events::{Meta, Noun, Position, Stream};
use futures_util::StreamExt as _;
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

use crate::{App, Problem, answer::json, caller::Caller, limits, members::Members};

/// What became of a command.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Executed {
    /// Read with `after_position` to see it.
    position: Position,
    /// The number of events in the stream; what `If-Match` expects.
    revision: u64,
    /// What was recorded; empty where it was so already.
    events: Vec<ExecutedEvent>,
    /// What may not be meant.
    warnings: Vec<Warning>,
}

/// One recorded event.
#[derive(Debug, Serialize, JsonSchema)]
struct ExecutedEvent {
    position: Position,
    #[serde(rename = "type")]
    tag: String,
}

/// Something that is no error but may not be meant.
#[derive(Debug, Serialize, JsonSchema)]
struct Warning {
    /// For programs: `twin`.
    code: &'static str,
    /// For people.
    detail: String,
}

/// A command to a thing that has an id.
pub(crate) async fn addressed(
    State(app): State<App>,
    Path((noun, id, command)): Path<(String, String, String)>,
    caller: Caller,
    body: CommandBody,
) -> Result<Response, Problem> {
    let entry = entry(&noun, &command)?;
    let id = Uuid::parse_str(&id).map_err(|_| Problem::unknown(format!("`{id}` is not a UUID")))?;
    let (command, meta) = body.read(entry)?;
    let stream = Stream::new(entry.noun, id);
    let done = app.engine.execute(stream, command, caller.context(meta)).await?;
    Ok(executed(StatusCode::OK, done))
}

/// The routes of creating commands without an id: one is minted.
pub(crate) fn creating_routes() -> Router<App> {
    CATALOGUE.iter().filter(|it| it.creates).fold(Router::new(), |router, entry| {
        let path = format!("/api/v1/{}/{}", entry.noun.path(), entry.name);
        let handler = move |app, caller, body| creating(app, entry, caller, body);
        router.route(&path, post(handler))
    })
}

async fn creating(
    State(app): State<App>,
    entry: &'static Entry,
    caller: Caller,
    body: CommandBody,
) -> Result<Response, Problem> {
    let (command, meta) = body.read(entry)?;
    // A retry with the same key must find what the first attempt created.
    let id = match (command.own_id(), &caller.key) {
        (Some(id), _) => id,
        (None, Some(key)) => events::ids::derived(&["minted", entry.name, key]),
        (None, None) => app.engine.mint(),
    };
    let stream = Stream::new(entry.noun, id);
    let done = app.engine.execute(stream, command, caller.context(meta)).await?;
    let mut response = executed(StatusCode::CREATED, done);
    let location = format!("/api/v1/{}/{id}", entry.noun.path());
    let location = HeaderValue::from_str(&location).expect("a path of ASCII letters");
    response.headers_mut().insert(LOCATION, location);
    Ok(response)
}

/// The catalogue's entry, or a 404 that says what there is.
pub(crate) fn entry(noun: &str, command: &str) -> Result<&'static Entry, Problem> {
    let known: Noun =
        noun.parse().map_err(|_| Problem::unknown(format!("there is no noun `{noun}`")))?;
    find(known, command)
        .ok_or_else(|| Problem::unknown(format!("there is no command `{command}` for {noun}")))
}

fn executed(status: StatusCode, done: Done) -> Response {
    let position = done.position;
    (status, json(position, &Executed::from(done))).into_response()
}

impl From<Done> for Executed {
    fn from(done: Done) -> Self {
        let Done { position, revision, events, warnings } = done;
        let told = |it: engine::Told| ExecutedEvent { position: it.position, tag: it.tag };
        let warned = |it: engine::Warning| Warning { code: it.code, detail: it.detail };
        Self {
            position,
            revision,
            events: events.into_iter().map(told).collect(),
            warnings: warnings.into_iter().map(warned).collect(),
        }
    }
}

/// A JSON object: the command's fields, and `meta` beside them.
#[derive(Debug)]
pub(crate) struct CommandBody(Bytes);

impl<S: Send + Sync> FromRequest<S> for CommandBody {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let body = whole(body).await?;
        if !body.is_empty() {
            must_be(&parts.headers, "application/json")?;
        }
        Ok(Self(body))
    }
}

/// A whole body. One that is too large is still taken in for a while, so that whoever sends it gets to read
/// why it is refused.
pub(crate) async fn whole(body: Body) -> Result<Bytes, Problem> {
    let (mut body, mut whole, mut seen) = (body.into_data_stream(), Vec::new(), 0);
    while let Some(frame) = body.next().await {
        let frame =
            frame.map_err(|_| Problem::unreadable("the body ended before it was complete"))?;
        seen += frame.len();
        if seen <= limits::BODY {
            whole.extend_from_slice(&frame);
        } else if seen > limits::BODY_DISCARDED {
            break;
        }
    }
    if seen > limits::BODY {
        return Err(Problem::too_large(format!("the body has at most {} bytes", limits::BODY)));
    }
    Ok(whole.into())
}

/// Refuses a body of another content type.
pub(crate) fn must_be(headers: &HeaderMap, wanted: &str) -> Result<(), Problem> {
    let given = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let given = given.split(';').next().unwrap_or_default().trim();
    if given.eq_ignore_ascii_case(wanted) {
        return Ok(());
    }
    let detail = format!("the content type must be `{wanted}`, not `{given}`");
    let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
    Err(Problem::new(status, "content-type", "the content type is not taken", detail))
}

impl CommandBody {
    fn read(&self, entry: &Entry) -> Result<(AnyCommand, Meta), Problem> {
        let members = Members::read(&self.0).map_err(not_an_object)?;
        let meta = members.get("meta").map_or(Ok(Meta::default()), read_meta);
        let command = entry.parse(&members.without("meta"));
        Ok(both(command, meta)?)
    }
}

/// Both, or all that is wrong with either.
pub(crate) fn both<A, B>(
    one: Result<A, Rejection>,
    other: Result<B, Rejection>,
) -> Result<(A, B), Rejection> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (Err(Rejection::Fields(mut errors)), Err(Rejection::Fields(more))) => {
            errors.extend(more);
            Err(Rejection::Fields(errors))
        }
        (Err(rejection), _) | (_, Err(rejection)) => Err(rejection),
    }
}

fn not_an_object(error: serde_json::Error) -> Problem {
    Problem::unreadable(format!("the body must be a JSON object: {error}"))
}

/// Reads what stands in `meta`.
pub(crate) fn read_meta(meta: &str) -> Result<Meta, Rejection> {
    let mut reader = serde_json::Deserializer::from_str(meta);
    let meta: Meta = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let pointer = match path.as_str() {
            "." => "/meta".to_owned(),
            path => format!("/meta/{}", path.replace('.', "/")),
        };
        let detail = for_people(&error.into_inner().to_string());
        FieldError::reject(&pointer, "malformed", detail)
    })?;
    let mut fields = domain::fields::Fields::default();
    fields.some_text("/meta/why", meta.why.as_ref());
    fields.finish()?;
    Ok(meta)
}

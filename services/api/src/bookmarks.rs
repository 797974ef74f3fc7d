//! `GET bookmarks` and `PUT bookmarks/{name}`: places in the log that an actor wants to find again.

use std::collections::BTreeMap;

use axum::{
    Router,
    extract::{Path, State},
    routing::get,
};
use events::{Position, ids::ActorId, words::Seal};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};
use store::bookmarks::{BOOKMARKS_MAX, Bookmark};

use crate::{App, Problem, answer::Answer, asked::Asked, caller::Caller, moments, moments::Found};

/// Letters of a name, at most.
const NAME_MAX: usize = 64;

/// One's own bookmarks.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Own {
    /// By name.
    items: Vec<Marked>,
}

/// A bookmark.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Marked {
    /// Its name: `bookmark:NAME` is a moment.
    name: String,
    /// Right after this position.
    place: Position,
    /// SHA-256 over all history up to there: kept elsewhere, it proves what history was (`acker verify --expect`).
    digest: Option<String>,
    /// When it was put there.
    #[schemars(with = "String")]
    set: Timestamp,
}

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/bookmarks", get(list))
        .route("/api/v1/bookmarks/{name}", get(one).put(set))
}

impl App {
    /// The bookmarks of an actor, by name.
    pub(crate) async fn bookmarks_of(
        &self,
        actor: ActorId,
    ) -> Result<BTreeMap<String, Bookmark>, Problem> {
        let bookmarks = std::sync::Arc::clone(&self.bookmarks);
        off_thread(move || bookmarks.of(actor)).await
    }
}

async fn list(State(app): State<App>, caller: Caller) -> Result<Answer<Own>, Problem> {
    let own = app.bookmarks_of(caller.actor.id).await?;
    let mut items = Vec::with_capacity(own.len());
    for (name, bookmark) in own {
        items.push(marked(&app, name, bookmark).await?);
    }
    Ok(Answer { position: (*app.engine.projected().borrow()).into(), answer: Own { items } })
}

async fn one(
    State(app): State<App>,
    caller: Caller,
    Path(name): Path<String>,
) -> Result<Answer<Marked>, Problem> {
    let own = app.bookmarks_of(caller.actor.id).await?;
    let bookmark = own.get(&name).copied();
    let unknown = || Problem::unknown(format!("there is no bookmark `{name}` of yours"));
    let answer = marked(&app, name.clone(), bookmark.ok_or_else(unknown)?).await?;
    Ok(Answer { position: (*app.engine.projected().borrow()).into(), answer })
}

/// Puts a bookmark where the log is now, or where `at` says.
async fn set(
    State(app): State<App>,
    caller: Caller,
    Path(name): Path<String>,
    mut asked: Asked,
) -> Result<Answer<Marked>, Problem> {
    check(&name)?;
    let to = asked.take_text("to").unwrap_or_else(|| "now".to_owned());
    let after = asked.between()?;
    let actor = caller.actor.id;
    let Found { position, .. } = moments::find(&app, actor, ("to", &to), after).await?;
    let bookmark = Bookmark { position, set: app.engine.now() };
    let (bookmarks, key) = (std::sync::Arc::clone(&app.bookmarks), name.clone());
    if !off_thread(move || bookmarks.set(actor, key, bookmark)).await? {
        let detail = format!("there are {BOOKMARKS_MAX} bookmarks of yours, and no more are kept");
        return Err(Problem::parameter("name", detail));
    }
    let answer = marked(&app, name, bookmark).await?;
    Ok(Answer { position: (*app.engine.projected().borrow()).into(), answer })
}

async fn marked(app: &App, name: String, bookmark: Bookmark) -> Result<Marked, Problem> {
    let Bookmark { position, set } = bookmark;
    let digest = app.engine.digest(position).await?.map(|it| Seal(it).to_string());
    Ok(Marked { name, place: position, digest, set })
}

fn check(name: &str) -> Result<(), Problem> {
    let is_plain = |it: char| it.is_alphanumeric() || "-_.".contains(it);
    if !name.is_empty() && name.chars().count() <= NAME_MAX && name.chars().all(is_plain) {
        return Ok(());
    }
    let detail = format!("must be 1 to {NAME_MAX} letters, digits, `-`, `_` or `.`");
    Err(Problem::parameter("name", detail))
}

async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, store::StoreError> + Send + 'static,
) -> Result<T, Problem> {
    let done = tokio::task::spawn_blocking(work).await;
    let done = done.map_err(|_| Problem::busy("the server stops"))?;
    done.map_err(|error| engine::EngineError::from(error).into())
}

/// For the description of the API.
pub(crate) fn described(schemas: &mut schemars::SchemaGenerator) -> [(&'static str, Value); 2] {
    let answer = |schema: schemars::Schema| json!({ "200": { "description": "The answer.", "content": { "application/json": { "schema": schema } } } });
    let (all, one) =
        (schemas.subschema_for::<Answer<Own>>(), schemas.subschema_for::<Answer<Marked>>());
    let name =
        json!({ "name": "name", "in": "path", "required": true, "schema": { "type": "string" } });
    let to = json!({ "name": "to", "in": "query", "schema": { "type": "string" }, "description": moments::MOMENTS });
    [
        (
            "/api/v1/bookmarks",
            json!({ "get": {
            "operationId": "bookmarks", "tags": ["bookmarks"],
            "summary": "One's own bookmarks: places in the log to be found again",
            "responses": answer(all),
        } }),
        ),
        (
            "/api/v1/bookmarks/{name}",
            json!({
                "get": {
                    "operationId": "bookmark", "tags": ["bookmarks"],
                    "summary": "One of one's own bookmarks", "parameters": [name], "responses": answer(one.clone()),
                },
                "put": {
                    "operationId": "set-bookmark", "tags": ["bookmarks"],
                    "summary": "Puts a bookmark where the log is now, or at another moment",
                    "parameters": [name, to], "responses": answer(one),
                },
            }),
        ),
    ]
}

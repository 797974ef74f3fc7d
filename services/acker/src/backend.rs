//! Where a command asks: a running server, or the same routes in this process over a data directory.
//! Either way the answer is the API's own JSON.

mod file;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, Result};
use axum::{
    body::Body,
    http::{Method, Request, request::Builder},
};
use clap::Args;
use domain::line::Line;
use engine::Engine;
use http_body_util::BodyExt as _;
use serde_json::Value;
use tokio::sync::watch;
use tower::ServiceExt as _;
use uuid::Uuid;

use crate::{
    cli::WrongUse,
    installation::{Access, Installation},
    words::{self, told},
};

/// Lines sent at once, so that progress can be told and no request grows too large.
const LINES: usize = 2_000;
/// Bytes sent at once at the most, below what a server takes.
const BYTES: usize = 32_000_000;

/// Which store.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Where and who")]
pub(crate) struct Where {
    /// The data directory
    #[arg(
        long,
        value_name = "DIR",
        global = true,
        help = "The data directory [default: ./acker-data]"
    )]
    pub(crate) data: Option<PathBuf>,
    /// A running server instead, such as <http://127.0.0.1:7313>
    #[arg(long, value_name = "URL", global = true, conflicts_with = "data")]
    pub(crate) store: Option<String>,
    /// Who acts: a UUID, never a name; else the actor of this installation
    #[arg(long, value_name = "UUID", global = true)]
    pub(crate) actor: Option<Uuid>,
}

/// An answer that is a problem: the caller was told why.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0["detail"].as_str().unwrap_or(words::one_of(ERROR.0, ERROR.1)))]
pub(crate) struct Refused(pub(crate) Value);

/// Said of an answer that says nothing more.
const ERROR: (&str, &str) =
    ("the server answered with an error", "der Server hat mit einem Fehler geantwortet");

impl Refused {
    /// Whether the question itself was wrong.
    pub(crate) fn is_wrong_use(&self) -> bool {
        matches!(self.0["status"].as_u64(), Some(400 | 422))
    }
}

/// A store that can be asked.
#[derive(Debug)]
pub(crate) enum Backend {
    /// The routes in this process. The directory stays open as long as they do.
    Local {
        router: axum::Router,
        engine: Arc<Engine>,
        stopping: watch::Sender<bool>,
        actor: Option<Uuid>,
    },
    /// A running server.
    Remote { base: String, actor: Option<Uuid> },
}

impl Where {
    /// The data directory, as said or the usual one.
    pub(crate) fn folder(&self) -> &Path {
        self.data.as_deref().unwrap_or(Path::new("./acker-data"))
    }

    /// Opens the store for asking or for changing.
    pub(crate) async fn open(&self, access: Access) -> Result<Backend> {
        if let Some(url) = &self.store {
            if !url.starts_with("http://") {
                let what = told!(
                    "`{url}` is not the address of a server, such as http://127.0.0.1:7313",
                    "`{url}` ist keine Adresse eines Servers, wie http://127.0.0.1:7313"
                );
                return Err(WrongUse(what).into());
            }
            let base = url.trim_end_matches('/').to_owned();
            return Ok(Backend::Remote { base, actor: self.actor });
        }
        let holder = format!("a command of the terminal, process {}", std::process::id());
        let Installation { engine, local_actor, .. } =
            Installation::open(self.folder(), access, &holder).await?;
        let (stopping, stopped) = watch::channel(false);
        let app = api::App::new(Arc::clone(&engine), local_actor, stopped);
        let bookmarks = store::bookmarks::Bookmarks::in_folder(self.folder());
        let router = api::router(app.with_bookmarks(bookmarks));
        Ok(Backend::Local { router, engine, stopping, actor: self.actor })
    }
}

impl Backend {
    /// Asks one question; `path` begins behind `/api/v1/`.
    pub(crate) async fn get(&self, path: &str) -> Result<Value> {
        self.ask(Ask::Get, path).await
    }

    /// Puts something in its place; `path` begins behind `/api/v1/`.
    pub(crate) async fn put(&self, path: &str) -> Result<Value> {
        self.ask(Ask::Put, path).await
    }

    async fn ask(&self, ask: Ask, path: &str) -> Result<Value> {
        let path = format!("/api/v1/{path}");
        let (status, body) = self.answer(&path, ask, self.actor()).await?;
        let value: Value = serde_json::from_str(&body).with_context(|| {
            told!("the answer to `{path}` is not JSON", "die Antwort auf `{path}` ist kein JSON")
        })?;
        if status >= 400 { Err(Refused(value).into()) } else { Ok(value) }
    }

    fn actor(&self) -> Option<Uuid> {
        match self {
            Self::Local { actor, .. } | Self::Remote { actor, .. } => *actor,
        }
    }

    /// The status and the body of an answer.
    async fn answer(&self, path: &str, ask: Ask, actor: Option<Uuid>) -> Result<(u16, String)> {
        match self {
            Self::Local { router, .. } => {
                let request = ask.begin(path, actor).header("host", "localhost");
                in_process(router, request.body(Body::from(ask.into_bytes()))?).await
            }
            Self::Remote { base, .. } => over_http(format!("{base}{path}"), ask, actor).await,
        }
    }

    /// All items of a list, page by page.
    pub(crate) async fn list(&self, path: &str) -> Result<Vec<Value>> {
        let (mut items, mut cursor) = (Vec::new(), String::new());
        loop {
            let join = if path.contains('?') { '&' } else { '?' };
            let mut page = self.get(&format!("{path}{join}limit=1000{cursor}")).await?;
            if let Value::Array(more) = page["items"].take() {
                items.extend(more);
            }
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return Ok(items),
            }
        }
    }

    /// Sends commands and tells of each answer, in order.
    pub(crate) async fn send(
        &self,
        lines: &[Line],
        actor: Option<Uuid>,
        mut answered: impl FnMut(&Line, Value),
    ) -> Result<()> {
        let mut rest = lines;
        while !rest.is_empty() {
            let (bytes, count) = first_part(rest)?;
            let (part, others) = rest.split_at(count);
            let answers = self.post_lines("commands", bytes, actor).await?;
            let mut read = answers.lines();
            for line in part {
                let answer = read.next().with_context(ended)?;
                answered(line, serde_json::from_str(answer)?);
            }
            rest = others;
        }
        Ok(())
    }

    /// Asks what commands would change; `path` begins behind `/api/v1/`.
    pub(crate) async fn try_out(
        &self,
        path: &str,
        lines: Vec<u8>,
        actor: Option<Uuid>,
    ) -> Result<Value> {
        Ok(serde_json::from_str(&self.post_lines(path, lines, actor).await?)?)
    }

    /// Carries out one command, for a person.
    pub(crate) async fn carry_out(&self, line: &Line, actor: Option<Uuid>) -> Result<Value> {
        let path = format!("/api/v1/{}/{}/{}", line.noun, line.id, line.command);
        let mut body = line.body.clone();
        if let Some(meta) = &line.meta {
            body["meta"] = meta.clone();
        }
        let ask = Ask::Command(body.to_string().into_bytes());
        let (status, body) = self.answer(&path, ask, actor).await?;
        let answer = serde_json::from_str(&body).with_context(no_json)?;
        if status >= 400 { Err(Refused(answer).into()) } else { Ok(answer) }
    }

    /// Leaves behind what whoever opens the data directory next need not find out again.
    pub(crate) async fn leave(&self) -> Result<()> {
        match self {
            Self::Local { engine, .. } => Ok(engine.close().await?),
            Self::Remote { .. } => Ok(()),
        }
    }

    async fn post_lines(&self, path: &str, lines: Vec<u8>, actor: Option<Uuid>) -> Result<String> {
        let (status, body) =
            self.answer(&format!("/api/v1/{path}"), Ask::Lines(lines), actor).await?;
        if status >= 400 { Err(Refused(serde_json::from_str(&body)?).into()) } else { Ok(body) }
    }
}

impl Drop for Backend {
    fn drop(&mut self) {
        if let Self::Local { stopping, .. } = self {
            stopping.send_replace(true);
        }
    }
}

/// The first lines that may go together, as bytes, and how many they are.
fn first_part(lines: &[Line]) -> Result<(Vec<u8>, usize)> {
    let (mut bytes, mut count) = (Vec::new(), 0);
    for line in lines.iter().take(LINES) {
        let before = bytes.len();
        serde_json::to_writer(&mut bytes, line)?;
        bytes.push(b'\n');
        if bytes.len() > BYTES && count > 0 {
            bytes.truncate(before);
            break;
        }
        count += 1;
    }
    Ok((bytes, count))
}

async fn in_process(router: &axum::Router, request: Request<Body>) -> Result<(u16, String)> {
    let response = router.clone().oneshot(request).await?;
    let status = response.status().as_u16();
    let body = response.into_body().collect().await?.to_bytes();
    Ok((status, String::from_utf8(body.to_vec())?))
}

fn ended() -> String {
    told!(
        "the server ended before it had answered",
        "der Server endete, bevor er geantwortet hatte"
    )
}

fn no_json() -> String {
    told!("the answer is not JSON", "die Antwort ist kein JSON")
}

/// What is asked.
enum Ask {
    Get,
    Put,
    /// One command, as JSON, of a person.
    Command(Vec<u8>),
    /// Many commands, one a line, of an import.
    Lines(Vec<u8>),
}

impl Ask {
    fn method(&self) -> Method {
        match self {
            Self::Get => Method::GET,
            Self::Put => Method::PUT,
            Self::Command(_) | Self::Lines(_) => Method::POST,
        }
    }

    fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::Get | Self::Put => Vec::new(),
            Self::Command(bytes) | Self::Lines(bytes) => bytes,
        }
    }

    /// The request as far as its body. Says who asks, where that is not the actor of the installation.
    fn begin(&self, uri: &str, actor: Option<Uuid>) -> Builder {
        let language = words::language().tag();
        let request = Request::builder().method(self.method()).uri(uri);
        let request = request.header("accept-language", language);
        let request = match actor {
            Some(actor) => request.header("acker-actor", actor.to_string()),
            None => request,
        };
        let sent = |request: Builder, content_type, kind| {
            request.header("content-type", content_type).header("acker-actor-kind", kind)
        };
        match self {
            Self::Get | Self::Put => request,
            Self::Command(_) => sent(request, "application/json", "person"),
            Self::Lines(_) => sent(request, "application/x-ndjson", "import"),
        }
    }
}

async fn over_http(url: String, ask: Ask, actor: Option<Uuid>) -> Result<(u16, String)> {
    let asked = tokio::task::spawn_blocking(move || -> Result<(u16, String)> {
        let agent: ureq::Agent =
            ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let request = ask.begin(&url, actor);
        let answered = match &ask {
            Ask::Get | Ask::Put => agent.run(request.body(())?),
            Ask::Command(_) | Ask::Lines(_) => agent.run(request.body(ask.into_bytes())?),
        };
        let mut response = answered
            .with_context(|| told!("`{url}` does not answer", "`{url}` antwortet nicht"))?;
        let status = response.status().as_u16();
        let body = response.body_mut().with_config().limit(1 << 30).read_to_string()?;
        Ok((status, body))
    });
    asked.await?
}

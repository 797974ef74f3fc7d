//! Where a command asks: a running server, or the same routes in this process over a data directory.
//! Either way the answer is the API's own JSON.

mod file;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use axum::{body::Body, http::Request};
use clap::Args;
use domain::line::Line;
use http_body_util::BodyExt as _;
use serde_json::Value;
use tokio::sync::watch;
use tower::ServiceExt as _;
use uuid::Uuid;

use crate::{
    cli::WrongUse,
    installation::{Access, Installation},
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
#[error("{}", .0["detail"].as_str().unwrap_or("the server answered with an error"))]
pub(crate) struct Refused(pub(crate) Value);

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
    Local { router: axum::Router, stopping: watch::Sender<bool> },
    /// A running server.
    Remote { base: String },
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
                let what = format!(
                    "`{url}` is not the address of a server, such as http://127.0.0.1:7313"
                );
                return Err(WrongUse(what).into());
            }
            return Ok(Backend::Remote { base: url.trim_end_matches('/').to_owned() });
        }
        let holder = format!("a command of the terminal, process {}", std::process::id());
        let Installation { engine, local_actor, .. } =
            Installation::open(self.folder(), access, &holder).await?;
        let (stopping, stopped) = watch::channel(false);
        let router = api::router(api::App::new(engine, local_actor, stopped));
        Ok(Backend::Local { router, stopping })
    }
}

impl Backend {
    /// Asks one question; `path` begins behind `/api/v1/`.
    pub(crate) async fn get(&self, path: &str) -> Result<Value> {
        let path = format!("/api/v1/{path}");
        let (status, body) = match self {
            Self::Local { router, .. } => {
                let request = Request::get(&path).header("host", "localhost").body(Body::empty())?;
                in_process(router, request).await?
            }
            Self::Remote { base } => over_http(format!("{base}{path}"), None).await?,
        };
        let value: Value = serde_json::from_str(&body)
            .with_context(|| format!("the answer to `{path}` is not JSON"))?;
        if status >= 400 { Err(Refused(value).into()) } else { Ok(value) }
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
                let answer = read.next().context("the server ended before it had answered")?;
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
        let post = Post { kind: "person", content_type: "application/json", actor };
        let (status, body) = self.post(&path, body.to_string().into_bytes(), post).await?;
        let answer = serde_json::from_str(&body).context("the answer is not JSON")?;
        if status >= 400 { Err(Refused(answer).into()) } else { Ok(answer) }
    }

    async fn post_lines(&self, path: &str, lines: Vec<u8>, actor: Option<Uuid>) -> Result<String> {
        let post = Post { kind: "import", content_type: "application/x-ndjson", actor };
        let (status, body) = self.post(&format!("/api/v1/{path}"), lines, post).await?;
        if status >= 400 { Err(Refused(serde_json::from_str(&body)?).into()) } else { Ok(body) }
    }

    async fn post(&self, path: &str, bytes: Vec<u8>, post: Post) -> Result<(u16, String)> {
        match self {
            Self::Local { router, .. } => {
                let mut request = Request::post(path).header("host", "localhost");
                for (name, value) in post.headers() {
                    request = request.header(name, value);
                }
                in_process(router, request.body(Body::from(bytes))?).await
            }
            Self::Remote { base } => over_http(format!("{base}{path}"), Some((bytes, post))).await,
        }
    }
}

/// What is said with something that is sent.
struct Post {
    /// Who acts: `person` or `import`.
    kind: &'static str,
    content_type: &'static str,
    actor: Option<Uuid>,
}

impl Post {
    fn headers(&self) -> Vec<(&'static str, String)> {
        let Self { kind, content_type, actor } = self;
        let mut headers = vec![
            ("content-type", (*content_type).to_owned()),
            ("acker-actor-kind", (*kind).to_owned()),
        ];
        headers.extend(actor.map(|it| ("acker-actor", it.to_string())));
        headers
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

async fn over_http(url: String, sent: Option<(Vec<u8>, Post)>) -> Result<(u16, String)> {
    let asked = tokio::task::spawn_blocking(move || -> Result<(u16, String)> {
        let agent: ureq::Agent =
            ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let mut response = match sent {
            None => agent.get(&url).call(),
            Some((bytes, post)) => {
                let headers = post.headers();
                let request = agent.post(&url);
                let with =
                    |request: ureq::RequestBuilder<_>, (name, value)| request.header(name, value);
                headers.into_iter().fold(request, with).send(&bytes[..])
            }
        }
        .with_context(|| format!("`{url}` does not answer"))?;
        let status = response.status().as_u16();
        let body = response.body_mut().with_config().limit(1 << 30).read_to_string()?;
        Ok((status, body))
    });
    asked.await?
}

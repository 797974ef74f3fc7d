//! Answers that are files, not JSON.

use anyhow::{Context as _, Result};
use axum::body::Body;
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;
use uuid::Uuid;

use super::{Ask, Backend, Refused};

/// The largest file that is taken from a server.
const BYTES: u64 = 1 << 30;

impl Backend {
    /// Asks for a file; `path` begins behind `/api/v1/`.
    pub(crate) async fn file(&self, path: &str) -> Result<Vec<u8>> {
        let path = format!("/api/v1/{path}");
        let (status, bytes) = match self {
            Self::Local { router, actor, .. } => {
                let request = Ask::Get.begin(&path, *actor).header("host", "localhost");
                let request = request.body(Body::empty())?;
                let response = router.clone().oneshot(request).await?;
                let status = response.status().as_u16();
                (status, response.into_body().collect().await?.to_bytes().to_vec())
            }
            Self::Remote { base, actor } => over_http(format!("{base}{path}"), *actor).await?,
        };
        if status >= 400 { Err(Refused(serde_json::from_slice(&bytes)?).into()) } else { Ok(bytes) }
    }
}

async fn over_http(url: String, actor: Option<Uuid>) -> Result<(u16, Vec<u8>)> {
    let asked = tokio::task::spawn_blocking(move || -> Result<(u16, Vec<u8>)> {
        let agent: ureq::Agent =
            ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let answer = agent.run(Ask::Get.begin(&url, actor).body(())?);
        let mut response = answer.with_context(|| format!("`{url}` does not answer"))?;
        let status = response.status().as_u16();
        Ok((status, response.body_mut().with_config().limit(BYTES).read_to_vec()?))
    });
    asked.await?
}

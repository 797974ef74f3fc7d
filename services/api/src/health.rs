//! Whether the server lives, whether it can answer, and what it has counted.

use std::sync::OnceLock;

use axum::{Router, extract::State, routing::get};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

use crate::{App, Problem};

pub(crate) fn routes() -> Router<App> {
    counted();
    Router::new()
        .route("/healthz", get(async || "alive\n"))
        .route("/readyz", get(readyz))
        .route("/metrics", get(async || counted().render()))
}

/// Ready while the projections follow the log closely.
async fn readyz(State(app): State<App>) -> Result<&'static str, Problem> {
    if app.engine.failure().is_some() {
        return Err(Problem::busy("the projections stopped following the log"));
    }
    let (head, projected) = (*app.engine.head().borrow(), *app.engine.projected().borrow());
    if projected < head {
        return Err(Problem::busy(format!("the projections are at {projected} of {head}")));
    }
    Ok("ready\n")
}

/// The counters of this process, which has one set of them however many servers it runs.
fn counted() -> &'static PrometheusHandle {
    static COUNTED: OnceLock<PrometheusHandle> = OnceLock::new();
    COUNTED.get_or_init(|| {
        let recorder = PrometheusBuilder::new().build_recorder();
        let handle = recorder.handle();
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::warn!("another recorder of metrics was installed first");
        }
        handle
    })
}

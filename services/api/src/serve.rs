//! Serving on a socket: header time limit, bounded connections, a polite end.

use std::{io, sync::Arc, time::Duration};

use axum::{Router, extract::Request};
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
};
use tower::ServiceExt as _;

use crate::limits;

/// Serves until `stopping` turns true, then waits for the requests under way, though not for ever.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    mut stopping: watch::Receiver<bool>,
) -> io::Result<()> {
    let places = Arc::new(Semaphore::new(limits::CONNECTIONS));
    let graceful = GracefulShutdown::new();
    loop {
        let place = Arc::clone(&places).acquire_owned().await.expect("never closed");
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stopped(&mut stopping) => break,
        };
        let connection = match accepted {
            Ok((connection, _)) => connection,
            Err(error) => {
                // Out of file handles, say: others will close theirs.
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let serving = graceful.watch(connected(connection, router.clone()));
        tokio::spawn(async move {
            if let Err(error) = serving.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(limits::FAREWELL, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests were still under way when the server ended");
    }
    Ok(())
}

/// Comes back when the server is to stop, or nobody could tell it to any more.
async fn stopped(stopping: &mut watch::Receiver<bool>) {
    drop(stopping.wait_for(|it| *it).await);
}

fn connected(
    connection: TcpStream,
    router: Router,
) -> http1::Connection<
    TokioIo<TcpStream>,
    impl hyper::service::HttpService<
        Incoming,
        ResBody = axum::body::Body,
        Error = std::convert::Infallible,
        Future: Send,
    >,
> {
    let service = hyper::service::service_fn(move |request: Request<Incoming>| {
        router.clone().oneshot(request.map(axum::body::Body::new))
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits::HEADER_TIME)
        .serve_connection(TokioIo::new(connection), service)
}

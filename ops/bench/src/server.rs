//! The API in this process, asked over loopback as any program asks it.

use std::{
    io,
    net::SocketAddr,
    sync::Arc,
    thread::{self, JoinHandle},
};

use anyhow::{Result, anyhow};
use engine::Engine;
use serde_json::Value;
use tokio::{net::TcpListener, sync::watch};

use crate::{Options, telling::actor};

/// A server that runs until it is stopped.
#[derive(Debug)]
pub(crate) struct Server {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    serving: JoinHandle<io::Result<()>>,
}

impl Server {
    /// Over an engine.
    pub(crate) fn start(options: &Options, engine: Arc<Engine>) -> Result<Self> {
        let (stop, stopping) = watch::channel(false);
        let router = api::router(api::App::new(engine, actor(0).id, stopping.clone()));
        let runtime = options.runtime();
        let listener = runtime.block_on(TcpListener::bind(("127.0.0.1", 0)))?;
        let address = listener.local_addr()?;
        let handle = runtime.handle().clone();
        let serving =
            thread::spawn(move || handle.block_on(api::serve(listener, router, stopping)));
        Ok(Self { address, stop, serving })
    }

    /// Where a command or a question goes.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}/api/v1/{path}", self.address)
    }

    /// The answer to a question.
    pub(crate) fn ask(&self, question: &str) -> Result<Value> {
        let response = ureq::get(&self.url(question)).call()?;
        Ok(serde_json::from_reader(response.into_body().into_reader())?)
    }

    /// Until nothing is served any more.
    pub(crate) fn stop(self) -> Result<()> {
        self.stop.send_replace(true);
        self.serving.join().map_err(|_| anyhow!("the server panicked"))??;
        Ok(())
    }
}

//! `acker serve`: the HTTP API on this machine.

use std::{net::SocketAddr, process::ExitCode, sync::Arc};

use anyhow::{Context as _, Result};
use clap::Args;
use events::ids::ActorId;
use store::{EventStore, bookmarks::Bookmarks, sqlite::SqliteStore};
use tokio::{net::TcpListener, signal, sync::watch};

use super::WrongUse;
use crate::{
    backend::Where,
    demo,
    installation::{Access, Installation, now, start},
    output,
    words::told,
};

/// Serve the HTTP API and live updates.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  acker serve                               ./acker-data on 127.0.0.1:7313
  acker serve --demo                        a sample company in a temporary store
  acker serve --data DIR --listen 127.0.0.1:0

The first line on standard output, once the server is ready, begins with its address.")]
pub(crate) struct Serve {
    /// A temporary store with the sample company, gone when the server ends
    #[arg(long)]
    demo: bool,
    /// The address to listen on; a loopback one, until there is sign-in
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:7313")]
    listen: SocketAddr,
}

impl Serve {
    pub(crate) async fn run(self, place: &Where) -> Result<ExitCode> {
        if place.store.is_some() {
            return Err(WrongUse(told!(
                "`serve` takes --data, not --store",
                "`serve` nimmt --data, nicht --store"
            ))
            .into());
        }
        if self.demo && place.data.is_some() {
            return Err(WrongUse(told!(
                "`--demo` keeps nothing, so it does not go with --data",
                "`--demo` behält nichts und geht daher nicht mit --data"
            ))
            .into());
        }
        if !self.listen.ip().is_loopback() {
            let what = told!(
                "`{}` is not an address of this machine alone; without sign-in only those may be bound",
                "`{}` ist keine Adresse allein dieses Rechners; ohne Anmeldung sind nur solche erlaubt",
                self.listen.ip()
            );
            return Err(WrongUse(what).into());
        }
        let stopping = stop_signals()?;
        let listener = TcpListener::bind(self.listen).await.with_context(|| {
            told!("`{}` cannot be listened on", "auf `{}` lässt sich nicht hören", self.listen)
        })?;
        let address = format!("http://{}", listener.local_addr()?);
        if self.demo {
            let folder = tempfile::Builder::new().prefix("acker-demo-").tempdir()?;
            let store = Arc::new(SqliteStore::open(folder.path(), &address)?);
            let local_actor = demo::load(Arc::clone(&store) as Arc<dyn EventStore>, now()).await?;
            let engine = start(Arc::clone(&store) as Arc<dyn EventStore>, None).await?;
            let bookmarks = Bookmarks::in_folder(folder.path());
            let installation = Installation { engine, local_actor, store };
            serve(installation, bookmarks, listener, stopping).await?;
        } else {
            let installation = Installation::open(place.folder(), Access::Write, &address).await?;
            let bookmarks = Bookmarks::in_folder(place.folder());
            serve(installation, bookmarks, listener, stopping).await?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

async fn serve(
    installation: Installation,
    bookmarks: Bookmarks,
    listener: TcpListener,
    stopping: watch::Receiver<bool>,
) -> Result<()> {
    let Installation { engine, local_actor, store } = installation;
    let ActorId(_) = local_actor;
    let app = api::App::new(Arc::clone(&engine), local_actor, stopping.clone());
    let router = api::router(app.with_bookmarks(bookmarks));
    let address = format!("http://{}", listener.local_addr()?);
    output::answer(told!(
        "{address}  (other commands: acker loops --store {address})",
        "{address}  (andere Befehle: acker loops --store {address})"
    ));
    api::serve(listener, router, stopping).await?;
    engine.close().await?;
    drop(store);
    Ok(())
}

/// Turns true on Ctrl-C and on SIGTERM.
fn stop_signals() -> Result<watch::Receiver<bool>> {
    let (stop, stopping) = watch::channel(false);
    let mut terminate = signal::unix::signal(signal::unix::SignalKind::terminate())?;
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = signal::ctrl_c() => {}
        }
        stop.send_replace(true);
    });
    Ok(stopping)
}

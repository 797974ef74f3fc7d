//! `GET /api/v1/feed`: server-sent events, one message for each new position, once it can be asked for.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::State,
    http::HeaderMap,
    response::sse::{Event, KeepAlive, Sse},
};
use events::Position;
use futures_util::{Stream, stream};
use tokio::sync::{OwnedSemaphorePermit, watch};

use crate::{App, Problem};

/// Who is further behind than this is told to begin anew.
const FAR_BEHIND: u64 = 10_000;
/// Positions read at once.
const PAGE: usize = 500;

pub(crate) async fn feed(
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let place = app.subscribers.clone().try_acquire_owned();
    let place = place.map_err(|_| Problem::busy("the live feed has as many readers as it can"))?;
    let projected = app.engine.projected();
    let last = match headers.get("last-event-id").map(|it| it.to_str().map(str::parse)) {
        None => *projected.borrow(),
        Some(Ok(Ok(last))) => Position(last),
        Some(_) => return Err(Problem::unreadable("`Last-Event-ID` must be a position")),
    };
    let follower = Follower { stopping: app.stopping.clone(), app, projected, last, _place: place };
    let pages = stream::unfold(follower, |mut it| async move {
        let page = it.next().await?;
        Some((stream::iter(page.into_iter().map(Ok)), it))
    });
    let messages = futures_util::StreamExt::flatten(pages);
    Ok(Sse::new(messages).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))))
}

struct Follower {
    app: App,
    projected: watch::Receiver<Position>,
    stopping: watch::Receiver<bool>,
    last: Position,
    _place: OwnedSemaphorePermit,
}

impl Follower {
    /// The next messages; none once the server stops or the log cannot be read.
    async fn next(&mut self) -> Option<Vec<Event>> {
        let last = self.last;
        if last > *self.app.engine.head().borrow() {
            // Told by another log than this one, before a restore, say.
            self.last = *self.projected.borrow();
            return Some(vec![message(self.last).event("reset")]);
        }
        tokio::select! {
            reached = self.projected.wait_for(|it| *it > last) => drop(reached.ok()?),
            _ = self.stopping.wait_for(|it| *it) => return None,
        }
        let reached = *self.projected.borrow();
        if reached.0 - last.0 > FAR_BEHIND {
            self.last = reached;
            return Some(vec![message(reached).event("reset")]);
        }
        let page = self.app.engine.positions(last, PAGE).await.ok()?;
        let page: Vec<_> = page.into_iter().filter(|it| *it <= reached).collect();
        self.last = *page.last()?;
        Some(page.into_iter().map(message).collect())
    }
}

fn message(position: Position) -> Event {
    Event::default().id(position.to_string()).data(format!(r#"{{"position":{position}}}"#))
}

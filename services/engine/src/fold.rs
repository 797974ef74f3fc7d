//! Folds the log: events are read, decoded and applied at the same time, each a page ahead of the next.

use events::{Position, Recorded};
use projections::{Projections, references::References, said::Said};
use store::{EventStore, Stored};
use tokio::sync::mpsc;

use crate::{EngineError, states::read};

/// Events read at once.
const PAGE: usize = 2_048;
/// Pages that are decoded and wait to be applied.
const AHEAD: usize = 1;

/// Something that is folded from events.
pub(crate) trait Fold: Send + 'static {
    /// The last event that it knows.
    fn position(&self) -> Position;

    /// Takes in the next event.
    fn apply(&mut self, event: &Recorded);
}

/// Something that is folded on from a snapshot.
pub(crate) trait Restored: Fold + Default {
    /// Takes it out of the parts of a snapshot; `part` gives the one of a number, several of them at once.
    fn of_parts<E: From<postcard::Error> + Send>(
        part: impl Fn(usize) -> Result<Vec<u8>, E> + Sync,
    ) -> Result<Self, E>;
}

impl Fold for Projections {
    fn position(&self) -> Position {
        Self::position(self)
    }

    fn apply(&mut self, event: &Recorded) {
        Self::apply(self, event);
    }
}

impl Restored for Projections {
    fn of_parts<E: From<postcard::Error> + Send>(
        part: impl Fn(usize) -> Result<Vec<u8>, E> + Sync,
    ) -> Result<Self, E> {
        Self::of_parts(part)
    }
}

impl Fold for Said {
    fn position(&self) -> Position {
        Self::position(self)
    }

    fn apply(&mut self, event: &Recorded) {
        Self::apply(self, event);
    }
}

impl Restored for Said {
    fn of_parts<E: From<postcard::Error> + Send>(
        part: impl Fn(usize) -> Result<Vec<u8>, E> + Sync,
    ) -> Result<Self, E> {
        Self::of_parts(part)
    }
}

impl Fold for References {
    fn position(&self) -> Position {
        Self::position(self)
    }

    fn apply(&mut self, event: &Recorded) {
        Self::apply(self, event.position, event.stream, &event.event);
    }
}

/// Folds what the store holds behind what is folded already, up to and with `last`.
pub(crate) async fn fold<F: Fold>(
    store: &dyn EventStore,
    mut folded: F,
    last: Position,
    mut progress: impl FnMut(Position, Position) + Send,
) -> Result<F, EngineError> {
    let (ready, mut decoded) = mpsc::channel::<Vec<Recorded>>(AHEAD);
    let reading = read_ahead(store, folded.position(), last, ready);
    let folding = async {
        while let Some(events) = decoded.recv().await {
            folded = off_thread(move || {
                for event in &events {
                    folded.apply(event);
                }
                folded
            })
            .await;
            progress(folded.position(), last);
        }
        folded
    };
    let (read, folded) = tokio::join!(reading, folding);
    read.map(|()| folded)
}

/// While one page is decoded, the next one is read.
async fn read_ahead(
    store: &dyn EventStore,
    mut after: Position,
    last: Position,
    ready: mpsc::Sender<Vec<Recorded>>,
) -> Result<(), EngineError> {
    let mut decoding = None;
    while after < last {
        let mut page = store.read_all(after, PAGE).await?;
        page.truncate(page.partition_point(|it| it.position <= last));
        let Some(end) = page.last() else { break };
        after = end.position;
        let before = decoding.replace(started(move || decode(&page)));
        if !hand_on(before, &ready).await? {
            return Ok(());
        }
    }
    hand_on(decoding, &ready).await.map(|_| ())
}

/// False where nobody takes it any more.
async fn hand_on(
    decoding: Option<impl Future<Output = Result<Vec<Recorded>, EngineError>>>,
    ready: &mpsc::Sender<Vec<Recorded>>,
) -> Result<bool, EngineError> {
    match decoding {
        Some(decoding) => Ok(ready.send(decoding.await?).await.is_ok()),
        None => Ok(true),
    }
}

/// The events in stored bytes.
pub(crate) fn decode(page: &[Stored]) -> Result<Vec<Recorded>, EngineError> {
    page.iter().map(|it| read(it.position, &it.envelope, it.sealed.as_deref())).collect()
}

/// Runs what takes a while where it does not hold up the others.
pub(crate) async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    started(work).await
}

/// The same, begun at once.
fn started<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> impl Future<Output = T> + Send {
    let running = tokio::task::spawn_blocking(work);
    async {
        match running.await {
            Ok(done) => done,
            Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
            // The program is ending; nobody waits for this any more.
            Err(_) => std::future::pending().await,
        }
    }
}

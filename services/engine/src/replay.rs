//! Whether folding the log anew gives what following it gave.

use std::sync::Arc;

use events::Position;
use projections::Projections;
use store::EventStore;

use crate::{
    EngineError,
    fold::{fold, off_thread},
    project::STEP,
    snapshots::Snapshots,
    states::read,
};

/// What a comparison of two folds came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Replay {
    /// Every answer is the same, to the byte.
    Same,
    /// This answer differs: a fault of the program, not of the log.
    Differs {
        /// Which one.
        answer: String,
    },
}

/// Folds the log once as a server that follows it does, settled after every few events, once as a
/// server that starts without a snapshot does, settled at the end, and once behind each snapshot; and
/// compares every answer.
pub async fn replay(
    store: &dyn EventStore,
    snapshots: &Snapshots,
    mut progress: impl FnMut(Position, Position) + Send,
) -> Result<Replay, EngineError> {
    let head = *store.head().borrow();
    let at_once = fold(store, Projections::default(), head, |_, _| {}).await?;
    let mut followed = Projections::default();
    while followed.position() < head {
        let page = store.read_all(followed.position(), STEP).await?;
        if page.is_empty() {
            break;
        }
        followed = off_thread(move || -> Result<_, EngineError> {
            for stored in page.iter().take_while(|it| it.position <= head) {
                followed.apply(&read(stored.position, &stored.envelope, stored.sealed.as_deref())?);
            }
            followed.settle();
            Ok(followed)
        })
        .await?;
        progress(followed.position(), head);
    }
    let at_once = Arc::new(at_once);
    let mut outcome = compared(followed, &at_once, "").await;
    let mut last = head;
    while outcome == Replay::Same {
        let snapshot: Projections = snapshots.nearest(last, store).await?;
        let Some(before) = snapshot.position().0.checked_sub(1) else { break };
        let from = format!(", from the snapshot at position {}", snapshot.position());
        let on = fold(store, snapshot, head, |_, _| {}).await?;
        outcome = compared(on, &at_once, &from).await;
        last = Position(before);
    }
    Ok(outcome)
}

async fn compared(folded: Projections, at_once: &Arc<Projections>, how: &str) -> Replay {
    let at_once = Arc::clone(at_once);
    match off_thread(move || compare(&folded, &at_once)).await {
        Replay::Differs { answer } => Replay::Differs { answer: answer + how },
        Replay::Same => Replay::Same,
    }
}

fn compare(followed: &Projections, at_once: &Projections) -> Replay {
    let now = at_once.recorded();
    let pairs = followed.every_answer(now).into_iter().zip(at_once.every_answer(now));
    match pairs.into_iter().find(|(one, other)| one != other) {
        Some(((answer, _), _)) => Replay::Differs { answer },
        None => Replay::Same,
    }
}

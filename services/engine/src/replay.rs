//! Whether folding the log anew gives what following it gave.

use events::Position;
use projections::Projections;
use store::EventStore;

use crate::{
    EngineError,
    fold::{fold, off_thread},
    project::STEP,
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

/// Folds the log once as a server that follows it does, settled after every few events, and once as
/// a server that starts does, settled at the end; and compares every answer.
pub async fn replay(
    store: &dyn EventStore,
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
    Ok(off_thread(move || compare(&followed, &at_once)).await)
}

fn compare(followed: &Projections, at_once: &Projections) -> Replay {
    let now = at_once.recorded();
    let pairs = followed.every_answer(now).into_iter().zip(at_once.every_answer(now));
    match pairs.into_iter().find(|(one, other)| one != other) {
        Some(((answer, _), _)) => Replay::Differs { answer },
        None => Replay::Same,
    }
}

//! Moments of the past: folded behind the nearest snapshot, the last ones kept. Whoever asks for them
//! holds up nobody who writes: they have nothing in common but the processor.

use std::{
    num::NonZeroUsize,
    sync::{Arc, Mutex, MutexGuard},
};

use events::Position;
use lru::LruCache;
use projections::{
    Projections,
    history::SoBy,
    said::{Said, SaidView},
};
use tokio::sync::Semaphore;

use crate::{
    Engine, EngineError,
    fold::{Restored, decode, fold, off_thread},
};

/// How many moments of the past are kept folded: two, so that they can be compared.
const PASTS: NonZeroUsize = NonZeroUsize::new(2).expect("not zero");
/// Events read at once.
const PAGE: u64 = 2_048;
/// Events that are read and passed over rather than beginning to read anew.
const GAP: u64 = 64;

/// A moment: which events count.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Then {
    pub(crate) so_by: SoBy,
    /// How far the log was known.
    pub(crate) head: Position,
}

impl Then {
    /// All events up to a position.
    pub(crate) fn after(position: Position) -> Self {
        Self { so_by: SoBy { all_up_to: position, others: vec![] }, head: position }
    }
}

/// What people said at a moment, by itself or among all that was known.
#[derive(Debug)]
pub(crate) enum PastSaid {
    Whole(Arc<Projections>),
    Alone(Arc<Said>),
}

impl PastSaid {
    pub(crate) fn view(&self) -> SaidView<'_> {
        match self {
            Self::Whole(it) => it.said(),
            Self::Alone(it) => it.view(),
        }
    }
}

/// Moments that were folded.
#[derive(Debug)]
pub(crate) struct Past {
    kept: Mutex<Kept>,
    /// Folding is heavy: one at a time.
    turns: Semaphore,
}

#[derive(Debug)]
struct Kept {
    moments: LruCache<Then, Arc<Projections>>,
    /// Of these only what people said.
    said: LruCache<Then, Arc<Said>>,
    /// How often all were forgotten: what was begun before is not kept.
    forgotten: u64,
}

impl Default for Past {
    fn default() -> Self {
        let (moments, said) = (LruCache::new(PASTS), LruCache::new(PASTS));
        let kept = Kept { moments, said, forgotten: 0 };
        Self { kept: Mutex::new(kept), turns: Semaphore::new(1) }
    }
}

impl Past {
    /// Forgets all of them, and those that are being folded.
    pub(crate) fn clear(&self) {
        let mut kept = self.kept();
        kept.moments.clear();
        kept.said.clear();
        kept.forgotten += 1;
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().expect("no holder of this lock panics")
    }
}

impl Engine {
    /// What was so then.
    pub(crate) async fn past(&self, then: Then) -> Result<Arc<Projections>, EngineError> {
        self.past_in(then, |kept| &mut kept.moments).await
    }

    /// What people said then; without the rest, unless that is at hand.
    pub(crate) async fn past_said(&self, then: Then) -> Result<PastSaid, EngineError> {
        let whole = self.past.kept().moments.get(&then).cloned();
        match whole {
            Some(whole) => Ok(PastSaid::Whole(whole)),
            None => self.past_in(then, |kept| &mut kept.said).await.map(PastSaid::Alone),
        }
    }

    async fn past_in<F: Restored + Sync>(
        &self,
        then: Then,
        moments: impl Fn(&mut Kept) -> &mut LruCache<Then, Arc<F>>,
    ) -> Result<Arc<F>, EngineError> {
        let turn = self.past.turns.acquire().await.expect("never closed");
        let (there, forgotten) = {
            let mut kept = self.past.kept();
            (moments(&mut kept).get(&then).cloned(), kept.forgotten)
        };
        if let Some(there) = there {
            return Ok(there);
        }
        let folded = Arc::new(Box::pin(self.fold_then::<F>(&then)).await?);
        let mut kept = self.past.kept();
        let is_kept = kept.forgotten == forgotten;
        let gone = is_kept.then(|| moments(&mut kept).push(then, Arc::clone(&folded))).flatten();
        drop((kept, turn));
        // Nobody waits until a whole company is taken apart.
        drop(tokio::task::spawn_blocking(move || drop(gone)));
        Ok(folded)
    }

    async fn fold_then<F: Restored>(&self, then: &Then) -> Result<F, EngineError> {
        let (store, SoBy { all_up_to, others }) = (&*self.parts.store, &then.so_by);
        let nearest = match &self.parts.snapshots {
            Some(snapshots) => snapshots.nearest(*all_up_to, store).await?,
            None => F::default(),
        };
        let mut folded = fold(store, nearest, *all_up_to, |_, _| {}).await?;
        for run in runs(others) {
            let (first, last) = (run[0], run[run.len() - 1]);
            let count = usize::try_from(last.0 - first.0 + 1).expect("a page");
            let page = store.read_all(Position(first.0 - 1), count).await?;
            let wanted = run.to_vec();
            folded = off_thread(move || {
                let is_wanted = |it: &Position| wanted.binary_search(it).is_ok();
                let page: Vec<_> = page.into_iter().filter(|it| is_wanted(&it.position)).collect();
                decode(&page)?.iter().for_each(|it| folded.apply(it));
                Ok::<_, EngineError>(folded)
            })
            .await?;
        }
        Ok(folded)
    }
}

/// Positions that are read at once.
fn runs(ascending: &[Position]) -> impl Iterator<Item = &[Position]> {
    let mut rest = ascending;
    std::iter::from_fn(move || {
        let first = rest.first()?;
        let is_near =
            |pair: &[Position]| pair[1].0 - pair[0].0 <= GAP && pair[1].0 - first.0 < PAGE;
        let near = rest.windows(2).take_while(|it| is_near(it)).count();
        let (run, others) = rest.split_at(near + 1);
        rest = others;
        Some(run)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_near_each_other_is_read_at_once_and_never_more_than_a_page() {
        let positions = |it: &[u64]| it.iter().copied().map(Position).collect::<Vec<_>>();
        let sparse = positions(&[3, 4, 67, 200, 201]);
        let lengths: Vec<_> = runs(&sparse).map(<[Position]>::len).collect();
        assert_eq!(lengths, [3, 2]);
        let all: Vec<_> = (1..=2 * PAGE).map(Position).collect();
        assert_eq!(runs(&all).map(<[Position]>::len).collect::<Vec<_>>(), [2_048, 2_048]);
        assert_eq!(runs(&[]).count(), 0);
    }
}

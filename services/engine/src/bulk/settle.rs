//! A chunk that was given to the store: what became of each of its lines.

use std::collections::HashSet;

use events::Stream;
use store::{Outcomes, StoreError};
use tokio::task::JoinHandle;

use super::{
    Outcome, Overlay,
    chunk::{Added, Chunk, Decided, Verdict},
};
use crate::{Done, Engine, Refusal, request::Request};

type Kept = Result<Outcomes, StoreError>;

/// A chunk that the store has, or has spoken of.
pub(super) struct UnderWay<P> {
    lines: Vec<Pinned<P>>,
    added: Vec<Added>,
    keeping: Keeping,
}

/// A line, and how far its stream will have got at the end of its chunk, where that has to be asked.
type Pinned<P> = (Decided<P>, Option<u64>);

enum Keeping {
    Running(JoinHandle<Kept>),
    Done(Kept),
}

/// What became of a chunk.
pub(super) struct Settled<P> {
    pub(super) outcomes: Vec<Outcome<P>>,
    /// Something was not kept as decided.
    pub(super) is_upset: bool,
}

/// Waits until the store has spoken.
pub(super) async fn committed<P>(under_way: &mut Option<UnderWay<P>>) {
    if let Some(UnderWay { keeping, .. }) = under_way
        && let Keeping::Running(running) = keeping
    {
        let kept = match running.await {
            Ok(kept) => kept,
            Err(error) => Err(StoreError::UnknownOutcome(error.into())),
        };
        *keeping = Keeping::Done(kept);
    }
}

impl<P> UnderWay<P> {
    /// Gives a chunk to the store. Nothing behind it may be decided yet.
    pub(super) fn of(chunk: Chunk<P>, engine: &Engine, overlay: &Overlay) -> Self {
        let Chunk { lines, appends, added } = chunk;
        let pinned = |line: Decided<P>| {
            let stream = match &line {
                Decided::Line(request, Verdict::Settled(_) | Verdict::SoAlready(_)) => {
                    Some(request.stream)
                }
                _ => None,
            };
            let revision = stream.and_then(|it| overlay.0.get(&it)).map(|it| it.revision);
            (line, revision)
        };
        let lines = lines.into_iter().map(pinned).collect();
        let keeping = if appends.is_empty() {
            Keeping::Done(Ok(vec![]))
        } else {
            let store = engine.parts.store.clone();
            Keeping::Running(tokio::spawn(async move { store.append(appends).await }))
        };
        Self { lines, added, keeping }
    }

    /// What became of each line, in order. Needs the store to have spoken.
    pub(super) async fn settle(self, engine: &Engine) -> Settled<P> {
        let Self { lines, mut added, keeping } = self;
        let kept = match keeping {
            Keeping::Done(kept) => kept.map_err(Refusal::from),
            Keeping::Running(_) => unreachable!("it was waited for"),
        };
        for (kept, added) in kept.iter().flatten().zip(&mut added) {
            if let Ok(kept) = kept
                && !kept.was_there
            {
                engine.directory.tell(added.stream, kept, std::mem::take(&mut added.events));
            }
        }
        let mut settling = Settling { engine, kept, added, upset: HashSet::new() };
        let mut outcomes = Vec::with_capacity(lines.len());
        for (line, revision) in lines {
            outcomes.push(match line {
                Decided::Malformed(problem) => Outcome::Malformed(problem),
                Decided::Refused(refusal) => Outcome::Executed(Err(refusal)),
                Decided::Line(request, verdict) => {
                    Outcome::Executed(settling.settle(*request, verdict, revision).await)
                }
            });
        }
        Settled { outcomes, is_upset: !settling.upset.is_empty() }
    }
}

/// A chunk of which the store has spoken.
struct Settling<'a> {
    engine: &'a Engine,
    kept: Result<Outcomes, Refusal>,
    added: Vec<Added>,
    /// Streams on which a line of this chunk was not kept as decided: what was decided behind it, even a
    /// "no" or a "so already", was decided on something that never happened.
    upset: HashSet<Stream>,
}

impl Settling<'_> {
    async fn settle(
        &mut self,
        request: Request,
        verdict: Verdict,
        revision: Option<u64>,
    ) -> Result<Done, Refusal> {
        if let Err(failure) = &self.kept {
            let failure = failure.clone();
            self.upset(request.stream);
            return match verdict {
                Verdict::Settled(outcome) => outcome,
                Verdict::SoAlready(_) | Verdict::Append(_) => Err(failure),
            };
        }
        if self.upset.contains(&request.stream) {
            return self.again(request).await;
        }
        match verdict {
            Verdict::Append(place) => self.appended(request, place).await,
            _ if !self.is_current(request.stream, revision).await? => self.again(request).await,
            Verdict::Settled(outcome) => outcome,
            Verdict::SoAlready(revision) => {
                // An earlier line of this chunk may have had the same key.
                if let Some(done) = self.engine.done_before(&request).await? {
                    return Ok(done);
                }
                let position = *self.engine.head().borrow();
                Ok(Done { position, revision, events: vec![], warnings: vec![] })
            }
        }
    }

    async fn appended(&mut self, request: Request, place: usize) -> Result<Done, Refusal> {
        let kept = self.kept.as_ref().map(|kept| kept[place]).map_err(Clone::clone)?;
        let written = &self.added[place].written;
        match kept {
            Ok(kept) if kept.was_there => {
                let told = self.engine.told_before(&request, written).await;
                self.upset(request.stream);
                told
            }
            Ok(kept) => {
                self.engine.states.forget(request.stream);
                Ok(written.done(&kept))
            }
            Err(_) => self.again(request).await,
        }
    }

    /// Whether the stream is where the lines so far have brought it: nothing was appended that would
    /// show that somebody else was there.
    async fn is_current(&self, stream: Stream, revision: Option<u64>) -> Result<bool, Refusal> {
        match revision {
            Some(revision) => Ok(self.engine.is_current(stream, revision).await?),
            None => Ok(true),
        }
    }

    /// Executes a line anew, as will be every line behind it on its stream.
    async fn again(&mut self, request: Request) -> Result<Done, Refusal> {
        self.upset(request.stream);
        let Request { stream, command, context, .. } = request;
        self.engine.execute(stream, command, context).await
    }

    fn upset(&mut self, stream: Stream) {
        self.upset.insert(stream);
        self.engine.states.forget(stream);
    }
}

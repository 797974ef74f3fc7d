//! A stream of commands, decided against pending state: lines see the effect of earlier lines, and
//! nothing pending is ever answered.
//!
//! Lines are decided in chunks; a chunk is one group in the store, each line in it kept or refused on
//! its own. A line that conflicts because somebody else wrote to its stream is executed anew on its
//! own, and so is every later line of that chunk on that stream, in order: the store refuses them too.

use std::collections::{HashMap, hash_map::Entry};

use domain::{AnyAggregate, AnyCommand, Need};
use events::{Event, Position, Stream};
use store::{Append, Appended, Conflict};
use tokio::sync::mpsc;

use crate::{
    Context, Done, Engine, Refusal,
    execute::{Request, done},
    known::{Known, Pending},
    states::State,
};

/// Lines decided before they are kept together.
pub const CHUNK: usize = 512;

/// One line as it was understood.
#[derive(Debug)]
pub struct Line {
    /// What it is addressed to.
    pub stream: Stream,
    /// What it wants.
    pub command: AnyCommand,
    /// Who wants it.
    pub context: Context,
}

/// What became of a line: `Err(P)` carries what the reader of lines found wrong with it.
#[derive(Debug)]
pub enum Outcome<P> {
    /// It was understood, and this came of it.
    Executed(Result<Done, Refusal>),
    /// It was not understood.
    Malformed(P),
}

/// Things as they will be once all lines so far are kept.
#[derive(Debug, Default)]
struct Overlay(HashMap<Stream, State>);

impl Pending for Overlay {
    fn get(&self, stream: Stream) -> Option<&AnyAggregate> {
        self.0.get(&stream).map(|it| &*it.aggregate)
    }
}

/// What was decided of a line, before the store has spoken.
enum Decided<P> {
    Outcome(Outcome<P>),
    Kept { request: Box<Request>, append: usize },
}

impl Engine {
    /// Executes lines as they come, answering each in order once it is durable. Ends when no more come.
    pub async fn bulk<P: Send>(
        &self,
        mut lines: mpsc::Receiver<Result<Line, P>>,
        mut answer: impl FnMut(Outcome<P>) + Send,
    ) {
        let mut overlay = Overlay::default();
        let mut chunk = Vec::with_capacity(CHUNK);
        while lines.recv_many(&mut chunk, CHUNK).await > 0 {
            for outcome in self.chunk(&mut overlay, chunk.drain(..)).await {
                answer(outcome);
            }
        }
    }

    async fn chunk<P: Send>(
        &self,
        overlay: &mut Overlay,
        lines: impl Iterator<Item = Result<Line, P>> + Send,
    ) -> Vec<Outcome<P>> {
        let (mut decided, mut appends) = (Vec::new(), Vec::new());
        for line in lines {
            let line = match line {
                Ok(line) => line,
                Err(problem) => {
                    decided.push(Decided::Outcome(Outcome::Malformed(problem)));
                    continue;
                }
            };
            decided.push(match self.decide_line(overlay, line).await {
                Ok(Undecided::Nothing(done)) => Decided::Outcome(Outcome::Executed(Ok(done))),
                Ok(Undecided::Events(request, append)) => {
                    appends.push(append);
                    Decided::Kept { request, append: appends.len() - 1 }
                }
                Err(refusal) => Decided::Outcome(Outcome::Executed(Err(refusal))),
            });
        }
        self.keep_chunk(overlay, decided, appends).await
    }

    async fn decide_line(&self, overlay: &mut Overlay, line: Line) -> Result<Undecided, Refusal> {
        let Line { stream, command, context } = line;
        let request = Request::new(stream, command, context)?;
        if let Some(done) = self.done_before(&request).await? {
            return Ok(Undecided::Nothing(done));
        }
        let is_new = self.look_up(overlay, &request).await?;
        let state = match overlay.0.entry(stream) {
            Entry::Occupied(there) => there.into_mut(),
            Entry::Vacant(place) if is_new => place.insert(State::of_nothing(stream)),
            Entry::Vacant(place) => {
                place.insert(self.states.load(stream, &*self.parts.store).await?)
            }
        };
        let events: Vec<Event> = request.decide(state)?;
        if events.is_empty() {
            let (position, revision) = (*self.head().borrow(), state.revision);
            return Ok(Undecided::Nothing(Done {
                position,
                revision,
                events: vec![],
                warnings: vec![],
            }));
        }
        let append = request.append(self, state.revision, &events);
        state.evolve(&events);
        Ok(Undecided::Events(Box::new(request), append))
    }

    /// Looks up what the command needs; true where it creates something that nobody knows of yet, so
    /// that the store need not be asked for it. Should somebody have been faster, the append conflicts.
    async fn look_up(&self, overlay: &Overlay, request: &Request) -> Result<bool, Refusal> {
        let mut needs = request.command.needs();
        needs.meta(&request.context.meta);
        // Whether something leads to a step is asked of the graph alone, so it has to be there first.
        let asks_graph = needs.0.iter().any(|(_, need)| matches!(need, Need::NothingLeadsTo(_)));
        let at_least = if asks_graph { *self.head().borrow() } else { Position::default() };
        let projections = self.projector.at_least(at_least).await?;
        let known = Known { projections: &projections, pending: overlay };
        known.check(request.stream, &needs)?;
        let Stream { noun, id } = request.stream;
        Ok(request.command.creates() && !projections.registry.has(noun, id))
    }

    async fn keep_chunk<P>(
        &self,
        overlay: &mut Overlay,
        decided: Vec<Decided<P>>,
        appends: Vec<Append>,
    ) -> Vec<Outcome<P>> {
        let drafts: Vec<_> = appends.iter().map(|it| it.drafts.clone()).collect();
        let kept =
            if appends.is_empty() { Ok(vec![]) } else { self.parts.store.append(appends).await };
        let kept = kept.map_err(Refusal::from);
        let mut outcomes = Vec::with_capacity(decided.len());
        for line in decided {
            outcomes.push(match line {
                Decided::Outcome(outcome) => outcome,
                Decided::Kept { request, append } => Outcome::Executed(match &kept {
                    Ok(kept) => self.settle(overlay, *request, kept[append], &drafts[append]).await,
                    Err(failure) => {
                        overlay.0.remove(&request.stream);
                        self.states.forget(request.stream);
                        Err(failure.clone())
                    }
                }),
            });
        }
        outcomes
    }

    async fn settle(
        &self,
        overlay: &mut Overlay,
        request: Request,
        kept: Result<Appended, Conflict>,
        drafts: &[events::codec::Draft],
    ) -> Result<Done, Refusal> {
        match kept {
            Ok(kept) if kept.was_there => self.told_before(&request, &drafts[0]).await,
            Ok(kept) => Ok(done(&kept, drafts)),
            Err(_) => {
                overlay.0.remove(&request.stream);
                self.states.forget(request.stream);
                self.execute(request.stream, request.command, request.context).await
            }
        }
    }
}

enum Undecided {
    Nothing(Done),
    Events(Box<Request>, Append),
}

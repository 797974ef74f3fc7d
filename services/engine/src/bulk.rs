//! A stream of commands, decided against pending state: lines see the effect of earlier lines, and
//! nothing pending is ever answered.
//!
//! Lines are decided in chunks; a chunk is one group in the store, each line in it kept or refused on
//! its own. A line that conflicts because somebody else wrote to its stream is executed anew on its
//! own, and so is every later line of that chunk on that stream, in order: the store refuses them too.

use std::collections::{HashMap, HashSet, hash_map::Entry};

use domain::{AnyAggregate, AnyCommand, Need, Rejection};
use events::{Event, Position, Stream, codec::Draft};
use store::{Append, Appended, Conflict};
use tokio::sync::mpsc;

use crate::{
    Context, Done, Engine, Refusal,
    execute::{behind, done},
    known::{Known, Pending},
    request::Request,
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

/// A line, before the store has spoken.
enum Decided<P> {
    /// It was not understood, and nothing depends on it.
    Malformed(P),
    /// It was refused before anything was looked up.
    Refused(Refusal),
    /// It was decided against what was pending then.
    Line(Box<Request>, Verdict),
}

/// What was decided of a line.
enum Verdict {
    /// Nothing is to be kept: refused, or the same key was used before.
    Settled(Result<Done, Refusal>),
    /// It will be so already at this revision, once what is pending is kept.
    SoAlready(u64),
    /// The append of this place in the chunk.
    Append(usize),
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
            decided.push(match line {
                Err(problem) => Decided::Malformed(problem),
                Ok(Line { stream, command, context }) => {
                    match Request::new(stream, command, context) {
                        Err(refusal) => Decided::Refused(refusal),
                        Ok(request) => {
                            let verdict = self.decide(overlay, &request, &mut appends).await;
                            Decided::Line(Box::new(request), verdict)
                        }
                    }
                }
            });
        }
        self.keep_chunk(overlay, decided, appends).await
    }

    async fn decide(
        &self,
        overlay: &mut Overlay,
        request: &Request,
        appends: &mut Vec<Append>,
    ) -> Verdict {
        match self.decide_line(overlay, request).await {
            Ok(Undecided::Before(done)) => Verdict::Settled(Ok(done)),
            Ok(Undecided::Nothing(revision)) => Verdict::SoAlready(revision),
            Ok(Undecided::Events(append)) => {
                appends.push(append);
                Verdict::Append(appends.len() - 1)
            }
            Err(refusal) => Verdict::Settled(Err(refusal)),
        }
    }

    async fn decide_line(
        &self,
        overlay: &mut Overlay,
        request: &Request,
    ) -> Result<Undecided, Refusal> {
        if let Some(done) = self.done_before(request).await? {
            return Ok(Undecided::Before(done));
        }
        let stream = request.stream;
        let (looked, is_new) = self.look_up(overlay, request).await?;
        let state = match overlay.0.entry(stream) {
            Entry::Occupied(there) => there.into_mut(),
            Entry::Vacant(place) if is_new => place.insert(State::of_nothing(stream)),
            Entry::Vacant(place) => {
                place.insert(self.states.load_current(stream, &*self.parts.store).await?)
            }
        };
        let events: Vec<Event> = behind(request.decide(state), looked)?;
        if events.is_empty() {
            return Ok(Undecided::Nothing(state.revision));
        }
        let append = request.append(self, state.revision, &events);
        state.evolve(&events);
        Ok(Undecided::Events(append))
    }

    /// Whether what the command needs is so; and whether it creates something that nobody knows of yet, so
    /// that the store need not be asked for it. Should somebody have been faster, the append conflicts.
    async fn look_up(
        &self,
        overlay: &Overlay,
        request: &Request,
    ) -> Result<(Result<(), Rejection>, bool), Refusal> {
        let needs = request.needs();
        // Whether something leads to a step is asked of the graph alone, so it has to be there first.
        let asks_graph = needs.0.iter().any(|(_, need)| matches!(need, Need::NothingLeadsTo(_)));
        let at_least = if asks_graph { *self.head().borrow() } else { Position::default() };
        let projections = self.projector.at_least(at_least).await?;
        let known = Known { projections: &projections, pending: overlay };
        let looked = known.check(request.stream, &needs);
        let Stream { noun, id } = request.stream;
        Ok((looked, request.command.creates() && !projections.registry.has(noun, id)))
    }

    async fn keep_chunk<P>(
        &self,
        overlay: &mut Overlay,
        decided: Vec<Decided<P>>,
        appends: Vec<Append>,
    ) -> Vec<Outcome<P>> {
        let drafts: Vec<_> = appends.iter().map(|it| it.drafts.clone()).collect();
        let kept = if appends.is_empty() {
            Ok(vec![])
        } else {
            self.parts.store.append(appends).await.map_err(Refusal::from)
        };
        let mut settling = Settling { engine: self, overlay, kept, drafts, upset: HashSet::new() };
        let mut outcomes = Vec::with_capacity(decided.len());
        for line in decided {
            outcomes.push(match line {
                Decided::Malformed(problem) => Outcome::Malformed(problem),
                Decided::Refused(refusal) => Outcome::Executed(Err(refusal)),
                Decided::Line(request, verdict) => {
                    Outcome::Executed(settling.settle(*request, verdict).await)
                }
            });
        }
        outcomes
    }
}

enum Undecided {
    Before(Done),
    Nothing(u64),
    Events(Append),
}

/// A chunk of which the store has spoken.
struct Settling<'a> {
    engine: &'a Engine,
    overlay: &'a mut Overlay,
    kept: Result<Vec<Result<Appended, Conflict>>, Refusal>,
    drafts: Vec<Vec<Draft>>,
    /// Streams on which a line of this chunk was not kept as decided: what was decided behind it, even a
    /// "no" or a "so already", was decided on something that never happened.
    upset: HashSet<Stream>,
}

impl Settling<'_> {
    async fn settle(&mut self, request: Request, verdict: Verdict) -> Result<Done, Refusal> {
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
            _ if !self.is_current(request.stream).await? => self.again(request).await,
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
        match kept {
            Ok(kept) if kept.was_there => {
                self.upset(request.stream);
                self.engine.told_before(&request, &self.drafts[place][0]).await
            }
            Ok(kept) => {
                self.engine.states.forget(request.stream);
                Ok(done(&kept, &self.drafts[place]))
            }
            Err(_) => self.again(request).await,
        }
    }

    /// Whether the stream is where the lines so far have brought it: nothing was appended that would
    /// show that somebody else was there.
    async fn is_current(&self, stream: Stream) -> Result<bool, Refusal> {
        let Some(state) = self.overlay.0.get(&stream) else { return Ok(true) };
        let store = &*self.engine.parts.store;
        Ok(self.engine.states.is_current(stream, state, store).await?)
    }

    /// Executes a line anew, as will be every line behind it on its stream.
    async fn again(&mut self, request: Request) -> Result<Done, Refusal> {
        self.upset(request.stream);
        let Request { stream, command, context, .. } = request;
        self.engine.execute(stream, command, context).await
    }

    fn upset(&mut self, stream: Stream) {
        self.upset.insert(stream);
        self.overlay.0.remove(&stream);
        self.engine.states.forget(stream);
    }
}

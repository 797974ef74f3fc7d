//! A stream of commands, decided against pending state: lines see the effect of earlier lines, and
//! nothing pending is ever answered.
//!
//! Lines are decided in chunks; a chunk is one group in the store, each line in it kept or refused on
//! its own. While one chunk is committed, the next one is decided. A line that conflicts because
//! somebody else wrote to its stream is executed anew on its own, and so is every later line of that
//! chunk on that stream, in order: the store refuses them too. The chunk behind is then decided anew.

mod chunk;
mod settle;

use std::collections::HashMap;

use domain::{AnyAggregate, AnyCommand};
use events::Stream;
use tokio::sync::mpsc;

use crate::{Context, Done, Engine, Refusal, erase::takes_words, known::Pending, states::State};
use chunk::Chunk;
use settle::UnderWay;

/// Lines that are kept together, at most.
pub const CHUNK: usize = 512;

/// Lines decided before it is asked whether the chunk in front has been kept.
const PART: usize = 64;

/// One line as it was understood.
#[derive(Debug, Clone)]
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

impl Engine {
    /// Executes lines as they come, answering each in order once it is durable. Ends when no more come.
    pub async fn bulk<P: Send>(
        &self,
        lines: mpsc::Receiver<Result<Line, P>>,
        answer: impl FnMut(Outcome<P>) + Send,
    ) {
        let (overlay, next) = (Overlay::default(), Chunk::default());
        Run { engine: self, overlay, next, under_way: None, answer }.work_off(lines).await;
    }
}

/// Whether all in front of a command has to be durable first, and nothing behind it may be decided yet.
fn goes_alone(command: &AnyCommand) -> bool {
    takes_words(command) || matches!(command, AnyCommand::SketchChange(_))
}

/// One bulk on its way.
struct Run<'a, P, A> {
    engine: &'a Engine,
    overlay: Overlay,
    /// Decided, and not given to the store yet.
    next: Chunk<P>,
    /// Given to the store.
    under_way: Option<UnderWay<P>>,
    answer: A,
}

impl<P: Send, A: FnMut(Outcome<P>) + Send> Run<'_, P, A> {
    async fn work_off(mut self, mut lines: mpsc::Receiver<Result<Line, P>>) {
        let (mut part, mut is_ended) = (Vec::with_capacity(PART), false);
        loop {
            let room = PART.min(CHUNK.saturating_sub(self.next.len()));
            tokio::select! {
                biased;
                () = settle::committed(&mut self.under_way), if self.under_way.is_some() => {
                    self.settle().await;
                }
                received = lines.recv_many(&mut part, room), if !is_ended && room > 0 => {
                    is_ended = received == 0;
                    for line in part.drain(..) {
                        self.take(line).await;
                    }
                }
                else => return,
            }
            if self.next.len() >= CHUNK || is_ended || lines.is_empty() {
                self.send();
            }
        }
    }

    async fn take(&mut self, line: Result<Line, P>) {
        let line = match line {
            Ok(line) if goes_alone(&line.command) => {
                self.finish().await;
                let Line { stream, command, context } = line;
                let done = self.engine.execute(stream, command, context).await;
                self.overlay = Overlay::default();
                (self.answer)(Outcome::Executed(done));
                return;
            }
            line => line,
        };
        // What is asked of the directory alone has to be there first.
        if line.as_ref().is_ok_and(|it| chunk::asks_directory(&it.command)) {
            self.finish().await;
        }
        self.next.decide(self.engine, &mut self.overlay, line).await;
    }

    /// Gives what was decided to the store, unless the store still has something.
    fn send(&mut self) {
        if self.under_way.is_none() && !self.next.is_empty() {
            let chunk = std::mem::take(&mut self.next);
            self.under_way = Some(UnderWay::of(chunk, self.engine, &self.overlay));
        }
    }

    /// Answers what the store has spoken of.
    async fn settle(&mut self) {
        settle::committed(&mut self.under_way).await;
        let Some(under_way) = self.under_way.take() else { return };
        let settled = under_way.settle(self.engine).await;
        if settled.is_upset {
            // All that was decided since may rest on what never happened.
            self.overlay = Overlay::default();
            let chunk = std::mem::take(&mut self.next);
            self.next = chunk.anew(self.engine, &mut self.overlay).await;
        }
        if self.next.len() >= CHUNK {
            self.send();
        }
        settled.outcomes.into_iter().for_each(&mut self.answer);
    }

    /// Answers all that was decided.
    async fn finish(&mut self) {
        while self.under_way.is_some() || !self.next.is_empty() {
            self.send();
            self.settle().await;
        }
    }
}

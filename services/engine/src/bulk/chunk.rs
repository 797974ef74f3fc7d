//! Lines decided against what is pending, before the store has spoken.

use std::collections::hash_map::Entry;

use domain::{AnyCommand, Need, Rejection};
use events::{Event, Stream};
use store::Append;

use super::{Line, Overlay};
use crate::{
    Done, Engine, Refusal,
    execute::{Written, behind},
    known::Known,
    request::Request,
    states::State,
};

/// Lines that are kept together.
pub(super) struct Chunk<P> {
    pub(super) lines: Vec<Decided<P>>,
    pub(super) appends: Vec<Append>,
    /// What each append adds.
    pub(super) added: Vec<Added>,
}

/// What an append adds.
pub(super) struct Added {
    pub(super) stream: Stream,
    pub(super) written: Written,
    pub(super) events: Vec<Event>,
}

/// One line.
pub(super) enum Decided<P> {
    /// It was not understood, and nothing depends on it.
    Malformed(P),
    /// It was refused before anything was looked up.
    Refused(Refusal),
    /// It was decided against what was pending then.
    Line(Box<Request>, Verdict),
}

/// What was decided of a line.
pub(super) enum Verdict {
    /// Nothing is to be kept: refused, or the same key was used before.
    Settled(Result<Done, Refusal>),
    /// It will be so already at this revision, once what is pending is kept.
    SoAlready(u64),
    /// The append of this place in the chunk.
    Append(usize),
}

enum Undecided {
    Before(Done),
    Nothing(u64),
    Events(Append, Vec<Event>),
}

/// Whether a command asks what pending things cannot say: what leads to a step, or whose it is.
pub(super) fn asks_directory(command: &AnyCommand) -> bool {
    let is_asked = |need| matches!(need, Need::NothingLeadsTo(_) | Need::StepOfAnother(_));
    command.needs().0.iter().any(|(_, need)| is_asked(*need))
}

impl<P> Default for Chunk<P> {
    fn default() -> Self {
        Self { lines: Vec::new(), appends: Vec::new(), added: Vec::new() }
    }
}

impl<P> Chunk<P> {
    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Decides one more line.
    pub(super) async fn decide(
        &mut self,
        engine: &Engine,
        overlay: &mut Overlay,
        line: Result<Line, P>,
    ) {
        let decided = match line {
            Err(problem) => Decided::Malformed(problem),
            Ok(Line { stream, command, context }) => match Request::new(stream, command, context) {
                Err(refusal) => Decided::Refused(refusal),
                Ok(request) => self.understood(engine, overlay, Box::new(request)).await,
            },
        };
        self.lines.push(decided);
    }

    /// The same lines, decided anew.
    pub(super) async fn anew(self, engine: &Engine, overlay: &mut Overlay) -> Self {
        let mut anew = Self::default();
        for line in self.lines {
            let decided = match line {
                Decided::Line(request, _) => anew.understood(engine, overlay, request).await,
                as_before => as_before,
            };
            anew.lines.push(decided);
        }
        anew
    }

    async fn understood(
        &mut self,
        engine: &Engine,
        overlay: &mut Overlay,
        request: Box<Request>,
    ) -> Decided<P> {
        let verdict = match undecided(engine, overlay, &request).await {
            Ok(Undecided::Before(done)) => Verdict::Settled(Ok(done)),
            Ok(Undecided::Nothing(revision)) => Verdict::SoAlready(revision),
            Ok(Undecided::Events(append, events)) => {
                let stream = append.stream;
                self.added.push(Added { stream, written: Written::of(&append), events });
                self.appends.push(append);
                Verdict::Append(self.appends.len() - 1)
            }
            Err(refusal) => Verdict::Settled(Err(refusal)),
        };
        Decided::Line(request, verdict)
    }
}

async fn undecided(
    engine: &Engine,
    overlay: &mut Overlay,
    request: &Request,
) -> Result<Undecided, Refusal> {
    if let Some(done) = engine.done_before(request).await? {
        return Ok(Undecided::Before(done));
    }
    let stream = request.stream;
    let (looked, revision) = look_up(engine, overlay, request);
    let state: &mut State = match overlay.0.entry(stream) {
        Entry::Occupied(there) => there.into_mut(),
        Entry::Vacant(place) => {
            place.insert(engine.states.look(stream, revision, &*engine.parts.store).await?)
        }
    };
    let events: Vec<Event> = behind(request.decide(state), looked)?;
    if events.is_empty() {
        return Ok(Undecided::Nothing(state.revision));
    }
    let append = request.append(engine, state.revision, &events);
    state.evolve(&events);
    Ok(Undecided::Events(append, events))
}

/// Whether what the command needs is so; and the revision at which its stream is known. Should somebody
/// have been faster, the append conflicts.
fn look_up(engine: &Engine, overlay: &Overlay, request: &Request) -> (Result<(), Rejection>, u64) {
    let needs = request.needs();
    engine.directory.look(|references| {
        let looked = Known { references, pending: overlay }.check(request.stream, &needs);
        (looked, references.revision(request.stream))
    })
}

//! The only way in: a command is looked up, decided, appended, and answered once it is durable.

use domain::{AnyCommand, Needs, Rejection};
use events::{Actor, Event, Meta, Position, Stream, ids::EventId};
use projections::references::References;
use store::{Append, Appended, StoreError};

use crate::{
    Engine, EngineError,
    erase::{Sought, takes_words},
    known::{Known, Nothing},
    request::Request,
    states::{State, read},
};

/// How often a decision is taken anew because somebody else was faster.
const ATTEMPTS: usize = 64;

/// Who wants it, and what was said beside the command's fields.
#[derive(Debug, Clone)]
pub struct Context {
    /// Who.
    pub actor: Actor,
    /// The caller's idempotency key.
    pub key: Option<String>,
    /// The revision that the caller saw.
    pub expected: Option<u64>,
    /// When, why, because of what.
    pub meta: Meta,
}

/// What became of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// Read after this position to see it.
    pub position: Position,
    /// The number of events in the stream.
    pub revision: u64,
    /// What was recorded; nothing where it was so already.
    pub events: Vec<Told>,
    /// What the caller may want to know.
    pub warnings: Vec<Warning>,
}

/// One recorded event, as answers name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Its place.
    pub position: Position,
    /// Its type.
    pub tag: String,
}

/// Something that is no error but may not be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// For programs: `twin`.
    pub code: &'static str,
    /// For people.
    pub detail: String,
}

/// Why a command did nothing.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Refusal {
    /// A rule of the business says no.
    #[error(transparent)]
    Rejected(#[from] Rejection),
    /// The caller saw an older or another revision.
    #[error("`{stream}` is at revision {actual}, not at {expected}")]
    Stale {
        /// The stream.
        stream: Stream,
        /// What the caller saw.
        expected: u64,
        /// Where it is.
        actual: u64,
    },
    /// The key was used for another body.
    #[error("the idempotency key was used before, with another body")]
    KeyReused,
    /// Others were faster too often.
    #[error("`{0}` is being changed by many at once")]
    Busy(Stream),
    /// The graphs have not caught up with the log, so that nothing can be foreseen yet.
    #[error("the projections have not caught up yet")]
    Behind,
    /// Something failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Engine(error.into())
    }
}

impl Engine {
    /// Executes one command. When this returns what was recorded, it is durable.
    #[tracing::instrument(skip_all, fields(command = command.name(), %stream))]
    pub async fn execute(
        &self,
        stream: Stream,
        command: AnyCommand,
        context: Context,
    ) -> Result<Done, Refusal> {
        let (noun, name) = (stream.noun.path(), command.name());
        let outcome = self.run(stream, command, context).await;
        let label = outcome.as_ref().map_or_else(Refusal::label, |_| "done");
        metrics::counter!("acker_commands_total", "noun" => noun, "command" => name, "outcome" => label)
            .increment(1);
        outcome
    }

    async fn run(
        &self,
        stream: Stream,
        command: AnyCommand,
        context: Context,
    ) -> Result<Done, Refusal> {
        let request = Request::new(stream, command, context)?;
        if let Some(done) = self.done_before(&request).await? {
            return Ok(done);
        }
        let request = Box::pin(self.foreseen(request)).await?;
        let sought = match self.sought(&request).await? {
            Some(Sought::There(words)) => words,
            Some(Sought::Gone(words)) => {
                self.erase(&words).await?;
                vec![]
            }
            None => vec![],
        };
        if takes_words(&request.command) && sought.is_empty() {
            request.decide(&self.state(stream).await?)?;
            return self
                .done_without(&request, Ok(vec![]), self.state(stream).await?.revision, vec![])
                .await;
        }
        let done = self.decided(&request).await?;
        if !sought.is_empty() && !done.events.is_empty() {
            self.forget(&sought).await?;
        }
        Ok(done)
    }

    async fn decided(&self, request: &Request) -> Result<Done, Refusal> {
        let stream = request.stream;
        let Surroundings { looked, warnings } = self.look_around(request).await?;
        for _ in 0..ATTEMPTS {
            let state = self.state(stream).await?;
            let decided = behind(request.decide(&state), looked.clone());
            let events = match decided {
                Ok(events) if !events.is_empty() => events,
                // Nothing is appended, so nothing else would show that the state was old.
                so_already_or_no => {
                    if !self.is_current(stream, state.revision).await? {
                        continue;
                    }
                    return self
                        .done_without(request, so_already_or_no, state.revision, warnings)
                        .await;
                }
            };
            let append = request.append(self, state.revision, &events);
            let written = Written::of(&append);
            match self.keep(append).await? {
                Ok(kept) if kept.was_there => return self.told_before(request, &written).await,
                Ok(kept) => {
                    self.states.evolve(stream, state, &events);
                    self.directory.tell(stream, &kept, events);
                    let mut warnings = warnings;
                    warnings.extend(self.moved(request, kept.last).await?);
                    return Ok(Done { warnings, ..written.done(&kept) });
                }
                Err(_) => {
                    self.states.forget(stream);
                    let head = *self.head().borrow();
                    self.directory.at_least(head, &*self.parts.store).await?;
                }
            }
        }
        Err(Refusal::Busy(stream))
    }

    /// What a merge moved: nothing is copied, so it is asked once the merge is known everywhere.
    async fn moved(&self, request: &Request, at: Position) -> Result<Option<Warning>, EngineError> {
        let (source, target) = match &request.command {
            AnyCommand::MergePainPoint(it) => (request.stream, it.0.into.0),
            AnyCommand::MergeIdea(it) => (request.stream, it.0.into.0),
            _ => return Ok(None),
        };
        let projections = self.projector.at_least(at).await?;
        let what = projections.moved(source);
        Ok(Some(Warning::moved(&what, target)))
    }

    pub(crate) async fn state(&self, stream: Stream) -> Result<State, EngineError> {
        let revision = self.directory.look(|it| it.revision(stream));
        self.states.load(stream, revision, &*self.parts.store).await
    }

    /// Whether nothing has happened to a stream since a revision. If something has, its state is forgotten.
    pub(crate) async fn is_current(
        &self,
        stream: Stream,
        revision: u64,
    ) -> Result<bool, EngineError> {
        let head = *self.head().borrow();
        self.directory.at_least(head, &*self.parts.store).await?;
        let is_current = self.directory.look(|it| it.revision(stream)) <= revision;
        if !is_current {
            self.states.forget(stream);
        }
        Ok(is_current)
    }

    /// The answer to a command that adds nothing: somebody may have been faster with the same key.
    async fn done_without(
        &self,
        request: &Request,
        decided: Result<Vec<Event>, Refusal>,
        revision: u64,
        warnings: Vec<Warning>,
    ) -> Result<Done, Refusal> {
        if let Some(done) = self.done_before(request).await? {
            return Ok(done);
        }
        decided?;
        let position = *self.head().borrow();
        Ok(Done { position, revision, events: vec![], warnings })
    }

    async fn keep(&self, append: Append) -> Result<Result<Appended, store::Conflict>, StoreError> {
        let mut outcomes = self.parts.store.append(vec![append]).await?;
        Ok(outcomes.remove(0))
    }

    /// What is known around a command. What is known and lasts needs no waiting; all else, and whether a
    /// name has a twin, is asked of a directory that is at least as far as the log was when the command came.
    async fn look_around(&self, request: &Request) -> Result<Surroundings, Refusal> {
        let head = *self.head().borrow();
        let needs = request.needs();
        let look = || self.directory.look(|it| Surroundings::of(request, &needs, it));
        let names_something = request.command.gives_name().is_some();
        if !names_something && needs.0.iter().all(|(_, need)| need.is_lasting()) {
            let around = look();
            if around.looked.is_ok() {
                return Ok(around);
            }
        }
        self.directory.at_least(head, &*self.parts.store).await?;
        Ok(look())
    }

    /// The answer that this key got before.
    pub(crate) async fn done_before(&self, request: &Request) -> Result<Option<Done>, Refusal> {
        let Some(first) = request.event_id(0) else { return Ok(None) };
        match self.parts.store.find(first).await? {
            Some(_) => self.told_again(request, first).await.map(Some),
            None => Ok(None),
        }
    }

    /// The answer to whoever was faster with the same key.
    pub(crate) async fn told_before(
        &self,
        request: &Request,
        written: &Written,
    ) -> Result<Done, Refusal> {
        self.told_again(request, written.first).await
    }

    async fn told_again(&self, request: &Request, first: EventId) -> Result<Done, Refusal> {
        let (mut events, mut revision, mut id) = (Vec::new(), 0, first);
        while let Some(stored) = self.parts.store.find(id).await? {
            let recorded = read(stored.position, &stored.envelope, stored.sealed.as_deref())?;
            if recorded.origin.key.is_some_and(|it| !request.is_same(&it)) {
                return Err(Refusal::KeyReused);
            }
            revision = recorded.revision;
            events.push(Told { position: stored.position, tag: recorded.event.tag().to_owned() });
            let Some(next) = request.event_id(events.len()) else { break };
            id = next;
        }
        let position = events.last().map_or(Position::default(), |it| it.position);
        Ok(Done { position, revision, events, warnings: vec![] })
    }
}

impl Warning {
    fn moved(what: &str, target: uuid::Uuid) -> Self {
        Self { code: "moved", detail: format!("{what} count for `{target}` now") }
    }

    fn twin(stream: Stream, name: &str) -> Self {
        let noun = stream.noun.singular();
        Self { code: "twin", detail: format!("another {noun} is called `{name}` too") }
    }
}

impl Refusal {
    fn label(&self) -> &'static str {
        match self {
            Self::Rejected(_) => "rejected",
            Self::Stale { .. } => "stale",
            Self::KeyReused => "key-reused",
            Self::Busy(_) => "busy",
            Self::Behind => "behind",
            Self::Engine(_) => "failed",
        }
    }
}

/// What is known around a command.
struct Surroundings {
    /// Whether what it needs is so.
    looked: Result<(), Rejection>,
    /// What its author may want to know.
    warnings: Vec<Warning>,
}

impl Surroundings {
    fn of(request: &Request, needs: &Needs, references: &References) -> Self {
        let stream = request.stream;
        let looked = Known { references, pending: &Nothing }.check(stream, needs);
        let twin = request.command.gives_name().filter(|name| references.has_twin(stream, name));
        let warnings = twin.map(|name| Warning::twin(stream, name)).into_iter().collect();
        Self { looked, warnings }
    }
}

/// A decision behind what was looked up elsewhere: all wrong fields at once, whichever found them.
pub(crate) fn behind(
    decided: Result<Vec<Event>, Refusal>,
    looked: Result<(), Rejection>,
) -> Result<Vec<Event>, Refusal> {
    match (decided, looked) {
        (decided, Ok(())) => decided,
        (Err(Refusal::Rejected(Rejection::Fields(mut wrong))), Err(Rejection::Fields(unknown))) => {
            wrong.extend(unknown);
            Err(Rejection::Fields(wrong).into())
        }
        (Ok(_) | Err(Refusal::Rejected(Rejection::Fields(_))), Err(unmet)) => Err(unmet.into()),
        (Err(refusal), Err(_)) => Err(refusal),
    }
}

/// What is told of an append once it is kept.
#[derive(Debug)]
pub(crate) struct Written {
    first: EventId,
    tags: Vec<&'static str>,
}

impl Written {
    pub(crate) fn of(append: &Append) -> Self {
        let tags = append.drafts.iter().map(|it| it.tag).collect();
        Self { first: append.drafts[0].id, tags }
    }

    /// What the append came to, as an answer.
    pub(crate) fn done(&self, kept: &Appended) -> Done {
        let places = (kept.first.0..).map(Position);
        let told = |(tag, position): (&&str, _)| Told { position, tag: (*tag).to_owned() };
        Done {
            position: kept.last,
            revision: kept.revision,
            events: self.tags.iter().zip(places).map(told).collect(),
            warnings: vec![],
        }
    }
}

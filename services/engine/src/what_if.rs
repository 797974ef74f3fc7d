//! What if: lines decided against what is pending, as in bulk, and applied to a fork of the graphs. Nothing
//! reaches the store, no id is taken, and nothing that is kept in memory changes.
//!
//! The states and references that lines are decided against are those at the end of the log; the fork is
//! made at that position or behind it. What others write in between can therefore only be missing in a
//! decision, never in an answer.

use std::{
    collections::{HashMap, hash_map::Entry},
    num::NonZeroUsize,
    sync::{Mutex, PoisonError},
};

use domain::{AnyAggregate, AnyCommand, FieldError, Need, Rejection, process::Process};
use events::{
    Event, Meta, Noun, Position, Stream,
    ids::{IdeaId, StepId},
    process,
};
use lru::LruCache;
use projections::what_if::{FiguresChange, Happening};
use tokio::sync::Semaphore;

use crate::{
    Context, Engine, EngineError, Moment, QueryError, Refusal, View,
    bulk::Line,
    erase::takes_words,
    execute::behind,
    known::{Known, Pending},
    request::Request,
    states::State,
};

/// Ideas of which it is kept what really changed because of them.
const HAPPENED: NonZeroUsize = NonZeroUsize::new(64).expect("not zero");

/// What is tried out, and what is known of what was.
#[derive(Debug)]
pub(crate) struct Trials {
    /// A fork holds the graphs twice: one at a time.
    turns: Semaphore,
    /// By the idea and the events that name it: what is past does not change.
    happened: Mutex<LruCache<(IdeaId, Vec<Position>), FiguresChange>>,
}

impl Default for Trials {
    fn default() -> Self {
        Self { turns: Semaphore::new(1), happened: Mutex::new(LruCache::new(HAPPENED)) }
    }
}

/// What would become of each line, and all that would happen.
struct Tried {
    lines: Vec<Result<Vec<Event>, Refusal>>,
    happenings: Vec<Happening>,
    /// Where the log was.
    head: Position,
}

impl Engine {
    /// Decides lines one after the other, as if each had been kept, and asks a question of what would
    /// happen. What would become of each line is answered in its place: its events, or why not.
    pub async fn what_if<T: Send + 'static>(
        &self,
        lines: Vec<Line>,
        after: Position,
        question: impl FnOnce(View<'_>, &[Happening]) -> T + Send + 'static,
    ) -> Result<(Vec<Result<Vec<Event>, Refusal>>, T), QueryError> {
        let _turn = self.trials.turns.acquire().await.expect("never closed");
        let Tried { lines, happenings, head } = self.try_out(lines).await?;
        let ask = move |view: View<'_>| question(view, &happenings);
        let answer = self.ask(Moment::Now, after.max(head), ask).await?;
        Ok((lines, answer))
    }

    /// What really changed because of an idea: the events that name it, by themselves, applied to what was
    /// there right before the first of them. None while there are none.
    pub async fn happened(
        &self,
        idea: IdeaId,
        led_to: Vec<Position>,
    ) -> Result<Option<FiguresChange>, QueryError> {
        let Some(first) = led_to.first() else { return Ok(None) };
        let before = Moment::Position(Position(first.0 - 1));
        let key = (idea, led_to);
        if let Some(known) = self.trials.kept().get(&key) {
            return Ok(Some(known.clone()));
        }
        let _turn = self.trials.turns.acquire().await.expect("never closed");
        let mut happenings = Vec::with_capacity(key.1.len());
        for (position, line) in key.1.iter().zip(1..) {
            let event = self.event(*position).await?;
            happenings.extend(event.map(|it| Happening {
                line,
                stream: it.stream,
                event: it.event,
            }));
        }
        let ask = move |view: View<'_>| view.projections.figures_change(&happenings, view.now);
        let changed = self.ask(before, Position::default(), ask).await?;
        self.trials.kept().put(key, changed.clone());
        Ok(Some(changed))
    }

    /// Lets a sketch know what it is expected to change. Any other command stays as it is, and so does a
    /// sketch that is refused or kept already.
    pub(crate) async fn foreseen(&self, mut request: Request) -> Result<Request, Refusal> {
        let AnyCommand::SketchChange(sketch) = &request.command else { return Ok(request) };
        let decided = request.decide(&self.state(request.stream).await?)?;
        if decided.is_empty() {
            return Ok(request);
        }
        let context =
            Context { key: None, expected: None, meta: Meta::default(), ..request.context };
        let line = |(stream, command)| Line { stream, command, context: context.clone() };
        let lines = sketch.read()?.into_iter().map(line).collect();
        let foresee =
            |view: View<'_>, what: &[Happening]| view.projections.figures_change(what, view.now);
        let (lines, figures) =
            self.what_if(lines, Position::default(), foresee).await.map_err(not_foreseen)?;
        all_possible(lines)?;
        if let AnyCommand::SketchChange(sketch) = &mut request.command {
            sketch.expected = figures.kept();
        }
        Ok(request)
    }

    async fn try_out(&self, lines: Vec<Line>) -> Result<Tried, EngineError> {
        let head = *self.head().borrow();
        self.directory.at_least(head, &*self.parts.store).await?;
        let mut trial = Trial::default();
        let mut decided = Vec::with_capacity(lines.len());
        for (line, number) in lines.into_iter().zip(1..) {
            decided.push(trial.decide(self, line, number).await);
        }
        Ok(Tried { lines: decided, happenings: trial.happenings, head })
    }
}

impl Trials {
    /// Forgets what changed: words may be gone since, and with them what was alike.
    pub(crate) fn clear(&self) {
        self.kept().clear();
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, LruCache<(IdeaId, Vec<Position>), FiguresChange>> {
        self.happened.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Things as they would be after the lines so far.
#[derive(Default)]
struct Trial {
    states: HashMap<Stream, State>,
    happenings: Vec<Happening>,
}

impl Pending for Trial {
    fn get(&self, stream: Stream) -> Option<&AnyAggregate> {
        self.states.get(&stream).map(|it| &*it.aggregate)
    }
}

impl Trial {
    async fn decide(
        &mut self,
        engine: &Engine,
        line: Line,
        number: u64,
    ) -> Result<Vec<Event>, Refusal> {
        let Line { stream, command, mut context } = line;
        if takes_words(&command) {
            let detail = "words are erased or they are not: it cannot be tried out";
            return Err(FieldError::reject("/command", "not-to-be-tried", detail).into());
        }
        // Nothing is kept, so no key can have been used for it.
        context.key = None;
        let request = Request::new(stream, command, context)?;
        let (looked, revision) = self.look_up(engine, &request);
        let state = match self.states.entry(stream) {
            Entry::Occupied(there) => there.into_mut(),
            Entry::Vacant(place) => {
                place.insert(engine.states.look(stream, revision, &*engine.parts.store).await?)
            }
        };
        let events = behind(request.decide(state), looked)?;
        state.evolve(&events);
        let happen = |event: &Event| Happening { line: number, stream, event: event.clone() };
        self.happenings.extend(events.iter().map(happen));
        Ok(events)
    }

    fn look_up(&self, engine: &Engine, request: &Request) -> (Result<(), Rejection>, u64) {
        let needs = request.needs();
        let (looked, revision) = engine.directory.look(|references| {
            let looked = Known { references, pending: self }.check(request.stream, &needs);
            (looked, references.revision(request.stream))
        });
        let looked = looked.and_then(|()| {
            needs.0.iter().try_for_each(|(_, need)| match need {
                Need::NothingLeadsTo(step) => self.nothing_new_leads_to(request.stream, *step),
                _ => Ok(()),
            })
        });
        (looked, revision)
    }

    /// Refuses to remove a step to which a hand-over of another process was added by an earlier line.
    fn nothing_new_leads_to(&self, stream: Stream, step: StepId) -> Result<(), Rejection> {
        let leading = self.happenings.iter().filter_map(|it| match &it.event {
            Event::Process(process::Event::HandOverAdded(added)) if it.stream != stream => {
                let is_there = self.process(it.stream)?.has_hand_over(added.hand_over);
                (is_there && added.to.step == step).then(|| added.hand_over.to_string())
            }
            _ => None,
        });
        let leading: Vec<_> = leading.collect();
        if leading.is_empty() { Ok(()) } else { Err(Rejection::StepInUse(leading)) }
    }

    fn process(&self, stream: Stream) -> Option<&Process> {
        match self.get(Stream::new(Noun::Process, stream.id)) {
            Some(AnyAggregate::Process(process)) => Some(process),
            _ => None,
        }
    }
}

/// All that cannot be of a sketch, each with the place of its command.
fn all_possible(lines: Vec<Result<Vec<Event>, Refusal>>) -> Result<(), Refusal> {
    let mut wrong = Vec::new();
    for (place, line) in lines.into_iter().enumerate() {
        let at = |pointer: &str| format!("/commands/{place}{pointer}");
        match line {
            Ok(_) => {}
            Err(Refusal::Rejected(Rejection::Fields(errors))) => {
                let inside = |it: FieldError| FieldError {
                    pointer: at(&format!("/body{}", it.pointer)),
                    ..it
                };
                wrong.extend(errors.into_iter().map(inside));
            }
            Err(Refusal::Rejected(no)) => {
                let detail = no.to_string();
                wrong.push(FieldError { pointer: at(""), code: "refused", detail });
            }
            Err(failure) => return Err(failure),
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(Rejection::Fields(wrong).into()) }
}

fn not_foreseen(error: QueryError) -> Refusal {
    match error {
        QueryError::Engine(error) => error.into(),
        QueryError::NotReached { .. } | QueryError::CatchingUp => Refusal::Behind,
    }
}

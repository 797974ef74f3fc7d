//! `given(history).when(command).then(events)`: how every decision is tested.

use std::fmt::Debug;

use events::Event;

use crate::{Aggregate, AnyAggregate, AnyCommand, Command, Decision, Rejection};

/// What happened before.
pub fn given(history: impl IntoIterator<Item = Event>) -> Given {
    Given(history.into_iter().collect())
}

/// Nothing happened before.
pub fn given_nothing() -> Given {
    Given(vec![])
}

/// What happened before.
#[derive(Debug)]
pub struct Given(Vec<Event>);

/// What a command led to.
#[derive(Debug)]
pub struct Outcome {
    history: Vec<Event>,
    command: AnyCommand,
    decided: Decision,
}

impl Given {
    /// The command under test.
    pub fn when<C: Command + Debug>(self, command: C) -> Outcome
    where
        AnyCommand: From<C>,
    {
        let command = AnyCommand::from(command);
        let decided = decide::<C>(&command, &self.0);
        Outcome { history: self.0, command, decided }
    }
}

fn decide<C: Command>(command: &AnyCommand, history: &[Event]) -> Decision {
    command.clone().decide(&replay(C::Aggregate::NOUN, history))
}

fn replay(noun: events::Noun, history: &[Event]) -> AnyAggregate {
    let mut state = AnyAggregate::new(noun);
    for event in history {
        state.evolve(event);
    }
    state
}

impl Outcome {
    /// These events, in this order; and the same command, sent again, adds nothing.
    #[track_caller]
    pub fn then(self, events: impl IntoIterator<Item = Event>) {
        let Self { mut history, command, decided } = self;
        let events: Vec<Event> = events.into_iter().collect();
        assert_eq!(decided.as_ref(), Ok(&events));
        history.extend(events);
        let again = command.clone().decide(&replay(command.noun(), &history)).unwrap_or_default();
        assert_eq!(again, [], "the same command, sent twice, must not add events twice");
    }

    /// No events: it is so already.
    #[track_caller]
    pub fn then_nothing(self) {
        assert_eq!(self.decided, Ok(vec![]));
    }

    /// Refused, for this reason.
    #[track_caller]
    pub fn then_rejected(self, rejection: Rejection) {
        assert_eq!(self.decided, Err(rejection));
    }

    /// Refused, with this stable name: `name-blank`.
    #[track_caller]
    pub fn then_refused_as(self, code: &str) {
        assert_eq!(self.decided.map_err(|it| it.code()), Err(code.to_owned()));
    }
}

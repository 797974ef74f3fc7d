//! Sends planned lines through the real decisions, so that a plan is known to be taken.

use std::collections::HashMap;

use domain::{AnyAggregate, catalogue::CATALOGUE, line::Line};
use uuid::Uuid;

/// What was decided, one command after the other; panics where one is refused.
#[derive(Debug, Default)]
pub(crate) struct Decided {
    things: HashMap<(String, Uuid), AnyAggregate>,
}

impl Decided {
    /// How many events follow.
    #[track_caller]
    pub(crate) fn send<'l>(&mut self, lines: impl IntoIterator<Item = &'l Line>) -> usize {
        lines.into_iter().map(|it| self.decide(it)).sum()
    }

    #[track_caller]
    fn decide(&mut self, line: &Line) -> usize {
        let Line { noun, id, command, body, .. } = line;
        let is_it = |it: &&domain::catalogue::Entry| it.noun.path() == noun && it.name == command;
        let entry = CATALOGUE.iter().find(is_it).expect("the catalogue has the command");
        let parsed =
            entry.parse_value(body).unwrap_or_else(|no| panic!("{command} {body}: {no:?}"));
        let key = (noun.clone(), *id);
        let thing = self.things.entry(key).or_insert_with(|| AnyAggregate::new(entry.noun));
        assert!(thing.exists() || entry.creates, "{command} comes before its {noun} is there");
        let events = parsed.decide(thing).unwrap_or_else(|no| panic!("{command} {body}: {no:?}"));
        for event in &events {
            thing.evolve(event);
        }
        events.len()
    }
}

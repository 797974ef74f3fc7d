//! Sequences of any commands on one thing of any noun: whatever was accepted before, what is accepted keeps
//! the thing in a state that the product knows, and said twice it is said once.

mod known;
mod made;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

use events::{Event, Noun, samples::id};
use proptest::prelude::*;

use super::{AnyAggregate, CATALOGUE};
use known::Known;
use made::{Taken, Tape};

/// One command after the other on a thing; what was accepted is held against what may be.
struct Life {
    state: AnyAggregate,
    known: Known,
    accepted: BTreeSet<&'static str>,
}

impl Life {
    fn of(noun: Noun) -> Self {
        Self { state: AnyAggregate::new(noun), known: Known::default(), accepted: BTreeSet::new() }
    }

    fn take(&mut self, taken: &Taken, tape: &mut Tape<'_>) -> Result<(), String> {
        let entry = taken.entry;
        let Ok(mut command) = entry.parse_value(&taken.body(tape)) else { return Ok(()) };
        command.sign(&made::actor(tape));
        if !self.state.exists() && !command.creates() {
            return Ok(());
        }
        let Ok(events) = command.clone().decide(&self.state) else { return Ok(()) };
        for event in &events {
            self.known.happens(event).map_err(|why| format!("{why} by {command:?}"))?;
            self.state.evolve(event);
        }
        self.accepted.insert(entry.name);
        let again = command.clone().decide(&self.state).unwrap_or_default();
        if again.is_empty() { Ok(()) } else { Err(format!("twice is {again:?} by {command:?}")) }
    }
}

/// The commands that are decided by the thing alone: whether words are there to be erased, the log knows.
fn commands(noun: Noun) -> &'static [Taken] {
    static COMMANDS: OnceLock<BTreeMap<Noun, Vec<Taken>>> = OnceLock::new();
    let all = COMMANDS.get_or_init(|| {
        let mut all = BTreeMap::<_, Vec<_>>::new();
        for entry in CATALOGUE.iter().filter(|it| it.name != "redact-text") {
            all.entry(entry.noun).or_default().push(Taken::by(entry));
        }
        all
    });
    &all[&noun]
}

fn live(noun: Noun, bytes: &[u8]) -> Result<Life, String> {
    let (commands, mut tape, mut life) = (commands(noun), Tape::new(bytes), Life::of(noun));
    // What creates comes first, so that not all lives end before they begin.
    life.take(&commands[0], &mut tape)?;
    while tape.is_left() {
        let command = &commands[tape.below(commands.len())];
        life.take(command, &mut tape)?;
    }
    Ok(life)
}

proptest! {
    #[test]
    fn no_sequence_of_commands_reaches_a_state_that_nobody_knows_and_every_command_twice_is_once(
        noun in prop::sample::select(Noun::ALL.to_vec()),
        bytes in prop::collection::vec(any::<u8>(), 0..1_500),
    ) {
        if let Err(why) = live(noun, &bytes) {
            prop_assert!(false, "{why}");
        }
    }
}

#[test]
fn every_command_is_accepted_in_some_sequence() {
    for noun in Noun::ALL {
        let mut never: BTreeSet<_> = commands(noun).iter().map(|it| it.entry.name).collect();
        if AnyAggregate::new(noun).comments().is_none() {
            never.remove("retract-comment");
        }
        for life in 0..400 {
            if never.is_empty() {
                break;
            }
            let lived = live(noun, &made::noise(life, 1_500)).expect("a known state");
            never.retain(|it| !lived.accepted.contains(it));
        }
        assert!(never.is_empty(), "{noun:?}: {never:?}");
    }
}

#[test]
fn what_nobody_knows_is_found() {
    let mut known = Known::default();
    let gone = events::step::StepRemoved { step: events::ids::StepId(id(1)) };
    assert!(known.happens(&Event::from(gone)).is_err());
}

//! The company's commands with the events that follow from them, so that stores and engines can be
//! given the one or the other.

use std::collections::{HashMap, HashSet};

use anyhow::{Context as _, Result, ensure};
use domain::{AnyAggregate, AnyCommand, catalogue, line::Line};
use engine::Context;
use events::{
    Actor, ActorKind, Event, Meta, Noun, Stream,
    codec::{self, Draft},
    ids::{ActorId, EventId},
    recorded::Origin,
};
use jiff::Timestamp;
use serde_json::Value;
use store::{Append, EventStore, Expected};
use uuid::{Builder, Uuid};

use crate::company::{Company, random::Random};

/// Events that are kept together where nothing else is said, as a bulk keeps them.
pub(crate) const GROUP: usize = 512;

/// One command and what follows from it.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) line: Line,
    pub(crate) stream: Stream,
    pub(crate) command: AnyCommand,
    pub(crate) meta: Meta,
    /// How far the stream has got before.
    revision: u64,
    events: Vec<Event>,
}

/// The company's history: only commands that change something.
#[derive(Debug)]
pub(crate) struct Telling {
    company: Company,
    things: HashMap<Stream, (u64, AnyAggregate)>,
    random: Random,
}

impl Telling {
    /// From the beginning.
    pub(crate) fn new() -> Self {
        Self { company: Company::new(7), things: HashMap::new(), random: Random::new(11) }
    }

    fn understood(&mut self, line: Line) -> Result<Option<Told>> {
        let noun: Noun = line.noun.parse()?;
        let entry = catalogue::find(noun, &line.command).context("a command of the catalogue")?;
        let command = entry.parse_value(&line.body)?;
        let meta = line.meta.clone().map(serde_json::from_value).transpose()?.unwrap_or_default();
        let stream = Stream::new(noun, line.id);
        let (revision, thing) =
            self.things.entry(stream).or_insert_with(|| (0, AnyAggregate::new(noun)));
        let Ok(events) = command.clone().decide(thing) else { return Ok(None) };
        if events.is_empty() {
            return Ok(None);
        }
        let told = Told { line, stream, command, meta, revision: *revision, events };
        told.events.iter().for_each(|it| thing.evolve(it));
        *revision += told.events.len() as u64;
        Ok(Some(told))
    }

    /// The next so many commands.
    pub(crate) fn commands(&mut self, count: usize) -> Result<Vec<Told>> {
        let mut told = Vec::with_capacity(count);
        while told.len() < count {
            let line = self.company.next().expect("it has no end");
            told.extend(self.understood(line)?);
        }
        Ok(told)
    }

    /// The same as events, ready to be kept.
    pub(crate) fn appends(&mut self, count: usize) -> Result<Vec<Append>> {
        let told = self.commands(count)?;
        Ok(told.into_iter().map(|it| self.append(it)).collect())
    }

    fn append(&mut self, told: Told) -> Append {
        let Told { stream, revision, events, meta, .. } = told;
        let now = Timestamp::from_millisecond(1_770_000_000_000).expect("a time of 2026");
        let (correlation, actor) = (self.id(), actor(self.random.below(50)));
        let origin = Origin { actor, meta, correlation, causation: None, key: None };
        let drafts = events.iter().map(|event| {
            let secret = std::array::from_fn(|_| self.random.next().to_le_bytes()[7]);
            codec::draft(EventId(self.id()), event, &origin, &secret)
        });
        let drafts: Vec<Draft> = drafts.collect();
        Append { stream, expected: Expected::Revision(revision), now, drafts }
    }

    /// Sorted by time, as ids of version 7 are.
    fn id(&mut self) -> Uuid {
        let millis = 1_770_000_000_000 + self.things.len() as u64 * 20;
        let random = std::array::from_fn(|_| self.random.next().to_le_bytes()[7]);
        Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    /// Tells a store so much of it.
    pub(crate) async fn fill(&mut self, store: &dyn EventStore, count: usize) -> Result<()> {
        let mut left = count;
        while left > 0 {
            let group = self.appends(left.min(8 * GROUP))?;
            left -= group.len();
            let kept = store.append(group).await?;
            ensure!(kept.iter().all(Result::is_ok), "the company contradicts itself");
        }
        Ok(())
    }
}

impl Told {
    /// Who wants it, as the engine is told.
    pub(crate) fn context(&self) -> Context {
        Context { actor: actor(0), key: None, expected: None, meta: self.meta.clone() }
    }
}

/// One of the people of the company.
pub(crate) fn actor(number: usize) -> Actor {
    let id = ActorId(Uuid::from_u128(0xac_0000 + number as u128));
    Actor { id, kind: ActorKind::Person, unit: None }
}

/// How much lines depend on each other, in per cent of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mix {
    /// Go to a stream that an earlier line went to.
    pub(crate) to_touched: usize,
    /// Name an id that an earlier line created.
    pub(crate) refer: usize,
}

impl Mix {
    /// Of these lines.
    pub(crate) fn of(told: &[Told]) -> Self {
        let (mut streams, mut created) = (HashSet::new(), HashSet::new());
        let (mut to_touched, mut refer) = (0, 0);
        for Told { line, stream, .. } in told {
            to_touched += usize::from(!streams.insert(*stream));
            let mut named = HashSet::new();
            ids(&line.body, &mut named);
            refer += usize::from(named.iter().any(|it| created.contains(it)));
            created.insert(line.id);
            created.extend(named);
        }
        let percent = |count: usize| 100 * count / told.len().max(1);
        Self { to_touched: percent(to_touched), refer: percent(refer) }
    }
}

fn ids(body: &Value, found: &mut HashSet<Uuid>) {
    match body {
        Value::String(text) => found.extend(Uuid::parse_str(text).ok()),
        Value::Array(several) => several.iter().for_each(|it| ids(it, found)),
        Value::Object(fields) => fields.values().for_each(|it| ids(it, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_the_lines_go_to_streams_touched_earlier_and_a_quarter_refer_to_ids_created_in_it() {
        let mix = Mix::of(&Telling::new().commands(20_000).unwrap());
        assert!(mix.to_touched >= 50 && mix.refer >= 25, "{mix:?}");
    }

    #[test]
    fn every_command_leads_to_one_event_so_that_sizes_mean_the_same_everywhere() {
        let told = Telling::new().commands(20_000).unwrap();
        assert!(told.iter().all(|it| it.events.len() == 1));
    }
}

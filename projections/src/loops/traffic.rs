//! What passes between the places of a company: hand-overs by where they begin and end.
//!
//! This is the one thing that is kept for questions, so that an answer does not look at every
//! hand-over again: one that is added, revised or removed changes one sum. It is a cache. It is made
//! from the map when it is first asked for, kept up with each event, and made anew after the rare event
//! that moves much at once. Sums are made of their members in ascending order, so that they come out
//! the same whichever way it came about.
//!
//! Only processes that are still run count, for both ends of a hand-over.

use std::collections::BTreeMap;

use events::{
    Event, Position, Recorded,
    hand_over::Channel,
    ids::{HandOverId, ProcessId, StepId},
    process,
};

use smallvec::SmallVec;

use crate::{
    loops::{
        level::{Places, Spot},
        price::UnknownFigures,
        scope::Scope,
    },
    process_map::{HandOver, ProcessMap, Step},
    registry::Registry,
};

/// Hand-overs by the spots that they run between, also those that stay at one.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Traffic {
    between: BTreeMap<(Spot, Spot), Passing>,
    /// Changes so far.
    changes: u64,
    /// How often the last hand-over between two spots went.
    gone: u64,
}

/// All hand-overs from one spot to another.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Passing {
    /// Ascending by process, then by id: those of one process stand together.
    pub(super) members: Vec<Member>,
    pub(super) sums: Sums,
    /// The number of the last change; 0 where nothing has changed since all was looked at.
    pub(super) changed: u64,
}

/// What a question needs of a hand-over.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Member {
    pub(super) hand_over: HandOverId,
    /// The process that both steps belong to.
    pub(super) within: Option<ProcessId>,
    pub(super) from: StepId,
    pub(super) to: StepId,
    pub(super) channel: Option<Channel>,
    pub(super) times: Option<f64>,
    pub(super) wait_hours: Option<f64>,
    /// The newest event that tells of it.
    pub(super) newest: Position,
}

/// Sums over the hand-overs of a passing.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Sums {
    /// Σ times a month of those that say it.
    pub(super) times: Option<f64>,
    /// Σ times × effort × people, in hours a month.
    pub(super) work_hours: f64,
    pub(super) unknown: UnknownFigures,
    /// Σ times × waiting, as people said, in hours a month; and once each, where none says how often.
    pub(super) claimed_hours: f64,
    pub(super) claimed_once: f64,
    /// Those that a rule demands.
    pub(super) must_stay: usize,
    /// Events that tell of them, each of one hand-over alone.
    pub(super) events: usize,
    /// The newest of these.
    pub(super) newest: Position,
}

impl Traffic {
    /// Of everything, between units at sites.
    pub(super) fn of_all(map: &ProcessMap, registry: &Registry) -> Self {
        let all = map.hand_overs().filter(|(from, to, _)| are_run(from, to, registry));
        Self::of(all.map(|(from, to, it)| ((Spot::of(from), Spot::of(to)), from, to, it)))
    }

    /// Of what is asked about, at the grain of the level.
    pub(super) fn of_some(places: Places<'_>, scope: &Scope) -> Self {
        let Places { map, registry, .. } = places;
        let all = map.hand_overs().filter(|(from, to, it)| {
            are_run(from, to, registry) && scope.has(places, from, to, it)
        });
        Self::of(all.map(|(from, to, it)| ((places.spot(from), places.spot(to)), from, to, it)))
    }

    fn of<'a>(all: impl Iterator<Item = ((Spot, Spot), &'a Step, &'a Step, &'a HandOver)>) -> Self {
        let mut found = BTreeMap::<(Spot, Spot), SmallVec<[(Member, &HandOver); 1]>>::new();
        for (spots, from, to, it) in all {
            found.entry(spots).or_default().push((Member::new(from, to, it), it));
        }
        let between = found.into_iter().map(|(spots, mut all)| {
            all.sort_unstable_by_key(|(it, _)| it.place());
            let sums = Sums::of(all.iter().map(|(_, it)| *it));
            // Between most steps one thing passes, so that not even a few places are kept free.
            let mut members = Vec::with_capacity(all.len());
            members.extend(all.iter().map(|(it, _)| *it));
            (spots, Passing { members, sums, changed: 0 })
        });
        Self { between: between.collect(), ..Self::default() }
    }

    /// How often something went that no change of what is there tells of.
    pub(super) fn gone(&self) -> u64 {
        self.gone
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&(Spot, Spot), &Passing)> {
        self.between.iter()
    }

    /// Takes out what the event is about to change. The map does not know the event yet.
    pub(super) fn before(&mut self, event: &Recorded, map: &ProcessMap) {
        for hand_over in changed(event, map) {
            self.take_out(hand_over, map);
        }
    }

    /// Puts in what the event has changed. The map knows it.
    pub(super) fn after(&mut self, event: &Recorded, map: &ProcessMap, registry: &Registry) {
        for hand_over in changed(event, map) {
            self.put_in(hand_over, map, registry);
        }
    }

    fn put_in(&mut self, hand_over: &HandOver, map: &ProcessMap, registry: &Registry) {
        let Some((from, to)) = ends(hand_over, map) else { return };
        if !are_run(from, to, registry) {
            return;
        }
        self.changes += 1;
        let passing = self.between.entry((Spot::of(from), Spot::of(to))).or_default();
        passing.changed = self.changes;
        let member = Member::new(from, to, hand_over);
        match passing.place(&member) {
            Ok(at) => passing.members[at] = member,
            Err(at) => passing.members.insert(at, member),
        }
        passing.sum_up(map);
    }

    fn take_out(&mut self, hand_over: &HandOver, map: &ProcessMap) {
        let Some((from, to)) = ends(hand_over, map) else { return };
        let spots = (Spot::of(from), Spot::of(to));
        let Some(passing) = self.between.get_mut(&spots) else { return };
        self.changes += 1;
        passing.changed = self.changes;
        if let Ok(at) = passing.place(&Member::new(from, to, hand_over)) {
            passing.members.remove(at);
            passing.sum_up(map);
        }
        if passing.members.is_empty() {
            self.between.remove(&spots);
            self.gone += 1;
        }
    }
}

impl Passing {
    fn place(&self, member: &Member) -> Result<usize, usize> {
        self.members.binary_search_by_key(&member.place(), Member::place)
    }

    /// Those that lie within a process.
    pub(super) fn of_process(&self, process: ProcessId) -> &[Member] {
        let process = Some(process);
        let from = self.members.partition_point(|it| it.within < process);
        let to = self.members[from..].partition_point(|it| it.within == process);
        &self.members[from..from + to]
    }

    /// Its processes; one with hand-overs elsewhere too comes once here.
    pub(super) fn processes(&self) -> impl Iterator<Item = ProcessId> {
        self.members.chunk_by(|a, b| a.within == b.within).filter_map(|it| it[0].within)
    }

    fn sum_up(&mut self, map: &ProcessMap) {
        self.sums = Sums::of(self.members.iter().filter_map(|it| map.hand_over(it.hand_over)));
    }
}

impl Member {
    fn place(&self) -> (Option<ProcessId>, HandOverId) {
        (self.within, self.hand_over)
    }

    fn new(from: &Step, to: &Step, hand_over: &HandOver) -> Self {
        let fact = &hand_over.known.fact;
        Self {
            hand_over: fact.hand_over,
            from: from.known.fact.step,
            to: to.known.fact.step,
            within: (from.process == to.process).then_some(from.process),
            channel: fact.channel,
            times: fact.times_per_month,
            wait_hours: fact.wait_hours,
            newest: newest(hand_over),
        }
    }
}

impl Sums {
    fn of<'a>(members: impl Iterator<Item = &'a HandOver>) -> Self {
        members.fold(Self::default(), |mut sums, it| {
            sums.add(it);
            sums
        })
    }

    fn add(&mut self, hand_over: &HandOver) {
        let (fact, evidence) = (&hand_over.known.fact, &hand_over.known.evidence);
        if let Some(times) = fact.times_per_month {
            self.times = Some(self.times.unwrap_or(0.0) + times);
            let hours = fact.effort_minutes.unwrap_or(0.0) / 60.0;
            self.work_hours += times * hours * fact.people_or_usual();
            self.claimed_hours += times * fact.wait_hours.unwrap_or(0.0);
        }
        self.claimed_once += fact.wait_hours.unwrap_or(0.0);
        self.unknown.times += usize::from(fact.times_per_month.is_none());
        self.unknown.effort += usize::from(fact.effort_minutes.is_none());
        self.unknown.wait += usize::from(fact.wait_hours.is_none());
        self.must_stay += usize::from(fact.required_by.is_some());
        self.events += evidence.len();
        self.newest = self.newest.max(newest(hand_over));
    }
}

fn newest(hand_over: &HandOver) -> Position {
    hand_over.known.evidence.last().copied().unwrap_or_default()
}

/// Whether the event moves so much that everything is better looked at anew.
pub(super) fn moves_much(event: &Recorded) -> bool {
    matches!(event.event, Event::Process(process::Event::Retired(_)))
}

/// The hand-overs that the event is about, as the map knows them.
fn changed<'a>(event: &Recorded, map: &'a ProcessMap) -> Vec<&'a HandOver> {
    let Event::Process(fact) = &event.event else { return vec![] };
    let around = |step: StepId| map.touching(step).collect();
    let one = |id: HandOverId| map.hand_over(id).into_iter().collect();
    match fact {
        process::Event::StepAdded(it) => around(it.step),
        process::Event::StepRevised(it) => around(it.step),
        process::Event::StepRemoved(it) => around(it.step),
        process::Event::HandOverAdded(it) => one(it.hand_over),
        process::Event::HandOverRevised(it) => one(it.hand_over),
        process::Event::HandOverRemoved(it) => one(it.hand_over),
        process::Event::Mapped(_)
        | process::Event::Revised(_)
        | process::Event::AreasAssigned(_)
        | process::Event::VariantDeclared(_)
        | process::Event::DataUseRecorded(_)
        | process::Event::DataUseRemoved(_)
        | process::Event::Attested(_)
        | process::Event::Released(_)
        | process::Event::Retired(_) => vec![],
    }
}

/// Its two steps, where both are known.
pub(super) fn ends<'a>(hand_over: &HandOver, map: &'a ProcessMap) -> Option<(&'a Step, &'a Step)> {
    let fact = &hand_over.known.fact;
    Some((map.step(fact.from)?, map.step(fact.to.step)?))
}

fn are_run(from: &Step, to: &Step, registry: &Registry) -> bool {
    registry.is_run(from.process) && registry.is_run(to.process)
}

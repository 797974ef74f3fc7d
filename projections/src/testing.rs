//! Histories told by hand, for the tests of projections.

use events::{
    Actor, ActorKind, Basis, Event, Meta, Position, Recorded, Stream,
    hours::{Effort, Occurrences, Period},
    ids::{ActorId, EventId, UnitId},
    recorded::Origin,
    samples::id,
};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::Projections;

/// An event at its place in the log; everything else is usual.
pub(crate) fn recorded(position: u64, stream: Stream, event: Event) -> Recorded {
    let meta = Meta::default();
    let actor = Actor { id: ActorId(id(1)), kind: ActorKind::Person, unit: None };
    let origin = Origin { actor, meta, correlation: id(3000), causation: None, key: None };
    Recorded {
        id: EventId(id(10_000 + u128::from(position))),
        position: Position(position),
        stream,
        revision: position,
        recorded: start(),
        origin,
        event,
    }
}

/// A history, event by event. Days are counted from [`start`].
#[derive(Debug, Default)]
pub(crate) struct Told {
    events: Vec<Recorded>,
    day: i64,
    basis: Option<Basis>,
}

impl Told {
    /// What follows happens on that day.
    pub(crate) fn on_day(mut self, day: i64) -> Self {
        self.day = day;
        self
    }

    /// The next event says how well its figures are known.
    pub(crate) fn with_basis(mut self, basis: Basis) -> Self {
        self.basis = Some(basis);
        self
    }

    /// The next event happens to the thing of this id.
    pub(crate) fn tell(self, thing: Uuid, event: impl Into<Event>) -> Self {
        let event = event.into();
        let noun = event.noun().expect("what happens to any noun is told with its stream");
        self.tell_of(Stream::new(noun, thing), event)
    }

    /// The next event happens in this stream, also one that can happen to any noun.
    pub(crate) fn tell_of(mut self, stream: Stream, event: impl Into<Event>) -> Self {
        let mut next = recorded(self.events.len() as u64 + 1, stream, event.into());
        next.revision = 1 + self.events.iter().filter(|it| it.stream == stream).count() as u64;
        next.recorded = day(self.day);
        next.origin.meta.basis = self.basis.take();
        self.events.push(next);
        self
    }

    pub(crate) fn events(&self) -> &[Recorded] {
        &self.events
    }

    pub(crate) fn projections(&self) -> Projections {
        let mut projections = Projections::default();
        self.events.iter().for_each(|it| projections.apply(it));
        projections.settle();
        projections
    }
}

/// The day on which told histories begin.
pub(crate) fn start() -> Timestamp {
    "2026-01-05T08:00:00Z".parse().expect("a time")
}

/// A number of days after [`start`].
pub(crate) fn day(number: i64) -> Timestamp {
    start() + SignedDuration::from_hours(24 * number)
}

/// So many hours, once a month, for one person.
pub(crate) fn monthly(hours: f64) -> Effort {
    let occurrences = Occurrences { n: 1.0, per: Period::Month };
    Effort { per_occurrence: hours, occurrences, people: 1.0 }
}

/// A unit below another one, or below none.
pub(crate) fn unit(name: &'static str, parent: Option<UnitId>) -> events::unit::Registered {
    events::unit::Registered {
        name: name.into(),
        parent,
        site: None,
        head_count: None,
        working_hours: None,
        planning_rate: None,
    }
}

/// A process of one area.
pub(crate) fn process(name: &'static str, primary_area: events::Area) -> events::process::Mapped {
    events::process::Mapped {
        name: name.into(),
        description: None,
        owner: None,
        primary_area,
        further_areas: vec![],
    }
}

/// A pain point that nobody has placed or backed yet.
pub(crate) fn pain_point(text: &'static str) -> events::pain_point::Logged {
    events::pain_point::Logged {
        text: text.into(),
        on: vec![],
        kind: None,
        areas: vec![],
        unit: None,
        hours: None,
        sought: None,
        link: None,
        language: None,
    }
}

/// A community.
pub(crate) fn community(name: &'static str) -> events::community::Founded {
    events::community::Founded {
        name: name.into(),
        purpose: "Weniger doppelt".into(),
        link: None,
        member_count: None,
        sponsor_unit: None,
    }
}

/// A step that a unit performs.
pub(crate) fn step(
    step: events::ids::StepId,
    name: &'static str,
    unit: Option<UnitId>,
) -> events::step::StepAdded {
    events::step::StepAdded {
        step,
        name: name.into(),
        description: None,
        unit,
        site: None,
        role: None,
        tools: vec![],
        minutes_per_run: None,
        runs_per_month: None,
        people: None,
    }
}

/// Work handed over, so many times a month.
pub(crate) fn hand_over(
    number: u128,
    from: events::ids::StepId,
    to: events::hand_over::Destination,
    times_per_month: f64,
) -> events::hand_over::HandOverAdded {
    events::hand_over::HandOverAdded {
        hand_over: events::ids::HandOverId(id(number)),
        from,
        to,
        kind: events::hand_over::HandOverKind::Work,
        channel: None,
        effort_minutes: None,
        wait_hours: None,
        times_per_month: Some(times_per_month),
        people: None,
        share: None,
        condition: None,
        required_by: None,
    }
}

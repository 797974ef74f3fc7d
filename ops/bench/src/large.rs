//! A very large company, told in events without a store: units of a few sites, and processes of ten steps
//! that neighbouring units perform. Made by counting, so that it is the same every time.

use events::{
    Actor, ActorKind, Area, Event, Meta, Position, Recorded, Stream,
    hand_over::{Destination, HandOverAdded, HandOverKind},
    ids::{ActorId, EventId, HandOverId, ProcessId, SiteId, StepId, UnitId},
    process::{Mapped, Retired},
    recorded::Origin,
    site,
    step::StepAdded,
    unit,
};
use jiff::Timestamp;
use projections::{Projections, graphs::Arc};
use uuid::Uuid;

const STEPS_A_PROCESS: usize = 10;
const UNITS: usize = 1_000;
const UNITS_A_PARENT: usize = 20;
const ZONES: [&str; 5] =
    ["Europe/Berlin", "Asia/Shanghai", "Asia/Kolkata", "America/Chicago", "America/Sao_Paulo"];

/// How large it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Large {
    steps: usize,
    hand_overs: usize,
}

impl Large {
    pub(crate) fn new(steps: usize, hand_overs: usize) -> Self {
        Self { steps, hand_overs }
    }

    /// From step to step.
    fn ends(self) -> impl Iterator<Item = (usize, usize)> {
        let chain = (0..self.steps).filter(|at| at % STEPS_A_PROCESS != STEPS_A_PROCESS - 1);
        let chain = chain.map(|at| (at, at + 1));
        let mut random = Random(0x9e37_79b9_7f4a_7c15);
        let more = std::iter::repeat_with(move || random.pair(self.steps));
        chain.chain(more).take(self.hand_overs)
    }

    pub(crate) fn arcs(self) -> Vec<Arc> {
        self.ends().map(|(from, to)| (from, to, 1.0)).collect()
    }

    /// Tells all of it, and tells what may come after it.
    pub(crate) fn tell(self, projections: &mut Projections) -> More {
        let mut told = Told { projections, position: 0 };
        told.places();
        for process in 0..self.steps.div_ceil(STEPS_A_PROCESS) {
            told.process(process, self.steps);
        }
        for (number, ends) in self.ends().enumerate() {
            told.tell(id(PROCESS, ends.0 / STEPS_A_PROCESS), hand_over(number, ends));
        }
        // Processes without steps, to be retired.
        told.process(SPARE, 0);
        More { position: told.position, number: self.hand_overs }
    }
}

/// The process that is retired, more often than once: nothing of the rest depends on it.
const SPARE: usize = 1 << 30;

/// What comes after all of it.
#[derive(Debug)]
pub(crate) struct More {
    position: u64,
    number: usize,
}

impl More {
    pub(crate) fn hand_over(&mut self) -> Recorded {
        self.number += 1;
        let ends = (self.number % 7 * STEPS_A_PROCESS, self.number % 7 * STEPS_A_PROCESS + 3);
        let process = id(PROCESS, ends.0 / STEPS_A_PROCESS);
        self.next(process, hand_over(self.number, ends))
    }

    pub(crate) fn retired(&mut self) -> Recorded {
        self.next(id(PROCESS, SPARE), Retired {})
    }

    fn next(&mut self, thing: Uuid, event: impl Into<Event>) -> Recorded {
        self.position += 1;
        recorded(self.position, thing, event.into())
    }
}

const SITE: u128 = 1;
const UNIT: u128 = 2;
const PROCESS: u128 = 3;
const STEP: u128 = 4;
const HAND_OVER: u128 = 5;

fn id(of: u128, number: usize) -> Uuid {
    Uuid::from_u128(of << 64 | number as u128)
}

/// The unit that performs a step: the processes of a place lie beside each other.
fn unit_of(step: usize) -> usize {
    let process = step / STEPS_A_PROCESS;
    (process + step % STEPS_A_PROCESS / 3) % UNITS
}

fn hand_over(number: usize, (from, to): (usize, usize)) -> HandOverAdded {
    let process = |step: usize| step / STEPS_A_PROCESS;
    let elsewhere = process(from) != process(to);
    HandOverAdded {
        hand_over: HandOverId(id(HAND_OVER, number)),
        from: StepId(id(STEP, from)),
        to: Destination {
            process: elsewhere.then(|| ProcessId(id(PROCESS, process(to)))),
            step: StepId(id(STEP, to)),
        },
        kind: HandOverKind::Work,
        channel: None,
        effort_minutes: Some((number % 50) as f64),
        wait_hours: Some((number % 30) as f64),
        times_per_month: Some((number % 40 + 1) as f64),
        people: None,
        share: None,
        condition: None,
        required_by: None,
    }
}

/// Where events are told.
struct Told<'p> {
    projections: &'p mut Projections,
    position: u64,
}

impl Told<'_> {
    fn tell(&mut self, thing: Uuid, event: impl Into<Event>) {
        self.position += 1;
        self.projections.apply(&recorded(self.position, thing, event.into()));
    }

    fn places(&mut self) {
        for (number, zone) in ZONES.into_iter().enumerate() {
            let site = site::Registered {
                name: format!("Site {number}").into(),
                country: "DE".into(),
                time_zone: zone.into(),
                region: None,
                working_hours: None,
                holidays: vec![],
            };
            self.tell(id(SITE, number), site);
        }
        for number in 0..UNITS {
            let is_top = number % UNITS_A_PARENT == 0;
            let unit = unit::Registered {
                name: format!("Unit {number}").into(),
                parent: (!is_top).then(|| UnitId(id(UNIT, number - number % UNITS_A_PARENT))),
                site: is_top.then(|| SiteId(id(SITE, number / UNITS_A_PARENT % ZONES.len()))),
                head_count: None,
                working_hours: None,
                planning_rate: None,
            };
            self.tell(id(UNIT, number), unit);
        }
    }

    fn process(&mut self, process: usize, steps: usize) {
        let mapped = Mapped {
            name: format!("Process {process}").into(),
            description: None,
            owner: None,
            primary_area: Area::Support,
            further_areas: vec![],
        };
        self.tell(id(PROCESS, process), mapped);
        let first = process * STEPS_A_PROCESS;
        for step in first..steps.min(first + STEPS_A_PROCESS) {
            self.tell(id(PROCESS, process), step_added(step));
        }
    }
}

fn step_added(step: usize) -> StepAdded {
    StepAdded {
        step: StepId(id(STEP, step)),
        name: format!("Step {step}").into(),
        description: None,
        unit: Some(UnitId(id(UNIT, unit_of(step)))),
        site: None,
        role: None,
        tools: vec![],
        minutes_per_run: None,
        runs_per_month: None,
        people: None,
    }
}

fn recorded(position: u64, thing: Uuid, event: Event) -> Recorded {
    let noun = event.noun().expect("every event here is of a noun");
    let actor = Actor { id: ActorId(Uuid::from_u128(9)), kind: ActorKind::Import, unit: None };
    Recorded {
        id: EventId(Uuid::from_u128(position.into())),
        position: Position(position),
        stream: Stream::new(noun, thing),
        revision: position,
        recorded: Timestamp::UNIX_EPOCH,
        origin: Origin {
            actor,
            meta: Meta::default(),
            correlation: Uuid::from_u128(8),
            causation: None,
            key: None,
        },
        event,
    }
}

/// The generator of Marsaglia, *Xorshift RNGs* (2003).
#[derive(Debug)]
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap_or(usize::MAX) % end
    }

    /// Four of five within a process, the others into the next one.
    fn pair(&mut self, steps: usize) -> (usize, usize) {
        let from = self.below(steps);
        let process = from - from % STEPS_A_PROCESS;
        let there = if self.below(5) == 0 { process + STEPS_A_PROCESS } else { process };
        (from, (there + self.below(STEPS_A_PROCESS)) % steps)
    }
}

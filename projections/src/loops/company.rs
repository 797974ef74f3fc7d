//! A small company told in events, for tests. Things are named by small numbers, see [`id`].

use events::{
    Area, Event, Recorded,
    hand_over::{Destination, HandOverAdded},
    ids::{ProcessId, SiteId, StepId, UnitId},
    money::Money,
    process,
    samples::id,
    site,
    step::StepAdded,
    unit,
};

use crate::{
    Projections,
    testing::{self, Told},
};

/// What has happened so far.
#[derive(Debug, Default)]
pub(crate) struct Company(Told);

impl Company {
    /// The next event, to the thing of this number.
    pub(crate) fn then(self, thing: u128, event: impl Into<Event>) -> Self {
        self.happens_to(id(thing), event)
    }

    /// The next event, to the thing of this id.
    pub(crate) fn happens_to(self, thing: uuid::Uuid, event: impl Into<Event>) -> Self {
        Self(self.0.tell(thing, event))
    }

    pub(crate) fn site(self, site: u128, region: Option<&str>) -> Self {
        self.site_in(site, "Europe/Berlin", region)
    }

    pub(crate) fn site_in(self, site: u128, time_zone: &str, region: Option<&str>) -> Self {
        let registered = site::Registered {
            name: format!("Site {site}").into(),
            country: "DE".into(),
            time_zone: time_zone.into(),
            region: region.map(Into::into),
            working_hours: None,
            holidays: vec![],
        };
        self.then(site, registered)
    }

    pub(crate) fn unit(self, unit: u128, parent: Option<u128>) -> Self {
        self.unit_with(unit, |it| it.parent = parent.map(|parent| UnitId(id(parent))))
    }

    pub(crate) fn unit_with(self, unit: u128, more: impl FnOnce(&mut unit::Registered)) -> Self {
        let mut registered = testing::unit("", None);
        registered.name = format!("Unit {unit}").into();
        more(&mut registered);
        self.then(unit, registered)
    }

    pub(crate) fn process(self, process: u128, owner: Option<u128>) -> Self {
        let mapped = testing::process("Process", Area::Support);
        let owner = owner.map(|owner| UnitId(id(owner)));
        self.then(process, process::Mapped { owner, ..mapped })
    }

    /// A step that the unit performs; 20 runs a month of 30 minutes, so 10 hours.
    pub(crate) fn step(self, process: u128, step: u128, unit: u128, name: &'static str) -> Self {
        self.step_with(process, step, name, |it| {
            it.unit = Some(UnitId(id(unit)));
            it.minutes_per_run = Some(30.0);
            it.runs_per_month = Some(20.0);
        })
    }

    pub(crate) fn step_with(
        self,
        process: u128,
        step: u128,
        name: &'static str,
        more: impl FnOnce(&mut StepAdded),
    ) -> Self {
        let mut added = testing::step(StepId(id(step)), name, None);
        more(&mut added);
        self.then(process, added)
    }

    /// Ten times a month, an hour's work of one person, two hours of waiting.
    pub(crate) fn hand_over(self, process: u128, from: u128, to: u128) -> Self {
        self.hand_over_with(process, from, to, |it| {
            it.times_per_month = Some(10.0);
            it.effort_minutes = Some(60.0);
            it.wait_hours = Some(2.0);
        })
    }

    pub(crate) fn hand_over_with(
        self,
        process: u128,
        from: u128,
        to: u128,
        more: impl FnOnce(&mut HandOverAdded),
    ) -> Self {
        let destination = Destination { process: None, step: StepId(id(to)) };
        let number = 1_000_000 + from * 1_000 + to;
        let mut added = testing::hand_over(number, StepId(id(from)), destination, 0.0);
        added.times_per_month = None;
        more(&mut added);
        self.then(process, added)
    }

    pub(crate) fn events(&self) -> &[Recorded] {
        self.0.events()
    }

    /// Folded in one go.
    pub(crate) fn now(&self) -> Projections {
        self.0.projections()
    }
}

pub(crate) fn euros(amount: f64) -> Money {
    Money { amount, currency: "EUR".into() }
}

pub(crate) fn process_id(n: u128) -> ProcessId {
    ProcessId(id(n))
}

pub(crate) fn site_id(n: u128) -> SiteId {
    SiteId(id(n))
}

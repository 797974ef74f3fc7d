//! A process: named work with areas, steps and hand-overs.

mod add_hand_over;
mod add_step;
mod assign_areas;
mod attest_process;
mod comment_on_process;
mod declare_variant;
mod map_process;
mod record_data_use;
mod release_process;
mod remove_data_use;
mod remove_hand_over;
mod remove_step;
mod retire_process;
mod revise_hand_over;
mod revise_process;
mod revise_step;

pub use add_hand_over::AddHandOver;
pub use add_step::AddStep;
pub use assign_areas::AssignAreas;
pub use attest_process::AttestProcess;
pub use comment_on_process::CommentOnProcess;
pub use declare_variant::DeclareVariant;
pub use map_process::MapProcess;
pub use record_data_use::RecordDataUse;
pub use release_process::ReleaseProcess;
pub use remove_data_use::RemoveDataUse;
pub use remove_hand_over::RemoveHandOver;
pub use remove_step::RemoveStep;
pub use retire_process::RetireProcess;
pub use revise_hand_over::ReviseHandOver;
pub use revise_process::ReviseProcess;
pub use revise_step::ReviseStep;

use std::collections::{BTreeMap, HashMap};

use events::{
    Noun, Words,
    data_use::{DataUseRecorded, Entry, Usage},
    hand_over::HandOverAdded,
    ids::{DataObjectId, HandOverId, ProcessId, StepId, UnitId},
    process::{Attested, Event, Mapped, Released},
    step::StepAdded,
};

use crate::{
    Aggregate, FieldError, Rejection,
    comments::Comments,
    founded::{Founded, change},
};

/// What decisions about a process need to know.
#[derive(Debug, Clone, Default)]
pub struct Process {
    mapped: Option<Founded<Mapped>>,
    /// Every step there ever was; those that were removed are `None`.
    steps: HashMap<StepId, Option<Founded<StepAdded>>>,
    /// Every hand-over there ever was; those that were removed are `None`.
    hand_overs: HashMap<HandOverId, Option<Founded<HandOverAdded>>>,
    /// What each step reads and keeps, and how it comes there.
    data_uses: BTreeMap<DataUse, Option<Entry>>,
    variant_of: Option<ProcessId>,
    attested: HashMap<UnitId, Attested>,
    released: HashMap<Words, Released>,
    comments: Comments,
    is_retired: bool,
}

/// What makes a data use one of its own.
type DataUse = (StepId, DataObjectId, Usage, Option<Words>);

impl Aggregate for Process {
    type Event = Event;
    const NOUN: Noun = Noun::Process;

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::Mapped(it) => self.mapped = Some(Founded::new(it)),
            Event::Revised(it) => change(&mut self.mapped, |now| now.revise(it)),
            Event::AreasAssigned(it) => change(&mut self.mapped, |now| now.assign_areas(it)),
            Event::StepAdded(it) => drop(self.steps.insert(it.step, Some(Founded::new(it)))),
            Event::StepRevised(it) => {
                change(self.steps.entry(it.step).or_default(), |now| now.revise(it));
            }
            Event::StepRemoved(it) => drop(self.steps.insert(it.step, None)),
            Event::HandOverAdded(it) => {
                self.hand_overs.insert(it.hand_over, Some(Founded::new(it)));
            }
            Event::HandOverRevised(it) => {
                change(self.hand_overs.entry(it.hand_over).or_default(), |now| now.revise(it));
            }
            Event::HandOverRemoved(it) => drop(self.hand_overs.insert(it.hand_over, None)),
            Event::VariantDeclared(it) => self.variant_of = Some(it.of),
            Event::DataUseRecorded(it) => drop(self.data_uses.insert(data_use(it), it.entry)),
            Event::DataUseRemoved(it) => {
                let key = (it.step, it.data_object, it.usage, it.store.clone());
                self.data_uses.remove(&key);
            }
            Event::Attested(it) => drop(self.attested.insert(it.unit, it.clone())),
            Event::Released(it) => drop(self.released.insert(it.label.clone(), it.clone())),
            Event::Retired(_) => self.is_retired = true,
        }
    }

    fn exists(&self) -> bool {
        self.mapped.is_some()
    }

    fn comments(&self) -> Option<&Comments> {
        Some(&self.comments)
    }

    fn comments_mut(&mut self) -> Option<&mut Comments> {
        Some(&mut self.comments)
    }
}

fn data_use(it: &DataUseRecorded) -> DataUse {
    (it.step, it.data_object, it.usage, it.store.clone())
}

impl Process {
    /// Whether a step is there, and not removed.
    pub fn has_step(&self, step: StepId) -> bool {
        self.steps.get(&step).is_some_and(Option::is_some)
    }

    /// Whether a hand-over is there, and not removed.
    pub fn has_hand_over(&self, hand_over: HandOverId) -> bool {
        self.hand_overs.get(&hand_over).is_some_and(Option::is_some)
    }

    /// Refuses whatever would change a process that is not run any more.
    fn must_be_run(&self) -> Result<(), Rejection> {
        if self.is_retired { Err(Rejection::Retired) } else { Ok(()) }
    }

    fn step(&self, pointer: &str, step: StepId) -> Result<&StepAdded, Rejection> {
        let there = self.steps.get(&step).and_then(Option::as_ref);
        there.map(|it| &it.now).ok_or_else(|| {
            FieldError::reject(
                pointer,
                "unknown",
                format!("there is no step `{step}` in this process"),
            )
        })
    }

    fn hand_over(&self, hand_over: HandOverId) -> Result<&HandOverAdded, Rejection> {
        let there = self.hand_overs.get(&hand_over).and_then(Option::as_ref);
        there.map(|it| &it.now).ok_or_else(|| {
            let detail = format!("there is no hand-over `{hand_over}` in this process");
            FieldError::reject("/hand_over", "unknown", detail)
        })
    }

    /// Data uses of a step, in words that name them.
    fn data_uses_at(&self, step: StepId) -> Vec<String> {
        let there = self.data_uses.keys().filter(|it| it.0 == step);
        let named = there.map(|(_, data_object, usage, store)| {
            let store = store.as_ref().map(|it| format!(" in `{}`", it.as_str()));
            format!("{} {data_object}{}", usage.key(), store.unwrap_or_default())
        });
        named.collect()
    }

    /// Hand-overs within this process that begin or end at a step, in the order of their ids.
    fn hand_overs_at(&self, step: StepId) -> Vec<HandOverId> {
        let there = self.hand_overs.values().flatten().map(|it| &it.now);
        let at_step = there.filter(|it| it.from == step || it.to.step == step);
        let mut ids: Vec<_> = at_step.map(|it| it.hand_over).collect();
        ids.sort_unstable();
        ids
    }
}

#[cfg(test)]
pub(crate) mod fixtures {
    //! A process with two steps, for the tests of its commands.

    use events::{
        Area, Event,
        data_use::{DataUseRecorded, Entry, Usage},
        hand_over::{Destination, HandOverAdded, HandOverKind},
        ids::{DataObjectId, HandOverId, StepId},
        process::Mapped,
        samples::id,
        step::StepAdded,
    };

    pub(crate) const CHECK: StepId = StepId(id(51));
    pub(crate) const BOOK: StepId = StepId(id(52));
    pub(crate) const CHECK_TO_BOOK: HandOverId = HandOverId(id(61));

    pub(crate) fn mapped() -> Mapped {
        Mapped {
            name: "Lieferanten anlegen".into(),
            description: None,
            owner: None,
            primary_area: Area::Support,
            further_areas: vec![],
        }
    }

    pub(crate) fn step(step: StepId, name: &str) -> StepAdded {
        StepAdded {
            step,
            name: name.into(),
            description: None,
            unit: None,
            site: None,
            role: None,
            tools: vec![],
            minutes_per_run: Some(15.0),
            runs_per_month: Some(80.0),
            people: None,
        }
    }

    pub(crate) fn hand_over() -> HandOverAdded {
        HandOverAdded {
            hand_over: CHECK_TO_BOOK,
            from: CHECK,
            to: Destination { process: None, step: BOOK },
            kind: HandOverKind::Work,
            channel: None,
            effort_minutes: Some(5.0),
            wait_hours: Some(8.0),
            times_per_month: Some(80.0),
            people: None,
            share: None,
            condition: None,
            required_by: None,
        }
    }

    /// The first step keeps suppliers in a list, by hand.
    pub(crate) fn keeps_suppliers() -> DataUseRecorded {
        DataUseRecorded {
            step: CHECK,
            data_object: DataObjectId(id(81)),
            usage: Usage::Keeps,
            store: Some("Excel".into()),
            entry: Some(Entry::ByHand),
        }
    }

    /// Two steps and the hand-over between them.
    pub(crate) fn two_steps() -> Vec<Event> {
        vec![
            mapped().into(),
            step(CHECK, "Daten prüfen").into(),
            step(BOOK, "Daten buchen").into(),
            hand_over().into(),
        ]
    }
}

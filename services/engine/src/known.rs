//! Whether what a command needs is so: asked of what is pending first, then of the directory.

use std::collections::BTreeMap;

use domain::{AnyAggregate, FieldError, Need, Needs, Rejection};
use events::{
    Noun, Stream,
    ids::{ProcessId, StepId, UnitId},
};
use projections::references::References;
use uuid::Uuid;

/// Things that were decided but are not durable yet.
pub(crate) trait Pending {
    /// A thing as it will be.
    fn get(&self, stream: Stream) -> Option<&AnyAggregate>;
}

/// Nothing is pending.
pub(crate) struct Nothing;

impl Pending for Nothing {
    fn get(&self, _: Stream) -> Option<&AnyAggregate> {
        None
    }
}

/// What is known: pending things first, then those of the log.
pub(crate) struct Known<'a> {
    pub(crate) references: &'a References,
    pub(crate) pending: &'a dyn Pending,
}

impl Known<'_> {
    /// Refuses a command, addressed to `stream`, whose needs are not met; all unmet references at once.
    pub(crate) fn check(&self, stream: Stream, needs: &Needs) -> Result<(), Rejection> {
        let (mut unmet, mut processes) = (Vec::new(), BTreeMap::new());
        for (pointer, need) in &needs.0 {
            match *need {
                Need::Parent(parent) => {
                    if !self.has(Noun::Unit, parent.0) {
                        unmet.push(unknown(pointer, "unit", parent.0));
                    } else if self.is_part_of(parent, UnitId(stream.id)) {
                        return Err(Rejection::ParentCycle(parent.to_string()));
                    }
                }
                Need::OwnStep(step) => self.must_be_own_step(stream, step)?,
                Need::OwnHandOver(id) => {
                    let there = self.references.process_of_hand_over(id);
                    if there.is_some_and(|it| it.0 != stream.id) {
                        return Err(Rejection::IdTaken(id.to_string()));
                    }
                }
                Need::NothingLeadsTo(step) => self.nothing_may_lead_to(stream, step)?,
                Need::MergeTarget(target) => {
                    if !self.has(stream.noun, target) {
                        unmet.push(unknown(pointer, stream.noun.singular(), target));
                    } else if self.counts_as(Stream::new(stream.noun, target), stream.id) {
                        return Err(Rejection::MergeCycle(target.to_string()));
                    }
                }
                Need::OwnId(id) if id != stream.id => {
                    let detail = format!("must be `{id}`, which follows from the rest");
                    unmet.push(FieldError { pointer: pointer.clone(), code: "wrong", detail });
                }
                Need::StepOfAnother(step) => {
                    unmet.extend(self.of_another(pointer, step, &mut processes));
                }
                Need::OtherProcess(it) if it.0 == stream.id => {
                    let detail = "a process is no variant of itself".to_owned();
                    let pointer = pointer.clone();
                    unmet.push(FieldError { pointer, code: "itself", detail });
                }
                need => unmet.extend(self.unmet(pointer, need)),
            }
        }
        if unmet.is_empty() { Ok(()) } else { Err(Rejection::Fields(unmet)) }
    }

    fn unmet(&self, pointer: &str, need: Need) -> Option<FieldError> {
        let (is_met, what, id) = match need {
            Need::Site(it) => (self.has(Noun::Site, it.0), "site", it.0),
            Need::Unit(it) | Need::Parent(it) => (self.has(Noun::Unit, it.0), "unit", it.0),
            Need::Community(it) => (self.has(Noun::Community, it.0), "community", it.0),
            Need::Process(it) => (self.has(Noun::Process, it.0), "process", it.0),
            Need::PainPoint(it) => (self.has(Noun::PainPoint, it.0), "pain point", it.0),
            Need::Step { process, step } => (self.has_step(process, step), "step", step.0),
            Need::HandOver { process, hand_over } => {
                (self.has_hand_over(process, hand_over), "hand-over", hand_over.0)
            }
            Need::Idea(it) => (self.has(Noun::Idea, it.0), "idea", it.0),
            Need::DataObject(it) => (self.has(Noun::DataObject, it.0), "data object", it.0),
            Need::OtherProcess(it) => (self.has(Noun::Process, it.0), "process", it.0),
            Need::Duplicate(it) => (self.has(Noun::Duplicate, it.0), "verdict on duplicates", it.0),
            Need::OwnStep(_)
            | Need::OwnHandOver(_)
            | Need::NothingLeadsTo(_)
            | Need::StepOfAnother(_)
            | Need::OwnId(_)
            | Need::MergeTarget(_) => return None,
        };
        (!is_met).then(|| unknown(pointer, what, id))
    }

    fn has(&self, noun: Noun, id: Uuid) -> bool {
        let stream = Stream::new(noun, id);
        let pending = self.pending.get(stream).is_some_and(AnyAggregate::exists);
        pending || self.references.has(stream)
    }

    fn pending_process(&self, id: ProcessId) -> Option<&domain::process::Process> {
        match self.pending.get(Stream::new(Noun::Process, id.0)) {
            Some(AnyAggregate::Process(process)) => Some(process),
            _ => None,
        }
    }

    fn has_step(&self, process: ProcessId, step: StepId) -> bool {
        match self.pending_process(process) {
            Some(pending) => pending.has_step(step),
            None => self.references.process_of_step(step) == Some(process),
        }
    }

    fn has_hand_over(&self, process: ProcessId, hand_over: events::ids::HandOverId) -> bool {
        match self.pending_process(process) {
            Some(pending) => pending.has_hand_over(hand_over),
            None => self.references.process_of_hand_over(hand_over) == Some(process),
        }
    }

    /// Steps that are named together, by process: no process has two of them.
    fn of_another(
        &self,
        pointer: &str,
        step: StepId,
        processes: &mut BTreeMap<ProcessId, StepId>,
    ) -> Option<FieldError> {
        let Some(process) = self.references.process_of_step(step) else {
            return Some(unknown(pointer, "step", step.0));
        };
        let other = processes.insert(process, step)?;
        let detail =
            format!("is of the same process as `{other}`; a process has no duplicates in itself");
        Some(FieldError { pointer: pointer.to_owned(), code: "same-process", detail })
    }

    fn must_be_own_step(&self, stream: Stream, step: StepId) -> Result<(), Rejection> {
        match self.references.process_of_step(step) {
            Some(process) if process.0 != stream.id => Err(Rejection::IdTaken(step.to_string())),
            _ => Ok(()),
        }
    }

    fn nothing_may_lead_to(&self, stream: Stream, step: StepId) -> Result<(), Rejection> {
        let is_elsewhere = |process: ProcessId| process.0 != stream.id;
        let leading = self.references.leading_to(step);
        let is_still_there = |process, id| {
            self.pending_process(process).is_none_or(|pending| pending.has_hand_over(id))
        };
        let from_elsewhere = leading.filter(|it| {
            let process = self.references.process_of_hand_over(*it);
            process.is_some_and(|process| is_elsewhere(process) && is_still_there(process, *it))
        });
        let ids: Vec<_> = from_elsewhere.map(|it| it.to_string()).collect();
        if ids.is_empty() { Ok(()) } else { Err(Rejection::StepInUse(ids)) }
    }

    fn is_part_of(&self, unit: UnitId, whole: UnitId) -> bool {
        let mut next = Some(unit);
        // A tree of units has no circle; the bound only guards the walk through pending ones.
        for _ in 0..10_000 {
            match next {
                None => return false,
                Some(unit) if unit == whole => return true,
                Some(unit) => next = self.parent(unit),
            }
        }
        true
    }

    /// Whether a thing is `whole`, or was merged into it, directly or through others.
    fn counts_as(&self, thing: Stream, whole: Uuid) -> bool {
        let next = |id: &Uuid| {
            let stream = Stream::new(thing.noun, *id);
            match self.pending.get(stream) {
                Some(pending) => pending.merged_into(),
                None => self.references.merged_into(stream),
            }
        };
        // What was merged forms no circle; the bound only guards the walk through pending ones.
        std::iter::successors(Some(thing.id), next).take(10_000).any(|it| it == whole)
    }

    fn parent(&self, unit: UnitId) -> Option<UnitId> {
        match self.pending.get(Stream::new(Noun::Unit, unit.0)) {
            Some(AnyAggregate::Unit(pending)) => pending.parent(),
            _ => self.references.parent(unit),
        }
    }
}

fn unknown(pointer: &str, what: &str, id: Uuid) -> FieldError {
    let detail = format!("there is no {what} `{id}`");
    FieldError { pointer: pointer.to_owned(), code: "unknown", detail }
}

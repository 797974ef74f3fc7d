//! Duplicates: things that say the same, in different processes, of different units; and data that are kept by
//! hand in several stores. First of all steps: duplicated work.
//!
//! What people say teaches words (`taught`): what they confirm finds more of the same, and what they dismiss as
//! different work less.
//!
//! Invariant: the fold sees only the words of things that stand for themselves, and what people say of them;
//! who may be a pair at all, and what a cluster costs, is read from the other projections when it is asked. So
//! the answer is the same whether the fold settled after each event or once. Until somebody confirms a
//! cluster, its figure is *hours involved*; nothing here says that they could be saved.

mod admission;
pub mod answer;
mod data;
mod found;
mod links;
mod question;
mod scores;
mod shown;
mod sources;
mod standing;
mod taught;
mod texts;
mod things;
mod verdicts;

pub use question::{CLUSTERS_MAX, DuplicatesQuery, OfVerdict, UnknownVerdict};
pub(crate) use sources::Sources;

use events::{
    Event, Recorded,
    duplicate::{self, DuplicateKind},
    idea,
    ids::{DataObjectId, DuplicateId, IdeaId, PainPointId, ProcessId},
    log, pain_point, process, unit,
};
use serde::{Deserialize, Serialize};
use similarity::lessons::Reading;
use uuid::Uuid;

use taught::Taught;
use texts::Texts;
use verdicts::Verdicts;

/// Texts that are looked through before anybody asks, at most: long ones take their time, and whoever starts a
/// program asks other things first.
const AHEAD_MAX: usize = 10_000;

/// What says the same, and what people say of it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Duplicates {
    steps: Texts<Uuid>,
    data_objects: Texts<Uuid>,
    processes: Texts<Uuid>,
    pain_points: Texts<Uuid>,
    ideas: Texts<Uuid>,
    verdicts: Verdicts,
    taught: Taught,
}

impl Duplicates {
    /// The other projections know the event already.
    pub(crate) fn apply(&mut self, event: &Recorded, of: &Sources<'_>) {
        let id = event.stream.id;
        match &event.event {
            Event::Process(it) => self.apply_process(ProcessId(id), it, of),
            Event::DataObject(_) => self.refresh(DuplicateKind::DataObject, id, of),
            Event::PainPoint(it) => self.apply_pain_point(PainPointId(id), it, of),
            Event::Idea(it) => self.apply_idea(IdeaId(id), it, of),
            Event::Unit(unit::Event::Registered(it)) if it.parent.is_none() => {}
            Event::Unit(unit::Event::Registered(_) | unit::Event::Moved(_)) => self.touch_all(),
            Event::Log(log::Event::Imported(it)) => {
                it.process.into_iter().for_each(|it| self.touch_steps(it, of));
            }
            Event::Duplicate(it) => self.apply_verdict(event, it, of),
            Event::Site(_)
            | Event::Unit(unit::Event::Revised(_))
            | Event::Community(_)
            | Event::Log(_)
            | Event::Any(_) => {}
        }
    }

    fn apply_process(&mut self, id: ProcessId, event: &process::Event, of: &Sources<'_>) {
        match event {
            process::Event::StepAdded(it) => self.refresh(DuplicateKind::Step, it.step.0, of),
            process::Event::StepRevised(it) => self.refresh(DuplicateKind::Step, it.step.0, of),
            process::Event::StepRemoved(it) => self.refresh(DuplicateKind::Step, it.step.0, of),
            process::Event::Mapped(_) => self.refresh(DuplicateKind::Process, id.0, of),
            process::Event::Revised(it) => {
                self.refresh(DuplicateKind::Process, id.0, of);
                if !it.owner.is_keep() {
                    self.touch_steps(id, of);
                }
            }
            process::Event::Retired(_) => {
                self.refresh(DuplicateKind::Process, id.0, of);
                let own = of.map.steps().filter(|it| it.process == id);
                own.for_each(|it| self.refresh(DuplicateKind::Step, it.known.fact.step.0, of));
            }
            process::Event::AreasAssigned(_)
            | process::Event::HandOverAdded(_)
            | process::Event::HandOverRevised(_)
            | process::Event::HandOverRemoved(_)
            | process::Event::VariantDeclared(_)
            | process::Event::DataUseRecorded(_)
            | process::Event::DataUseRemoved(_)
            | process::Event::Attested(_)
            | process::Event::Released(_) => {}
        }
    }

    fn apply_pain_point(&mut self, id: PainPointId, event: &pain_point::Event, of: &Sources<'_>) {
        use pain_point::Event as E;
        if matches!(event, E::Logged(_) | E::Revised(_) | E::Merged(_) | E::Unmerged(_)) {
            self.refresh(DuplicateKind::PainPoint, id.0, of);
        }
        match event {
            // What it counted as until now, and whose units that has, is not known any more.
            E::Unmerged(_) => self.pain_points.touch_all(),
            _ => self.pain_points.touch(of.pain_points.merges().root(id).0),
        }
    }

    fn apply_idea(&mut self, id: IdeaId, event: &idea::Event, of: &Sources<'_>) {
        use idea::Event as E;
        if matches!(event, E::Proposed(_) | E::Revised(_) | E::Merged(_) | E::Unmerged(_)) {
            self.refresh(DuplicateKind::Idea, id.0, of);
        }
        match event {
            E::Unmerged(_) => self.ideas.touch_all(),
            _ => self.ideas.touch(of.ideas.merges().root(id).0),
        }
    }

    fn apply_verdict(&mut self, event: &Recorded, what: &duplicate::Event, of: &Sources<'_>) {
        let Self { verdicts, taught, steps, data_objects, processes, pain_points, ideas } = self;
        let stores = |id| {
            let all = data::stores(*of).remove(&DataObjectId(id)).unwrap_or_default();
            all.into_keys().collect()
        };
        let Some(about) = verdicts.apply(event, what, stores) else { return };
        let compared = match about.kind {
            DuplicateKind::Step => steps,
            DuplicateKind::DataObject => data_objects,
            DuplicateKind::Process => processes,
            DuplicateKind::PainPoint => pain_points,
            DuplicateKind::Idea => ideas,
            DuplicateKind::Data => return,
        };
        about.members.iter().for_each(|it| compared.touch(*it));
        if let Some(synonyms) = taught.apply(DuplicateId(event.stream.id), about, *of) {
            compared.touch_all();
            compared.learn(synonyms);
        }
    }

    /// Words that were erased are not compared.
    fn refresh(&mut self, kind: DuplicateKind, id: Uuid, of: &Sources<'_>) {
        let text = of.text(kind, id);
        if let Some(compared) = self.of_mut(kind) {
            compared.put(id, text);
            compared.touch(id);
        }
    }

    /// Who may be a pair with a step depends on its process.
    fn touch_steps(&mut self, process: ProcessId, of: &Sources<'_>) {
        self.processes.touch(process.0);
        let own = of.map.steps().filter(|it| it.process == process);
        own.for_each(|it| self.steps.touch(it.known.fact.step.0));
    }

    fn touch_all(&mut self) {
        for kind in DuplicateKind::ALL {
            if let Some(compared) = self.of_mut(kind) {
                compared.touch_all();
            }
        }
    }

    fn of_mut(&mut self, kind: DuplicateKind) -> Option<&mut Texts<Uuid>> {
        match kind {
            DuplicateKind::Step => Some(&mut self.steps),
            DuplicateKind::DataObject => Some(&mut self.data_objects),
            DuplicateKind::Process => Some(&mut self.processes),
            DuplicateKind::PainPoint => Some(&mut self.pain_points),
            DuplicateKind::Idea => Some(&mut self.ideas),
            DuplicateKind::Data => None,
        }
    }
}

/// Questions.
impl Duplicates {
    /// The things of which something was said under the id of a verdict.
    pub fn judged(&self, id: Uuid) -> Option<&[Uuid]> {
        self.verdicts.get(DuplicateId(id)).map(|it| it.members.as_slice())
    }

    /// All that duplicated work rests on; of the other kinds nothing.
    pub(crate) fn of_steps(&self) -> Self {
        let (verdicts, taught) = (self.verdicts.clone(), self.taught.clone());
        Self { steps: self.steps.clone(), verdicts, taught, ..Self::default() }
    }

    /// Things of a kind whose words say something like a text, the most alike first.
    pub fn like(
        &self,
        kind: DuplicateKind,
        text: &str,
        threshold: f32,
        limit: usize,
    ) -> Vec<(Uuid, f32)> {
        self.of(kind).map(|it| it.like(text, threshold, limit)).unwrap_or_default()
    }

    /// Whether people said of others that differ as these texts do that they are not the same.
    pub(crate) fn hold_apart(&self, kind: DuplicateKind, first: &str, second: &str) -> bool {
        let lessons = self.taught.of(kind).filter(|it| it.hold_apart_any());
        lessons.is_some_and(|it| it.hold_apart(&Reading::of(first), &Reading::of(second)))
    }

    /// What is compared; nothing for data, of which the stores are counted.
    fn of(&self, kind: DuplicateKind) -> Option<&Texts<Uuid>> {
        match kind {
            DuplicateKind::Step => Some(&self.steps),
            DuplicateKind::DataObject => Some(&self.data_objects),
            DuplicateKind::Process => Some(&self.processes),
            DuplicateKind::PainPoint => Some(&self.pain_points),
            DuplicateKind::Idea => Some(&self.ideas),
            DuplicateKind::Data => None,
        }
    }

    /// Whether all that says the same may be looked up before anybody asks.
    fn is_soon_settled(&self, kind: DuplicateKind) -> bool {
        kind == DuplicateKind::Step || self.of(kind).is_some_and(|it| it.waiting() <= AHEAD_MAX)
    }
}

#[cfg(test)]
mod tests;

//! What says something like a text: pain points, ideas, steps, processes and data objects.
//!
//! Texts are looked through once somebody asks, or while it is quiet; then only what changed.

use std::{
    collections::BTreeSet,
    sync::{Mutex, MutexGuard},
};

use events::{
    Event, Noun, Recorded, Stream,
    ids::{DataObjectId, IdeaId, PainPointId, ProcessId, StepId, UnitId},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use similarity::{index::Index, reasons::reasons};
use uuid::Uuid;

use crate::{
    Projections,
    duplicates::answer::DuplicateReason,
    evidence::{rounded, shown},
    pain_points::Status,
};

/// From this score on, two texts are shown as similar to somebody who types one of them.
const SIMILAR: f32 = 0.3;
/// Texts that are looked through before anybody asks, at most.
const AHEAD_MAX: usize = 50_000;
/// The most that are shown.
pub const SIMILAR_MAX: usize = 20;

/// The texts of things that are not steps. Nothing of it is kept with a snapshot: it is made anew.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Similar {
    #[serde(skip)]
    texts: Mutex<Option<Texts>>,
}

#[derive(Debug, Clone, Default)]
struct Texts {
    index: Index<Stream>,
    /// Those whose text may be another since it was looked through.
    changed: BTreeSet<Stream>,
}

impl Clone for Similar {
    fn clone(&self) -> Self {
        Self { texts: Mutex::new(self.texts().clone()) }
    }
}

/// Kinds of thing whose texts are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SimilarKind {
    /// What holds work up.
    PainPoint,
    /// Improvements.
    Idea,
    /// Steps of processes that are run.
    Step,
    /// Processes that are run.
    Process,
    /// Business objects.
    DataObject,
}

/// Things that say something like a text.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SimilarAnswer {
    /// The most alike first.
    pub items: Vec<SimilarItem>,
    /// Whether there are more.
    pub truncated: bool,
}

/// One thing that says something like a text.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SimilarItem {
    /// What it is.
    pub kind: SimilarKind,
    /// Which one.
    pub id: Uuid,
    /// The process of a step.
    pub process: Option<ProcessId>,
    /// What it says.
    pub text: String,
    /// 0 to 1.
    pub score: f64,
    /// In words that can be checked.
    pub reasons: Vec<DuplicateReason>,
    /// The units that have it, do it, or work that way.
    pub units: Vec<UnitId>,
    /// What people call them.
    pub unit_names: Vec<String>,
    /// Where they are.
    pub sites: BTreeSet<String>,
    /// What it costs a month; for ideas, what they address.
    pub hours_per_month: Option<f64>,
    /// Where it stands.
    pub status: &'static str,
}

impl SimilarKind {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::PainPoint, Self::Idea, Self::Step, Self::Process, Self::DataObject];

    /// As it stands in questions and answers.
    pub const fn key(self) -> &'static str {
        match self {
            Self::PainPoint => "pain_point",
            Self::Idea => "idea",
            Self::Step => "step",
            Self::Process => "process",
            Self::DataObject => "data_object",
        }
    }

    const fn of(noun: Noun) -> Option<Self> {
        match noun {
            Noun::PainPoint => Some(Self::PainPoint),
            Noun::Idea => Some(Self::Idea),
            Noun::Process => Some(Self::Process),
            Noun::DataObject => Some(Self::DataObject),
            Noun::Site | Noun::Unit | Noun::Community | Noun::Log | Noun::Duplicate => None,
        }
    }
}

impl std::str::FromStr for SimilarKind {
    type Err = UnknownSimilarKind;

    fn from_str(key: &str) -> Result<Self, UnknownSimilarKind> {
        Self::ALL.into_iter().find(|it| it.key() == key).ok_or(UnknownSimilarKind)
    }
}

/// Not a kind of thing whose texts are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownSimilarKind;

impl std::fmt::Display for UnknownSimilarKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let keys = SimilarKind::ALL.map(|it| format!("`{}`", it.key()));
        write!(f, "not one of {}", keys.join(", "))
    }
}

impl std::error::Error for UnknownSimilarKind {}

impl Similar {
    pub(crate) fn apply(&mut self, event: &Recorded) {
        let tells = match &event.event {
            Event::PainPoint(_) | Event::Idea(_) | Event::DataObject(_) => true,
            Event::Process(it) => matches!(
                it,
                events::process::Event::Mapped(_)
                    | events::process::Event::Revised(_)
                    | events::process::Event::Retired(_)
            ),
            _ => false,
        };
        if tells {
            let texts = self.texts.get_mut().expect("no holder of this lock panics");
            if let Some(texts) = texts {
                texts.changed.insert(event.stream);
            }
        }
    }

    fn texts(&self) -> MutexGuard<'_, Option<Texts>> {
        self.texts.lock().expect("no holder of this lock panics")
    }
}

impl Projections {
    /// Uses the time while nothing else happens, unless there is so much to look through that it should wait
    /// until somebody asks.
    pub(crate) fn settle_similar(&self) {
        let mut texts = self.similar.texts();
        if texts.is_some() || self.streams_with_text().nth(AHEAD_MAX).is_none() {
            self.look_through(&mut texts);
        }
    }

    /// Looks through the texts that changed; the first time, through all.
    fn look_through<'a>(&self, texts: &'a mut Option<Texts>) -> &'a Index<Stream> {
        let texts = texts.get_or_insert_with(|| {
            let changed = self.streams_with_text().collect();
            Texts { index: Index::default(), changed }
        });
        for stream in std::mem::take(&mut texts.changed) {
            match self.text_of(stream) {
                Some(text) => texts.index.put(stream, &text),
                None => texts.index.remove(stream),
            }
        }
        &texts.index
    }

    fn streams_with_text(&self) -> impl Iterator<Item = Stream> {
        let registry = &self.registry;
        let pain_points = self.pain_points.all().map(|(id, _)| Stream::new(Noun::PainPoint, id.0));
        let ideas = self.ideas.all().map(|(id, _)| Stream::new(Noun::Idea, id.0));
        let processes = registry.processes().keys().map(|id| Stream::new(Noun::Process, id.0));
        let data = registry.data_objects().keys().map(|id| Stream::new(Noun::DataObject, id.0));
        pain_points.chain(ideas).chain(processes).chain(data)
    }

    /// What says something like `text`, the most alike first.
    pub fn similar_answer(
        &self,
        text: &str,
        kind: Option<SimilarKind>,
        limit: usize,
    ) -> SimilarAnswer {
        let limit = limit.min(SIMILAR_MAX);
        let mut items = Vec::new();
        let found = self.look_through(&mut self.similar.texts()).search(text, SIMILAR, usize::MAX);
        for (stream, score) in found {
            let of = SimilarKind::of(stream.noun);
            let is_asked = of.is_some_and(|it| kind.is_none_or(|wanted| wanted == it));
            if is_asked && items.len() <= limit {
                items.extend(self.similar_item(stream, text, score));
            }
        }
        if kind.is_none_or(|it| it == SimilarKind::Step) {
            let found = self.duplicates.like(text, SIMILAR, limit + 1);
            items.extend(
                found.into_iter().filter_map(|(id, score)| self.similar_step(id, text, score)),
            );
        }
        items.sort_by(|a, b| b.score.total_cmp(&a.score).then((a.kind, a.id).cmp(&(b.kind, b.id))));
        let truncated = items.len() > limit;
        items.truncate(limit);
        SimilarAnswer { items, truncated }
    }

    /// The words of a thing, where it still stands for itself.
    fn text_of(&self, stream: Stream) -> Option<String> {
        let Stream { noun, id } = stream;
        match noun {
            Noun::PainPoint => {
                let (merges, id) = (self.pain_points.merges(), PainPointId(id));
                let own = self.pain_points.get(id).filter(|_| merges.target(id).is_none())?;
                own.text.as_deref().map(str::to_owned)
            }
            Noun::Idea => {
                let (merges, id) = (self.ideas.merges(), IdeaId(id));
                let own = self.ideas.get(id).filter(|_| merges.target(id).is_none())?;
                let fact = &own.known.fact;
                Some(format!("{} {}", fact.title.as_str(), fact.text.as_str()))
            }
            Noun::Process if !self.registry.is_run(ProcessId(id)) => None,
            Noun::Process | Noun::DataObject => self.registry.name_of(noun, id),
            Noun::Site | Noun::Unit | Noun::Community | Noun::Log | Noun::Duplicate => None,
        }
    }

    fn similar_item(&self, stream: Stream, asked: &str, score: f32) -> Option<SimilarItem> {
        let kind = SimilarKind::of(stream.noun)?;
        let (text, id) = (self.text_of(stream)?, stream.id);
        let reasons = why(asked, &text);
        let item = |units: Vec<UnitId>, hours_per_month, status| {
            let (unit_names, sites) = self.names_of(&units);
            let score = rounded(score.into());
            SimilarItem {
                kind,
                id,
                process: None,
                text: text.clone(),
                score,
                reasons,
                units,
                unit_names,
                sites,
                hours_per_month,
                status,
            }
        };
        Some(match kind {
            SimilarKind::PainPoint => {
                let it = self.pain_points.get(PainPointId(id))?;
                let hours = rounded(it.hours_per_month(&self.registry));
                let status = if it.is_open() { Status::Open } else { Status::Resolved };
                item(it.open_units().collect(), Some(hours), status.key())
            }
            SimilarKind::Idea => {
                let it = self.ideas.get(IdeaId(id))?;
                let units = it.working.iter().copied().collect();
                item(units, Some(self.hours_addressed(it)), it.status.key())
            }
            SimilarKind::Process => {
                let owner = self.registry.processes().get(&ProcessId(id))?.fact.owner;
                item(owner.into_iter().collect(), None, "run")
            }
            SimilarKind::DataObject => {
                self.registry.data_objects().get(&DataObjectId(id))?;
                item(vec![], None, "known")
            }
            SimilarKind::Step => return None,
        })
    }

    fn similar_step(&self, id: StepId, asked: &str, score: f32) -> Option<SimilarItem> {
        let step = self.process_map.step(id)?;
        let text = shown(&step.known.fact.name)?;
        let unit = self.process_map.unit_of(step, &self.registry);
        let units: Vec<_> = unit.into_iter().collect();
        let (unit_names, sites) = self.names_of(&units);
        Some(SimilarItem {
            kind: SimilarKind::Step,
            id: id.0,
            process: Some(step.process),
            reasons: why(asked, &text),
            text,
            score: rounded(score.into()),
            units,
            unit_names,
            sites,
            hours_per_month: step.known.fact.hours_per_month().map(rounded),
            status: "run",
        })
    }

    fn names_of(&self, units: &[UnitId]) -> (Vec<String>, BTreeSet<String>) {
        let registry = &self.registry;
        let names = units.iter().filter_map(|it| registry.name_of(Noun::Unit, it.0));
        let sites = units.iter().filter_map(|it| registry.site_of(*it));
        let sites = sites.filter_map(|it| registry.name_of(Noun::Site, it.0));
        (names.collect(), sites.collect())
    }
}

fn why(asked: &str, text: &str) -> Vec<DuplicateReason> {
    let reasons = reasons(text, asked).into_iter();
    reasons.map(|it| DuplicateReason { what: it.what.key(), detail: it.detail }).collect()
}

#[cfg(test)]
mod tests;

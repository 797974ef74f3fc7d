//! What says something like a text: pain points, ideas, steps, processes and data objects; for whoever is
//! about to write it down.
//!
//! The texts are those that duplicates are found in, each kind compared within itself.

use std::collections::BTreeSet;

use events::{
    Noun,
    duplicate::DuplicateKind,
    ids::{DataObjectId, IdeaId, PainPointId, ProcessId, StepId, UnitId},
};
use schemars::JsonSchema;
use serde::Serialize;
use similarity::score::precision;
use uuid::Uuid;

use crate::{
    Projections,
    duplicates::answer::DuplicateReason,
    evidence::{Evidence, rounded},
    pain_points::Status,
};

/// From this score on, two texts are shown as similar to somebody who types one of them.
const SIMILAR: f32 = 0.3;
/// The most that are shown.
pub const SIMILAR_MAX: usize = 20;

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
    /// What those listed cost together, where one kind was asked for: kinds are never added to each other.
    pub together: Option<SimilarTogether>,
    /// Whether there are more.
    pub truncated: bool,
}

/// Several things of one kind.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SimilarTogether {
    /// How many.
    pub count: usize,
    /// What they cost a month; nothing where nobody says it.
    pub hours_per_month: Option<f64>,
    /// The units that have them, do them, or work that way, by name.
    pub unit_names: BTreeSet<String>,
    /// The events behind all of them.
    #[serde(flatten)]
    pub evidence: Evidence,
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
    /// What people call it.
    pub process_name: Option<String>,
    /// What it says.
    pub text: String,
    /// How likely it is the same, 0 to 1: the share of such pairs that people call the same.
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
    /// The events behind it.
    #[serde(flatten)]
    pub evidence: Evidence,
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

    /// As duplicates name it.
    const fn compared(self) -> DuplicateKind {
        match self {
            Self::PainPoint => DuplicateKind::PainPoint,
            Self::Idea => DuplicateKind::Idea,
            Self::Step => DuplicateKind::Step,
            Self::Process => DuplicateKind::Process,
            Self::DataObject => DuplicateKind::DataObject,
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

impl Projections {
    /// What says something like `text`, the most alike first.
    pub fn similar_answer(
        &self,
        text: &str,
        kind: Option<SimilarKind>,
        limit: usize,
    ) -> SimilarAnswer {
        let limit = limit.min(SIMILAR_MAX);
        let asked = SimilarKind::ALL.into_iter().filter(|it| kind.is_none_or(|only| only == *it));
        let mut items: Vec<SimilarItem> = asked
            .flat_map(|kind| {
                let found = self.duplicates.like(kind.compared(), text, SIMILAR, limit + 1);
                found.into_iter().map(move |(id, score)| (kind, id, score))
            })
            .filter_map(|(kind, id, score)| self.similar_item(kind, id, (text, score)))
            .collect();
        items.sort_by(|a, b| b.score.total_cmp(&a.score).then((a.kind, a.id).cmp(&(b.kind, b.id))));
        let truncated = items.len() > limit;
        items.truncate(limit);
        let together = kind.map(|_| self.together(&items));
        SimilarAnswer { items, together, truncated }
    }

    fn similar_item(
        &self,
        kind: SimilarKind,
        id: Uuid,
        (asked, score): (&str, f32),
    ) -> Option<SimilarItem> {
        let text = self.sources().text(kind.compared(), id)?.to_string();
        if self.duplicates.hold_apart(kind.compared(), &text, asked) {
            return None;
        }
        let Costs { units, hours, status } = self.costs(kind, id)?;
        let (process, sites) = match kind {
            SimilarKind::Step => {
                let step = self.process_map.step(StepId(id))?;
                let site = self.process_map.site_of(step, &self.registry);
                let name = site.and_then(|it| self.registry.name_of(Noun::Site, it.0));
                (Some(step.process), name.into_iter().collect())
            }
            _ => (None, self.sites_of(&units)),
        };
        let names = units.iter().filter_map(|it| self.registry.name_of(Noun::Unit, it.0));
        Some(SimilarItem {
            kind,
            id,
            process,
            process_name: process.and_then(|it| self.registry.name_of(Noun::Process, it.0)),
            reasons: self.duplicates.reasons(kind.compared(), (&text, asked), self.sources()),
            text,
            score: rounded(precision(score).into()),
            unit_names: names.collect(),
            units,
            sites,
            hours_per_month: hours.map(rounded),
            status,
            evidence: self.evidence_named(&named(kind, id)),
        })
    }

    fn evidence_named(&self, name: &str) -> Evidence {
        Evidence::new(&self.evidence_of(name).unwrap_or_default(), name)
    }

    fn together(&self, items: &[SimilarItem]) -> SimilarTogether {
        let hours = items.iter().filter_map(|it| it.hours_per_month);
        let behind = items.iter().filter_map(|it| self.evidence_of(&named(it.kind, it.id)));
        SimilarTogether {
            count: items.len(),
            hours_per_month: hours.reduce(|sum, it| sum + it).map(rounded),
            unit_names: items.iter().flat_map(|it| it.unit_names.iter().cloned()).collect(),
            evidence: Evidence::of_events(&behind.flatten().collect()),
        }
    }

    fn costs(&self, kind: SimilarKind, id: Uuid) -> Option<Costs> {
        let costs = |units, hours, status| Costs { units, hours, status };
        Some(match kind {
            SimilarKind::PainPoint => {
                let it = self.pain_points.get(PainPointId(id))?;
                let status = if it.is_open() { Status::Open } else { Status::Resolved };
                let hours = it.hours_per_month(&self.registry);
                costs(it.open_units().collect(), Some(hours), status.key())
            }
            SimilarKind::Idea => {
                let it = self.ideas.get(IdeaId(id))?;
                let units = it.working.iter().copied().collect();
                costs(units, Some(self.hours_addressed(it)), it.status.key())
            }
            SimilarKind::Step => {
                let step = self.process_map.step(StepId(id))?;
                let unit = self.process_map.unit_of(step, &self.registry);
                costs(unit.into_iter().collect(), step.known.fact.hours_per_month(), "run")
            }
            SimilarKind::Process => {
                let owner = self.registry.processes().get(&ProcessId(id))?.fact.owner;
                costs(owner.into_iter().collect(), None, "run")
            }
            SimilarKind::DataObject => {
                self.registry.data_objects().get(&DataObjectId(id))?;
                costs(vec![], None, "known")
            }
        })
    }

    fn sites_of(&self, units: &[UnitId]) -> BTreeSet<String> {
        let sites = units.iter().filter_map(|it| self.registry.site_of(*it));
        sites.filter_map(|it| self.registry.name_of(Noun::Site, it.0)).collect()
    }
}

/// Who has to do with a thing, what it costs, and where it stands.
struct Costs {
    units: Vec<UnitId>,
    hours: Option<f64>,
    status: &'static str,
}

/// The figure of a thing.
fn named(kind: SimilarKind, id: Uuid) -> String {
    let noun = match kind {
        SimilarKind::PainPoint => "pain-points",
        SimilarKind::Idea => "ideas",
        SimilarKind::Step => "steps",
        SimilarKind::Process => "processes",
        SimilarKind::DataObject => "data-objects",
    };
    format!("{noun}/{id}")
}

#[cfg(test)]
mod tests;

//! The list of ideas, those that address most first; and each in full.

use std::collections::BTreeSet;

use events::{
    Area, Noun, Position,
    idea::{Outcome, Status},
    ids::{IdeaId, PainPointId, UnitId},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Idea, IdeaFilter, Measurement, SketchItem};
use crate::{
    Projections,
    comments::CommentItem,
    evidence::{Evidence, rounded, shown},
};

/// Ideas, those that address most first.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct IdeasAnswer {
    /// Ordered by the hours a month that they address, the most first, then by support, then by when they
    /// were proposed.
    pub items: Vec<IdeaItem>,
    /// How many there are in all.
    pub total: usize,
    /// Ask for what comes after this one; none where the list is complete.
    pub next: Option<IdeaId>,
}

/// One idea in a list.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct IdeaItem {
    /// The idea.
    pub id: IdeaId,
    /// In one line; none where it was erased.
    pub title: Option<String>,
    /// In their words.
    pub text: Option<String>,
    /// The language of the words.
    pub language: Option<String>,
    /// Where it stands.
    pub status: Status,
    /// Since when.
    #[schemars(with = "String")]
    pub since: Timestamp,
    /// What it would make better.
    pub outcomes: Vec<Outcome>,
    /// The areas it lies in: its own, else those of its pain points.
    pub areas: BTreeSet<Area>,
    /// The pain points that it addresses; what was merged counts as its target.
    pub pain_points: BTreeSet<PainPointId>,
    /// What those that are open cost a month, each once.
    pub hours_addressed: f64,
    /// How many support it.
    pub support: usize,
    /// The units for which they do.
    pub supporting_units: BTreeSet<UnitId>,
    /// How many comments stand below it.
    pub comments: usize,
    /// The decision that it waits for.
    pub asked: Option<Asked>,
    /// What it would bring, and what it brought: side by side, never added.
    pub benefit: Benefit,
    /// How many units ever tried it.
    pub piloted_by: usize,
    /// How many units work that way.
    pub adopted_by: usize,
    /// Those that were merged into it.
    pub merged: Vec<IdeaId>,
    /// When it was proposed.
    #[schemars(with = "String")]
    pub proposed: Timestamp,
    /// The events behind it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// A decision that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Asked {
    /// Of this unit.
    pub unit: UnitId,
    /// What people call it.
    pub unit_name: Option<String>,
    /// Until when.
    #[schemars(with = "String")]
    pub by: Date,
    /// Whether that is past.
    pub overdue: bool,
}

/// What an idea would bring, and what it brought.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Benefit {
    /// Claimed: hours saved a month.
    pub estimated_hours_per_month: Option<f64>,
    /// Claimed: hours that it takes once.
    pub one_off_hours: Option<f64>,
    /// Measured last: hours saved a month; negative where it costs more than before.
    pub measured_hours_per_month: Option<f64>,
}

/// An idea in full.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct IdeaDetail {
    /// As lists show it; where it was merged into another, that one.
    #[serde(flatten)]
    pub item: IdeaItem,
    /// Where it was merged into another, the next of the chain.
    pub merged_into: Option<IdeaId>,
    /// Where it is described.
    pub link: Option<String>,
    /// The last decision, also to put it off or to propose it again, with its reason.
    pub decision: Option<Decision>,
    /// What whoever decides wants to know, while that is open.
    pub question: Option<String>,
    /// The trial.
    pub pilot: Option<PilotItem>,
    /// The units that work that way.
    pub working: BTreeSet<UnitId>,
    /// Everything that was measured, oldest first.
    pub measurements: Vec<MeasurementItem>,
    /// The change that was sketched last: what it was expected to change, and what really changed.
    pub sketch: Option<SketchItem>,
    /// What people wrote below it.
    pub discussion: Vec<CommentItem>,
}

/// A decision and its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Decision {
    /// Why.
    pub reason: Option<String>,
    /// Looked at again then, where it was put off.
    #[schemars(with = "Option<String>")]
    pub until: Option<Date>,
}

/// A trial of an idea.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PilotItem {
    /// The units that try it now.
    pub units: BTreeSet<UnitId>,
    /// All that ever did.
    pub ever: BTreeSet<UnitId>,
    /// Until when they do.
    #[schemars(with = "Option<String>")]
    pub until: Option<Date>,
    /// What came of the last one.
    pub result: Option<String>,
}

/// A benefit that was measured.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MeasurementItem {
    /// Hours saved a month; negative where it costs more than before.
    pub hours_per_month: f64,
    /// The first day.
    #[schemars(with = "String")]
    pub from: Date,
    /// The last day.
    #[schemars(with = "String")]
    pub to: Date,
    /// How.
    pub how: Option<String>,
    /// The event that says so.
    pub position: Position,
}

impl Projections {
    /// The ideas that pass a filter, those that address most first. `now` decides what is overdue.
    pub fn ideas_answer(&self, filter: &IdeaFilter, now: Timestamp) -> IdeasAnswer {
        let mut found: Vec<_> = self
            .ideas
            .all()
            .filter(|(id, it)| filter.admits(*id, it, self))
            .map(|(id, it)| {
                (self.hours_addressed(it), it.supporters.len(), it.known.evidence[0], id)
            })
            .collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2)));
        let total = found.len();
        let seen = |after| found.iter().position(|(.., id)| *id == after).map_or(0, |it| it + 1);
        let start = filter.after.map_or(0, seen);
        let end = filter.limit.map_or(total, |limit| total.min(start.saturating_add(limit)));
        let page = &found[start..end];
        let items = page.iter().filter_map(|(.., id)| self.idea_item(*id, now)).collect();
        let next = page.last().filter(|_| end < total).map(|(.., id)| *id);
        IdeasAnswer { items, total, next }
    }

    /// One idea in full.
    pub fn idea_answer(&self, id: IdeaId, now: Timestamp) -> Option<IdeaDetail> {
        let it = self.ideas.get(id)?;
        let group = self.ideas.group(id);
        let until = it.put_off.filter(|_| it.status == Status::PutOff);
        let reason = it.reason.as_ref();
        let was_tried = !it.piloted.is_empty();
        Some(IdeaDetail {
            item: self.idea_item(id, now)?,
            merged_into: self.ideas.merges().target(id),
            link: it.known.fact.link.as_ref().and_then(shown),
            decision: reason.map(|reason| Decision { reason: shown(reason), until }),
            question: it
                .question
                .as_ref()
                .filter(|_| it.status == Status::AskedBack)
                .and_then(shown),
            pilot: was_tried.then(|| PilotItem {
                units: it.pilot.clone(),
                ever: it.piloted.clone(),
                until: it.pilot_until,
                result: it.pilot_result.as_ref().and_then(shown),
            }),
            working: it.working.clone(),
            measurements: it.measured.iter().map(measurement).collect(),
            sketch: it.sketched.as_ref().map(|sketch| self.sketch_item(id, sketch)),
            discussion: self.comments_below(Noun::Idea, group.iter().map(|it| it.0)),
        })
    }

    fn idea_item(&self, id: IdeaId, now: Timestamp) -> Option<IdeaItem> {
        let id = self.ideas.merges().root(id);
        let it = self.ideas.get(id)?;
        let fact = &it.known.fact;
        let group = self.ideas.group(id);
        let evidence = self.idea_evidence(id).unwrap_or_default();
        let asked = it.asked.filter(|_| it.status == Status::DecisionAsked);
        Some(IdeaItem {
            id,
            title: shown(&fact.title),
            text: shown(&fact.text),
            language: fact.language.clone(),
            status: it.status,
            since: it.moved.recorded,
            outcomes: fact.outcomes.clone(),
            areas: self.idea_areas(it),
            pain_points: self.addressed(it),
            hours_addressed: self.hours_addressed(it),
            support: it.supporters.len(),
            supporting_units: it.supporters.values().flatten().copied().collect(),
            comments: self.comments_count(Noun::Idea, group.iter().map(|it| it.0)),
            asked: asked.map(|(unit, by)| Asked {
                unit,
                unit_name: self.registry.name_of(Noun::Unit, unit.0),
                by,
                overdue: by < day_of(now),
            }),
            benefit: Benefit {
                estimated_hours_per_month: it.estimated.as_ref().map(|it| it.hours_per_month),
                one_off_hours: it.estimated.as_ref().and_then(|it| it.one_off_hours),
                measured_hours_per_month: it.measured.last().map(|it| it.fact.hours_per_month),
            },
            piloted_by: it.piloted.len(),
            adopted_by: it.working.len(),
            merged: self.ideas.merges().members(id),
            proposed: it.proposed,
            evidence: Evidence::new(&evidence, &format!("ideas/{id}")),
        })
    }

    /// The events behind an idea: what was said of it, of the pain points that it addresses, and below it.
    pub(crate) fn idea_evidence(&self, id: IdeaId) -> Option<BTreeSet<Position>> {
        let it = self.ideas.get(id)?;
        let addressed = self
            .addressed(it)
            .into_iter()
            .flat_map(|it| self.pain_points.evidence(it, &self.registry));
        let below = self.ideas.group(id);
        let below = self.comments.positions(Noun::Idea, below.iter().map(|it| it.0));
        Some(it.known.evidence.iter().copied().chain(addressed).chain(below).collect())
    }

    fn addressed(&self, idea: &Idea) -> BTreeSet<PainPointId> {
        let merges = self.pain_points.merges();
        idea.addresses.iter().map(|it| merges.root(*it)).collect()
    }

    /// What the open pain points that an idea addresses cost a month, each once.
    pub(crate) fn hours_addressed(&self, idea: &Idea) -> f64 {
        let points = self.addressed(idea).into_iter().filter_map(|it| self.pain_points.get(it));
        let hours = points.filter(|it| it.is_open()).map(|it| it.hours_per_month(&self.registry));
        rounded(hours.fold(0.0, |sum, it| sum + it))
    }
}

fn measurement(it: &Measurement) -> MeasurementItem {
    MeasurementItem {
        hours_per_month: it.fact.hours_per_month,
        from: it.fact.from,
        to: it.fact.to,
        how: shown(&it.fact.how),
        position: it.said.position,
    }
}

/// The day that it is in UTC.
pub(crate) fn day_of(now: Timestamp) -> Date {
    now.to_zoned_datetime(TimeZone::UTC).date()
}

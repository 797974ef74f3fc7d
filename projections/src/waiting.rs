//! What waits, and for whom: decisions that were asked for, questions that were asked back, dates that
//! were set. No silence: whatever is on this list has somebody who owes an answer.

use events::{
    Noun, Position,
    idea::Status,
    ids::{CommunityId, UnitId},
};
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

use crate::{
    Projections,
    evidence::shown,
    ideas::{Idea, day_of},
};

/// Something that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct WaitingItem {
    /// For what.
    pub what: What,
    /// What it is about.
    pub noun: Noun,
    /// Which one.
    pub id: Uuid,
    /// What people call it.
    pub title: Option<String>,
    /// The unit that owes it; none where nobody said.
    pub unit: Option<UnitId>,
    /// What people call that unit.
    pub unit_name: Option<String>,
    /// The community that owes it.
    pub community: Option<CommunityId>,
    /// Until when; none where no date was set.
    #[schemars(with = "Option<String>")]
    pub by: Option<Date>,
    /// Whether that is past.
    pub overdue: bool,
    /// Days until then; negative where it is past.
    pub days: Option<i32>,
    /// Since when it waits.
    #[schemars(with = "String")]
    pub since: Timestamp,
    /// The event since which it waits.
    pub since_position: Position,
}

/// For what something waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A unit was asked to decide on an idea.
    Decision,
    /// Whoever proposed an idea was asked back.
    Answer,
    /// An idea was put off until a date.
    Resubmission,
    /// An idea was accepted, and nobody tries it or works by it yet.
    Start,
    /// A trial ends on a date.
    PilotEnd,
    /// An idea was implemented, and nobody measured what it brought.
    Measurement,
    /// A community set itself a goal that it has not reached.
    Goal,
}

impl Projections {
    /// What waits: what is longest overdue first, what has no date last; then by how long it waits.
    pub fn waiting_answer(&self, now: Timestamp) -> Vec<WaitingItem> {
        let today = day_of(now);
        let ideas = self.ideas.all().flat_map(|(id, idea)| self.of_idea(id.0, idea, today));
        let mut items: Vec<_> = ideas.chain(self.goals(today)).collect();
        items.sort_by_key(|it| (it.by.is_none(), it.by, it.since_position, it.id));
        items
    }

    fn of_idea(&self, id: Uuid, idea: &Idea, today: Date) -> Vec<WaitingItem> {
        let (what, by) = match idea.status {
            Status::DecisionAsked => (What::Decision, idea.asked.map(|(_, by)| by)),
            Status::AskedBack => (What::Answer, None),
            Status::PutOff => (What::Resubmission, idea.put_off),
            Status::Accepted => (What::Start, None),
            Status::InPilot => (What::PilotEnd, idea.pilot_until),
            Status::Implemented if idea.measured.is_empty() => (What::Measurement, None),
            Status::Proposed | Status::Implemented | Status::Rejected | Status::Withdrawn => {
                return vec![];
            }
        };
        let asked = idea.asked.map(|(unit, _)| unit);
        let units: Vec<Option<UnitId>> = match what {
            What::Decision | What::Resubmission => vec![asked],
            What::PilotEnd => idea.pilot.iter().copied().map(Some).collect(),
            What::Measurement => idea.working.iter().copied().map(Some).collect(),
            What::Answer | What::Start | What::Goal => vec![idea.proposer],
        };
        let item = |unit: Option<UnitId>| WaitingItem {
            what,
            noun: Noun::Idea,
            id,
            title: shown(&idea.known.fact.title),
            unit,
            unit_name: unit.and_then(|it| self.registry.name_of(Noun::Unit, it.0)),
            community: None,
            by,
            overdue: by.is_some_and(|it| it < today),
            days: by.map(|it| days_until(it, today)),
            since: idea.moved.recorded,
            since_position: idea.moved.position,
        };
        units.into_iter().map(item).collect()
    }

    fn goals(&self, today: Date) -> impl Iterator<Item = WaitingItem> {
        let living = self.coverage.standings().filter(|(_, it)| it.dissolved.is_none());
        living.flat_map(move |(id, standing)| {
            let open = standing.goals.values().filter(|it| it.value != Some(it.target));
            open.filter_map(move |goal| {
                let set = *goal.evidence.first()?;
                Some(WaitingItem {
                    what: What::Goal,
                    noun: Noun::Community,
                    id: id.0,
                    title: shown(&goal.goal),
                    unit: None,
                    unit_name: self.registry.name_of(Noun::Community, id.0),
                    community: Some(id),
                    by: Some(goal.by),
                    overdue: goal.by < today,
                    days: Some(days_until(goal.by, today)),
                    since: goal.set,
                    since_position: set,
                })
            })
        })
    }
}

fn days_until(day: Date, today: Date) -> i32 {
    today.until(day).map_or(0, |it| it.get_days())
}

//! Communities and what they stand for.

use std::collections::BTreeSet;

use events::{
    Area, Position,
    community::Founded,
    ids::{ActorId, CommunityId, PainPointId, UnitId},
};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::{by_name, positions};
use crate::{
    Projections,
    coverage::Goal,
    evidence::{Evidence, shown},
};

/// A community.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CommunityItem {
    /// The community.
    pub id: CommunityId,
    /// What people call it.
    pub name: Option<String>,
    /// What it is for.
    pub purpose: Option<String>,
    /// Where it meets.
    pub link: Option<String>,
    /// How many people.
    pub member_count: Option<u32>,
    /// The unit that pays for it.
    pub sponsor_unit: Option<UnitId>,
    /// The areas that it addresses.
    pub areas: Vec<Area>,
    /// The units that it speaks for.
    pub units: Vec<UnitId>,
    /// What it took up, also what is over since.
    pub pain_points: Vec<PainPointId>,
    /// Who manages it: pseudonyms.
    pub managers: Vec<ActorId>,
    /// What it set itself to reach.
    pub goals: Vec<GoalItem>,
    /// It is no more.
    pub dissolved: bool,
    /// The events behind it, and behind what it stands for.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// A goal of a community.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct GoalItem {
    /// What is counted.
    pub goal: Option<String>,
    /// What it is to reach.
    pub target: f64,
    /// Until when.
    #[schemars(with = "String")]
    pub by: Date,
    /// What it was last; none where nobody said it since the goal was set.
    pub value: Option<f64>,
}

impl Projections {
    /// All communities.
    pub fn communities_answer(&self) -> Vec<CommunityItem> {
        let ids = self.registry.communities().keys();
        let items = ids.filter_map(|id| self.community_answer(*id)).collect();
        by_name(items, |it: &CommunityItem| (it.name.as_deref(), it.id))
    }

    /// One community.
    pub fn community_answer(&self, id: CommunityId) -> Option<CommunityItem> {
        let known = self.registry.communities().get(&id)?;
        let Founded { name, purpose, link, member_count, sponsor_unit } = &known.fact;
        let standing = self.coverage.standing(id).cloned().unwrap_or_default();
        Some(CommunityItem {
            id,
            name: shown(name),
            purpose: shown(purpose),
            link: link.as_ref().and_then(shown),
            member_count: *member_count,
            sponsor_unit: *sponsor_unit,
            areas: standing.areas.into_keys().collect(),
            units: standing.units.into_keys().collect(),
            pain_points: standing.taken_up.into_keys().collect(),
            managers: standing.managers.into_keys().collect(),
            goals: standing.goals.values().map(goal_item).collect(),
            dissolved: standing.dissolved.is_some(),
            evidence: Evidence::new(&self.community_evidence(id)?, &format!("communities/{id}")),
        })
    }

    pub(super) fn community_evidence(&self, id: CommunityId) -> Option<BTreeSet<Position>> {
        let mut evidence = self.registry.communities().get(&id).map(positions)?;
        if let Some(it) = self.coverage.standing(id) {
            let said = it.areas.values().chain(it.units.values()).chain(it.taken_up.values());
            let managed = it.managers.values().map(|it| it.position);
            let aimed = it.goals.values().flat_map(|it| it.evidence.iter().copied());
            let ended = it.dissolved.map(|it| it.position);
            evidence.extend(said.map(|it| it.position).chain(managed).chain(aimed).chain(ended));
        }
        Some(evidence)
    }
}

fn goal_item(goal: &Goal) -> GoalItem {
    let Goal { goal, target, by, set: _, value, evidence: _ } = goal;
    GoalItem { goal: shown(goal), target: *target, by: *by, value: *value }
}

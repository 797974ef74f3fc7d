//! Duplicated work and pain points that would go, come, or cost something else.

use std::collections::{BTreeMap, BTreeSet};

use events::ids::{DuplicateId, PainPointId};
use schemars::JsonSchema;
use serde::Serialize;

use super::{COMPARED, LISTED};
use crate::{
    Projections,
    difference::Difference,
    duplicates::{
        DuplicatesQuery,
        answer::{DuplicateCluster, DuplicatesAnswer},
    },
    evidence::{Evidence, rounded},
};

/// Duplicated work before and after.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DuplicatesChange {
    /// How many clusters there are.
    pub clusters: Difference,
    /// Working hours a month of all that is in one.
    pub hours_involved: Difference,
    /// What could be avoided of it, of clusters of which somebody confirmed that the result is the same.
    pub avoidable_hours: Difference,
    /// Clusters that would not be any more, or would have other members; the dearest first, at most twenty.
    pub gone: Vec<DuplicateCluster>,
    /// How many those are.
    pub gone_count: usize,
    /// Clusters that would come, or have other members than before; the dearest first, at most twenty.
    pub new: Vec<DuplicateCluster>,
    /// How many those are.
    pub new_count: usize,
    /// Clusters with the same members and other hours, at most twenty.
    pub changed: Vec<ChangedCluster>,
    /// How many those are.
    pub changed_count: usize,
    /// Whether not all clusters could be looked at, before or after.
    pub truncated: bool,
}

/// A cluster before and after.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ChangedCluster {
    /// As it is.
    pub before: DuplicateCluster,
    /// As it would be.
    pub after: DuplicateCluster,
}

/// Pain points before and after.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PainPointsChange {
    /// How many are open.
    pub pain_points: Difference,
    /// What they cost a month.
    pub hours_per_month: Difference,
    /// Those that would cost something else, come or end; the largest difference first, at most twenty.
    pub changed: Vec<PainPointChange>,
    /// How many those are.
    pub changed_count: usize,
}

/// A pain point before and after.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PainPointChange {
    /// The pain point.
    pub id: PainPointId,
    /// In the words of whoever logged it; none where they were erased.
    pub text: Option<String>,
    /// Whether it is open.
    pub open_before: bool,
    /// Whether it would be.
    pub open_after: bool,
    /// What it costs a month.
    #[serde(flatten)]
    pub hours: Difference,
    /// The events behind it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// Where nothing touches duplicated work, there is nothing to ask twice.
pub(super) fn duplicates(before: &Projections, after: Option<&Projections>) -> DuplicatesChange {
    let was = all_duplicates(before);
    let is = after.map_or_else(|| was.clone(), all_duplicates);
    let (all_before, all_after) = (by_id(&was), by_id(&is));
    let gone: Vec<_> = was.clusters.iter().filter(|it| !all_after.contains_key(&it.id)).collect();
    let new: Vec<_> = is.clusters.iter().filter(|it| !all_before.contains_key(&it.id)).collect();
    let changed: Vec<_> = was
        .clusters
        .iter()
        .filter_map(|before| Some((before, *all_after.get(&before.id)?)))
        .filter(|(before, after)| figures(before) != figures(after))
        .collect();
    DuplicatesChange {
        clusters: Difference::of_counts(was.total.clusters, is.total.clusters),
        hours_involved: Difference::between(involved(&was), involved(&is)),
        avoidable_hours: Difference::between(avoidable(&was), avoidable(&is)),
        gone_count: gone.len(),
        gone: gone.into_iter().take(LISTED).cloned().collect(),
        new_count: new.len(),
        new: new.into_iter().take(LISTED).cloned().collect(),
        changed_count: changed.len(),
        changed: changed.into_iter().take(LISTED).map(ChangedCluster::of).collect(),
        truncated: was.truncated || is.truncated,
    }
}

impl ChangedCluster {
    fn of((before, after): (&DuplicateCluster, &DuplicateCluster)) -> Self {
        Self { before: before.clone(), after: after.clone() }
    }
}

pub(super) fn all_duplicates(of: &Projections) -> DuplicatesAnswer {
    of.duplicates_answer(&DuplicatesQuery { limit: COMPARED, ..DuplicatesQuery::default() })
}

/// Where no step says hours, none are involved as far as anybody knows.
pub(super) fn involved(answer: &DuplicatesAnswer) -> f64 {
    answer.total.hours_involved.unwrap_or_default()
}

pub(super) fn avoidable(answer: &DuplicatesAnswer) -> f64 {
    answer.total.avoidable_hours.unwrap_or_default()
}

fn by_id(answer: &DuplicatesAnswer) -> BTreeMap<DuplicateId, &DuplicateCluster> {
    answer.clusters.iter().map(|it| (it.id, it)).collect()
}

fn figures(cluster: &DuplicateCluster) -> (Option<f64>, Option<f64>) {
    (cluster.hours_involved, cluster.avoidable_hours)
}

/// Where nothing touches pain points, there is nothing to ask twice.
pub(super) fn pain_points(before: &Projections, after: Option<&Projections>) -> PainPointsChange {
    let was = open_hours(before);
    let is = after.map_or_else(|| was.clone(), open_hours);
    let after = after.unwrap_or(before);
    let ids: BTreeSet<_> = was.keys().chain(is.keys()).copied().collect();
    let differs = |id: &PainPointId| was.get(id) != is.get(id);
    let mut changed: Vec<_> = ids.into_iter().filter(differs).collect();
    let hours = |id: &PainPointId| {
        let of = |all: &BTreeMap<_, f64>| all.get(id).copied().unwrap_or_default();
        Difference::between(of(&was), of(&is))
    };
    changed.sort_by(|a, b| {
        let size = |id| hours(id).difference.abs();
        size(b).total_cmp(&size(a)).then(a.cmp(b))
    });
    let listed = changed.iter().take(LISTED).map(|id| PainPointChange {
        id: *id,
        text: after.pain_points.get(*id).and_then(|it| it.text.as_deref().map(str::to_owned)),
        open_before: was.contains_key(id),
        open_after: is.contains_key(id),
        hours: hours(id),
        evidence: Evidence::new(&after.pain_point_evidence(*id), &format!("pain-points/{id}")),
    });
    PainPointsChange {
        pain_points: Difference::of_counts(was.len(), is.len()),
        hours_per_month: Difference::between(total(&was), total(&is)),
        changed: listed.collect(),
        changed_count: changed.len(),
    }
}

/// What each open pain point costs a month.
pub(super) fn open_hours(of: &Projections) -> BTreeMap<PainPointId, f64> {
    let open = of.pain_points.open();
    open.map(|(id, it)| (id, rounded(it.hours_per_month(&of.registry)))).collect()
}

pub(super) fn total(hours: &BTreeMap<PainPointId, f64>) -> f64 {
    hours.values().fold(0.0, |sum, it| sum + it)
}

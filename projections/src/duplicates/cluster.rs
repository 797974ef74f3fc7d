//! One cluster: its id, its hours, its reasons, and whether its units are in touch.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

use events::{
    Noun, Position,
    ids::{DuplicateId, StepId, UnitId},
};
use similarity::{
    pairs::{self, Pairs},
    reasons::reasons,
};

use crate::{
    duplicates::{
        answer::{
            DuplicateCluster, DuplicateKind, DuplicateMember, DuplicatePair, DuplicateReason,
        },
        cluster_id,
    },
    evidence::{Evidence, rounded, shown},
    process_map::{ProcessMap, Step},
    registry::Registry,
};

/// Members of which every pair is listed; of a larger cluster the first ones.
const PAIRED_MAX: usize = 14;

/// A cluster before it is shown.
#[derive(Debug)]
pub(super) struct Found<'a> {
    pub(super) id: DuplicateId,
    pub(super) members: Vec<&'a Step>,
    pub(super) hours: Option<f64>,
    pub(super) is_full: bool,
    score: f64,
    map: &'a ProcessMap,
    registry: &'a Registry,
}

impl<'a> Found<'a> {
    pub(super) fn new(
        cluster: &pairs::Cluster<StepId>,
        map: &'a ProcessMap,
        registry: &'a Registry,
    ) -> Self {
        let pairs::Cluster { members, score, is_full } = cluster;
        let id = cluster_id(DuplicateKind::Step, members.iter().copied());
        let members: Vec<&Step> = members.iter().filter_map(|it| map.step(*it)).collect();
        let known = members.iter().filter_map(|it| it.known.fact.hours_per_month());
        let hours = known.reduce(|sum, hours| sum + hours).map(rounded);
        let (is_full, score) = (*is_full, rounded((*score).into()));
        Self { id, members, hours, is_full, score, map, registry }
    }

    /// The events that say so.
    pub(super) fn positions(&self) -> BTreeSet<Position> {
        self.members.iter().flat_map(|it| it.known.evidence.iter().copied()).collect()
    }

    pub(super) fn shown(&self, pairs: &Pairs<StepId>, links: &Links) -> DuplicateCluster {
        let listed = self.pairs(pairs);
        let mut reasons: Vec<DuplicateReason> = Vec::new();
        for reason in listed.iter().flat_map(|it| &it.reasons) {
            if !reasons.contains(reason) {
                reasons.push(reason.clone());
            }
        }
        DuplicateCluster {
            id: self.id,
            kind: DuplicateKind::Step,
            score: self.score,
            hours_involved: self.hours,
            avoidable_hours: None,
            members: self.members.iter().map(|it| self.member(it)).collect(),
            pairs_truncated: self.members.len() > PAIRED_MAX,
            pairs: listed,
            reasons,
            linked: links.are_between(&self.units()),
            verdict: (),
            evidence: Evidence::new(&self.positions(), &format!("duplicates/{}", self.id)),
        }
    }

    fn member(&self, step: &Step) -> DuplicateMember {
        let (process, unit) = (step.process, self.map.unit_of(step, self.registry));
        let site = self.map.site_of(step, self.registry);
        DuplicateMember {
            id: step.known.fact.step,
            name: shown(&step.known.fact.name),
            process,
            process_name: self.registry.name_of(Noun::Process, process.0),
            unit,
            unit_name: unit.and_then(|it| self.registry.name_of(Noun::Unit, it.0)),
            site,
            site_name: site.and_then(|it| self.registry.name_of(Noun::Site, it.0)),
        }
    }

    fn units(&self) -> BTreeSet<UnitId> {
        self.members.iter().filter_map(|it| self.map.unit_of(it, self.registry)).collect()
    }

    fn pairs(&self, pairs: &Pairs<StepId>) -> Vec<DuplicatePair> {
        let members = &self.members[..self.members.len().min(PAIRED_MAX)];
        let each = members.iter().enumerate();
        let each_with_each =
            each.flat_map(|(at, a)| members[at + 1..].iter().map(move |b| (*a, *b)));
        each_with_each.map(|(a, b)| pair(pairs, a, b)).collect()
    }
}

fn pair(pairs: &Pairs<StepId>, a: &Step, b: &Step) -> DuplicatePair {
    let (a, b) = (&a.known.fact, &b.known.fact);
    let reasons = reasons(a.name.as_str(), b.name.as_str()).into_iter();
    DuplicatePair {
        a: a.step,
        b: b.step,
        score: rounded(pairs.index().score(a.step, b.step).into()),
        reasons: reasons
            .map(|it| DuplicateReason { what: it.what.key(), detail: it.detail })
            .collect(),
    }
}

/// The most hours first, what is not known last; then the most alike, then by id.
pub(super) fn dearest_first(a: &Found<'_>, b: &Found<'_>) -> Ordering {
    let hours = |it: &Found<'_>| it.hours.unwrap_or(-1.0);
    hours(b)
        .total_cmp(&hours(a))
        .then_with(|| b.score.total_cmp(&a.score))
        .then_with(|| a.id.cmp(&b.id))
}

/// Which units hand over to each other, in processes that are run; either direction.
#[derive(Debug, Default)]
pub(super) struct Links {
    of: BTreeMap<UnitId, BTreeSet<UnitId>>,
}

impl Links {
    pub(super) fn new(map: &ProcessMap, registry: &Registry) -> Self {
        let mut links = Self::default();
        let is_run = |step: &Step| registry.is_run(step.process);
        for (from, to, _) in map.hand_overs().filter(|it| is_run(it.0) && is_run(it.1)) {
            let units = map.unit_of(from, registry).zip(map.unit_of(to, registry));
            if let Some((from, to)) = units.filter(|(from, to)| from != to) {
                links.of.entry(from).or_default().insert(to);
            }
        }
        links
    }

    fn are_between(&self, units: &BTreeSet<UnitId>) -> bool {
        let reached = units.iter().filter_map(|it| self.of.get(it)).flatten();
        reached.into_iter().any(|it| units.contains(it))
    }
}

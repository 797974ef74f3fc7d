//! One cluster before it is shown: its members, its hours, and what is said of it.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

use events::{
    Position,
    duplicate::{DuplicateKind, DuplicateSort, duplicate_id},
    ids::{DataObjectId, DuplicateId, StepId},
};
use similarity::pairs::Cluster;
use uuid::Uuid;

use super::{
    data::{Store, hours_by_hand},
    things::{Things, learnable},
    verdicts::{About, Said, Verdicts},
};
use crate::{evidence::rounded, process_map::Step};

/// A cluster.
#[derive(Debug)]
pub(super) struct Found<'a> {
    pub(super) id: DuplicateId,
    pub(super) kind: DuplicateKind,
    /// What a verdict on all of it names.
    pub(super) members: Vec<Uuid>,
    /// The stores of duplicated data, by their folded names.
    pub(super) stores: BTreeMap<String, Store<'a>>,
    /// As [`super::scores`] says once it is known which clusters are meant; until then that of certainty.
    pub(super) score: f64,
    pub(super) is_full: bool,
    pub(super) hours: Option<f64>,
    pub(super) avoidable: Option<f64>,
    pub(super) learnable: Option<f64>,
    pub(super) held: Option<Held<'a>>,
}

/// What is said of a cluster.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held<'a> {
    pub(super) id: DuplicateId,
    pub(super) about: &'a About,
    /// How many it is not about.
    pub(super) joined: usize,
    /// How many it is about that are not here.
    pub(super) gone: usize,
}

impl<'a> Found<'a> {
    /// Things whose words say the same, or that are held together.
    pub(super) fn of_cluster(
        cluster: Cluster<Uuid>,
        things: &Things<'a>,
        verdicts: &'a Verdicts,
    ) -> Self {
        let Cluster { members, is_full, .. } = cluster;
        let verdict = verdicts.on(things.kind, &members);
        let mut found =
            Self::of_members(members, things, verdict.and_then(|id| held(id, verdicts)));
        found.is_full = is_full;
        found
    }

    /// Things of which something is said, whether or not they are shown together otherwise.
    pub(super) fn of_verdict(
        id: DuplicateId,
        about: &'a About,
        things: &Things<'a>,
        verdicts: &'a Verdicts,
    ) -> Self {
        let there = |it: &&Uuid| things.of.text(things.kind, **it).is_some();
        let members = about.members.iter().filter(there).copied().collect();
        Self { id, ..Self::of_members(members, things, held(id, verdicts)) }
    }

    fn of_members(
        members: Vec<Uuid>,
        things: &Things<'a>,
        held: Option<(DuplicateId, &'a About)>,
    ) -> Self {
        let kind = things.kind;
        let hours = members.iter().filter_map(|it| things.hours(*it));
        let hours = hours.reduce(|sum, it| sum + it).map(rounded);
        let mut found = Self {
            id: duplicate_id(kind, &members),
            kind,
            stores: BTreeMap::new(),
            score: 1.0,
            is_full: false,
            hours,
            avoidable: None,
            learnable: None,
            held: None,
            members,
        };
        if let Some((id, about)) = held {
            let is_in = |it: &&Uuid| about.members.binary_search(it).is_ok();
            let covered: Vec<Uuid> = found.members.iter().filter(is_in).copied().collect();
            let joined = found.members.len() - covered.len();
            let gone = about.members.len() - covered.len();
            found.held = Some(Held { id, about, joined, gone });
            found.price(&covered, things);
        }
        found
    }

    /// What could be gained among those that a verdict is about. Only work can be done once instead of twice.
    fn price(&mut self, covered: &[Uuid], things: &Things<'_>) {
        let is_work = matches!(self.kind, DuplicateKind::Step | DuplicateKind::Process);
        match self.sort() {
            Some(DuplicateSort::SameResult) if is_work => {
                let hours: Vec<f64> = covered.iter().filter_map(|it| things.hours(*it)).collect();
                self.avoidable = all_but_the_dearest(&hours, hours.iter().sum());
            }
            Some(DuplicateSort::SameMethod) if self.kind == DuplicateKind::Step => {
                let step = |it: &Uuid| Some((StepId(*it), things.of.step(*it)?));
                let steps: BTreeMap<StepId, &Step> = covered.iter().filter_map(step).collect();
                self.learnable = learnable(&steps).map(rounded);
            }
            _ => {}
        }
    }

    /// One data object that is kept by hand in these stores.
    pub(super) fn of_data(
        id: DataObjectId,
        stores: BTreeMap<String, Store<'a>>,
        verdicts: &'a Verdicts,
    ) -> Self {
        let members = vec![id.0];
        let cluster = duplicate_id(DuplicateKind::Data, &members);
        let hours = hours_by_hand(stores.values()).map(rounded);
        let held = held(cluster, verdicts).and_then(|(id, about)| {
            let meant = &about.verdict.as_ref()?.stores;
            let joined = stores.keys().filter(|it| !meant.contains(*it)).count();
            let gone = meant.iter().filter(|it| !stores.contains_key(*it)).count();
            Some(Held { id, about, joined, gone })
        });
        let mut found = Self {
            id: cluster,
            kind: DuplicateKind::Data,
            members,
            score: 1.0,
            is_full: false,
            hours,
            avoidable: None,
            learnable: None,
            held,
            stores,
        };
        if found.sort() == Some(DuplicateSort::SameResult) {
            let each: Vec<f64> = found.stores.values().filter_map(Store::hours).collect();
            found.avoidable = hours.and_then(|all| all_but_the_dearest(&each, all));
        }
        found
    }

    /// In what they are the same, if somebody confirmed it.
    pub(super) fn sort(&self) -> Option<DuplicateSort> {
        match self.said()? {
            Said::Confirmed(sort) => Some(sort),
            Said::Dismissed(_) => None,
        }
    }

    /// What is said of it.
    pub(super) fn said(&self) -> Option<Said> {
        self.held?.about.verdict.as_ref().map(|it| it.said)
    }

    /// Whether it waits for somebody to say what it is: nobody did, or not of all that is in it now.
    pub(super) fn is_open(&self) -> bool {
        self.held.is_none_or(|it| it.joined > 0)
    }

    /// The events that say so.
    pub(super) fn positions(&self, things: &Things<'_>) -> BTreeSet<Position> {
        let own = self.members.iter().flat_map(|it| things.positions(*it));
        let keepers = self.stores.values().flat_map(|it| {
            let steps = it.keepers.iter().flat_map(|it| it.known.evidence.iter());
            it.positions.iter().chain(steps).copied()
        });
        let verdict = self.held.and_then(|it| it.about.verdict.as_ref()).map(|it| it.position);
        own.chain(keepers).chain(verdict).collect()
    }

    /// What is not known last.
    pub(super) fn most_hours_first(&self, other: &Self) -> Ordering {
        let hours = |it: &Self| it.hours.unwrap_or(-1.0);
        hours(other).total_cmp(&hours(self))
    }

    /// Then by id.
    pub(super) fn most_alike_first(&self, other: &Self) -> Ordering {
        other.score.total_cmp(&self.score).then_with(|| self.id.cmp(&other.id))
    }
}

/// Nothing where fewer than two say what it costs them.
fn all_but_the_dearest(hours: &[f64], all: f64) -> Option<f64> {
    let dearest = hours.iter().copied().reduce(f64::max)?;
    (hours.len() > 1).then(|| rounded(all - dearest))
}

/// The verdict of this id, if it stands.
fn held(id: DuplicateId, verdicts: &Verdicts) -> Option<(DuplicateId, &About)> {
    verdicts.get(id).filter(|it| it.verdict.is_some()).map(|it| (id, it))
}

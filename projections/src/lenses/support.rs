//! Which duplicated work, duplicated data and loops cost most per month? Side by side, never added.

use std::collections::{BTreeMap, BTreeSet};

use events::{
    Area, Noun, Position,
    data_use::{Entry, Usage},
    ids::{DataObjectId, StepId},
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::{LISTED, Lens};
use crate::{
    Projections,
    descriptions::DataUseItem,
    duplicates::answer::{DuplicateCluster, DuplicatesTotal},
    evidence::{Evidence, rounded, shown},
    loops::answer::{Loop, LoopsQuery, LoopsTotal},
};

/// What costs most, each sort for itself.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SupportLens {
    /// Steps of different units that say the same.
    pub duplicated_work: DuplicatedWork,
    /// Data that is kept by hand in two or more stores.
    pub duplicated_data: DuplicatedData,
    /// What goes round between units.
    pub loops: DearLoops,
}

/// Duplicated work.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DuplicatedWork {
    /// Over all clusters.
    pub total: DuplicatesTotal,
    /// Those with the most hours, at most twenty.
    pub dearest: Vec<DuplicateCluster>,
}

/// Duplicated data.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DuplicatedData {
    /// How many data objects are kept by hand in two or more stores.
    pub data_objects: usize,
    /// Working hours a month of the steps that keep them by hand, each step once; nothing where none says
    /// them. Those steps may do other things too: it is what is involved, not what could be saved.
    pub hours_involved: Option<f64>,
    /// Those with the most hours, at most twenty.
    pub dearest: Vec<KeptTwice>,
    /// The events behind it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// A data object that is kept by hand in two or more stores.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct KeptTwice {
    /// The data object.
    pub id: DataObjectId,
    /// What people call it.
    pub name: Option<String>,
    /// The stores in which it is kept by hand.
    pub stores: BTreeSet<String>,
    /// The one that is right where several differ.
    pub master_store: Option<String>,
    /// The steps that keep it by hand.
    pub steps: BTreeSet<StepId>,
    /// What those cost a month; nothing where none says it.
    pub hours_involved: Option<f64>,
    /// The events behind it.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// Loops between units.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DearLoops {
    /// Nothing paid twice.
    pub total: LoopsTotal,
    /// Those with the most work, at most twenty.
    pub dearest: Vec<Loop>,
    /// Whether there are more.
    pub truncated: bool,
}

impl Projections {
    /// Which duplicated work, duplicated data and loops cost most, as of `now`.
    pub fn support_lens(&self, now: Timestamp) -> Lens<SupportLens> {
        let Self { process_map, registry, .. } = self;
        let work = self.duplicates.answer(process_map, registry, LISTED);
        let query = LoopsQuery { limit: LISTED, ..LoopsQuery::at(now) };
        let loops = self.loops.answer(process_map, registry, query);
        let answer = SupportLens {
            duplicated_work: DuplicatedWork { total: work.total, dearest: work.clusters },
            duplicated_data: self.duplicated_data(),
            loops: DearLoops {
                total: loops.total,
                dearest: loops.cycles,
                truncated: loops.truncated,
            },
        };
        self.lens(Area::Support, answer, |mut it| {
            it.duplicated_work.dearest.clear();
            it.duplicated_data.dearest.clear();
            it.loops.dearest.clear();
            it
        })
    }

    fn duplicated_data(&self) -> DuplicatedData {
        let all = self.kept_twice();
        let steps: BTreeSet<_> = all.values().flatten().map(|it| it.step).collect();
        let items = all.iter().map(|(id, uses)| self.kept_twice_item(*id, uses));
        let mut dearest: Vec<_> = items.collect();
        dearest.sort_by(|a, b| {
            let hours = |it: &KeptTwice| it.hours_involved.unwrap_or(-1.0);
            hours(b).total_cmp(&hours(a)).then(a.id.cmp(&b.id))
        });
        dearest.truncate(LISTED);
        DuplicatedData {
            data_objects: all.len(),
            hours_involved: self.hours_of(&steps),
            dearest,
            evidence: Evidence::new(&self.kept_twice_evidence(), "lenses/support/data"),
        }
    }

    /// Every data object that steps of processes which are run keep by hand in two or more stores, with
    /// those uses.
    fn kept_twice(&self) -> BTreeMap<DataObjectId, Vec<DataUseItem>> {
        let is_by_hand = |it: &DataUseItem| {
            it.usage == Usage::Keeps
                && it.entry == Some(Entry::ByHand)
                && it.store.is_some()
                && self.registry.is_run(it.process)
        };
        let mut by_object = BTreeMap::<_, Vec<DataUseItem>>::new();
        for it in self.descriptions.data_uses().filter(is_by_hand) {
            by_object.entry(it.data_object).or_default().push(it);
        }
        by_object.retain(|_, uses| stores(uses).len() >= 2);
        by_object
    }

    fn kept_twice_item(&self, id: DataObjectId, uses: &[DataUseItem]) -> KeptTwice {
        let steps: BTreeSet<_> = uses.iter().map(|it| it.step).collect();
        KeptTwice {
            id,
            name: self.registry.name_of(Noun::DataObject, id.0),
            stores: stores(uses),
            master_store: self.registry.master_of(id).and_then(shown),
            hours_involved: self.hours_of(&steps),
            evidence: Evidence::of_events(&self.behind_uses(uses)),
            steps,
        }
    }

    pub(super) fn kept_twice_evidence(&self) -> BTreeSet<Position> {
        self.kept_twice().values().flat_map(|uses| self.behind_uses(uses)).collect()
    }

    fn behind_uses(&self, uses: &[DataUseItem]) -> BTreeSet<Position> {
        let steps = uses.iter().filter_map(|it| self.process_map.step(it.step));
        let steps = steps.flat_map(|it| it.known.evidence.iter().copied());
        uses.iter().map(|it| it.position).chain(steps).collect()
    }

    fn hours_of(&self, steps: &BTreeSet<StepId>) -> Option<f64> {
        let known = steps.iter().filter_map(|it| self.process_map.step(*it));
        let hours = known.filter_map(|it| it.known.fact.hours_per_month());
        hours.reduce(|sum, it| sum + it).map(rounded)
    }
}

fn stores(uses: &[DataUseItem]) -> BTreeSet<String> {
    uses.iter().filter_map(|it| it.store.clone()).collect()
}

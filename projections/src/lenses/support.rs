//! Which duplicated work, duplicated data and loops cost most per month? Side by side, never added.

use std::collections::BTreeSet;

use events::{
    Area,
    duplicate::DuplicateKind,
    ids::{DataObjectId, StepId},
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::{LISTED, Lens};
use crate::{
    Projections,
    duplicates::{
        DuplicatesQuery,
        answer::{DuplicateCluster, DuplicatesTotal},
    },
    evidence::Evidence,
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
        let work = self.duplicates_answer(&asked(DuplicateKind::Step, LISTED));
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
        let data = self.duplicates_answer(&asked(DuplicateKind::Data, LISTED));
        DuplicatedData {
            data_objects: data.total.clusters,
            hours_involved: data.total.hours_involved,
            dearest: data.clusters.into_iter().filter_map(KeptTwice::of).collect(),
            evidence: data.total.evidence,
        }
    }
}

fn asked(kind: DuplicateKind, limit: usize) -> DuplicatesQuery {
    DuplicatesQuery { kind, limit, ..DuplicatesQuery::default() }
}

impl KeptTwice {
    fn of(cluster: DuplicateCluster) -> Option<Self> {
        let DuplicateCluster { data_object, members, hours_involved, evidence, .. } = cluster;
        let data_object = data_object?;
        let steps = members.iter().flat_map(|it| &it.kept_by).map(|it| it.step).collect();
        Some(Self {
            id: data_object.id,
            name: data_object.name,
            stores: members.into_iter().filter_map(|it| it.name).collect(),
            master_store: data_object.master_store,
            steps,
            hours_involved,
            evidence,
        })
    }
}

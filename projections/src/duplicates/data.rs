//! Duplicated data: one data object that is kept by hand in two or more stores. A replica that an interface
//! feeds is none, and what nobody says is not known to be by hand.

use std::collections::{BTreeMap, BTreeSet};

use events::{
    Position,
    data_use::{Entry, Usage},
    ids::{DataObjectId, StepId},
};

use super::{sources::Sources, things::hours};
use crate::{descriptions::DataUseItem, process_map::Step};

/// A store in which a data object is kept by hand.
#[derive(Debug, Clone)]
pub(super) struct Store<'a> {
    /// As it was first written.
    pub(super) name: String,
    /// The steps that keep it there, by id.
    pub(super) keepers: Vec<&'a Step>,
    /// The events that say so.
    pub(super) positions: BTreeSet<Position>,
}

impl Store<'_> {
    /// Hours a month of the steps that keep it there.
    pub(super) fn hours(&self) -> Option<f64> {
        hours(self.keepers.iter().copied())
    }
}

/// The stores of each data object that is kept by hand anywhere, by their folded names.
pub(super) fn stores(of: Sources<'_>) -> BTreeMap<DataObjectId, BTreeMap<String, Store<'_>>> {
    let mut uses: Vec<DataUseItem> = of.descriptions.data_uses().filter(is_by_hand).collect();
    uses.sort_by_key(|it| it.position);
    let mut found: BTreeMap<DataObjectId, BTreeMap<String, Store<'_>>> = BTreeMap::new();
    for DataUseItem { data_object, step, store, position, .. } in uses {
        let (Some(name), Some(step)) = (store, of.step(step.0)) else { continue };
        let stores = found.entry(data_object).or_default();
        let store = stores.entry(folded(&name)).or_insert_with(|| Store {
            name,
            keepers: vec![],
            positions: BTreeSet::new(),
        });
        store.keepers.push(step);
        store.positions.insert(position);
    }
    for store in found.values_mut().flat_map(BTreeMap::values_mut) {
        store.keepers.sort_by_key(|it| it.known.fact.step);
        store.keepers.dedup_by_key(|it| it.known.fact.step);
    }
    found
}

/// Hours a month of all steps that keep it by hand, each once.
pub(super) fn hours_by_hand<'a>(stores: impl Iterator<Item = &'a Store<'a>>) -> Option<f64> {
    let keepers: BTreeMap<StepId, &Step> =
        stores.flat_map(|it| &it.keepers).map(|it| (it.known.fact.step, *it)).collect();
    hours(keepers.into_values())
}

pub(super) fn is_by_hand(it: &DataUseItem) -> bool {
    it.usage == Usage::Keeps && it.entry == Some(Entry::ByHand)
}

/// Two ways to write one name are one store.
pub(super) fn folded(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

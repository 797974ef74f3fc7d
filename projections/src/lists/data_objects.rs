//! Data objects, and where they are read and kept.

use std::collections::BTreeSet;

use events::{data_object::Registered, data_use::Usage, ids::DataObjectId};
use schemars::JsonSchema;
use serde::Serialize;

use super::{by_name, positions};
use crate::{
    Projections,
    descriptions::DataUseItem,
    evidence::{Evidence, shown},
};

/// A data object.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DataObjectItem {
    /// The data object.
    pub id: DataObjectId,
    /// What people call it.
    pub name: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// The store that is right where several differ.
    pub master_store: Option<String>,
    /// The stores in which steps keep it.
    pub stores: BTreeSet<String>,
    /// How many steps read it.
    pub read_by: usize,
    /// How many steps keep it.
    pub kept_by: usize,
    /// The events behind it, without those of its uses.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// A data object in full.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DataObjectDetail {
    /// As lists show it.
    #[serde(flatten)]
    pub item: DataObjectItem,
    /// The steps that read or keep it.
    pub uses: Vec<DataUseItem>,
}

impl Projections {
    /// All data objects.
    pub fn data_objects_answer(&self) -> Vec<DataObjectItem> {
        let uses: Vec<_> = self.descriptions.data_uses().collect();
        let of = |id| uses.iter().filter(move |it| it.data_object == id);
        let ids = self.registry.data_objects().keys();
        let items = ids.filter_map(|id| self.data_object_item(*id, of(*id))).collect();
        by_name(items, |it: &DataObjectItem| (it.name.as_deref(), it.id))
    }

    /// One data object.
    pub fn data_object_answer(&self, id: DataObjectId) -> Option<DataObjectDetail> {
        let uses = self.descriptions.data_uses().filter(|it| it.data_object == id);
        let uses: Vec<_> = uses.collect();
        Some(DataObjectDetail { item: self.data_object_item(id, uses.iter())?, uses })
    }

    fn data_object_item<'a>(
        &self,
        id: DataObjectId,
        uses: impl Iterator<Item = &'a DataUseItem>,
    ) -> Option<DataObjectItem> {
        let known = self.registry.data_objects().get(&id)?;
        let Registered { name, description } = &known.fact;
        let (mut stores, mut readers, mut keepers) =
            (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for it in uses {
            match it.usage {
                Usage::Reads => readers.insert(it.step),
                Usage::Keeps => keepers.insert(it.step),
            };
            stores.extend(it.store.clone().filter(|_| it.usage == Usage::Keeps));
        }
        Some(DataObjectItem {
            id,
            name: shown(name),
            description: description.as_ref().and_then(shown),
            master_store: self.registry.master_of(id).and_then(shown),
            stores,
            read_by: readers.len(),
            kept_by: keepers.len(),
            evidence: Evidence::new(&positions(known), &format!("data-objects/{id}")),
        })
    }
}

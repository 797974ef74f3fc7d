//! What the store has already, as far as an import needs to know it.

use std::collections::{BTreeMap, HashMap, HashSet};

use uuid::Uuid;

/// What the store has already.
#[derive(Debug, Clone, Default)]
pub struct There {
    pub units: Names,
    pub data_objects: Names,
    /// Processes whose id or name is planned, by their id.
    pub processes: BTreeMap<Uuid, ProcessThere>,
}

/// Things of one noun.
#[derive(Debug, Clone, Default)]
pub struct Names {
    ids: HashSet<Uuid>,
    /// The one thing that has this name, or nothing where several have it.
    by_name: HashMap<String, Option<Uuid>>,
}

/// A process on the map.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ProcessThere {
    pub name: String,
    pub steps: BTreeMap<Uuid, StepThere>,
    pub hand_overs: BTreeMap<Uuid, HandOverThere>,
}

/// What a drawing can say of a hand-over, as it is now.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HandOverThere {
    pub kind: String,
    pub share: Option<f64>,
    pub condition: Option<String>,
}

/// A step as it is now; a unit also where it is that of the process's owner.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StepThere {
    pub name: String,
    pub description: Option<String>,
    pub unit: Option<Uuid>,
    pub role: Option<String>,
}

impl Names {
    /// The thing of this id, if it is there; else the only one of this name.
    pub(super) fn find(&self, id: Uuid, name: &str) -> Option<Uuid> {
        if self.ids.contains(&id) { Some(id) } else { self.by_name.get(name).copied().flatten() }
    }
}

impl FromIterator<(Uuid, String)> for Names {
    fn from_iter<I: IntoIterator<Item = (Uuid, String)>>(things: I) -> Self {
        let mut names = Self::default();
        for (id, name) in things {
            names.ids.insert(id);
            names.by_name.entry(name).and_modify(|it| *it = None).or_insert(Some(id));
        }
        names
    }
}

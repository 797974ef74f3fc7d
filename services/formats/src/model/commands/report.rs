//! What became of a model.

use serde::Serialize;
use uuid::Uuid;

use crate::model::NotKept;

/// What became of a model.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    pub kept: Kept,
    /// What stays behind, in the order in which it was met.
    pub not_kept: Vec<NotKept>,
    pub notes: Vec<String>,
}

/// What an import writes, or finds written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Kept {
    pub processes: Vec<KeptProcess>,
    pub steps: usize,
    /// Within processes and between them.
    pub hand_overs: usize,
    pub data_uses: usize,
    /// Lanes and pools that are units which were there before.
    pub units_matched: usize,
    pub units_registered: usize,
    pub data_objects_matched: usize,
    pub data_objects_registered: usize,
}

/// One process.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct KeptProcess {
    pub id: Uuid,
    pub name: String,
    /// It was on the map before.
    pub is_there: bool,
    pub steps: usize,
    pub steps_revised: usize,
    pub hand_overs_revised: usize,
}

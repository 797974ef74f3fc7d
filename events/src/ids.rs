//! Typed ids. Nothing here mints one: ids come from callers, from the engine's id source, or follow
//! from what they stand for ([`derived`]).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::words::wordless;

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {
        $($(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        wordless!($name);)+
    };
}

ids! {
    /// A place.
    SiteId,
    /// A team, department or division.
    UnitId,
    /// People across units around a purpose.
    CommunityId,
    /// A process, through all its versions.
    ProcessId,
    /// One activity of a process.
    StepId,
    /// One hand-over between steps.
    HandOverId,
    /// What holds work up.
    PainPointId,
    /// A business object that steps read or keep.
    DataObjectId,
    /// An improvement.
    IdeaId,
    /// What somebody wrote below a process, a pain point or an idea.
    CommentId,
    /// An imported event log.
    LogId,
    /// Things that are held to be duplicates of each other; it follows from which they are.
    DuplicateId,
    /// Who acted. A person is only ever such an id here; names live beside the log.
    ActorId,
    /// One event.
    EventId,
}

/// An id of version 8 (RFC 9562): the first 16 bytes of the SHA-256 of the parts. Before each part stands
/// its length in bytes, as eight bytes, the highest first, so that `["ab", "c"]` and `["a", "bc"]` differ.
pub fn derived(parts: &[&str]) -> Uuid {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let digest = hash.finalize();
    Uuid::new_v8(std::array::from_fn(|place| digest[place]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_parts_give_the_same_id_of_version_eight() {
        let id = derived(&["units", "Purchasing"]);
        assert_eq!(id, derived(&["units", "Purchasing"]));
        assert_eq!(id.get_version_num(), 8);
    }

    #[test]
    fn where_a_part_ends_matters() {
        assert_ne!(derived(&["ab", "c"]), derived(&["a", "bc"]));
    }
}

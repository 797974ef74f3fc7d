//! Typed ids. Nothing here mints one: ids come from callers or from the engine's id source.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
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
    /// An improvement.
    IdeaId,
    /// An imported event log.
    LogId,
    /// A cluster of duplicates.
    DuplicateId,
    /// Who acted. A person is only ever such an id here; names live beside the log.
    ActorId,
    /// One event.
    EventId,
}

//! What can happen to a data object: a business object that steps read or keep.

use crate::{change::Change, words::Words};

facts! {
    /// What happened to a data object.
    pub enum Event {
        /// It became known.
        Registered = "data_object_registered" v 1,
        /// Something about it changed.
        Revised = "data_object_revised" v 1,
        /// One store was named its master.
        MasterNamed = "master_store_named" v 1,
    }
}

fact! {
    /// A data object became known.
    pub struct Registered {
        /// What people call it.
        pub name: Words,
        /// What it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub description: Option<Words>,
    }
}

fact! {
    /// Something about a data object changed.
    pub struct Revised {
        /// What people call it now.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub name: Change<Words>,
        /// What it is.
        #[serde(default, skip_serializing_if = "Change::is_keep")]
        pub description: Change<Words>,
    }
}

fact! {
    /// One store was named the master of a data object: the one that is right where they differ.
    pub struct MasterNamed {
        /// The store: a system, a list, a folder.
        pub store: Words,
    }
}

impl Registered {
    /// The data object as it is after a revision.
    pub fn revise(&mut self, revised: &Revised) {
        let Revised { name, description } = revised;
        name.set_in(&mut self.name);
        description.apply_to(&mut self.description);
    }
}

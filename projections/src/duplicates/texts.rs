//! The names of things, and which of them say the same. Looking through names is dear, so it waits until
//! somebody asks or has time; what was written down is read no sooner.
//!
//! Invariant: names are put and taken in the order of the events, however often somebody asked between.

use std::sync::{Arc, Mutex, MutexGuard};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned, ser::Error as _,
};
use similarity::{
    pairs::{Dump, Pairs},
    score::ALIKE,
};

/// Names by id.
#[derive(Debug)]
pub(super) struct Texts<Id>(Mutex<State<Id>>);

#[derive(Debug, Clone)]
struct State<Id> {
    pairs: Pairs<Id>,
    /// The pairs as they were written down, until somebody asks.
    unread: Option<Arc<[u8]>>,
    /// Names that came since, none for those that are gone; in the order of the events.
    changed: Vec<(Id, Option<Arc<str>>)>,
}

/// What is written down: the pairs as bytes that can be left unread.
#[derive(Serialize, Deserialize)]
struct Form<Id> {
    #[serde(with = "bytes")]
    pairs: Arc<[u8]>,
    changed: Vec<(Id, Option<Arc<str>>)>,
}

/// Bytes at once, not one by one.
mod bytes {
    use std::{fmt, sync::Arc};

    use serde::{Deserializer, Serializer, de::Visitor};

    pub(super) fn serialize<S: Serializer>(
        bytes: &Arc<[u8]>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(bytes)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Arc<[u8]>, D::Error> {
        struct Bytes;
        impl Visitor<'_> for Bytes {
            type Value = Arc<[u8]>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes")
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Arc<[u8]>, E> {
                Ok(bytes.into())
            }
        }
        deserializer.deserialize_bytes(Bytes)
    }
}

impl<Id: Copy + Ord> Default for Texts<Id> {
    fn default() -> Self {
        let pairs = Pairs::new(ALIKE);
        Self(Mutex::new(State { pairs, unread: None, changed: Vec::new() }))
    }
}

impl<Id: Copy + Ord> Clone for Texts<Id> {
    fn clone(&self) -> Self {
        Self(Mutex::new(self.lock().clone()))
    }
}

impl<Id> Texts<Id> {
    fn lock(&self) -> MutexGuard<'_, State<Id>> {
        self.0.lock().expect("no holder of this lock panics")
    }
}

impl<Id: Copy + Ord + DeserializeOwned> Texts<Id> {
    /// From now on it is called so; none takes it out.
    pub(super) fn put(&mut self, id: Id, name: Option<Arc<str>>) {
        self.0.get_mut().expect("no holder of this lock panics").changed.push((id, name));
    }

    /// The pairs as they are after all events.
    pub(super) fn settled(&self) -> Settled<'_, Id> {
        let mut state = self.lock();
        state.read();
        let State { pairs, changed, .. } = &mut *state;
        for (id, name) in std::mem::take(changed) {
            match name {
                Some(name) => pairs.put(id, &name),
                None => pairs.remove(id),
            }
        }
        pairs.settle();
        Settled(state)
    }
}

impl<Id: Copy + Ord + DeserializeOwned> State<Id> {
    fn read(&mut self) {
        let Some(unread) = self.unread.take() else { return };
        let dump = postcard::from_bytes::<Dump<Id>>(&unread).ok();
        // Its sum was right when it was read from disk.
        self.pairs = dump.and_then(Pairs::load).expect("what was written down reads as it was");
    }
}

/// The pairs, for as long as it lives.
pub(super) struct Settled<'a, Id>(MutexGuard<'a, State<Id>>);

impl<Id> std::ops::Deref for Settled<'_, Id> {
    type Target = Pairs<Id>;

    fn deref(&self) -> &Pairs<Id> {
        &self.0.pairs
    }
}

impl<Id: Copy + Ord + Serialize> Serialize for Texts<Id> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let state = self.lock();
        let pairs = match &state.unread {
            Some(unread) => Arc::clone(unread),
            None => postcard::to_allocvec(&state.pairs.dump()).map_err(S::Error::custom)?.into(),
        };
        Form { pairs, changed: state.changed.clone() }.serialize(serializer)
    }
}

impl<'de, Id: Copy + Ord + Deserialize<'de>> Deserialize<'de> for Texts<Id> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Form { pairs, changed } = Form::<Id>::deserialize(deserializer)?;
        let state = State { pairs: Pairs::new(ALIKE), unread: Some(pairs), changed };
        Ok(Self(Mutex::new(state)))
    }
}

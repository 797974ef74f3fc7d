//! A map of few entries: a sorted list of which the first entry lies in place, as most never get a second one.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use smallvec::SmallVec;

/// Entries by key, ascending.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound = "K: Serialize + DeserializeOwned, V: Serialize + DeserializeOwned")]
pub struct Few<K, V>(SmallVec<[(K, V); 1]>);

impl<K, V> Default for Few<K, V> {
    fn default() -> Self {
        Self(SmallVec::new())
    }
}

impl<K: Ord + Copy, V> Few<K, V> {
    fn place(&self, key: K) -> Result<usize, usize> {
        self.0.binary_search_by_key(&key, |(it, _)| *it)
    }

    /// Puts an entry in its place; what was there is gone.
    pub(crate) fn insert(&mut self, key: K, value: V) {
        match self.place(key) {
            Ok(at) => self.0[at].1 = value,
            Err(at) => self.0.insert(at, (key, value)),
        }
    }

    pub(crate) fn remove(&mut self, key: K) {
        if let Ok(at) = self.place(key) {
            self.0.remove(at);
        }
    }

    /// The entry of a key.
    pub fn get(&self, key: K) -> Option<&V> {
        self.place(key).ok().map(|at| &self.0[at].1)
    }

    pub(crate) fn get_mut(&mut self, key: K) -> Option<&mut V> {
        self.place(key).ok().map(|at| &mut self.0[at].1)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All entries, ascending by key.
    pub fn iter(&self) -> impl Iterator<Item = (K, &V)> {
        self.0.iter().map(|(key, value)| (*key, value))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_holds_what_a_tree_would_hold(changes in prop::collection::vec((0..9_u8, prop::option::of(any::<u8>())), 0..40)) {
            let (mut few, mut tree) = (Few::default(), BTreeMap::new());
            for (key, value) in changes {
                if let Some(value) = value {
                    few.insert(key, value);
                    tree.insert(key, value);
                } else {
                    few.remove(key);
                    tree.remove(&key);
                }
                prop_assert_eq!(few.get(key), tree.get(&key));
            }
            let entries: Vec<_> = few.iter().map(|(key, value)| (key, *value)).collect();
            prop_assert_eq!(entries, tree.into_iter().collect::<Vec<_>>());
        }
    }
}

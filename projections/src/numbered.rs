//! Values with numbers: each is kept once and found again without being kept a second time as a key.

use std::hash::{BuildHasher as _, Hash, RandomState};

use hashbrown::HashTable;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Finds numbers by what they stand for; that is kept elsewhere, and every question says where.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lookup {
    numbers: HashTable<u32>,
    hasher: RandomState,
}

impl Lookup {
    /// With room for so many.
    pub(crate) fn with_capacity(count: usize) -> Self {
        Self { numbers: HashTable::with_capacity(count), ..Self::default() }
    }

    pub(crate) fn find<'a, K: Hash + Eq + 'a>(
        &self,
        key: &K,
        key_of: impl Fn(u32) -> &'a K,
    ) -> Option<u32> {
        let hash = self.hasher.hash_one(key);
        self.numbers.find(hash, |it| key_of(*it) == key).copied()
    }

    /// Whoever puts a number in knows that its key is not there yet.
    pub(crate) fn insert<'a, K: Hash + Eq + 'a>(
        &mut self,
        number: u32,
        key_of: impl Fn(u32) -> &'a K,
    ) {
        let hash_of = |it: &u32| self.hasher.hash_one(key_of(*it));
        self.numbers.insert_unique(hash_of(&number), number, hash_of);
    }

    pub(crate) fn remove<'a, K: Hash + Eq + 'a>(
        &mut self,
        key: &K,
        key_of: impl Fn(u32) -> &'a K,
    ) -> Option<u32> {
        let hash = self.hasher.hash_one(key);
        let entry = self.numbers.find_entry(hash, |it| key_of(*it) == key).ok()?;
        Some(entry.remove().0)
    }
}

/// Every value once, numbered in the order in which they came.
#[derive(Debug, Clone)]
pub(crate) struct Numbered<T> {
    values: Vec<T>,
    numbers: Lookup,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self { values: Vec::new(), numbers: Lookup::default() }
    }
}

impl<T: Eq + Hash> Numbered<T> {
    /// Its number, a new one where it has none yet.
    pub(crate) fn number(&mut self, value: T) -> u32 {
        if let Some(number) = self.find(&value) {
            return number;
        }
        let number = number(self.values.len());
        self.values.push(value);
        self.numbers.insert(number, |it| &self.values[it as usize]);
        number
    }

    pub(crate) fn find(&self, value: &T) -> Option<u32> {
        self.numbers.find(value, |it| &self.values[it as usize])
    }
}

impl<T> Numbered<T> {
    pub(crate) fn get(&self, number: u32) -> &T {
        &self.values[number as usize]
    }

    /// All, in the order of their numbers.
    pub(crate) fn values(&self) -> &[T] {
        &self.values
    }
}

/// The place in a list as a number.
pub(crate) fn number(place: usize) -> u32 {
    u32::try_from(place).expect("fewer than four thousand million things")
}

impl<T: PartialEq> PartialEq for Numbered<T> {
    fn eq(&self, other: &Self) -> bool {
        self.values == other.values
    }
}

impl<T: Eq> Eq for Numbered<T> {}

impl<T: Eq + Hash> FromIterator<T> for Numbered<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        let values = values.into_iter();
        let (at_least, _) = values.size_hint();
        let numbers = Lookup::with_capacity(at_least);
        let mut numbered = Self { values: Vec::with_capacity(at_least), numbers };
        for value in values {
            numbered.number(value);
        }
        numbered
    }
}

impl<T: Serialize> Serialize for Numbered<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.values.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de> + Eq + Hash> Deserialize<'de> for Numbered<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<T>::deserialize(deserializer)?.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, hash_map::Entry};

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_value_keeps_the_number_that_it_got_first() {
        let all: Numbered<_> = ["mail", "wiki", "mail"].into_iter().collect();
        assert_eq!(
            (all.find(&"mail"), all.find(&"wiki"), all.find(&"fax")),
            (Some(0), Some(1), None)
        );
        assert_eq!(all.values(), ["mail", "wiki"]);
    }

    proptest! {
        #[test]
        fn numbers_are_found_as_a_map_would_find_them(
            changes in prop::collection::vec((any::<bool>(), 0..40_u16), 0..200),
        ) {
            let (mut keys, mut lookup, mut map) = (Vec::new(), Lookup::default(), HashMap::new());
            for (is_put, key) in changes {
                if !is_put {
                    prop_assert_eq!(lookup.remove(&key, |it| &keys[it as usize]), map.remove(&key));
                } else if let Entry::Vacant(place) = map.entry(key) {
                    let number = number(keys.len());
                    keys.push(key);
                    lookup.insert(number, |it| &keys[it as usize]);
                    place.insert(number);
                }
                for key in 0..40 {
                    let found = lookup.find(&key, |it| &keys[it as usize]);
                    prop_assert_eq!(found, map.get(&key).copied());
                }
            }
        }
    }
}

//! Fields that differ, each with what it was and what it is.

use std::collections::{BTreeMap, btree_map::Entry};

use serde_json::Value;

/// Fields by path, each from one value to another one; `null` is nothing. No field stays as it was.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Delta(BTreeMap<String, (Value, Value)>);

impl Delta {
    /// The change of one field; none where it stays as it was.
    pub fn of(field: String, from: Value, to: Value) -> Self {
        let is_change = from != to;
        Self(is_change.then_some((field, (from, to))).into_iter().collect())
    }

    /// From one state to another one.
    pub fn between(before: &BTreeMap<String, Value>, after: &BTreeMap<String, Value>) -> Self {
        let held = |state: &BTreeMap<String, Value>, field| state.get(field).cloned();
        let gone = before.iter().map(|(field, from)| (field, from.clone()));
        let gone = gone.map(|(field, from)| {
            Self::of(field.clone(), from, held(after, field).unwrap_or_default())
        });
        let come = after.iter().filter(|(field, _)| !before.contains_key(*field));
        let come = come.map(|(field, to)| Self::of(field.clone(), Value::Null, to.clone()));
        Self(gone.chain(come).flat_map(|it| it.0).collect())
    }

    /// This one, and then a later one that begins where this one ends.
    #[must_use]
    pub fn then(mut self, later: Self) -> Self {
        for (field, (from, to)) in later.0 {
            match self.0.entry(field) {
                Entry::Vacant(place) => {
                    place.insert((from, to));
                }
                Entry::Occupied(mut place) if place.get().0 != to => place.get_mut().1 = to,
                Entry::Occupied(place) => {
                    place.remove();
                }
            }
        }
        self
    }

    /// Makes of the state before the state after.
    pub fn apply(&self, state: &mut BTreeMap<String, Value>) {
        for (field, (_, to)) in &self.0 {
            if to.is_null() {
                state.remove(field);
            } else {
                state.insert(field.clone(), to.clone());
            }
        }
    }

    /// The way back.
    #[must_use]
    pub fn inverse(self) -> Self {
        Self(self.0.into_iter().map(|(field, (from, to))| (field, (to, from))).collect())
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Field, what it was, what it is; ordered by field.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value, &Value)> {
        self.0.iter().map(|(field, (from, to))| (field.as_str(), from, to))
    }
}

//! Process areas as a set: one bit for each of the thirteen.

use events::Area;
use serde::{Deserialize, Serialize};

/// Areas, each once; written as a list of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Area>", into = "Vec<Area>")]
pub struct Areas(u16);

impl Areas {
    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether an area is in it.
    pub fn contains(self, area: Area) -> bool {
        self.0 & bit(area) != 0
    }

    /// Those that are in it, in the order of all areas.
    pub fn iter(self) -> impl Iterator<Item = Area> {
        Area::ALL.into_iter().filter(move |it| self.contains(*it))
    }
}

impl FromIterator<Area> for Areas {
    fn from_iter<I: IntoIterator<Item = Area>>(areas: I) -> Self {
        Self(areas.into_iter().fold(0, |bits, it| bits | bit(it)))
    }
}

impl From<Vec<Area>> for Areas {
    fn from(areas: Vec<Area>) -> Self {
        areas.into_iter().collect()
    }
}

impl From<Areas> for Vec<Area> {
    fn from(areas: Areas) -> Self {
        areas.iter().collect()
    }
}

fn bit(area: Area) -> u16 {
    1 << area as u16
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::{prelude::*, sample::subsequence};

    use super::*;

    proptest! {
        #[test]
        fn it_holds_what_a_set_would_hold(given in subsequence(Area::ALL.to_vec(), 0..=13).prop_shuffle()) {
            let areas: Areas = given.iter().chain(&given).copied().collect();
            let set: BTreeSet<Area> = given.into_iter().collect();
            prop_assert_eq!(areas.is_empty(), set.is_empty());
            prop_assert_eq!(serde_json::json!(areas), serde_json::json!(set));
            prop_assert_eq!(areas.iter().collect::<Vec<_>>(), Vec::from_iter(set));
        }
    }
}

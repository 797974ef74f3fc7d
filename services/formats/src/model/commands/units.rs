//! Lanes and pools as units: matched by name, else registered under the one around them.

use events::ids::derived;
use serde_json::{Map, json};
use uuid::Uuid;

use super::{Planning, steps::name_and_rest};

impl Planning<'_> {
    /// The unit that works in a lane: the lane, the lanes around it and the pool lie in each other.
    pub(super) fn unit_of(&mut self, process: usize, lane: Option<usize>) -> Option<Uuid> {
        let mut path: Vec<String> =
            self.model.lane_names(lane).map(|it| name_and_rest(it).0).collect();
        path.extend(self.pool_as_unit(process).map(|it| name_and_rest(it).0));
        // From the outside; a lane that is called as what is around it is the same unit.
        path.reverse();
        path.dedup();
        let mut unit = None;
        for name in path {
            unit = Some(self.unit(&name, unit));
        }
        unit
    }

    /// The unit that a pool is.
    pub(super) fn pool_unit(&mut self, process: usize) -> Option<Uuid> {
        self.unit_of(process, None)
    }

    /// A pool names a unit where there are several, or where its process has a name of its own. A single
    /// one is the name of the process.
    fn pool_as_unit(&self, process: usize) -> Option<&str> {
        let it = &self.model.processes[process];
        let pool = it.pool.as_deref()?;
        let is_named_apart = it.name.as_deref().is_some_and(|name| name != pool);
        (self.pools > 1 || is_named_apart).then_some(pool)
    }

    /// An id depends on the name, and on the unit around it: other files mean the same unit.
    fn unit(&mut self, name: &str, parent: Option<Uuid>) -> Uuid {
        let id = match parent {
            Some(parent) => derived(&["unit", &parent.to_string(), name]),
            None => derived(&["unit", name]),
        };
        let found = self.there.units.find(id, name);
        let unit = found.unwrap_or(id);
        if !self.units.insert(unit) {
            return unit;
        }
        if found.is_some() {
            self.report.kept.units_matched += 1;
            return unit;
        }
        let mut body = Map::new();
        body.insert("name".to_owned(), json!(name));
        if let Some(parent) = parent {
            body.insert("parent".to_owned(), json!(parent));
        }
        self.add("units", unit, "register-unit", body.into());
        self.report.kept.units_registered += 1;
        unit
    }
}

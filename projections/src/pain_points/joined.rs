//! A pain point with all that was merged into it. Whoever has it on both sides counts once, and there
//! the figures of the one that stays win.

use events::ids::{PainPointId, UnitId};

use super::{Backing, PainPoint, PainPoints};

impl PainPoints {
    /// Works out anew what counts at the end of the chain that leads on from here.
    pub(super) fn join(&mut self, id: PainPointId) {
        let root = self.merges.root(id);
        let members = self.merges.members(root);
        if root != id {
            self.joined.remove(&id);
        }
        match self.single.get(&root) {
            Some(whole) if !members.is_empty() => {
                let mut whole = PainPoint::clone(whole);
                let sources = members.iter().filter_map(|it| self.single.get(it));
                sources.for_each(|source| whole.take_in(source));
                self.joined.insert(root, whole);
            }
            _ => drop(self.joined.remove(&root)),
        }
    }
}

impl PainPoint {
    fn take_in(&mut self, source: &Self) {
        self.evidence.extend(source.evidence.iter().copied());
        self.evidence.sort_unstable();
        self.evidence.dedup();
        self.logged = self.logged.min(source.logged);
        for (unit, backing) in source.backings.iter() {
            match self.backings.get(unit) {
                Some(there) if there.hours.is_none() => self.backings.insert(unit, backing),
                Some(_) => {}
                None => self.take_in_backing(source, unit, backing),
            }
        }
    }

    /// Where the source is over for a unit, it stays over.
    fn take_in_backing(&mut self, source: &Self, unit: Option<UnitId>, backing: Backing) {
        let everywhere = source.ended.as_ref().and_then(|it| it.everywhere.as_ref());
        let there = |unit| source.ended.as_ref().and_then(|it| it.units.get(&unit));
        match (unit, unit.and_then(there).or(everywhere)) {
            (Some(unit), Some(ended)) => {
                let own = self.ended.get_or_insert_default();
                own.units.insert(unit, ended.clone());
            }
            (None, Some(_)) => return,
            (_, None) => {}
        }
        self.backings.insert(unit, backing);
    }
}

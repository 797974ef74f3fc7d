//! An idea with all that was merged into it. Whoever supports both counts once; where it stands, and what
//! it brought, is what is said of the one that stays.

use events::ids::IdeaId;

use super::{Idea, Ideas};

impl Ideas {
    /// Works out anew what counts at the end of the chain that leads on from here.
    pub(super) fn join(&mut self, id: IdeaId) {
        let root = self.merges.root(id);
        let members = self.merges.members(root);
        if root != id {
            self.joined.remove(&id);
        }
        match self.single.get(&root) {
            Some(whole) if !members.is_empty() => {
                let mut whole = whole.clone();
                let sources = members.iter().filter_map(|it| self.single.get(it));
                sources.for_each(|source| whole.take_in(source));
                self.joined.insert(root, whole);
            }
            _ => drop(self.joined.remove(&root)),
        }
    }
}

impl Idea {
    fn take_in(&mut self, source: &Self) {
        self.known.evidence.extend_from_slice(&source.known.evidence);
        self.known.evidence.sort_unstable();
        self.known.evidence.dedup();
        self.proposed = self.proposed.min(source.proposed);
        self.addresses.extend(&source.addresses);
        for (supporter, unit) in &source.supporters {
            self.supporters.entry(*supporter).or_insert(*unit);
        }
    }
}

//! Remembers how far streams have got, so that an append need not ask the database.

use std::{collections::HashMap, mem};

use events::Stream;

/// Bounded: what was not asked for since the younger half last filled up is forgotten.
#[derive(Debug)]
pub(super) struct Revisions {
    young: HashMap<Stream, u64>,
    old: HashMap<Stream, u64>,
    half: usize,
}

impl Revisions {
    pub(super) fn new(half: usize) -> Self {
        Self { young: HashMap::new(), old: HashMap::new(), half }
    }

    pub(super) fn get(&mut self, stream: &Stream) -> Option<u64> {
        if let Some(revision) = self.young.get(stream) {
            return Some(*revision);
        }
        let revision = self.old.remove(stream)?;
        self.set(*stream, revision);
        Some(revision)
    }

    pub(super) fn set(&mut self, stream: Stream, revision: u64) {
        if self.young.len() >= self.half {
            self.old = mem::take(&mut self.young);
        }
        self.young.insert(stream, revision);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::given::stream;

    #[test]
    fn forgets_what_was_not_asked_for_and_keeps_what_was() {
        let mut revisions = Revisions::new(10);
        for n in 0..100 {
            revisions.set(stream(n), 1);
            assert_eq!(revisions.get(&stream(0)), Some(1));
        }
        assert_eq!(revisions.get(&stream(1)), None);
        assert!(revisions.young.len() + revisions.old.len() <= 20);
    }

    #[test]
    fn the_newest_revision_counts() {
        let mut revisions = Revisions::new(2);
        for (n, revision) in [(1, 1), (2, 1), (3, 1), (1, 2), (4, 1)] {
            revisions.set(stream(n), revision);
        }
        assert_eq!(revisions.get(&stream(1)), Some(2));
    }
}

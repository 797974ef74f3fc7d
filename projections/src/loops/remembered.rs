//! Parts of the last answer, kept for the next one: where none of its hand-overs has changed since, the
//! kind of a cycle, what is told of it and of a way between two nodes is not worked out again.
//!
//! Invariant: what is remembered depends on the hand-overs of its edges and on those that stay at its
//! nodes; each carries the number of the change that touched it last. Whatever else it depends on (where
//! things belong, what they are called, what logs measured) makes everything be forgotten when it changes.

use std::{collections::BTreeMap, sync::Mutex};

use events::{Event, Recorded, process};
use jiff::civil::Date;

use crate::loops::{
    answer::{HandedOver, Loop},
    level::{Level, Node},
};

/// By level: of the last answer there.
#[derive(Debug, Default)]
pub(super) struct Remembered(Mutex<BTreeMap<Level, Kept>>);

/// A copy begins anew: it may be told what never happened.
impl Clone for Remembered {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// Parts of an answer about the week of a day.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// The day, and how often something went from the traffic as a whole.
    of: (Date, u64),
    /// Whether a process carries a cycle, and what it cost to know.
    pub(super) carried: Table<Vec<Node>, (bool, u64)>,
    /// What is told of a cycle, and what its kind cost.
    pub(super) loops: Table<Vec<Node>, (Loop, u64)>,
    pub(super) hand_overs: Table<(Node, Node), HandedOver>,
}

/// What was known before, and what was asked for by now; each with the number of the last change.
#[derive(Debug)]
pub(super) struct Table<K, T> {
    was: BTreeMap<K, (u64, T)>,
    is: BTreeMap<K, (u64, T)>,
}

impl Remembered {
    /// Forgets everything, unless the event is about one hand-over or about nothing that loops show.
    pub(super) fn hear(&mut self, event: &Recorded) {
        use process::Event as E;
        let is_kept = match &event.event {
            Event::Process(it) => {
                matches!(it, E::HandOverAdded(_) | E::HandOverRevised(_) | E::HandOverRemoved(_))
            }
            Event::PainPoint(_) | Event::Idea(_) | Event::Community(_) | Event::Duplicate(_) => {
                true
            }
            Event::Site(_) | Event::Unit(_) | Event::DataObject(_) | Event::Log(_) => false,
            Event::Any(_) => false,
        };
        if !is_kept {
            self.0.get_mut().expect("no answer breaks off").clear();
        }
    }

    /// What is known of the answer before, if that was about the same week.
    pub(super) fn take(&self, level: Level, day: Date, gone: u64) -> Kept {
        let mut all = self.0.lock().expect("no answer breaks off");
        let known = all.remove(&level).filter(|it| it.of == (day, gone));
        known.unwrap_or_else(|| Kept { of: (day, gone), ..Kept::default() })
    }

    /// For the next answer; what this one did not need is left.
    pub(super) fn keep(&self, level: Level, kept: Kept) {
        let Kept { of, carried, loops, hand_overs } = kept;
        let (carried, loops, hand_overs) = (carried.turned(), loops.turned(), hand_overs.turned());
        let kept = Kept { of, carried, loops, hand_overs };
        self.0.lock().expect("no answer breaks off").insert(level, kept);
    }
}

impl<K: Ord, T: Clone> Table<K, T> {
    /// What is known, if nothing has changed since.
    pub(super) fn known(&mut self, key: &K, changed: u64) -> Option<T> {
        let (key, (at, known)) = self.was.remove_entry(key)?;
        if at != changed {
            return None;
        }
        self.is.insert(key, (at, known.clone()));
        Some(known)
    }

    pub(super) fn add(&mut self, key: K, changed: u64, known: T) {
        self.is.insert(key, (changed, known));
    }

    fn turned(self) -> Self {
        Self { was: self.is, ..Self::default() }
    }
}

impl<K, T> Default for Table<K, T> {
    fn default() -> Self {
        Self { was: BTreeMap::new(), is: BTreeMap::new() }
    }
}

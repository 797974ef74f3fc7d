//! Parts of the last answer, kept for the next one: where none of its hand-overs has changed since, what a
//! way between two nodes costs and what is told of it, the kind of a cycle and what is told of that are not
//! worked out again, and cycles are looked for only where something changed. Components and the cut, which are
//! about the graph as a whole, are found anew.
//!
//! Invariant: what is remembered depends on the hand-overs of its edges and on those that stay at its
//! nodes; each carries the number of the change that touched it last. Whatever else it depends on (where
//! things belong, what they are called, what logs measured) makes everything be forgotten when it changes.

use std::{
    borrow::Borrow,
    collections::{BTreeMap, HashMap},
    hash::Hash,
    sync::{Arc, Mutex},
};

use events::{Event, Recorded, process};
use jiff::civil::Date;

use crate::{
    graphs::cycles::again::Again,
    loops::{
        answer::{HandedOver, Loop},
        behind::GroundsOf,
        fold::Fold,
        level::{Level, Node, Spot},
        price::Prices,
        tangle::Removed,
        waits::Worked,
    },
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
    /// What places of nodes and of spots stand for.
    nodes: Vec<Node>,
    spots: Vec<Spot>,
    pub(super) waits: Worked,
    pub(super) prices: Prices,
    /// By node, as far as they were asked for; empty before.
    pub(super) labels: Vec<Option<Label>>,
    pub(super) grounds: GroundsOf,
    /// Whether a process carries a cycle, and what it cost to know.
    pub(super) carried: Table<Vec<usize>, (bool, u64)>,
    /// What is told of a cycle, and what its kind cost.
    pub(super) loops: Table<Vec<usize>, (Loop, u64)>,
    pub(super) hand_overs: Table<(usize, usize), HandedOver>,
    /// What is told of a way that the cut removes.
    pub(super) removed: Table<(usize, usize), Arc<Removed>>,
    pub(super) cycles: Again,
}

/// The id of a node, and what people call it.
pub(super) type Label = (Arc<str>, Option<Arc<str>>);

/// What was known before, and what was asked for by now; each with the number of the last change.
#[derive(Debug)]
pub(super) struct Table<K, T> {
    was: HashMap<K, (u64, T)>,
    is: HashMap<K, (u64, T)>,
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
        let kept = Kept {
            carried: kept.carried.turned(),
            loops: kept.loops.turned(),
            hand_overs: kept.hand_overs.turned(),
            removed: kept.removed.turned(),
            ..kept
        };
        self.0.lock().expect("no answer breaks off").insert(level, kept);
    }
}

impl Kept {
    /// As much of it as is about these nodes and spots.
    pub(super) fn fitting(self, fold: &Fold<'_>) -> Self {
        let is_about = self.nodes == fold.nodes;
        let kept = if is_about { self } else { Self { of: self.of, ..Self::default() } };
        let grounds = if kept.spots == fold.spots { kept.grounds } else { GroundsOf::default() };
        Self { nodes: fold.nodes.clone(), spots: fold.spots.clone(), grounds, ..kept }
    }
}

impl<K: Hash + Eq, T: Clone> Table<K, T> {
    /// What is known, if nothing has changed since.
    pub(super) fn known<Q: Hash + Eq + ?Sized>(&mut self, key: &Q, changed: u64) -> Option<T>
    where
        K: Borrow<Q>,
    {
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
        Self { was: HashMap::new(), is: HashMap::new() }
    }
}

//! What things of one kind say, and which of them say the same. Looking through texts is dear, so it waits
//! until somebody asks or has time; what was written down is read no sooner.
//!
//! Invariant: texts are put and taken in the order of the events, however often somebody asked between.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, MutexGuard},
};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned, ser::Error as _,
};
use similarity::{
    lessons::Synonyms,
    pairs::{Cluster, Dump, Pairs, Rules},
    score::ALIKE,
};

/// Texts by id.
#[derive(Debug)]
pub(super) struct Texts<Id>(Mutex<Box<State<Id>>>);

#[derive(Debug, Clone)]
struct State<Id> {
    pairs: Pairs<Id>,
    /// The pairs as they were written down, until somebody asks.
    unread: Option<Arc<[u8]>>,
    /// Texts that came since, none for those that are gone; in the order of the events.
    changed: Vec<(Id, Option<Arc<str>>)>,
    /// What words mean from then on, and how many of these texts came before.
    learned: Vec<(usize, Synonyms)>,
    /// Those of which something else is not as it was.
    touched: Touched<Id>,
}

/// Until somebody asks these are all of them, so that none has to be noted; nor is any written down.
#[derive(Debug, Clone)]
enum Touched<Id> {
    All,
    Some(BTreeSet<Id>),
}

/// What is written down: the pairs as bytes that can be left unread.
#[derive(Serialize, Deserialize)]
struct Form<Id> {
    #[serde(with = "bytes")]
    pairs: Arc<[u8]>,
    changed: Vec<(Id, Option<Arc<str>>)>,
    learned: Vec<(usize, Synonyms)>,
}

/// Bytes at once, not one by one.
mod bytes {
    use std::{fmt, sync::Arc};

    use serde::{Deserializer, Serializer, de::Visitor};

    pub(super) fn serialize<S: Serializer>(
        bytes: &Arc<[u8]>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(bytes)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Arc<[u8]>, D::Error> {
        struct Bytes;
        impl Visitor<'_> for Bytes {
            type Value = Arc<[u8]>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes")
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Arc<[u8]>, E> {
                Ok(bytes.into())
            }
        }
        deserializer.deserialize_bytes(Bytes)
    }
}

impl<Id: Copy + Ord + 'static> Default for Texts<Id> {
    fn default() -> Self {
        Self(Mutex::new(Box::new(State {
            pairs: Pairs::new(ALIKE),
            unread: None,
            changed: Vec::new(),
            learned: Vec::new(),
            touched: Touched::All,
        })))
    }
}

impl<Id: Copy + Ord> Clone for Texts<Id> {
    fn clone(&self) -> Self {
        Self(Mutex::new(self.lock().clone()))
    }
}

impl<Id> Texts<Id> {
    fn lock(&self) -> MutexGuard<'_, Box<State<Id>>> {
        self.0.lock().expect("no holder of this lock panics")
    }
}

impl<Id: Copy + Ord + DeserializeOwned + 'static> Texts<Id> {
    /// From now on it says this; none takes it out.
    pub(super) fn put(&mut self, id: Id, text: Option<Arc<str>>) {
        self.state().changed.push((id, text));
    }

    /// From now on words mean this.
    pub(super) fn learn(&mut self, synonyms: Synonyms) {
        let state = self.state();
        state.learned.push((state.changed.len(), synonyms));
    }

    /// Something else than its text is not as it was.
    pub(super) fn touch(&mut self, id: Id) {
        if let Touched::Some(touched) = &mut self.state().touched {
            touched.insert(id);
        }
    }

    /// The same of all of them.
    pub(super) fn touch_all(&mut self) {
        self.state().touched = Touched::All;
    }

    fn state(&mut self) -> &mut State<Id> {
        self.0.get_mut().expect("no holder of this lock panics")
    }

    /// Who says the same and may be together, ordered by their members.
    pub(super) fn clusters(&self, rules: &impl Rules<Id>) -> Vec<Cluster<Id>> {
        self.up_to_date().pairs.clusters(rules).into_iter().cloned().collect()
    }

    /// How alike two are, from 0 to 1.
    pub(super) fn score(&self, a: Id, b: Id) -> f32 {
        self.up_to_date().pairs.index().score(a, b)
    }

    /// Those whose text says something like this one, the most alike first.
    pub(super) fn like(&self, text: &str, threshold: f32, limit: usize) -> Vec<(Id, f32)> {
        self.up_to_date().pairs.index().search(text, threshold, limit)
    }

    /// Texts that are not looked through yet.
    pub(super) fn waiting(&self) -> usize {
        self.lock().changed.len()
    }

    /// All texts are there, though nobody may have looked yet which say the same.
    fn up_to_date(&self) -> MutexGuard<'_, Box<State<Id>>> {
        let mut state = self.lock();
        state.catch_up();
        state
    }
}

impl<Id: Copy + Ord + DeserializeOwned + 'static> State<Id> {
    fn catch_up(&mut self) {
        self.read();
        let (changed, mut from) = (std::mem::take(&mut self.changed), 0);
        for (at, synonyms) in std::mem::take(&mut self.learned) {
            self.pairs.change(&changed[std::mem::replace(&mut from, at)..at]);
            self.pairs.learn(&synonyms);
        }
        self.pairs.change(&changed[from..]);
        match std::mem::replace(&mut self.touched, Touched::Some(BTreeSet::new())) {
            Touched::All => self.pairs.touch_all(),
            Touched::Some(touched) => touched.into_iter().for_each(|it| self.pairs.touch(it)),
        }
    }

    fn read(&mut self) {
        let Some(unread) = self.unread.take() else { return };
        let dump = postcard::from_bytes::<Dump<Id>>(&unread).ok();
        // Its sum was right when it was read from disk.
        self.pairs = dump.and_then(Pairs::load).expect("what was written down reads as it was");
    }
}

impl<Id: Copy + Ord + Serialize + 'static> Serialize for Texts<Id> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let state = self.lock();
        let pairs = match &state.unread {
            Some(unread) => Arc::clone(unread),
            None => postcard::to_allocvec(&state.pairs.dump()).map_err(S::Error::custom)?.into(),
        };
        Form { pairs, changed: state.changed.clone(), learned: state.learned.clone() }
            .serialize(serializer)
    }
}

impl<'de, Id: Copy + Ord + Deserialize<'de> + 'static> Deserialize<'de> for Texts<Id> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Form { pairs, changed, learned } = Form::<Id>::deserialize(deserializer)?;
        let (unread, touched) = (Some(pairs), Touched::All);
        Ok(Self(Mutex::new(Box::new(State {
            pairs: Pairs::new(ALIKE),
            unread,
            changed,
            learned,
            touched,
        }))))
    }
}

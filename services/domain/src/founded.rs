//! What was said when something began, and what is so today.

use events::Event;

use crate::{Decision, Rejection};

/// A thing as it was founded and as it is now.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Founded<T> {
    founding: T,
    /// As it is now.
    pub(crate) now: T,
}

impl<T: Clone + PartialEq> Founded<T> {
    pub(crate) fn new(fact: &T) -> Self {
        Self { founding: fact.clone(), now: fact.clone() }
    }

    /// Founding again what is there: nothing, if the founding fields are the same; else the id is taken.
    pub(crate) fn found(existing: Option<&Self>, wish: T, id: impl ToString) -> Decision
    where
        T: Into<Event>,
    {
        match existing {
            None => Ok(vec![wish.into()]),
            Some(there) if there.founding == wish => Ok(vec![]),
            Some(_) => Err(Rejection::IdTaken(id.to_string())),
        }
    }
}

/// Changes a founded thing, if it is there.
pub(crate) fn change<T>(founded: &mut Option<Founded<T>>, change: impl FnOnce(&mut T)) {
    if let Some(founded) = founded {
        change(&mut founded.now);
    }
}

//! What verdicts teach of words, kind by kind: a confirmation that two words mean the same, a dismissal as
//! different work that they do not. Other causes teach nothing.
//!
//! It is learned from what things were called when somebody said it, so no later name changes it.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use events::{
    duplicate::{DismissalCause, DuplicateKind},
    ids::DuplicateId,
};
use serde::{Deserialize, Serialize};
use similarity::lessons::{Lessons, Reading, Synonyms};
use uuid::Uuid;

use super::{
    sources::Sources,
    verdicts::{About, Said},
};

/// Members of a verdict whose words are held against each other, at most.
const MEMBERS_MAX: usize = 14;

/// Lessons of all kinds.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Taught(BTreeMap<DuplicateKind, Lessons<DuplicateId>>);

impl Taught {
    pub(super) fn of(&self, kind: DuplicateKind) -> Option<&Lessons<DuplicateId>> {
        self.0.get(&kind)
    }

    /// Takes in what is said of things now, or that nobody says anything any more. Returns what words mean then,
    /// if that taught anything.
    pub(super) fn apply(
        &mut self,
        id: DuplicateId,
        about: &About,
        of: Sources<'_>,
    ) -> Option<Synonyms> {
        let lessons = self.0.entry(about.kind).or_default();
        let text = |it: &Uuid| of.text(about.kind, *it);
        let texts: Vec<Arc<str>> =
            about.members.iter().take(MEMBERS_MAX).filter_map(text).collect();
        let is_any = match about.verdict.as_ref().map(|it| it.said) {
            Some(Said::Confirmed(_)) => lessons.confirm(id, &texts),
            Some(Said::Dismissed(DismissalCause::DifferentWork)) => lessons.tell_apart(id, &texts),
            Some(Said::Dismissed(_)) | None => lessons.forget(id),
        };
        is_any.then(|| lessons.synonyms())
    }
}

/// Texts word by word, each read once; only where words are held apart at all.
#[derive(Debug)]
pub(super) struct Apart<'a> {
    lessons: Option<&'a Lessons<DuplicateId>>,
    readings: HashMap<Uuid, Option<Reading>>,
}

impl<'a> Apart<'a> {
    pub(super) fn new(lessons: Option<&'a Lessons<DuplicateId>>) -> Self {
        let lessons = lessons.filter(|it| it.hold_apart_any());
        Self { lessons, readings: HashMap::new() }
    }

    /// Whether the words of two things differ just as those of others that are not the same.
    pub(super) fn holds(
        &mut self,
        a: Uuid,
        b: Uuid,
        text: impl Fn(Uuid) -> Option<Arc<str>>,
    ) -> bool {
        let Some(lessons) = self.lessons else { return false };
        for id in [a, b] {
            self.readings.entry(id).or_insert_with(|| Some(Reading::of(&text(id)?)));
        }
        let both = self.readings[&a].as_ref().zip(self.readings[&b].as_ref());
        both.is_some_and(|(a, b)| lessons.hold_apart(a, b))
    }
}

//! What people wrote below processes, pain points and ideas. Who wrote it is in history only.

use std::collections::BTreeMap;

use events::{
    Event, Noun, Position, Recorded, Stream, Words,
    any::{self, Commented},
    ids::{CommentId, UnitId},
};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Projections, evidence::shown};

/// All comments, those that were taken back without their text.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Comments {
    below: BTreeMap<Stream, Vec<Comment>>,
    /// Words that were erased: in which event, and where in it.
    redacted: Vec<Redaction>,
}

/// Words that had to go: in which event, and the JSON pointer of the field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Redaction {
    /// The event in which they stood.
    pub event: Position,
    /// The field.
    pub pointer: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Comment {
    id: CommentId,
    /// None once it was taken back.
    text: Option<Words>,
    unit: Option<UnitId>,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    recorded: Timestamp,
    position: Position,
    /// The event that took it back.
    retracted: Option<Position>,
}

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CommentItem {
    /// The comment.
    pub id: CommentId,
    /// What was written; none where it was taken back or erased.
    pub text: Option<String>,
    /// It was taken back.
    pub retracted: bool,
    /// The unit that it was written for.
    pub unit: Option<UnitId>,
    /// When.
    #[schemars(with = "String")]
    pub recorded: Timestamp,
    /// The event that says so.
    pub position: Position,
}

impl Comments {
    pub(crate) fn apply(&mut self, event: &Recorded) {
        let Event::Any(what) = &event.event else { return };
        match what {
            any::Event::Commented(it) => self.comment(it, event),
            any::Event::CommentRetracted(it) => {
                let there = self.below.get_mut(&event.stream);
                let comment =
                    there.and_then(|it_all| it_all.iter_mut().find(|one| one.id == it.comment));
                if let Some(comment) = comment {
                    comment.text = None;
                    comment.retracted = Some(event.position);
                    let pointer = "/text".to_owned();
                    self.redacted.push(Redaction { event: comment.position, pointer });
                }
            }
            any::Event::TextRedacted(it) => {
                let (event, pointer) = (it.event, it.field.clone());
                self.redacted.push(Redaction { event, pointer });
            }
        }
    }

    fn comment(&mut self, commented: &Commented, event: &Recorded) {
        let Commented { comment, text, unit } = commented;
        let (text, recorded) = (Some(text.clone()), event.recorded);
        let (position, retracted) = (event.position, None);
        let comment = Comment { id: *comment, text, unit: *unit, recorded, position, retracted };
        self.below.entry(event.stream).or_default().push(comment);
    }

    /// Words that have to be gone from every file, oldest first.
    pub fn redacted(&self) -> &[Redaction] {
        &self.redacted
    }

    /// The event that holds a comment.
    pub fn position_of(&self, stream: Stream, comment: CommentId) -> Option<Position> {
        let there = self.below.get(&stream)?;
        there.iter().find(|it| it.id == comment).map(|it| it.position)
    }

    /// The events that wrote below these, and those that took it back.
    pub(crate) fn positions(
        &self,
        noun: Noun,
        ids: impl Iterator<Item = Uuid>,
    ) -> impl Iterator<Item = Position> {
        let comments = self.of(noun, ids).into_iter();
        comments.flat_map(|it| [Some(it.position), it.retracted].into_iter().flatten())
    }

    fn of(&self, noun: Noun, ids: impl Iterator<Item = Uuid>) -> Vec<&Comment> {
        let below = ids.filter_map(|id| self.below.get(&Stream::new(noun, id)));
        let mut comments: Vec<_> = below.flatten().collect();
        comments.sort_by_key(|it| it.position);
        comments
    }
}

impl Projections {
    /// What people wrote below these, oldest first.
    pub(crate) fn comments_below(
        &self,
        noun: Noun,
        ids: impl Iterator<Item = Uuid>,
    ) -> Vec<CommentItem> {
        let item = |it: &Comment| CommentItem {
            id: it.id,
            text: it.text.as_ref().and_then(shown),
            retracted: it.text.is_none(),
            unit: it.unit,
            recorded: it.recorded,
            position: it.position,
        };
        self.comments.of(noun, ids).into_iter().map(item).collect()
    }

    /// How many comments stand below these, without those that were taken back.
    pub(crate) fn comments_count(&self, noun: Noun, ids: impl Iterator<Item = Uuid>) -> usize {
        self.comments.of(noun, ids).into_iter().filter(|it| it.text.is_some()).count()
    }
}

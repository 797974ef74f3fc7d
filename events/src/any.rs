//! What can happen to anything that has a history.

use crate::{
    Position,
    ids::{CommentId, UnitId},
    words::Words,
};

facts! {
    /// What can happen to anything.
    pub enum Event {
        /// Somebody wrote something below it.
        Commented = "commented" v 1,
        /// A comment was taken back.
        CommentRetracted = "comment_retracted" v 1,
        /// Words that somebody wrote were erased.
        TextRedacted = "text_redacted" v 1,
    }
}

fact! {
    /// Somebody wrote something below a process, a pain point or an idea.
    pub struct Commented {
        /// The comment.
        pub comment: CommentId,
        /// What was written.
        pub text: Words,
        /// The unit that it was written for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub unit: Option<UnitId>,
    }
}

fact! {
    /// A comment was taken back; its text is erased.
    pub struct CommentRetracted {
        /// The comment.
        pub comment: CommentId,
    }
}

fact! {
    /// Words that somebody wrote were erased. History and its proof stay as they were.
    pub struct TextRedacted {
        /// The event in which they stood.
        pub event: Position,
        /// JSON pointer into what was recorded: `/text`, `/meta/why`.
        pub field: String,
        /// Why they had to go.
        pub reason: Words,
    }
}

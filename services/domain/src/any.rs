//! Commands that can be addressed to anything that has a history: they take words away.
//!
//! Whether the event is of this history and holds words in that field is looked up by the engine,
//! which also erases them once the decision is durable.

use events::any::{CommentRetracted, TextRedacted};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{AnyAggregate, Decision, comments, fields::Fields};

/// Erase words that somebody wrote, from every file. The event stays, and so does every proof over it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RedactText(pub TextRedacted);

/// Take a comment back: its text is erased from every file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RetractComment(pub CommentRetracted);

impl RedactText {
    pub(crate) const NAME: &'static str = "redact-text";

    /// The field as a JSON pointer: `text` means `/text`.
    pub fn pointer(&self) -> String {
        let field = &self.0.field;
        if field.starts_with('/') { field.clone() } else { format!("/{field}") }
    }

    pub(crate) fn decide(self) -> Decision {
        let mut fields = Fields::default();
        fields.text("/reason", &self.0.reason);
        fields.finish()?;
        let field = self.pointer();
        Ok(vec![TextRedacted { field, ..self.0 }.into()])
    }
}

impl RetractComment {
    pub(crate) const NAME: &'static str = "retract-comment";

    pub(crate) fn decide(self, thing: &AnyAggregate) -> Decision {
        match thing.comments() {
            Some(there) => there.retract(self.0),
            None => Err(comments::unknown(self.0.comment)),
        }
    }
}

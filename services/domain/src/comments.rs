//! What people wrote below a thing. A comment carries its own id, so that sending it twice is once; the
//! id of one that was taken back is not given again.

use std::collections::HashMap;

use events::{
    any::{self, CommentRetracted, Commented},
    ids::CommentId,
};

use crate::{Decision, FieldError, Rejection, fields::Fields};

/// Every comment there ever was; those that were taken back are `None`.
#[derive(Debug, Clone, Default)]
pub struct Comments(HashMap<CommentId, Option<Commented>>);

impl Comments {
    pub(crate) fn evolve(&mut self, event: &any::Event) {
        match event {
            any::Event::Commented(it) => drop(self.0.insert(it.comment, Some(it.clone()))),
            any::Event::CommentRetracted(it) => drop(self.0.insert(it.comment, None)),
            any::Event::TextRedacted(_) => {}
        }
    }

    pub(crate) fn comment(&self, wish: Commented) -> Decision {
        let Commented { comment, text, unit: _ } = &wish;
        let mut fields = Fields::default();
        fields.id("/comment", comment.0);
        fields.text("/text", text);
        fields.finish()?;
        match self.0.get(comment) {
            None => Ok(vec![wish.into()]),
            Some(Some(there)) if *there == wish => Ok(vec![]),
            Some(_) => Err(Rejection::IdTaken(comment.to_string())),
        }
    }

    pub(crate) fn retract(&self, wish: CommentRetracted) -> Decision {
        match self.0.get(&wish.comment) {
            Some(Some(_)) => Ok(vec![wish.into()]),
            Some(None) => Ok(vec![]),
            None => Err(unknown(wish.comment)),
        }
    }
}

pub(crate) fn unknown(comment: CommentId) -> Rejection {
    FieldError::reject("/comment", "unknown", format!("there is no comment `{comment}` here"))
}

/// The command that writes a comment below one noun.
macro_rules! comment_on {
    ($(#[$meta:meta])* $command:ident, $name:literal, $noun:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(transparent)]
        pub struct $command(pub events::any::Commented);

        impl crate::Command for $command {
            type Aggregate = $noun;
            const NAME: &'static str = $name;

            fn needs(&self, needs: &mut crate::Needs) {
                needs.unit("/unit", self.0.unit.as_ref());
            }

            fn decide(self, thing: &$noun) -> crate::Decision {
                thing.comments.comment(self.0)
            }
        }
    };
}
pub(crate) use comment_on;

//! One command on its way: what it needs, what the domain says of it, and the events that follow.

use domain::{AnyCommand, FieldError, Needs, Rejection};
use events::{
    Event, Meta, Stream, Words, codec,
    ids::{EventId, derived},
    recorded::{KeyUse, Origin},
};
use sha2::{Digest, Sha256};
use store::{Append, Expected};
use uuid::Uuid;

use crate::{Context, Engine, Refusal, states::State};

/// The longest idempotency key, in bytes.
const KEY_MAX: usize = 200;

/// One command on its way.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) stream: Stream,
    pub(crate) command: AnyCommand,
    pub(crate) context: Context,
    digest: Option<String>,
}

impl Request {
    pub(crate) fn new(
        stream: Stream,
        mut command: AnyCommand,
        context: Context,
    ) -> Result<Self, Refusal> {
        command.sign(&context.actor);
        if stream.id.is_nil() {
            return Err(FieldError::reject("/id", "nil", "must not be the nil id").into());
        }
        let digest = match &context.key {
            Some(key) if key.is_empty() || key.len() > KEY_MAX => {
                let detail = format!("must have 1 to {KEY_MAX} bytes");
                return Err(FieldError::reject("/key", "malformed", detail).into());
            }
            Some(_) => Some(digest(&command, &context.meta)),
            None => None,
        };
        Ok(Self { stream, command, context, digest })
    }

    /// What must be so in other streams, for the command and for what was said beside it.
    pub(crate) fn needs(&self) -> Needs {
        let mut needs = self.command.needs();
        needs.meta(&self.context.meta);
        needs
    }

    /// What the domain says, once the stream is where the caller saw it.
    pub(crate) fn decide(&self, state: &State) -> Result<Vec<Event>, Refusal> {
        let (stream, actual) = (self.stream, state.revision);
        match self.context.expected {
            Some(expected) if expected != actual => {
                return Err(Refusal::Stale { stream, expected, actual });
            }
            _ => {}
        }
        if !self.command.creates() && !state.aggregate.exists() {
            return Err(Rejection::Unknown(stream).into());
        }
        Ok(self.command.clone().decide(&state.aggregate)?)
    }

    /// The events, ready to be kept behind `revision`.
    pub(crate) fn append(&self, engine: &Engine, revision: u64, events: &[Event]) -> Append {
        let (ids, now) = (&engine.parts.ids, engine.now());
        let correlation = self.scope().unwrap_or_else(|| ids.id(now));
        let key = self.context.key.clone().zip(self.digest.clone());
        let key = key.map(|(key, digest)| KeyUse { key, request: Words::from(digest) });
        let (actor, meta) = (self.context.actor, self.context.meta.clone());
        let origin = Origin { actor, meta, correlation, causation: None, key };
        let drafts = events.iter().enumerate().map(|(place, event)| {
            let id = self.event_id(place).unwrap_or_else(|| EventId(ids.id(now)));
            codec::draft(id, event, &origin, &ids.secret())
        });
        let drafts = drafts.collect();
        Append { stream: self.stream, expected: Expected::Revision(revision), now, drafts }
    }

    /// Where a key counts: noun, id, command, key.
    fn scope(&self) -> Option<Uuid> {
        let key = self.context.key.as_deref()?;
        let Stream { noun, id } = self.stream;
        Some(derived(&[noun.path(), &id.to_string(), self.command.name(), key]))
    }

    /// The id that the event at this place of a keyed command always gets.
    pub(crate) fn event_id(&self, place: usize) -> Option<EventId> {
        let scope = self.scope()?.to_string();
        Some(EventId(derived(&[&scope, &place.to_string()])))
    }

    /// Whether a key was used for the same body. Where that was erased, it is taken for the same.
    pub(crate) fn is_same(&self, used: &KeyUse) -> bool {
        used.request.text().is_none_or(|digest| Some(digest) == self.digest.as_deref())
    }
}

/// SHA-256 of the command and what was said beside it, in hexadecimal digits.
fn digest(command: &AnyCommand, meta: &Meta) -> String {
    let written = serde_json::to_vec(&(command, meta)).expect("commands have string keys");
    Sha256::digest(written).iter().fold(String::with_capacity(64), |mut digits, byte| {
        use std::fmt::Write as _;
        write!(digits, "{byte:02x}").expect("writing to a string");
        digits
    })
}

//! Taking words away: looked up before the decision, erased once it is durable, and then nowhere any more —
//! neither in a file of the store, nor in a snapshot, nor in any answer.

use domain::{AnyCommand, FieldError};
use events::{
    Event, Position, Stream, Words,
    any::{self, TextRedacted},
    codec::{self, REQUEST},
    ids::CommentId,
};

use crate::{Engine, EngineError, Refusal, request::Request, snapshots::Desk};

/// How often the store is asked again whose log a reader still needs.
const PATIENCE: usize = 50;

/// Words that have to go: the event, and the JSON pointer of the field.
pub(crate) type Erasure = (Position, String);

/// What a command that takes words away is about.
pub(crate) enum Sought {
    /// These.
    There(Vec<Erasure>),
    /// They were taken away before.
    Gone(Vec<Erasure>),
}

/// Whether a command takes words away.
pub(crate) fn takes_words(command: &AnyCommand) -> bool {
    matches!(command, AnyCommand::RedactText(..) | AnyCommand::RetractComment(..))
}

impl Engine {
    /// The words that a command takes away; none where it takes none. The digest of the body that an
    /// idempotency key was used for goes with them: it would give short words away.
    pub(crate) async fn sought(&self, request: &Request) -> Result<Option<Sought>, Refusal> {
        match &request.command {
            AnyCommand::RedactText(_, wish) => {
                let TextRedacted { event, .. } = &wish.0;
                let words = self.words_at(request.stream, *event, &wish.pointer()).await?;
                let erasures = vec![(*event, wish.pointer()), (*event, REQUEST.to_owned())];
                Ok(Some(match words {
                    Words::Text(_) => Sought::There(erasures),
                    Words::Erased(_) => Sought::Gone(erasures),
                }))
            }
            AnyCommand::RetractComment(_, wish) => {
                let found = self.comment_at(request.stream, wish.0.comment).await?;
                Ok(found.map(|(position, words)| {
                    let erasures =
                        vec![(position, "/text".to_owned()), (position, REQUEST.to_owned())];
                    match words {
                        Words::Text(_) => Sought::There(erasures),
                        Words::Erased(_) => Sought::Gone(erasures),
                    }
                }))
            }
            _ => Ok(None),
        }
    }

    async fn words_at(
        &self,
        stream: Stream,
        position: Position,
        pointer: &str,
    ) -> Result<Words, Refusal> {
        let there = self.event(position).await?.filter(|it| it.stream == stream);
        let Some(there) = there else {
            let detail = format!("there is no event at position {position} in `{stream}`");
            return Err(FieldError::reject("/event", "unknown", detail).into());
        };
        let mut words = codec::words_of(&there);
        if let Some(at) = words.iter().position(|(it, _)| it == pointer) {
            return Ok(words.swap_remove(at).1);
        }
        let fields: Vec<_> = words.iter().map(|(it, _)| format!("`{it}`")).collect();
        let detail = format!("no words stand there; they stand at {}", fields.join(", "));
        Err(FieldError::reject("/field", "unknown", detail).into())
    }

    async fn comment_at(
        &self,
        stream: Stream,
        comment: CommentId,
    ) -> Result<Option<(Position, Words)>, EngineError> {
        let head = *self.head().borrow();
        let events = self.stream(stream, head).await?;
        Ok(events.into_iter().find_map(|it| match it.event {
            Event::Any(any::Event::Commented(written)) if written.comment == comment => {
                Some((it.position, written.text))
            }
            _ => None,
        }))
    }

    /// Erases words from every file, and from all that was folded from them.
    pub(crate) async fn forget(&self, words: &[Erasure]) -> Result<(), EngineError> {
        let _turn = self.forgetting.lock().await;
        // First, so that what is begun here and not ended is found by whoever starts next. None is
        // written until all that was folded from these words is gone.
        let desk = self.clear_snapshots().await?;
        self.erase(words).await?;
        self.states.clear();
        self.past.clear();
        self.trials.clear();
        self.projector.rebuild(desk.as_ref()).await?;
        self.generation.send_modify(|it| *it += 1);
        Ok(())
    }

    async fn clear_snapshots(&self) -> Result<Option<Desk>, EngineError> {
        let Some(snapshots) = &self.parts.snapshots else { return Ok(None) };
        let Some(desk) = snapshots.desk().await else { return Ok(None) };
        snapshots.remove_all(&desk).map_err(store::StoreError::from)?;
        Ok(Some(desk))
    }

    /// Erases words from every file of the store; also where that was begun and not ended before.
    pub(crate) async fn erase(&self, words: &[Erasure]) -> Result<(), EngineError> {
        for (position, pointer) in words {
            let mut tries = 0;
            while let Err(error) = self.parts.store.erase(*position, pointer.clone()).await {
                tries += 1;
                if tries >= PATIENCE {
                    return Err(error.into());
                }
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        }
        Ok(())
    }

    /// Words that were to go and are still there: the program was ended before it had erased them.
    pub(crate) async fn left_behind(&self) -> Result<Vec<Erasure>, EngineError> {
        let asked = self.projector.at_least(Position::default()).await?;
        let redacted: Vec<_> =
            asked.comments.redacted().iter().map(|it| (it.event, it.pointer.clone())).collect();
        drop(asked);
        let mut left = Vec::new();
        for (position, pointer) in redacted {
            let Some(event) = self.event(position).await? else { continue };
            let is_there = |(at, words): &(String, Words)| *at == pointer && words.text().is_some();
            if codec::words_of(&event).iter().any(is_there) {
                left.extend([(position, pointer), (position, REQUEST.to_owned())]);
            }
        }
        Ok(left)
    }
}

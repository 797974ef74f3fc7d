//! Reading the log itself: the history of one thing, single events, and the feed of what is new.

use events::{Position, Recorded, Stream};

use crate::{Engine, EngineError, states::read};

const PAGE: usize = 1_000;

impl Engine {
    /// The events of one stream, oldest first, up to and with a position.
    pub async fn stream(
        &self,
        stream: Stream,
        last: Position,
    ) -> Result<Vec<Recorded>, EngineError> {
        let mut events: Vec<Recorded> = Vec::new();
        loop {
            let after = events.last().map_or(0, |it| it.revision);
            let page = self.parts.store.read_stream(stream, after, PAGE).await?;
            let is_last = page.len() < PAGE;
            for stored in page {
                if stored.position > last {
                    return Ok(events);
                }
                events.push(read(stored.position, &stored.envelope, stored.sealed.as_deref())?);
            }
            if is_last {
                return Ok(events);
            }
        }
    }

    /// The event at a position.
    pub async fn event(&self, position: Position) -> Result<Option<Recorded>, EngineError> {
        let Some(before) = position.0.checked_sub(1) else { return Ok(None) };
        let page = self.parts.store.read_all(Position(before), 1).await?;
        let at = page.into_iter().find(|it| it.position == position);
        at.map(|it| read(it.position, &it.envelope, it.sealed.as_deref())).transpose()
    }

    /// Up to `limit` events after a position, oldest first.
    pub async fn events(
        &self,
        after: Position,
        limit: usize,
    ) -> Result<Vec<Recorded>, EngineError> {
        let page = self.parts.store.read_all(after, limit).await?;
        page.into_iter().map(|it| read(it.position, &it.envelope, it.sealed.as_deref())).collect()
    }

    /// Up to `limit` positions after a position, in order.
    pub async fn positions(
        &self,
        after: Position,
        limit: usize,
    ) -> Result<Vec<Position>, EngineError> {
        let page = self.parts.store.read_all(after, limit).await?;
        Ok(page.into_iter().map(|it| it.position).collect())
    }

    /// SHA-256 over all history up to a position; none where the store keeps none.
    pub async fn digest(&self, position: Position) -> Result<Option<[u8; 32]>, EngineError> {
        Ok(self.parts.store.digest(position).await?)
    }
}

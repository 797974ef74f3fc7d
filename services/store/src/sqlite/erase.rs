//! Erases what people wrote, so that no file of the store holds it any more.
//!
//! `secure_delete` overwrites it in the database; the write-ahead log is emptied. A row that shrinks
//! stays on its page, and so does every other row, so that no page keeps an old copy.

use events::{Position, codec};
use rusqlite::{Connection, OptionalExtension, params};

use super::connection::int;
use crate::StoreError;

/// Takes the words at a pointer away, from the row and from every page that held them.
pub(super) fn erase(
    connection: &Connection,
    position: Position,
    pointer: &str,
) -> Result<bool, StoreError> {
    let sealed = "SELECT sealed FROM events WHERE position = ?";
    let sealed = connection
        .query_row(sealed, [int(position.0)], |row| row.get::<_, Option<String>>(0))
        .optional()?
        .flatten();
    let is_less = match &sealed {
        Some(sealed) => shrink(connection, position, sealed, pointer)?,
        None => false,
    };
    // Also where there was nothing left to remove: an earlier try may have got no further than here.
    truncate_wal(connection)?;
    Ok(is_less)
}

fn shrink(
    connection: &Connection,
    position: Position,
    sealed: &str,
    pointer: &str,
) -> Result<bool, StoreError> {
    let left = codec::erase(sealed, pointer)
        .map_err(|error| StoreError::Damaged { position, what: error.to_string() })?;
    if left.as_ref().map_or(0, String::len) >= sealed.len() {
        return Ok(false);
    }
    let update = "UPDATE events SET sealed = ? WHERE position = ?";
    let updated = connection.execute(update, params![left, int(position.0)]);
    updated.map_err(|error| StoreError::UnknownOutcome(error.into()))?;
    Ok(true)
}

/// Moves all that was committed into the database and empties the write-ahead log.
pub(super) fn truncate_wal(connection: &Connection) -> Result<(), StoreError> {
    let busy =
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0))?;
    match busy {
        0 => Ok(()),
        _ => Err(StoreError::unavailable(
            "a reader, perhaps a backup, still needs the write-ahead log; try again",
        )),
    }
}

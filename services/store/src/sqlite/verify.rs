//! Holds a store against itself: every byte that history rests on, in order.
//!
//! What it cannot see from inside: that the last events were cut off, or all of history written
//! anew. Whoever kept [`Verified::chain`] of an earlier day elsewhere can.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use events::{
    Position, Recorded, Stream, Words, codec,
    words::{HasWords, Walk},
};
use jiff::Timestamp;
use rusqlite::{Connection, Row, types::ValueRef};

use super::{
    connection::{self, FILE, SCHEMA, int},
    ledger::{Chain, link},
    reader,
};
use crate::StoreError;

/// Events between two reports of progress, and in one transaction.
const PAGE: u64 = 1024;

const ROWS: &str = "SELECT position, event_id, stream_id, noun, revision, recorded, type, chain, \
                    envelope, sealed FROM events WHERE position > ? AND position <= ? \
                    ORDER BY position LIMIT ?";

/// What a sound store holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// How many events.
    pub events: u64,
    /// The position of the last one.
    pub head: Position,
    /// How many of the words in them were erased.
    pub erased: u64,
    /// SHA-256 over all envelopes up to the head. Kept elsewhere, it proves what history was.
    pub chain: [u8; 32],
}

/// Verifies the store in a folder, or a file that [`backup`](super::backup()) made, also while
/// somebody writes to it. `progress` is told how many events are done, and of how many.
pub fn verify(path: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<Verified, StoreError> {
    let connection = connection::for_reading(&database(path))?;
    let head = reader::head(&connection)?;
    let mut walk = Pass::default();
    progress(0, head.0);
    while walk.done < head.0 {
        walk.page(&connection, head)?;
        progress(walk.done, head.0);
    }
    check_schema(&connection)?;
    check_integrity(&connection)?;
    Ok(Verified { events: walk.done, head, erased: walk.erased, chain: walk.chain })
}

/// SHA-256 over all envelopes up to a position of the same store or file; none where the log does not go that
/// far. It says what [`verify`] found once that has gone through.
pub fn digest(path: &Path, position: Position) -> Result<Option<[u8; 32]>, StoreError> {
    reader::digest(&connection::for_reading(&database(path))?, position)
}

fn database(path: &Path) -> PathBuf {
    if path.is_dir() { path.join(FILE) } else { path.to_owned() }
}

/// One way through the log. All that is remembered of an event is its stream's revision.
#[derive(Default)]
struct Pass {
    done: u64,
    erased: u64,
    chain: Chain,
    recorded: Option<Timestamp>,
    revisions: HashMap<Stream, u64>,
}

/// Why an event is bad.
type What = String;

impl Pass {
    fn page(&mut self, connection: &Connection, head: Position) -> Result<(), StoreError> {
        let (before, after) = (self.done, if self.done == 0 { i64::MIN } else { int(self.done) });
        let mut look = || -> Result<(), What> {
            let mut statement = connection.prepare_cached(ROWS).map_err(in_words)?;
            let mut rows = statement.query([after, int(head.0), int(PAGE)]).map_err(in_words)?;
            while let Some(row) = rows.next().map_err(in_words)? {
                self.event(row)?;
                self.done += 1;
            }
            if self.done == before { Err("it is missing".to_owned()) } else { Ok(()) }
        };
        look().map_err(|what| StoreError::Damaged { position: Position(self.done + 1), what })
    }

    fn event(&mut self, row: &Row<'_>) -> Result<(), What> {
        let position = self.done + 1;
        if row.get::<_, i64>(0).map_err(in_words)? != int(position) {
            return Err("it is missing".to_owned());
        }
        let envelope = text(row, 8)?.ok_or("it has no envelope")?;
        self.chain = link(&self.chain, envelope);
        if bytes(row, 7)? != self.chain {
            return Err("the chain does not fit the envelope".to_owned());
        }
        let event = codec::verify(Position(position), envelope, text(row, 9)?).map_err(in_words)?;
        check_columns(row, &event)?;
        self.check_place(&event)?;
        self.erased += erased(event);
        Ok(())
    }

    fn check_place(&mut self, event: &Recorded) -> Result<(), What> {
        if self.recorded.replace(event.recorded).is_some_and(|before| before > event.recorded) {
            return Err("it was recorded before the one before it".to_owned());
        }
        let revision = self.revisions.entry(event.stream).or_default();
        *revision += 1;
        if *revision != event.revision {
            return Err(format!("revision {} follows on {}", event.revision, *revision - 1));
        }
        Ok(())
    }
}

/// The columns are copies of what the envelope says.
fn check_columns(row: &Row<'_>, event: &Recorded) -> Result<(), What> {
    let Stream { noun, id } = event.stream;
    let number = |column| row.get::<_, i64>(column).map_err(in_words);
    let is_same = [
        ("event_id", bytes(row, 1)? == event.id.0.as_bytes()),
        ("stream_id", bytes(row, 2)? == id.as_bytes()),
        ("noun", text(row, 3)? == Some(noun.path())),
        ("revision", number(4)? == int(event.revision)),
        ("recorded", number(5)? == event.recorded.as_microsecond()),
        ("type", text(row, 6)? == Some(event.event.tag())),
    ];
    match is_same.into_iter().find(|(_, is_same)| !is_same) {
        Some((column, _)) => Err(format!("the column `{column}` is not what the envelope says")),
        None => Ok(()),
    }
}

fn erased(mut event: Recorded) -> u64 {
    let mut count = 0;
    let mut visit = |_: &str, words: &mut Words| count += u64::from(words.text().is_none());
    event.event.walk_words(&mut Walk::from("", &mut visit));
    event.origin.meta.walk_words(&mut Walk::from("/meta", &mut visit));
    event.origin.key.iter_mut().for_each(|it| visit("/key/request", &mut it.request));
    count
}

fn text<'r>(row: &'r Row<'_>, column: usize) -> Result<Option<&'r str>, What> {
    row.get_ref(column).map_err(in_words)?.as_str_or_null().map_err(in_words)
}

fn bytes<'r>(row: &'r Row<'_>, column: usize) -> Result<&'r [u8], What> {
    row.get_ref(column).map_err(in_words)?.as_blob().map_err(in_words)
}

fn in_words(error: impl std::error::Error) -> What {
    let mut what = error.to_string();
    if let Some(source) = error.source() {
        what = format!("{what}: {source}");
    }
    what
}

/// Triggers that were taken away are a reason to ask.
fn check_schema(connection: &Connection) -> Result<(), StoreError> {
    const OURS: &str =
        "SELECT name || coalesce(sql, '') FROM sqlite_schema WHERE tbl_name = 'events' ORDER BY 1";
    let read = |connection: &Connection| -> rusqlite::Result<Vec<String>> {
        connection.prepare(OURS)?.query_map([], |row| row.get(0))?.collect()
    };
    let sound = Connection::open_in_memory()?;
    sound.execute_batch(SCHEMA)?;
    if read(connection)? == read(&sound)? {
        return Ok(());
    }
    let what = "the table of events or its triggers were changed".to_owned();
    Err(StoreError::Damaged { position: Position(0), what })
}

/// The pages of the file and its indexes.
fn check_integrity(connection: &Connection) -> Result<(), StoreError> {
    let what = connection.query_row("PRAGMA integrity_check(1)", [], |row| {
        Ok(match row.get_ref(0)? {
            ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
            other => format!("{other:?}"),
        })
    })?;
    match what.as_str() {
        "ok" => Ok(()),
        _ => Err(StoreError::Damaged { position: position_in(&what), what }),
    }
}

/// As in "row 7 missing from index"; most faults of a file are not at any one event.
fn position_in(what: &str) -> Position {
    let number = what.split_once("row ").and_then(|(_, it)| it.split(' ').next()?.parse().ok());
    Position(number.unwrap_or(0))
}

//! Appends inside a transaction: gives places, and checks what has to hold for them.

use std::collections::HashSet;

use events::{
    Position, Stream,
    codec::{Draft, Place},
    ids::EventId,
};
use jiff::Timestamp;
use rusqlite::{CachedStatement, Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use super::{
    connection::{int, is_duplicate},
    revisions::Revisions,
};
use crate::{Append, Appended, Conflict};

const INSERT: &str = "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const TAIL: &str = "SELECT position, recorded, chain FROM events ORDER BY position DESC LIMIT 1";
const REVISION: &str = "SELECT revision FROM events WHERE stream_id = ? AND noun = ? \
                        ORDER BY revision DESC LIMIT 1";
const BY_ID: &str = "SELECT position, stream_id, noun, revision, recorded FROM events \
                     WHERE event_id = ?";

/// About 12 MB when it is full.
const REMEMBERED_STREAMS: usize = 100_000;

/// What the writer knows about the log without asking.
#[derive(Debug)]
pub(super) struct Ledger {
    pub(super) tail: Tail,
    revisions: Revisions,
}

/// The end of the log.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tail {
    pub(super) head: u64,
    recorded: Timestamp,
    chain: Chain,
}

/// Covers an envelope and all before it.
pub(super) type Chain = [u8; 32];

/// The chain after one more envelope.
pub(super) fn link(before: &Chain, envelope: &str) -> Chain {
    Sha256::new().chain_update(before).chain_update(envelope).finalize().into()
}

impl Ledger {
    /// Reads the end of the log; nothing else is remembered.
    pub(super) fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let tail = connection.query_row(TAIL, [], |row| {
            let recorded = timestamp(row.get(1)?);
            Ok(Tail { head: row.get::<_, i64>(0)?.cast_unsigned(), recorded, chain: row.get(2)? })
        });
        let empty = Tail { head: 0, recorded: Timestamp::MIN, chain: [0; 32] };
        let tail = tail.optional()?.unwrap_or(empty);
        Ok(Self { tail, revisions: Revisions::new(REMEMBERED_STREAMS / 2) })
    }

    /// Writes one append, or leaves everything as it was. After an error the transaction is void,
    /// and so is this ledger.
    pub(super) fn append(
        &mut self,
        rows: &mut Rows<'_>,
        append: &Append,
    ) -> rusqlite::Result<Result<Appended, Conflict>> {
        let stream = append.stream;
        let actual = self.revision(rows.connection, stream)?;
        if append.expected.accepts(actual)
            && let Some(appended) = self.insert(rows, append, actual)?
        {
            return Ok(Ok(appended));
        }
        // The usual append never gets here, so that it need not look for its ids.
        let before = kept_before(rows.connection, &append.drafts)?;
        Ok(before.ok_or(Conflict { stream, actual }))
    }

    /// `None` where an id was used before, and then nothing is written.
    fn insert(
        &mut self,
        rows: &mut Rows<'_>,
        append: &Append,
        actual: u64,
    ) -> rusqlite::Result<Option<Appended>> {
        // A single INSERT that fails leaves nothing behind by itself.
        let many = append.drafts.len() > 1;
        let before = self.tail;
        if many {
            rows.run("SAVEPOINT append")?;
        }
        let written = self.insert_all(rows, append, actual);
        if many && written.is_err() {
            rows.run("ROLLBACK TO append")?;
        }
        if many {
            rows.run("RELEASE append")?;
        }
        if let Err(error) = written {
            let is_used = is_duplicate(&error) && has_used_id(rows.connection, append)?;
            self.tail = before;
            return if is_used { Ok(None) } else { Err(error) };
        }
        let revision = actual + append.drafts.len() as u64;
        self.revisions.set(append.stream, revision);
        let (first, last) = (Position(before.head + 1), Position(self.tail.head));
        let recorded = self.tail.recorded;
        Ok(Some(Appended { first, last, revision, recorded, was_there: false }))
    }

    fn insert_all(
        &mut self,
        rows: &mut Rows<'_>,
        append: &Append,
        actual: u64,
    ) -> rusqlite::Result<()> {
        let recorded = crate::recorded_at(append.now, self.tail.recorded);
        self.tail.recorded = recorded;
        for (draft, revision) in append.drafts.iter().zip(actual + 1..) {
            self.insert_one(rows, draft, &Place { stream: append.stream, revision, recorded })?;
        }
        Ok(())
    }

    fn insert_one(
        &mut self,
        rows: &mut Rows<'_>,
        draft: &Draft,
        place: &Place,
    ) -> rusqlite::Result<()> {
        let envelope = draft.envelope(place);
        let chain = link(&self.tail.chain, &envelope);
        let position = self.tail.head + 1;
        rows.insert.execute(params![
            int(position),
            draft.id.0.as_bytes(),
            place.stream.id.as_bytes(),
            place.stream.noun.path(),
            draft.tag,
            int(place.revision),
            place.recorded.as_microsecond(),
            chain,
            envelope,
            draft.sealed,
        ])?;
        self.tail.head = position;
        self.tail.chain = chain;
        Ok(())
    }

    fn revision(&mut self, connection: &Connection, stream: Stream) -> rusqlite::Result<u64> {
        if let Some(revision) = self.revisions.get(&stream) {
            return Ok(revision);
        }
        let found = connection
            .prepare_cached(REVISION)?
            .query_row(params![stream.id.as_bytes(), stream.noun.path()], |row| row.get(0))
            .optional()?;
        let revision = found.map_or(0, i64::cast_unsigned);
        self.revisions.set(stream, revision);
        Ok(revision)
    }
}

/// The statements of one transaction.
pub(super) struct Rows<'c> {
    connection: &'c Connection,
    insert: CachedStatement<'c>,
}

impl<'c> Rows<'c> {
    pub(super) fn new(connection: &'c Connection) -> rusqlite::Result<Self> {
        Ok(Self { connection, insert: connection.prepare_cached(INSERT)? })
    }

    fn run(&self, sql: &str) -> rusqlite::Result<()> {
        self.connection.prepare_cached(sql)?.execute([]).map(|_| ())
    }
}

fn timestamp(microseconds: i64) -> Timestamp {
    Timestamp::from_microsecond(microseconds).unwrap_or(Timestamp::MAX)
}

/// An event that was kept before.
struct Kept {
    position: u64,
    stream: (Vec<u8>, String),
    revision: u64,
    recorded: Timestamp,
}

/// The places of then, if the first of these events was kept before: of all that were kept with it.
fn kept_before(connection: &Connection, drafts: &[Draft]) -> rusqlite::Result<Option<Appended>> {
    let Some(first) = find(connection, drafts[0].id)? else { return Ok(None) };
    let mut more = 0;
    for draft in &drafts[1..] {
        match find(connection, draft.id)? {
            Some(it) if it.position == first.position + more + 1 && it.stream == first.stream => {
                more += 1;
            }
            _ => break,
        }
    }
    Ok(Some(Appended {
        first: Position(first.position),
        last: Position(first.position + more),
        revision: first.revision + more,
        recorded: first.recorded,
        was_there: true,
    }))
}

fn find(connection: &Connection, id: EventId) -> rusqlite::Result<Option<Kept>> {
    let kept = connection.prepare_cached(BY_ID)?.query_row([id.0.as_bytes()], |row| {
        Ok(Kept {
            position: row.get::<_, i64>(0)?.cast_unsigned(),
            stream: (row.get(1)?, row.get(2)?),
            revision: row.get::<_, i64>(3)?.cast_unsigned(),
            recorded: timestamp(row.get(4)?),
        })
    });
    kept.optional()
}

/// Whether an event of one of these ids is there already, or would be twice.
fn has_used_id(connection: &Connection, append: &Append) -> rusqlite::Result<bool> {
    let mut seen = HashSet::new();
    for draft in &append.drafts {
        if !seen.insert(draft.id) || find(connection, draft.id)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

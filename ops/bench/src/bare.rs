//! The limit beside the store: a bare loop over SQLite with the same table, indexes and triggers, the
//! same bytes in every row and the same pragmas.

use std::path::Path;

use anyhow::{Context as _, Result};
use rusqlite::{Connection, OpenFlags, params_from_iter, types::Value};
use tempfile::TempDir;

/// As the store sets them.
const PRAGMAS: [(&str, &str); 9] = [
    ("synchronous", "FULL"),
    ("fullfsync", "ON"),
    ("checkpoint_fullfsync", "ON"),
    ("trusted_schema", "OFF"),
    ("secure_delete", "ON"),
    ("cell_size_check", "ON"),
    ("temp_store", "MEMORY"),
    ("cache_size", "-65536"),
    ("journal_size_limit", "67108864"),
];

/// The rows of a store, and its schema.
#[derive(Debug)]
pub(crate) struct Rows {
    schema: Vec<String>,
    pub(crate) rows: Vec<Vec<Value>>,
}

impl Rows {
    /// Reads the first of them from the folder of a store, at most so many.
    pub(crate) fn of(store: &Path, count: usize) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(store.join("events.db"), flags)?;
        let mut schema =
            connection.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")?;
        let schema = schema.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let mut all = connection.prepare("SELECT * FROM events ORDER BY position LIMIT ?1")?;
        let columns = all.column_count();
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let rows = all
            .query_map([count], |row| (0..columns).map(|column| row.get(column)).collect())?
            .collect::<Result<_, _>>()?;
        Ok(Self { schema, rows })
    }

    /// Bytes of a row, on average.
    pub(crate) fn bytes_a_row(&self) -> usize {
        let bytes = |value: &Value| match value {
            Value::Null => 0,
            Value::Integer(_) | Value::Real(_) => 8,
            Value::Text(text) => text.len(),
            Value::Blob(blob) => blob.len(),
        };
        let all: usize = self.rows.iter().flatten().map(bytes).sum();
        all / self.rows.len().max(1)
    }
}

/// An empty database that will hold such rows.
#[derive(Debug)]
pub(crate) struct Bare {
    // Closed before its folder is removed.
    connection: Connection,
    insert: String,
    _folder: TempDir,
}

impl Bare {
    /// With the schema that these rows came from.
    pub(crate) fn like(rows: &Rows) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let connection = Connection::open(folder.path().join("bare.db"))?;
        connection.pragma_update(None, "secure_delete", "ON")?;
        for sql in &rows.schema {
            connection.execute_batch(sql)?;
        }
        connection.pragma_update(None, "journal_mode", "WAL")?;
        for (pragma, value) in PRAGMAS {
            connection.pragma_update(None, pragma, value)?;
        }
        let columns = rows.rows.first().context("no row to copy")?.len();
        let insert = format!("INSERT INTO events VALUES ({})", vec!["?"; columns].join(", "));
        Ok(Self { connection, insert, _folder: folder })
    }

    /// Keeps rows in one transaction.
    pub(crate) fn commit(&self, rows: &[Vec<Value>]) -> rusqlite::Result<()> {
        self.connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        let mut insert = self.connection.prepare_cached(&self.insert)?;
        for row in rows {
            insert.execute(params_from_iter(row))?;
        }
        self.connection.prepare_cached("COMMIT")?.execute([])?;
        Ok(())
    }

    /// Keeps all rows, so many in a transaction.
    pub(crate) fn commit_all(&self, rows: &[Vec<Value>], group: usize) -> rusqlite::Result<()> {
        rows.chunks(group.max(1)).try_for_each(|group| self.commit(group))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loop_sets_every_pragma_that_the_store_sets() {
        let store = include_str!("../../../services/store/src/sqlite/connection.rs");
        let configure = store.split("fn configure").nth(1).unwrap().split("fn is_new").next();
        let pairs: Vec<&str> =
            configure.unwrap().lines().map(str::trim).filter(|it| it.starts_with("(\"")).collect();
        let ours: Vec<String> =
            PRAGMAS.iter().map(|(name, value)| format!("(\"{name}\", \"{value}\"),")).collect();
        assert_eq!(pairs, ours);
    }
}

//! Opens the database: for the one writer, or for reading beside it or without it.

use std::{fs::File, io, path::Path, time::Duration};

use events::Position;
use rusqlite::{Connection, ErrorCode, OpenFlags, ffi};

use crate::StoreError;

/// The database in the folder of a store.
pub(super) const FILE: &str = "events.db";

pub(super) const SCHEMA: &str = include_str!("schema.sql");

/// "Ackr", in the header of the file.
const APPLICATION: i32 = 0x4163_6b72;
const SCHEMA_VERSION: i32 = 1;

/// Older ones lose commits when the write-ahead log is reset.
const OLDEST_SQLITE: i32 = 3_051_003;

/// How long one connection waits for another: for a checkpoint, mostly.
const PATIENCE: Duration = Duration::from_secs(5);

/// The only connection that changes anything.
pub(super) fn for_writing(path: &Path) -> Result<Connection, StoreError> {
    refuse_old_sqlite()?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    if is_new(&connection)? {
        // What is erased must not stay on a page that is given back; so this comes before the first one.
        connection.pragma_update(None, "secure_delete", "ON")?;
        create(&mut connection)?;
        sync_folder(path)?;
    }
    refuse_foreign(&connection, path)?;
    configure(&connection)?;
    Ok(connection)
}

/// Sees what was committed when a question begins, and changes nothing.
pub(super) fn for_reading(path: &Path) -> Result<Connection, StoreError> {
    refuse_old_sqlite()?;
    if !path.is_file() {
        return Err(StoreError::unavailable(format!("there is no store at `{}`", path.display())));
    }
    let connection = match open_reader(path) {
        // Nothing can be created beside the file, so nobody can be writing to it either.
        Err(error) if is_not_writable(&error) && !has_wal(path) => open_unchanging(path)?,
        other => other?,
    };
    refuse_foreign(&connection, path)?;
    Ok(connection)
}

fn open_reader(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    readable(Connection::open_with_flags(path, flags)?)
}

fn is_not_writable(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly))
}

/// For a file on a medium that cannot be written: no locks, no files beside it.
pub(super) fn open_unchanging(path: &Path) -> Result<Connection, StoreError> {
    let name = path.to_str().ok_or_else(|| StoreError::unavailable("the path is not UTF-8"))?;
    let name = name.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    Ok(readable(Connection::open_with_flags(format!("file:{name}?immutable=1"), flags)?)?)
}

fn readable(connection: Connection) -> rusqlite::Result<Connection> {
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "trusted_schema", "OFF")?;
    connection.pragma_update(None, "cell_size_check", "ON")?;
    // The first look into the file: it is here that one that cannot be opened says so.
    number(&connection, "schema_version")?;
    Ok(connection)
}

fn has_wal(path: &Path) -> bool {
    let mut wal = path.as_os_str().to_owned();
    wal.push("-wal");
    std::fs::metadata(wal).is_ok_and(|it| it.len() > 0)
}

fn configure(connection: &Connection) -> Result<(), StoreError> {
    let mode = connection
        .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0))?;
    if mode != "wal" {
        return Err(StoreError::unavailable("this file system cannot hold a write-ahead log"));
    }
    for (pragma, value) in [
        ("synchronous", "FULL"),
        ("fullfsync", "ON"),
        ("checkpoint_fullfsync", "ON"),
        ("trusted_schema", "OFF"),
        ("secure_delete", "ON"),
        ("cell_size_check", "ON"),
        // A rolled back append must not leave its text in some other folder.
        ("temp_store", "MEMORY"),
        ("cache_size", "-65536"),
        ("journal_size_limit", "67108864"),
    ] {
        connection.pragma_update(None, pragma, value)?;
    }
    Ok(())
}

fn is_new(connection: &Connection) -> rusqlite::Result<bool> {
    Ok(number(connection, "schema_version")? == 0)
}

fn create(connection: &mut Connection) -> Result<(), StoreError> {
    let transaction = connection.transaction()?;
    transaction.execute_batch(SCHEMA)?;
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    Ok(transaction.commit()?)
}

fn refuse_foreign(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let (application, version) =
        (number(connection, "application_id")?, number(connection, "user_version")?);
    let path = path.display();
    if application != APPLICATION {
        return Err(StoreError::unavailable(format!("`{path}` is not a store")));
    }
    if version > SCHEMA_VERSION {
        return Err(StoreError::unavailable(format!("`{path}` was written by a newer program")));
    }
    Ok(())
}

fn refuse_old_sqlite() -> Result<(), StoreError> {
    if rusqlite::version_number() < OLDEST_SQLITE {
        return Err(StoreError::unavailable(format!("SQLite {} is too old", rusqlite::version())));
    }
    Ok(())
}

fn number(connection: &Connection, pragma: &str) -> rusqlite::Result<i32> {
    connection.pragma_query_value(None, pragma, |row| row.get(0))
}

/// A new name in a folder is durable once the folder is.
pub(super) fn sync_folder(file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|it| !it.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

/// SQLite's integers are signed; no log gets that long, but a caller may ask for "everything".
pub(super) fn int(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged { position: Position(0), what: error.to_string() }
            }
            _ => Self::Unavailable(error.into()),
        }
    }
}

/// Whether some value is there already that must be unique.
pub(super) fn is_duplicate(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|it| it.extended_code == ffi::SQLITE_CONSTRAINT_UNIQUE)
}

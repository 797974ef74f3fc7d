//! Whoever gets at the file: refused, or found.

use super::*;

const TRIGGERS: [&str; 3] =
    ["events_are_never_deleted", "events_are_never_changed", "sealed_parts_only_shrink"];

async fn closed(events: u128) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    drop(filled(folder.path(), events).await);
    folder
}

fn forge(folder: &Path, sql: &str) -> Result<Verified, StoreError> {
    let forger = raw(folder);
    let mut schema = forger.prepare("SELECT name, sql FROM sqlite_schema").unwrap();
    let triggers = schema
        .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?)))
        .unwrap()
        .filter_map(Result::ok)
        .filter(|(name, _)| TRIGGERS.contains(&name.as_str()))
        .collect::<Vec<_>>();
    for (name, _) in &triggers {
        forger.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    forger.execute_batch(sql).unwrap();
    for (_, sql) in triggers {
        forger.execute_batch(&sql.unwrap()).unwrap();
    }
    verify(folder, &mut |_, _| {})
}

fn damaged_at(verified: Result<Verified, StoreError>) -> (u64, String) {
    match verified {
        Err(StoreError::Damaged { position, what }) => (position.0, what),
        other => panic!("not found: {other:?}"),
    }
}

#[tokio::test]
async fn events_can_neither_be_changed_nor_deleted() {
    let folder = closed(3).await;
    let forger = raw(folder.path());
    for sql in [
        "DELETE FROM events WHERE position = 3",
        "UPDATE events SET position = 9 WHERE position = 3",
        "UPDATE events SET rowid = 9 WHERE position = 3",
        "UPDATE events SET envelope = 'other'",
        "UPDATE events SET envelope = NULL",
        "UPDATE events SET chain = x'00'",
        "UPDATE events SET recorded = recorded + 1",
        "UPDATE events SET revision = revision + 100",
        "UPDATE events SET type = 'other'",
        "UPDATE events SET noun = 'units'",
        "UPDATE events SET event_id = randomblob(16)",
        "UPDATE events SET stream_id = randomblob(16)",
        "UPDATE events SET sealed = sealed || ' '",
        "UPDATE events SET sealed = replace(sealed, 'Werk', 'Turm')",
    ] {
        let error = forger.execute(sql, []).unwrap_err().to_string();
        assert!(error.contains("never") || error.contains("only"), "{sql}: {error}");
    }
    assert_eq!(forger.execute("UPDATE events SET sealed = NULL", []).unwrap(), 3);
    let error = forger.execute("UPDATE events SET sealed = '{}'", []).unwrap_err();
    assert_eq!(error.to_string(), "a sealed part can only be erased");
}

#[tokio::test]
async fn a_sound_store_is_told_with_its_progress() {
    let folder = closed(10).await;
    let mut told = Vec::new();
    let verified = verify(folder.path(), &mut |done, of| told.push((done, of))).unwrap();
    assert_eq!((verified.events, verified.head, verified.erased), (10, Position(10), 0));
    assert_eq!(told, [(0, 10), (10, 10)]);
    let file = folder.path().join(connection::FILE);
    assert_eq!(verify(&file, &mut |_, _| {}).unwrap(), verified);
}

#[tokio::test]
async fn a_flipped_byte_in_any_column_is_found_at_its_position() {
    let folder = closed(6).await;
    for (column, kind, at) in [
        ("envelope", "TEXT", 1),
        ("envelope", "TEXT", 60),
        ("envelope", "TEXT", 400),
        ("sealed", "TEXT", 1),
        ("sealed", "TEXT", 20),
        ("sealed", "TEXT", 60),
        ("chain", "BLOB", 1),
        ("chain", "BLOB", 32),
        ("event_id", "BLOB", 7),
        ("stream_id", "BLOB", 7),
        ("noun", "TEXT", 2),
        ("type", "TEXT", 5),
    ] {
        let bytes = format!("CAST({column} AS BLOB)");
        let byte = format!("substr({bytes}, {at}, 1)");
        let other = format!("CASE {byte} WHEN x'58' THEN x'59' ELSE x'58' END");
        let forged = format!(
            "UPDATE events SET {column} = CAST(substr({bytes}, 1, {at} - 1) || {other} \
             || substr({bytes}, {at} + 1) AS {kind}) WHERE position = 4"
        );
        let copy = tempfile::tempdir().unwrap();
        fs::copy(folder.path().join(connection::FILE), copy.path().join(connection::FILE)).unwrap();
        let (position, what) = damaged_at(forge(copy.path(), &forged));
        assert_eq!(position, 4, "{column} {at}: {what}");
    }
}

#[tokio::test]
async fn a_forged_history_is_found_where_it_begins() {
    for (sql, position) in [
        ("DELETE FROM events WHERE position = 3", 3),
        ("DELETE FROM events WHERE position = 1", 1),
        ("UPDATE events SET position = -1 WHERE position = 2", 1),
        ("UPDATE events SET recorded = recorded - 1 WHERE position = 5", 5),
        ("UPDATE events SET revision = revision + 7 WHERE position = 5", 5),
        (
            "CREATE TEMP TABLE pair AS SELECT position, envelope, sealed FROM events;
             UPDATE events SET (envelope, sealed) = (SELECT envelope, sealed FROM pair
             WHERE pair.position = 7 - events.position) WHERE position IN (3, 4)",
            3,
        ),
        (
            "UPDATE events SET envelope = replace(envelope, '\"DE\"', '\"AT\"') WHERE position = 2",
            2,
        ),
    ] {
        let folder = closed(6).await;
        let (found, what) = damaged_at(forge(folder.path(), sql));
        assert_eq!(found, position, "{sql}: {what}");
    }
}

#[tokio::test]
async fn a_missing_trigger_is_found() {
    let folder = closed(2).await;
    raw(folder.path()).execute_batch("DROP TRIGGER events_are_never_deleted").unwrap();
    let (position, what) = damaged_at(verify(folder.path(), &mut |_, _| {}));
    assert_eq!((position, what.contains("triggers")), (0, true));
}

#[tokio::test]
async fn a_flipped_byte_of_the_file_is_found_at_its_position() {
    let folder = closed(40).await;
    let file = folder.path().join(connection::FILE);
    let (envelope, chain) = raw(folder.path())
        .query_row("SELECT envelope, chain FROM events WHERE position = 20", [], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?))
        })
        .unwrap();
    let sound = fs::read(&file).unwrap();
    let find = |part: &[u8]| sound.windows(part.len()).position(|it| it == part).unwrap();
    let (envelope, chain) =
        (find(envelope.as_bytes())..find(envelope.as_bytes()) + envelope.len(), find(&chain));
    let sealed = envelope.end..envelope.end + 40;
    for at in envelope.step_by(37).chain(chain..chain + 32).chain(sealed) {
        let mut forged = sound.clone();
        forged[at] ^= 0x20;
        fs::write(&file, forged).unwrap();
        assert_eq!(damaged_at(verify(folder.path(), &mut |_, _| {})).0, 20, "byte {at}");
    }
}

#[tokio::test]
async fn an_id_that_differs_between_table_and_index_is_found_in_both() {
    let folder = closed(40).await;
    let file = folder.path().join(connection::FILE);
    let sound = fs::read(&file).unwrap();
    let id = events::samples::id(20).into_bytes();
    let places = (0..sound.len()).filter(|at| sound[*at..].starts_with(&id)).collect::<Vec<_>>();
    assert_eq!(places.len(), 2);
    for at in places {
        let mut forged = sound.clone();
        forged[at + 15] ^= 0x40;
        fs::write(&file, forged).unwrap();
        let (position, what) = damaged_at(verify(folder.path(), &mut |_, _| {}));
        assert!(position == 20 || what.contains("index"), "{position}: {what}");
    }
}

#[tokio::test]
async fn no_flipped_byte_of_a_page_in_use_makes_verify_panic_or_lie_about_events() {
    let folder = closed(40).await;
    let file = folder.path().join(connection::FILE);
    let verified = verify(folder.path(), &mut |_, _| {}).unwrap();
    let sound = fs::read(&file).unwrap();
    for at in (0..sound.len()).step_by(211) {
        let mut forged = sound.clone();
        forged[at] ^= 0x10;
        fs::write(&file, forged).unwrap();
        // Bytes that hold nothing may change; then all events are still what they were.
        if let Ok(again) = verify(folder.path(), &mut |_, _| {}) {
            assert_eq!(again, verified, "byte {at}");
        }
    }
}

#[test]
fn a_file_that_is_no_database_is_damaged() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(connection::FILE), "no database, but long enough ".repeat(99))
        .unwrap();
    damaged_at(verify(folder.path(), &mut |_, _| {}));
}

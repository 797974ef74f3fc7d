//! What only the embedded store promises: files, locks, crashes.

mod backing_up;
mod erasing;
mod forging;
mod model;

use std::{fs, path::Path, sync::Arc};

use futures_util::FutureExt;
use rusqlite::Connection;
use tempfile::TempDir;

use super::*;
use crate::{
    Expected,
    contract::{Store, appended, given},
};

fn empty() -> (Store, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (open(folder.path()), folder)
}

fn open(folder: &Path) -> Store {
    Arc::new(SqliteStore::open(folder, "a test").unwrap())
}

fn raw(folder: &Path) -> Connection {
    Connection::open(folder.join(connection::FILE)).unwrap()
}

async fn filled(folder: &Path, events: u128) -> Store {
    let store = open(folder);
    let batch = (1..=events).map(|n| given::append(n % 3, Expected::Any, n..=n));
    store.append(batch.collect()).await.unwrap();
    store
}

crate::contract_tests!(empty());

#[tokio::test]
async fn an_opened_store_goes_on_where_it_was_closed() {
    let folder = tempfile::tempdir().unwrap();
    let before = appended(&open(folder.path()), given::append(1, Expected::Any, 1..=3)).await;
    let store = open(folder.path());
    assert_eq!(*store.head().borrow(), before.last);
    let append = given::append_at(-99, given::append(1, Expected::Revision(3), 4..=4));
    let after = appended(&store, append).await;
    assert_eq!((after.last, after.recorded), (Position(4), before.recorded));
    drop(store);
    assert_eq!(verify(folder.path(), &mut |_, _| {}).unwrap().events, 4);
}

#[tokio::test]
async fn a_retry_after_opening_again_is_told_the_places_of_then() {
    let folder = tempfile::tempdir().unwrap();
    let append = given::append(1, Expected::Revision(0), 1..=3);
    let then = appended(&open(folder.path()), append.clone()).await;
    let again = appended(&open(folder.path()), append).await;
    assert_eq!(again, crate::Appended { was_there: true, ..then });
}

#[tokio::test]
async fn a_second_writer_is_refused_with_the_words_of_the_first() {
    let folder = tempfile::tempdir().unwrap();
    let first = SqliteStore::open(folder.path(), "acker serve").unwrap();
    first.set_holder("http://127.0.0.1:7313").unwrap();
    let error = SqliteStore::open(folder.path(), "acker import").unwrap_err();
    let expected = "another process writes to this store: http://127.0.0.1:7313";
    assert_eq!(error.to_string(), expected);
    drop(first);
    SqliteStore::open(folder.path(), "acker import").unwrap();
}

#[tokio::test]
async fn a_reader_beside_a_writer_sees_what_is_added_and_adds_nothing() {
    let (store, folder) = empty();
    appended(&store, given::append(1, Expected::Any, 1..=2)).await;
    let reader = SqliteStore::open_read_only(folder.path()).unwrap();
    assert_eq!(*reader.head().borrow(), Position(2));
    appended(&store, given::append(1, Expected::Any, 3..=3)).await;
    assert_eq!(reader.read_all(Position(0), 9).await.unwrap().len(), 3);
    let refused = reader.append(vec![given::append(1, Expected::Any, 4..=4)]).await;
    assert!(matches!(refused, Err(StoreError::ReadOnly)));
    let refused = reader.erase(Position(1), "/name".to_owned()).await;
    assert!(matches!(refused, Err(StoreError::ReadOnly)));
    assert!(matches!(reader.set_holder("me"), Err(StoreError::ReadOnly)));
}

#[tokio::test]
async fn a_store_can_be_read_after_its_writer_was_closed() {
    let folder = tempfile::tempdir().unwrap();
    drop(filled(folder.path(), 5).await);
    assert!(!folder.path().join("events.db-wal").exists());
    let reader = SqliteStore::open_read_only(folder.path()).unwrap();
    assert_eq!(reader.read_all(Position(0), 9).await.unwrap().len(), 5);
}

#[tokio::test]
async fn a_store_can_be_read_and_written_after_its_writer_was_killed() {
    let (running, killed) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = filled(running.path(), 5).await;
    for name in ["events.db", "events.db-wal"] {
        fs::copy(running.path().join(name), killed.path().join(name)).unwrap();
    }
    drop(store);
    let reader = SqliteStore::open_read_only(killed.path()).unwrap();
    assert_eq!(reader.read_all(Position(0), 9).await.unwrap().len(), 5);
    let kept = appended(&open(killed.path()), given::append(1, Expected::Any, 9..=9)).await;
    assert_eq!(kept.first, Position(6));
}

#[test]
fn where_there_is_no_store_a_reader_says_so_and_makes_none() {
    let folder = tempfile::tempdir().unwrap();
    let Err(StoreError::Unavailable(cause)) = SqliteStore::open_read_only(folder.path()) else {
        panic!("there is no store")
    };
    assert!(cause.to_string().starts_with("there is no store at `"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn another_programs_database_is_not_taken_for_a_store() {
    let folder = tempfile::tempdir().unwrap();
    raw(folder.path()).execute_batch("CREATE TABLE t (x)").unwrap();
    for error in [
        SqliteStore::open(folder.path(), "a test").unwrap_err(),
        SqliteStore::open_read_only(folder.path()).unwrap_err(),
    ] {
        let StoreError::Unavailable(cause) = error else { panic!("{error}") };
        assert!(cause.to_string().ends_with("is not a store"), "{cause}");
    }
}

#[tokio::test]
async fn what_was_queued_is_kept_although_nobody_waits_and_the_store_is_dropped() {
    let (store, folder) = empty();
    for n in 0..20 {
        let append = given::append(1, Expected::Any, n..=n);
        // Asked once and dropped; the writer may or may not have answered by then.
        let _answer = store.append(vec![append]).now_or_never();
    }
    drop(store);
    assert_eq!(*open(folder.path()).head().borrow(), Position(20));
}

/// Whether it is written on the spot or by the thread for all.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn little_and_much_that_come_together_are_all_kept_and_nobody_overtakes_himself() {
    let (store, _folder) = empty();
    let writers = (0..8).map(|stream| tokio::spawn(little_then_much(Arc::clone(&store), stream)));
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    let all = store.read_all(Position(0), 10_000).await.unwrap();
    assert_eq!(all.len(), 8 * 5 * (4 + 40));
    assert!(all.windows(2).all(|it| it[0].position.0 + 1 == it[1].position.0));
}

async fn little_then_much(store: Store, stream: u128) {
    let mut before = Position(0);
    for n in 0..25 {
        let count = if n % 5 == 0 { 40 } else { 1 };
        let first = stream * 10_000 + n * 100;
        let ids = first..=first + count - 1;
        let kept = appended(&store, given::append(stream, Expected::Any, ids)).await;
        assert!(kept.first > before && *store.head().borrow() >= kept.last);
        before = kept.last;
    }
}

#[tokio::test]
async fn after_a_failed_commit_the_outcome_is_unknown_and_writing_goes_on() {
    let (store, folder) = empty();
    appended(&store, given::append(1, Expected::Any, 1..=2)).await;
    // A foreign key that is looked at only on commit.
    let saboteur = raw(folder.path());
    saboteur
        .execute_batch(
            "CREATE TABLE parent (id INTEGER PRIMARY KEY);
             CREATE TABLE child (id REFERENCES parent DEFERRABLE INITIALLY DEFERRED);
             CREATE TRIGGER sabotage AFTER INSERT ON events BEGIN INSERT INTO child VALUES (1); END",
        )
        .unwrap();
    let lost = given::append(1, Expected::Revision(2), 3..=4);
    let failed = store.append(vec![lost.clone()]).await;
    assert!(matches!(failed, Err(StoreError::UnknownOutcome(_))), "{failed:?}");
    assert_eq!(*store.head().borrow(), Position(2));
    saboteur.execute_batch("DROP TRIGGER sabotage").unwrap();
    let kept = appended(&store, lost).await;
    assert_eq!((kept.first, kept.revision, kept.was_there), (Position(3), 4, false));
    assert_eq!(verify(folder.path(), &mut |_, _| {}).unwrap().events, 4);
}

#[tokio::test]
async fn a_failure_before_the_commit_changes_nothing_for_all_of_the_batch() {
    let (store, folder) = empty();
    let saboteur = raw(folder.path());
    saboteur
        .execute_batch(
            "CREATE TRIGGER sabotage BEFORE INSERT ON events WHEN new.position = 2
             BEGIN SELECT RAISE(FAIL, 'the disk is full'); END",
        )
        .unwrap();
    let batch = (1..=3).map(|n| given::append(n, Expected::Any, n..=n)).collect::<Vec<_>>();
    let failed = store.append(batch.clone()).await;
    assert!(matches!(failed, Err(StoreError::Unavailable(_))), "{failed:?}");
    assert_eq!(*store.head().borrow(), Position(0));
    saboteur.execute_batch("DROP TRIGGER sabotage").unwrap();
    assert_eq!(store.append(batch).await.unwrap()[2].unwrap().last, Position(3));
}

#[tokio::test]
async fn a_long_history_is_read_across_pages_without_a_gap() {
    let (store, _folder) = empty();
    let all = given::append(1, Expected::Any, 1..=2500);
    appended(&store, all).await;
    let read = store.read_all(Position(3), 2400).await.unwrap();
    assert!(read.iter().map(|it| it.position.0).eq(4..=2403));
    let read = store.read_stream(given::stream(1), 1, usize::MAX).await.unwrap();
    assert!(read.iter().map(|it| it.position.0).eq(2..=2500));
}

#[test]
fn a_file_on_a_medium_that_cannot_be_written_is_read_without_files_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let odd = folder.path().join("100% sure? #1");
    drop(SqliteStore::open(&odd, "a test").unwrap());
    connection::open_unchanging(&odd.join(connection::FILE)).unwrap();
    let mut names = fs::read_dir(odd).unwrap().map(|it| it.unwrap().file_name());
    assert!(names.all(|it| it == "events.db" || it == "lock"));
}

//! Erased text is in no file of the folder.

use super::*;
use crate::{Append, contract::given::draft};

/// From a word to several pages of the database, each with a mark of its own.
fn text(n: u128, times: usize) -> String {
    format!("<mark {n:04}>").repeat(times)
}

fn contains(folder: &Path, mark: &str) -> bool {
    fs::read_dir(folder).unwrap().any(|it| {
        let bytes = fs::read(it.unwrap().path()).unwrap();
        bytes.windows(mark.len()).any(|it| it == mark.as_bytes())
    })
}

#[tokio::test]
async fn an_erased_text_is_in_no_file_of_the_folder_while_the_store_is_in_use() {
    let (store, folder) = empty();
    for n in 1..=120 {
        let times = [1, 7, 60, 400, 2000][n % 5];
        let n = n as u128;
        let drafts = vec![draft(n, &text(n, times))];
        let append = Append { drafts, ..given::append(n % 7, Expected::Any, n..=n) };
        store.append(vec![append]).await.unwrap();
    }
    assert!(contains(folder.path(), &text(33, 1)));
    // First every third one, so that freed pages are used again in between.
    let erase_first = (1..=120).filter(|n| n % 3 == 0);
    for n in erase_first.chain((1..=120).filter(|n| n % 3 != 0)) {
        assert!(store.erase(Position(n), "/name".to_owned()).await.unwrap());
        let id = 1000 + u128::from(n);
        store.append(vec![given::append(id, Expected::Any, id..=id)]).await.unwrap();
    }
    // The last appends are still in the write-ahead log, and must not bring anything back.
    for n in 1..=120 {
        assert!(!contains(folder.path(), &text(n, 1)), "{n}");
    }
    let verified = verify(folder.path(), &mut |_, _| {}).unwrap();
    assert_eq!((verified.events, verified.erased), (240, 120));
}

#[tokio::test]
async fn a_text_whose_append_was_refused_is_in_no_file_once_the_store_is_closed() {
    let (store, folder) = empty();
    appended(&store, given::append(1, Expected::Any, 1..=1)).await;
    let drafts = vec![draft(2, &text(7, 3000)), draft(1, "a used id")];
    let append = Append { drafts, ..given::append(2, Expected::Any, 1..=1) };
    store.append(vec![append]).await.unwrap()[0].unwrap_err();
    appended(&store, given::append(1, Expected::Any, 3..=3)).await;
    drop(store);
    assert!(!contains(folder.path(), &text(7, 1)));
}

#[tokio::test]
async fn erasing_says_when_a_reader_keeps_old_pages_and_finishes_on_the_next_try() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(folder.path(), 3).await;
    let reader = raw(folder.path());
    reader.execute_batch("BEGIN; SELECT count(*) FROM events").unwrap();
    let held = store.erase(Position(1), "/name".to_owned()).await;
    assert!(matches!(held, Err(StoreError::Unavailable(_))), "{held:?}");
    reader.execute_batch("COMMIT").unwrap();
    assert!(!store.erase(Position(1), "/name".to_owned()).await.unwrap());
    assert!(!contains(folder.path(), "Werk 1\""));
    assert!(contains(folder.path(), "Werk 2\""));
}

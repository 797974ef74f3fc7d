//! There and back again.

use super::*;

fn nothing(_: u64, _: u64) {}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_a_store_in_use_restores_to_a_prefix_of_it() {
    let (source, target) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = filled(source.path(), 3000).await;
    let writer = Arc::clone(&store);
    let writing = tokio::spawn(async move {
        for n in 4000..4300 {
            appended(&writer, given::append(n % 5, Expected::Any, n..=n)).await;
        }
    });
    let (file, folder) = (target.path().join("acker.backup"), target.path().join("data"));
    let mut told = (0, 0);
    backup(source.path(), &file, &mut |done, of| told = (done, of)).unwrap();
    writing.await.unwrap();
    assert!(told.0 == told.1 && told.0 > 100, "{told:?}");

    let verified = restore(&file, &folder, &mut nothing).unwrap();
    assert!((3000..=3300).contains(&verified.events));
    assert_eq!(verify(&folder, &mut nothing).unwrap(), verified);
    let restored = open(&folder);
    let read = restored.read_all(Position(0), 9999).await.unwrap();
    assert_eq!(read, store.read_all(Position(0), read.len()).await.unwrap());
    let more = appended(&restored, given::append(1, Expected::Any, 9999..=9999)).await;
    assert_eq!(more.last.0, verified.events + 1);
}

#[tokio::test]
async fn a_backup_is_one_file_and_leaves_no_other_behind() {
    let (source, target) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let _store = filled(source.path(), 5).await;
    let file = target.path().join("acker.backup");
    backup(source.path(), &file, &mut nothing).unwrap();
    assert_eq!(verify(&file, &mut nothing).unwrap().events, 5);
    assert_eq!(fs::read_dir(target.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn nothing_that_is_there_is_overwritten() {
    let (source, target) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = filled(source.path(), 5).await;
    let file = target.path().join("acker.backup");
    fs::write(&file, "precious").unwrap();
    let StoreError::Unavailable(cause) = backup(source.path(), &file, &mut nothing).unwrap_err()
    else {
        panic!()
    };
    assert!(cause.to_string().ends_with("is there already"));
    assert_eq!(fs::read_to_string(&file).unwrap(), "precious");

    let other = target.path().join("other.backup");
    backup(source.path(), &other, &mut nothing).unwrap();
    let error = restore(&other, source.path(), &mut nothing).unwrap_err();
    assert!(matches!(error, StoreError::Locked { .. }));
    drop(store);
    let error = restore(&other, source.path(), &mut nothing).unwrap_err();
    assert!(matches!(error, StoreError::Unavailable(_)));
    assert_eq!(verify(source.path(), &mut nothing).unwrap().events, 5);
}

#[tokio::test]
async fn a_damaged_backup_is_not_restored() {
    let (source, target) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    drop(filled(source.path(), 5).await);
    let (file, folder) = (target.path().join("acker.backup"), target.path().join("data"));
    backup(source.path(), &file, &mut nothing).unwrap();
    let mut bytes = fs::read(&file).unwrap();
    let name = bytes.windows(6).position(|it| it == b"Werk 3").unwrap();
    bytes[name] = b'w';
    fs::write(&file, bytes).unwrap();
    let error = restore(&file, &folder, &mut nothing).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { position: Position(3), .. }), "{error}");
    assert!(!folder.join(connection::FILE).exists());
}

#[test]
fn where_there_is_no_store_there_is_no_backup() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("acker.backup");
    assert!(backup(folder.path(), &file, &mut nothing).is_err());
    assert!(restore(&file, &folder.path().join("data"), &mut nothing).is_err());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

//! What every store promises. A new store is done when it passes these.

pub mod given;

use std::sync::Arc;

use events::{Position, codec, ids::EventId, samples};
use futures_util::future::join_all;

use crate::{Append, Appended, EventStore, Expected, StoreError};

/// The store under test.
pub type Store = Arc<dyn EventStore>;

/// One test per promise. The expression makes an empty store, and whatever has to live as long.
#[macro_export]
macro_rules! contract_tests {
    ($store:expr) => {
        $crate::contract_tests!($store =>
            appended_events_are_read_back_in_order_with_their_bytes,
            positions_begin_at_one_and_leave_no_gap,
            another_revision_than_expected_is_a_conflict_that_tells_the_actual_one,
            a_conflict_leaves_its_neighbours_alone,
            behind_a_conflict_nothing_is_kept_on_that_stream_even_where_the_revision_fits,
            a_batch_sees_its_own_earlier_appends,
            a_retry_adds_nothing_and_is_told_the_places_of_then,
            a_retry_in_the_same_batch_adds_nothing,
            an_append_with_a_used_id_among_new_ones_adds_nothing,
            an_append_without_events_is_refused,
            a_batch_without_appends_has_no_outcomes,
            recorded_time_never_decreases_when_the_callers_clock_goes_back,
            of_many_writers_to_one_revision_exactly_one_wins,
            many_writers_share_no_position_and_leave_no_gap,
            the_head_moves_after_a_commit_and_only_then,
            what_the_head_names_can_be_read_while_others_write,
            a_page_is_as_long_as_its_limit_and_begins_after_its_place,
            an_event_is_found_by_its_id,
            a_time_gives_the_last_position_recorded_until_then,
            erasing_takes_one_text_and_leaves_all_else,
        );
    };
    ($store:expr => $($promise:ident),+ $(,)?) => {
        mod contract_tests {
            use super::*;
            $(#[tokio::test]
            async fn $promise() {
                let (store, _as_long_as_the_test) = $store;
                $crate::contract::$promise(store).await;
            })+

            /// Where others can run, a store may do on the spot what it leaves to others elsewhere.
            mod on_many_threads {
                use super::*;
                $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $promise() {
                    let (store, _as_long_as_the_test) = $store;
                    $crate::contract::$promise(store).await;
                })+
            }
        }
    };
}

/// Nothing is changed, dropped or moved on the way.
pub async fn appended_events_are_read_back_in_order_with_their_bytes(store: Store) {
    let append = given::append(1, Expected::Revision(0), 1..=3);
    let kept = appended(&store, append.clone()).await;
    let read = store.read_all(Position(0), 10).await.expect("readable");
    assert_eq!(read, store.read_stream(append.stream, 0, 10).await.expect("readable"));
    assert_eq!(read.len(), 3);
    for ((stored, draft), revision) in read.iter().zip(&append.drafts).zip(1..) {
        let place = codec::Place { stream: append.stream, revision, recorded: kept.recorded };
        assert_eq!(stored.envelope, draft.envelope(&place));
        assert_eq!(stored.sealed, draft.sealed);
        assert_eq!(given::read(stored).id, draft.id);
    }
}

/// The embedded stores promise more than order: readers may count.
pub async fn positions_begin_at_one_and_leave_no_gap(store: Store) {
    assert_eq!(*store.head().borrow(), Position(0));
    let first = appended(&store, given::append(1, Expected::Any, 1..=2)).await;
    let _conflict = one(&store, given::append(1, Expected::Revision(9), 3..=4)).await;
    let second = appended(&store, given::append(2, Expected::Any, 5..=5)).await;
    assert_eq!((first.first, first.last), (Position(1), Position(2)));
    assert_eq!((second.first, second.last), (Position(3), Position(3)));
}

/// Earlier and later ones alike.
pub async fn another_revision_than_expected_is_a_conflict_that_tells_the_actual_one(store: Store) {
    appended(&store, given::append(1, Expected::Revision(0), 1..=2)).await;
    for stale in [0, 1, 3] {
        let refused = one(&store, given::append(1, Expected::Revision(stale), 7..=7)).await;
        let conflict = refused.expect_err("another revision");
        assert_eq!((conflict.stream, conflict.actual), (given::stream(1), 2));
    }
    assert_eq!(appended(&store, given::append(1, Expected::Revision(2), 7..=7)).await.revision, 3);
}

/// Appends share a batch, not a fate.
pub async fn a_conflict_leaves_its_neighbours_alone(store: Store) {
    let batch = vec![
        given::append(1, Expected::Revision(0), 1..=2),
        given::append(2, Expected::Revision(5), 3..=4),
        given::append(3, Expected::Any, 5..=5),
    ];
    let outcomes = store.append(batch).await.expect("kept");
    assert_eq!(outcomes[0].expect("kept").last, Position(2));
    assert_eq!(outcomes[1].expect_err("a conflict").actual, 0);
    assert_eq!(outcomes[2].expect("kept").first, Position(3));
    assert_eq!(count(&store).await, 3);
}

/// Two lines of a bulk, and somebody else's event came between: the second was decided on the first.
pub async fn behind_a_conflict_nothing_is_kept_on_that_stream_even_where_the_revision_fits(
    store: Store,
) {
    appended(&store, given::append(1, Expected::Revision(0), 1..=1)).await;
    let batch = vec![
        given::append(1, Expected::Revision(0), 2..=2),
        given::append(1, Expected::Revision(1), 3..=3),
        given::append(2, Expected::Revision(0), 4..=4),
    ];
    let outcomes = store.append(batch).await.expect("kept");
    assert_eq!(outcomes[1].expect_err("decided behind a conflict").actual, 1);
    assert_eq!(outcomes[2].expect("another stream").first, Position(2));
    assert_eq!(count(&store).await, 2);
}

/// Lines of a bulk request see the effect of earlier lines.
pub async fn a_batch_sees_its_own_earlier_appends(store: Store) {
    let batch = (0..4).map(|n| given::append(1, Expected::Revision(n), n.into()..=n.into()));
    let outcomes = store.append(batch.collect()).await.expect("kept");
    let revisions = outcomes.iter().map(|it| it.expect("kept").revision).collect::<Vec<_>>();
    assert_eq!(revisions, [1, 2, 3, 4]);
}

/// Whatever has happened since, and whatever revision the retry expects.
pub async fn a_retry_adds_nothing_and_is_told_the_places_of_then(store: Store) {
    appended(&store, given::append(2, Expected::Any, 90..=90)).await;
    let append = given::append(1, Expected::Revision(0), 1..=3);
    let then = appended(&store, append.clone()).await;
    appended(&store, given::append(1, Expected::Revision(3), 4..=4)).await;
    let again = appended(&store, given::append_at(60, append)).await;
    assert_eq!(again, Appended { was_there: true, ..then });
    let single = appended(&store, given::append(1, Expected::Any, 4..=4)).await;
    assert_eq!((single.last, single.revision, single.was_there), (Position(5), 4, true));
    assert_eq!(count(&store).await, 5);
}

/// Two clicks may reach the writer together.
pub async fn a_retry_in_the_same_batch_adds_nothing(store: Store) {
    let append = given::append(1, Expected::Revision(0), 1..=2);
    let outcomes = store.append(vec![append.clone(), append]).await.expect("kept");
    let (then, again) = (outcomes[0].expect("kept"), outcomes[1].expect("kept"));
    assert_eq!(again, Appended { was_there: true, ..then });
    assert_eq!(count(&store).await, 2);
}

/// Half of an append is never kept.
pub async fn an_append_with_a_used_id_among_new_ones_adds_nothing(store: Store) {
    appended(&store, given::append(1, Expected::Any, 2..=2)).await;
    let mut twice = given::append(3, Expected::Any, 7..=8);
    twice.drafts[1] = twice.drafts[0].clone();
    let batch =
        vec![given::append(2, Expected::Any, 1..=3), twice, given::append(2, Expected::Any, 5..=5)];
    let outcomes = store.append(batch).await.expect("kept");
    assert_eq!(outcomes[0].expect_err("a used id").actual, 0);
    assert_eq!(outcomes[1].expect_err("an id twice").actual, 0);
    assert_eq!(outcomes[2].expect("kept").first, Position(2));
    assert_eq!(count(&store).await, 2);
}

/// It would have no place to tell.
pub async fn an_append_without_events_is_refused(store: Store) {
    let empty = Append { drafts: vec![], ..given::append(1, Expected::Any, 1..=1) };
    let refused = store.append(vec![given::append(1, Expected::Any, 1..=1), empty]).await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))));
    assert_eq!(count(&store).await, 0);
}

/// Nothing asked, nothing answered.
pub async fn a_batch_without_appends_has_no_outcomes(store: Store) {
    assert!(store.append(vec![]).await.expect("nothing to do").is_empty());
}

/// Clocks are set back; history is not.
pub async fn recorded_time_never_decreases_when_the_callers_clock_goes_back(store: Store) {
    let mut recorded = Vec::new();
    for (n, seconds) in [(1, 10), (2, -3600), (3, 10), (4, 11)] {
        let append = given::append(n, Expected::Any, n..=n);
        recorded.push(appended(&store, given::append_at(seconds, append)).await.recorded);
    }
    assert_eq!(recorded, [10, 10, 10, 11].map(given::time));
    let read = store.read_all(Position(0), 9).await.expect("readable");
    assert_eq!(read.iter().map(|it| given::read(it).recorded).collect::<Vec<_>>(), recorded);
}

/// Optimistic concurrency: nobody overwrites what he has not seen.
pub async fn of_many_writers_to_one_revision_exactly_one_wins(store: Store) {
    for revision in 0..4 {
        let base = u128::from(revision) * 100;
        let writers = (base..base + 16)
            .map(|id| one(&store, given::append(1, Expected::Revision(revision), id..=id)));
        let outcomes = join_all(writers).await;
        assert_eq!(outcomes.iter().filter(|it| it.is_ok()).count(), 1);
        assert!(outcomes.iter().all(|it| it.is_ok_and(|it| it.revision == revision + 1)
            || it.is_err_and(|it| it.actual == revision + 1)));
    }
}

/// However they come together.
pub async fn many_writers_share_no_position_and_leave_no_gap(store: Store) {
    let writers = (0..40).map(|n| {
        let store = Arc::clone(&store);
        tokio::spawn(async move {
            appended(&store, given::append(n % 5, Expected::Any, 2 * n..=2 * n + 1)).await
        })
    });
    let mut places = Vec::new();
    for writer in join_all(writers).await {
        let Appended { first, last, .. } = writer.expect("no panic");
        places.extend(first.0..=last.0);
    }
    places.sort_unstable();
    assert_eq!(places, (1..=80).collect::<Vec<_>>());
    for stream in (0..5).map(given::stream) {
        let read = store.read_stream(stream, 0, 99).await.expect("readable");
        let revisions = read.iter().map(|it| given::read(it).revision);
        assert!(revisions.eq(1..=16));
    }
}

/// Whoever got an answer sees the head there already, and whoever follows it is told once; a
/// projection never waits for what was refused.
pub async fn the_head_moves_after_a_commit_and_only_then(store: Store) {
    let mut head = store.head();
    let _conflict = one(&store, given::append(1, Expected::Revision(1), 1..=1)).await;
    assert!(!head.has_changed().expect("the store lives"));
    let kept = appended(&store, given::append(1, Expected::Any, 1..=2)).await;
    assert_eq!(*head.borrow(), kept.last);
    head.changed().await.expect("the store lives");
    appended(&store, given::append(1, Expected::Any, 1..=2)).await;
    assert!(!head.has_changed().expect("the store lives"));
}

/// What is announced is there.
pub async fn what_the_head_names_can_be_read_while_others_write(store: Store) {
    let (writer, mut head) = (Arc::clone(&store), store.head());
    let writing = tokio::spawn(async move {
        for n in 0..30 {
            appended(&writer, given::append(n % 3, Expected::Any, 2 * n..=2 * n + 1)).await;
        }
    });
    let mut read = 0;
    while read < 60 {
        head.changed().await.expect("the store lives");
        let seen = head.borrow_and_update().0;
        let page = store.read_all(Position(read), 1000).await.expect("readable");
        assert!(page.iter().map(|it| it.position.0).eq(read + 1..=read + page.len() as u64));
        read += page.len() as u64;
        assert!(read >= seen);
    }
    writing.await.expect("no panic");
}

/// A page shorter than its limit is the last one.
pub async fn a_page_is_as_long_as_its_limit_and_begins_after_its_place(store: Store) {
    for n in 0..10 {
        appended(&store, given::append(n % 2, Expected::Any, n..=n)).await;
    }
    let stream = given::stream(1);
    for (after, limit, expected) in
        [(0, 0, 0..0), (0, 4, 0..4), (8, 4, 8..10), (10, 4, 0..0), (u64::MAX, usize::MAX, 0..0)]
    {
        let page = store.read_all(Position(after), limit).await.expect("readable");
        let ids = page.iter().map(|it| given::read(it).id);
        assert!(ids.eq(expected.map(|it| EventId(samples::id(it)))), "{after} {limit}");
    }
    let page = store.read_stream(stream, 2, 2).await.expect("readable");
    assert!(page.iter().map(|it| given::read(it).revision).eq([3, 4]));
    assert!(store.read_stream(stream, 5, 2).await.expect("readable").is_empty());
    assert!(store.read_stream(given::stream(7), 0, 2).await.expect("readable").is_empty());
}

/// And no other.
pub async fn an_event_is_found_by_its_id(store: Store) {
    appended(&store, given::append(1, Expected::Any, 1..=3)).await;
    let found = store.find(EventId(samples::id(2))).await.expect("readable");
    assert_eq!(found.expect("it was appended").position, Position(2));
    assert_eq!(store.find(EventId(samples::id(4))).await.expect("readable"), None);
}

/// Both ends of a second in which several were recorded.
pub async fn a_time_gives_the_last_position_recorded_until_then(store: Store) {
    assert_eq!(store.position_at(given::time(0)).await.expect("readable"), Position(0));
    for (n, seconds) in [(1, 10), (2, 20), (3, 20), (4, 20), (5, 30)] {
        let append = given::append(n, Expected::Any, n..=n);
        appended(&store, given::append_at(seconds, append)).await;
    }
    for (seconds, position) in [(9, 0), (10, 1), (19, 1), (20, 4), (29, 4), (30, 5), (99, 5)] {
        let found = store.position_at(given::time(seconds)).await.expect("readable");
        assert_eq!(found, Position(position), "at {seconds} s");
    }
}

/// The envelope stays as it was, and so does every other text.
pub async fn erasing_takes_one_text_and_leaves_all_else(store: Store) {
    appended(&store, given::append(1, Expected::Any, 1..=2)).await;
    let before = store.read_all(Position(0), 9).await.expect("readable");
    let erase = |position, pointer: &str| store.erase(Position(position), pointer.to_owned());
    assert!(erase(1, "/name").await.expect("erased"));
    assert!(!erase(1, "/name").await.expect("it is gone"));
    assert!(!erase(2, "/nowhere").await.expect("there is nothing"));
    assert!(!erase(3, "/name").await.expect("there is no such event"));
    let after = store.read_all(Position(0), 9).await.expect("readable");
    assert_eq!((&after[0].envelope, &after[1]), (&before[0].envelope, &before[1]));
    let sealed = after[0].sealed.as_deref().expect("other texts are left");
    assert!(!sealed.contains("Werk 1") && sealed.contains("Europa"));
    for pointer in ["/region", "/meta/why"] {
        assert!(erase(1, pointer).await.expect("erased"));
    }
    let after = store.read_all(Position(0), 1).await.expect("readable");
    assert_eq!(after[0].sealed, None);
    given::read(&after[0]);
}

/// Appends what is to be kept.
pub async fn appended(store: &Store, append: Append) -> Appended {
    one(store, append).await.expect("no conflict")
}

async fn one(store: &Store, append: Append) -> Result<Appended, crate::Conflict> {
    store.append(vec![append]).await.expect("the store works").remove(0)
}

async fn count(store: &Store) -> usize {
    store.read_all(Position(0), 1000).await.expect("readable").len()
}

//! The store in memory is the model: whatever happens, SQLite answers the same.

use proptest::{collection::vec, prelude::*};
use tokio::runtime::Runtime;

use super::*;
use crate::{Append, Outcomes, memory::MemoryStore};

#[derive(Debug, Clone)]
enum Step {
    Append(Vec<Append>),
    Erase(u64, &'static str),
    OpenAgain,
}

fn append() -> impl Strategy<Value = Append> {
    let expected = prop_oneof![Just(Expected::Any), (0..5_u64).prop_map(Expected::Revision)];
    (0..3_u128, expected, 0..16_u128, 0..4_u128, -5..5_i64).prop_map(
        |(stream, expected, id, more, seconds)| {
            given::append_at(seconds, given::append(stream, expected, id..=id + more))
        },
    )
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => vec(append(), 1..5).prop_map(Step::Append),
        1 => (0..12_u64, prop_oneof![Just("/name"), Just("/region")])
            .prop_map(|(position, pointer)| Step::Erase(position, pointer)),
        1 => Just(Step::OpenAgain),
    ]
}

async fn compare(steps: Vec<Step>) {
    let model = MemoryStore::default();
    let (mut store, folder) = empty();
    for step in steps {
        match step {
            Step::Append(batch) => {
                let outcomes = store.append(batch.clone()).await.unwrap();
                assert_eq!(outcomes, model.append(batch).await.unwrap());
            }
            Step::Erase(position, pointer) => {
                let erase = |store: &dyn EventStore| {
                    store.erase(Position(position), pointer.to_owned()).now_or_never()
                };
                let erased = store.erase(Position(position), pointer.to_owned()).await.unwrap();
                assert_eq!(erased, erase(&model).unwrap().unwrap());
            }
            Step::OpenAgain => {
                drop(store);
                store = open(folder.path());
            }
        }
        assert_eq!(*store.head().borrow(), *model.head().borrow());
    }
    assert_same(&store, &model).await;
    drop(store);
    verify(folder.path(), &mut |_, _| {}).unwrap();
}

async fn assert_same(store: &Store, model: &MemoryStore) {
    let read = store.read_all(Position(0), 999).await.unwrap();
    assert_eq!(read, model.read_all(Position(0), 999).await.unwrap());
    for stream in (0..3).map(given::stream) {
        let read = store.read_stream(stream, 1, 7).await.unwrap();
        assert_eq!(read, model.read_stream(stream, 1, 7).await.unwrap());
    }
    for time in (-6..6).map(given::time) {
        let position = store.position_at(time).await.unwrap();
        assert_eq!(position, model.position_at(time).await.unwrap());
    }
}

/// Appends that are on their way at the same time: some order of them explains every outcome.
async fn compare_concurrent(appends: Vec<Append>) {
    let (store, _folder) = empty();
    let waiting = appends.iter().map(|it| store.append(vec![it.clone()]));
    let outcomes = futures_util::future::join_all(waiting).await;
    // They are sent in the order in which they are first polled.
    let model = MemoryStore::default();
    for (append, outcome) in appends.into_iter().zip(outcomes) {
        let expected: Outcomes = model.append(vec![append]).await.unwrap();
        assert_eq!(outcome.unwrap(), expected);
    }
    assert_same(&store, &model).await;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_history_is_the_same_as_in_memory(steps in vec(step(), 1..14)) {
        Runtime::new().unwrap().block_on(compare(steps));
    }

    #[test]
    fn appends_that_come_together_end_as_if_one_after_the_other(appends in vec(append(), 1..40)) {
        Runtime::new().unwrap().block_on(compare_concurrent(appends));
    }
}

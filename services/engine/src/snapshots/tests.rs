use std::{collections::BTreeSet, ops::Range, time::Duration};

use events::{
    Area, Event, Noun, Recorded, Stream, codec,
    community::{AreaAddressed, AreaLeft, Founded},
    ids::EventId,
    samples::{self, id},
};
use projections::{
    coverage::{AreasAnswer, CoverageAnswer},
    parts::PARTS,
    said::SaidView,
};
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};
use store::{Append, Expected, memory::MemoryStore};
use tempfile::TempDir;

use super::*;
use crate::{Engine, Moment, Parts, clock::SystemClock, id_source::SystemIds};

#[tokio::test]
async fn whoever_starts_goes_on_behind_the_newest_and_says_the_same() {
    let (folder, store) = (folder(), kept(0..9).await);
    close(&folder, &store).await;
    tell(&store, 9..12).await;
    let snapshots = Snapshots::read_only(folder.path());
    let nearest: Projections = snapshots.nearest(Position(12), &*store).await.expect("read");
    assert_eq!(nearest.position(), Position(9));
    let on = fold(&*store, nearest, Position(12), |_, _| {}).await.expect("folded");
    assert_eq!(answers(&on), answers(&folded(&store, 12).await));
}

#[tokio::test]
async fn bytes_that_changed_never_change_an_answer_and_are_gone_then() {
    let (folder, store) = (folder(), kept(0..9).await);
    close(&folder, &store).await;
    let path = file::path(folder.path(), Position(9));
    let whole = fs::read(&path).expect("it is there");
    let (right, mut unread) = (answers(&folded(&store, 9).await), 0);
    for place in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[place] ^= 0x10;
        fs::write(&path, bytes).expect("written");
        let snapshots = Snapshots::writable(folder.path());
        let nearest: Projections =
            snapshots.nearest(Position(9), &*store).await.expect("never an error");
        // Some bits say nothing; with them changed it is still what it was.
        match nearest.position() {
            Position(0) => assert!(!path.exists(), "byte {place}"),
            _ => assert_eq!(answers(&nearest), right, "byte {place}"),
        }
        unread += usize::from(!path.exists());
    }
    assert!(unread + 2 * PARTS >= whole.len(), "{unread} of {} bytes", whole.len());
    fs::write(&path, &whole[..whole.len() / 2]).expect("written");
    assert_eq!(nearest(&folder, &store, 9, Snapshots::read_only).await, Position(0));
    assert!(path.exists(), "whoever only asks leaves it as it is");
    fs::write(&path, &whole).expect("written");
    assert_eq!(nearest(&folder, &store, 9, Snapshots::read_only).await, Position(9));
}

#[tokio::test]
async fn one_of_another_history_is_as_good_as_none() {
    let (folder, store) = (folder(), kept(0..9).await);
    close(&folder, &store).await;
    let other = Arc::new(MemoryStore::default());
    tell(&other, 1..10).await;
    assert_eq!(nearest(&folder, &other, 9, Snapshots::read_only).await, Position(0));
    assert_eq!(nearest(&folder, &store, 8, Snapshots::read_only).await, Position(0));
}

#[tokio::test]
async fn all_of_them_are_gone_once_they_had_to_go_begun_ones_too() {
    let (folder, store) = (folder(), kept(0..9).await);
    close(&folder, &store).await;
    fs::write(folder.path().join("00000000000000000003.part"), "half a name").expect("written");
    let snapshots = Snapshots::writable(folder.path());
    let desk = snapshots.desk().await.expect("they may be removed");
    snapshots.remove_all(&desk).expect("removed");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
    assert!(snapshots.desk_if_due(Position(1_000_000)).is_none(), "somebody else has the desk");
}

#[tokio::test]
async fn they_are_written_beside_a_log_that_grows_and_thinned_out() {
    let (folder, store) = (folder(), kept(0..1).await);
    let engine = started(&folder, &store).await;
    for from in (1..6 * FEW).step_by(1_000) {
        tell(&store, from..from + 1_000).await;
        let head = *store.head().borrow();
        engine.projected().wait_for(|it| *it >= head).await.expect("it follows");
    }
    let desk = Snapshots::writable(folder.path()).desk().await;
    drop(desk);
    let is_enough = || positions(folder.path()).len() >= 4;
    for _ in 0..500 {
        if is_enough() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let there = positions(folder.path());
    assert!(is_enough() && there.len() <= 7, "{there:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn as_of_a_position_is_the_fold_of_the_prefix_and_at_a_time_that_of_what_was_so_by_then(
        history in samples_in_any_order(), asked in any::<prop::sample::Index>(),
        taken in any::<prop::sample::Index>(), hour in 0..40_i64,
    ) {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(async {
            let (folder, store) = (folder(), Arc::new(MemoryStore::default()));
            let (before, after) = history.split_at(taken.index(history.len()));
            append(&store, before).await;
            close(&folder, &store).await;
            append(&store, after).await;
            let engine = started(&folder, &store).await;
            let position = Position(asked.index(history.len() + 1) as u64);
            // First what people say alone, before the rest is at hand; then the rest; then what is at hand.
            let prefix = folded(&store, position.0).await;
            let said = coverage(prefix.said(), prefix.recorded());
            assert_eq!(ask_coverage(&engine, Moment::Position(position)).await, said);
            let then = ask(&engine, Moment::Position(position)).await;
            assert_eq!(then, answers(&prefix));
            assert_eq!(ask_coverage(&engine, Moment::Position(position)).await, said);
            let time = hours(hour);
            let mut so = Projections::default();
            for event in stored(&store).await {
                if event.origin.meta.happened.unwrap_or(event.recorded) <= time {
                    so.apply(&event);
                }
            }
            let said = coverage(so.said(), time);
            assert_eq!(ask_coverage(&engine, Moment::Happened(time)).await, said);
            assert_eq!(ask(&engine, Moment::Happened(time)).await, answers(&so));
        });
    }
}

/// Samples of all events, each of one of two things of its noun, some said to have happened at an hour.
fn samples_in_any_order() -> impl Strategy<Value = Vec<Recorded>> {
    let samples = samples::all();
    let told = (0..samples.len(), 0..2_u128, prop::option::of(0..40_i64));
    prop::collection::vec(told, 1..60).prop_map(move |told| {
        let event = |(place, thing, hour): (usize, u128, Option<i64>)| {
            let mut event: Recorded = samples[place].clone();
            event.stream.id = id(u128::from(event.stream.id.as_bytes()[15]) * 10 + thing);
            event.origin.meta.happened = hour.map(hours);
            event
        };
        told.into_iter().map(event).collect()
    })
}

#[test]
fn histories_tell_every_event_that_there_is() {
    let mut runner = TestRunner::deterministic();
    let mut told = BTreeSet::new();
    for _ in 0..200 {
        let history = samples_in_any_order().new_tree(&mut runner).expect("a history").current();
        told.extend(history.iter().map(|it| it.event.tag()));
    }
    let never: Vec<_> = Event::kinds().map(|it| it.tag).filter(|it| !told.contains(it)).collect();
    assert!(never.is_empty(), "never told: {never:?}");
}

fn hours(hour: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_second(hour * 3_600).expect("a time")
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

async fn kept(events: Range<u64>) -> Arc<MemoryStore> {
    let store = Arc::new(MemoryStore::default());
    tell(&store, events).await;
    store
}

/// A community that addresses areas and leaves them again.
async fn tell(store: &Arc<MemoryStore>, events: Range<u64>) {
    let mut sample = samples::all().remove(0);
    sample.stream = Stream::new(Noun::Community, id(1));
    let told = events.map(|n| {
        let area = Area::ALL[usize::try_from(n / 2).expect("few") % Area::ALL.len()];
        let event: Event = match n {
            0 => {
                let (name, purpose) = ("Stammdaten".into(), "Eine Wahrheit".into());
                Founded { name, purpose, link: None, member_count: None, sponsor_unit: None }.into()
            }
            n if n % 2 == 0 => AreaAddressed { area }.into(),
            _ => AreaLeft { area }.into(),
        };
        Recorded { id: EventId(id(5_000_000 + u128::from(n))), event, ..sample.clone() }
    });
    append(store, &told.collect::<Vec<_>>()).await;
}

async fn append(store: &Arc<MemoryStore>, events: &[Recorded]) {
    let after = store.head().borrow().0;
    let appends = events.iter().zip(after + 1..).map(|(it, n)| Append {
        stream: it.stream,
        expected: Expected::Any,
        now: hours(i64::try_from(n % 40).expect("few")),
        drafts: vec![codec::draft(
            EventId(id(u128::from(n) * 10_000_000_000 + it.id.0.as_u128() % 10_000_000_000)),
            &it.event,
            &it.origin,
            &[7; 32],
        )],
    });
    let kept = store.append(appends.collect()).await.expect("kept");
    assert!(kept.iter().all(|it| it.is_ok_and(|it| !it.was_there)), "each event is a new one");
}

async fn started(folder: &TempDir, store: &Arc<MemoryStore>) -> Arc<Engine> {
    let snapshots = Some(Arc::new(Snapshots::writable(folder.path())));
    let (clock, ids) = (Arc::new(SystemClock), Arc::new(SystemIds));
    let parts = Parts { store: Arc::clone(store) as _, clock, ids, snapshots };
    Engine::start(parts, |_, _| {}).await.expect("started")
}

/// Starts, and ends as a program does that nobody killed.
async fn close(folder: &TempDir, store: &Arc<MemoryStore>) {
    started(folder, store).await.close().await.expect("closed");
}

async fn nearest(
    folder: &TempDir,
    store: &Arc<MemoryStore>,
    last: u64,
    open: fn(&Path) -> Snapshots,
) -> Position {
    let snapshots = open(folder.path());
    snapshots
        .nearest::<Projections>(Position(last), &**store)
        .await
        .expect("never an error")
        .position()
}

async fn folded(store: &Arc<MemoryStore>, last: u64) -> Projections {
    fold(&**store, Projections::default(), Position(last), |_, _| {}).await.expect("folded")
}

async fn stored(store: &Arc<MemoryStore>) -> Vec<Recorded> {
    let page = store.read_all(Position(0), usize::MAX).await.expect("read");
    crate::fold::decode(&page).expect("decoded")
}

async fn ask(engine: &Engine, moment: Moment) -> Vec<(String, String)> {
    engine.ask(moment, Position(0), |it| answers(it.projections)).await.expect("answered")
}

async fn ask_coverage(engine: &Engine, moment: Moment) -> (CoverageAnswer, AreasAnswer) {
    let asked = engine.ask_said(moment, Position(0), |it| coverage(it.said, it.now));
    asked.await.expect("answered")
}

fn coverage(said: SaidView<'_>, now: jiff::Timestamp) -> (CoverageAnswer, AreasAnswer) {
    (said.coverage_answer(now), said.areas_answer())
}

fn answers(projections: &Projections) -> Vec<(String, String)> {
    projections.every_answer(hours(50))
}

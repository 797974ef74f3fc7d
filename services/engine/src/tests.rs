//! The engine over a store in memory, with somebody else writing in between where a test wants it.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use domain::{
    AnyCommand, Rejection,
    community::{AddressArea, FoundCommunity, LeaveArea},
    unit::{MoveUnit, RegisterUnit},
};
use events::{
    Actor, ActorKind, Area, Change, Meta, Noun, Position, Stream,
    community::{AreaAddressed, AreaLeft, Founded},
    ids::{ActorId, EventId, UnitId},
    samples::id,
    unit,
};
use futures_util::future::{BoxFuture, FutureExt as _};
use jiff::Timestamp;
use store::{Append, EventStore, Expected, Outcomes, StoreError, Stored, memory::MemoryStore};
use tokio::sync::{mpsc, watch};

use crate::{
    Context, Done, Engine, Moment, Parts, Refusal,
    bulk::{Line, Outcome},
    clock::SetClock,
    id_source::CountedIds,
};

const MASTERS: Stream = Stream::new(Noun::Community, id(7));

/// A store in which somebody else leaves an area right before the n-th append.
#[derive(Debug)]
struct Interfering {
    store: MemoryStore,
    appends_until: AtomicUsize,
}

impl EventStore for Interfering {
    fn append(&self, batch: Vec<Append>) -> BoxFuture<'_, Result<Outcomes, StoreError>> {
        async move {
            if self.appends_until.fetch_sub(1, Ordering::Relaxed) == 1 {
                self.store.append(vec![somebody_else()]).await?;
            }
            self.store.append(batch).await
        }
        .boxed()
    }

    fn read_all(
        &self,
        after: Position,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<Stored>, StoreError>> {
        self.store.read_all(after, limit)
    }

    fn read_stream(
        &self,
        stream: Stream,
        after: u64,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<Stored>, StoreError>> {
        self.store.read_stream(stream, after, limit)
    }

    fn find(&self, id: EventId) -> BoxFuture<'_, Result<Option<Stored>, StoreError>> {
        self.store.find(id)
    }

    fn position_at(&self, time: Timestamp) -> BoxFuture<'_, Result<Position, StoreError>> {
        self.store.position_at(time)
    }

    fn erase(
        &self,
        position: Position,
        pointer: String,
    ) -> BoxFuture<'_, Result<bool, StoreError>> {
        self.store.erase(position, pointer)
    }

    fn head(&self) -> watch::Receiver<Position> {
        self.store.head()
    }
}

/// Somebody else's event on the community: it addresses management.
fn somebody_else() -> Append {
    let origin = events::recorded::Origin {
        actor: somebody(),
        meta: Meta::default(),
        correlation: id(99),
        causation: None,
        key: None,
    };
    let event = AreaAddressed { area: Area::Management }.into();
    let draft = events::codec::draft(EventId(id(98)), &event, &origin, &[1; 32]);
    Append {
        stream: MASTERS,
        expected: Expected::Any,
        now: Timestamp::UNIX_EPOCH,
        drafts: vec![draft],
    }
}

#[tokio::test]
async fn a_command_is_decided_anew_when_somebody_else_was_faster() {
    let engine = engine_with_somebody_else_before_append(2).await;
    engine.execute(MASTERS, found(), context()).await.expect("founded");
    let done =
        engine.execute(MASTERS, address(Area::Exchange), context()).await.expect("addressed");
    assert_eq!(done.revision, 3);
}

#[tokio::test]
async fn a_caller_that_stated_a_revision_is_told_that_it_is_stale() {
    let engine = engine_with_somebody_else_before_append(2).await;
    engine.execute(MASTERS, found(), context()).await.expect("founded");
    let wish = Context { expected: Some(1), ..context() };
    let refused = engine.execute(MASTERS, address(Area::Exchange), wish).await;
    assert!(matches!(refused, Err(Refusal::Stale { expected: 1, actual: 2, .. })), "{refused:?}");
}

#[tokio::test]
async fn lines_behind_a_conflict_are_executed_anew_in_their_order() {
    let engine = engine_with_somebody_else_before_append(2).await;
    engine.execute(MASTERS, found(), context()).await.expect("founded");
    // Decided on what is pending: addressed, so already, left. Somebody else comes between.
    let exchange = AddressArea(AreaAddressed { area: Area::Exchange });
    let leave: AnyCommand = LeaveArea(AreaLeft { area: Area::Exchange }).into();
    let lines = [exchange.clone().into(), exchange.into(), leave];
    let outcomes = bulk(&engine, lines.map(|it| (it, context()))).await;
    let revisions: Vec<_> = outcomes.iter().map(|it| it.as_ref().expect("done").revision).collect();
    assert_eq!(revisions, [3, 3, 4]);
}

#[tokio::test]
async fn two_lines_of_one_chunk_with_the_same_key_record_once() {
    let engine = engine(MemoryStore::default()).await;
    let keyed = Context { key: Some("once".to_owned()), ..context() };
    let outcomes = bulk(&engine, [(found(), keyed.clone()), (found(), keyed)]).await;
    let positions: Vec<_> =
        outcomes.iter().map(|it| it.as_ref().expect("done").position.0).collect();
    assert_eq!(positions, [1, 1]);
    assert_eq!(*engine.head().borrow(), Position(1));
}

#[tokio::test]
async fn a_key_used_again_gets_the_first_answer_and_another_body_none() {
    let engine = engine(MemoryStore::default()).await;
    engine.execute(MASTERS, found(), context()).await.expect("founded");
    let keyed = Context { key: Some("k".to_owned()), ..context() };
    let first =
        engine.execute(MASTERS, address(Area::Exchange), keyed.clone()).await.expect("done");
    engine.execute(MASTERS, address(Area::Service), context()).await.expect("done");
    let again =
        engine.execute(MASTERS, address(Area::Exchange), keyed.clone()).await.expect("done");
    assert_eq!(again, Done { warnings: vec![], ..first });
    let other = engine.execute(MASTERS, address(Area::Decision), keyed).await;
    assert!(matches!(other, Err(Refusal::KeyReused)));
}

#[tokio::test]
async fn a_unit_never_becomes_part_of_itself_not_even_through_pending_lines() {
    let engine = engine(MemoryStore::default()).await;
    let (a, b) = (UnitId(id(1)), UnitId(id(2)));
    let lines = [register(a, None), register(b, Some(a)), move_to(a, b)];
    let outcomes = bulk_of(&engine, lines).await;
    assert!(matches!(
        &outcomes[2],
        Err(Refusal::Rejected(Rejection::ParentCycle(parent))) if *parent == b.to_string()
    ));
}

#[tokio::test]
async fn the_past_is_answered_as_it_was() {
    let engine = engine(MemoryStore::default()).await;
    engine.execute(MASTERS, found(), context()).await.expect("founded");
    engine.execute(MASTERS, address(Area::Exchange), context()).await.expect("addressed");
    let areas = |moment| {
        let engine = Arc::clone(&engine);
        async move {
            let standing = move |view: crate::View<'_>| {
                view.projections
                    .coverage
                    .standing(events::ids::CommunityId(MASTERS.id))
                    .map(|it| it.areas.len())
            };
            engine.ask(moment, Position(2), standing).await.expect("answered")
        }
    };
    assert_eq!(areas(Moment::Now).await, Some(1));
    assert_eq!(areas(Moment::Position(Position(1))).await, Some(0));
    assert_eq!(areas(Moment::Position(Position(0))).await, None);
}

async fn engine(store: impl EventStore + 'static) -> Arc<Engine> {
    let (clock, ids) =
        (Arc::new(SetClock::at(Timestamp::UNIX_EPOCH)), Arc::new(CountedIds::default()));
    let parts = Parts { store: Arc::new(store), clock, ids, snapshots: None };
    Engine::start(parts, |_, _| {}).await.expect("an empty store")
}

async fn engine_with_somebody_else_before_append(appends: usize) -> Arc<Engine> {
    let (store, appends_until) = (MemoryStore::default(), AtomicUsize::new(appends));
    engine(Interfering { store, appends_until }).await
}

fn somebody() -> Actor {
    Actor { id: ActorId(id(5)), kind: ActorKind::Person, unit: None }
}

fn context() -> Context {
    Context { actor: somebody(), key: None, expected: None, meta: Meta::default() }
}

fn found() -> AnyCommand {
    let (name, purpose) = ("Stammdaten".into(), "Eine Wahrheit".into());
    FoundCommunity(Founded { name, purpose, link: None, member_count: None, sponsor_unit: None })
        .into()
}

fn address(area: Area) -> AnyCommand {
    AddressArea(AreaAddressed { area }).into()
}

fn register(unit: UnitId, parent: Option<UnitId>) -> (Stream, AnyCommand) {
    let registered = unit::Registered {
        name: "Einkauf".into(),
        parent,
        site: None,
        head_count: None,
        working_hours: None,
        planning_rate: None,
    };
    (Stream::new(Noun::Unit, unit.0), RegisterUnit(registered).into())
}

fn move_to(unit: UnitId, parent: UnitId) -> (Stream, AnyCommand) {
    let moved = unit::Moved { parent: Change::Set(parent), site: Change::Keep };
    (Stream::new(Noun::Unit, unit.0), MoveUnit(moved).into())
}

async fn bulk(
    engine: &Engine,
    commands: impl IntoIterator<Item = (AnyCommand, Context)>,
) -> Vec<Result<Done, Refusal>> {
    let line = |(command, context)| Line { stream: MASTERS, command, context };
    run(engine, commands.into_iter().map(line).collect()).await
}

async fn bulk_of(
    engine: &Engine,
    commands: impl IntoIterator<Item = (Stream, AnyCommand)>,
) -> Vec<Result<Done, Refusal>> {
    let line = |(stream, command)| Line { stream, command, context: context() };
    run(engine, commands.into_iter().map(line).collect()).await
}

/// All lines as one chunk.
async fn run(engine: &Engine, lines: Vec<Line>) -> Vec<Result<Done, Refusal>> {
    let (send, receive) = mpsc::channel(lines.len());
    for line in lines {
        send.try_send(Ok::<_, ()>(line)).expect("there is room");
    }
    drop(send);
    let mut outcomes = Vec::new();
    engine
        .bulk(receive, |outcome| match outcome {
            Outcome::Executed(outcome) => outcomes.push(outcome),
            Outcome::Malformed(()) => panic!("all lines are well-formed"),
        })
        .await;
    outcomes
}

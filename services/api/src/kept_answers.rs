//! Heavy questions: only so many at once, the same one only once, and its answer kept for as long as
//! nothing happened.
//!
//! An answer is kept under its question, the day (some say what is overdue) and how often words were
//! erased, so that none from before an erasure is given again. It counts while the graphs are where
//! they were when it was asked.

use std::{
    collections::HashMap,
    num::NonZeroUsize,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{ACCEPT, CACHE_CONTROL},
    },
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use events::Position;
use http_body_util::BodyExt as _;
use jiff::{civil::Date, tz::TimeZone};
use lru::LruCache;
use tokio::sync::Semaphore;

use crate::{App, Problem, limits};

/// What an answer says that must not be given again: it rests on more than the log.
pub(crate) const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// Answers larger than this are not kept.
const LARGE: usize = limits::ANSWERS_KEPT / 8;
/// Answers that are kept, at most.
const ANSWERS: NonZeroUsize = NonZeroUsize::new(1_024).expect("not zero");

/// Answers to heavy questions, and whose turn it is.
#[derive(Debug)]
pub(crate) struct KeptAnswers {
    kept: Mutex<Kept>,
    /// One asks, the others with the same question wait for the answer.
    asking: Mutex<HashMap<Key, Arc<tokio::sync::Mutex<()>>>>,
    turns: Semaphore,
    waiting: AtomicUsize,
}

#[derive(Debug)]
struct Kept {
    answers: LruCache<Key, Answered>,
    bytes: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    question: String,
    day: Date,
    generation: u64,
}

#[derive(Debug, Clone)]
struct Answered {
    /// Where the graphs were when it was asked.
    asked: Position,
    headers: HeaderMap,
    body: Bytes,
}

impl Default for KeptAnswers {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        Self {
            kept: Mutex::new(Kept { answers: LruCache::new(ANSWERS), bytes: 0 }),
            asking: Mutex::default(),
            turns: Semaphore::new(cores),
            waiting: AtomicUsize::new(0),
        }
    }
}

/// Stands before every heavy question.
pub(crate) async fn heavy(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let kept = Arc::clone(&app.kept);
    let asked_for = request.headers().get(ACCEPT).and_then(|it| it.to_str().ok());
    let form = asked_for.filter(|it| it.contains("text/html")).map_or("", |_| "text/html ");
    let path = request.uri().path_and_query().map_or("", |it| it.as_str());
    let question = format!("{form}{path}");
    let day = app.engine.now().to_zoned_datetime(TimeZone::UTC).date();
    let key = Key { question, day, generation: app.engine.generation() };
    let one = kept.one(&key);
    let asking = one.lock().await;
    let asked = *app.engine.projected().borrow();
    if let Some(there) = kept.get(&key, asked) {
        return Ok(there.into_response());
    }
    let is_own = is_own(path);
    let turn = kept.turn().await?;
    let response = next.run(request).await;
    drop(turn);
    let answered = if is_own { Ok(response) } else { kept.keep(&key, asked, response).await };
    drop(asking);
    kept.ended(&key, one);
    answered
}

/// Whether a question may name a bookmark: whose that is, and where it is, no key tells.
fn is_own(path: &str) -> bool {
    ["last-check", "bookmark:", "bookmark%3A", "bookmark%3a"].iter().any(|it| path.contains(it))
}

impl KeptAnswers {
    fn one(&self, key: &Key) -> Arc<tokio::sync::Mutex<()>> {
        Arc::clone(lock(&self.asking).entry(key.clone()).or_default())
    }

    fn ended(&self, key: &Key, one: Arc<tokio::sync::Mutex<()>>) {
        drop(one);
        let mut asking = lock(&self.asking);
        if asking.get(key).is_some_and(|it| Arc::strong_count(it) == 1) {
            asking.remove(key);
        }
    }

    fn get(&self, key: &Key, asked: Position) -> Option<Answered> {
        lock(&self.kept).answers.get(key).filter(|it| it.asked == asked).cloned()
    }

    pub(crate) async fn turn(&self) -> Result<tokio::sync::SemaphorePermit<'_>, Problem> {
        let waiting = Waiting::begin(&self.waiting)?;
        let turn = self.turns.acquire().await.map_err(|_| Problem::busy("the server stops"));
        drop(waiting);
        turn
    }

    async fn keep(
        &self,
        key: &Key,
        asked: Position,
        response: Response,
    ) -> Result<Response, Problem> {
        let (parts, body) = response.into_parts();
        if parts.status != StatusCode::OK {
            return Ok(Response::from_parts(parts, body));
        }
        let body = body.collect().await.map_err(|_| Problem::busy("the answer broke off"))?;
        let answered = Answered { asked, headers: parts.headers, body: body.to_bytes() };
        let may_be_kept = answered.headers.get(CACHE_CONTROL).is_none_or(|it| it != NO_STORE);
        if may_be_kept && answered.body.len() <= LARGE {
            lock(&self.kept).put(key.clone(), answered.clone());
        }
        Ok(answered.into_response())
    }
}

impl Kept {
    fn put(&mut self, key: Key, answered: Answered) {
        self.bytes += answered.body.len();
        if let Some((_, before)) = self.answers.push(key, answered) {
            self.bytes -= before.body.len();
        }
        while self.bytes > limits::ANSWERS_KEPT {
            let Some((_, oldest)) = self.answers.pop_lru() else { return };
            self.bytes -= oldest.body.len();
        }
    }
}

impl Answered {
    fn into_response(self) -> Response {
        (self.headers, Body::from(self.body)).into_response()
    }
}

/// A question that waits for its turn.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn begin(waiting: &'a AtomicUsize) -> Result<Self, Problem> {
        let one = Self(waiting);
        if waiting.fetch_add(1, Ordering::Relaxed) >= limits::QUESTIONS_WAITING {
            return Err(Problem::busy("too many questions wait for an answer"));
        }
        Ok(one)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What is kept is only a copy: whoever panicked with it left nothing that could be wrong.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_answer_counts_while_nothing_happened_and_not_behind_an_erasure() {
        let kept = KeptAnswers::default();
        let key = |generation| Key { question: "q".to_owned(), day: date(2026, 1, 1), generation };
        lock(&kept.kept).put(key(0), answered(7, 3));
        assert!(kept.get(&key(0), Position(7)).is_some());
        assert!(kept.get(&key(0), Position(8)).is_none());
        assert!(kept.get(&key(1), Position(7)).is_none());
    }

    #[test]
    fn the_bytes_kept_are_bounded_and_the_oldest_answers_go_first() {
        let kept = KeptAnswers::default();
        let key = |n: usize| Key { question: n.to_string(), day: date(2026, 1, 1), generation: 0 };
        for n in 0..20 {
            lock(&kept.kept).put(key(n), answered(1, LARGE));
            lock(&kept.kept).put(key(n), answered(2, LARGE));
        }
        let there = (0..20).filter(|n| kept.get(&key(*n), Position(2)).is_some());
        assert_eq!(there.collect::<Vec<_>>(), (12..20).collect::<Vec<_>>());
        assert_eq!(lock(&kept.kept).bytes, 8 * LARGE);
    }

    #[test]
    fn only_so_many_questions_wait() {
        let waiting = AtomicUsize::new(limits::QUESTIONS_WAITING - 1);
        let last = Waiting::begin(&waiting);
        assert!(last.is_ok() && Waiting::begin(&waiting).is_err());
        drop(last);
        assert_eq!(waiting.load(Ordering::Relaxed), limits::QUESTIONS_WAITING - 1);
    }

    fn answered(asked: u64, bytes: usize) -> Answered {
        let body = Bytes::from(vec![b'x'; bytes]);
        Answered { asked: Position(asked), headers: HeaderMap::new(), body }
    }
}

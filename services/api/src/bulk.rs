//! `POST /api/v1/commands`: commands line by line, each answered in order once it is durable.
//!
//! The body is read on, whether or not the client reads answers; a bad line is answered and the rest
//! go on.

use axum::{
    body::{Body, BodyDataStream, Bytes},
    extract::{Request, State},
    http::{HeaderValue, header::CONTENT_TYPE},
    response::{IntoResponse as _, Response},
};
use engine::{
    Done, Refusal,
    bulk::{CHUNK, Line, Outcome},
};
use events::{Meta, Position, Stream};
use futures_util::StreamExt as _;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use tokio::sync::mpsc;
use tokio_stream::wrappers::UnboundedReceiverStream;
use uuid::Uuid;
use wording::Language;

use crate::{
    App, Problem,
    caller::Caller,
    command::{both, entry, must_be, read_meta},
    language::preferred,
    limits,
};

/// A line as it is written. See [`domain::line::Line`].
#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `noun`, `id`, `command` and `body`")]
struct Written<'a> {
    noun: &'a str,
    id: Uuid,
    command: &'a str,
    #[serde(borrow, default)]
    body: Option<&'a RawValue>,
    #[serde(borrow, default)]
    meta: Option<&'a RawValue>,
    #[serde(default)]
    key: Option<String>,
}

/// The answer to one line.
#[derive(Serialize)]
#[serde(untagged)]
enum LineAnswer {
    Done { line: u64, position: Position, revision: u64 },
    Refused { line: u64, problem: Problem },
}

pub(crate) async fn commands(
    State(app): State<App>,
    caller: Caller,
    request: Request,
) -> Result<Response, Problem> {
    must_be(request.headers(), "application/x-ndjson")?;
    let language = preferred(request.headers());
    let (lines, received) = mpsc::channel(2 * CHUNK);
    let (answers, answered) = mpsc::unbounded_channel();
    tokio::spawn(read_lines(request.into_body(), caller, lines));
    tokio::spawn(async move {
        let mut line = 0;
        let answer = |outcome| {
            line += 1;
            // Whoever hung up does not read answers; the lines already sent are executed all the same.
            drop(answers.send(Ok::<_, std::convert::Infallible>(written(line, outcome, language))));
        };
        app.engine.bulk(received, answer).await;
    });
    let ndjson = HeaderValue::from_static("application/x-ndjson");
    let body = Body::from_stream(UnboundedReceiverStream::new(answered));
    Ok(([(CONTENT_TYPE, ndjson)], body).into_response())
}

fn written(line: u64, outcome: Outcome<Problem>, language: Language) -> Bytes {
    let refused = |problem: Problem| {
        let problem = problem.told_in(language);
        LineAnswer::Refused { line, problem }
    };
    let answer = match outcome {
        Outcome::Executed(Ok(Done { position, revision, .. })) => {
            LineAnswer::Done { line, position, revision }
        }
        Outcome::Executed(Err(refusal)) => refused(refusal.into()),
        Outcome::Malformed(problem) => refused(problem),
    };
    let mut written = serde_json::to_vec(&answer).expect("string keys");
    written.push(b'\n');
    written.into()
}

type Lines = mpsc::Sender<Result<Line, Problem>>;

/// Cuts the body into lines. A line or a body above its limit ends that with a problem; as much again is taken in
/// and thrown away, so that a sender who reads answers only afterwards gets to read them.
async fn read_lines(body: Body, caller: Caller, lines: Lines) {
    let mut frames = body.into_data_stream();
    cut_into_lines(&mut frames, &caller, lines).await;
    let mut discarded = 0;
    while let Some(Ok(frame)) = frames.next().await
        && discarded < limits::BULK
    {
        discarded += frame.len();
    }
}

async fn cut_into_lines(frames: &mut BodyDataStream, caller: &Caller, lines: Lines) {
    let (mut rest, mut total) = (Vec::new(), 0);
    while let Some(frame) = frames.next().await {
        let Ok(frame) = frame else {
            let problem = Problem::unreadable(
                "the body ended before it was complete; this line and what follows were not executed",
            );
            drop(lines.send(Err(problem)).await);
            return;
        };
        total += frame.len();
        if total > limits::BULK {
            let detail =
                format!("a bulk has at most {} bytes; the rest was not read", limits::BULK);
            drop(lines.send(Err(Problem::too_large(detail))).await);
            return;
        }
        if send_lines(&frame, &mut rest, caller, &lines).await.is_err() {
            return;
        }
    }
    if !rest.is_empty() {
        drop(send_line(&rest, caller, &lines).await);
    }
}

/// Nobody receives lines any more, or a line was too large to go on.
struct Ended;

async fn send_lines(
    frame: &[u8],
    rest: &mut Vec<u8>,
    caller: &Caller,
    lines: &Lines,
) -> Result<(), Ended> {
    let mut pieces = frame.split(|byte| *byte == b'\n');
    let last = pieces.next_back().unwrap_or_default();
    for piece in pieces {
        rest.extend_from_slice(piece);
        send_line(rest, caller, lines).await?;
        rest.clear();
    }
    rest.extend_from_slice(last);
    if rest.len() > limits::LINE {
        let detail = format!("a line has at most {} bytes; the rest was not read", limits::LINE);
        drop(lines.send(Err(Problem::too_large(detail))).await);
        return Err(Ended);
    }
    Ok(())
}

async fn send_line(line: &[u8], caller: &Caller, lines: &Lines) -> Result<(), Ended> {
    if line.iter().all(u8::is_ascii_whitespace) {
        return Ok(());
    }
    lines.send(read_line(line, caller)).await.map_err(|_| Ended)
}

pub(crate) fn read_line(line: &[u8], caller: &Caller) -> Result<Line, Problem> {
    if line.len() > limits::LINE {
        return Err(Problem::too_large(format!("a line has at most {} bytes", limits::LINE)));
    }
    let written: Written<'_> = serde_json::from_slice(line)
        .map_err(|error| Problem::unreadable(format!("the line is not a command: {error}")))?;
    let entry = entry(written.noun, written.command)?;
    let command = entry.parse(written.body.map_or("{}", RawValue::get));
    let meta = written.meta.map_or(Ok(Meta::default()), |it| read_meta(it.get()));
    let (command, meta) = both(command, meta).map_err(Refusal::from)?;
    let caller = Caller { key: written.key, expected: None, actor: caller.actor };
    let stream = Stream::new(entry.noun, written.id);
    Ok(Line { stream, command, context: caller.context(meta) })
}

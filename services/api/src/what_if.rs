//! `POST /api/v1/what-if`: what would change if these commands were executed. Nothing is stored.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request, State},
    http::{HeaderMap, header::CONTENT_TYPE},
};
use domain::line::Line as WrittenLine;
use engine::{Refusal, View, bulk::Line};
use events::Event;
use projections::what_if::WhatIfAnswer;
use schemars::{JsonSchema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json, value::RawValue};

use crate::{
    App, Problem,
    answer::Answer,
    asked::Asked,
    bulk::read_line,
    caller::Caller,
    command::{must_be, whole},
    language::preferred,
    limits, openapi,
};

pub(crate) const PATH: &str = "/api/v1/what-if";

/// What would become of each command, and what would change.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct WhatIf {
    /// What would become of each command, in order.
    commands: Vec<TriedCommand>,
    /// How many would be refused, or were not understood: they change nothing here.
    refused: usize,
    /// What the others would change together.
    #[serde(flatten)]
    change: WhatIfAnswer,
}

/// What would become of one command.
#[derive(Debug, Serialize, JsonSchema)]
struct TriedCommand {
    /// Its place, from 1; `hypothetical` in the evidence of a figure names it by this.
    line: u64,
    /// What would be recorded; empty where it is so already, or where it would be refused.
    events: Vec<&'static str>,
    /// Why it would be refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Problem>,
}

/// Commands as JSON.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `commands`")]
struct Written<'a> {
    #[serde(borrow)]
    commands: Vec<&'a RawValue>,
}

/// The body: JSON or lines.
pub(crate) struct Commands {
    headers: HeaderMap,
    body: Bytes,
}

impl<S: Send + Sync> FromRequest<S> for Commands {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        Ok(Self { headers: parts.headers, body: whole(body).await? })
    }
}

pub(crate) async fn what_if(
    State(app): State<App>,
    caller: Caller,
    mut asked: Asked,
    commands: Commands,
) -> Result<Answer<WhatIf>, Problem> {
    asked.only_now()?;
    let level = asked.take("level")?.unwrap_or(projections::loops::level::Level::Unit);
    asked.finish()?;
    let (read, language) = (commands.read(&caller)?, preferred(&commands.headers));
    let (understood, places): (Vec<_>, Vec<_>) = read
        .iter()
        .enumerate()
        .filter_map(|(place, line)| Some((line.as_ref().ok()?.clone(), place as u64 + 1)))
        .unzip();
    let _turn = app.kept.turn().await?;
    let question = move |view: View<'_>, what: &[projections::what_if::Happening]| {
        let told = what.iter().cloned().map(|mut it| {
            // Lines that were not understood are counted too.
            it.line = places[usize::try_from(it.line).unwrap_or(1) - 1];
            it
        });
        let told: Vec<_> = told.collect();
        let answer = view.projections.what_if(&told, level, view.now);
        (view.projections.position(), answer)
    };
    let (tried, (position, change)) =
        app.engine.what_if(understood, asked.after(), question).await?;
    let mut commands = told(read, tried);
    for tried in &mut commands {
        tried.problem = tried.problem.take().map(|it| it.told_in(language));
    }
    let refused = commands.iter().filter(|it| it.problem.is_some()).count();
    Ok(Answer { position: position.into(), answer: WhatIf { commands, refused, change } })
}

/// Puts what would become of the lines that were understood between those that were not.
fn told(
    read: Vec<Result<Line, Problem>>,
    tried: Vec<Result<Vec<Event>, Refusal>>,
) -> Vec<TriedCommand> {
    let mut tried = tried.into_iter();
    let tell = |(line, number): (Result<Line, Problem>, u64)| {
        let outcome = match line {
            Err(problem) => Err(problem),
            Ok(_) => tried.next().expect("one outcome for each line").map_err(Problem::from),
        };
        let events = outcome.as_ref().map_or(&[][..], |events| events);
        TriedCommand {
            line: number,
            events: events.iter().map(Event::tag).collect(),
            problem: outcome.as_ref().err().cloned(),
        }
    };
    read.into_iter().zip(1..).map(tell).collect()
}

impl Commands {
    fn read(&self, caller: &Caller) -> Result<Vec<Result<Line, Problem>>, Problem> {
        let lines: Vec<&[u8]> = if self.is_lines() {
            let lines = self.body.split(|byte| *byte == b'\n');
            lines.filter(|it| !it.iter().all(u8::is_ascii_whitespace)).collect()
        } else {
            must_be(&self.headers, "application/json")?;
            let written: Written<'_> = serde_json::from_slice(&self.body)
                .map_err(|error| Problem::unreadable(format!("the body must be JSON: {error}")))?;
            written.commands.into_iter().map(|it| it.get().as_bytes()).collect()
        };
        match lines.len() {
            0 => Err(Problem::unreadable("there is no command to try out")),
            count if count > limits::TRIED => {
                let detail = format!("at most {} commands are tried out at once", limits::TRIED);
                Err(Problem::too_large(detail))
            }
            _ => Ok(lines.into_iter().map(|it| read_line(it, caller)).collect()),
        }
    }

    fn is_lines(&self) -> bool {
        let given = self.headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
        given.is_some_and(|it| it.starts_with("application/x-ndjson"))
    }
}

pub(crate) fn described(schemas: &mut SchemaGenerator) -> Value {
    let line = schemas.subschema_for::<WrittenLine>();
    let answer = schemas.subschema_for::<Answer<WhatIf>>();
    json!({ "post": {
        "operationId": "what-if",
        "tags": ["questions"],
        "summary": "What would change if these commands were executed; nothing is stored",
        "parameters": [{
            "name": "level", "in": "query", "schema": { "type": "string" },
            "description": "Of loops: `step`, `unit`, `site` or `region`; `unit` where it is not said.",
        }],
        "requestBody": { "content": {
            "application/json": { "schema": {
                "type": "object",
                "properties": { "commands": { "type": "array", "items": line, "maxItems": limits::TRIED } },
                "required": ["commands"],
                "additionalProperties": false,
            } },
            "application/x-ndjson": { "schema": line },
        } },
        "responses": {
            "200": { "description": "The answer.", "content": openapi::json_of(&answer) },
            "default": openapi::refused(schemas),
        },
    } })
}

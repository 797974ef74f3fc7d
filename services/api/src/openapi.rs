//! The description of the API (OpenAPI 3.1), assembled from the catalogue of commands and the table of
//! questions, so that neither can change without it; and the same for people, at `/api`.

use std::fmt::Write as _;

use axum::{
    Router,
    http::{HeaderValue, header::CONTENT_TYPE},
    response::{Html, IntoResponse as _},
    routing::get,
};
use domain::catalogue::{CATALOGUE, Entry};
use events::Meta;
use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use crate::{
    App, Problem,
    asked::{COMMON, PAGED},
    command::Executed,
    questions::{Question, TABLE},
};

pub(crate) fn routes() -> Router<App> {
    let json = HeaderValue::from_static("application/json");
    Router::new()
        .route(
            "/openapi.json",
            get(async move || ([(CONTENT_TYPE, json)], document().to_string()).into_response()),
        )
        .route("/api", get(async || Html(readable(&document()))))
}

/// The whole document.
pub fn document() -> Value {
    let settings = SchemaSettings::draft2020_12()
        .with(|it| it.definitions_path = "/components/schemas".into());
    let mut schemas = settings.into_generator();
    let mut paths = Map::new();
    for entry in CATALOGUE {
        add_command(&mut paths, entry, &mut schemas);
    }
    paths.insert("/api/v1/commands".to_owned(), bulk(&mut schemas));
    for question in TABLE {
        let path = format!("/api/v1/{}", question.path);
        paths.insert(path, json!({ "get": operation(question, &mut schemas) }));
    }
    paths.insert(crate::export::PATH.to_owned(), crate::export::described());
    paths.insert(crate::what_if::PATH.to_owned(), crate::what_if::described(&mut schemas));
    for (path, described) in crate::bookmarks::described(&mut schemas) {
        paths.insert(path.to_owned(), described);
    }
    paths.insert("/api/v1/feed".to_owned(), feed());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Acker",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Event-sourced process mapping: commands append events, questions are asked of graphs.",
        },
        "paths": paths,
        "components": { "schemas": schemas.take_definitions(true) },
    })
}

fn add_command(paths: &mut Map<String, Value>, entry: &Entry, schemas: &mut SchemaGenerator) {
    let (noun, name) = (entry.noun.path(), entry.name);
    let addressed = format!("/api/v1/{noun}/{{id}}/{name}");
    let id = json!({
        "name": "id", "in": "path", "required": true, "schema": { "type": "string", "format": "uuid" },
        "description": if entry.creates { "The id of the new thing, chosen by you." } else { "Which one." },
    });
    let of_any = CATALOGUE.iter().filter(|it| it.name == name).count() > 1;
    let operation = if of_any { format!("{name}-of-{noun}") } else { name.to_owned() };
    let operation = command(entry, &operation, vec![id], "200", schemas);
    paths.insert(addressed, json!({ "post": operation }));
    if entry.creates {
        let minting = format!("{name}-with-a-new-id");
        let operation = command(entry, &minting, vec![], "201", schemas);
        paths.insert(format!("/api/v1/{noun}/{name}"), json!({ "post": operation }));
    }
}

fn command(
    entry: &Entry,
    id: &str,
    mut parameters: Vec<Value>,
    status: &str,
    schemas: &mut SchemaGenerator,
) -> Value {
    let fields = (entry.schema)(schemas);
    let meta = schemas.subschema_for::<Meta>();
    parameters.extend(header_parameters());
    json!({
        "operationId": id,
        "tags": [entry.noun.path()],
        "summary": summary(entry, schemas),
        "parameters": parameters,
        "requestBody": { "content": { "application/json": { "schema": {
            "allOf": [fields],
            "description": "The fields, and `meta` beside them.",
            "properties": { "meta": meta },
        } } } },
        "responses": {
            status: { "description": "Durable.", "content": json_of(&schemas.subschema_for::<Executed>()) },
            "default": refused(schemas),
        },
    })
}

/// The first sentence of the command's documentation.
fn summary(entry: &Entry, schemas: &mut SchemaGenerator) -> String {
    let schema = (entry.schema)(schemas);
    let name = schema.get("$ref").and_then(Value::as_str).and_then(|it| it.rsplit('/').next());
    let definition = name.and_then(|name| schemas.definitions().get(name)).cloned();
    let whole = definition.unwrap_or_else(|| schema.into());
    let text = whole.get("description").and_then(Value::as_str).unwrap_or_default();
    text.split(". ").next().unwrap_or_default().trim_end_matches('.').to_owned()
}

fn header_parameters() -> [Value; 3] {
    [
        ("Idempotency-Key", "The same key with the same body is executed once."),
        ("If-Match", "The revision you saw, in quotes; another one is refused with 412."),
        ("Acker-Actor", "Who acts: a UUID, never a name."),
    ]
    .map(|(name, text)| {
        json!({ "name": name, "in": "header", "schema": { "type": "string" }, "description": text })
    })
}

fn bulk(schemas: &mut SchemaGenerator) -> Value {
    let line = schemas.subschema_for::<domain::line::Line>();
    json!({ "post": {
        "operationId": "commands",
        "tags": ["bulk"],
        "summary": "Many commands, one a line; one answer line each, in order, sent when durable",
        "requestBody": { "content": { "application/x-ndjson": { "schema": line } } },
        "responses": {
            "200": { "description": "A line each: `{line, position, revision}` or `{line, problem}`.",
                     "content": { "application/x-ndjson": {} } },
            "default": refused(schemas),
        },
    } })
}

fn operation(question: &Question, schemas: &mut SchemaGenerator) -> Value {
    let in_path = question.path.split('/').filter_map(|it| it.strip_prefix('{')?.strip_suffix('}'));
    let in_path = in_path.map(|name| {
        json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } })
    });
    let paged: &[_] = if question.is_paged { PAGED } else { &[] };
    let in_query = question.parameters.iter().chain(paged).chain(COMMON).map(|(name, text)| {
        json!({ "name": name, "in": "query", "schema": { "type": "string" }, "description": text })
    });
    let answer = (question.answer)(schemas);
    json!({
        "operationId": question.path.replace(['/', '{', '}'], "-").trim_matches('-').replace("--", "-"),
        "tags": ["questions"],
        "summary": question.summary,
        "parameters": in_path.chain(in_query).collect::<Vec<_>>(),
        "responses": {
            "200": { "description": "The answer.", "content": json_of(&answer) },
            "default": refused(schemas),
        },
    })
}

fn feed() -> Value {
    json!({ "get": {
        "operationId": "feed",
        "tags": ["questions"],
        "summary": "Server-sent events: one message for each new position",
        "parameters": [{ "name": "Last-Event-ID", "in": "header", "schema": { "type": "integer" },
                         "description": "Goes on after this position." }],
        "responses": { "200": { "description": "`id:` is the position; `event: reset` when too far behind.",
                                "content": { "text/event-stream": {} } } },
    } })
}

pub(crate) fn json_of(schema: &schemars::Schema) -> Value {
    json!({ "application/json": { "schema": schema } })
}

pub(crate) fn refused(schemas: &mut SchemaGenerator) -> Value {
    let problem = schemas.subschema_for::<Problem>();
    json!({ "description": "Refused; `type` says why.",
            "content": { "application/problem+json": { "schema": problem } } })
}

/// The document as a page: every route with its summary, parameters and fields.
fn readable(document: &Value) -> String {
    let mut page = String::from(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Acker: HTTP API</title>\
         <h1>Acker: HTTP API</h1><p>For programs: <a href=/openapi.json>openapi.json</a></p>",
    );
    let paths = document["paths"].as_object().into_iter().flatten();
    for (path, methods) in paths {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            describe(&mut page, path, method, operation, document);
        }
    }
    page
}

fn describe(page: &mut String, path: &str, method: &str, operation: &Value, document: &Value) {
    let summary = operation["summary"].as_str().unwrap_or_default();
    let (method, path) = (method.to_uppercase(), escaped(path));
    let _ = write!(page, "<h2><code>{method} {path}</code></h2><p>{}</p><ul>", escaped(summary));
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let (name, text) = (&parameter["name"], &parameter["description"]);
        list_item(page, name.as_str(), text.as_str());
    }
    for (name, field) in fields(operation, document).into_iter().flatten() {
        list_item(page, Some(name), field["description"].as_str());
    }
    page.push_str("</ul>");
}

fn list_item(page: &mut String, name: Option<&str>, text: Option<&str>) {
    let (name, text) = (escaped(name.unwrap_or_default()), escaped(text.unwrap_or_default()));
    let _ = write!(page, "<li><code>{name}</code> {text}</li>");
}

/// The fields of a command, looked up behind its reference.
fn fields<'a>(operation: &Value, document: &'a Value) -> Option<&'a Map<String, Value>> {
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"]["allOf"][0];
    let mut name = schema["$ref"].as_str()?.rsplit('/').next()?.to_owned();
    loop {
        let definition = &document["components"]["schemas"][&name];
        match definition["$ref"].as_str() {
            Some(next) => name = next.rsplit('/').next()?.to_owned(),
            None => return definition["properties"].as_object(),
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

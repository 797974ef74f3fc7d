//! The files under `schemas/` say what the program takes, writes and answers today.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use domain::catalogue::CATALOGUE;
use events::Event;
use schemars::{Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Value, json};

use crate::support::{files, is_update, items, root};

#[test]
fn the_files_under_schemas_are_those_of_today() {
    let folder = root().join("schemas");
    let today = today();
    if is_update() {
        return bring_up_to_date(&folder, &today);
    }
    let stale: Vec<_> = today
        .iter()
        .filter(|(path, text)| fs::read_to_string(folder.join(path)).ok().as_ref() != Some(text))
        .map(|(path, _)| path)
        .collect();
    assert!(stale.is_empty(), "stale: {stale:#?}\nmend them with `cargo x update`");
    let left = left_over(&folder, &today);
    assert!(left.is_empty(), "nothing makes these any more: {left:#?}\nsee `cargo x update`");
}

#[test]
fn every_reference_in_the_description_of_the_api_leads_somewhere() {
    let document = api::openapi::document();
    let mut references = BTreeSet::new();
    collect_references(&document, &mut references);
    assert!(references.len() > 50, "the description refers to its schemas");
    for reference in references {
        let pointer = reference.strip_prefix('#').expect("references stay in the document");
        assert!(document.pointer(pointer).is_some(), "`{reference}` leads nowhere");
    }
}

#[test]
fn every_operation_of_the_api_has_a_name_of_its_own_and_declares_its_path() {
    let document = api::openapi::document();
    assert_eq!(document["openapi"], "3.1.0");
    assert!(document["info"]["title"].is_string() && document["info"]["version"].is_string());
    let mut names = BTreeSet::new();
    for (path, method, operation) in operations(&document) {
        let at = format!("{method} {path}");
        assert!(path.starts_with('/'), "{at}");
        let name = operation["operationId"].as_str().unwrap_or_else(|| panic!("{at}: no name"));
        assert!(names.insert(name.to_owned()), "`{name}` names two operations");
        assert!(operation["summary"].as_str().is_some_and(|it| !it.is_empty()), "{at}: no summary");
        let responses = operation["responses"].as_object().unwrap_or_else(|| panic!("{at}"));
        assert!(
            !responses.is_empty() && responses.values().all(|it| it["description"].is_string())
        );
        assert_eq!(in_template(path), declared(operation), "{at}");
    }
}

#[test]
fn every_command_of_the_catalogue_stands_in_the_description_of_the_api() {
    let document = api::openapi::document();
    for entry in CATALOGUE {
        let (noun, name) = (entry.noun.path(), entry.name);
        let addressed = &document["paths"][format!("/api/v1/{noun}/{{id}}/{name}")]["post"];
        assert!(addressed.is_object(), "{noun}/{name}");
        let minting = &document["paths"][format!("/api/v1/{noun}/{name}")]["post"];
        assert_eq!(minting.is_object(), entry.creates, "{noun}/{name}");
    }
}

/// Path below `schemas/` and text.
fn today() -> BTreeMap<PathBuf, String> {
    let mut all = BTreeMap::new();
    all.insert("openapi.json".into(), pretty(&api::openapi::document()));
    for kind in Event::kinds() {
        let path = format!("events/{}.v{}.json", kind.tag, kind.version);
        all.insert(path.into(), stand_alone(kind.schema));
    }
    for entry in CATALOGUE {
        let path = format!("commands/{}/{}.json", entry.noun.path(), entry.name);
        all.insert(path.into(), stand_alone(entry.schema));
    }
    all
}

fn stand_alone(schema: fn(&mut SchemaGenerator) -> Schema) -> String {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let mut whole = schema(&mut generator).to_value();
    let definitions = generator.take_definitions(true);
    whole["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    if !definitions.is_empty() {
        whole["$defs"] = Value::Object(definitions);
    }
    pretty(&whole)
}

fn pretty(value: &Value) -> String {
    format!("{}\n", serde_json::to_string_pretty(value).expect("string keys"))
}

fn bring_up_to_date(folder: &Path, today: &BTreeMap<PathBuf, String>) {
    for (path, text) in today {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder");
        fs::write(&path, text).unwrap_or_else(|error| panic!("{error}: {path:?}"));
    }
    for path in left_over(folder, today) {
        fs::remove_file(folder.join(path)).expect("a file that was just listed");
    }
}

/// Files that nothing makes. The schemas of older versions of an event stay, as such events do.
fn left_over(folder: &Path, today: &BTreeMap<PathBuf, String>) -> Vec<PathBuf> {
    let relative = |it: PathBuf| it.strip_prefix(folder).expect("listed below it").to_owned();
    let mut left: Vec<_> = files(folder).into_iter().map(relative).collect();
    left.retain(|path| !today.contains_key(path) && !is_older_event(path));
    left
}

fn is_older_event(path: &Path) -> bool {
    let name = path.strip_prefix("events").ok().and_then(Path::to_str).unwrap_or_default();
    let Some((tag, version)) = name.strip_suffix(".json").and_then(|it| it.rsplit_once(".v"))
    else {
        return false;
    };
    let version: u32 = version.parse().unwrap_or(u32::MAX);
    Event::kinds().any(|kind| kind.tag == tag && version < kind.version)
}

fn collect_references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
            members.values().for_each(|it| collect_references(it, found));
        }
        Value::Array(members) => members.iter().for_each(|it| collect_references(it, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn operations(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    let paths = document["paths"].as_object().expect("paths").iter();
    paths.flat_map(|(path, methods)| {
        let methods = methods.as_object().expect("methods").iter();
        methods.map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
    })
}

fn in_template(path: &str) -> BTreeSet<&str> {
    path.split('/').filter_map(|it| it.strip_prefix('{')?.strip_suffix('}')).collect()
}

fn declared(operation: &Value) -> BTreeSet<&str> {
    let Some(parameters) = operation.get("parameters") else { return BTreeSet::new() };
    let in_path = items(parameters).iter().filter(|it| it["in"] == "path");
    in_path.map(|it| it["name"].as_str().expect("a parameter has a name")).collect()
}

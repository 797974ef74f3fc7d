//! One idea: where it stands, and where a change was sketched, what was expected beside what happened.

use std::process::ExitCode;

use anyhow::Result;
use events::Noun;
use serde_json::Value;

use crate::{
    backend::Where,
    cli::{
        ask::Asking,
        what_if::{cells, list},
    },
    installation::Access,
    names::{Among, Names},
    output::{self, Rows, Set, text},
    words::Words,
};

pub(super) async fn show(
    place: &Where,
    idea: &str,
    asking: &Asking,
    words: &Words,
) -> Result<ExitCode> {
    let found = {
        let backend = place.open(Access::Read).await?;
        Names::default().find(&backend, Among::Noun(Noun::Idea), idea).await?
    };
    let path = format!("ideas/{}", found.id);
    asking.ask(place, &path, &[], |answer| print(answer, words)).await?;
    Ok(ExitCode::SUCCESS)
}

fn print(answer: &Value, words: &Words) {
    output::answer(text(&answer["title"]));
    output::answer(words.called(&text(&answer["status"])));
    let reason = &answer["decision"]["reason"];
    if !reason.is_null() {
        output::answer(text(reason));
    }
    if !answer["sketch"].is_null() {
        print_sketch(&answer["sketch"]);
    }
}

fn print_sketch(sketch: &Value) {
    let commands = list(&sketch["commands"]).iter().map(|it| text(&it["command"]));
    let commands = commands.collect::<Vec<_>>().join(", ");
    let sketched = text(&sketch["sketched"]);
    let day = sketched.split('T').next().unwrap_or_default();
    output::answer(format_args!("sketched on {day}: {commands}"));
    let mut rows = Rows::new(&[
        ("a month", Set::Left),
        ("expected", Set::Right),
        ("", Set::Right),
        ("happened", Set::Right),
        ("", Set::Right),
    ]);
    for compared in list(&sketch["figures"]).iter().filter(|it| is_told(it)) {
        let name = text(&compared["figure"]).replace('_', " ");
        let [name, expected, by_expected] = side(&name, &compared["expected"]);
        let [_, happened, by_happened] = side("", &compared["happened"]);
        rows.row([name, expected, by_expected, happened, by_happened]);
    }
    if rows.is_empty() {
        output::answer("it was expected to change no figure");
    } else {
        rows.print();
    }
    let events = text(&sketch["because_of_it"]["evidence_count"]);
    output::answer(format_args!("events that name this idea as what led to them: {events}"));
    if let Some(note) = sketch["note"].as_str() {
        output::answer(note);
    }
}

/// Whether a figure changes on either side.
fn is_told(compared: &Value) -> bool {
    ["expected", "happened"]
        .iter()
        .any(|side| compared[side]["difference"].as_f64().is_some_and(|it| it != 0.0))
}

/// A name, what a figure becomes, and by how much.
fn side(name: &str, difference: &Value) -> [String; 3] {
    if difference.is_null() {
        return [name.to_owned(), String::new(), String::new()];
    }
    let [name, before, after, by] = cells(name, difference);
    [name, format!("{before} → {after}"), by]
}

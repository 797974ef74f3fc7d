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
    words::{day, listed, one_of, said, told},
};

pub(super) async fn show(place: &Where, idea: &str, asking: &Asking) -> Result<ExitCode> {
    let found = {
        let backend = place.open(Access::Read).await?;
        Names::default().find(&backend, Among::Noun(Noun::Idea), idea).await?
    };
    let path = format!("ideas/{}", found.id);
    asking.ask(place, &path, &[], print).await?;
    Ok(ExitCode::SUCCESS)
}

fn print(answer: &Value) {
    output::answer(text(&answer["title"]));
    output::answer(listed(&answer["status"]));
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
    let day = day(&sketch["sketched"]);
    output::answer(told!("sketched on {day}: {commands}", "entworfen am {day}: {commands}"));
    let mut rows = Rows::of(&[
        ("a month", "im Monat", Set::Left),
        ("expected", "erwartet", Set::Right),
        ("", "", Set::Right),
        ("happened", "geschehen", Set::Right),
        ("", "", Set::Right),
    ]);
    for compared in list(&sketch["figures"]).iter().filter(|it| is_told(it)) {
        let name = figure_name(&text(&compared["figure"]));
        let [name, expected, by_expected] = side(&name, &compared["expected"]);
        let [_, happened, by_happened] = side("", &compared["happened"]);
        rows.row([name, expected, by_expected, happened, by_happened]);
    }
    if rows.is_empty() {
        output::answer(told!(
            "it was expected to change no figure",
            "erwartet war, dass sich keine Zahl ändert"
        ));
    } else {
        rows.print();
    }
    let events = text(&sketch["because_of_it"]["evidence_count"]);
    output::answer(told!(
        "events that name this idea as what led to them: {events}",
        "Ereignisse, die diese Idee als Anlass nennen: {events}"
    ));
    if let Some(note) = sketch["note"].as_str() {
        output::answer(said(note));
    }
}

/// What a figure that was expected is called.
fn figure_name(key: &str) -> String {
    if let Some(currency) = key.strip_prefix("loop_money_") {
        return told!("loop money {currency}", "Geld in Schleifen, {currency}");
    }
    let german = match key {
        "loops" => "Schleifen",
        "loop_work_hours" => "Arbeit in Schleifen, Std.",
        "loop_delay_hours" => "Wartezeit in Schleifen, Std.",
        "duplicate_clusters" => "Gruppen doppelter Arbeit",
        "duplicate_hours" => "Std. in doppelter Arbeit",
        "avoidable_hours" => "Std. vermeidbar",
        "pain_points" => "offene Schmerzpunkte",
        "pain_point_hours" => "Std. in Schmerzpunkten",
        "uncovered_hours" => "Std. ungedeckt",
        other => other,
    };
    one_of(key, german).replace('_', " ")
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

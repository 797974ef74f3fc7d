//! The auditor's ten minutes: what differs, one thing's story, the events behind a figure, a report;
//! by the commands that the README shows, and against the past itself.

use std::{collections::BTreeMap, fs};

use serde_json::{Value, json};

use crate::{
    companies::bakery,
    support::{Server, acker, folder, fresh, id, items, line, root, text},
};

const DUPLICATED: &str = "pain-points/51834a2b-5c44-88a6-a1e9-b90728fe66bb";

/// The lines of the README's block for auditors that ask the sample company.
fn shown() -> Vec<Vec<String>> {
    let readme = fs::read_to_string(root().join("README.md")).expect("the README");
    let (_, rest) = readme.split_once("**An auditor**").expect("it has a part for auditors");
    let block = rest.split("```").nth(1).expect("with a block of commands");
    let lines = block.lines().filter_map(|it| it.strip_prefix("demo "));
    let words = |line: &str| {
        let command = line.split(" #").next().unwrap_or_default();
        command.split_whitespace().map(str::to_owned).collect()
    };
    lines.map(words).collect()
}

#[test]
fn every_command_that_the_readme_shows_to_auditors_answers() {
    let (demo, place) = (Server::demo(), folder());
    let report = place.path().join("changes.html");
    let commands = shown();
    for verb in ["diff", "history", "why", "bookmark"] {
        assert!(commands.iter().any(|it| it[0] == verb), "{verb}");
    }
    for mut command in commands {
        if let Some(file) = command.iter_mut().find(|it| *it == "changes.html") {
            text(&report).clone_into(file);
        }
        command.extend(["--store".to_owned(), demo.address.clone()]);
        let said = acker(&command);
        assert_eq!(said.code, 0, "{command:?}: {said:?}");
        let is_report = command.iter().any(|it| it == "--report");
        assert!(is_report || said.out.lines().count() > 0, "{command:?}: {said:?}");
    }
    let page = fs::read_to_string(report).expect("a report");
    for part in ["<!DOCTYPE html>", "<html lang=", "sha256:", "hours a month", "What happened"] {
        assert!(page.contains(part), "{part}");
    }
    assert!(!page.contains("<script"));
}

#[test]
fn a_story_reads_in_both_languages_from_its_first_event_to_its_last() {
    let demo = Server::demo();
    let story = |lang: &str| {
        let stream = "pain-points/1a170b22-b79f-88ef-8065-16ee2a4cb97b";
        acker(["history", stream, "--lang", lang, "--store", &demo.address])
    };
    let (german, english) = (story("de").out, story("en").out);
    let german: Vec<_> = german.lines().collect();
    assert_eq!(german.len(), 3, "{german:?}");
    for (line, said) in german.iter().zip(["gemeldet", "gelöst", "wieder geöffnet"]) {
        assert!(line.contains(said) && line.contains("telefonieren wir einzeln nach"), "{line}");
    }
    assert!(english.contains("reopened the pain point"), "{english}");
}

#[test]
fn a_story_goes_on_where_the_thing_was_merged_into_and_comes_back() {
    let (server, _folder) = fresh();
    let (source, target) = (id(1), id(2));
    let log =
        |id: &str, said: &str| line("pain-points", id, "log-pain-point", &json!({ "text": said }));
    let sort =
        |id: &str, kind: &str| line("pain-points", id, "sort-pain-point", &json!({ "kind": kind }));
    server.tell(&[
        log(&source, "Listen"),
        log(&target, "Tabellen"),
        sort(&target, "silo"),
        line("pain-points", &source, "merge-pain-point", &json!({ "into": target })),
        sort(&target, "low_trust"),
        line("pain-points", &source, "unmerge-pain-point", &json!({})),
        sort(&target, "other"),
        sort(&source, "silo"),
    ]);
    let told = server.ask(&format!("story?stream=pain-points/{source}"));
    let positions: Vec<_> = items(&told["items"]).iter().map(|it| it["position"].clone()).collect();
    assert_eq!(positions, [1, 4, 5, 6, 8].map(Value::from), "{told:#}");
    assert!(
        told["items"][1]["sentence"].as_str().is_some_and(|it| it.contains("story goes on there"))
    );
    let of_target = server.ask(&format!("story?stream=pain-points/{target}&at_position=5"));
    assert!(of_target["items"].to_string().contains("Listen"), "who was merged into it is told");
}

#[test]
fn without_the_events_named_the_figure_would_be_the_old_one() {
    let demo = Server::demo();
    let from = demo.ask(&format!("diff?from=start&of={DUPLICATED}"))["to"]["position"].clone();
    let why = demo.ask(&format!("why?figure={DUPLICATED}&value=hours_per_month&from=349"));
    assert_eq!(why["to"]["position"], from);
    assert_eq!((&why["minimal"], items(&why["events"]).len()), (&json!(true), 1), "{why:#}");
    assert_eq!(why["items"][0]["type"], "pain_point_resolved");
    let before = demo.ask(&format!("{DUPLICATED}?at_position=349"));
    assert_eq!(why["values"][0]["from"], before["hours_per_month"]);
    assert_eq!(why["values"][0]["to"], demo.ask(DUPLICATED)["hours_per_month"]);
}

#[test]
fn a_difference_tells_the_figures_of_both_moments_and_backwards_the_way_back() {
    let demo = Server::demo();
    let there = demo.ask("diff?from=349&to=556&of=coverage");
    let back = demo.ask("diff?from=556&to=349&of=coverage");
    let values = |answer: &Value, from: &str, to: &str| -> BTreeMap<String, (Value, Value)> {
        let figures = items(&answer["figures"]).iter().flat_map(|figure| {
            let name = figure["figure"].as_str().unwrap_or_default().to_owned();
            items(&figure["values"]).iter().map(move |it| {
                (format!("{name} {}", it["value"]), (it[from].clone(), it[to].clone()))
            })
        });
        figures.collect()
    };
    assert_eq!(values(&there, "from", "to"), values(&back, "to", "from"));
    let at = |position| demo.ask(&format!("coverage?at_position={position}"));
    let hours = |answer: &Value| answer["total_distinct"]["hours_per_month"].clone();
    let told = &values(&there, "from", "to")["areas/all \"hours_per_month\""];
    assert_eq!(*told, (hours(&at(349)), hours(&at(556))));
    let nothing = demo.ask("diff?from=349&to=349");
    assert_eq!((&nothing["items"], &nothing["figures"]), (&json!([]), &json!([])));
}

#[test]
fn pages_of_a_difference_tell_all_of_it_once() {
    let demo = Server::demo();
    let whole = demo.ask("diff?from=349&to=556&limit=1000");
    let (mut told, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = demo.ask(&format!("diff?from=349&to=556&limit=7{cursor}"));
        told.extend(items(&page["items"]).to_vec());
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(Value::Array(told), whole["items"]);
}

#[test]
fn bookmarks_are_an_actors_own_and_outlive_the_server() {
    let place = folder();
    let data = text(place.path());
    let server = Server::on(place.path());
    server.tell(&bakery());
    let (ana, ben) = (id(9_001), id(9_002));
    let set = acker(["bookmark", "set", "last-check", "--actor", &ana, "--store", &server.address]);
    assert_eq!(set.code, 0, "{set:?}");
    server.tell(&[line("units", &id(9_003), "register-unit", &json!({ "name": "Neu" }))]);
    drop(server);
    let since = |actor: &str| {
        acker(["diff", "--from", "last-check", "--json", "--actor", actor, "--data", data])
    };
    let told = since(&ana).json();
    assert_eq!(items(&told["items"]).len(), 1, "{told:#}");
    assert_eq!(told["items"][0]["name"], "Neu");
    let other = since(&ben);
    assert_eq!(other.code, 2, "{other:?}");
    assert!(other.err.contains("last-check"), "{other:?}");
    let history = ["history", "--from", "last-check", "--json", "--actor", &ana, "--data", data];
    assert_eq!(items(&acker(history).json()["items"]).len(), 1);
}

#[test]
fn persons_are_told_only_for_auditors_and_wrong_questions_are_refused() {
    let demo = Server::demo();
    let told = demo.ask("diff?from=start&of=communities");
    assert!(!told.to_string().contains("\"actor\""), "no pseudonym");
    let told = demo.ask("diff?from=start&of=communities&actors=true");
    assert!(told.to_string().contains("\"actor\""));
    for (question, status) in [
        ("diff", 422),
        ("diff?from=yesterday", 422),
        ("diff?from=999999", 422),
        ("diff?from=1&of=gardens", 422),
        ("diff?from=1&at=2026-03-31", 422),
        ("diff?from=1&lang=fr", 422),
        ("diff?from=1&format=pdf", 422),
        ("why?figure=gardens/1&from=1", 422),
        ("why?figure=areas/all", 422),
        ("why?figure=areas/all&from=9&to=3", 422),
        ("why?figure=units/00000000-0000-7000-8000-000000000009&from=1", 404),
        ("story?stream=units/00000000-0000-7000-8000-000000000009", 404),
        ("story", 422),
        ("bookmarks/none", 404),
    ] {
        assert_eq!(demo.get(&format!("/api/v1/{question}")).status, status, "{question}");
    }
}

#[test]
fn a_digest_that_was_kept_tells_history_that_went_on_from_history_that_was_written_anew() {
    let (place, other) = (folder(), folder());
    let unit =
        |n: u64, name: &str| line("units", &id(n), "register-unit", &json!({ "name": name }));
    let server = Server::on(place.path());
    server.tell(&[unit(1, "Einkauf"), unit(2, "Vertrieb")]);
    let marked = acker(["bookmark", "set", "last-check", "--store", &server.address]);
    let (_, expected) = marked.out.trim().rsplit_once(' ').expect("the last word is to be kept");
    server.tell(&[unit(3, "Versand")]);
    assert_eq!(server.stop(), 0);
    let verify = |folder: &std::path::Path, more: &[&str]| {
        acker([&["verify", text(folder)][..], more].concat())
    };
    let went_on = verify(place.path(), &["--expect", expected]);
    assert!(went_on.code == 0 && went_on.out.contains("sound: 3 events"), "{went_on:?}");
    let (position, digest) = expected.split_once(':').expect("a position and a digest");
    let told = verify(place.path(), &["--at-position", position, "--json"]).json();
    assert_eq!(told["digests"][position], digest);

    let anew = Server::on(other.path());
    anew.tell(&[unit(1, "Einkauf"), unit(2, "Verkauf"), unit(3, "Versand")]);
    assert_eq!(anew.stop(), 0);
    assert_eq!(verify(other.path(), &[]).code, 0, "by itself it is sound");
    let found = verify(other.path(), &["--expect", expected]);
    assert!(
        found.code == 1 && found.out.contains("position 2: history up to this position"),
        "{found:?}"
    );
    let later = format!("4:{digest}");
    let cut_off = verify(place.path(), &["--expect", &later, "--json"]);
    let told: Value = serde_json::from_str(&cut_off.out).expect("JSON");
    assert_eq!((cut_off.code, &told["position"], &told["sound"]), (1, &json!(4), &json!(false)));
    assert_eq!(verify(place.path(), &["--expect", "yesterday"]).code, 2);
}

#[test]
fn loops_are_compared_at_the_level_that_is_asked_for() {
    let demo = Server::demo();
    for level in ["step", "unit", "parent_unit", "site", "region"] {
        let told = demo.ask(&format!("diff?from=349&of=loops&level={level}"));
        let figures = items(&told["figures"]);
        assert!(!figures.is_empty(), "{level}");
        let prefix = format!("loops/{level}/");
        let is_its = |it: &Value| it["figure"].as_str().is_some_and(|it| it.starts_with(&prefix));
        assert!(figures.iter().all(is_its), "{level}: {figures:?}");
        let total = figures.iter().find(|it| it["figure"] == format!("{prefix}all"));
        let Some(total) = total else { continue };
        let now = demo.ask(&format!("loops?level={level}"));
        for value in
            items(&total["values"]).iter().filter(|it| it["value"] == "work_hours_per_month")
        {
            assert_eq!(value["to"], now["total"]["work_hours_per_month"], "{level}");
        }
    }
    let of_units = demo.ask("diff?from=349&of=loops&level=unit");
    assert_eq!(demo.ask("diff?from=349&of=loops")["figures"], of_units["figures"]);
    assert_eq!(demo.get("/api/v1/diff?from=1&level=continent").status, 422);
}

#[test]
fn moments_as_auditors_say_them_are_moments_of_every_question() {
    let demo = Server::demo();
    let process = "processes/4d5ef6c3-6c4f-8d7b-89ab-bbdc2f1cdd9b";
    let set = acker(["bookmark", "set", "last-check", "--to", "349", "--store", &demo.address]);
    assert_eq!(set.code, 0, "{set:?}");
    for moment in [
        "2026-03-31",
        "last-quarter-end",
        "quarter-start",
        "last-check",
        &format!("release:{process}"),
    ] {
        let between = demo.ask(&format!("diff?from={moment}&of=coverage"));
        let why = demo.ask(&format!("why?figure=areas/support&from={moment}"));
        assert_eq!(why["from"]["position"], between["from"]["position"], "{moment}");
        let then = demo.ask(&format!("coverage?at={moment}"));
        assert_eq!(then["position"], between["from"]["position"], "{moment}");
        let since = demo.ask(&format!("coverage?since={moment}"));
        assert_eq!(since["since"]["position"], then["position"], "{moment}");
    }
    let moved = acker(["bookmark", "set", "last-check", "--to", "400", "--store", &demo.address]);
    assert_eq!(moved.code, 0, "{moved:?}");
    assert_eq!(demo.ask("coverage?at=last-check")["position"], 400, "no answer of before is kept");
    for lang in ["en", "de"] {
        for wrong in ["yesterday", "release:units/x", "bookmark:none", "999999", "2026-02-30"] {
            for question in [
                &["diff", "--from", wrong][..],
                &["why", "areas/support", "--from", wrong],
                &["coverage", "--at", wrong],
            ] {
                let said = acker([question, &["--lang", lang, "--store", &demo.address]].concat());
                assert_eq!(said.code, 2, "{question:?}: {said:?}");
                assert!(said.err.contains(wrong.trim_start_matches("bookmark:")), "{said:?}");
            }
        }
    }
}

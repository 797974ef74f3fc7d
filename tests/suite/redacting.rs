//! Words that have to go: gone from every answer and from every file, while history and its proof hold.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

use crate::support::{Server, acker, files, folder, id, line, text};

const SECRET: &str = "Frau Zwirnmeier verwechselt ständig die Lieferanten";

#[test]
fn a_redacted_text_is_gone_from_every_answer_and_from_every_file() {
    let folder = folder();
    let server = Server::on(folder.path());
    log_secret(&server);
    assert!(is_in_a_file(folder.path(), SECRET), "the test looks in the right place");
    let redact = json!({ "event": 1, "field": "text", "reason": "nennt eine Person" });
    let path = format!("pain-points/{}/redact-text", id(41));
    let answer = server.command(&path, &redact);
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.json()["events"][0]["type"], "text_redacted");
    for question in every_question() {
        assert!(!server.get(&question).body.contains("Zwirnmeier"), "{question}");
    }
    assert_eq!(server.ask(&format!("pain-points/{}", id(41)))["text"], Value::Null);
    assert!(!is_in_a_file(folder.path(), SECRET), "while the server runs");
    let again = server.command(&path, &redact);
    assert_eq!(again.json()["events"], json!([]), "twice is once");
    assert_eq!(server.stop(), 0);
    assert!(!is_in_a_file(folder.path(), SECRET), "after it has ended");
    let verified = acker(["verify", text(folder.path())]);
    assert_eq!(verified.code, 0, "{verified:?}");
}

#[test]
fn a_retracted_comment_is_gone_from_every_file_and_stands_there_as_retracted() {
    let folder = folder();
    let server = Server::on(folder.path());
    log_secret(&server);
    let comment = json!({ "comment": id(91), "text": "Herr Quastenflosser weiß es" });
    let path = |command: &str| format!("pain-points/{}/{command}", id(41));
    assert_eq!(server.command(&path("comment-on-pain-point"), &comment).status, 200);
    let retract = json!({ "comment": id(91) });
    let answer = server.command(&path("retract-comment"), &retract);
    assert_eq!(answer.status, 200, "{answer:?}");
    let shown = server.ask(&format!("pain-points/{}", id(41)));
    assert_eq!(
        (&shown["discussion"][0]["retracted"], &shown["comments"]),
        (&json!(true), &json!(0))
    );
    assert!(!is_in_a_file(folder.path(), "Quastenflosser"));
    assert_eq!(server.command(&path("retract-comment"), &retract).json()["events"], json!([]));
    drop(server);
    assert!(!is_in_a_file(folder.path(), "Quastenflosser"));
}

#[test]
fn what_was_redacted_stays_so_after_a_restart_and_the_rest_is_there() {
    let folder = folder();
    let server = Server::on(folder.path());
    log_secret(&server);
    let redact = json!({ "event": 1, "field": "/text", "reason": "nennt eine Person" });
    server.command(&format!("pain-points/{}/redact-text", id(41)), &redact);
    drop(server);
    let server = Server::on(folder.path());
    let shown = server.ask(&format!("pain-points/{}", id(41)));
    assert_eq!((&shown["text"], &shown["sought"]), (&Value::Null, &json!("wer es weiß")));
}

#[test]
fn no_snapshot_holds_what_was_redacted_and_nobody_starts_from_one_that_did() {
    let folder = folder();
    let server = Server::on(folder.path());
    log_secret(&server);
    assert_eq!(server.stop(), 0);
    let snapshots = folder.path().join("snapshots");
    assert_eq!(files(&snapshots).len(), 1, "it was ended cleanly");
    assert!(is_in_a_file(&snapshots, SECRET), "the test looks in the right place");
    let server = Server::on(folder.path());
    assert!(server.ask("pain-points").to_string().contains("Zwirnmeier"));
    let redact = json!({ "event": 1, "field": "text", "reason": "nennt eine Person" });
    let path = format!("pain-points/{}/redact-text", id(41));
    assert_eq!(server.command(&path, &redact).status, 200);
    assert_eq!(files(&snapshots), Vec::<PathBuf>::new());
    assert_eq!(server.stop(), 0);
    assert_eq!(files(&snapshots).len(), 1);
    assert!(!is_in_a_file(folder.path(), SECRET));
}

#[test]
fn redacting_what_is_not_there_is_refused_with_the_field() {
    let folder = folder();
    let server = Server::on(folder.path());
    log_secret(&server);
    let refused = |event: u64, field: &str| {
        let body = json!({ "event": event, "field": field, "reason": "darum" });
        let answer = server.command(&format!("pain-points/{}/redact-text", id(41)), &body);
        assert_eq!(answer.status, 422, "{answer:?}");
        answer.json()["errors"][0]["pointer"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(refused(7, "text"), "/event");
    assert_eq!(refused(2, "text"), "/event", "an event of another thing");
    assert_eq!(refused(1, "kind"), "/field");
}

#[test]
fn lines_of_a_bulk_can_redact_too() {
    let folder = folder();
    let server = Server::on(folder.path());
    log_secret(&server);
    let lines = [
        line("units", &id(12), "register-unit", &json!({ "name": "Vertrieb" })),
        line(
            "pain-points",
            &id(41),
            "redact-text",
            &json!({ "event": 1, "field": "text", "reason": "nennt eine Person" }),
        ),
        line("units", &id(13), "register-unit", &json!({ "name": "Lager" })),
    ];
    server.tell(&lines);
    assert!(!is_in_a_file(folder.path(), "Zwirnmeier"));
    assert!(!server.ask("pain-points").to_string().contains("Zwirnmeier"));
}

fn log_secret(server: &Server) {
    server.tell(&[
        line(
            "pain-points",
            &id(41),
            "log-pain-point",
            &json!({ "text": SECRET, "sought": "wer es weiß" }),
        ),
        line("units", &id(11), "register-unit", &json!({ "name": "Einkauf" })),
    ]);
    server.settle();
}

fn every_question() -> Vec<String> {
    let lists =
        ["pain-points?status=all", "history", "events/1", "similar?q=verwechselt%20Lieferanten"];
    let one = format!("pain-points/{}", id(41));
    lists.into_iter().map(str::to_owned).chain([one]).map(|it| format!("/api/v1/{it}")).collect()
}

/// Looks for the words themselves, for how JSON writes them, and in what is compressed.
fn is_in_a_file(folder: &Path, words: &str) -> bool {
    let escaped = words.escape_unicode().to_string();
    files(folder).iter().any(|file| {
        let mut bytes = fs::read(file).unwrap_or_else(|it| panic!("{it}: {file:?}"));
        if file.extension().is_some_and(|it| it == "snapshot") {
            // A head behind its length in eight bytes, then what is compressed, part by part.
            let (length, rest) = bytes.split_first_chunk().expect("a length");
            let head = usize::try_from(u64::from_le_bytes(*length)).expect("a short head");
            bytes = zstd::decode_all(&rest[head..]).expect("a whole snapshot");
        }
        [words, &escaped].iter().any(|it| bytes.windows(it.len()).any(|part| part == it.as_bytes()))
    })
}

//! `acker do`: every command on a terminal, with names in place of ids.

use std::path::Path;

use serde_json::{Value, json};

use crate::support::{Said, Server, acker, folder, id, items, text, texts};

/// A terminal over a data directory.
struct Terminal {
    folder: tempfile::TempDir,
}

impl Terminal {
    /// With two units, a process of two steps, a data object and a community.
    fn new() -> Self {
        let terminal = Self { folder: folder() };
        for line in [
            &["register-unit", "--name", "Einkauf"][..],
            &["register-unit", "--name", "Einkauf Pune", "--parent", "Einkauf"],
            &["map-process", "--name", "Lieferanten anlegen", "--primary-area", "support"],
            &["add-step", "--id", "Lieferanten anlegen", "--name", "Prüfen", "--unit", "Einkauf"],
            &["add-step", "--id", "Lieferanten anlegen", "--name", "Buchen"],
            &["register-data-object", "--name", "Lieferant"],
            &["found-community", "--name", "Stammdaten", "--purpose", "Eine Wahrheit"],
        ] {
            terminal.done(line);
        }
        terminal
    }

    fn data(&self) -> &Path {
        self.folder.path()
    }

    fn say(&self, line: &[&str]) -> Said {
        acker([&["do"][..], line, &["--data", text(self.data())]].concat())
    }

    /// What a command answers that must not be refused.
    fn done(&self, line: &[&str]) -> Value {
        self.say(&[line, &["--json"]].concat()).json()
    }

    fn ask(&self, line: &[&str]) -> Value {
        acker([line, &["--json", "--data", text(self.data())]].concat()).json()
    }
}

#[test]
fn a_pain_point_is_logged_with_its_effort_and_its_formula_is_shown() {
    let terminal = Terminal::new();
    let said = terminal.say(&[
        "log-pain-point",
        "--text",
        "Drei Excel-Listen",
        "--unit",
        "einkauf",
        "--effort",
        "15 min 2x täglich 4 Leute",
        "--on",
        "step:Lieferanten anlegen/Prüfen",
        "--meta.why",
        "gezählt",
        "--meta.basis",
        "counted",
        "--lang",
        "de",
    ]);
    assert_eq!(said.code, 0, "{said:?}");
    for told in
        ["Der Schmerzpunkt ist festgehalten.", "15 min × 2 am Tag × 4 Leute = 36,7 Std. im Monat"]
    {
        assert!(said.out.contains(told), "{said:?}");
    }
    let told = &terminal.ask(&["pain-points", "--unit", "Einkauf"])["items"][0];
    assert_eq!((&told["text"], &told["basis"]), (&json!("Drei Excel-Listen"), &json!("counted")));
    assert!((told["hours_per_month"].as_f64().unwrap_or_default() - 36.67).abs() < 0.01, "{told}");
}

#[test]
fn something_similar_is_shown_before_it_is_said_again_and_yes_skips_that() {
    let terminal = Terminal::new();
    let log = [
        "log-pain-point",
        "--text",
        "Lieferantendaten in drei Excel-Listen pflegen",
        "--unit",
        "Einkauf Pune",
        "--effort",
        "1 h a week",
    ];
    assert!(!terminal.say(&log).err.contains("similar"), "nothing is there yet");
    let again = terminal.say(&log);
    assert_eq!(again.code, 0, "what is not logged is lost: {again:?}");
    for told in ["1 similar", "Einkauf Pune", "h a month", "nobody can be asked here"] {
        assert!(again.err.contains(told), "{told}: {again:?}");
    }
    let silent = terminal.say(&[&log[..], &["--yes"]].concat());
    assert!(!silent.err.contains("similar"), "{silent:?}");
    let told = terminal.done(&[&log[..], &["--yes"]].concat());
    assert_eq!(items(&told["similar"]).len(), 3, "programs are told of them: {told}");
}

#[test]
fn what_was_done_can_be_taken_back_as_it_says() {
    let terminal = Terminal::new();
    terminal.done(&["log-pain-point", "--text", "Zwei Portale"]);
    let backed = terminal.say(&["back-pain-point", "--id", "Portale", "--unit", "Einkauf"]);
    let undo = backed.out.lines().find_map(|it| it.trim().strip_prefix("undo: acker do "));
    let undo: Vec<_> = undo.expect("a backing can be withdrawn").split(' ').collect();
    let withdrawn = terminal.done(&undo);
    assert_eq!(texts(&withdrawn["events"], "type"), ["backing_withdrawn"]);
    let again = terminal.say(&undo);
    assert_eq!(
        (again.code, again.out.lines().next()),
        (0, Some("Nothing changed: it was so already."))
    );
}

#[test]
fn steps_hand_overs_and_data_are_meant_by_their_names() {
    let terminal = Terminal::new();
    let process = "Lieferanten anlegen";
    terminal.done(&[
        "add-hand-over",
        "--id",
        process,
        "--from",
        "Prüfen",
        "--to.step",
        "Buchen",
        "--kind",
        "work",
    ]);
    terminal.done(&[
        "revise-hand-over",
        "--id",
        process,
        "--hand-over",
        "prüfen -> buchen",
        "--wait-hours",
        "8,5",
    ]);
    terminal.done(&[
        "record-data-use",
        "--id",
        process,
        "--step",
        "Prüfen",
        "--data-object",
        "Lieferant",
        "--use",
        "keeps",
        "--entry",
        "by_hand",
        "--store",
        "SAP",
    ]);
    terminal.done(&["name-master-store", "--id", "Lieferant", "--store", "SAP"]);
    let server = Server::on(terminal.data());
    let processes = server.ask("processes");
    let whole =
        server.ask(&format!("processes/{}", processes["items"][0]["id"].as_str().expect("an id")));
    assert_eq!(whole["hand_overs"][0]["wait_hours"], 8.5);
    assert_eq!(server.ask("data-objects")["items"][0]["master_store"], "SAP");
    let remote = ["do", "retire-process", "--id", process, "--store", &server.address, "--json"];
    assert_eq!(texts(&acker(remote).json()["events"], "type"), ["process_retired"]);
}

#[test]
fn a_comment_is_retracted_and_a_text_redacted_wherever_they_stand() {
    let terminal = Terminal::new();
    let idea = terminal.done(&["propose-idea", "--title", "Eine Liste", "--text", "Geheimnis"]);
    let commented =
        terminal.done(&["comment-on-idea", "--id", "Eine Liste", "--text", "Unsinn", "--dry-run"]);
    let comment = commented["body"]["comment"].as_str().expect("its id is made").to_owned();
    terminal.done(&[
        "comment-on-idea",
        "--id",
        "Eine Liste",
        "--text",
        "Unsinn",
        "--comment",
        &comment,
    ]);
    let id = idea["id"].as_str().expect("an id");
    let retracted = terminal.done(&["retract-comment", "--id", id, "--comment", &comment]);
    assert_eq!(
        (&retracted["noun"], &retracted["events"][0]["type"]),
        (&json!("ideas"), &json!("comment_retracted"))
    );
    let position = idea["position"].to_string();
    let redacted = terminal.done(&[
        "redact-text",
        "--event",
        &position,
        "--field",
        "/text",
        "--reason",
        "Namen",
    ]);
    assert_eq!((&redacted["noun"], &redacted["id"]), (&json!("ideas"), &json!(id)));
}

#[test]
fn wrong_commands_fields_values_and_names_are_refused_with_the_nearest() {
    let terminal = Terminal::new();
    for (wrong, nearest) in [
        (&["log-pain-piont", "--text", "x"][..], "log-pain-point"),
        (&["log-pain-point", "--txt", "x"], "--text"),
        (&["log-pain-point", "--text", "x", "--kind", "duplicated"], "duplicated_data"),
        (&["log-pain-point", "--text", "x", "--unit", "Einkuaf"], "`Einkauf`"),
        (&["log-pain-point", "--text", "x", "--effort", "often"], "`--effort`: `often`"),
        (&["log-pain-point", "--text", " "], "`--text` must not be blank"),
        (&["log-pain-point"], "--text"),
        (&["revise-unit", "--id", "Einkauf", "--name", "x", "--clear", "name"], "`name`"),
        (&["add-step", "--id", "Einkauf", "--name", "x"], "no process `Einkauf`"),
        (&["ask-for-decision", "--id", &id(1), "--unit", "Einkauf", "--by", "tomorrow"], "--by"),
    ] {
        let said = terminal.say(wrong);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{wrong:?}: {said:?}");
        assert!(said.err.contains(nearest), "{wrong:?}: {said:?}");
    }
    assert_eq!(terminal.ask(&["pain-points"])["items"], json!([]), "nothing was logged");
}

#[test]
fn two_of_a_name_are_told_with_their_ids() {
    let terminal = Terminal::new();
    let twin = terminal.say(&["register-unit", "--name", "Einkauf"]);
    assert!(twin.err.contains("mind:"), "{twin:?}");
    let said = terminal.say(&["log-pain-point", "--text", "x", "--unit", "Einkauf"]);
    assert_eq!(said.code, 2, "{said:?}");
    let units = acker(["export", "csv", "--what", "units", "--data", text(terminal.data())]);
    let ids = units.out.lines().filter(|it| it.contains("Einkauf") && !it.contains("Pune"));
    for id in ids.map(|it| it.split(',').find(|it| it.len() == 36).expect("an id")) {
        assert!(said.err.contains(id), "{id}: {said:?}");
    }
}

#[test]
fn a_dry_run_shows_the_line_that_would_be_sent_and_changes_nothing() {
    let terminal = Terminal::new();
    let line =
        terminal.done(&["move-unit", "--id", "Einkauf Pune", "--clear", "parent", "--dry-run"]);
    assert_eq!(
        (&line["command"], &line["body"]),
        (&json!("move-unit"), &json!({ "parent": null }))
    );
    let server = Server::on(terminal.data());
    let before = server.ask("units")["position"].clone();
    let sent = server.bulk(&format!("{line}\n"));
    assert!(
        sent[0]["position"].as_u64() > before.as_u64(),
        "the line can be sent as it is: {sent:?}"
    );
}

#[test]
fn every_command_is_listed_and_explains_itself_with_an_example() {
    let listed = acker(["do", "--list", "--json"]).json();
    assert!(items(&listed).len() > 90);
    let help = acker(["do", "--help"]);
    let completions = acker(["completions", "bash"]);
    for command in texts(&listed, "command") {
        assert!(help.out.contains(command), "{command}");
        assert!(completions.out.contains(command), "{command}");
    }
    let help = acker(["do", "add-hand-over", "--help"]);
    for told in ["--to.step", "Example", "acker do add-hand-over", "--meta.because_of.idea"] {
        assert!(help.out.contains(told), "{help:?}");
    }
}

//! The program on a terminal: help, exit codes, copies, damage, tables.

use std::{fs, path::Path};

use serde_json::{Value, json};

use crate::{
    companies::bakery,
    support::{Said, Server, acker, folder, id, items, text, texts},
};

const SUBCOMMANDS: &[&str] = &[
    "serve",
    "do",
    "import",
    "export",
    "analyse",
    "duplicates",
    "loops",
    "coverage",
    "pain-points",
    "ideas",
    "waiting",
    "similar",
    "history",
    "diff",
    "why",
    "bookmark",
    "verify",
    "backup",
    "restore",
    "completions",
];

#[test]
fn every_subcommand_is_listed_and_explains_itself_with_an_example() {
    let all = acker(["--help"]);
    assert_eq!(all.code, 0);
    for command in SUBCOMMANDS {
        assert!(all.out.contains(command), "{command} is not listed:\n{}", all.out);
        let help = acker([*command, "--help"]);
        assert_eq!(help.code, 0);
        assert!(help.out.contains("Example"), "{}", help.out);
        assert!(help.out.contains(&format!("acker {command}")), "{}", help.out);
    }
}

#[test]
fn wrong_use_exits_with_2_and_an_answer_that_is_no_with_1() {
    let folder = folder();
    bakery_in(folder.path());
    let data = text(folder.path());
    for wrong in [
        &["dig"][..],
        &["loops", "--depth", "3"],
        &["loops", "--level", "galaxy", "--data", data],
        &["coverage", "--at", "yesterday", "--data", data],
        &["serve", "--store", "http://127.0.0.1:1"],
        &["import", "--template", "gardens"],
        &["verify", "--store", "http://127.0.0.1:1"],
        &["serve", "--demo", "--data", data],
    ] {
        let said = acker(wrong);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{wrong:?}: {said:?}");
        assert!(!said.err.is_empty(), "{wrong:?}");
    }
    for no in [
        &["loops", "--data", "/nowhere/at/all"][..],
        &["verify", "/nowhere/at/all"],
        &["loops", "--store", "http://127.0.0.1:1"],
    ] {
        let said = acker(no);
        assert_eq!((said.code, said.out.as_str()), (1, ""), "{no:?}: {said:?}");
        assert!(!said.err.is_empty(), "{no:?}");
    }
}

#[test]
fn a_folder_without_a_store_is_told_with_what_can_be_done() {
    let folder = folder();
    let said = acker(["coverage", "--data", text(folder.path())]);
    assert_eq!(said.code, 1);
    for told in [text(folder.path()), "acker serve", "acker import", "--data", "--store"] {
        assert!(said.err.contains(told), "{said:?}");
    }
    assert_eq!(
        fs::read_dir(folder.path()).expect("it is there").count(),
        0,
        "asking makes nothing"
    );
}

#[test]
fn json_is_what_the_server_answers_and_a_table_says_the_same() {
    let folder = folder();
    bakery_in(folder.path());
    let commands: [(&[&str], &str); 7] = [
        (&["duplicates"], "duplicates"),
        (&["loops", "--level", "unit"], "loops?level=unit"),
        (&["coverage"], "coverage"),
        (&["pain-points", "--status", "all"], "pain-points?status=all"),
        (&["pain-points", "--taken-up", "false"], "pain-points?taken_up=false"),
        (&["similar", "Niemand entscheidet"], "similar?q=Niemand%20entscheidet"),
        (&["history", "--limit", "3"], "history?limit=3"),
    ];
    let data = ["--data", text(folder.path())];
    let offline: Vec<_> = commands
        .iter()
        .map(|(it, _)| acker([it, &["--json"][..], &data].concat()).json())
        .collect();
    let server = Server::on(folder.path());
    let store = ["--store", &server.address];
    for ((arguments, question), offline) in commands.iter().zip(offline) {
        let answer = server.ask(question);
        assert_eq!(offline, answer, "{question}");
        let online = acker([arguments, &["--json"][..], &store].concat()).json();
        assert_eq!(online, answer, "{question}");
        let table = acker([arguments, &store[..]].concat());
        assert_eq!(table.code, 0, "{table:?}");
        assert!(table.out.lines().count() > 2, "{table:?}");
    }
    let loops = acker([&["loops"][..], &store].concat());
    for name in ["Backstube", "Verwaltung", "rework", "back and forth", "mutual"] {
        assert!(loops.out.contains(name), "{loops:?}");
    }
}

#[test]
fn a_backup_taken_beside_a_running_server_restores_to_the_same_answers() {
    let (folder, other) = (folder(), folder());
    let server = Server::on(folder.path());
    server.tell(&bakery());
    let copy = other.path().join("monday.acker");
    let backup = || acker(["backup", text(&copy), "--data", text(folder.path())]);
    let said = backup();
    assert_eq!(said.code, 0, "{said:?}");
    let again = backup();
    assert_eq!(again.code, 1, "it never overwrites: {again:?}");
    assert_eq!(acker(["verify", text(&copy)]).code, 0);

    let restored = other.path().join("restored");
    let restore = || acker(["restore", text(&copy), "--data", text(&restored)]);
    let said = restore();
    assert_eq!(said.code, 0, "{said:?}");
    let again = restore();
    assert_eq!(again.code, 1, "a store is never overwritten: {again:?}");
    assert!(again.err.contains(text(&restored)), "{again:?}");
    assert_eq!(restore_over(&copy, folder.path()).code, 1);

    let twin = Server::on(&restored);
    for question in ["coverage", "loops?level=unit", "duplicates", "history?limit=1000"] {
        assert_eq!(twin.ask(question), server.ask(question), "{question}");
    }
}

#[test]
fn verify_says_that_a_store_is_sound_and_finds_one_changed_byte_at_its_position() {
    let folder = folder();
    bakery_in(folder.path());
    let (store, file) = (text(folder.path()), folder.path().join("events.db"));
    let sound = acker(["verify", store]);
    assert_eq!(sound.code, 0, "{sound:?}");
    assert!(sound.out.starts_with("sound: "), "{sound:?}");
    let history = acker(["history", "--json", "--limit", "1000", "--data", store]).json();
    let oven = items(&history["items"]).iter().find(|it| {
        it["type"] == "pain_point_logged"
            && it["changes"].to_string().contains("Niemand entscheidet")
    });
    let position = oven.expect("it was logged")["position"].clone();

    let mut bytes = fs::read(&file).expect("the store");
    let words = b"Niemand entscheidet";
    let place = bytes.windows(words.len()).position(|it| it == words).expect("in the sealed part");
    bytes[place] = b'J';
    fs::write(&file, bytes).expect("the store");
    let damaged = acker(["verify", store]);
    assert_eq!(damaged.code, 1, "{damaged:?}");
    assert!(damaged.out.contains(&format!("position {position}")), "{damaged:?}");
    let damaged = acker(["verify", store, "--json"]);
    let told: Value = serde_json::from_str(&damaged.out).expect("JSON");
    assert_eq!((&told["sound"], &told["position"]), (&json!(false), &position));
}

#[test]
fn tables_made_from_their_templates_are_imported_and_seen() {
    let folder = folder();
    let (store, tables) = (folder.path().join("store"), folder.path());
    let header = |noun: &str| {
        let template = acker(["import", "--template", noun]);
        assert_eq!(template.code, 0, "{template:?}");
        assert!(template.out.lines().count() >= 2, "a header and an example row: {template:?}");
        template.out.lines().next().expect("a header").to_owned()
    };
    for (noun, rows) in [
        ("sites", &[&[("name", "Ulm"), ("country", "DE"), ("time_zone", "Europe/Berlin")][..]][..]),
        (
            "units",
            &[
                &[("name", "Backstube"), ("site", "Ulm"), ("head_count", "12")],
                &[("name", "Ofen"), ("parent", "Backstube")],
            ],
        ),
    ] {
        let header = header(noun);
        let mut table = format!("{header}\n");
        for row in rows {
            table.push_str(&filled(&header, row));
        }
        fs::write(tables.join(format!("{noun}.csv")), table).expect("a file");
    }
    let (units, sites) = (tables.join("units.csv"), tables.join("sites.csv"));
    let import = |more: &[&str]| {
        let arguments = ["import", text(&units), text(&sites), "--json", "--data", text(&store)];
        acker([&arguments[..], more].concat())
    };
    assert_eq!(import(&["--dry-run"]).json()["sent"], Value::Null);
    assert!(!store.join("events.db").exists(), "a dry run stores nothing");
    let first = import(&[]);
    assert_eq!((&first.json()["sent"]["accepted"], first.code), (&json!(3), 0), "{first:?}");
    let again = import(&[]);
    assert_eq!(again.code, 0, "{again:?}");

    let server = Server::on(&store);
    let told = server.ask("units");
    assert_eq!(told["position"], 3, "the second import added nothing");
    assert_eq!(texts(&told["items"], "name"), ["Backstube", "Ofen"]);
    assert_eq!(told["items"][0]["head_count"], 12);
    assert_eq!(told["items"][1]["parent"], told["items"][0]["id"]);
    assert_eq!(told["items"][0]["site"], server.ask("sites")["items"][0]["id"]);
}

#[test]
fn a_table_with_a_bad_row_tells_its_line_and_takes_the_others() {
    let folder = folder();
    let (store, table) = (folder.path().join("store"), folder.path().join("sites.csv"));
    let rows =
        "name,country,time_zone\nUlm,DE,Europe/Berlin\nMond,XX,Luna/Crater\nPune,IN,Asia/Kolkata\n";
    fs::write(&table, rows).expect("a file");
    let said = acker(["import", text(&table), "--as", "sites", "--data", text(&store)]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.out.contains("Luna/Crater"), "{said:?}");
    let server = Server::on(&store);
    assert_eq!(texts(&server.ask("sites")["items"], "name"), ["Pune", "Ulm"]);
}

#[test]
fn a_shell_is_told_of_every_subcommand() {
    for shell in ["bash", "zsh", "fish"] {
        let script = acker(["completions", shell]);
        assert_eq!(script.code, 0, "{script:?}");
        for command in SUBCOMMANDS {
            assert!(script.out.contains(command), "{shell} does not complete {command}");
        }
    }
}

#[test]
fn filters_take_names_and_an_unknown_one_is_told_what_is_alike() {
    let folder = folder();
    bakery_in(folder.path());
    let data = ["--data", text(folder.path())];
    let by_name = acker([&["pain-points", "--json", "--unit", "backstube"][..], &data].concat());
    let by_id = acker([&["pain-points", "--json", "--unit", &id(11)][..], &data].concat());
    assert_eq!(by_name.json(), by_id.json());
    assert!(!items(&by_name.json()["items"]).is_empty());
    let wrong = acker([&["waiting", "--unit", "Backstub"][..], &data].concat());
    assert_eq!(wrong.code, 2, "{wrong:?}");
    assert!(wrong.err.contains("`Backstube`"), "{wrong:?}");
}

#[test]
fn tables_for_people_speak_german_where_the_environment_does() {
    let demo = Server::demo();
    let store = ["--store", &demo.address];
    let german = acker([&["waiting", "--lang", "de"][..], &store].concat());
    for told in ["wer ist dran", "eine Entscheidung", "Wiedervorlage"] {
        assert!(german.out.contains(told), "{german:?}");
    }
    let english = acker([&["waiting"][..], &store].concat());
    assert!(english.out.contains("a decision"), "{english:?}");
}

fn restore_over(copy: &Path, folder: &Path) -> Said {
    acker(["restore", text(copy), "--data", text(folder)])
}

fn bakery_in(folder: &Path) {
    let server = Server::on(folder);
    server.tell(&bakery());
    assert_eq!(server.stop(), 0);
}

/// A row with these cells under a header.
fn filled(header: &str, cells: &[(&str, &str)]) -> String {
    let cell = |name: &str| cells.iter().find(|it| it.0 == name).map_or("", |it| it.1);
    let row: Vec<_> = header.split(',').map(|name| cell(name.trim_matches('"'))).collect();
    format!("{}\n", row.join(","))
}

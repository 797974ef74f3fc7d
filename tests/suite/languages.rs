//! German and English in full: what the program says to people in German has no English words of its own in
//! it, whatever is asked, and every sentence that rooms without languages say is known in German.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::json;

use crate::support::{Said, Server, acker, files, folder, items, line, ndjson, root, text};

/// Words of tables and sentences, as the program says them in English; people of the sample company do not.
const ENGLISH: &str = "\
    hand-over hand-overs loop loops kind unknown hours hours/month h/month pain uncovered \
    unplaced overlap communities rounds/month delay measured estimated counted guessed mutual \
    rework events rows because linked verdict dismissed confirmed involved avoidable nothing \
    added components heuristic stay waits waiting shared sender's recorded happened basis before \
    difference sketched expected gone resolved accepted implemented proposed compared partner \
    kept dry commands stored holds sound digest bookmark skipped nodes edges bounces median days \
    alike release downwards upwards neither must there error";

/// What is no question: it runs on, writes a script or files as they are, or is tried elsewhere.
const NOT_ASKED: &[&str] = &["serve", "completions", "export", "do", "help"];

/// How each command is asked; `{…}` stands for what is only known when the company is there.
const ASKED: &[(&str, &[&str])] = &[
    (
        "import",
        &[
            "{models}/suppliers-berlin.bpmn --dry-run --data {empty}",
            "{log} --dry-run --data {empty}",
            "{units} --dry-run --data {empty}",
        ],
    ),
    ("analyse", &["{log}"]),
    ("match", &["{models}/suppliers-berlin.bpmn {models}/suppliers-as-found.pnml"]),
    ("duplicates", &["", "--kind data", "--kind pain_point", "--verdict confirmed", "{cluster}"]),
    ("loops", &["", "--level step", "--level site", "--level region", "--level parent_unit"]),
    ("coverage", &["", "--gaps", "--since {then}", "--community Lieferantenstammdaten"]),
    ("lens", &["support", "coordination", "communication", "transparency"]),
    ("what-if", &["{change}"]),
    ("pain-points", &["", "--status all"]),
    ("ideas", &["", "{idea}"]),
    ("waiting", &[""]),
    ("similar", &["Lieferantendaten", "nirgendwo"]),
    ("history", &["--limit 60", "ideas/{idea}", "ideas/{idea} --fields"]),
    ("diff", &["--from {then}", "--from {then} --of coverage", "--from now"]),
    ("why", &["areas/coordination --from {then}"]),
    ("bookmark", &["list", "set seither", "list"]),
    ("backup", &["{copy} --data {own}"]),
    ("restore", &["{copy} --data {restored}"]),
    ("verify", &["{copy}", "{restored} --at-position 1 --at-position 9"]),
];

#[test]
fn every_command_answers_in_german_without_english_words_and_without_keys() {
    let company = Company::new();
    for command in subcommands() {
        let is_asked = ASKED.iter().any(|it| it.0 == command);
        assert!(is_asked || NOT_ASKED.contains(&command.as_str()), "how is `{command}` asked?");
    }
    let (mut asked, mut english) = (0, vec![]);
    for (command, lines) in ASKED {
        for arguments in *lines {
            let said = company.ask(command, arguments);
            // A row that cannot be taken, and a command for a process that is not run any more.
            let is_no = arguments.starts_with("{units}") || *command == "what-if";
            assert_eq!(said.code, i32::from(is_no), "{command} {arguments}: {said:?}");
            english.extend(not_german(&format!("{command} {arguments}"), &said));
            asked += 1;
        }
    }
    assert!(asked > 40, "{asked}");
    assert!(english.is_empty(), "{english:#?}");
}

#[test]
fn what_is_refused_is_refused_in_german() {
    let company = Company::new();
    for (command, told) in [
        ("lops", "einen Befehl `lops` gibt es nicht"),
        ("loops --levle site", "`--level`"),
        ("loops --level galaxy", "keine Ebene"),
        ("diff", "es fehlt"),
        ("coverage --at gestern", "ist kein Zeitpunkt"),
        ("coverage --since-position 99999", "noch nicht erreicht"),
        (
            "waiting --unit Kontrolling",
            "nicht gefunden: Einheit `Kontrolling`; es gibt `Controlling`",
        ),
        ("ideas --status halb", "möglich sind"),
        ("pain-points --kind Quatsch", "keine Art von Schmerzpunkt"),
        ("history --type niemals --from morgen", "ist kein Zeitpunkt"),
        ("duplicates 11111111-1111-8111-8111-111111111111", "gibt es nicht"),
        ("why keine/zahl --from 1", "ist keine Zahl"),
        ("import /nirgendwo.csv --dry-run", "lässt sich nicht einlesen"),
        ("verify /nirgendwo", "`/nirgendwo`"),
        ("do log-pain-point --text x --unit Einkuaf", "nicht gefunden: Einheit `Einkuaf`"),
        ("do log-pain-point --text x --effort manchmal", "`--effort`"),
        (
            "do found-community --name x --purpose y --id 00000000-0000-0000-0000-000000000000",
            "leere Kennung",
        ),
        (
            "do back-pain-point --id 11111111-1111-8111-8111-111111111111 --unit Controlling",
            "gibt es nicht",
        ),
    ] {
        let said = company.ask("", command);
        assert_ne!(said.code, 0, "{command}: {said:?}");
        assert!(said.err.contains(told), "{command}: {said:?}");
        assert_eq!(not_german(command, &said), Vec::<String>::new());
    }
}

#[test]
fn a_problem_is_told_in_the_language_of_whoever_asks_and_its_type_stays() {
    let company = Company::new();
    let server = &company.server;
    let ask = |path: &str, language: &str| {
        let request = format!(
            "GET /api/v1/{path} HTTP/1.1\r\nhost: localhost\r\naccept-language: {language}\r\n\
             connection: close\r\n\r\n"
        );
        let answer = server.raw(request.as_bytes());
        (answer.header("content-language").to_owned(), answer.json())
    };
    let (language, german) = ask("loops?depth=3", "de-DE, en;q=0.5");
    let (_, english) = ask("loops?depth=3", "en");
    assert_eq!(language, "de");
    assert_eq!(german["type"], english["type"]);
    assert_eq!(german["status"], english["status"]);
    assert_eq!(german["title"], "ein Parameter der Frage ist falsch");
    assert_eq!(german["detail"], "`depth` gehört nicht zu dieser Frage");
    assert_eq!(german["errors"][0]["detail"], "gehört nicht zu dieser Frage");
    assert_eq!(english["detail"], "`depth` is not a parameter of this question");
    let (_, by_parameter) = ask("diff?from=nie&lang=de", "en");
    assert!(by_parameter["detail"].as_str().is_some_and(|it| it.contains("kein Zeitpunkt")));
}

#[test]
fn json_is_the_same_in_both_languages() {
    let company = Company::new();
    for question in ["loops", "coverage", "duplicates", "similar Lieferantendaten", "waiting"] {
        let in_one = |lang: &str| {
            let store = ["--store", &company.server.address, "--lang", lang, "--json"];
            acker(question.split(' ').chain(store)).out
        };
        assert_eq!(in_one("de"), in_one("en"), "{question}");
    }
}

/// Rooms that say sentences to people without knowing languages.
const SAYING: [&str; 3] = ["services/domain/src", "services/engine/src", "services/api/src"];

/// How sentences to people begin: literals behind these are what is refused, and why.
const MARKS: [&str; 9] = [
    "#[error(",
    ".wrong(",
    "FieldError::reject(",
    "Problem::unknown(",
    "Problem::unreadable(",
    "Problem::too_large(",
    "Problem::busy(",
    "Problem::parameter(",
    "let detail =",
];

#[test]
fn every_sentence_that_refuses_is_known_in_german() {
    let mut unknown = BTreeSet::new();
    let mut count = 0;
    for file in SAYING.iter().flat_map(|it| files(&root().join(it))) {
        if file.ends_with("snapshots/file.rs") {
            continue; // Said to the log of the server alone.
        }
        let written = fs::read_to_string(&file).expect("a source");
        let code = written.split("#[cfg(test)]").next().unwrap_or_default();
        for part in MARKS.iter().flat_map(|mark| code.split(mark).skip(1)) {
            for sentence in sentences(part) {
                count += 1;
                if wording::sentences::in_german(&sentence).is_none() {
                    unknown.insert(format!("{}: {sentence}", file.display()));
                }
            }
        }
    }
    assert!(count > 80, "{count}");
    assert!(unknown.is_empty(), "say in `services/wording/words/sentences`: {unknown:#?}");
}

/// The literals of a statement that hold a sentence, each gap filled with something.
fn sentences(code: &str) -> Vec<String> {
    let (mut told, mut literal, mut is_inside) = (vec![], String::new(), false);
    for letter in code.chars() {
        match letter {
            '"' if is_inside => {
                told.push(std::mem::take(&mut literal));
                is_inside = false;
            }
            '"' => is_inside = true,
            ';' | '}' if !is_inside => break,
            other if is_inside => literal.push(other),
            _ => {}
        }
    }
    let is_sentence = |it: &String| {
        it.contains(' ')
            && !it.starts_with(' ')
            && !it.contains('\\')
            && it.contains(char::is_alphabetic)
    };
    told.iter().filter(|it| is_sentence(it)).map(|it| filled(it)).collect()
}

fn filled(sentence: &str) -> String {
    let mut parts = sentence.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |told, part| told + "7" + part.split_once('}').map_or("", |it| it.1))
}

/// The commands that help lists.
fn subcommands() -> Vec<String> {
    let help = acker(["--help", "--lang", "de"]).out;
    let listed = help.split_once("Commands:\n").expect("a list").1;
    let listed = listed.lines().take_while(|it| it.starts_with("  "));
    let names =
        listed.filter(|it| !it.starts_with("   ")).filter_map(|it| it.split_whitespace().next());
    names.map(str::to_owned).collect()
}

/// Words of ours that are English, and keys, each with its line.
fn not_german(asked: &str, said: &Said) -> Vec<String> {
    let told = [said.out.as_str(), said.err.as_str()].concat();
    let mut found = vec![];
    // Commands to be typed, and addresses, are the same in every language.
    for line in told.lines().filter(|it| !it.trim_start().starts_with("acker do")) {
        let unquoted = line.split('`').step_by(2).collect::<String>();
        let typed = unquoted.split(": acker ").next().unwrap_or_default();
        let bare = |it: &str| it.trim_matches(|it: char| !it.is_alphanumeric()).to_owned();
        for word in typed.split([' ', ',', ':', '(', ')', '|']).map(bare) {
            let is_key = word.contains('_') && !word.contains(['/', '=', '.']);
            if is_key || ENGLISH.split(' ').any(|it| it == word) {
                found.push(format!("{asked}: `{word}` in: {line}"));
            }
        }
    }
    found
}

/// The sample company, and files that people would bring.
struct Company {
    server: std::sync::Arc<Server>,
    folder: tempfile::TempDir,
    known: Vec<(&'static str, String)>,
}

impl Company {
    fn new() -> Self {
        let (server, folder) = (Server::demo(), folder());
        let file = |name: &str| text(&folder.path().join(name)).to_owned();
        let ideas = server.ask("ideas");
        let (own, change) = (file("own"), file("change.ndjson"));
        fill(Path::new(&own));
        fs::write(&change, removal(&server)).expect("it can be written");
        fs::write(file("fälle.csv"), LOG).expect("it can be written");
        fs::write(file("units.csv"), "name,parent,nonsense\nNeue Einheit,,1\nZweite,Nirgendwo,\n")
            .expect("it can be written");
        let known = vec![
            ("{models}", text(&root().join("tests/data/models")).to_owned()),
            ("{log}", file("fälle.csv")),
            ("{units}", file("units.csv")),
            ("{empty}", file("leer")),
            ("{own}", own),
            ("{copy}", file("montag.acker")),
            ("{restored}", file("wieder")),
            ("{change}", change),
            ("{then}", "1".to_owned()),
            ("{idea}", items(&ideas["items"])[0]["id"].as_str().expect("an id").to_owned()),
            (
                "{cluster}",
                server.ask("duplicates")["clusters"][0]["id"].as_str().expect("an id").to_owned(),
            ),
        ];
        Self { server, folder, known }
    }

    fn ask(&self, command: &str, arguments: &str) -> Said {
        let mut line = format!("{command} {arguments}");
        for (name, value) in &self.known {
            line = line.replace(name, value);
        }
        let mut words: Vec<&str> = line.split_whitespace().chain(["--lang", "de"]).collect();
        let is_local = ["analyse", "match", "verify", "restore", "backup"].contains(&words[0]);
        if !is_local && !words.contains(&"--data") {
            words.extend(["--store", &self.server.address]);
        }
        assert!(self.folder.path().is_dir());
        acker(words)
    }
}

const LOG: &str = "\
case,time,activity,team
1,2024-01-30T08:00:00Z,prüfen,A
1,2024-01-30T09:00:00Z,freigeben,B
1,2024-01-31T08:00:00Z,prüfen,A
2,2024-01-30T08:00:00Z,prüfen,A
2,2024-02-01T09:00:00Z,freigeben,B
2,2024-02-02T09:00:00Z,buchen,C
";

/// A store with something in it.
fn fill(folder: &Path) {
    let server = Server::on(folder);
    let unit =
        line("units", &crate::support::id(1), "register-unit", &json!({ "name": "Einkauf" }));
    server.tell(&[unit]);
    assert_eq!(server.stop(), 0);
}

/// The command that would end the dearest loop, as far as a hand-over of it can be removed.
fn removal(server: &Server) -> String {
    let processes = server.ask("processes");
    let ids = items(&processes["items"]).iter().filter_map(|it| it["id"].as_str());
    let lines = ids.filter_map(|id| {
        let process = server.ask(&format!("processes/{id}"));
        let hand_over = process["hand_overs"].as_array()?.first()?["id"].clone();
        Some(line("processes", id, "remove-hand-over", &json!({ "hand_over": hand_over })))
    });
    ndjson(&lines.collect::<Vec<_>>())
}

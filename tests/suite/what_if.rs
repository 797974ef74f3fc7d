//! What commands would change: tried out, answered, and stored nowhere; kept on an idea, and later beside
//! what really changed because of it.

use std::fs;

use serde_json::{Value, json};

use crate::support::{Server, acker, files, folder, fresh, id, items, line, ndjson, text, texts};

/// The approval goes there and back: 5 times a month, 12 minutes' work and 16 hours' waiting each way.
const WORK: f64 = 2.0;
const DELAY: f64 = 160.0;

#[test]
fn without_an_approval_the_loop_is_gone_before_and_after_and_nothing_is_stored() {
    let data = folder();
    let server = company(Server::on(data.path()));
    let (before, stored) = (answers(&server), bytes(data.path()));
    let answer = tried(&server, &[removal()]);
    assert_eq!(answer["commands"], json!([{ "line": 1, "events": ["hand_over_removed"] }]));
    let loops = &answer["loops"];
    assert_eq!(loops["work_hours_per_month"], difference(WORK, 0.0));
    assert_eq!(loops["delay_hours_per_month"], difference(DELAY, 0.0));
    assert_eq!(loops["gone"][0]["member_names"], json!(["Einkauf", "Werkleitung"]));
    assert_eq!(loops["new_count"], 0);
    let link = loops["gone"][0]["evidence_link"].as_str().expect("a link");
    assert_eq!(server.get(link).status, 200, "what is gone rests on what is");
    assert_eq!((answers(&server), bytes(data.path())), (before, stored));
}

#[test]
fn lines_see_earlier_lines_and_no_id_is_taken() {
    let (server, _folder) = fresh();
    let server = company(server);
    let own = [
        line("units", &id(99), "register-unit", &json!({ "name": "Neu" })),
        line("units", &id(98), "register-unit", &json!({ "name": "Darunter", "parent": id(99) })),
    ];
    let answer = tried(&server, &own);
    assert_eq!(answer["refused"], 0, "{answer:#}");
    assert_eq!(server.get(&format!("/api/v1/units/{}", id(99))).status, 404);
    let other = json!({ "name": "Ganz anders" });
    assert_eq!(server.command(&format!("units/{}/register-unit", id(99)), &other).status, 200);
}

#[test]
fn a_bad_line_is_answered_with_its_problem_and_the_others_are_tried_out() {
    let (server, _folder) = fresh();
    let server = company(server);
    let unknown = line("processes", &id(31), "remove-hand-over", &json!({ "hand_over": id(77) }));
    let parent = json!({ "name": "Neu", "parent": id(77) });
    let wrong = line("units", &id(99), "register-unit", &parent);
    let redact = json!({ "event": 1, "field": "/name", "reason": "weg" });
    let lines = [
        json!({ "noun": "processes" }),
        unknown,
        wrong,
        line("units", &id(11), "redact-text", &redact),
        removal(),
    ];
    let answer = tried(&server, &lines);
    let told = items(&answer["commands"]);
    let kinds: Vec<_> = told.iter().map(|it| it["problem"]["type"].as_str()).collect();
    assert_eq!(kinds[0], Some("/problems/unreadable"));
    assert_eq!(kinds[1], Some("/problems/hand-over-unknown"), "{answer:#}");
    assert_eq!(kinds[2], Some("/problems/parent-unknown"));
    assert_eq!(kinds[3], Some("/problems/command-not-to-be-tried"));
    assert_eq!(
        (&answer["refused"], &told[4]["events"]),
        (&json!(4), &json!(["hand_over_removed"]))
    );
    assert_eq!(answer["loops"]["gone_count"], 1);
}

#[test]
fn a_step_that_an_earlier_line_leads_to_stays_until_a_line_takes_that_back() {
    let (server, _folder) = fresh();
    let server = company(server);
    let there = json!({ "hand_over": id(69), "from": id(57), "to": { "process": id(31), "step": id(53) },
                        "kind": "work" });
    let step = json!({ "step": id(57), "name": "Ware liefern", "unit": id(12) });
    let process = json!({ "name": "Liefern", "primary_area": "support" });
    let remove = line("processes", &id(31), "remove-step", &json!({ "step": id(53) }));
    let back = line("processes", &id(32), "remove-hand-over", &json!({ "hand_over": id(69) }));
    let lines = [
        line("processes", &id(32), "map-process", &process),
        line("processes", &id(32), "add-step", &step),
        line("processes", &id(32), "add-hand-over", &there),
        remove.clone(),
        back,
        remove,
    ];
    let answer = tried(&server, &lines);
    let kinds = items(&answer["commands"]).iter().map(|it| it["problem"]["type"].as_str());
    let in_use = Some("/problems/step-in-use");
    assert_eq!(kinds.collect::<Vec<_>>(), [None, None, None, in_use, None, None], "{answer:#}");
}

#[test]
fn what_would_come_says_which_line_it_rests_on() {
    let (server, _folder) = fresh();
    let server = company(server);
    let back = json!({ "hand_over": id(63), "from": id(53), "to": { "step": id(51) }, "kind": "question",
                       "times_per_month": 2, "effort_minutes": 30, "wait_hours": 4 });
    let there = json!({ "hand_over": id(64), "from": id(51), "to": { "step": id(53) }, "kind": "work",
                        "times_per_month": 2, "effort_minutes": 30, "wait_hours": 4 });
    let lines = [
        line("processes", &id(31), "add-hand-over", &back),
        line("processes", &id(31), "add-hand-over", &there),
    ];
    let new = tried(&server, &lines)["loops"]["new"][0].clone();
    assert_eq!(new["member_names"], json!(["Einkauf", "Montage"]));
    assert_eq!(new["hypothetical"], json!([1, 2]));
    let link = new["evidence_link"].as_str().expect("a link").replace("/api/v1/", "");
    let behind = server.ask(&link);
    assert_eq!(json!(items(&behind["items"]).len()), new["evidence_count"], "the steps and units");
}

#[test]
fn it_is_bounded_and_says_what_is_wrong_with_a_question() {
    let (server, _folder) = fresh();
    let post = |path: &str, kind: &str, body: &str| {
        let answer = server.post(path, &[("content-type", kind)], body);
        (answer.status, answer.json()["type"].as_str().unwrap_or_default().to_owned())
    };
    let path = "/api/v1/what-if";
    let many = ndjson(&vec![removal(); 1_001]);
    let too_large = (413, "/problems/too-large".to_owned());
    assert_eq!(post(path, "application/x-ndjson", &many), too_large);
    let long = format!("{{\"commands\": [{}]}}", " ".repeat(1_000_001));
    assert_eq!(post(path, "application/json", &long), too_large);
    for body in ["", "[]", "{\"commands\": 7}", "{\"commands\": []}", "{\"lines\": []}"] {
        assert_eq!(post(path, "application/json", body).0, 400, "{body}");
    }
    assert_eq!(post(path, "text/plain", "{}").0, 415);
    let one = json!({ "commands": [removal()] }).to_string();
    assert_eq!(post("/api/v1/what-if?level=team", "application/json", &one).0, 422);
    assert_eq!(post("/api/v1/what-if?at_position=1", "application/json", &one).0, 422);
    assert_eq!(server.get(path).status, 405);
}

#[test]
fn the_terminal_says_the_same_as_a_table_and_as_json() {
    let data = folder();
    let server = company(Server::on(data.path()));
    let file = data.path().join("change.json");
    fs::write(&file, json!({ "commands": [removal()] }).to_string()).expect("a file");
    let said = acker(["--store", &server.address, "what-if", text(&file)]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.out.contains("gone: Einkauf → Werkleitung → Einkauf"), "{said:?}");
    let asked = acker(["--store", &server.address, "what-if", text(&file), "--json"]).json();
    assert_eq!(asked, tried(&server, &[removal()]));
    fs::write(&file, ndjson(&[json!({ "noun": "x" })])).expect("a file");
    let said = acker(["--store", &server.address, "what-if", text(&file)]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("command 1 would be refused"), "{said:?}");
}

#[test]
fn the_terminal_keeps_on_an_idea_what_was_tried_out_and_nothing_that_would_be_refused() {
    let data = folder();
    let server = company(Server::on(data.path()));
    let file = data.path().join("change.json");
    let keep = |commands: &[Value]| {
        fs::write(&file, json!({ "commands": commands }).to_string()).expect("a file");
        let asked = ["--store", &server.address, "what-if", text(&file), "--keep", "ohne Freigabe"];
        acker(asked)
    };
    let unknown = line("processes", &id(31), "remove-hand-over", &json!({ "hand_over": id(77) }));
    let said = keep(&[unknown]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.out.contains("nothing was stored"), "{said:?}");
    assert!(server.ask(&format!("ideas/{}", id(71)))["sketch"].is_null());

    let said = keep(&[removal()]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.out.contains("gone: Einkauf → Werkleitung → Einkauf"), "{said:?}");
    assert!(said.out.contains("kept on the idea `Ohne Freigabe bis 500 €`"), "{said:?}");
    let sketched = server.ask(&format!("ideas/{}", id(71)))["sketch"].clone();
    assert_eq!(figure(&sketched, "loop_work_hours")["expected"], difference(WORK, 0.0));
}

#[test]
fn kept_on_an_idea_what_was_expected_stands_beside_what_happened_because_of_it() {
    let (server, _folder) = fresh();
    let server = company(server);
    sketch(&server, &[removal()]);
    let sketched = server.ask(&format!("ideas/{}", id(71)))["sketch"].clone();
    assert_eq!(figure(&sketched, "loop_work_hours")["expected"], difference(WORK, 0.0));
    assert!(figure(&sketched, "loop_work_hours")["happened"].is_null());
    assert_eq!(sketched["note"], "nothing has happened because of it yet");

    // What others do meanwhile is not taken for an effect of the idea.
    let rarer = json!({ "hand_over": id(61), "times_per_month": 4 });
    server.tell(&[line("processes", &id(31), "revise-hand-over", &rarer)]);
    tell(&server, "accept-idea", &json!({ "reason": "Die Freigabe verlangt niemand" }));
    tell(&server, "implement-idea", &json!({ "units": [id(11)] }));
    let note = server.ask(&format!("ideas/{}", id(71)))["sketch"]["note"].clone();
    assert_eq!(note, "it is implemented, and no change names it as what led to it");

    let mut made = removal();
    made["meta"] = json!({ "because_of": { "idea": id(71) } });
    server.tell(&[made]);
    server.tell(&[line("units", &id(12), "revise-unit", &json!({ "name": "Leitung des Werks" }))]);
    let idea = server.ask(&format!("ideas/{}", id(71)));
    let compared = figure(&idea["sketch"], "loop_work_hours");
    assert_eq!(compared["expected"], difference(WORK, 0.0), "as of when it was sketched");
    assert_eq!(compared["happened"], difference(WORK * 4.0 / 5.0, 0.0), "as it was by then");
    assert_eq!(figure(&idea["sketch"], "loops")["happened"], difference(1.0, 0.0));
    assert_eq!(idea["sketch"]["because_of_it"]["evidence_count"], 1);
    assert!(idea["sketch"]["note"].is_null());
}

#[test]
fn a_sketch_that_cannot_be_is_refused_with_the_place_of_each_command_and_sent_twice_it_is_once() {
    let (server, _folder) = fresh();
    let server = company(server);
    let path = format!("ideas/{}/sketch-change", id(71));
    let unit = json!({ "name": "Neu", "parent": id(77) });
    let commands = [removal(), line("units", &id(99), "register-unit", &unit)];
    let refused = server.command(&path, &json!({ "commands": commands })).json();
    assert_eq!(texts(&refused["errors"], "pointer"), ["/commands/1/body/parent"]);
    let whole = json!({ "commands": [removal()] });
    let events = |answer: Value| items(&answer["events"]).len();
    assert_eq!(events(server.command(&path, &whole).json()), 1);
    assert_eq!(events(server.command(&path, &whole).json()), 0);
    // Once it is done, what was sketched is no longer possible, but it is kept already.
    server.tell(&[removal()]);
    assert_eq!(events(server.command(&path, &whole).json()), 0);
}

#[test]
fn words_in_a_sketch_can_be_erased_from_every_file_and_answer() {
    let data = folder();
    let server = company(Server::on(data.path()));
    let name = "Frau Zwirnmeiers Ablage";
    let step = json!({ "step": id(59), "name": name, "unit": id(11) });
    sketch(&server, &[line("processes", &id(31), "add-step", &step)]);
    let idea = format!("ideas/{}", id(71));
    assert!(server.ask(&idea).to_string().contains(name));
    let position = &server.ask(&idea)["sketch"]["position"];
    let wish =
        json!({ "event": position, "field": "/commands/0/body/name", "reason": "nennt wen" });
    let done = server.command(&format!("{idea}/redact-text"), &wish);
    assert_eq!(done.status, 200, "{done:?}");
    let body = &server.ask(&idea)["sketch"]["commands"][0]["body"];
    assert_eq!(body["name"], Value::Null);
    assert_eq!(body["unit"], id(11), "ids are no words");
    assert!(!bytes_hold(data.path(), "Zwirnmeier"));
    let said = acker(["verify", text(data.path())]);
    assert_eq!(said.code, 0, "{said:?}");
}

/// Purchasing asks the head of the plant for an approval and gets it back; assembly works by itself.
fn company(server: Server) -> Server {
    let unit = |n, name: &str| line("units", &id(n), "register-unit", &json!({ "name": name }));
    let step = |n, name: &str, unit| {
        let body = json!({ "step": id(n), "name": name, "unit": id(unit) });
        line("processes", &id(31), "add-step", &body)
    };
    let hand_over = |n, from, to, kind: &str| {
        let body = json!({ "hand_over": id(n), "from": id(from), "to": { "step": id(to) },
                           "kind": kind, "times_per_month": 5, "effort_minutes": 12,
                           "wait_hours": 16 });
        line("processes", &id(31), "add-hand-over", &body)
    };
    let process = json!({ "name": "Bestellen", "primary_area": "support" });
    let idea = json!({ "title": "Ohne Freigabe bis 500 €", "text": "Sie verlangt niemand" });
    server.tell(&[
        unit(11, "Einkauf"),
        unit(12, "Werkleitung"),
        unit(13, "Montage"),
        line("processes", &id(31), "map-process", &process),
        step(51, "Bestellung vorbereiten", 11),
        step(52, "Bestellung freigeben", 12),
        step(53, "Ware einbauen", 13),
        hand_over(61, 51, 52, "approval"),
        hand_over(62, 52, 51, "return"),
        line("ideas", &id(71), "propose-idea", &idea),
    ]);
    server.settle();
    server
}

fn removal() -> Value {
    line("processes", &id(31), "remove-hand-over", &json!({ "hand_over": id(61) }))
}

fn tried(server: &Server, lines: &[Value]) -> Value {
    let headers = [("content-type", "application/x-ndjson")];
    let answer = server.post("/api/v1/what-if", &headers, ndjson(lines));
    assert_eq!(answer.status, 200, "{answer:?}");
    let as_json = json!({ "commands": lines }).to_string();
    let headers = [("content-type", "application/json")];
    let same = server.post("/api/v1/what-if", &headers, as_json);
    assert_eq!(same.body, answer.body, "in either form, and the same twice");
    answer.json()
}

fn sketch(server: &Server, commands: &[Value]) {
    tell(server, "sketch-change", &json!({ "commands": commands }));
}

fn tell(server: &Server, command: &str, body: &Value) {
    let answer = server.command(&format!("ideas/{}/{command}", id(71)), body);
    assert_eq!(answer.status, 200, "{command}: {answer:?}");
    server.settle();
}

fn figure(sketch: &Value, name: &str) -> Value {
    let found = items(&sketch["figures"]).iter().find(|it| it["figure"] == name);
    found.cloned().unwrap_or_else(|| panic!("no figure `{name}` in {sketch:#}"))
}

fn difference(before: f64, after: f64) -> Value {
    json!({ "before": before, "after": after, "difference": after - before })
}

fn answers(server: &Server) -> Vec<Value> {
    let questions = ["loops", "duplicates", "coverage", "pain-points", "ideas", "history"];
    questions.map(|it| server.ask(it)).into()
}

fn bytes(data: &std::path::Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let read = |it: std::path::PathBuf| {
        let bytes = fs::read(&it).expect("a readable file");
        (it, bytes)
    };
    files(data).into_iter().map(read).collect()
}

fn bytes_hold(data: &std::path::Path, words: &str) -> bool {
    let holds = |bytes: &[u8]| bytes.windows(words.len()).any(|it| it == words.as_bytes());
    bytes(data).iter().any(|(_, it)| holds(it))
}

//! Commands in bulk: many lines, bad lines, clients that do not listen, and an end in the middle.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    thread,
    time::Duration,
};

use serde_json::{Value, json};

use crate::support::{
    Server, acker, folder, fresh, id, items, line, ndjson, now, read_raw, site, text, texts, until,
};

/// Lines of the great bulk.
const LINES: u64 = 60_000;
/// Lines of one process in it: see [`great_bulk`].
const A_PROCESS: u64 = 8;

#[test]
fn lines_are_answered_in_order_one_a_line() {
    let (server, _folder) = fresh();
    let lines: Vec<_> = (1..=1_500).map(site).collect();
    let answers = server.bulk(&ndjson(&lines));
    for (n, answer) in (1..).zip(&answers) {
        assert_eq!(answer, &json!({ "line": n, "position": n, "revision": 1 }));
    }
    assert_eq!(answers.len(), 1_500);
}

#[test]
fn lines_see_what_earlier_lines_of_the_same_bulk_did() {
    let (server, _folder) = fresh();
    let unit = |n, site| line("units", &id(n), "register-unit", &unit_at(n, site));
    let lines = [unit(10, 1), site(1), unit(11, 1), site(1), revise(1, "Toluca"), unit(11, 1)];
    let answers = server.bulk(&ndjson(&lines));
    assert_eq!(answers[0]["problem"]["status"], 422, "the site is not there yet");
    assert_eq!(answers[0]["problem"]["errors"][0]["pointer"], "/site");
    let revisions: Vec<_> = answers[1..].iter().map(|it| it["revision"].as_u64()).collect();
    assert_eq!(revisions, [1, 1, 1, 2, 1].map(Some));
    let changes = [&answers[1], &answers[2], &answers[4]].map(|it| it["position"].as_u64());
    assert_eq!(changes, [1, 2, 3].map(Some));
    // A line that changed nothing tells a position from which what it saw can be read.
    assert!(
        answers[3]["position"].as_u64() >= Some(1) && answers[5]["position"].as_u64() >= Some(2)
    );
    assert_eq!(server.ask(&format!("sites/{}", id(1)))["name"], "Toluca");
}

#[test]
fn what_a_bulk_did_is_known_to_the_command_after_it() {
    let (server, _folder) = fresh();
    let path = |command: &str| format!("sites/{}/{command}", id(1));
    server.command(&path("register-site"), &site(1)["body"]);
    server.tell(&[revise(1, "Toluca"), revise(1, "Puebla")]);
    let seen = [("if-match", "\"3\"")];
    let matching = server.command_with(&path("revise-site"), &seen, &json!({ "name": "Pune" }));
    assert_eq!((matching.status, &matching.json()["revision"]), (200, &json!(4)), "{matching:?}");
    server.tell(&[revise(1, "Toluca")]);
    let back = server.command(&path("revise-site"), &json!({ "name": "Pune" }));
    assert_eq!(
        items(&back.json()["events"]).len(),
        1,
        "it was Toluca, so this is a change: {back:?}"
    );
    assert_eq!(server.ask(&format!("sites/{}", id(1)))["name"], "Pune");
}

#[test]
fn what_one_bulk_did_is_known_to_the_next() {
    let (server, _folder) = fresh();
    server.tell(&[site(1), revise(1, "Toluca")]);
    server.tell(&[revise(1, "Puebla"), revise(1, "Pune")]);
    let answers = server.bulk(&ndjson(&[revise(1, "Toluca"), site(2)]));
    assert_eq!(places(&answers), [Some((5, 5)), Some((6, 1))], "in order, and nothing is left out");
    assert_eq!(server.ask(&format!("sites/{}", id(1)))["name"], "Toluca");
}

#[test]
fn broken_lines_in_the_middle_are_answered_and_the_rest_goes_on() {
    let (server, _folder) = fresh();
    let unknown_field =
        json!({ "noun": "sites", "id": id(9), "command": "register-site", "colour": 1 });
    let lines = [
        site(1).to_string(),
        "{\"noun\": \"sites\", \"id\": ".to_owned(),
        "[]".to_owned(),
        line("gardens", &id(1), "dig", &json!({})).to_string(),
        line("sites", &id(1), "dig", &json!({})).to_string(),
        line("sites", "pune", "register-site", &json!({})).to_string(),
        line("sites", &id(2), "register-site", &json!({ "name": " " })).to_string(),
        unknown_field.to_string(),
        line("sites", &id(8), "revise-site", &json!({ "name": "Pune" })).to_string(),
        site(2).to_string(),
    ];
    let answers = server.bulk(&lines.join("\n"));
    let statuses: Vec<_> = answers.iter().map(|it| it["problem"]["status"].as_u64()).collect();
    let expected = [
        None,
        Some(400),
        Some(400),
        Some(404),
        Some(404),
        Some(400),
        Some(422),
        Some(400),
        Some(404),
        None,
    ];
    assert_eq!(statuses, expected, "{answers:#?}");
    let numbers: Vec<_> = answers.iter().map(|it| it["line"].as_u64()).collect();
    assert_eq!(numbers, (1..=10).map(Some).collect::<Vec<_>>());
    assert_eq!(texts(&server.ask("sites")["items"], "id"), [id(1), id(2)]);
}

#[test]
fn blank_lines_and_both_line_ends_are_taken() {
    let (server, _folder) = fresh();
    let text = format!("{}\r\n\r\n  \n{}", site(1), site(2));
    let answers = server.bulk(&text);
    assert_eq!(places(&answers), [Some((1, 1)), Some((2, 1))]);
}

#[test]
fn whoever_sends_too_much_and_reads_only_then_gets_every_answer_and_the_reason() {
    let (server, _folder) = fresh();
    // Each is refused, so that there are megabytes of answers.
    let line = format!("{}{{}}\n", " ".repeat(2_000));
    let told = 64_000_000 / line.len();
    let answers = server.bulk(&line.repeat(told * 2));
    // What one frame has too much goes with it.
    let frame = 1_000_000 / line.len();
    assert!((told - frame..=told + 1).contains(&answers.len()), "{}", answers.len());
    let last = &answers[answers.len() - 1];
    assert_eq!(last["problem"]["type"], "/problems/too-large", "{last}");
    assert_eq!(server.ask("sites")["position"], 0);
}

#[test]
fn a_line_with_a_key_is_executed_once() {
    let (server, _folder) = fresh();
    let mut keyed = revise(1, "Toluca");
    keyed["key"] = json!("k");
    let mut other = revise(1, "Puebla");
    other["key"] = json!("k");
    let lines = [site(1), keyed.clone(), keyed.clone(), other.clone()];
    let answers = server.bulk(&ndjson(&lines));
    assert_eq!(places(&answers[..3]), [Some((1, 1)), Some((2, 2)), Some((2, 2))]);
    assert_eq!(answers[3]["problem"]["type"], "/problems/key-reused");
    let answers = server.bulk(&ndjson(&[revise(1, "Pune"), keyed, other]));
    assert_eq!(places(&answers[..2]), [Some((3, 3)), Some((2, 2))]);
    assert_eq!(answers[2]["problem"]["type"], "/problems/key-reused");
    assert_eq!(server.ask("sites")["position"], 3);
}

#[test]
fn two_bulks_on_the_same_streams_at_once_lose_nothing() {
    let (server, _folder) = fresh();
    server.tell(&(1..=20).map(site).collect::<Vec<_>>());
    let bulk = |who: &str| {
        let lines: Vec<_> = (0..400).map(|n| revise(n % 20 + 1, &format!("{who} {n}"))).collect();
        server.bulk(&ndjson(&lines))
    };
    let (one, other) = thread::scope(|scope| {
        let (one, other) = (scope.spawn(|| bulk("one")), scope.spawn(|| bulk("other")));
        (one.join().expect("answers"), other.join().expect("answers"))
    });
    let mut positions: Vec<_> =
        one.iter().chain(&other).map(|it| it["position"].as_u64()).collect();
    positions.sort_unstable();
    assert_eq!(positions, (21..=820).map(Some).collect::<Vec<_>>());
    for (answers, stream) in [&one, &other].into_iter().flat_map(|it| (0..20).map(move |n| (it, n)))
    {
        let own: Vec<_> = answers.iter().skip(stream).step_by(20).collect();
        let revisions: Vec<_> = own.iter().filter_map(|it| it["revision"].as_u64()).collect();
        assert!(revisions.is_sorted(), "one bulk is executed in its order on each stream");
    }
}

#[test]
fn another_content_type_than_ndjson_is_not_taken() {
    let (server, _folder) = fresh();
    let headers = [("content-type", "application/json")];
    let answer = server.post("/api/v1/commands", &headers, site(1).to_string());
    assert_eq!((answer.status, &answer.json()["type"]), (415, &json!("/problems/content-type")));
    assert_eq!(server.ask("sites")["position"], 0);
}

#[test]
fn an_endless_line_is_refused_after_what_came_before_it_was_done() {
    let (server, _folder) = fresh();
    let mut connection = server.connect();
    let mut writing = connection.try_clone().expect("a second handle");
    let head = head_of_request(&server, 400_000_000);
    let writer = thread::spawn(move || {
        let piece = vec![b'x'; 100_000];
        let first = format!("{head}{}\n", site(1));
        let mut sent = writing.write_all(first.as_bytes()).is_ok();
        let mut pieces = 0;
        while sent && pieces < 4_000 {
            sent = writing.write_all(&piece).is_ok();
            pieces += 1;
        }
        pieces
    });
    let mut read = String::new();
    let mut bytes = [0; 4_096];
    until("the refusal of the line", Duration::from_mins(1), || {
        let n = connection.read(&mut bytes).expect("the answer comes before the end");
        read.push_str(&String::from_utf8_lossy(&bytes[..n]));
        read.contains("/problems/too-large").then_some(())
    });
    drop(connection.shutdown(std::net::Shutdown::Both));
    let pieces = writer.join().expect("the writer ends");
    assert!(read.contains(r#"{"line":1,"position":1,"revision":1}"#), "{read}");
    assert!(read.contains(r#"{"line":2,"problem""#) && read.contains(r#""status":413"#), "{read}");
    assert!(pieces < 4_000, "it reads no endless line to its end");
    assert_eq!(server.ask("sites")["position"], 1);
}

/// The client sends everything before it reads anything: the server must read on without being read.
#[test]
fn sixty_thousand_lines_to_streams_and_ids_of_the_same_bulk_are_each_answered_right() {
    let (server, _folder) = fresh();
    let lines = great_bulk();
    let body = ndjson(&lines);
    let mut connection = server.connect();
    connection.set_write_timeout(Some(Duration::from_mins(1))).expect("a socket takes a limit");
    connection.write_all(head_of_request(&server, body.len()).as_bytes()).expect("it reads");
    connection.write_all(body.as_bytes()).expect("the server reads on without being read");
    let answer = read_raw(connection);
    assert_eq!(answer.status, 200);
    let answers: Vec<Value> = json_lines(&answer.body).collect();
    assert_eq!(answers.len() as u64, LINES);
    for ((n, answer), line) in (1..).zip(&answers).zip(&lines) {
        assert_eq!(answer, &great_answer(n), "{line}");
    }
    counts_are_those_of(&server, LINES);
}

#[test]
fn after_a_kill_in_the_middle_of_a_bulk_every_acknowledged_line_is_there() {
    let folder = folder();
    let server = Server::on(folder.path());
    let body = ndjson(&great_bulk());
    let connection = server.connect();
    let mut writing = connection.try_clone().expect("a second handle");
    let head = head_of_request(&server, body.len());
    let writer = thread::spawn(move || {
        // It fails when the server is killed, which is the point.
        drop(writing.write_all(head.as_bytes()).and_then(|()| writing.write_all(body.as_bytes())));
    });
    let acknowledged = read_until_killed(&server, connection, LINES / 6);
    writer.join().expect("the writer ends");
    assert!((LINES / 6..LINES).contains(&acknowledged), "{acknowledged}");

    let verified = acker(["verify", text(folder.path()), "--json"]).json();
    assert_eq!(verified["sound"], true);
    let kept = verified["position"].as_u64().expect("a position");
    assert!(kept >= acknowledged, "{acknowledged} lines were acknowledged, {kept} are there");
    assert_eq!(verified["events"], kept);

    let again = Server::on(folder.path());
    counts_are_those_of(&again, kept);
    let more = &great_bulk()[usize::try_from(kept).expect("few")..][..1_000];
    assert_eq!(again.tell(more), kept + 1_000, "it goes on where it was");
    assert_eq!(again.stop(), 0);
    assert_eq!(acker(["verify", text(folder.path())]).code, 0);
}

/// Reads answers until so many lines are acknowledged, kills the server, and reads what is left.
fn read_until_killed(server: &Server, connection: std::net::TcpStream, enough: u64) -> u64 {
    let (mut reader, mut acknowledged) = (BufReader::new(connection), 0);
    let mut line = Vec::new();
    let begin = now();
    let mut is_alive = true;
    while reader.read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
        if let Ok(answer) = serde_json::from_slice::<Value>(&line)
            && let Some(n) = answer["line"].as_u64()
        {
            assert_eq!(answer, great_answer(n));
            acknowledged = n;
        }
        line.clear();
        if is_alive && acknowledged >= enough {
            server.kill();
            is_alive = false;
        }
        assert!(begin.elapsed() < Duration::from_mins(2), "{acknowledged}");
    }
    acknowledged
}

/// Each process takes eight lines: itself, three steps, two revisions of itself, two hand-overs between its
/// steps. So seven of eight lines go to a stream touched earlier, and two of eight refer to ids created
/// earlier; every line changes something.
fn great_bulk() -> Vec<Value> {
    (0..LINES / A_PROCESS).flat_map(process).collect()
}

fn process(n: u64) -> [Value; 8] {
    let own = id(n * 16 + 1);
    let told = |command: &str, body: Value| line("processes", &own, command, &body);
    let step = |m: u64| json!({ "step": id(n * 16 + m), "name": format!("Schritt {n}-{m}") });
    let over = |m: u64, from: u64, to: u64| {
        let to = json!({ "step": id(n * 16 + to) });
        json!({ "hand_over": id(n * 16 + m), "from": id(n * 16 + from), "to": to, "kind": "work" })
    };
    [
        told("map-process", json!({ "name": format!("Ablauf {n}"), "primary_area": "support" })),
        told("add-step", step(2)),
        told("revise-process", json!({ "description": format!("fassung eins von {n}") })),
        told("add-step", step(3)),
        told("add-hand-over", over(5, 2, 3)),
        told("add-step", step(4)),
        told("add-hand-over", over(6, 3, 4)),
        told("revise-process", json!({ "description": format!("fassung zwei von {n}") })),
    ]
}

/// The lines of a body that are JSON objects; between them stand the sizes of its chunks.
fn json_lines(body: &str) -> impl Iterator<Item = Value> {
    body.lines().filter_map(|it| serde_json::from_str(it).ok()).filter(Value::is_object)
}

fn great_answer(line: u64) -> Value {
    json!({ "line": line, "position": line, "revision": (line - 1) % A_PROCESS + 1 })
}

/// What must be there when exactly the first so many lines are.
fn counts_are_those_of(server: &Server, lines: u64) {
    let whole = lines / A_PROCESS;
    let rest = usize::try_from(lines % A_PROCESS).expect("fewer than eight");
    let (mut processes, mut steps, mut hand_overs, mut cursor) = (0, 0, 0, String::new());
    loop {
        let page = server.ask(&format!("processes?limit=1000{cursor}"));
        assert_eq!(page["position"], lines);
        for item in items(&page["items"]) {
            processes += 1;
            steps += item["steps"].as_u64().expect("a count");
            hand_overs += item["hand_overs"].as_u64().expect("a count");
        }
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(processes, whole + u64::from(rest > 0));
    assert_eq!(steps, whole * 3 + [0, 0, 1, 1, 2, 2, 3, 3][rest]);
    assert_eq!(hand_overs, whole * 2 + [0, 0, 0, 0, 0, 1, 1, 2][rest]);
}

fn head_of_request(server: &Server, length: usize) -> String {
    format!(
        "POST /api/v1/commands HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\
         Content-Type: application/x-ndjson\r\nContent-Length: {length}\r\n\r\n",
        server.socket()
    )
}

fn revise(n: u64, name: &str) -> Value {
    line("sites", &id(n), "revise-site", &json!({ "name": name }))
}

fn unit_at(n: u64, site: u64) -> Value {
    json!({ "name": format!("Einheit {n}"), "site": id(site) })
}

/// Position and revision of each answer; nothing where the line was refused.
fn places(answers: &[Value]) -> Vec<Option<(u64, u64)>> {
    let place = |it: &Value| Some((it["position"].as_u64()?, it["revision"].as_u64()?));
    answers.iter().map(place).collect()
}

//! Single commands over HTTP: what is taken, what is refused and how, and what happens when two want
//! the same thing at the same time.

use std::{collections::BTreeSet, thread};

use serde_json::{Value, json};

use crate::support::{Answer, Server, fresh, id, items, texts};

#[test]
fn a_site_registered_by_a_request_is_seen_in_the_list_of_sites() {
    let (server, _folder) = fresh();
    let answer = server.command(&format!("sites/{}/register-site", id(1)), &pune());
    assert_eq!(answer.status, 200, "{answer:?}");
    let executed = answer.json();
    assert_eq!((&executed["position"], &executed["revision"]), (&json!(1), &json!(1)));
    assert_eq!(executed["events"], json!([{ "position": 1, "type": "site_registered" }]));
    assert_eq!(executed["warnings"], json!([]));
    assert_eq!(answer.header("acker-position"), "1");

    let sites = server.get("/api/v1/sites?after_position=1");
    assert_eq!((sites.status, sites.header("acker-position")), (200, "1"));
    let sites = sites.json();
    assert_eq!(sites["position"], 1);
    assert_eq!(texts(&sites["items"], "name"), ["Pune"]);
    assert_eq!(sites["items"][0]["id"], id(1));
    assert_eq!(sites["items"][0]["time_zone"], "Asia/Kolkata");
}

#[test]
fn creating_without_an_id_mints_one_and_says_where_it_is() {
    let (server, _folder) = fresh();
    let answer = server.command("sites/register-site", &pune());
    assert_eq!(answer.status, 201, "{answer:?}");
    server.settle();
    let site = server.get(answer.header("location"));
    assert_eq!((site.status, &site.json()["name"]), (200, &json!("Pune")));
    let minted = answer.header("location").rsplit('/').next().unwrap_or_default();
    assert_eq!(site.json()["id"], minted);
    let again = server.command("sites/register-site", &pune());
    assert_ne!(again.header("location"), answer.header("location"));
}

#[test]
fn creating_without_an_id_but_with_a_key_mints_one_only_once() {
    let (server, _folder) = fresh();
    let send = || server.command_with("sites/register-site", &[("idempotency-key", "k")], &pune());
    let (first, second) = (send(), send());
    assert_eq!((first.status, first.header("location")), (201, second.header("location")));
    assert_eq!(first.body, second.body);
    assert_eq!(head(&server), 1);
}

#[test]
fn creating_twice_with_the_same_fields_changes_nothing_even_after_a_revision() {
    let (server, _folder) = fresh();
    let path = format!("sites/{}/register-site", id(1));
    server.command(&path, &pune());
    server.command(&format!("sites/{}/revise-site", id(1)), &json!({ "name": "Pune East" }));
    let again = server.command(&path, &pune());
    assert_eq!(again.status, 200, "{again:?}");
    assert_eq!((&again.json()["events"], &again.json()["revision"]), (&json!([]), &json!(2)));
    assert_eq!(server.ask(&format!("sites/{}", id(1)))["name"], "Pune East");
}

#[test]
fn creating_with_an_id_that_is_taken_is_a_conflict() {
    let (server, _folder) = fresh();
    let path = format!("sites/{}/register-site", id(1));
    server.command(&path, &pune());
    let mut other = pune();
    other["name"] = json!("Toluca");
    let problem = refused(&server.command(&path, &other), 409, "id-taken");
    assert!(problem["errors"].is_null());
    assert_eq!(head(&server), 1);
}

#[test]
fn a_wrong_field_is_named_by_its_pointer() {
    let (server, _folder) = fresh();
    let mut blank = pune();
    blank["name"] = json!("  ");
    let answer = server.command("sites/register-site", &blank);
    let problem = refused(&answer, 422, "name-blank");
    assert_eq!(pointers(&problem), ["/name"]);
    assert_eq!(head(&server), 0);
}

#[test]
fn all_wrong_fields_are_told_at_once() {
    let (server, _folder) = fresh();
    let wrong = json!({ "name": "", "country": "India", "time_zone": "Asia/Poona" });
    let answer = server.command("sites/register-site", &wrong);
    let problem = refused(&answer, 422, "fields-wrong");
    assert_eq!(pointers(&problem), ["/name", "/country", "/time_zone"]);
}

#[test]
fn a_field_of_another_type_is_named_by_its_pointer() {
    let (server, _folder) = fresh();
    let wrong =
        json!({ "name": "Einkauf", "planning_rate": { "amount": "62", "currency": "EUR" } });
    let answer = server.command("units/register-unit", &wrong);
    let problem = refused(&answer, 422, "amount-malformed");
    assert_eq!(pointers(&problem), ["/planning_rate/amount"]);
}

#[test]
fn a_field_that_no_command_knows_is_refused() {
    let (server, _folder) = fresh();
    let mut more = pune();
    more["colour"] = json!("green");
    let problem = refused(&server.command("sites/register-site", &more), 422, "colour-unexpected");
    assert_eq!(pointers(&problem), ["/colour"]);
}

#[test]
fn a_field_that_is_missing_is_named() {
    let (server, _folder) = fresh();
    let less = json!({ "name": "Pune", "country": "IN" });
    let problem = refused(&server.command("sites/register-site", &less), 422, "time-zone-missing");
    assert_eq!(pointers(&problem), ["/time_zone"]);
}

#[test]
fn references_to_what_nobody_knows_are_refused_with_their_pointers() {
    let (server, _folder) = fresh();
    let astray = json!({ "name": "Einkauf", "parent": id(8), "site": id(9) });
    let answer = server.command("units/register-unit", &astray);
    let problem = refused(&answer, 422, "fields-wrong");
    assert_eq!(pointers(&problem), ["/parent", "/site"]);
    let pain_point = json!({ "text": "Warten", "on": [{ "unit": id(8) }] });
    let answer = server.command("pain-points/log-pain-point", &pain_point);
    assert_eq!(pointers(&refused(&answer, 422, "unit-unknown")), ["/on/0/unit"]);
    assert_eq!(head(&server), 0);
}

#[test]
fn a_command_to_something_that_does_not_exist_is_not_found() {
    let (server, _folder) = fresh();
    let body = json!({ "name": "Pune" });
    refused(&server.command(&format!("sites/{}/revise-site", id(7)), &body), 404, "unknown");
    refused(&server.command("sites/pune/revise-site", &body), 404, "unknown");
    refused(&server.get(&format!("/api/v1/sites/{}", id(7))), 404, "unknown");
}

#[test]
fn a_noun_a_command_or_a_route_that_does_not_exist_is_not_found() {
    let (server, _folder) = fresh();
    refused(&server.command(&format!("gardens/{}/dig", id(1)), &json!({})), 404, "unknown");
    refused(&server.command(&format!("sites/{}/dig", id(1)), &json!({})), 404, "unknown");
    refused(&server.get("/api/v1/nothing-like-that"), 404, "unknown");
    refused(&server.get("/nothing-like-that"), 404, "unknown");
}

#[test]
fn a_method_that_a_route_does_not_take_is_refused() {
    let (server, _folder) = fresh();
    let path = format!("/api/v1/sites/{}/register-site", id(1));
    refused(&server.get(&path), 405, "method-not-allowed");
    refused(&server.command("sites/revise-site", &json!({})), 405, "method-not-allowed");
}

#[test]
fn what_is_not_a_json_object_cannot_be_read() {
    let (server, _folder) = fresh();
    for body in ["{\"name\": ", "[1, 2]", "name=Pune", "\u{0}"] {
        let headers = [("content-type", "application/json")];
        let answer = server.post("/api/v1/sites/register-site", &headers, body);
        refused(&answer, 400, "unreadable");
    }
    let headers = [("content-type", "application/json")];
    let not_utf8 = server.post("/api/v1/sites/register-site", &headers, b"{\"name\": \"\xff\"}");
    refused(&not_utf8, 400, "unreadable");
}

#[test]
fn another_content_type_is_not_taken() {
    let (server, _folder) = fresh();
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/x-ndjson"] {
        let body = pune().to_string();
        let answer = server.post("/api/v1/sites/register-site", &[("content-type", kind)], body);
        refused(&answer, 415, "content-type");
    }
    let with_charset = [("content-type", "application/json; charset=utf-8")];
    let answer = server.post("/api/v1/sites/register-site", &with_charset, pune().to_string());
    assert_eq!(answer.status, 201);
}

#[test]
fn a_body_of_two_megabytes_is_too_large() {
    let (server, _folder) = fresh();
    let mut large = pune();
    large["name"] = json!("x".repeat(2_000_000));
    refused(&server.command("sites/register-site", &large), 413, "too-large");
    assert_eq!(head(&server), 0);
    assert_eq!(server.command("sites/register-site", &pune()).status, 201);
}

#[test]
fn only_the_revision_that_was_seen_may_be_changed_where_one_is_stated() {
    let (server, _folder) = fresh();
    server.command(&format!("sites/{}/register-site", id(1)), &pune());
    let path = format!("sites/{}/revise-site", id(1));
    let revise = |revision: &str, name: &str| {
        server.command_with(&path, &[("if-match", revision)], &json!({ "name": name }))
    };
    let matching = revise("\"1\"", "Pune East");
    assert_eq!((matching.status, &matching.json()["revision"]), (200, &json!(2)));
    refused(&revise("\"1\"", "Pune West"), 412, "stale-revision");
    refused(&revise("\"9\"", "Pune West"), 412, "stale-revision");
    assert_eq!(server.ask(&format!("sites/{}", id(1)))["name"], "Pune East");
}

#[test]
fn the_same_key_with_the_same_body_gets_the_same_answer_and_adds_nothing() {
    let (server, _folder) = fresh();
    server.command(&format!("sites/{}/register-site", id(1)), &pune());
    let path = format!("sites/{}/revise-site", id(1));
    let send = |name: &str| {
        server.command_with(&path, &[("idempotency-key", "form-7")], &json!({ "name": name }))
    };
    let first = send("Pune East");
    server.command(&path, &json!({ "name": "Pune West" }));
    let second = send("Pune East");
    assert_eq!((first.status, &first.body), (200, &second.body));
    assert_eq!(head(&server), 3);
    assert_eq!(server.ask(&format!("sites/{}", id(1)))["name"], "Pune West");
}

#[test]
fn the_same_key_with_another_body_is_refused() {
    let (server, _folder) = fresh();
    server.command(&format!("sites/{}/register-site", id(1)), &pune());
    let path = format!("sites/{}/revise-site", id(1));
    let send = |body: &Value| server.command_with(&path, &[("idempotency-key", "form-7")], body);
    send(&json!({ "name": "Pune East" }));
    refused(&send(&json!({ "name": "Pune West" })), 422, "key-reused");
    let for_another_reason = json!({ "name": "Pune East", "meta": { "why": "moved" } });
    refused(&send(&for_another_reason), 422, "key-reused");
    assert_eq!(head(&server), 2);
}

#[test]
fn the_same_key_counts_anew_for_another_thing_and_another_command() {
    let (server, _folder) = fresh();
    for n in [1, 2] {
        let path = format!("sites/{}/register-site", id(n));
        let answer = server.command_with(&path, &[("idempotency-key", "k")], &pune());
        assert_eq!(items(&answer.json()["events"]).len(), 1, "{answer:?}");
    }
    let path = format!("sites/{}/revise-site", id(1));
    let renamed = json!({ "name": "Pune East" });
    let answer = server.command_with(&path, &[("idempotency-key", "k")], &renamed);
    assert_eq!(items(&answer.json()["events"]).len(), 1, "{answer:?}");
}

#[test]
fn a_refusal_is_not_remembered_under_its_key() {
    let (server, _folder) = fresh();
    let path = format!("units/{}/register-unit", id(2));
    let unit = json!({ "name": "Einkauf", "site": id(1) });
    let send = || server.command_with(&path, &[("idempotency-key", "k")], &unit);
    refused(&send(), 422, "site-unknown");
    server.command(&format!("sites/{}/register-site", id(1)), &pune());
    assert_eq!(send().status, 200);
}

#[test]
fn of_many_requests_with_one_key_at_once_all_get_the_one_answer() {
    let (server, _folder) = fresh();
    // Many rounds, because each has its own way to be unlucky.
    for round in 1..=40 {
        let path = format!("sites/{}/register-site", id(round));
        let headers = [("idempotency-key", "k")];
        let answers = at_once(8, |_| server.command_with(&path, &headers, &pune()));
        let told = |it: &Answer| (it.status, it.json()["events"].clone());
        let expected = json!([{ "position": round, "type": "site_registered" }]);
        for answer in &answers {
            assert_eq!(told(answer), (200, expected.clone()), "round {round}: {answers:#?}");
        }
    }
    assert_eq!(head(&server), 40);
}

#[test]
fn of_many_writers_who_saw_the_same_revision_exactly_one_wins() {
    let (server, _folder) = fresh();
    server.command(&format!("sites/{}/register-site", id(1)), &pune());
    let path = format!("sites/{}/revise-site", id(1));
    let answers = at_once(8, |n| {
        let body = json!({ "name": format!("Pune {n}") });
        server.command_with(&path, &[("if-match", "\"1\"")], &body)
    });
    let won: Vec<_> = answers.iter().filter(|it| it.status == 200).collect();
    assert_eq!(won.len(), 1, "{answers:?}");
    for answer in answers.iter().filter(|it| it.status != 200) {
        refused(answer, 412, "stale-revision");
    }
    assert_eq!(head(&server), 2);
}

#[test]
fn many_writers_who_stated_no_revision_all_succeed_one_after_the_other() {
    let (server, _folder) = fresh();
    server.command(&format!("sites/{}/register-site", id(1)), &pune());
    let path = format!("sites/{}/revise-site", id(1));
    let answers = at_once(8, |n| server.command(&path, &json!({ "name": format!("Pune {n}") })));
    let revisions: BTreeSet<_> =
        answers.iter().map(|it| it.json()["revision"].as_u64().expect("a revision")).collect();
    assert_eq!(revisions, (2..=9).collect());
    assert_eq!(head(&server), 9);
}

#[test]
fn writers_on_different_streams_do_not_hinder_each_other() {
    let (server, _folder) = fresh();
    let answers =
        at_once(16, |n| server.command(&format!("sites/{}/register-site", id(n)), &pune()));
    assert!(answers.iter().all(|it| it.status == 200), "{answers:?}");
    let positions: BTreeSet<_> =
        answers.iter().map(|it| it.json()["position"].as_u64().expect("a position")).collect();
    assert_eq!(positions, (1..=16).collect());
}

#[test]
fn the_nil_id_names_nothing() {
    let (server, _folder) = fresh();
    let nil = "00000000-0000-0000-0000-000000000000";
    let answer = server.command(&format!("sites/{nil}/register-site"), &pune());
    refused(&answer, 422, "id-nil");
    assert_eq!(head(&server), 0);
}

#[test]
fn a_name_that_another_has_is_taken_with_a_warning() {
    let (server, _folder) = fresh();
    server.command(&format!("sites/{}/register-site", id(1)), &pune());
    let twin = server.command(&format!("sites/{}/register-site", id(2)), &pune());
    assert_eq!(twin.status, 200);
    assert_eq!(texts(&twin.json()["warnings"], "code"), ["twin"]);
    assert_eq!(server.ask("sites")["items"].as_array().map(Vec::len), Some(2));
}

#[test]
fn what_is_said_beside_a_command_is_kept_and_shown_in_its_history() {
    let (server, _folder) = fresh();
    server.command(&format!("units/{}/register-unit", id(1)), &json!({ "name": "Einkauf" }));
    let pain_point = format!("pain-points/{}/log-pain-point", id(2));
    server.command(&pain_point, &json!({ "text": "Zu viele Listen" }));
    let meta = json!({
        "happened": "2026-03-01T00:00:00Z", "why": "seit der Umstellung",
        "because_of": { "pain_point": id(2) }, "on_behalf_of": id(1), "basis": "counted",
    });
    let path = format!("units/{}/revise-unit", id(1));
    let actor = id(77);
    let headers = [("acker-actor", actor.as_str())];
    let answer = server.command_with(&path, &headers, &json!({ "head_count": 12, "meta": meta }));
    assert_eq!(answer.status, 200, "{answer:?}");

    let history = server.ask(&format!("history?stream=units/{}", id(1)));
    let item = &history["items"][0];
    for (field, told) in meta.as_object().expect("an object") {
        assert_eq!(&item[field], told, "{item}");
    }
    assert_eq!((&item["actor"]["id"], &item["actor"]["kind"]), (&json!(actor), &json!("person")));
    assert_eq!(texts(&item["changes"], "field"), ["head_count"]);
    assert_eq!(
        (&item["changes"][0]["from"], &item["changes"][0]["to"]),
        (&Value::Null, &json!(12))
    );
    assert_eq!((&item["type"], &item["revision"]), (&json!("unit_revised"), &json!(2)));
}

#[test]
fn a_reason_has_its_limit_and_its_references_are_looked_up() {
    let (server, _folder) = fresh();
    let mut site = pune();
    site["meta"] = json!({ "why": "x".repeat(20_001) });
    let problem = refused(&server.command("sites/register-site", &site), 422, "why-too-long");
    assert_eq!(pointers(&problem), ["/meta/why"]);
    site["meta"] = json!({ "because_of": { "pain_point": id(5) } });
    let answer = server.command("sites/register-site", &site);
    assert_eq!(
        pointers(&refused(&answer, 422, "pain-point-unknown")),
        ["/meta/because_of/pain_point"]
    );
    site["meta"] = json!({ "basis": "felt" });
    let answer = server.command("sites/register-site", &site);
    assert_eq!(pointers(&refused(&answer, 422, "basis-malformed")), ["/meta/basis"]);
    assert_eq!(head(&server), 0);
}

#[test]
fn a_page_of_another_site_can_neither_reach_the_server_nor_send_commands() {
    let (server, _folder) = fresh();
    let body = pune().to_string();
    let request = |host: &str, more: &str| {
        let length = body.len();
        format!(
            "POST /api/v1/sites/register-site HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\n{more}\r\n{body}"
        )
    };
    let own = server.socket().to_owned();
    let send = |host: &str, more: &str| server.raw(request(host, more).as_bytes());
    refused(&send("acker.example", ""), 403, "host-not-allowed");
    refused(&send("127.0.0.1.evil.example", ""), 403, "host-not-allowed");
    refused(&send(&own, "Origin: http://evil.example\r\n"), 403, "cross-site");
    refused(&send(&own, "Sec-Fetch-Site: cross-site\r\n"), 403, "cross-site");
    refused(&send(&own, "Origin: null\r\n"), 403, "cross-site");
    let foreign_question =
        "GET /api/v1/sites HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
    refused(&server.raw(foreign_question.as_bytes()), 403, "host-not-allowed");
    assert_eq!(head(&server), 0);
    let from_own_page = format!("Origin: http://{own}\r\nSec-Fetch-Site: same-origin\r\n");
    assert_eq!(send(&own, &from_own_page).status, 201);
}

#[test]
fn a_step_with_hand_overs_is_not_removed_and_they_are_named() {
    let (server, _folder) = fresh();
    let mapped = json!({ "name": "Bestellen", "primary_area": "support" });
    server.command(&format!("processes/{}/map-process", id(1)), &mapped);
    for step in [2, 3] {
        let body = json!({ "step": id(step), "name": format!("Schritt {step}") });
        server.command(&format!("processes/{}/add-step", id(1)), &body);
    }
    let body =
        json!({ "hand_over": id(4), "from": id(2), "to": { "step": id(3) }, "kind": "work" });
    server.command(&format!("processes/{}/add-hand-over", id(1)), &body);
    let remove =
        || server.command(&format!("processes/{}/remove-step", id(1)), &json!({ "step": id(3) }));
    let problem = refused(&remove(), 409, "step-in-use");
    assert!(problem["detail"].as_str().is_some_and(|it| it.contains(&id(4))), "{problem}");
    let body = json!({ "hand_over": id(4) });
    server.command(&format!("processes/{}/remove-hand-over", id(1)), &body);
    assert_eq!(remove().status, 200);
}

#[test]
fn a_header_that_cannot_be_read_is_refused() {
    let (server, _folder) = fresh();
    let send =
        |header: (&str, &str)| server.command_with("sites/register-site", &[header], &pune());
    refused(&send(("acker-actor", "Petra")), 400, "unreadable");
    refused(&send(("if-match", "yesterday")), 400, "if-match-malformed");
    assert_eq!(head(&server), 0);
}

#[test]
fn a_question_with_a_wrong_parameter_is_refused_by_its_name() {
    let (server, _folder) = fresh();
    for (question, name) in [
        ("sites?limit=0", "limit"),
        ("sites?colour=green", "colour"),
        ("loops?level=galaxy", "level"),
        ("loops?day=2026-02-30", "day"),
        ("loops?within=Atlantis", "within"),
        ("loops?process=01890000-0000-7000-8000-00000000ffff", "process"),
        ("coverage?at=yesterday", "at"),
        ("coverage?at=2026-01-01&at_position=1", "at"),
        ("history?stream=nothing", "stream"),
    ] {
        let answer = server.get(&format!("/api/v1/{question}"));
        let problem = is_problem(&answer, 422);
        assert_eq!(pointers(&problem), [name], "{question}: {problem}");
    }
    // At the end of the calendar no week goes on, and nothing breaks.
    server.ask("loops?day=9999-12-31");
    let ahead = server.get("/api/v1/sites?after_position=99");
    refused(&ahead, 422, "position-not-reached");
}

fn pune() -> Value {
    json!({ "name": "Pune", "country": "IN", "time_zone": "Asia/Kolkata" })
}

fn head(server: &Server) -> u64 {
    server.ask("sites")["position"].as_u64().expect("every answer has a position")
}

/// Sends from many threads at once. Clients of their own, so that none waits for another's connection.
fn at_once(n: u64, send: impl Fn(u64) -> Answer + Sync) -> Vec<Answer> {
    let (send, barrier) = (&send, std::sync::Barrier::new(usize::try_from(n).expect("few")));
    let barrier = &barrier;
    thread::scope(|scope| {
        let all = (1..=n).map(|n| {
            scope.spawn(move || {
                barrier.wait();
                send(n)
            })
        });
        let all: Vec<_> = all.collect();
        all.into_iter().map(|it| it.join().expect("an answer")).collect()
    })
}

/// The problem, which has to be of this status and kind.
fn refused(answer: &Answer, status: u16, kind: &str) -> Value {
    let problem = is_problem(answer, status);
    assert_eq!(problem["type"], format!("/problems/{kind}"), "{problem}");
    problem
}

fn is_problem(answer: &Answer, status: u16) -> Value {
    assert_eq!(answer.status, status, "{answer:?}");
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let problem = answer.json();
    assert_eq!(problem["status"], status);
    for text in ["type", "title", "detail"] {
        assert!(problem[text].as_str().is_some_and(|it| !it.is_empty()), "{problem}");
    }
    let told = problem.to_string().to_lowercase();
    for internal in ["sqlite", "panicked", "src/", ".rs:", "serde", "rusqlite", "tokio", "hyper"] {
        assert!(!told.contains(internal), "{problem}");
    }
    problem
}

fn pointers(problem: &Value) -> Vec<&str> {
    texts(&problem["errors"], "pointer")
}

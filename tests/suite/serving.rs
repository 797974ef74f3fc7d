//! The server as a process: how it begins, whom it keeps out, what it tells while it runs, how it ends.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    net::TcpStream,
    time::Duration,
};

use serde_json::json;

use crate::support::{Server, acker, folder, fresh, items, now, read_raw, site, text};

#[test]
fn the_first_line_begins_with_the_address_and_says_how_to_ask() {
    let (server, _folder) = fresh();
    assert!(server.first_line.contains("--store"), "{}", server.first_line);
    let asked = acker(["coverage", "--json", "--store", &server.address]).json();
    assert_eq!(asked["position"], 0);
}

#[test]
fn a_second_server_on_the_same_folder_refuses_and_names_the_first() {
    let (first, folder) = fresh();
    let data = text(folder.path());
    let second = acker(["serve", "--listen", "127.0.0.1:0", "--data", data]);
    assert_eq!((second.code, second.out.as_str()), (1, ""));
    assert!(second.err.contains(&first.address), "{second:?}");
    assert_eq!(first.get("/healthz").status, 200);
}

#[test]
fn beside_a_server_a_writing_command_fails_naming_it_and_a_reading_one_works() {
    let (server, folder) = fresh();
    server.tell(&[site(1)]);
    let table = folder.path().join("sites.csv");
    fs::write(&table, "name,country,time_zone\nUlm,DE,Europe/Berlin\n").expect("a file");
    let data = ["--data", text(folder.path())];
    let writing = acker([&["import", text(&table), "--as", "sites"][..], &data].concat());
    assert_eq!(writing.code, 1, "{writing:?}");
    assert!(writing.err.contains(&server.address), "{writing:?}");
    let reading = acker([&["history", "--json"][..], &data].concat()).json();
    assert_eq!((&reading["position"], items(&reading["items"]).len()), (&json!(1), 1));
    assert_eq!(acker([&["verify"][..], &data].concat()).code, 0);
}

#[test]
fn a_polite_end_is_an_exit_with_code_0_and_keeps_everything() {
    let (server, folder) = fresh();
    server.tell(&[site(1), site(2)]);
    assert_eq!(server.stop(), 0);
    let again = Server::on(folder.path());
    assert_eq!(items(&again.ask("sites")["items"]).len(), 2);
}

#[test]
fn an_end_is_polite_while_the_feed_is_being_read() {
    let (server, _folder) = fresh();
    let mut feed = Feed::open(&server, None);
    server.tell(&[site(1)]);
    assert_eq!(feed.next(), Message::position(1));
    assert_eq!(server.stop(), 0);
}

#[test]
fn only_an_address_of_this_machine_may_be_listened_on() {
    let folder = folder();
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:7313"] {
        let said = acker(["serve", "--listen", address, "--data", text(folder.path())]);
        assert_eq!(said.code, 2, "{said:?}");
        assert!(said.err.contains("sign-in"), "{said:?}");
    }
}

#[test]
fn a_header_that_is_sent_by_half_is_closed_after_about_ten_seconds() {
    let (server, _folder) = fresh();
    let mut connection = server.connect();
    connection.set_read_timeout(Some(Duration::from_secs(25))).expect("a socket takes a limit");
    connection.write_all(b"GET /api/v1/sites HTTP/1.1\r\nHost: local").expect("it reads");
    let begin = now();
    let answer = read_raw(connection);
    let waited = begin.elapsed();
    assert_ne!(answer.status, 200);
    assert!((8..20).contains(&waited.as_secs()), "it was closed after {waited:?}");
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn it_tells_its_health_its_readiness_and_its_counters() {
    let (server, _folder) = fresh();
    server.command("sites/register-site", &json!({ "name": "Ulm" }));
    server.command(
        "sites/register-site",
        &json!({ "name": "Ulm", "country": "DE", "time_zone": "Europe/Berlin" }),
    );
    assert_eq!(server.get("/healthz").status, 200);
    server.settle();
    let metrics = server.get("/metrics");
    assert_eq!(metrics.status, 200);
    let counters = metrics.body.lines().filter(|it| it.starts_with("acker_commands_total{"));
    let done = counters.filter(|it| it.contains(r#"command="register-site""#));
    assert!(done.clone().any(|it| it.contains(r#"outcome="done""#) && it.ends_with(" 1")));
    assert_eq!(done.count(), 1, "{}", metrics.body);
}

#[test]
fn the_feed_has_a_message_for_each_new_position_and_goes_on_where_a_reader_stopped() {
    let (server, _folder) = fresh();
    server.tell(&[site(1)]);
    server.settle();
    let mut feed = Feed::open(&server, None);
    server.tell(&[site(2), site(3), site(4)]);
    for position in 2..=4 {
        assert_eq!(feed.next(), Message::position(position));
    }
    drop(feed);
    server.tell(&[site(5)]);
    let mut resumed = Feed::open(&server, Some(3));
    assert_eq!([resumed.next(), resumed.next()], [4, 5].map(Message::position));
    let mut from_the_start = Feed::open(&server, Some(0));
    assert_eq!(from_the_start.next(), Message::position(1));
}

#[test]
fn what_the_feed_tells_of_can_be_asked_for_at_once() {
    let (server, _folder) = fresh();
    let mut feed = Feed::open(&server, None);
    for n in 1..=20 {
        server.tell(&[site(n)]);
        assert_eq!(feed.next(), Message::position(n));
        let sites = server.get("/api/v1/sites").json();
        assert_eq!(sites["position"], n);
    }
}

#[test]
fn a_reader_of_the_feed_who_is_too_far_behind_is_told_to_begin_anew() {
    let (server, _folder) = fresh();
    server.tell(&(1..=10_001).map(site).collect::<Vec<_>>());
    server.settle();
    let mut feed = Feed::open(&server, Some(0));
    let reset = Message { event: Some("reset".to_owned()), ..Message::position(10_001) };
    assert_eq!(feed.next(), reset);
    server.tell(&[site(10_002)]);
    assert_eq!(feed.next(), Message::position(10_002));
}

#[test]
fn it_serves_its_own_description_for_programs_and_for_people() {
    let demo = Server::demo();
    let described = demo.get("/openapi.json");
    assert_eq!(described.header("content-type"), "application/json");
    assert_eq!(described.json(), api::openapi::document());
    let readable = demo.get("/api");
    assert!(readable.header("content-type").starts_with("text/html"));
    assert!(readable.body.contains("add-hand-over"));
}

#[test]
fn every_question_of_the_description_is_answered_with_its_position() {
    let demo = Server::demo();
    let document = api::openapi::document();
    let paths = document["paths"].as_object().expect("paths");
    let mut asked = 0;
    for (path, methods) in paths {
        // Some need to be told of what, one never ends.
        let special = ["/evidence", "/feed", "/diff", "/why", "/story"];
        let is_special = special.iter().any(|it| path.ends_with(it));
        if methods["get"].is_null() || path.contains('{') || is_special || path.contains("similar")
        {
            continue;
        }
        let answer = demo.get(path);
        assert_eq!((answer.status, answer.header("acker-position")), (200, "560"), "{path}");
        assert_eq!(answer.json()["position"], 560, "{path}");
        asked += 1;
    }
    assert!(asked >= 10, "{asked}");
}

#[test]
fn the_evidence_of_every_loop_cluster_and_area_opens_behind_its_link() {
    let demo = Server::demo();
    let mut figures = Vec::new();
    for (question, list) in [("loops", "cycles"), ("duplicates", "clusters"), ("coverage", "areas")]
    {
        figures.extend(items(&demo.ask(question)[list]).to_vec());
    }
    for figure in figures {
        let link = figure["evidence_link"].as_str().unwrap_or_else(|| panic!("{figure:#}"));
        let told = demo.get(&format!("{link}&limit=1000"));
        assert_eq!(told.status, 200, "{link}");
        let told = told.json();
        let positions: Vec<_> = items(&told["items"]).iter().map(|it| &it["position"]).collect();
        assert_eq!(json!(positions.len()), figure["evidence_count"], "{link}");
        let first: Vec<_> = positions.into_iter().take(20).collect();
        assert_eq!(json!(first), figure["evidence"], "{link}");
    }
}

/// The live feed, read message by message.
struct Feed(BufReader<TcpStream>);

#[derive(Debug, PartialEq, Default)]
struct Message {
    event: Option<String>,
    id: Option<u64>,
}

impl Message {
    fn position(id: u64) -> Self {
        Self { event: None, id: Some(id) }
    }
}

impl Feed {
    /// Subscribed when this returns, because the head of the answer was read.
    fn open(server: &Server, last: Option<u64>) -> Self {
        let mut connection = server.connect();
        let last = last.map(|it| format!("Last-Event-ID: {it}\r\n")).unwrap_or_default();
        let host = server.socket();
        let request = format!("GET /api/v1/feed HTTP/1.1\r\nHost: {host}\r\n{last}\r\n");
        connection.write_all(request.as_bytes()).expect("it reads");
        let mut feed = Self(BufReader::new(connection));
        assert!(feed.line().contains("200"));
        while !feed.line().is_empty() {}
        feed
    }

    fn next(&mut self) -> Message {
        let mut message = Message::default();
        loop {
            let line = self.line();
            if let Some(id) = line.strip_prefix("id:") {
                message.id = id.trim().parse().ok();
            } else if let Some(event) = line.strip_prefix("event:") {
                message.event = Some(event.trim().to_owned());
            } else if line.is_empty() && message.id.is_some() {
                return message;
            }
        }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        let read = self.0.read_line(&mut line).expect("a message comes in time");
        assert!(read > 0, "the feed ended");
        line.trim_end().to_owned()
    }
}

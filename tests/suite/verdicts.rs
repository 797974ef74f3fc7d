//! Verdicts on duplicates, through the real program: what people say outlives other names, restarts and
//! rebuilds, and can be taken back.

use std::path::Path;

use serde_json::{Value, json};

use crate::support::{Server, acker, folder, id, items, line, ndjson, texts};

/// The steps that say the same, of three units and processes.
const STEPS: [u64; 3] = [51, 52, 53];

#[test]
fn a_dismissal_outlives_other_names_a_restart_and_a_rebuild_and_ends_when_it_is_withdrawn() {
    let folder = folder();
    let server = company(folder.path());
    let pair = members(&[51, 52]);
    let because = json!({ "kind": "step", "members": pair, "because": "different_work",
                          "meta": { "why": "Frau Maier prüft Verträge" } });
    let said = server.command("duplicates/dismiss-duplicate", &because);
    assert_eq!(said.status, 201, "{said:?}");
    let location = said.header("location").to_owned();
    let verdict = location.rsplit('/').next().expect("an id").to_owned();
    assert_eq!(
        server.command("duplicates/dismiss-duplicate", &because).json()["events"],
        json!([])
    );
    are_apart(&server);

    let rename = json!({ "step": id(52), "name": "Lieferantendaten prüfen" });
    assert_eq!(server.command(&format!("processes/{}/revise-step", id(32)), &rename).status, 200);
    are_apart(&server);

    assert_eq!(server.stop(), 0);
    let server = Server::on(folder.path());
    are_apart(&server);

    let redact =
        json!({ "event": said.json()["position"], "field": "/meta/why", "reason": "ein Name" });
    let redacted = server.command(&format!("duplicates/{verdict}/redact-text"), &redact);
    assert_eq!(redacted.status, 200, "{redacted:?}");
    are_apart(&server);
    let shown = server.ask(&format!("duplicates/{verdict}"));
    assert_eq!(shown["verdict"]["because"], "different_work");
    assert_eq!(shown["verdict"]["why"], Value::Null, "the words are gone from the fold, too");

    let withdrawn = server.command(&format!("duplicates/{verdict}/withdraw-verdict"), &json!({}));
    assert_eq!(withdrawn.status, 200, "{withdrawn:?}");
    server.settle();
    assert_eq!(together(&server), [members(&STEPS)]);
}

#[test]
fn a_confirmation_holds_together_prices_and_stands_in_the_history_with_readable_names() {
    let folder = folder();
    let server = company(folder.path());
    let cluster = server.ask("duplicates")["clusters"][0].clone();
    let body = json!({ "kind": "step", "members": members(&STEPS), "sort": "same_result" });
    let path = format!("duplicates/{}/confirm-duplicate", cluster["id"].as_str().expect("an id"));
    assert_eq!(server.command(&path, &body).status, 200);
    let rename = json!({ "step": id(53), "name": "Urlaub beantragen" });
    server.command(&format!("processes/{}/revise-step", id(33)), &rename);
    server.settle();
    let confirmed = server.ask("duplicates?verdict=confirmed")["clusters"][0].clone();
    assert_eq!(confirmed["id"], cluster["id"]);
    assert_eq!(confirmed["avoidable_hours"], json!(20.0));
    assert_eq!(confirmed["verdict"]["stale"], false);
    let history = server.ask(&format!("history?stream=duplicates/{}", texts_id(&cluster)));
    let item = &history["items"][0];
    assert_eq!(item["type"], "duplicate_confirmed");
    assert!(item["name"].as_str().is_some_and(|it| it.contains("Urlaub beantragen")), "{item:#}");
    let of: Vec<_> = items(&item["changes"]).iter().filter_map(|it| it["of"].as_str()).collect();
    assert!(of.contains(&"Lieferantendaten prüfen (Einkauf 11)"), "{item:#}");
}

#[test]
fn what_somebody_confirms_is_learned_for_others_kept_over_a_restart_and_unlearned_when_withdrawn() {
    let folder = folder();
    let server = company(folder.path());
    let named = [(61, "Zwirbel prüfen"), (62, "Gnurpel prüfen"), (63, "Zwirbel bestellen")];
    let all = named.into_iter().chain([(64, "Bestellung des Gnurpels")]);
    let step = |(step, name): (u64, &str)| {
        let (process, unit) = if step % 2 == 1 { (31, 11) } else { (32, 12) };
        let body = json!({ "step": id(step), "name": name, "unit": id(unit) });
        line("processes", &id(process), "add-step", &body)
    };
    server.tell(&all.map(step).collect::<Vec<_>>());
    server.settle();
    let others = members(&[63, 64]);
    assert!(!together(&server).contains(&others), "nobody knows what a Zwirbel is");

    let same = json!({ "kind": "step", "members": members(&[61, 62]), "sort": "same_result" });
    let said = server.command("duplicates/confirm-duplicate", &same);
    let verdict = said.header("location").rsplit('/').next().expect("an id").to_owned();
    server.settle();
    assert!(together(&server).contains(&others));
    let clusters = server.ask("duplicates")["clusters"].clone();
    let other = items(&clusters).iter().find(|it| texts(&it["members"], "id") == others);
    let reasons = texts(&other.expect("just found")["reasons"], "detail").join("; ");
    let learned = "confirmed as the same on Zwirbel prüfen / Gnurpel prüfen";
    assert!(reasons.contains(learned), "{reasons}");

    assert_eq!(server.stop(), 0);
    let server = Server::on(folder.path());
    server.settle();
    assert_eq!(server.ask("duplicates")["clusters"], clusters);

    server.command(&format!("duplicates/{verdict}/withdraw-verdict"), &json!({}));
    server.settle();
    assert!(!together(&server).contains(&others), "nobody says so any more");
}

#[test]
fn what_cannot_be_meant_is_refused_with_what_would_be_right() {
    let folder = folder();
    let server = company(folder.path());
    let body =
        |members: Value| json!({ "kind": "step", "members": members, "sort": "same_result" });
    let right = server.ask("duplicates")["clusters"][0]["id"].as_str().expect("an id").to_owned();
    let refused = server.command(
        &format!("duplicates/{}/confirm-duplicate", id(99)),
        &body(json!(members(&STEPS))),
    );
    assert_eq!((refused.status, &refused.json()["type"]), (422, &json!("/problems/id-wrong")));
    assert!(refused.json()["detail"].as_str().is_some_and(|it| it.contains(&right)), "{refused:?}");
    let post = |body: &Value| {
        let refused = server.command("duplicates/confirm-duplicate", body);
        assert_eq!(refused.status, 422, "{refused:?}");
        texts(&refused.json()["errors"], "pointer").join(" ")
    };
    assert_eq!(post(&body(json!([id(51)]))), "/members");
    assert_eq!(post(&body(json!([id(51), id(77)]))), "/members/1");
    assert_eq!(post(&body(json!([id(51), id(54)]))), "/members/1", "both are of one process");
    let unknown = json!({ "kind": "steps", "members": [id(51), id(52)], "sort": "same_result" });
    assert_eq!(post(&unknown), "/kind");
    let nobody = server.command(&format!("duplicates/{right}/withdraw-verdict"), &json!({}));
    assert_eq!(nobody.status, 404, "nobody said anything yet: {nobody:?}");
    let question = server.get("/api/v1/duplicates?verdict=maybe");
    assert_eq!(
        (question.status, &question.json()["type"]),
        (422, &json!("/problems/verdict-wrong"))
    );
    assert_eq!(server.get("/api/v1/duplicates?kind=thing").status, 422);
    assert_eq!(server.get(&format!("/api/v1/duplicates/{}", id(99))).status, 404);
}

#[test]
fn a_change_may_come_because_of_a_verdict_that_somebody_gave() {
    let folder = folder();
    let server = company(folder.path());
    let cluster = server.ask("duplicates")["clusters"][0]["id"].clone();
    let revise = || {
        let body = json!({ "step": id(51), "minutes_per_run": 5,
                           "meta": { "because_of": { "duplicate": cluster } } });
        server.command(&format!("processes/{}/revise-step", id(31)), &body)
    };
    let before = revise();
    assert_eq!(before.status, 422, "{before:?}");
    assert_eq!(texts(&before.json()["errors"], "pointer"), ["/meta/because_of/duplicate"]);
    let body = json!({ "kind": "step", "members": members(&STEPS), "sort": "same_method" });
    server.command("duplicates/confirm-duplicate", &body);
    assert_eq!(revise().status, 200);
}

#[test]
fn lines_of_a_bulk_may_give_verdicts_on_what_earlier_lines_brought() {
    let folder = folder();
    let server = Server::on(folder.path());
    let mut lines = told();
    let about = "f0000000-0000-8000-8000-000000000000";
    let body = json!({ "kind": "step", "members": members(&[51, 52]), "because": "intended" });
    lines.push(line("duplicates", about, "dismiss-duplicate", &body));
    let answers = server.bulk(&ndjson(&lines));
    let refused = &answers.last().expect("an answer a line")["problem"];
    assert_eq!(texts(&refused["errors"], "pointer"), ["/id"], "the steps are there: {refused:#}");
}

#[test]
fn the_terminal_shows_what_one_is_and_how_to_say_so() {
    let folder = folder();
    let server = company(folder.path());
    let store = ["--store", &server.address];
    let cluster = server.ask("duplicates")["clusters"][0]["id"].as_str().expect("an id").to_owned();
    let table = acker([&["duplicates"][..], &store].concat());
    for told in [&cluster, "Einkauf 11", "open", "hours a month involved"] {
        assert!(table.out.contains(told), "{table:?}");
    }
    let one = acker([&["duplicates", &cluster][..], &store].concat());
    let about = format!("--kind step --members {}", members(&STEPS).join(","));
    assert!(one.out.contains(&format!("acker do dismiss-duplicate {about} --because")), "{one:?}");
    let none = acker([&["duplicates", "--kind", "idea"][..], &store].concat());
    assert!(none.out.contains("nothing of that kind"), "{none:?}");
    let wrong = acker([&["duplicates", "--verdict", "perhaps"][..], &store].concat());
    assert_eq!(wrong.code, 2, "{wrong:?}");
}

fn company(folder: &Path) -> Server {
    let server = Server::on(folder);
    server.tell(&told());
    server.settle();
    server
}

fn members(of: &[u64]) -> Vec<String> {
    of.iter().map(|it| id(*it)).collect()
}

fn texts_id(cluster: &Value) -> &str {
    cluster["id"].as_str().expect("an id")
}

/// The members of each cluster that is not dismissed.
fn together(server: &Server) -> Vec<Vec<String>> {
    let answer = server.ask("duplicates");
    let ids = |it: &Value| texts(&it["members"], "id").into_iter().map(str::to_owned).collect();
    items(&answer["clusters"]).iter().map(ids).collect()
}

#[track_caller]
fn are_apart(server: &Server) {
    server.settle();
    let (one, other) = (id(51), id(52));
    let found = together(server);
    assert!(!found.iter().any(|it| it.contains(&one) && it.contains(&other)), "{found:?}");
    let dismissed = server.ask("duplicates?verdict=dismissed");
    assert_eq!(texts(&dismissed["clusters"][0]["members"], "id"), [one, other]);
}

/// Three units, each with a process of its own and a step that says the same; a fourth step in the first.
fn told() -> Vec<Value> {
    let mut lines = vec![];
    for n in [1, 2, 3] {
        let name = format!("Einkauf {}", 10 + n);
        lines.push(line("units", &id(10 + n), "register-unit", &json!({ "name": name })));
        let body = json!({ "name": format!("Ablauf {n}"), "primary_area": "support" });
        lines.push(line("processes", &id(30 + n), "map-process", &body));
        let body = json!({ "step": id(50 + n), "name": "Lieferantendaten prüfen", "unit": id(10 + n),
                           "minutes_per_run": 30, "runs_per_month": 20 });
        lines.push(line("processes", &id(30 + n), "add-step", &body));
    }
    let other = json!({ "step": id(54), "name": "Angebot schreiben" });
    lines.push(line("processes", &id(31), "add-step", &other));
    lines
}

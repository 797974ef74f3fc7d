//! The rest of the vocabulary over HTTP: data objects and their uses, what is said of a description,
//! managers and goals, bindings of logs.

use serde_json::{Value, json};

use crate::support::{Server, fresh, id, items, line, texts};

#[test]
fn a_data_object_shows_where_it_is_kept_and_by_which_steps() {
    let (server, _folder) = company();
    let keep = |store: &str, entry: &str| json!({ "step": id(51), "data_object": id(81), "use": "keeps", "store": store, "entry": entry });
    send(&server, "processes", 31, "record-data-use", &keep("Excel", "by_hand"));
    send(&server, "processes", 31, "record-data-use", &keep("SAP", "automatic"));
    send(&server, "data-objects", 81, "name-master-store", &json!({ "store": "SAP" }));
    let item = &server.ask("data-objects")["items"][0];
    assert_eq!((&item["stores"], &item["master_store"]), (&json!(["Excel", "SAP"]), &json!("SAP")));
    assert_eq!((&item["kept_by"], &item["read_by"]), (&json!(1), &json!(0)));
    let detail = server.ask(&format!("data-objects/{}", id(81)));
    assert_eq!(texts(&detail["uses"], "entry"), ["by_hand", "automatic"]);

    let refused = server.command(&path("processes", 31, "remove-step"), &json!({ "step": id(51) }));
    assert_eq!((refused.status, &refused.json()["type"]), (409, &json!("/problems/step-in-use")));
    assert!(refused.json()["detail"].as_str().unwrap_or_default().contains("Excel"));
    for store in ["Excel", "SAP"] {
        let gone = json!({ "step": id(51), "data_object": id(81), "use": "keeps", "store": store });
        send(&server, "processes", 31, "remove-data-use", &gone);
    }
    send(&server, "processes", 31, "remove-step", &json!({ "step": id(51) }));
}

#[test]
fn a_process_shows_who_runs_it_as_described_and_which_label_it_got() {
    let (server, _folder) = company();
    let differs = json!({ "unit": id(11), "agrees": false, "text": "Freigabe fehlt" });
    send(&server, "processes", 31, "attest-process", &differs);
    send(
        &server,
        "processes",
        31,
        "release-process",
        &json!({ "label": "2026-04", "valid_from": "2026-04-01" }),
    );
    send(&server, "processes", 31, "declare-variant", &json!({ "of": id(32) }));
    let comment = json!({ "comment": id(91), "text": "Gilt auch für Brno" });
    send(&server, "processes", 31, "comment-on-process", &comment);
    let process = server.ask(&format!("processes/{}", id(31)));
    assert_eq!(process["variant_of"], id(32));
    assert_eq!(process["attestations"][0]["text"], "Freigabe fehlt");
    assert_eq!(process["releases"][0]["label"], "2026-04");
    assert_eq!(process["discussion"][0]["text"], "Gilt auch für Brno");
    let itself =
        server.command(&path("processes", 31, "declare-variant"), &json!({ "of": id(31) }));
    assert_eq!(itself.status, 422, "{itself:?}");
}

#[test]
fn a_community_has_managers_and_goals_until_it_is_dissolved() {
    let (server, _folder) = company();
    send(&server, "communities", 61, "appoint-manager", &json!({ "person": id(1) }));
    let goal = json!({ "goal": "Listen", "target": 3, "by": "2020-12-31" });
    send(&server, "communities", 61, "set-goal", &goal);
    send(&server, "communities", 61, "record-goal", &json!({ "goal": "Listen", "value": 7 }));
    let community = server.ask(&format!("communities/{}", id(61)));
    assert_eq!(community["managers"], json!([id(1)]));
    assert_eq!(
        community["goals"][0],
        json!({ "goal": "Listen", "target": 3.0, "by": "2020-12-31", "value": 7.0 })
    );
    let waiting = server.ask("waiting?overdue=true");
    assert_eq!(
        (&waiting["items"][0]["what"], &waiting["items"][0]["community"]),
        (&json!("goal"), &json!(id(61)))
    );

    send(&server, "communities", 61, "dissolve-community", &json!({}));
    assert_eq!(server.ask("waiting")["items"], json!([]));
    let refused =
        server.command(&path("communities", 61, "address-area"), &json!({ "area": "support" }));
    assert_eq!((refused.status, &refused.json()["type"]), (409, &json!("/problems/dissolved")));
}

#[test]
fn communities_with_a_common_manager_do_not_overlap() {
    let (server, _folder) = company();
    let pain_point = json!({ "text": "Drei Listen", "kind": "duplicated_data", "unit": id(11) });
    send(&server, "pain-points", 41, "log-pain-point", &pain_point);
    for community in [61, 62] {
        send(
            &server,
            "communities",
            community,
            "take-up-pain-point",
            &json!({ "pain_point": id(41) }),
        );
    }
    let overlap = || {
        let coverage = server.ask("coverage");
        let support = items(&coverage["areas"]).iter().find(|it| it["area"] == "support").cloned();
        support.expect("all thirteen")["overlap"].clone()
    };
    assert_eq!(overlap(), 1);
    for community in [61, 62] {
        send(&server, "communities", community, "appoint-manager", &json!({ "person": id(1) }));
    }
    assert_eq!(overlap(), 0);
}

#[test]
fn values_and_activities_of_a_log_are_bound_and_unbound() {
    let (server, _folder) = company();
    let log = json!({ "name": "Störungen", "sha256": "ab".repeat(32), "cases": 2, "events": 9,
        "mapping": { "case": "case", "time": "time", "activity": "what", "by": ["team"] },
        "from": "2012-04-01T00:00:00Z", "to": "2012-05-01T00:00:00Z" });
    send(&server, "logs", 95, "import-log", &log);
    let bound = json!({ "activity": "Accepted", "process": id(31), "step": id(51) });
    send(&server, "logs", 95, "bind-activity", &bound);
    let shown = server.ask(&format!("logs/{}", id(95)));
    assert_eq!(
        shown["activities"],
        json!([{ "activity": "Accepted", "process": id(31), "step": id(51) }])
    );
    send(&server, "logs", 95, "unbind", &json!({ "activity": "Accepted" }));
    assert_eq!(server.ask(&format!("logs/{}", id(95)))["activities"], json!([]));
}

#[test]
fn references_to_what_is_not_there_are_refused_with_their_field() {
    let (server, _folder) = company();
    for (noun, n, command, body, pointer) in [
        (
            "processes",
            31,
            "record-data-use",
            json!({ "step": id(51), "data_object": id(99), "use": "reads" }),
            "/data_object",
        ),
        ("processes", 31, "declare-variant", json!({ "of": id(99) }), "/of"),
        ("processes", 31, "attest-process", json!({ "unit": id(99), "agrees": true }), "/unit"),
        (
            "pain-points",
            45,
            "log-pain-point",
            json!({ "text": "x", "on": [{ "idea": id(99) }] }),
            "/on/0/idea",
        ),
        (
            "ideas",
            71,
            "propose-idea",
            json!({ "title": "x", "text": "y", "pain_points": [id(99)] }),
            "/pain_points/0",
        ),
    ] {
        let refused = server.command(&path(noun, n, command), &body);
        assert_eq!(refused.status, 422, "{command}: {refused:?}");
        assert_eq!(texts(&refused.json()["errors"], "pointer"), [pointer], "{command}");
    }
}

fn path(noun: &str, n: u64, command: &str) -> String {
    format!("{noun}/{}/{command}", id(n))
}

fn send(server: &Server, noun: &str, n: u64, command: &str, body: &Value) {
    let answer = server.command(&path(noun, n, command), body);
    assert_eq!(answer.status, 200, "{command}: {answer:?}");
    server.settle();
}

fn company() -> (Server, tempfile::TempDir) {
    let (server, folder) = fresh();
    let map = |n: u64, name: &str| {
        line(
            "processes",
            &id(n),
            "map-process",
            &json!({ "name": name, "primary_area": "support" }),
        )
    };
    let found = |n: u64, name: &str| {
        line(
            "communities",
            &id(n),
            "found-community",
            &json!({ "name": name, "purpose": "Eine Wahrheit" }),
        )
    };
    server.tell(&[
        line("units", &id(11), "register-unit", &json!({ "name": "Einkauf" })),
        line("data-objects", &id(81), "register-data-object", &json!({ "name": "Lieferant" })),
        map(31, "Lieferanten anlegen"),
        map(32, "Kunden anlegen"),
        line("processes", &id(31), "add-step", &json!({ "step": id(51), "name": "Daten prüfen" })),
        found(61, "Stammdaten"),
        found(62, "Einkäufer"),
    ]);
    server.settle();
    (server, folder)
}

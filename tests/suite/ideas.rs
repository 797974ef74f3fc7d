//! The life of an idea over HTTP: proposed, supported, decided, tried, adopted, measured; and what waits
//! for whom meanwhile.

use serde_json::{Value, json};

use crate::support::{Server, fresh, id, items, line, texts};

#[test]
fn from_a_pain_point_to_a_measured_benefit_each_step_is_told_with_its_evidence() {
    let (server, _folder) = company();
    tell(&server, "ask-for-decision", &json!({ "unit": id(11), "by": "2020-01-31" }));
    let waiting = server.ask("waiting");
    assert_eq!(waiting["items"][0]["what"], "decision");
    assert_eq!(waiting["items"][0]["unit_name"], "Einkauf");
    assert_eq!(waiting["items"][0]["overdue"], true);
    assert_eq!(items(&server.ask(&format!("waiting?unit={}", id(12)))["items"]).len(), 0);

    tell(&server, "accept-idea", &json!({ "reason": "Trägt sich in vier Monaten" }));
    tell(&server, "start-pilot", &json!({ "units": [id(11)], "until": "2020-03-01" }));
    tell(&server, "end-pilot", &json!({ "result": "Eine Stunde am Tag weniger" }));
    tell(&server, "implement-idea", &json!({ "units": [id(11)] }));
    tell(&server, "adopt-idea", &json!({ "unit": id(12) }));
    tell(&server, "estimate-benefit", &json!({ "hours_per_month": 40 }));
    let measured = json!({ "hours_per_month": -2.5, "from": "2020-04-01", "to": "2020-06-30", "how": "Liste" });
    tell(&server, "measure-benefit", &measured);

    let idea = server.ask(&format!("ideas/{}", id(71)));
    assert_eq!(idea["status"], "implemented");
    assert_eq!(idea["decision"]["reason"], "Trägt sich in vier Monaten");
    assert_eq!((&idea["piloted_by"], &idea["adopted_by"]), (&json!(1), &json!(2)));
    let benefit = json!({ "estimated_hours_per_month": 40.0, "one_off_hours": null,
                          "measured_hours_per_month": -2.5 });
    assert_eq!(idea["benefit"], benefit);
    let link = idea["evidence_link"].as_str().expect("a link").replace("/api/v1/", "");
    // Nine of its own, and that which logged the pain point it addresses.
    assert_eq!(server.ask(&link)["items"].as_array().map(Vec::len), Some(10));
    assert_eq!(server.ask("waiting")["items"], json!([]));
}

#[test]
fn what_cannot_follow_is_refused_with_where_the_idea_stands() {
    let (server, _folder) = company();
    let path = |command: &str| format!("ideas/{}/{command}", id(71));
    let refused = server.command(&path("start-pilot"), &json!({ "units": [id(11)] }));
    assert_eq!((refused.status, &refused.json()["type"]), (409, &json!("/problems/status")));
    assert!(refused.json()["detail"].as_str().unwrap_or_default().contains("`proposed`"));
    tell(&server, "reject-idea", &json!({ "reason": "Zu teuer" }));
    let refused = server.command(&path("accept-idea"), &json!({ "reason": "Doch nicht" }));
    assert_eq!(refused.status, 409);
    tell(&server, "reopen-idea", &json!({ "reason": "Die Lage ist anders" }));
    assert_eq!(server.ask(&format!("ideas/{}", id(71)))["status"], "proposed");
}

#[test]
fn whoever_supports_twice_counts_once_and_others_count_too() {
    let (server, _folder) = company();
    let support = |actor: u64| {
        let path = format!("ideas/{}/support-idea", id(71));
        let answer = server.command_with(&path, &[("acker-actor", &id(actor))], &json!({}));
        assert_eq!(answer.status, 200, "{answer:?}");
        items(&answer.json()["events"]).len()
    };
    assert_eq!((support(1), support(1), support(2)), (1, 0, 1));
    server.settle();
    assert_eq!(server.ask("ideas")["items"][0]["support"], 2);
}

#[test]
fn a_list_of_ideas_can_be_filtered_and_says_what_they_address() {
    let (server, _folder) = company();
    let item = &server.ask("ideas?status=open&area=support")["items"][0];
    assert_eq!(item["title"], "Eine Liste für alle Lieferanten");
    assert!((item["hours_addressed"].as_f64().expect("hours") - 36.6667).abs() < 0.01);
    assert_eq!(server.ask("ideas?status=withdrawn")["items"], json!([]));
    let wrong = server.get("/api/v1/ideas?status=done");
    assert_eq!((wrong.status, &wrong.json()["type"]), (422, &json!("/problems/status-wrong")));
}

#[test]
fn a_pain_point_names_the_ideas_that_address_it_and_a_command_may_say_because_of_one() {
    let (server, _folder) = company();
    let pain_point = server.ask(&format!("pain-points/{}", id(41)));
    assert_eq!(pain_point["ideas"], json!([id(71)]));
    let path = format!("pain-points/{}/resolve-pain-point", id(41));
    let unknown = json!({ "how": "Eine Liste", "idea": id(99) });
    let refused = server.command(&path, &unknown).json();
    assert_eq!(texts(&refused["errors"], "pointer"), ["/idea"]);
    let because = json!({ "how": "Eine Liste", "idea": id(71),
                          "meta": { "because_of": { "idea": id(71) }, "basis": "measured" } });
    assert_eq!(server.command(&path, &because).status, 200);
}

#[test]
fn similar_texts_are_found_while_somebody_types() {
    let (server, _folder) = company();
    let found = server.ask("similar?kind=pain_point&q=Lieferantendaten%20in%20mehreren%20Listen");
    assert_eq!(found["items"][0]["id"], id(41));
    assert_eq!(found["items"][0]["unit_names"], json!(["Einkauf"]));
    assert!(!items(&found["items"][0]["reasons"]).is_empty());
    assert_eq!(server.get("/api/v1/similar?q=").status, 422);
    assert_eq!(server.get("/api/v1/similar?q=x&kind=person").status, 422);
}

fn tell(server: &Server, command: &str, body: &Value) {
    let answer = server.command(&format!("ideas/{}/{command}", id(71)), body);
    assert_eq!(answer.status, 200, "{command}: {answer:?}");
    server.settle();
}

/// Two units, a pain point of the first, and an idea that addresses it.
fn company() -> (Server, tempfile::TempDir) {
    let (server, folder) = fresh();
    let hours =
        json!({ "per_occurrence": 0.25, "occurrences": { "n": 2, "per": "day" }, "people": 4 });
    server.tell(&[
        line("units", &id(11), "register-unit", &json!({ "name": "Einkauf" })),
        line("units", &id(12), "register-unit", &json!({ "name": "Vertrieb" })),
        line(
            "pain-points",
            &id(41),
            "log-pain-point",
            &json!({ "text": "Lieferantendaten pflegen wir in drei Excel-Listen",
                     "kind": "duplicated_data", "unit": id(11), "hours": hours }),
        ),
        line(
            "ideas",
            &id(71),
            "propose-idea",
            &json!({ "title": "Eine Liste für alle Lieferanten", "text": "Brno führt sie schon",
                     "outcomes": ["leaner", "more_transparent"], "pain_points": [id(41)] }),
        ),
    ]);
    server.settle();
    (server, folder)
}

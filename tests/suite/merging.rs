//! Merging pain points and ideas: what moves is told, both may be edited, and unmerging restores all.

use std::thread;

use serde_json::{Value, json};

use crate::support::{Server, fresh, id, items, line, texts};

#[test]
fn a_merge_says_what_moved_and_unmerging_restores_everything() {
    let (server, _folder) = two_pain_points();
    let before = [pain_point(&server, 41), pain_point(&server, 42)];
    let merged = send(&server, 42, "merge-pain-point", &json!({ "into": id(41) }));
    let told = items(&merged["warnings"]).iter().find(|it| it["code"] == "moved");
    let told = told.unwrap_or_else(|| panic!("{merged}"))["detail"].as_str().unwrap_or_default();
    assert!(told.contains("2 backings") && told.contains("1 comment"), "{told}");

    let whole = server.ask(&format!("pain-points/{}", id(42)));
    assert_eq!((&whole["id"], &whole["merged_into"]), (&json!(id(41)), &json!(id(41))));
    assert_eq!((&whole["unit_count"], &whole["comments"]), (&json!(2), &json!(1)));
    assert!((whole["hours_per_month"].as_f64().expect("hours") - 13.0).abs() < 1e-6);
    assert_eq!(server.ask("pain-points")["total"], 1);

    send(&server, 42, "unmerge-pain-point", &json!({}));
    assert_eq!([pain_point(&server, 41), pain_point(&server, 42)], before);
}

#[test]
fn both_are_edited_while_merged_and_come_apart_with_what_each_was_told() {
    let (server, _folder) = two_pain_points();
    send(&server, 42, "merge-pain-point", &json!({ "into": id(41) }));
    send(&server, 41, "revise-pain-point", &json!({ "text": "Vier Listen" }));
    let path = format!("pain-points/{}/revise-pain-point", id(42));
    let refused = server.command(&path, &json!({ "text": "Andere Listen" }));
    assert_eq!((refused.status, &refused.json()["type"]), (409, &json!("/problems/merged")));
    assert!(refused.json()["detail"].as_str().unwrap_or_default().contains(&id(41)));
    send(&server, 42, "unmerge-pain-point", &json!({}));
    send(&server, 42, "revise-pain-point", &json!({ "text": "Andere Listen" }));
    assert_eq!(pain_point(&server, 41)["text"], "Vier Listen");
    assert_eq!(pain_point(&server, 42)["text"], "Andere Listen");
}

#[test]
fn merging_from_both_sides_at_once_leaves_one_that_counts_and_loses_nothing() {
    let (server, _folder) = two_pain_points();
    let merge = |from: u64, into: u64| {
        let path = format!("pain-points/{}/merge-pain-point", id(from));
        server.command(&path, &json!({ "into": id(into) })).status
    };
    let statuses = thread::scope(|scope| {
        let one = scope.spawn(|| merge(41, 42));
        let other = scope.spawn(|| merge(42, 41));
        [one.join().expect("it answers"), other.join().expect("it answers")]
    });
    assert!(statuses.contains(&200), "{statuses:?}");
    server.settle();
    let listed = server.ask("pain-points");
    assert_eq!(listed["total"], 1, "{statuses:?}");
    // Einkauf has it on both sides, so that the target's figure counts: 10 + 3 or 5 + 3.
    let item = &listed["items"][0];
    let hours = if item["id"] == json!(id(41)) { 13.0 } else { 8.0 };
    assert_eq!(item["hours_per_month"], hours, "{statuses:?} {listed:#}");
    let ignored = items(&server.ask("unresolved")["items"]).len();
    assert_eq!(ignored, statuses.iter().filter(|it| **it == 200).count() - 1);
}

#[test]
fn a_merge_into_itself_or_back_is_refused_and_into_nothing_too() {
    let (server, _folder) = two_pain_points();
    let merge = |from: u64, into: u64| {
        let path = format!("pain-points/{}/merge-pain-point", id(from));
        server.command(&path, &json!({ "into": id(into) }))
    };
    assert_eq!(merge(41, 41).json()["type"], "/problems/merge-cycle");
    let unknown = merge(41, 77);
    assert_eq!((unknown.status, texts(&unknown.json()["errors"], "pointer")), (422, vec!["/into"]));
    assert_eq!(merge(42, 41).status, 200);
    assert_eq!(merge(42, 41).json()["events"], json!([]), "twice is once");
    assert_eq!(merge(41, 42).json()["type"], "/problems/merge-cycle");
}

#[test]
fn ideas_merge_with_their_support_and_what_they_address() {
    let (server, _folder) = two_pain_points();
    let propose = |n: u64, pain_point: u64| {
        let body = json!({ "title": format!("Idee {n}"), "text": "Eine Liste", "pain_points": [id(pain_point)] });
        line("ideas", &id(n), "propose-idea", &body)
    };
    server.tell(&[propose(71, 41), propose(72, 42)]);
    for (idea, actor) in [(71, 1), (72, 1), (72, 2)] {
        let path = format!("ideas/{}/support-idea", id(idea));
        server.command_with(&path, &[("acker-actor", &id(actor))], &json!({}));
    }
    let path = format!("ideas/{}/merge-idea", id(72));
    let merged = server.command(&path, &json!({ "into": id(71) })).json();
    assert!(merged["warnings"][0]["detail"].as_str().unwrap_or_default().contains("2 supporters"));
    server.settle();
    let whole = server.ask(&format!("ideas/{}", id(72)));
    assert_eq!((&whole["id"], &whole["support"]), (&json!(id(71)), &json!(2)));
    assert_eq!(items(&whole["pain_points"]).len(), 2);
    server.command(&format!("ideas/{}/unmerge-idea", id(72)), &json!({}));
    server.settle();
    assert_eq!(server.ask(&format!("ideas/{}", id(71)))["support"], 1);
    assert_eq!(server.ask(&format!("ideas/{}", id(72)))["support"], 2);
}

/// What counts of a pain point, without where it was said.
fn pain_point(server: &Server, n: u64) -> Value {
    let mut it = server.ask(&format!("pain-points/{}", id(n)));
    for key in ["position", "evidence", "evidence_count", "evidence_link"] {
        it.as_object_mut().expect("an object").remove(key);
    }
    it
}

fn send(server: &Server, n: u64, command: &str, body: &Value) -> Value {
    let answer = server.command(&format!("pain-points/{}/{command}", id(n)), body);
    assert_eq!(answer.status, 200, "{command}: {answer:?}");
    server.settle();
    answer.json()
}

/// One unit has both, with 10 and with 5 hours a month; another has the second only, with 3.
fn two_pain_points() -> (Server, tempfile::TempDir) {
    let (server, folder) = fresh();
    let hours = |n: u32| json!({ "per_occurrence": n, "occurrences": { "n": 1, "per": "month" }, "people": 1 });
    let log = |n: u64, text: &str, n_hours: u32| {
        let body = json!({ "text": text, "unit": id(11), "hours": hours(n_hours) });
        line("pain-points", &id(n), "log-pain-point", &body)
    };
    server.tell(&[
        line("units", &id(11), "register-unit", &json!({ "name": "Einkauf" })),
        line("units", &id(12), "register-unit", &json!({ "name": "Vertrieb" })),
        log(41, "Drei Listen für Lieferanten", 10),
        log(42, "Lieferanten stehen in drei Listen", 5),
        line(
            "pain-points",
            &id(42),
            "back-pain-point",
            &json!({ "unit": id(12), "hours": hours(3) }),
        ),
        line(
            "pain-points",
            &id(42),
            "comment-on-pain-point",
            &json!({ "comment": id(91), "text": "Bei uns auch" }),
        ),
    ]);
    server.settle();
    (server, folder)
}

//! Twenty units that all hand over to each other: more than 10^17 ways round, and still an answer.

use serde_json::{Value, json};

use crate::support::{Server, acker, folder, id, items, line};

const UNITS: u64 = 20;

#[test]
fn of_hand_overs_that_differ_the_dearest_of_all_are_found_and_the_answer_is_the_same_twice() {
    let (data, other) = (folder(), folder());
    let differ = |from: u64, to: u64| [(from * 7 + to * 13) % 23 + 1, (from * 3 + to * 5) % 17 + 5];
    let server = complete(Server::on(data.path()), differ);
    let answer = answered(&server, "count");
    let work = |it: &Value| it["work_hours_per_month"].as_f64().expect("every hand-over says it");
    let works: Vec<f64> = items(&answer["cycles"]).iter().map(work).collect();
    assert!(works.is_sorted_by(|a, b| a >= b), "{works:?}");
    let built_again = complete(Server::on(other.path()), differ);
    assert_eq!(answered(&built_again, "count"), answer);
    let said = acker(["--store", &server.address, "loops", "--level", "unit", "--json"]).json();
    assert_eq!(said, answer, "on the terminal");
}

#[test]
fn of_hand_overs_that_are_all_alike_the_search_ends_by_its_budget_and_says_so() {
    let data = folder();
    let server = complete(Server::on(data.path()), |_, _| [4, 15]);
    answered(&server, "budget");
    let said = acker(["--store", &server.address, "loops", "--level", "unit"]);
    assert!(said.out.contains("cut short (budget)"), "{said:?}");
}

/// Labelled, and the same when asked again. That it answers at all shows that the search is bounded.
fn answered(server: &Server, reason: &str) -> Value {
    let answer = server.ask("loops?level=unit");
    assert_eq!(answer, server.ask("loops?level=unit"), "asked twice");
    assert_eq!((&answer["truncated"], &answer["reason"]), (&json!(true), &json!(reason)));
    assert_eq!((items(&answer["cycles"]).len(), &answer["returned"]), (20, &json!(20)));
    let component = &answer["components"][0];
    assert_eq!((items(&component["members"]).len(), &component["hand_overs"]), (20, &json!(380)));
    let cut = &component["cut"];
    // Of every pair one way has to go, and the lighter half of them all is enough.
    assert!(items(&cut["hand_overs"]).len() >= 190, "{cut:#}");
    let share = cut["share"].as_f64().expect("a share");
    assert!(share > 0.0 && share <= 0.5, "{share}");
    answer
}

/// One step a unit; from each to every other.
fn complete(server: Server, times_and_minutes: fn(u64, u64) -> [u64; 2]) -> Server {
    let process = json!({ "name": "Alle mit allen", "primary_area": "coordination" });
    let mut lines = vec![line("processes", &id(31), "map-process", &process)];
    for n in 0..UNITS {
        let unit = json!({ "name": format!("Einheit {n:02}") });
        lines.push(line("units", &id(100 + n), "register-unit", &unit));
        let step = json!({ "step": id(200 + n), "name": format!("Schritt {n:02}"),
                           "unit": id(100 + n) });
        lines.push(line("processes", &id(31), "add-step", &step));
    }
    let pairs = (0..UNITS).flat_map(|a| (0..UNITS).map(move |b| (a, b))).filter(|(a, b)| a != b);
    for (a, b) in pairs {
        let [times, minutes] = times_and_minutes(a, b);
        let body = json!({ "hand_over": id(1_000 + a * UNITS + b), "from": id(200 + a),
                           "to": { "step": id(200 + b) }, "kind": "alignment",
                           "times_per_month": times, "effort_minutes": minutes });
        lines.push(line("processes", &id(31), "add-hand-over", &body));
    }
    server.tell(&lines);
    server.settle();
    server
}

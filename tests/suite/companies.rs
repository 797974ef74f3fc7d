//! Companies as lines: the sample company without its times, and a small bakery worked out by hand.

use std::fs;

use serde_json::{Map, Value, json};

use crate::support::{id, line, root};

/// The commands of the sample company, as anybody could send them.
pub(crate) fn sample() -> Vec<Value> {
    let path = root().join("services/acker/demo/company.ndjson");
    let told = fs::read_to_string(path).expect("the sample company");
    let lines = told.lines().map(|it| serde_json::from_str(it).expect("a line is an object"));
    let without_times = lines.map(|mut line: Map<String, Value>| {
        line.remove("at");
        line.remove("actor");
        let body = line["body"].as_object_mut().expect("a body");
        for day in body.values_mut().filter(|it| it.as_str().is_some_and(is_day)) {
            *day = "2026-06-30".into();
        }
        Value::Object(line)
    });
    without_times.collect()
}

/// `today-4d`: the sample company's own way to write a day.
fn is_day(text: &str) -> bool {
    text.starts_with("today") && text.ends_with('d')
}

/// The bakery. Ids: site 1; units 11–16; processes 21–24; steps 31 and on; hand-overs 51 and on;
/// pain points 71–74; communities 81 and 82.
pub(crate) fn bakery() -> Vec<Value> {
    let mut lines = vec![line(
        "sites",
        &id(1),
        "register-site",
        &json!({ "name": "Ulm", "country": "DE", "time_zone": "Europe/Berlin" }),
    )];
    lines.extend(units());
    lines.extend(processes());
    lines.extend(pain_points());
    lines.extend(communities());
    lines
}

fn units() -> Vec<Value> {
    let euros = |amount: u64| json!({ "amount": amount, "currency": "EUR" });
    let unit = |n, name: &str, more: Value| {
        let mut body = json!({ "name": name, "site": id(1), "head_count": 10 });
        body["planning_rate"] = more;
        line("units", &id(n), "register-unit", &body)
    };
    vec![
        unit(11, "Backstube", euros(30)),
        unit(12, "Verwaltung", euros(50)),
        unit(13, "Labor", euros(40)),
        unit(14, "Filiale Nord", Value::Null),
        unit(15, "Kasse", euros(20)),
        unit(16, "Beschwerdestelle", euros(20)),
    ]
}

fn processes() -> Vec<Value> {
    let map = |n, name: &str| {
        let body = json!({ "name": name, "primary_area": "support" });
        line("processes", &id(n), "map-process", &body)
    };
    let step = |process, n, name: &str, unit, runs: u64, minutes: u64, people: u64| {
        let body = json!({ "step": id(n), "name": name, "unit": id(unit), "runs_per_month": runs,
            "minutes_per_run": minutes, "people": people });
        line("processes", &id(process), "add-step", &body)
    };
    let over = |process, n, from, to: Value, times: u64, minutes: u64, wait: u64| {
        let body = json!({ "hand_over": id(n), "from": id(from), "to": to, "kind": "work",
            "times_per_month": times, "effort_minutes": minutes, "wait_hours": wait });
        line("processes", &id(process), "add-hand-over", &body)
    };
    let own = |step| json!({ "step": id(step) });
    let other = |process, step| json!({ "process": id(process), "step": id(step) });
    vec![
        map(21, "Mehl bestellen"),
        step(21, 31, "Mehlbestand zählen", 11, 60, 10, 1),
        step(21, 32, "Bestellung freigeben", 12, 20, 3, 1),
        step(21, 33, "Bestellung freigeben", 11, 20, 3, 1),
        over(21, 51, 31, own(32), 20, 6, 4),
        over(21, 52, 32, own(31), 8, 15, 6),
        map(22, "Neues Rezept"),
        step(22, 34, "Teig mischen", 13, 10, 60, 1),
        step(22, 35, "Geschmack beurteilen", 14, 10, 20, 1),
        step(22, 36, "Backzeit festlegen", 13, 10, 15, 1),
        step(22, 39, "Mehlbestand zählen", 13, 12, 30, 2),
        over(22, 53, 34, own(35), 10, 12, 30),
        over(22, 54, 35, own(36), 12, 12, 30),
        map(23, "Kassensturz"),
        map(24, "Beschwerde"),
        step(23, 37, "Wechselgeld ausgeben", 15, 100, 5, 1),
        step(24, 38, "Kundin anrufen", 16, 30, 10, 1),
        over(23, 55, 37, other(24, 38), 5, 12, 20),
        over(24, 56, 38, other(23, 37), 3, 20, 20),
    ]
}

fn pain_points() -> Vec<Value> {
    let logged = |n, text: &str, areas: &[&str], unit, hours: f64, times: u64, people: u64| {
        let hours = json!({ "per_occurrence": hours, "occurrences": { "n": times, "per": "month" },
            "people": people });
        let body = json!({ "text": text, "areas": areas, "unit": id(unit), "hours": hours });
        line("pain-points", &id(n), "log-pain-point", &body)
    };
    vec![
        logged(71, "Das Mehl wird zweimal gezählt", &["support"], 11, 0.5, 12, 2),
        logged(72, "Formulare gehen verloren", &["support"], 12, 1.0, 4, 1),
        logged(73, "Niemand entscheidet über den Ofen", &["decision"], 12, 2.0, 3, 1),
        logged(74, "Es zieht", &[], 13, 1.0, 1, 1),
    ]
}

fn communities() -> Vec<Value> {
    let mut lines = Vec::new();
    for (n, name) in [(81, "Mehlfreunde"), (82, "Weniger Papier")] {
        let mut tell =
            |command: &str, body: Value| lines.push(line("communities", &id(n), command, &body));
        tell("found-community", json!({ "name": name, "purpose": "Es leichter machen" }));
        tell("represent-unit", json!({ "unit": id(11) }));
        tell("take-up-pain-point", json!({ "pain_point": id(71) }));
    }
    lines.push(line("communities", &id(81), "address-area", &json!({ "area": "exchange" })));
    lines
}

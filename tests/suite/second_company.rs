//! A company of which the code knows nothing: a bakery, posted line by line. Every figure is worked out
//! by hand beside its assertion.

use serde_json::{Value, json};

use crate::{
    companies::bakery,
    support::{Server, folder, id, is_near, items, texts},
};

#[test]
fn the_same_work_of_two_units_in_two_processes_is_a_cluster_with_its_hours() {
    let (server, _folder) = served();
    let answer = server.ask("duplicates");
    // The two "Bestellung freigeben" are steps of one process, so they are no duplicates.
    assert_eq!(items(&answer["clusters"]).len(), 1, "{answer:#}");
    let cluster = &answer["clusters"][0];
    let mut members = texts(&cluster["members"], "id");
    members.sort_unstable();
    assert_eq!(members, [id(31), id(39)]);
    // 60 × 10 min × 1 = 10 h and 12 × 30 min × 2 = 12 h.
    assert!(is_near(&cluster["hours_involved"], 22.0, 0.001), "{cluster:#}");
}

#[test]
fn each_kind_of_loop_is_found_and_priced_or_not() {
    let (server, _folder) = served();
    let answer = server.ask("loops?level=unit");
    assert_eq!(items(&answer["cycles"]).len(), 3, "{answer:#}");
    // Back within "Mehl bestellen": r = min(20, 8) = 8; work 8 × (6 + 15) min = 2.8 h; delay 8 × (4 + 6) h;
    // money 8 × 0.1 h × 30 + 8 × 0.25 h × 50 = 124 EUR.
    is_loop(&answer, "rework", [11, 12], [8.0, 2.8, 80.0], Some(124.0));
    // From the laboratory to the branch and back by design: r = min(10, 12) = 10; work 10 × (12 + 12) min = 4 h;
    // delay 10 × 60 h; the branch has no rate, so 10 × 0.2 h × 40 = 80 EUR.
    is_loop(&answer, "back_and_forth", [13, 14], [10.0, 4.0, 600.0], Some(80.0));
    // Through two processes, so nobody's waste: r = min(5, 3) = 3; work 3 × (12 + 20) min = 1.6 h; delay 3 × 40 h.
    is_loop(&answer, "mutual", [15, 16], [3.0, 1.6, 120.0], None);
    // The total leaves out what is mutual: 2.8 + 4 and 80 + 600.
    assert!(is_near(&answer["total"]["work_hours_per_month"], 6.8, 0.001), "{answer:#}");
    assert!(is_near(&answer["total"]["delay_hours_per_month"], 680.0, 0.001), "{answer:#}");
}

#[test]
fn a_gap_an_overlap_and_what_has_no_area_are_told() {
    let (server, _folder) = served();
    let answer = server.ask("coverage");
    let area = |name: &str| {
        items(&answer["areas"]).iter().find(|it| it["area"] == name).expect("all thirteen")
    };
    // 0.5 h × 12 × 2 = 12 h, taken up by both communities, and 1 h × 4 = 4 h, by none: 4 of 16 is a quarter.
    let support = area("support");
    assert_eq!((&support["pain_points"], &support["overlap"]), (&json!(2), &json!(1)));
    assert!(is_near(&support["hours_per_month"], 16.0, 0.001), "{support:#}");
    assert!(is_near(&support["gap_share"], 0.25, 0.001), "{support:#}");
    assert_eq!(support["gap"], false);
    assert_eq!(texts(&support["communities"], "name").len(), 2);
    assert!(items(&support["communities"]).iter().all(|it| it["strength"] == 2));
    // 2 h × 3 = 6 h that nobody took up: all of it is a gap.
    let decision = area("decision");
    assert!(is_near(&decision["hours_per_month"], 6.0, 0.001), "{decision:#}");
    assert_eq!((&decision["gap"], &decision["gap_share"]), (&json!(true), &json!(1.0)));
    // Declared, and nothing more.
    let exchange = area("exchange");
    assert_eq!((&exchange["pain_points"], &exchange["gap"]), (&json!(0), &json!(false)));
    assert_eq!(exchange["communities"][0]["strength"], 1, "{exchange:#}");
    // 12 + 4 + 6 + 1; three of six units reported.
    assert!(is_near(&answer["total_distinct"]["hours_per_month"], 23.0, 0.001));
    assert_eq!(answer["total_distinct"]["pain_points"], 4);
    assert_eq!(answer["unplaced"]["pain_points"], 1);
    assert!(is_near(&answer["unplaced"]["hours_per_month"], 1.0, 0.001));
    assert_eq!(answer["known"], json!({ "units_reporting": 3, "of": 6 }));
}

#[test]
fn the_answers_follow_what_is_changed() {
    let (server, _folder) = served();
    let before = server.ask("loops?level=unit")["position"].clone();
    let removed = json!({ "hand_over": id(52) });
    server.command(&format!("processes/{}/remove-hand-over", id(21)), &removed);
    let renamed = json!({ "step": id(39), "name": "Hefe ansetzen" });
    server.command(&format!("processes/{}/revise-step", id(22)), &renamed);
    let kinds = |question: &str| {
        let answer = server.ask(question);
        let mut kinds: Vec<_> =
            texts(&answer["cycles"], "kind").into_iter().map(str::to_owned).collect();
        kinds.sort_unstable();
        kinds
    };
    assert_eq!(kinds("loops?level=unit"), ["back_and_forth", "mutual"]);
    assert_eq!(server.ask("duplicates")["clusters"], json!([]));
    let then = format!("loops?level=unit&at_position={before}");
    assert_eq!(kinds(&then), ["back_and_forth", "mutual", "rework"]);
    let then = server.ask(&format!("duplicates?at_position={before}"));
    assert_eq!(items(&then["clusters"]).len(), 1);
}

fn served() -> (Server, tempfile::TempDir) {
    let folder = folder();
    let server = Server::on(folder.path());
    server.tell(&bakery());
    (server, folder)
}

/// `figures`: rounds, work and delay a month.
fn is_loop(answer: &Value, kind: &str, units: [u64; 2], figures: [f64; 3], money: Option<f64>) {
    let cycle = items(&answer["cycles"]).iter().find(|it| it["kind"] == kind);
    let cycle = cycle.unwrap_or_else(|| panic!("no loop is {kind}: {answer:#}"));
    let mut members: Vec<_> = items(&cycle["members"]).iter().filter_map(Value::as_str).collect();
    members.sort_unstable();
    assert_eq!(members, units.map(id), "{kind}");
    let names = ["rounds_per_month", "work_hours_per_month", "delay_hours_per_month"];
    for (name, figure) in names.into_iter().zip(figures) {
        assert!(is_near(&cycle[name], figure, 0.001), "{kind}, {name}: {cycle:#}");
    }
    let amounts: Vec<_> = items(&cycle["money_per_month"]).iter().map(|it| &it["amount"]).collect();
    match money {
        None => assert!(amounts.is_empty(), "{cycle:#}"),
        Some(money) => assert!(amounts.len() == 1 && is_near(amounts[0], money, 0.01), "{cycle:#}"),
    }
}

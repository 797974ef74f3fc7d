//! The sample company: its answers must find what was put into it. The figures are those of
//! `services/acker/demo/findings.md`, written here once more so that a reader sees which.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Span, Timestamp, tz::TimeZone};
use serde_json::{Value, json};

use crate::support::{Server, acker, is_near, items, texts};

/// Hours and the names of the steps.
const CLUSTERS: &[(f64, &[&str])] = &[
    (
        76.7,
        &[
            "Lieferantendaten prüfen",
            "Prüfung der Lieferantendaten",
            "Lieferantendaten überprüfen",
            "Check supplier data",
            "Check supplier data in ERP",
        ],
    ),
    (66.67, &["Write the inspection report", "Write inspection report"]),
    (48.33, &["Herstellkosten kalkulieren", "Kalkulation der Herstellkosten"]),
    (32.75, &["Stückliste im ERP ändern", "Stücklistenänderung im ERP"]),
    (19.67, &["Update spare parts list", "Update the spare parts list"]),
    (16.67, &["Ermittlung des Schulungsbedarfs", "Schulungsbedarf ermitteln"]),
    (16.0, &["Messprotokoll ablegen", "Messprotokoll im CAQ ablegen"]),
];

const NEAR_MISSES: &[&str] = &[
    "Rechnung prüfen",
    "Rechnung buchen",
    "Prüfplan anpassen",
    "Prüfplan erweitern",
    "Selbstauskunft anfordern",
    "Selbstauskunft auswerten",
    "Wareneingang bestätigen",
    "Budgetdeckung bestätigen",
    "Angebot schreiben",
    "Angebote vergleichen",
    "Änderungsantrag bewerten",
    "Reklamation bewerten",
    "Zahlungslauf unterschreiben",
    "Großangebot gegenzeichnen",
    "Create vendor master record",
    "Kreditorenstamm anlegen",
];

/// Kind, units, rounds, work and delay a month.
type Loop = (&'static str, &'static [&'static str], f64, f64, f64);

const LOOPS: &[Loop] = &[
    ("rework", &["Konstruktion Hydraulik", "Versuch & Prüffeld"], 6.0, 21.0, 192.0),
    (
        "rework",
        &["Engineering Pune", "Konstruktion Hydraulik", "Purchasing Pune"],
        4.0,
        6.33,
        288.0,
    ),
    ("rework", &["Lieferantenmanagement", "Nákup Olomouc"], 7.0, 4.08, 392.0),
    ("rework", &["Compras Toluca", "Kreditorenbuchhaltung"], 5.0, 2.92, 330.0),
    ("back_and_forth", &["Kreditorenbuchhaltung", "Logistik & Versand"], 90.0, 22.5, 1170.0),
    (
        "back_and_forth",
        &["Field Service Houston", "Qualitätssicherung Heilbronn"],
        9.0,
        6.75,
        612.0,
    ),
    ("back_and_forth", &["Betriebsrat Heilbronn", "Personal & Organisation"], 6.0, 3.5, 384.0),
    ("mutual", &["Konstruktion Hydraulik", "Qualitätssicherung Heilbronn"], 8.0, 16.8, 224.0),
    ("mutual", &["Controlling", "Vertriebsinnendienst"], 1.0, 0.67, 11.0),
];

/// Area, pain points, hours a month, uncovered hours, elsewhere, gap, overlap.
type Area = (&'static str, u64, f64, f64, f64, bool, u64);

const AREAS: [Area; 13] = [
    ("transparency", 4, 187.17, 0.0, 0.0, false, 2),
    ("support", 6, 170.5, 0.0, 0.0, false, 2),
    ("problem_solving", 3, 41.5, 0.0, 0.0, false, 1),
    ("development", 5, 220.0, 44.0, 18.0, false, 0),
    ("communication", 11, 302.17, 173.67, 0.0, true, 1),
    ("collaboration", 2, 67.0, 44.0, 0.0, true, 0),
    ("exchange", 2, 54.0, 0.0, 0.0, false, 0),
    ("coordination", 8, 307.33, 0.0, 18.0, false, 0),
    ("team_building", 2, 34.0, 34.0, 0.0, true, 0),
    ("service", 3, 48.5, 7.5, 0.0, false, 0),
    ("offering", 3, 84.0, 70.0, 0.0, true, 0),
    ("management", 7, 207.0, 149.0, 0.0, true, 0),
    ("decision", 4, 116.0, 102.0, 0.0, true, 0),
];

/// Step of each community in each area: 1 where it only declared, 2 where it took something up, 3 where an
/// idea that addresses it is in pilot, 4 where an effect was measured.
const STEPS: &[(&str, &[(&str, u64)])] = &[
    ("Lieferantenstammdaten", &[("transparency", 3), ("support", 3)]),
    (
        "Purchasing Network",
        &[
            ("transparency", 2),
            ("support", 2),
            ("collaboration", 2),
            ("exchange", 2),
            ("coordination", 2),
        ],
    ),
    ("Änderungswesen & Stücklisten", &[("development", 2), ("coordination", 2)]),
    ("Global Quality Circle", &[("problem_solving", 4), ("communication", 4)]),
    (
        "After-Sales Americas",
        &[
            ("problem_solving", 4),
            ("communication", 4),
            ("service", 2),
            ("offering", 2),
            ("decision", 2),
        ],
    ),
    (
        "Papierloses Büro",
        &[
            ("transparency", 3),
            ("support", 3),
            ("communication", 2),
            ("coordination", 2),
            ("service", 2),
        ],
    ),
    (
        "Lernende Werke",
        &[("development", 2), ("communication", 4), ("collaboration", 4), ("exchange", 4)],
    ),
    ("Berichte & Entscheidungen", &[("communication", 2), ("management", 2)]),
    ("Werkskommunikation", &[("communication", 1)]),
];

/// Where each answer comes from: HTTP, and the program on a terminal; both must say the same.
const WAYS: [fn(&Server, &str) -> Value; 2] = [over_http, on_a_terminal];

#[test]
fn it_has_the_sites_units_communities_and_processes_that_it_tells_of() {
    let demo = Server::demo();
    for (question, count) in [("sites", 7), ("units", 30), ("communities", 9), ("processes", 12)] {
        assert_eq!(items(&demo.ask(question)["items"]).len(), count, "{question}");
    }
    assert_eq!(demo.ask("sites")["position"], 560);
    let processes = demo.ask("processes");
    let retired: Vec<_> =
        items(&processes["items"]).iter().filter(|it| it["retired"] == true).collect();
    assert_eq!(retired.len(), 1);
    assert_eq!(retired[0]["name"], "Line transfer to Olomouc");
}

#[test]
fn it_finds_the_seven_clusters_of_duplicated_work_with_their_hours_and_no_other() {
    let demo = Server::demo();
    for way in WAYS {
        let answer = way(&demo, "duplicates");
        assert_eq!(hours_by_members(&answer), expected_clusters(), "{answer:#}");
        assert!(!answer.to_string().contains("saving"));
        for cluster in items(&answer["clusters"]) {
            let expected = expected_hours(cluster);
            assert!(is_near(&cluster["hours_involved"], expected, 0.01), "{cluster:#}");
            let is_said = |key: &str| !cluster[key].is_null();
            assert!(is_said("verdict") || !is_said("avoidable_hours"), "{cluster:#}");
            assert!(!items(&cluster["reasons"]).is_empty(), "{cluster:#}");
            assert!(cluster["evidence_count"].as_u64() >= Some(2), "{cluster:#}");
        }
    }
}

#[test]
fn it_tells_what_people_say_of_clusters_and_what_that_comes_to() {
    let demo = Server::demo();
    let answer = demo.ask("duplicates");
    let checks = cluster_with(&answer, "Lieferantendaten prüfen").expect("five steps");
    let verdict = &checks["verdict"];
    assert_eq!((&verdict["sort"], &verdict["joined"]), (&json!("same_result"), &json!(2)));
    assert!(is_near(&checks["avoidable_hours"], 27.2, 0.01), "{checks:#}");
    let reports = cluster_with(&answer, "Write inspection report").expect("two steps");
    assert_eq!(reports["verdict"]["stale"], false);
    assert!(is_near(&reports["learnable_hours"], 6.0, 0.01), "{reports:#}");
    for (verdict, count) in [("open", 6), ("confirmed", 2), ("dismissed", 1)] {
        let answer = demo.ask(&format!("duplicates?verdict={verdict}"));
        assert_eq!(items(&answer["clusters"]).len(), count, "{verdict}");
    }
    let dismissed = demo.ask("duplicates/369013f3-9734-8f08-b318-dfc1d7ea17d9");
    assert_eq!(texts(&dismissed["members"], "name"), ["Rechnung prüfen", "Rechnung buchen"]);
}

#[test]
fn it_finds_the_data_that_are_kept_by_hand_in_several_stores() {
    let answer = Server::demo().ask("duplicates?kind=data");
    let stores: Vec<_> =
        items(&answer["clusters"]).iter().map(|it| items(&it["members"]).len()).collect();
    assert_eq!(stores, [3, 2], "{answer:#}");
    let supplier = &answer["clusters"][0];
    assert_eq!(supplier["data_object"]["master_store"], "ERP");
    for store in items(&supplier["members"]) {
        assert!(!items(&store["kept_by"]).is_empty(), "{store:#}");
    }
}

#[test]
fn no_near_miss_is_taken_for_duplicated_work() {
    let answer = Server::demo().ask("duplicates");
    for cluster in items(&answer["clusters"]) {
        for name in texts(&cluster["members"], "name") {
            assert!(!NEAR_MISSES.contains(&name), "{cluster:#}");
        }
        let members = items(&cluster["members"]);
        for part in ["process", "unit"] {
            let different: BTreeSet<_> = members.iter().map(|it| it[part].as_str()).collect();
            assert_eq!(different.len(), members.len(), "each in a {part} of its own: {cluster:#}");
        }
    }
}

#[test]
fn a_cluster_was_larger_before_a_process_was_retired_and_smaller_before_a_step_was_renamed() {
    let demo = Server::demo();
    let then = over_http(&demo, &format!("duplicates?at={}", day(-41)));
    let reports = cluster_with(&then, "Write inspection report").expect("it was there");
    assert_eq!(items(&reports["members"]).len(), 3);
    assert!(is_near(&reports["hours_involved"], 81.67, 0.01), "{reports:#}");
    let then = over_http(&demo, &format!("duplicates?at={}", day(-158)));
    let checks = cluster_with(&then, "Lieferantendaten prüfen").expect("it was there");
    assert_eq!(items(&checks["members"]).len(), 4, "before the fifth was renamed");
}

#[test]
fn it_finds_the_nine_loops_between_units_with_kind_rounds_work_and_delay_and_no_other() {
    let demo = Server::demo();
    for way in WAYS {
        let answer = way(&demo, "loops?level=unit");
        let found: BTreeSet<_> = items(&answer["cycles"]).iter().map(kind_and_names).collect();
        let expected: BTreeSet<_> = LOOPS.iter().map(expected_kind_and_names).collect();
        assert_eq!(found, expected, "{answer:#}");
        for cycle in items(&answer["cycles"]) {
            let told = LOOPS.iter().find(|it| expected_kind_and_names(it) == kind_and_names(cycle));
            let (kind, _, rounds, work, delay) = told.expect("as above");
            for (figure, expected) in [
                ("rounds_per_month", rounds),
                ("work_hours_per_month", work),
                ("delay_hours_per_month", delay),
            ] {
                assert!(is_near(&cycle[figure], *expected, 0.01), "{figure}: {cycle:#}");
            }
            let is_priced = !items(&cycle["money_per_month"]).is_empty();
            assert_eq!(is_priced, *kind != "mutual", "{cycle:#}");
        }
        // rework 34.33 and 1,202; back and forth 32.75 and 2,166; mutual is not priced as waste.
        assert!(is_near(&answer["total"]["work_hours_per_month"], 67.08, 0.01), "{answer:#}");
        assert!(is_near(&answer["total"]["delay_hours_per_month"], 3368.0, 0.01), "{answer:#}");
        assert_eq!(answer["truncated"], false);
    }
}

#[test]
fn the_units_that_hang_together_are_told_and_what_a_rule_demands_is_not_cut() {
    let answer = Server::demo().ask("loops?level=unit");
    let sizes: Vec<_> =
        items(&answer["components"]).iter().map(|it| items(&it["members"]).len()).collect();
    assert_eq!(sizes, [6, 3, 2, 2, 2]);
    let rules: BTreeSet<_> = items(&answer["components"])
        .iter()
        .flat_map(|it| items(&it["must_stay"]))
        .flat_map(|it| items(&it["required_by"]))
        .filter_map(Value::as_str)
        .collect();
    let expected = ["ISO 9001, 8.3.6", "co-determination, BetrVG § 99", "four-eyes principle"];
    assert_eq!(rules, expected.into());
    let required = ["574b401b-eb9f-87ea-9fb0-d85cf9bf161c", "723dc4df-4946-8ae8-8895-2451da4f359a"];
    for component in items(&answer["components"]) {
        let cut = component["cut"].to_string();
        assert!(required.iter().all(|it| !cut.contains(it)), "{component:#}");
    }
}

#[test]
fn no_alignment_that_a_rule_demands_is_advised_away() {
    let demo = Server::demo();
    let processes = demo.ask("processes?limit=1000");
    let mut required = BTreeSet::new();
    for process in texts(&processes["items"], "id") {
        let process = demo.ask(&format!("processes/{process}"));
        let by_rule =
            items(&process["hand_overs"]).iter().filter(|it| !it["required_by"].is_null());
        required.extend(by_rule.map(|it| it["id"].as_str().expect("an id").to_owned()));
    }
    assert!(required.len() >= 12, "{required:?}");
    for level in ["step", "unit", "parent_unit", "site", "region"] {
        let answer = demo.ask(&format!("loops?level={level}"));
        for component in items(&answer["components"]) {
            let cut =
                items(&component["cut"]["hand_overs"]).iter().flat_map(|it| items(&it["ids"]));
            for id in cut.filter_map(Value::as_str) {
                assert!(!required.contains(id), "{level}: {component:#}");
            }
        }
    }
}

#[test]
fn between_sites_time_zones_explain_a_part_of_the_waiting_and_once_more_than_people_say() {
    // A week without holidays anywhere.
    let answer = Server::demo().ask("loops?level=unit&limit=1000&day=2026-09-16");
    let between: Vec<_> =
        items(&answer["hand_overs"]).iter().filter(|it| !it["waiting"].is_null()).collect();
    let zones_are_larger = |it: &&&Value| {
        let claimed = it["waiting"]["claimed_hours"].as_f64().unwrap_or_default();
        it["waiting"]["time_zones_hours_max"].as_f64() > Some(claimed)
    };
    let larger: Vec<_> = between.iter().filter(zones_are_larger).collect();
    assert_eq!(larger.len(), 1, "{larger:#?}");
    let names = [&larger[0]["from_name"], &larger[0]["to_name"]];
    assert_eq!(names, ["Field Service Houston", "Logistik & Versand"]);
    // In UTC Houston works 12–21, Heilbronn 5:30–14:30, on Fridays to 12: (4 × 6.5 × 11.75 + 9 × 61) ÷ 45.
    assert!(is_near(&larger[0]["waiting"]["hours"], 18.99, 0.01), "{:#}", larger[0]);
    assert!(is_near(&larger[0]["waiting"]["claimed_hours"], 10.0, 0.01), "{:#}", larger[0]);
}

#[test]
fn between_steps_there_are_five_loops_all_of_them_rework() {
    let answer = Server::demo().ask("loops?level=step");
    assert_eq!(items(&answer["components"]).len(), 5);
    let kinds: BTreeSet<_> = texts(&answer["cycles"], "kind").into_iter().collect();
    assert_eq!(kinds, ["rework"].into());
    let balances = items(&answer["cycles"])
        .iter()
        .find(|it| texts_of(&it["member_names"]).contains("Reconcile intercompany balances"));
    let balances = balances.expect("it goes round within one unit");
    assert!(is_near(&balances["rounds_per_month"], 1.5, 0.001), "{balances:#}");
    assert!(is_near(&balances["work_hours_per_month"], 1.25, 0.001), "{balances:#}");
    assert!(is_near(&balances["delay_hours_per_month"], 21.0, 0.001), "{balances:#}");
}

#[test]
fn a_loop_is_there_before_its_hand_over_was_removed_and_gone_after() {
    let demo = Server::demo();
    let names = names(&["Arbeitsvorbereitung", "Controlling"]);
    for way in WAYS {
        let then = way(&demo, &format!("loops?level=unit&at={}", day(-61)));
        let old = items(&then["cycles"]).iter().find(|it| texts_of(&it["member_names"]) == names);
        let old = old.unwrap_or_else(|| panic!("it went round then: {then:#}"));
        assert_eq!(old["kind"], "rework");
        assert!(is_near(&old["rounds_per_month"], 3.0, 0.001), "{old:#}");
        assert!(is_near(&old["work_hours_per_month"], 5.5, 0.001), "{old:#}");
        assert!(is_near(&old["delay_hours_per_month"], 96.0, 0.001), "{old:#}");
        for later in [format!("&at={}", day(-59)), String::new()] {
            let later = way(&demo, &format!("loops?level=unit{later}"));
            let there =
                items(&later["cycles"]).iter().any(|it| texts_of(&it["member_names"]) == names);
            assert!(!there, "{later:#}");
        }
    }
}

#[test]
fn the_loops_of_a_retired_process_ended_with_it_and_a_mended_loop_became_cheaper() {
    let demo = Server::demo();
    let assembly = names(&["Kvalita Olomouc", "Montage Heilbronn"]);
    let cycle = |days: i64, names: &BTreeSet<String>| {
        let answer = over_http(&demo, &format!("loops?level=unit&at={}", day(days)));
        let mut cycles = items(&answer["cycles"]).iter();
        cycles.find(|it| texts_of(&it["member_names"]) == *names && it["kind"] == "rework").cloned()
    };
    let then = cycle(-41, &assembly).expect("the process was run then");
    assert!(is_near(&then["work_hours_per_month"], 26.67, 0.01), "{then:#}");
    assert!(is_near(&then["delay_hours_per_month"], 160.0, 0.01), "{then:#}");
    assert_eq!(cycle(-39, &assembly), None);
    let test_bed = names(&["Konstruktion Hydraulik", "Versuch & Prüffeld"]);
    let then = cycle(-146, &test_bed).expect("it went round then too");
    assert!(is_near(&then["rounds_per_month"], 9.0, 0.01), "{then:#}");
    assert!(is_near(&then["delay_hours_per_month"], 432.0, 0.01), "{then:#}");
}

#[test]
fn it_tells_hours_gaps_and_overlaps_of_all_thirteen_areas() {
    let demo = Server::demo();
    for way in WAYS {
        let answer = way(&demo, "coverage");
        assert_eq!(items(&answer["areas"]).len(), AREAS.len());
        for (area, expected) in items(&answer["areas"]).iter().zip(AREAS) {
            let (name, pain_points, hours, uncovered, elsewhere, gap, overlap) = expected;
            assert_eq!(area["area"], name);
            assert_eq!(area["pain_points"], pain_points, "{name}");
            assert!(is_near(&area["hours_per_month"], hours, 0.01), "{area:#}");
            assert!(is_near(&area["uncovered_hours"], uncovered, 0.01), "{area:#}");
            assert!(is_near(&area["elsewhere_hours"], elsewhere, 0.01), "{area:#}");
            assert!(is_near(&area["gap_share"], uncovered / hours, 0.001), "{area:#}");
            assert_eq!((&area["gap"], &area["overlap"]), (&gap.into(), &overlap.into()), "{name}");
        }
        assert_eq!(answer["total_distinct"]["pain_points"], 37);
        assert!(is_near(&answer["total_distinct"]["hours_per_month"], 1032.0, 0.01));
        assert_eq!(answer["unplaced"]["pain_points"], 4);
        assert!(is_near(&answer["unplaced"]["hours_per_month"], 46.33, 0.01));
        assert_eq!(answer["known"], serde_json::json!({ "units_reporting": 27, "of": 30 }));
    }
}

#[test]
fn it_tells_the_step_of_each_community_in_each_area() {
    let answer = Server::demo().ask("coverage");
    let mut found: BTreeMap<(String, String), u64> = BTreeMap::new();
    for area in items(&answer["areas"]) {
        for cell in items(&area["communities"]) {
            assert_eq!(cell["rests"], false, "all evidence is younger than twelve months");
            let strength = cell["strength"].as_u64().expect("a step");
            let text = |it: &Value| it.as_str().expect("a text").to_owned();
            if strength > 0 {
                found.insert((text(&cell["name"]), text(&area["area"])), strength);
            }
        }
    }
    let expected = STEPS.iter().flat_map(|(name, steps)| {
        steps.iter().map(move |(area, step)| (((*name).to_owned(), (*area).to_owned()), *step))
    });
    assert_eq!(found, expected.collect());
}

#[test]
fn pain_points_without_an_area_are_listed_as_unplaced() {
    let demo = Server::demo();
    let answer = demo.ask("pain-points?area=unplaced");
    let found: BTreeMap<_, _> = items(&answer["items"])
        .iter()
        .map(|it| (it["id"].as_str().unwrap_or_default(), it["hours_per_month"].as_f64()))
        .collect();
    for (id, hours) in [
        ("90a398c0-88c2-8c26-a9c4-1c7b50fb8829", 18.33),
        ("045f3af0-547e-8030-91fe-2028357aea05", 22.0),
        ("3a4ecff0-ed93-8efa-b98a-150c124ec6e9", 6.0),
        ("91ede0e6-a672-8aaf-8ca9-7170171c7a98", 0.0),
    ] {
        assert!(found[id].is_some_and(|it| (it - hours).abs() < 0.01), "{id}: {found:?}");
    }
    assert_eq!(found.len(), 4);
}

#[test]
fn hours_of_a_pain_point_follow_who_has_it_and_how_often() {
    let demo = Server::demo();
    for (id, hours, why) in [
        ("71dfffe2-420a-8065-8727-cea303e9929d", 46.0, "an ancestor adds only the excess"),
        ("51834a2b-5c44-88a6-a1e9-b90728fe66bb", 48.67, "resolved in one unit"),
        ("ba8bd6ca-777d-898a-96e5-4722e9592699", 16.0, "a backing was withdrawn"),
        ("1a170b22-b79f-88ef-8065-16ee2a4cb97b", 18.0, "resolved and reopened"),
        ("7edd3b05-d346-8660-abd4-c92915ff54aa", 7.33, "a week is 220 / 5 / 12 of a month"),
        ("f932d7bf-6b0b-853a-bc36-01895211c5b9", 82.5, "two units, daily"),
        ("91ede0e6-a672-8aaf-8ca9-7170171c7a98", 0.0, "nobody said how much"),
    ] {
        let pain_point = demo.ask(&format!("pain-points/{id}"));
        assert!(is_near(&pain_point["hours_per_month"], hours, 0.01), "{why}: {pain_point:#}");
    }
}

#[test]
fn ideas_stand_where_the_company_left_them_and_what_was_merged_counts_once() {
    let demo = Server::demo();
    for way in WAYS {
        let answer = way(&demo, "ideas");
        let mut found: Vec<_> = items(&answer["items"])
            .iter()
            .map(|it| (it["status"].as_str().unwrap_or_default(), it["support"].as_u64()))
            .collect();
        found.sort_unstable();
        let expected = [
            ("asked_back", 0),
            ("decision_asked", 0),
            ("implemented", 0),
            ("in_pilot", 3),
            ("proposed", 3),
            ("put_off", 0),
        ];
        assert_eq!(found, expected.map(|(status, support)| (status, Some(support))));
    }
}

#[test]
fn one_decision_is_overdue_and_the_rest_waits_for_its_day() {
    let answer = Server::demo().ask("waiting");
    let overdue: Vec<_> =
        items(&answer["items"]).iter().filter(|it| it["overdue"] == true).collect();
    assert_eq!((overdue.len(), &overdue[0]["what"]), (1, &Value::from("decision")));
    assert_eq!(
        (&overdue[0]["unit_name"], &overdue[0]["days"]),
        (&"Einkauf & Logistik".into(), &(-4).into())
    );
    let what: BTreeSet<_> = texts(&answer["items"], "what").into_iter().collect();
    let expected = ["answer", "decision", "goal", "pilot_end", "resubmission"];
    assert_eq!(what, expected.into_iter().collect());
}

fn over_http(server: &Server, question: &str) -> Value {
    server.ask(question)
}

/// The same question by the program: `loops?level=unit` → `acker loops --level unit`.
fn on_a_terminal(server: &Server, question: &str) -> Value {
    let (command, parameters) = question.split_once('?').unwrap_or((question, ""));
    let mut arguments = vec![command.to_owned(), "--json".to_owned()];
    for (name, value) in parameters.split('&').filter_map(|it| it.split_once('=')) {
        arguments.extend([format!("--{name}"), value.to_owned()]);
    }
    arguments.extend(["--store".to_owned(), server.address.clone()]);
    acker(arguments).json()
}

/// So many days from today, in UTC as the company counts.
fn day(days: i64) -> String {
    #[expect(clippy::disallowed_methods, reason = "the company ends yesterday")]
    let today = TimeZone::UTC.to_datetime(Timestamp::now()).date();
    today.checked_add(Span::new().days(days)).expect("within a year").to_string()
}

fn names(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|it| (*it).to_owned()).collect()
}

fn texts_of(value: &Value) -> BTreeSet<String> {
    items(value).iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn hours_by_members(answer: &Value) -> BTreeSet<BTreeSet<String>> {
    let clusters = items(&answer["clusters"]).iter();
    clusters.map(|it| names(&texts(&it["members"], "name"))).collect()
}

fn expected_clusters() -> BTreeSet<BTreeSet<String>> {
    CLUSTERS.iter().map(|(_, members)| names(members)).collect()
}

fn expected_hours(cluster: &Value) -> f64 {
    let members = names(&texts(&cluster["members"], "name"));
    let told = CLUSTERS.iter().find(|(_, expected)| names(expected) == members);
    told.unwrap_or_else(|| panic!("{cluster:#}")).0
}

fn cluster_with<'a>(answer: &'a Value, name: &str) -> Option<&'a Value> {
    items(&answer["clusters"]).iter().find(|it| texts(&it["members"], "name").contains(&name))
}

fn kind_and_names(cycle: &Value) -> (String, BTreeSet<String>) {
    (cycle["kind"].as_str().unwrap_or_default().to_owned(), texts_of(&cycle["member_names"]))
}

fn expected_kind_and_names(expected: &Loop) -> (String, BTreeSet<String>) {
    (expected.0.to_owned(), names(expected.1))
}

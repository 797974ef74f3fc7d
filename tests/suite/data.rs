//! Real event logs, read from the data folder beside the repository: `ACKER_DATA` names another. Where
//! it is missing these tests say so loudly and prove nothing, unless `ACKER_REQUIRE_DATA=1`.

use std::{
    collections::BTreeSet,
    env,
    fs::{self, File},
    path::{Path, PathBuf},
    process::Command,
};

use formats::{
    analyse::{self, runs::runs_of},
    event_log::{LogFormat, Mapping},
    limits::Limits,
    source,
};
use projections::graphs::{Arc, cut::heuristic};
use serde_json::{Value, json};

use crate::support::{acker, files, folder, items, root, text};

const INCIDENTS: &str = "bpic2013/incidents.csv.gz";
const COLUMNS: [&str; 4] = ["--case", "SR Number", "--time", "Change Date+Time"];

#[test]
fn the_incident_log_gives_the_published_figures_at_all_five_levels() {
    let Some(log) = data(INCIDENTS) else { return };
    let by = [
        "Involved ST",
        "Involved Org line 3",
        "Involved ST Function Div",
        "Owner Country",
        "ST Level",
    ];
    let mut arguments = vec!["analyse", text(&log), "--json"];
    arguments.extend(COLUMNS);
    arguments.extend(by.iter().flat_map(|it| ["--by", *it]));
    let answer = acker(arguments).json();
    // By; skipped, raw, to self, hand-overs; direct cases and occurrences; cases with a revisit; nodes,
    // edges, two-cycles, largest component.
    let counts: Vec<_> = items(&answer).iter().map(counts).collect();
    let expected = [
        json!(["Involved ST", 0, 57979, 48525, 9454, 1177, 2394, 1258, 628, 2463, 610, 453]),
        json!(["Involved Org line 3", 0, 57979, 53629, 4350, 883, 1876, 891, 25, 106, 45, 23]),
        json!([
            "Involved ST Function Div",
            6950,
            51450,
            47480,
            3970,
            746,
            1439,
            779,
            23,
            200,
            85,
            22
        ]),
        json!(["Owner Country", 0, 57979, 44891, 13088, 1783, 3297, 1977, 32, 209, 88, 27]),
        json!(["ST Level", 0, 57979, 52979, 5000, 1115, 2392, 1121, 4, 8, 4, 4]),
    ];
    assert_eq!(counts, expected);
    // Days, mean and median: with a revisit; handed over without one; never handed over.
    let days: Vec<_> = items(&answer).iter().map(days).collect();
    let expected = [
        [28.2, 12.6, 14.3, 8.7, 5.1, 0.3],
        [29.4, 11.8, 16.7, 8.9, 8.3, 7.4],
        [19.3, 13.1, 14.0, 8.6, 10.7, 7.4],
        [22.6, 10.5, 12.6, 7.8, 0.8, 0.0],
        [28.5, 12.8, 16.5, 9.7, 7.5, 7.1],
    ];
    for (actual, expected) in days.iter().zip(expected) {
        for (actual, expected) in actual.iter().zip(expected) {
            assert!((actual - expected).abs() <= 0.051, "{days:?}");
        }
    }
    assert!(items(&answer).iter().all(|it| it["cases"] == 7554 && it["events"] == 65533));
}

#[test]
fn the_least_cut_of_the_incident_log_is_exact_up_to_32_nodes_and_no_worse_than_greedy_above() {
    let Some(log) = data(INCIDENTS) else { return };
    // By; nodes; the least share, where it is known; the share of the weighted greedy order.
    let expected = [
        ("Involved Org line 3", Some(0.374), 0.403),
        ("Involved ST Function Div", Some(0.337), 0.342),
        ("Owner Country", Some(0.294), 0.308),
        ("ST Level", Some(0.351), 0.351),
        ("Involved ST", None, 0.300),
    ];
    let mut arguments = vec!["analyse", text(&log), "--json"];
    arguments.extend(COLUMNS);
    arguments.extend(expected.iter().flat_map(|(by, ..)| ["--by", *by]));
    let answer = acker(arguments).json();
    for (row, (by, least, greedy)) in items(&answer).iter().zip(expected) {
        let share = row["cut"]["share"].as_f64().expect("a share");
        assert_eq!(row["cut"]["exact"], least.is_some(), "{by}");
        assert!(share <= greedy + 0.0005, "{by}: {share}");
        assert!(least.is_none_or(|least| (share - least).abs() <= 0.0005), "{by}: {share}");
        let (nodes, arcs) = hand_overs(&log, by);
        let heuristic = heuristic(nodes, &arcs).share;
        assert!(heuristic <= greedy + 0.0005, "{by}: {heuristic}");
        assert!(least.is_none_or(|least| heuristic <= least * 1.1), "{by}: {heuristic}");
    }
}

/// The graph of the hand-overs of a log of incidents.
fn hand_overs(log: &Path, by: &str) -> (usize, Vec<Arc>) {
    let mapping = Mapping {
        case: COLUMNS[1].to_owned(),
        time: COLUMNS[3].to_owned(),
        activity: None,
        by: vec![by.to_owned()],
    };
    let limits = Limits::default();
    let file = source::open(log, limits).expect("the log");
    let (log, _) = analyse::load(file, LogFormat::Csv, &mapping, limits).expect("it is read");
    let mut arcs = Vec::new();
    for case in runs_of(&log, 0) {
        arcs.extend(
            case.runs.windows(2).map(|it| (it[0].value as usize, it[1].value as usize, 1.0)),
        );
    }
    (log.values(0).len(), arcs)
}

#[test]
fn a_log_of_persons_is_counted_without_naming_one() {
    let Some(log) = data("event-logs/running-example.xes") else { return };
    for form in [&["--json"][..], &[]] {
        let mut arguments = vec!["analyse", text(&log), "--by", "org:resource"];
        arguments.extend(form);
        let said = acker(arguments);
        assert_eq!(said.code, 0, "{said:?}");
        for name in ["Sara", "Mike", "Pete", "Ellen", "Sue", "Sean"] {
            assert!(!said.out.contains(name) && !said.err.contains(name), "{said:?}");
        }
        if !form.is_empty() {
            let row = &said.json()[0];
            assert_eq!(
                [&row["raw"], &row["to_self"], &row["hand_overs"]],
                [&json!(36), &json!(4), &json!(32)]
            );
        }
    }
}

#[test]
fn the_imported_incident_log_answers_which_lines_bounce_and_keeps_no_person() {
    let Some(log) = data(INCIDENTS) else { return };
    let folder = folder();
    let store = text(folder.path());
    let import = |more: &[&str]| {
        let mut arguments =
            vec!["import", text(&log), "--by", "Involved Org line 3", "--data", store, "--json"];
        arguments.extend(COLUMNS);
        arguments.extend(more);
        acker(arguments)
    };

    let dry = import(&["--dry-run"]).json();
    assert!(dry["commands"].as_u64() > Some(0) && dry["sent"].is_null(), "{dry}");
    assert!(!folder.path().join("events.db").exists(), "a dry run stores nothing");

    let first = import(&[]).json();
    assert_eq!((&first["sent"]["refused"], &first["commands"]), (&json!(0), &dry["commands"]));
    let verified = || acker(["verify", store, "--json"]).json();
    let head = verified()["position"].clone();
    assert!(head.as_u64() > Some(0), "{head}");

    let loops = acker(["loops", "--level", "unit", "--json", "--data", store]).json();
    let cycles = items(&loops["cycles"]);
    let measured =
        cycles.iter().find(|it| !it["measured"].is_null()).expect("bounces were measured");
    let names: BTreeSet<_> =
        items(&measured["member_names"]).iter().filter_map(Value::as_str).collect();
    assert_eq!(names, ["Org line A2", "Org line C"].into(), "{measured:#}");

    let duplicates = acker(["duplicates", "--json", "--data", store]).json();
    assert_eq!(duplicates["clusters"], json!([]), "steps of one log are no duplicates");
    no_first_name_is_kept(&log, folder.path());

    let second = import(&[]).json();
    assert_eq!(second["sent"]["refused"], 0);
    let again = verified();
    assert_eq!((&again["position"], &again["sound"]), (&head, &json!(true)), "nothing was added");
}

#[test]
fn a_log_as_csv_and_half_a_log_as_xes_are_both_taken() {
    let (Some(csv), Some(xes)) =
        (data("event-logs/running-example.csv"), data("bpic2013/incidents-half-a.xes.gz"))
    else {
        return;
    };
    let folder = folder();
    for (log, by) in [(&csv, "Activity"), (&xes, "org:group")] {
        let store = text(folder.path());
        let arguments = ["import", text(log), "--by", by, "--json", "--data", store];
        let said = acker(arguments);
        let report = said.json();
        assert_eq!(report["sent"]["refused"], 0, "{said:?}");
        assert!(report["sent"]["accepted"].as_u64() > Some(0), "{said:?}");
    }
    assert_eq!(acker(["verify", text(folder.path())]).code, 0);
}

/// A file of the data folder, or nothing and a loud word.
pub(crate) fn data(path: &str) -> Option<PathBuf> {
    let file = data_folder().join(path);
    if file.exists() {
        return Some(file);
    }
    let is_required = env::var_os("ACKER_REQUIRE_DATA").is_some_and(|it| it == "1");
    assert!(!is_required, "`{}` is missing", file.display());
    // A shell writes it, because what a passing test prints is not shown.
    let told = format!("SKIPPED: `{}` is missing; ACKER_DATA names its folder", file.display());
    let shown = Command::new("sh").args(["-c", "echo \"$0\" >&2", &told]).status();
    assert!(shown.is_ok_and(|it| it.success()), "{told}");
    None
}

/// What `ACKER_DATA` names; else the folder `data` in a neighbour of the project that holds such logs.
fn data_folder() -> PathBuf {
    if let Some(named) = env::var_os("ACKER_DATA") {
        return named.into();
    }
    let around = root().canonicalize().ok().and_then(|it| Some(it.parent()?.to_owned()));
    let neighbours = around.and_then(|it| fs::read_dir(it).ok()).into_iter().flatten().flatten();
    let folders = neighbours.map(|it| it.path().join("data"));
    folders.into_iter().find(|it| it.join("bpic2013").is_dir()).unwrap_or_else(|| "data".into())
}

fn counts(row: &Value) -> Value {
    let (direct, graph) = (&row["direct"], &row["graph"]);
    json!([
        row["by"],
        row["skipped"],
        row["raw"],
        row["to_self"],
        row["hand_overs"],
        direct["cases"],
        direct["occurrences"],
        row["revisit"]["cases"],
        graph["nodes"],
        graph["edges"],
        graph["two_cycles"],
        graph["largest_component"],
    ])
}

fn days(row: &Value) -> Vec<f64> {
    let groups = ["revisit", "handed_over", "never"].iter();
    let figures = groups.flat_map(|it| ["mean", "median"].map(|figure| &row["days"][it][figure]));
    figures.map(|it| it.as_f64().expect("a figure")).collect()
}

/// Of the column of first names, none may stand in any file of the store.
fn no_first_name_is_kept(log: &Path, store: &Path) {
    let names = first_names(log);
    assert!(names.len() > 100, "the log has many first names: {}", names.len());
    for file in files(store) {
        let kept = fs::read(&file).expect("a file of the store");
        let kept = String::from_utf8_lossy(&kept);
        for name in &names {
            let is_word = |(at, _): (usize, &str)| {
                // Bytes of a database may stand before `unit_registered`, as if somebody were called Punit.
                let behind = kept[at + name.len()..].chars().next();
                !behind.is_some_and(|it| it.is_alphanumeric() || it == '_')
            };
            let stands = kept.match_indices(name.as_str()).any(is_word);
            assert!(!stands, "`{name}` stands in {file:?}");
        }
    }
}

/// First names that are long enough to be told from chance, and no part of what is kept on purpose.
fn first_names(log: &Path) -> BTreeSet<String> {
    let file = flate2::read::GzDecoder::new(File::open(log).expect("it exists"));
    let mut reader = csv::Reader::from_reader(file);
    let headers = reader.headers().expect("a header row").clone();
    let place = |name: &str| {
        let place = headers.iter().position(|it| it.trim_start_matches('\u{feff}') == name);
        place.unwrap_or_else(|| panic!("{headers:?} has no `{name}`"))
    };
    let name = place("Owner First Name");
    let kept_on_purpose = [place("Activity"), place("Status"), place("Involved Org line 3")];
    let (mut names, mut kept) = (BTreeSet::new(), BTreeSet::new());
    for record in reader.records() {
        let record = record.expect("a readable row");
        names.insert(record[name].to_owned());
        kept.extend(kept_on_purpose.map(|it| record[it].to_owned()));
    }
    let is_telling =
        |it: &String| it.len() >= 5 && !kept.iter().any(|kept| kept.contains(it.as_str()));
    names.into_iter().filter(is_telling).collect()
}
